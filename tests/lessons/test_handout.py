"""The handout: a page that is whole, harmless and says what was seen."""

import re
from base64 import b64decode
from html.parser import HTMLParser

import pytest
from lesson_scripts import HEAD, RUN_AT, SAY, TINY, checked, tiny_report

from concdemo.lessons.handout import handout, markdown
from concdemo.lessons.session import Session
from concdemo.text import LANGUAGES, Language, Text

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)>"
WAYS = (
    HOSTILE,
    "[link](javascript:alert(1))",
    "[link](data:text/html;base64,PHNjcmlwdD4=)",
    "![image](https://example.org/x.png)",
    "<https://example.org/>",
    "`<b>` &lt;b&gt; &#60;script&#62;",
    "<svg onload=alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
)


PICTURE = "data:image/svg+xml;base64,AAAA"  # of what has no source


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def harmless(page: str) -> Elements:
    """Hold a page to its promise: no script, no request, no handler."""
    elements = Elements(page)
    for tag, attributes in elements.found:
        assert tag not in ("script", "iframe", "object", "svg", "base", "form")
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert re.match(
            r"data:image/svg\+xml;base64,[A-Za-z0-9+/]+=*$", attributes.get("src") or PICTURE
        )
        if "href" in attributes:
            assert re.match(r"https?://|data:,$", attributes["href"] or "")
    return elements


def watched(script: str = TINY, threads: float = 1.0) -> Session:
    """A session in which the first choice was taken and the run was watched."""
    session = Session(checked(script), 0, {RUN_AT: tiny_report(threads)})
    session.answers[1] = 0
    for _ in range(6):
        session.press("next")
    return session


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_handout_says_what_was_seen(language: Language) -> None:
    """Text, question, answer, code, command, table, explanation and score, in one language."""
    page = handout(watched(), language).decode()
    words = harmless(page).words
    assert f'<html lang="{language}">' in page
    for said in (
        Text("Hello class", "안녕 여러분"),
        Text("How long?", "얼마나 걸릴까?"),
        Text("You said: Half", "고른 답: 절반"),
        Text("a core each", "코어 하나씩"),
        Text("class Primes", "class Primes"),
        Text("$ concdemo gil", "$ concdemo gil"),
        Text("speed-up", "속도 배율"),
        Text("Saved numbers", "저장해 둔 값"),
        Text("2026-01-02", "2026-01-02"),
        Text("Threads: 1.0", "스레드 1.0"),
        Text("0 of 1 right", "1개 가운데 0개"),
        Text("Talk.", "이야기하세요."),
    ):
        assert said.into(language) in words, said
    assert "<em>" in page and "nan" not in words


def test_a_handout_before_anything_ran() -> None:
    """For a class that is still to come: without results, and without a score."""
    words = harmless(handout(Session(checked()), "en").decode()).words
    assert "How long?" in words and "speed-up" not in words and "right." not in words


def test_a_handout_of_a_run_that_failed() -> None:
    """It says why there are no numbers."""
    session = Session(checked(), RUN_AT)
    session.failed(Text("no <b>room</b>", "자리 없음"))
    page = handout(session, "en").decode()
    assert "no &lt;b&gt;room" in page and "no <b>room</b>" in harmless(page).words


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_lesson_is_markup(way: str) -> None:
    """Whatever a script's texts hold, they are words on the page, and links lead to the web."""
    quoted = way.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    for old in ("Hello", "How long?", "Half", "Tiny", "a core each", "Threads:"):
        harmless(handout(watched(TINY.replace(old, quoted)), "en").decode())
    if way == HOSTILE:
        title = HEAD.replace("Tiny", HOSTILE) + SAY
        assert HOSTILE in harmless(handout(Session(checked(title)), "en").decode()).words


def test_nothing_of_a_report_is_markup() -> None:
    """Nor what a saved report holds."""
    report = tiny_report()
    report.arms[1] = type(report.arms[1])(
        **{
            name: getattr(report.arms[1], name)
            for name in report.arms[1].__dataclass_fields__
            if name != "name"
        },
        name=HOSTILE,
    )
    session = Session(checked(), RUN_AT, {RUN_AT: report})
    session.begin()
    assert HOSTILE in harmless(handout(session, "en").decode()).words


def test_the_screen_is_on_the_handout() -> None:
    """As a picture, which can't ask for anything: what the class saw of the run."""
    elements = harmless(handout(watched(), "ko").decode())
    (picture,) = [attributes["src"] for tag, attributes in elements.found if tag == "img"]
    assert picture is not None
    drawn = b64decode(picture.partition(",")[2]).decode()
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    assert "processes" in drawn and "판정" in drawn


def test_code_in_a_question() -> None:
    """Between backticks, in questions and choices; and never more than that."""
    script = TINY.replace("How long?", "Is `a < b` *so*?").replace('"Half"', '"`<i>`"')
    page = handout(watched(script), "en").decode()
    assert "Is <code>a &lt; b</code> *so*?" in page and "<code>&lt;i&gt;</code>" in page


def test_markdown_is_kept_where_it_does_no_harm() -> None:
    """Emphasis, code, lists and links to the web."""
    made = markdown("# A\n\n*b* `c`\n\n- d\n\n[e](https://example.org/)")
    for part in ("<h1>", "<em>", "<code>", "<li>", '<a href="https://example.org/">'):
        assert part in made
    assert "\x1b" not in markdown("a\x1b[2J")


def test_a_table_is_a_table() -> None:
    """Without styles of its own, which the page's policy would refuse; words in it are words."""
    made = markdown("| a | b |\n|:--|--:|\n| <i> | `2` |")
    assert "<table>" in made and "<td>&lt;i&gt;</td>" in made and "<td><code>2</code></td>" in made
    assert "style" not in made
