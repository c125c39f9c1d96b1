"""Parts of a lesson in a terminal: whole, within its width, and steering nothing."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from concdemo.model import Verdict
from concdemo.render import slides
from concdemo.render.inline import pieces
from concdemo.render.slides import Offer
from concdemo.text import Text

LONG = "스레드가 둘이면 코어도 둘을 쓰므로 절반이면 된다고 생각하는 사람이 많습니다. " * 3
STEERING = "a\x1b[2Jb\x07c [red]d[/red] :smile:"


def shown(part: RenderableType, width: int = 80) -> str:
    """The part as a terminal of that width shows it, without colours."""
    stream = io.StringIO()
    Console(
        file=stream, width=width, highlight=False, emoji=False, markup=False, force_terminal=False
    ).print(part)
    return stream.getvalue()


VERDICT = Verdict("gil.x", Text.same(STEERING), "supported", Text.same(LONG))
PARTS = {
    "prose": slides.prose(f"# 제목\n\n{LONG}\n\n- 하나\n- 둘\n\n{STEERING}"),
    "heading": slides.heading(STEERING + LONG),
    "question": slides.question(f"`{STEERING}` {LONG}"),
    "remark": slides.remark(STEERING + LONG),
    "code": slides.code(f"def x():\n    return '{STEERING}'  # {LONG}", 7, "a.py"),
    "choices": slides.choices([Offer("▸ 1", LONG), Offer("2", f"`{STEERING}`", "bold")]),
    "evidence": slides.evidence(VERDICT, "ko"),
    "listing": slides.listing(["강의", "분", "제목"], [["gil", "10", LONG + STEERING]]),
}


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("name", PARTS)
def test_a_part_keeps_to_the_terminal(name: str, width: int) -> None:
    """No line is too wide, though letters are; no word steers; markup is words."""
    out = shown(PARTS[name], width)
    assert max(map(cell_len, out.splitlines())) <= width
    assert "\x1b" not in out and "\x07" not in out
    assert "[red]" in out.replace("\n", "") or width == 40
    whole = "".join(LONG.split())
    assert name == "listing" or whole[:30] in "".join(out.split()) or name == "code"


def test_code_has_the_numbers_of_its_file() -> None:
    """The first line's number is the one in the file."""
    out = shown(slides.code("a = 1\nb = 2", 41, "concdemo/x.py"))
    assert "41 a = 1" in out and "42 b = 2" in out and "concdemo/x.py" in out


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", []),
        ("a", [("a", False)]),
        ("a `b` c", [("a ", False), ("b", True), (" c", False)]),
        ("`b`", [("b", True)]),
        ("a ` b", [("a ` b", False)]),
        ("`a` b `c", [("a", True), (" b `c", False)]),
        ("``", []),
    ],
)
def test_code_in_a_line(line: str, parts: list[tuple[str, bool]]) -> None:
    """Between two backticks; one alone is a backtick."""
    assert pieces(line) == parts
