"""Questions that the spans of a portrait answer: who ran at once, and who took turns.

Pure functions on the model's facts, in integers of nanoseconds.  How spans are recorded
is the modes' work, and how they are drawn is the renderers'.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from concdemo.model import ArmReport, Span

MOST_OVERLAP = 0.25
"""Threads that run at once for a larger part of their time than this aren't taking turns.

A hand-off overlaps by a slice of about 0.1 ms at most, so that threads under a GIL stay far
below it, and two that run side by side come near 1.
"""

LEAST_BUSY = 0.5
"""Threads of which one runs for less of the time than this don't wait for each other."""


@dataclass(frozen=True, slots=True)
class Holds:
    """One thread's turns: how often another ran next, and how long a turn was on average."""

    lane: int  # index into the arm's lanes
    handoffs: int
    mean_ns: int


def busy(spans: Iterable[Span], lanes: Collection[int] | None = None) -> list[tuple[int, int]]:
    """How many lanes run, as steps: (time, lanes running from then on), in order of time.

    Only changes are listed, so that the first step is the first lane's beginning and the
    last one, if there are any, goes to 0.  ``lanes`` leaves out all others.
    """
    changes: dict[int, int] = {}
    for span in spans:
        if span.state == "running" and span.end_ns > span.begin_ns:
            if lanes is not None and span.lane not in lanes:
                continue
            changes[span.begin_ns] = changes.get(span.begin_ns, 0) + 1
            changes[span.end_ns] = changes.get(span.end_ns, 0) - 1
    steps, running = [], 0
    for time_ns, change in sorted(changes.items()):
        if change:
            running += change
            steps.append((time_ns, running))
    return steps


def running_ns(
    spans: Iterable[Span], lanes: Collection[int] | None = None, at_least: int = 1
) -> int:
    """For how long that many lanes, or more, ran at once."""
    steps = busy(spans, lanes)
    return sum(
        until - since for (since, running), (until, _) in pairwise(steps) if running >= at_least
    )


def overlap_ns(spans: Iterable[Span], lanes: Collection[int] | None = None) -> int:
    """For how long two or more lanes ran at once."""
    return running_ns(spans, lanes, at_least=2)


def turns(spans: Iterable[Span], lanes: Collection[int]) -> list[tuple[int, int]]:
    """The turns that lanes took: (lane, for how long it ran), in order of time.

    A turn lasts until another lane runs: a pause in which nobody else ran doesn't end it,
    and isn't counted as running.
    """
    running = sorted(
        (span for span in spans if span.state == "running" and span.lane in lanes),
        key=lambda span: (span.begin_ns, span.end_ns, span.lane),
    )
    return [
        (lane, sum(span.end_ns - span.begin_ns for span in turn))
        for lane, turn in groupby(running, key=lambda span: span.lane)
    ]


def handoffs(arm: ArmReport) -> list[Holds]:
    """Who handed the GIL on how often and held it for how long, a thread each.

    Empty where threads don't take turns: there are none or only one of them runs, they run
    side by side, or they mostly wait for something else than each other.
    """
    lanes = {index for index, lane in enumerate(arm.lanes) if lane.kind == "thread"}
    taken = turns(arm.spans, lanes)
    if len({lane for lane, _ in taken}) < 2 or not _take_turns(arm.spans, lanes):
        return []
    found = []
    for lane in sorted({lane for lane, _ in taken}):
        held = [length for holder, length in taken if holder == lane]
        handed_on = sum(holder == lane for holder, _ in taken[:-1])
        found.append(Holds(lane, handed_on, round(sum(held) / len(held))))
    return found


def _take_turns(spans: list[Span], lanes: Collection[int]) -> bool:
    """Whether one of the lanes runs most of the time, and seldom two of them at once."""
    steps = busy(spans, lanes)
    whole = steps[-1][0] - steps[0][0] if steps else 0
    someone = running_ns(spans, lanes)
    return someone >= LEAST_BUSY * whole and overlap_ns(spans, lanes) <= MOST_OVERLAP * someone
