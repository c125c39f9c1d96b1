"""Charts in a terminal, as text."""

import io

import pytest
from charts import MS, chart, growing
from rich.cells import cell_len
from rich.console import Console

from concdemo.drawn import Axis, Chart, Point
from concdemo.render.chart import HEIGHT, SEVERAL_SAID, SIGNS, ChartLines
from concdemo.render.plot import LEFT_OUT, NOTHING
from concdemo.text import LANGUAGES, Language, Text

HOSTILE = "[red]x[/] \x1b[2J\n\u202e"
CHARTS = {
    "linear": growing(),
    "log": growing(log=True),
    "one point": chart(("a", [Point(3, 7 * MS)])),
    "one place": chart(("a", [Point(3, 7 * MS)]), ("b", [Point(3, 7 * MS)])),
    "an empty series": chart(("a", []), ("b", [Point(1, MS), Point(2, MS)])),
    "nothing": chart(),
    "zero on a log axis": chart(
        ("a", [Point(0, 1), Point(10, 5, 0, 9)]),
        x=Axis(Text("n", "수"), log=True),
        y=Axis(Text("share", "비율"), log=True),
    ),
    "long words": chart(
        *((f"a series with a long name, number {n}, and more", [Point(n, n)]) for n in range(20)),
        x=Axis(
            Text("how many there were at once, all together", "한꺼번에 있었던 것을 모두 더한 수")
        ),
    ),
    "hostile": chart((HOSTILE, [Point(1, 1)]), x=Axis(Text.same(HOSTILE), HOSTILE)),
}


def shown(of: Chart, language: Language = "en", width: int = 80) -> str:
    """What a terminal of that width shows, without colours."""
    console = Console(width=width, file=io.StringIO(), record=True, color_system=None)
    console.print(ChartLines(of, language))
    return console.export_text()


def field(of: Chart, width: int = 80) -> list[str]:
    """The lines between the two axes' names, without what is left of the axis."""
    lines = [line for line in shown(of, width=width).splitlines() if "┤" in line or "│" in line]
    return [line[max(line.find("┤"), line.find("│")) + 1 :] for line in lines[:HEIGHT]]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of", CHARTS.values(), ids=CHARTS.keys())
def test_no_line_is_wider_than_the_terminal(of: Chart, language: Language, width: int) -> None:
    """Wide Korean letters count as two."""
    assert max(cell_len(line) for line in shown(of, language, width).splitlines()) <= width


def test_a_chart_word_for_word() -> None:
    """Signs where the points are, labels beside and below, names and a legend."""
    steady = chart(
        ("a", [Point(0, 0), Point(5, 5), Point(10, 10)]),
        ("b", [Point(0, 10), Point(5, 5), Point(10, 0, 0, 4)]),
        y=Axis(Text("so many", "이만큼")),
    )
    assert shown(steady, width=40).splitlines() == [
        "How it grows",
        "   so many",
        "10 ┤○                                  ●",
        "   │",
        "   │",
        "   │",
        "   │",
        "   │",
        " 5 ┤                  ✱",
        "   │                                   │",
        "   │                                   │",
        "   │                                   │",
        "   │                                   │",
        " 0 ┤●                                  ○",
        "   └┬─────────────────┬────────────────┬",
        "    0                 5               10",
        "    at once",
        "● a   ○ b   ✱ several in one place",
        "│ 95 % interval",
    ]


def test_the_highest_point_is_on_top_and_the_lowest_below() -> None:
    """The first row holds the largest value, the last one zero."""
    lines = field(chart(("a", [Point(0, 0), Point(1, 1)])))
    assert SIGNS[0] in lines[0] and SIGNS[0] in lines[-1]
    assert not any(SIGNS[0] in line for line in lines[1:-1])


def test_points_on_a_log_axis_stand_evenly() -> None:
    """Equal factors are equal lengths."""
    places = [line.index("○") for line in field(growing(log=True)) if "○" in line]
    assert len(places) == 1


def test_what_has_no_point_is_not_in_the_legend() -> None:
    """A series that was not measured has no sign to look for."""
    assert "● a" not in shown(CHARTS["an empty series"])
    assert "○ b" in shown(CHARTS["an empty series"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_said(language: Language) -> None:
    """Nothing at all, or points without a place, in words."""
    assert NOTHING.into(language) in shown(CHARTS["nothing"], language)
    assert LEFT_OUT.fill(count=1).into(language) in shown(CHARTS["zero on a log axis"], language)


def test_places_that_several_share_are_marked() -> None:
    """One sign hides no other one."""
    assert "✱" in shown(CHARTS["one place"])
    assert SEVERAL_SAID.ko in shown(CHARTS["one place"], "ko")
    assert "✱" not in shown(growing(log=True)).split("●")[0]


def test_many_series_have_signs_of_their_own() -> None:
    """More than eight are told apart as well."""
    assert len(set(SIGNS)) == len(SIGNS) > 50


def test_words_from_outside_steer_nothing() -> None:
    """No control character reaches the terminal, and markup stays text."""
    said = shown(CHARTS["hostile"])
    assert "[red]x[/]" in said
    assert all(c.isprintable() or c == "\n" for c in said)
