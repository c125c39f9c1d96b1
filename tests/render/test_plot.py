"""Axes of charts: what they hold, where values stand, and which labels they get."""

import math

import pytest
from charts import MS, chart, growing
from hypothesis import given
from hypothesis import strategies as st

from concdemo.drawn import Axis, Point, Unit
from concdemo.render.plot import LEFT_OUT, NOTHING, Line, Plot, remark, said, values
from concdemo.text import Text

TITLE = Text("time", "시간")


def line(values: list[float], unit: Unit = "count", log: bool = False) -> Line:
    """The axis over those values."""
    return Line.over(values, Axis(TITLE, unit, log))


def labels(axis: Line, most: int = 5) -> list[str]:
    """The labels along an axis."""
    return [tick.label for tick in axis.ticks(most)]


@pytest.mark.parametrize(
    ("values", "unit", "log", "expected"),
    [
        ([0, 100], "count", False, ["0", "50", "100"]),
        ([30, 90], "count", False, ["0", "50"]),
        ([0, 4], "count", False, ["0", "1", "2", "3", "4"]),
        ([1, 3], "count", False, ["0", "1", "2", "3"]),
        ([0, 12_345], "count", False, ["0", "5,000", "10,000"]),
        ([-4, 4], "count", False, ["-4", "-2", "0", "2", "4"]),
        ([-8, -2], "count", False, ["-8", "-6", "-4", "-2", "0"]),
        ([0.1, 0.4], "count", False, ["0.0", "0.1", "0.2", "0.3", "0.4"]),
        ([0, 2.2], "×", False, ["0 ×", "1 ×", "2 ×"]),
        ([0, 1], "share", False, ["0 %", "50 %", "100 %"]),
        ([0, 0.02], "share", False, ["0.0 %", "0.5 %", "1.0 %", "1.5 %", "2.0 %"]),
        ([0, 80 * MS], "ns", False, ["0", "20 ms", "40 ms", "60 ms", "80 ms"]),
        ([0, 3 * 2**20], "bytes", False, ["0", "1 MiB", "2 MiB", "3 MiB"]),
        ([0, 40_000], "bytes", False, ["0", "16 KiB", "32 KiB"]),
        ([1, 1000], "count", True, ["1", "10", "100", "1,000"]),
        ([1, 10**9], "count", True, ["1", "100", "10,000", "1,000,000", "100,000,000"]),
        ([3, 40], "count", True, ["5", "10", "20"]),
        ([0.001, 0.1], "count", True, ["0.001", "0.01", "0.1"]),
        ([0.01, 1], "share", True, ["1 %", "10 %", "100 %"]),
        ([41, 49], "count", True, ["40", "50"]),
        ([MS, 100 * MS], "ns", True, ["1 ms", "10 ms", "100 ms"]),
        ([1024, 8 * 1024], "bytes", True, ["1 KiB", "2 KiB", "4 KiB", "8 KiB"]),
        ([1000, 1100], "bytes", True, ["896 B", "1 KiB", "1.12 KiB", "1.25 KiB"]),
    ],
)
def test_labels_are_round(values: list[float], unit: Unit, log: bool, expected: list[str]) -> None:
    """Round values of the axis's unit, with as many decimals as they need and no more."""
    assert labels(line(values, unit, log)) == expected


SIZES = st.floats(1e-3, 1e12)
UNITS = st.sampled_from(["ns", "bytes", "count", "share", "a second"])


@given(st.lists(SIZES, min_size=1, max_size=9), UNITS, st.booleans(), st.integers(2, 12))
def test_whatever_there_is_stands_on_its_axis(
    values: list[float], unit: Unit, log: bool, most: int
) -> None:
    """Every value has a place between 0 and 1, larger ones further along; so has every label."""
    axis = line(values, unit, log)
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places) and places[0] >= 0 and places[-1] <= 1
    assert all(axis.holds(value) for value in values)
    ticks = axis.ticks(most)
    assert len(ticks) <= most + 1
    assert all(-1e-6 <= tick.place <= 1 + 1e-6 for tick in ticks)
    assert [tick.place for tick in ticks] == sorted(tick.place for tick in ticks)


def test_an_axis_begins_at_zero_unless_it_multiplies() -> None:
    """A difference isn't made to look larger by leaving out what is below it."""
    assert line([90, 100]).place(0) == 0
    assert line([90, 100], log=True).low == 75


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("values", [[], [math.nan], [math.inf, -math.inf]])
def test_without_values_there_is_an_axis_all_the_same(values: list[float], log: bool) -> None:
    """Nothing to hold is no reason to fall over."""
    axis = line(values, log=log)
    assert axis.low < axis.high and axis.ticks(4)


def test_equal_values_have_a_place() -> None:
    """One value, zero included, makes an axis of some length."""
    assert line([0, 0]).place(0) == 0
    assert line([5], log=True).place(5) == pytest.approx(0.5)


def test_what_lies_beyond_an_end_stands_at_it() -> None:
    """An interval that reaches down to zero has an end on a logarithmic axis too."""
    axis = line([1, 100], log=True)
    assert axis.place(0) == axis.place(-3) == 0 and axis.place(1e9) == 1
    assert not axis.holds(0) and not axis.holds(math.nan)


def test_intervals_are_within_the_chart() -> None:
    """The y axis holds their ends, the x axis every point."""
    plot = Plot.of(growing())
    assert plot.y.high == 1200 * MS and plot.x.high == 1000


def test_what_can_not_be_drawn_is_said() -> None:
    """Points without a place are counted; a chart without points says so."""
    log = Axis(TITLE, log=True)
    assert remark(growing()) is None
    assert remark(chart()) == NOTHING
    assert remark(chart(("a", []))) == NOTHING
    assert remark(chart(("a", [Point(0, 1), Point(1, 1)]), x=log)) == LEFT_OUT.fill(count=1)
    assert remark(chart(("a", [Point(1, 0)]), y=log)) == NOTHING


def test_values_in_words() -> None:
    """Every point with its units, and its interval where it has one."""
    told = list(values(growing()))
    assert told[0] == ("threads", "1", "1.00 ms (800 µs – 1.20 ms)")
    assert told[-1] == ("async", "1,000", "5.00 ms")
    assert said(Point(1, 0.5, 0.25, None), Axis(TITLE, "share")) == "50 %"
