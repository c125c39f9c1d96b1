"""Spans binned into the characters of a rail: how much of each was running, and waiting.

Pure numbers: integers only, so that no time is lost or made in binning.  What a rail
stands for, its labels and its axis are ``rails``' work.

The rule, a character at a time: where its row waited longer than it ran, ``░`` if it waited for
at least half of the character's time, else ``·``; where it ran, ``▇`` for all of it and
``▁▂▃▄▅▆`` for sevenths of it, at least ``▁`` however short it ran; else a blank.  So
nothing that happened is left blank, and what a character says is its main part.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from concdemo.model import Span

SHARES = "▁▂▃▄▅▆▇"
RUNNING = SHARES[-1]
WAITING, PARTLY_WAITING, IDLE = "░", "·", " "


@dataclass(frozen=True, slots=True)
class Cell:
    """One character's stretch of time on one row, in parts of ``whole``.

    ``whole`` is the stretch times the lanes that the row stands for.  ``task`` is the one
    that had most of the state that is shown; None where nothing happened.
    """

    running: int
    waiting: int
    whole: int
    task: int | None

    @property
    def glyph(self) -> str:
        """The character, by the module's rule."""
        if self.waiting > self.running:
            return WAITING if 2 * self.waiting >= self.whole else PARTLY_WAITING
        if self.running == 0:
            return IDLE
        # Half a seventh is rounded up, so that a level is what it says or nearest to it.
        level = (2 * len(SHARES) * self.running + self.whole) // (2 * self.whole)
        return SHARES[min(max(level, 1), len(SHARES)) - 1]


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of time laid over ``count`` characters of equal length."""

    begin_ns: int
    end_ns: int
    count: int

    @property
    def cell_ns(self) -> float:
        """How much time a character stands for."""
        return (self.end_ns - self.begin_ns) / self.count

    def column(self, time_ns: float) -> int:
        """The character in which that time falls; the last one's end is its own."""
        column = int((time_ns - self.begin_ns) * self.count // (self.end_ns - self.begin_ns))
        return min(max(column, 0), self.count - 1)


def bin_spans(spans: Iterable[Span], scale: Scale, lanes: int = 1) -> list[Cell]:
    """The characters of a row that stands for that many lanes.

    Running time of all characters together is ``scale.count`` times that of the spans
    inside the scale, exactly; so is waiting time.
    """
    whole = scale.end_ns - scale.begin_ns  # of one character on one lane, in 1/count ns
    shares: list[dict[tuple[str, int], int]] = [{} for _ in range(scale.count)]
    for span in spans:
        begin = (max(span.begin_ns, scale.begin_ns) - scale.begin_ns) * scale.count
        end = (min(span.end_ns, scale.end_ns) - scale.begin_ns) * scale.count
        for column in range(begin // whole, -(-end // whole)):
            part = min(end, (column + 1) * whole) - max(begin, column * whole)
            key = (span.state, span.task)
            shares[column][key] = shares[column].get(key, 0) + part
    return [_cell(share, whole * lanes) for share in shares]


def _cell(share: dict[tuple[str, int], int], whole: int) -> Cell:
    running = sum(part for (state, _), part in share.items() if state == "running")
    waiting = sum(share.values()) - running
    shown = "waiting" if waiting > running else "running"
    of_task = {task: part for (state, task), part in share.items() if state == shown}
    most = max(of_task, key=lambda task: (of_task[task], -task)) if of_task else None
    return Cell(running, waiting, whole, most)
