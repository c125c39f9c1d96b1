"""What the common time axis is too coarse for, drawn again on an axis of its own.

Two things: threads' turns that are shorter than a character or little longer, and arms that
end so soon that little of them can be seen.  Pure; lines are put together in ``rails``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from concdemo.model import ArmReport
from concdemo.render import rail_words as words
from concdemo.render import units
from concdemo.render.cells import Scale
from concdemo.render.rows import Strip
from concdemo.spans import handoffs
from concdemo.text import Text

CELLS_A_TURN = 5
"""Turns shorter than this many characters are magnified to it."""

SHORT_PART = 8
"""An arm that takes less than this part of the common axis is short."""


@dataclass(frozen=True, slots=True)
class CloseUp:
    """Strips on an axis of their own, with the line that says what is shown."""

    said: Text
    strips: list[Strip]
    scale: Scale


def end_ns(arm: ArmReport) -> int:
    """When the arm's last span ended."""
    return max(span.end_ns for span in arm.spans)


def is_short(arm: ArmReport, axis_ns: int) -> bool:
    """Whether the arm ends so soon that an axis of that length shows little of it."""
    return SHORT_PART * end_ns(arm) <= axis_ns


def of_short_arms(strips: Sequence[Strip], scale: Scale) -> list[CloseUp]:
    """All short arms on one axis, so that they compare with each other."""
    short = [strip for strip in strips if is_short(strip.arm, scale.end_ns)]
    if not short:
        return []
    near = Scale(0, max(1, *(end_ns(strip.arm) for strip in short)), scale.count)
    names = ", ".join(strip.arm.name for strip in short)
    return [CloseUp(_said(words.FIRST, names, near), short, near)]


def of_turns(strip: Strip, scale: Scale) -> list[CloseUp]:
    """A stretch from the middle of a portrait in which threads take turns, if they do."""
    holds = handoffs(strip.arm)
    if not holds:
        return []
    turn_ns = sum(hold.mean_ns for hold in holds) / len(holds)
    if turn_ns >= CELLS_A_TURN * scale.cell_ns or turn_ns < 1:
        return []
    running = [span for span in strip.arm.spans if span.state == "running"]
    begin, end = min(one.begin_ns for one in running), max(one.end_ns for one in running)
    length = min(end - begin, max(scale.count, round(turn_ns * scale.count / CELLS_A_TURN)))
    first = (begin + end - length) // 2
    near = Scale(first, first + length, scale.count)
    return [CloseUp(_said(words.MIDDLE, strip.arm.name, near), [strip], near)]


def _said(template: Text, names: str, near: Scale) -> Text:
    length = units.duration(near.end_ns - near.begin_ns)
    return template.fill(arms=names, length=length, cell=units.duration(near.cell_ns))
