"""Heat maps in a terminal and in Markdown, as text."""

import io
from dataclasses import replace

import pytest
from builders import gil_report
from heats import heat_map, row, two_panels
from rich.cells import cell_len
from rich.console import Console

from concdemo.drawn import Axis, HeatCell, HeatMap, Side
from concdemo.render.heat import NOTHING, SHADES, HeatLines, level
from concdemo.render.markdown import write
from concdemo.render.report import show
from concdemo.text import LANGUAGES, Language, Text

HOSTILE = "[red]x[/] \x1b[2J\n\u202e"
MANY = Side(Axis(Text("in flight", "동시 요청 수")), [float(n) for n in range(1, 13)])
MAPS = {
    "two panels": two_panels(),
    "no panel": heat_map(),
    "nothing measured": heat_map(("a", [row(None, None, None), row(None, None, None)])),
    "times": heat_map(("a", [row(1e6, 2.5e7, 3e9), row(0, 1, 999)]), unit="ns"),
    "a long name": heat_map(("한국어로 길게 붙인 이름" * 5, [row(1, 2, 3), row(4, 5, 6)])),
    "many columns": replace(
        heat_map(("a", [[HeatCell(n, n / 12) for n in range(12)]] * 2)), columns=MANY
    ),
    "hostile": replace(
        heat_map((HOSTILE, [row(1, 2, 3), row(4, 5, 6)]), unit=HOSTILE),
        title=Text.same(HOSTILE),
        rows=Side(Axis(Text.same(HOSTILE), HOSTILE), [1, 2]),
        shade=Text.same(HOSTILE),
    ),
}


def shown(of: HeatMap, language: Language = "en", width: int = 80) -> str:
    """What a terminal of that width shows, without colours."""
    console = Console(width=width, file=io.StringIO(), record=True, color_system=None)
    console.print(HeatLines(of, language))
    return console.export_text()


def test_a_heat_map_word_for_word() -> None:
    """Panels side by side, a shade and a number a place, and what the shades mean."""
    assert shown(two_panels()).splitlines() == [
        "How many waited at once",
        "down: the wait; across: in flight",
        "flask/gthread                    fastapi/uvicorn",
        "            1      10     200                1      10     200",
        "10 ms ██ 0.99 ▒▒ 5.00 ·· 20.0    10 ms ·· 1.00 ▒▒ 4.00 ██  183",
        "50 ms ██ 1.00 ██ 9.90       –    50 ms ██ 1.00 ▒▒ 10.0 ░░ 40.0",
        "· under 20 %   ░ ▒ ▓   █ 80 % and more: share of the requests in flight",
        "–: not measured: it would take too long.",
    ]


def test_a_heat_map_in_korean() -> None:
    """Words are Korean; names and numbers stand where they stand in English."""
    english, korean = (shown(two_panels(), language).splitlines() for language in LANGUAGES)
    assert korean[0] == "한꺼번에 기다린 요청의 수"
    assert korean[1] == "아래로: 기다리는 시간, 옆으로: 동시 요청 수"
    assert korean[2:6] == english[2:6]
    assert korean[6] == "· 20 % 미만   ░ ▒ ▓   █ 80 % 이상: 동시 요청 가운데 기다린 비율"
    assert korean[7] == "–: 재지 않음: 너무 오래 걸립니다."


def test_panels_stand_below_each_other_where_there_is_no_room() -> None:
    """No column is broken off for want of width."""
    lines = shown(two_panels(), width=40).splitlines()
    assert lines[2] == "flask/gthread" and lines[6] == "fastapi/uvicorn"
    assert lines[4] == "10 ms ██ 0.99 ▒▒ 5.00 ·· 20.0"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of", MAPS.values(), ids=MAPS.keys())
def test_no_line_is_wider_than_the_terminal(of: HeatMap, language: Language, width: int) -> None:
    """Wide Korean letters count as two."""
    assert max(cell_len(line) for line in shown(of, language, width).splitlines()) <= width


@pytest.mark.parametrize("name", ["no panel", "nothing measured"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_measured_is_said(name: str, language: Language) -> None:
    """No empty grid."""
    assert shown(MAPS[name], language).splitlines()[1:] == [NOTHING.into(language)]


@pytest.mark.parametrize(
    ("shade", "glyph"),
    [(0, "·"), (0.19, "·"), (0.2, "░"), (0.4, "▒"), (0.6, "▓"), (0.8, "█"), (1, "█")],
)
def test_a_shade_is_a_fifth(shade: float, glyph: str) -> None:
    """Bounds belong to the fuller one; three fifths are no less for being 0.6000…1."""
    assert SHADES[level(HeatCell(1, shade))] == glyph


def test_words_from_outside_steer_nothing() -> None:
    """No control character reaches the terminal, and markup stays text."""
    said = shown(MAPS["hostile"])
    assert "[red]x[/]" in said
    assert all(c.isprintable() or c == "\n" for c in said)


def test_a_report_shows_its_heat_maps() -> None:
    """After its table, with whatever else it has."""
    console = Console(width=80, file=io.StringIO(), record=True, color_system=None)
    console.print(show(replace(gil_report(), heat_maps=[two_panels()]), "en"))
    assert shown(two_panels()).rstrip() in console.export_text()


def test_a_heat_map_in_markdown() -> None:
    """A table a panel; how full a place is stands in brackets."""
    said = write(replace(gil_report(), heat_maps=[two_panels()]), "en").decode()
    assert (
        "## How many waited at once\n"
        "\n"
        "down: the wait; across: in flight\n"
        "\n"
        "| flask/gthread | 1 | 10 | 200 |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| 10 ms | 0.99 (100 %) | 5.00 (50 %) | 20.0 (10 %) |\n"
        "| 50 ms | 1.00 (100 %) | 9.90 (99 %) | – |\n"
        "\n"
    ) in said
    assert said.endswith(
        "In brackets: share of the requests in flight\n\n–: not measured: it would take too long.\n"
    )
