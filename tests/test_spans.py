"""Spans: who ran at once, who took turns."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concdemo import spans
from concdemo.model import ArmReport, Lane, LaneKind, Span

MS = 1_000_000


def arm(*found: Span, kind: LaneKind = "thread") -> ArmReport:
    """An arm with these spans, on as many lanes as they name."""
    lanes = [Lane(kind, n + 1, 1, n + 1) for n in range(max(s.lane for s in found) + 1)]
    return ArmReport(
        name="threads", mode="threads", status="ok", reason=None, workers=len(lanes),
        startup_ns=0, samples=[], median_ns=None, value=None, speedup=None, cores_busy=None,
        portrait_ns=max(s.end_ns for s in found), lanes=lanes, spans=list(found),
    )  # fmt: skip


def ran(lane: int, begin_ms: float, end_ms: float) -> Span:
    """A running span on a lane, in milliseconds."""
    return Span(lane, lane, "running", round(begin_ms * MS), round(end_ms * MS))


TURNS = [ran(0, 0, 5), ran(1, 5, 10), ran(0, 10, 16), ran(1, 16, 20)]

spans_of_lanes = st.lists(
    st.builds(
        lambda lane, state, begin, length: Span(lane, lane, state, begin, begin + length),
        st.integers(0, 3),
        st.sampled_from(["running", "waiting"]),
        st.integers(0, 1000),
        st.integers(0, 300),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("found", "steps"),
    [
        ([], []),
        ([ran(0, 1, 2)], [(MS, 1), (2 * MS, 0)]),
        ([ran(0, 0, 2), ran(1, 2, 3)], [(0, 1), (3 * MS, 0)]),
        ([ran(0, 0, 2), ran(1, 1, 3)], [(0, 1), (MS, 2), (2 * MS, 1), (3 * MS, 0)]),
        ([Span(0, 0, "waiting", 0, MS)], []),
        ([ran(0, 1, 1)], []),
    ],
)
def test_busy_steps(found: list[Span], steps: list[tuple[int, int]]) -> None:
    """Lanes running are counted as steps, and only where the count changes."""
    assert spans.busy(found) == steps


@pytest.mark.parametrize(
    ("found", "lanes", "overlap"),
    [
        (TURNS, None, 0),
        ([ran(0, 0, 10), ran(1, 0, 10)], None, 10 * MS),
        ([ran(0, 0, 10), ran(1, 4, 10), ran(2, 5, 10)], None, 6 * MS),
        ([ran(0, 0, 10), ran(1, 4, 10), ran(2, 5, 10)], {0, 2}, 5 * MS),
        ([ran(0, 0, 10), Span(1, 1, "waiting", 0, 10 * MS)], None, 0),
    ],
)
def test_overlap(found: list[Span], lanes: set[int] | None, overlap: int) -> None:
    """Overlap is the time in which two or more lanes run, waiting not among it."""
    assert spans.overlap_ns(found, lanes) == overlap


@given(spans_of_lanes)
def test_counts_add_up(found: list[Span]) -> None:
    """Lanes running, summed over time, are all the spans' running time."""
    steps = spans.busy(found)
    area = sum(n * (t2 - t1) for (t1, n), (t2, _) in itertools.pairwise(steps))
    assert area == sum(s.end_ns - s.begin_ns for s in found if s.state == "running")
    assert not steps or steps[-1][1] == 0


def test_handoffs_of_two_threads() -> None:
    """Each thread's hand-offs and its mean turn are counted; the last turn is handed to nobody."""
    assert spans.handoffs(arm(*TURNS)) == [
        spans.Holds(0, 2, 5_500_000),
        spans.Holds(1, 1, 4_500_000),
    ]


def test_pause_does_not_end_a_turn() -> None:
    """A pause in which no other thread ran is part of the turn, but not of the time held."""
    found = spans.handoffs(arm(ran(0, 0, 2), ran(0, 3, 5), ran(1, 5, 10)))
    assert found == [spans.Holds(0, 1, 4 * MS), spans.Holds(1, 0, 5 * MS)]


def test_slices_may_overlap_a_little() -> None:
    """An overlap of a slice at every hand-off is still taking turns."""
    assert len(spans.handoffs(arm(ran(0, 0, 5.1), ran(1, 5, 10.1), ran(0, 10, 15)))) == 2


@pytest.mark.parametrize(
    "found",
    [
        [ran(0, 0, 10)],
        [ran(0, 0, 10), ran(1, 0, 10)],
        [ran(0, 0, 1), ran(1, 50, 51), ran(0, 100, 101)],
        [Span(0, 0, "waiting", 0, 10), Span(1, 1, "waiting", 0, 10)],
    ],
    ids=["one thread", "side by side", "mostly waiting", "only waiting"],
)
def test_no_handoffs(found: list[Span]) -> None:
    """Threads that run alone, at once, or mostly wait for something else hand nothing over."""
    assert spans.handoffs(arm(*found)) == []


@pytest.mark.parametrize("kind", ["main", "process", "coroutine"])
def test_only_threads_hand_over(kind: LaneKind) -> None:
    """Lanes that aren't threads have no GIL to hand over, however they take turns."""
    assert spans.handoffs(arm(*TURNS, kind=kind)) == []
