"""The options of ``concdemo lesson run``."""

from concdemo.settings import Option
from concdemo.text import Text

GIVING_OPTIONS = (
    Option(
        "auto",
        "flag",
        Text(
            "No keys: every step in turn, questions left open; for rehearsals and scripts.",
            "키 없이 모든 단계를 차례로 보입니다. 질문에는 답하지 않습니다. 예행연습이나 "
            "스크립트에 씁니다.",
        ),
        default=False,
    ),
    Option(
        "fast",
        "flag",
        Text(
            "8 rounds a run, the fewest that can give verdicts with some to spare.",
            "실행마다 8라운드만 잽니다. 판정이 나올 수 있는 최소에 조금 여유를 둔 수입니다.",
        ),
        default=False,
    ),
    Option(
        "from",
        "text",
        Text(
            "Begin at this step: its number or id.", "이 단계부터 시작합니다. 번호나 id를 적습니다."
        ),
    ),
    Option(
        "save",
        "file",
        Text("Keep each run's report in this folder.", "실행마다 보고서를 이 폴더에 저장합니다."),
    ),
    Option(
        "replay",
        "file",
        Text(
            "Show the reports that --save kept in this folder, and measure nothing.",
            "재지 않고, --save로 이 폴더에 저장한 보고서를 보여 줍니다.",
        ),
    ),
    Option(
        "handout",
        "file",
        Text(
            "Write the lesson with its results as a web page to hand out.",
            "강의와 결과를 나눠 줄 수 있는 웹 페이지로 씁니다.",
        ),
    ),
)
