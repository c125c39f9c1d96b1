"""The beat of ``block``: a task that wakes on an absolute grid, and what its beats tell.

Wall clock in nanoseconds throughout.  Grid point ``n`` lies ``n`` beats after the origin,
whenever the beats before it came, so that a late beat doesn't move the later ones.  What is
done beside the beat is ``work``'s business.
"""

import threading
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple, Protocol

EARLY_NS = 1_000_000
"""A loop whose timers count whole milliseconds (uvloop's do) may wake a task so much too soon."""


class Beat(NamedTuple):
    """One wake-up.  ``aimed`` is the grid point slept for, ``number`` the one it came at."""

    aimed: int
    number: int
    at_ns: int
    asleep_ns: int  # when the task went to sleep again


class Started(Protocol):
    """Whoever waits for the task to be under way."""

    def started(self) -> None:
        """It is."""


class Heart:
    """Beats every ``beat_ns`` until ``stop`` says which beat is the last."""

    def __init__(
        self,
        beat_ns: int,
        now_ns: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.beat_ns = beat_ns
        self.origin_ns = 0
        self.thread = 0  # the one that it beats in
        self.beats: list[Beat] = []
        self._now_ns = now_ns
        self._sleep = sleep
        self._last: int | None = None

    async def beat(self, *, task_status: Started) -> None:
        """Sleep from grid point to grid point; those that went by while it slept are skipped."""
        self.thread, self.origin_ns = threading.get_ident(), self._now_ns()
        task_status.started()
        number = 0
        while self._last is None or number < self._last:
            aimed = number + 1
            due_ns = self.origin_ns + aimed * self.beat_ns
            left_ns = due_ns - self._now_ns()
            while True:
                await self._sleep(max(left_ns, 0) / 1e9)
                at_ns = self._now_ns()
                left_ns = due_ns - at_ns
                if left_ns <= EARLY_NS:
                    break
            number = max(aimed, (at_ns - self.origin_ns) // self.beat_ns)
            self.beats.append(Beat(aimed, number, at_ns, self._now_ns()))

    def stop(self, end_ns: int) -> bool:
        """What is beaten beside has ended; whether nothing is left to beat."""
        self._last = whole_beats(self.origin_ns, end_ns, self.beat_ns)
        return self._last <= (self.beats[-1].number if self.beats else 0)


def whole_beats(origin_ns: int, end_ns: int, beat_ns: int) -> int:
    """The last grid point that had a whole beat's time before the end."""
    return (end_ns - origin_ns) // beat_ns - 1


def score(heart: Heart, begin_ns: int, end_ns: int) -> dict[str, float]:
    """What the beats tell of the time from ``begin_ns`` to ``end_ns``.

    ``gap``: the longest time without a beat, both ends included, in nanoseconds.  ``stall``: the
    same as a share of the whole time.  ``missed``: the share of grid points that the next one
    overtook.  ``late``: by how many nanoseconds beats usually came after what they slept for.
    """
    due = whole_beats(heart.origin_ns, end_ns, heart.beat_ns)
    gap_ns = longest_gap_ns(heart.beats, begin_ns, end_ns)
    held = {beat.number for beat in heart.beats if beat.number <= due}
    late = [lateness_ns(beat, heart) for beat in heart.beats if beat.aimed <= due]
    return {
        "gap": float(gap_ns),
        "stall": gap_ns / (end_ns - begin_ns),
        "missed": 1 - len(held) / due,
        "late": float(median(late)),
    }


def longest_gap_ns(beats: Sequence[Beat], begin_ns: int, end_ns: int) -> int:
    """The longest time without a beat between two moments."""
    inside = [beat.at_ns for beat in beats if begin_ns < beat.at_ns < end_ns]
    return max(later - earlier for earlier, later in pairwise([begin_ns, *inside, end_ns]))


def lateness_ns(beat: Beat, heart: Heart) -> int:
    """How long after the grid point that it slept for the beat came; never below 0."""
    return max(0, beat.at_ns - heart.origin_ns - beat.aimed * heart.beat_ns)
