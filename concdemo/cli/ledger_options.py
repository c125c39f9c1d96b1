"""What ``concdemo claims`` and ``concdemo verify`` can be asked for, and the formats they write."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.cli.exports import Export
from concdemo.settings import Option
from concdemo.text import Text

SOME_CLAIMS = Text(
    "Claims or groups (gil, async, slow, web, opinion), by name; a claim is explained.",
    "주장이나 묶음(gil, async, slow, web, opinion)의 이름. 주장이면 자세히 설명합니다.",
)
CHOSEN_CLAIMS = Text(
    "Claims or groups (gil, async, slow, web, opinion) to test, by name.",
    "시험할 주장이나 묶음(gil, async, slow, web, opinion)의 이름.",
)
ALL = Text("Test every claim.", "모든 주장을 시험합니다.")
EXPECT = Text(
    "End with exit status 3 unless this claim gets this verdict; may be repeated.",
    "이 주장이 이 판정이 아니면 종료 상태 3으로 끝냅니다. 여러 번 쓸 수 있습니다.",
)
EXPECT_FILE = Text(
    "The same from a file of lines ID = VERDICT; # begins a comment.",
    "같은 것을 ID = VERDICT 꼴의 줄로 적은 파일에서 읽습니다. # 뒤는 읽지 않습니다.",
)
DSN = Text(
    "A PostgreSQL server, for claims that one tells more of.",
    "PostgreSQL 서버의 주소. 있으면 더 알 수 있는 주장을 시험할 때 씁니다.",
)
LEDGER_JSON = Text(
    "Write verdicts and reports to this file; - prints them alone on standard output.",
    "판정과 보고서를 이 파일에 씁니다. -는 표준 출력에 그것만 씁니다.",
)
HTML = Text(
    "Write one page with all verdicts and tables, for any browser.",
    "모든 판정과 표를 담은 웹 페이지 하나로 씁니다.",
)
MARKDOWN = Text("Write verdicts and tables as Markdown.", "판정과 표를 마크다운으로 씁니다.")

CHOICE_OPTIONS = (Option("all", "flag", ALL, default=False),)
WORK_OPTIONS = (Option("dsn", "text", DSN, secret=True),)
CHECK_OPTIONS = (Option("expect-file", "file", EXPECT_FILE),)
LEDGER_EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "json": Export(Option("json", "file", LEDGER_JSON), "concdemo.cli.verify:as_json"),
        "html": Export(Option("html", "file", HTML), "concdemo.render.html.ledger:as_html"),
        "markdown": Export(
            Option("markdown", "file", MARKDOWN), "concdemo.render.ledger_markdown:write"
        ),
    }
)

CLAIMS_JSON = Text(
    "Write the claims to this file; - prints them alone on standard output.",
    "주장들을 이 파일에 씁니다. -는 표준 출력에 그것만 씁니다.",
)
CLAIMS_EXPORTS: Mapping[str, Export] = MappingProxyType(
    {"json": Export(Option("json", "file", CLAIMS_JSON), "concdemo.cli.claims:as_json")}
)
