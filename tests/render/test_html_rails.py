"""The page's pictures: nothing lost, nothing twice, on axes that say what they show."""

from dataclasses import replace
from itertools import pairwise

import pytest
from builders import gil_report
from hypothesis import given
from hypothesis import strategies as st
from pages import crowded_page, gil_page, io_page

from concdemo.model import Interval, Span
from concdemo.render.html import words
from concdemo.render.html.rails import (
    MOST_LINES,
    MOST_MARKS,
    marks_a_line,
    rails_of,
    slices,
)
from concdemo.render.html.scale import APART, LogAxis, nice_step, time_ticks
from concdemo.render.html.table import table_of

SPANS = st.lists(
    st.builds(
        lambda begin, length, state: Span(0, 0, state, begin, begin + length),
        st.integers(0, 10**9),
        st.integers(0, 10**9),
        st.sampled_from(["running", "waiting"]),
    ),
    max_size=20,
)


@given(SPANS, st.integers(1, 2 * 10**9), st.integers(1, 300))
def test_slices_keep_every_nanosecond(spans: list[Span], end_ns: int, count: int) -> None:
    """The sum over slices is what the spans have inside the stretch, for each state."""
    found = slices(spans, 0, end_ns, count)
    assert len(found) == count
    for which, state in enumerate(("running", "waiting")):
        inside = sum(
            max(0, min(span.end_ns, end_ns) - span.begin_ns)
            for span in spans
            if span.state == state
        )
        assert sum(one[which] for one in found) == inside


def test_a_slice_holds_what_happened_in_it() -> None:
    """A span over an edge is shared out exactly."""
    assert slices([Span(0, 0, "running", 5, 25)], 0, 30, 3) == [(5, 0), (10, 0), (5, 0)]


def test_arms_share_one_time_axis() -> None:
    """Half as long is half as wide, in whichever arm."""
    rails = rails_of(gil_page())
    assert rails is not None
    widths = {rail.name: rail.lines[0].marks[0].width for rail in rails.rails}
    assert rails.end_ns == 80_000_000
    assert widths["serial"] == widths["processes"] == 50
    assert {rail.name: rail.end_x for rail in rails.rails}["processes"] == 50


def test_serial_waits_are_a_staircase() -> None:
    """Where one lane waits for task after task, each task has a line of its own."""
    rails = rails_of(io_page())
    assert rails is not None
    serial, loop = rails.rails
    assert serial.by == "task"
    assert [line.marks[0].x for line in serial.lines] == [0, 25, 50, 75]
    assert [line.marks[0].x for line in loop.lines] == [0, 0, 0, 0]
    assert {line.marks[0].style.split()[0] for line in loop.lines} == {"waiting"}


def test_neighbouring_tasks_differ_in_colour_and_number() -> None:
    """A number from 1 stands in a span that has room for it, and colours alternate."""
    rails = rails_of(gil_page())
    assert rails is not None
    first, second = rails.rails[0].lines[0].marks
    assert (first.label, second.label) == ("1", "2")
    assert first.style != second.style


def test_too_much_is_sliced_and_said_so() -> None:
    """More lanes than lines share them, more spans than fit are shares, and both are said."""
    rails = rails_of(crowded_page())
    assert rails is not None
    shared = next(rail for rail in rails.rails if rail.name == "async")
    assert len(shared.lines) == MOST_LINES
    assert [(line.first, line.last) for line in shared.lines][:2] == [(0, 4), (5, 9)]
    assert shared.shared is not None and "200 coroutines share 40 lines" in shared.shared.en
    assert shared.can_expand
    busy = next(rail for rail in rails.rails if rail.name == "uvloop")
    assert busy.lines[0].sliced
    assert words.ZOOM_FOR_SPANS.en in busy.notes[0].en
    area = sum(mark.width * mark.height for mark in busy.lines[0].marks) / 100
    assert area == pytest.approx(500 * 0.1 / 100 * 100, abs=0.1)  # ran for 50 of 100 ms
    for rail in rails.rails:
        assert sum(len(line.marks) for line in rail.lines) <= 2 * MOST_MARKS


def test_shares_of_a_line_stand_on_each_other() -> None:
    """In every slice the running part stands at the bottom and the waiting part on it."""
    rails = rails_of(crowded_page())
    assert rails is not None
    marks = rails.rails[1].lines[0].marks
    for solid, hatched in zip(marks[::2], marks[1::2], strict=False):
        if solid.x == hatched.x:
            assert solid.y + solid.height == pytest.approx(100, abs=0.001)
            assert hatched.y + hatched.height == pytest.approx(solid.y, abs=0.001)


def test_nothing_recorded_is_no_picture() -> None:
    """A report without spans has no rails."""
    assert rails_of(gil_report()) is None


@pytest.mark.parametrize(("lines", "most"), [(0, 400), (1, 400), (20, 150), (1_000, 20)])
def test_the_more_lines_the_fewer_marks(lines: int, most: int) -> None:
    """What a browser has to draw is bounded."""
    assert marks_a_line(lines) == most


@given(st.lists(st.floats(1e-3, 1e4), max_size=8))
def test_a_log_axis_holds_one_and_all_values(values: list[float]) -> None:
    """Everything stands on the axis, in order, 1 × has a label, and labels don't touch."""
    axis = LogAxis.over(values)
    places = [axis.x(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 < x < 100 for x in [*places, axis.x(1)])
    ticks = axis.ticks()
    assert "1 ×" in [tick.label for tick in ticks]
    gaps = [right.x - left.x for left, right in pairwise(ticks)]
    assert all(gap >= APART for gap in gaps)


def test_a_log_axis_is_logarithmic() -> None:
    """Twice is as far to the right as half is to the left."""
    axis = LogAxis.over([0.25, 4])
    assert axis.x(2) - axis.x(1) == pytest.approx(axis.x(1) - axis.x(0.5), abs=0.01)


@pytest.mark.parametrize(
    ("length", "step"), [(1, 1), (80, 10), (81, 20), (257, 50), (10**9, 2 * 10**8)]
)
def test_steps_are_round(length: int, step: int) -> None:
    """A stretch has at most eight round parts."""
    assert nice_step(length, 8) == step


def test_moments_have_one_unit_and_enough_digits() -> None:
    """Labels of an axis differ from each other."""
    assert [tick.label for tick in time_ticks(1_037_000_000)] == [
        "0", "0.2 s", "0.4 s", "0.6 s", "0.8 s", "1.0 s"
    ]  # fmt: skip
    assert [tick.label for tick in time_ticks(3)] == ["0", "1 ns", "2 ns", "3 ns"]


def test_bars_show_the_intervals() -> None:
    """A bar runs from low to high around its dot; without an interval there is only the dot."""
    whole = gil_page()
    found = {arm.name: arm.rows[0] for arm in table_of([whole]).arms}
    bar = found["processes"].bar
    assert bar is not None and bar.low is not None and bar.width is not None
    assert bar.low <= bar.x <= bar.low + bar.width
    assert found["serial"].bar is None
    one = replace(whole.arms[1], speedup=Interval(1.5, None, None))
    table = table_of([replace(whole, arms=[whole.arms[0], one])])
    lonely = table.arms[1].rows[0].bar
    assert table.has_rings and not table_of([whole]).has_rings
    assert lonely is not None and lonely.low is None


def test_cores_are_of_those_there_are() -> None:
    """The frame is the machine's cores, and the bar is what was busy."""
    row = table_of([gil_page()]).arms[0].rows[0]
    assert row.cores is not None
    assert (row.cores.busy, row.cores.there) == (50, 100)
