"""Charts and recorded programs on the page: places as numbers, words in both languages."""

import re
from dataclasses import replace

import pytest
from builders import gil_report
from charts import MS, chart, growing
from orders import order_report, stepped, steps
from pages import hostile

from concdemo.drawn import Axis, Chart, Point
from concdemo.model import Report
from concdemo.render.html import page, words
from concdemo.render.html.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, pictures
from concdemo.render.plot import LEFT_OUT, NOTHING
from concdemo.render.programs import DIFFERS
from concdemo.text import Text

UNLIKE = stepped(
    one=steps("walk", "A/goes", "B/goes"), two=steps("walk", "B/goes/for once", "A/goes")
)
ALIKE = stepped(one=steps("walk", "A/goes", "B/goes"))


def with_charts(*charts: Chart) -> Report:
    """A report with those charts."""
    return replace(gil_report(), charts=list(charts))


def test_points_stand_within_the_axes() -> None:
    """The largest at the upper right corner, zero at the lower left one."""
    [drawn] = pictures([chart(("a", [Point(0, 0), Point(5, 4), Point(10, 8, 6, 8)]))])
    marks = drawn.series[0].marks
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    assert [(mark.x, mark.y) for mark in marks] == [
        (LEFT, bottom),
        ((LEFT + right) / 2, (TOP + bottom) / 2),
        (right, TOP),
    ]
    assert (marks[2].high, marks[2].low) == (TOP, TOP + (bottom - TOP) / 4)
    assert marks[0].low is None and marks[0].high is None
    assert drawn.series[0].path.split()[0] == f"{float(LEFT)},{float(bottom)}"


@pytest.mark.parametrize("log", [False, True])
def test_ticks_are_within_the_axes(log: bool) -> None:
    """Labels belong to places on the picture."""
    [drawn] = pictures([growing(log)])
    assert all(LEFT <= tick.place <= WIDTH - RIGHT for tick in drawn.x_ticks)
    assert all(TOP <= tick.place <= HEIGHT - BOTTOM for tick in drawn.y_ticks)
    assert len(drawn.x_ticks) >= 3 and len(drawn.y_ticks) >= 3


def test_points_say_what_they_are() -> None:
    """Series, x, and y with its interval."""
    [drawn] = pictures([growing()])
    assert drawn.series[0].marks[1].said == "threads: 10, 10.0 ms (8.00 ms – 12.0 ms)"
    assert drawn.said[0] == ("threads", "1", "1.00 ms (800 µs – 1.20 ms)")


def test_colours_come_round_and_numbers_do_not() -> None:
    """Ten series: the ninth has the first one's colour and a number of its own."""
    many = chart(*((f"series {n}", [Point(1, n)]) for n in range(1, 11)))
    assert [series.colour for series in pictures([many])[0].series] == [*range(8), 0, 1]
    source = page([with_charts(many)], "en")
    assert all(re.search(rf'aria-hidden="true">{number}</text>', source) for number in range(1, 11))


def test_a_chart_on_the_page() -> None:
    """Its title, both axes' names, its legend and every value, in both languages."""
    source = page([with_charts(growing(log=True))], "en")
    for word in ("How it grows", "어떻게 늘어나나", "at once", "걸린 시간", words.CHART_VALUES.ko):
        assert word in source
    assert source.count('<circle class="dot') == 8 + 2
    assert source.count("<polyline") == 2 and source.count('class="range t0"') == 4
    assert "1.00 ms (800 µs – 1.20 ms)" in source


def test_a_chart_without_points_says_so() -> None:
    """No empty axes, no empty table."""
    source = page([with_charts(chart(("a", [])))], "en")
    assert NOTHING.en in source and NOTHING.ko in source
    assert "<polyline" not in source and words.CHART_VALUES.en not in source


def test_points_without_a_place_are_counted() -> None:
    """A zero on a logarithmic axis is among the values, and said to be missing above."""
    log = Axis(Text("n", "수"), log=True)
    source = page([with_charts(chart(("a", [Point(0, MS), Point(1, 2 * MS)]), x=log))], "en")
    assert LEFT_OUT.fill(count=1).en in source and "1.00 ms" in source


def test_programs_on_the_page() -> None:
    """Orders side by side; what differs is marked, and reasons name their arms."""
    source = page([UNLIKE], "en")
    assert source.count('class="differs"') == 2 and source.count('<b class="other">≠</b>') == 2
    assert DIFFERS.fill(arm="one").en in source and DIFFERS.fill(arm="one").ko in source
    assert "<b>two:</b>" in source and "for once라서" in source
    alike = page([ALIKE], "ko")
    assert 'class="differs"' not in alike and "reasons" not in alike.split("<body>")[1]
    assert "so라서" in alike


@pytest.mark.parametrize("report", [with_charts(growing()), UNLIKE, ALIKE])
def test_hostile_words_make_no_element(report: Report) -> None:
    """With markup in every text field the page has the elements that a harmless word gives."""
    kinds = re.findall(r"<[a-z]+", page([hostile(report, "x")], "en").split("</head>")[1])
    assert re.findall(r"<[a-z]+", page([hostile(report)], "en").split("</head>")[1]) == kinds


def test_a_report_about_orders_speaks_of_no_speed() -> None:
    """Without columns of times the page compares none."""
    whole = replace(order_report(), shows=[])
    source = page([whole], "en")
    assert words.FIGURES.en in source and words.TABLE.en not in source
    assert "Compared by" not in source and words.TIMES_NOTE.en[:20] not in source
