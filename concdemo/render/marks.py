"""How one task is told from the next on a row: a colour, and a mark where each begins.

The mark is there because colour must not be the only sign.  Pure; lines are put together
in ``rails``.
"""

from dataclasses import dataclass, field

from concdemo.render.cells import IDLE, Cell, Scale
from concdemo.render.rows import Row, task_number

COLOURS = ("cyan", "magenta", "yellow", "green", "bright_blue")
STROKE = "▏"
NUMBER, UNMARKED = "number", "unmarked"


@dataclass(frozen=True, slots=True)
class Marks:
    """Column → the character there and its task, and which kinds of marks a row has or lacks."""

    at: dict[int, tuple[str, int]] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()


def begin_marks(row: Row, binned: list[Cell], scale: Scale) -> Marks:
    """Where tasks begin: a task's number, or a stroke where that has no room.

    A mark stands only on characters in which something happened, and leaves each task at
    least one character as it is; tasks too short for that have none, and where most are
    too short no task has one, lest the few look special.
    """
    first: dict[int, int] = {}
    for span in row.spans:
        first[span.task] = min(span.begin_ns, first.get(span.task, span.begin_ns))
    begins = sorted(
        (scale.column(begin), task)
        for task, begin in first.items()
        if scale.begin_ns <= begin < scale.end_ns
    )
    ends = [*(column for column, _ in begins[1:]), scale.count]
    at: dict[int, tuple[str, int]] = {}
    kinds = set()
    unmarked = 0
    for (column, task), end in zip(begins, ends, strict=False):  # no begins: an end too many
        word = str(task_number(task))
        under = binned[column : column + len(word)]
        if end - column > len(word) and all(cell.glyph != IDLE for cell in under):
            at |= {column + place: (digit, task) for place, digit in enumerate(word)}
            kinds.add(NUMBER)
        elif end - column > 1:
            at[column] = STROKE, task
            kinds.add(STROKE)
        else:
            unmarked += 1
            kinds.add(UNMARKED)
    if 2 * unmarked > len(begins):
        return Marks(kinds=frozenset({UNMARKED}))
    return Marks(at, frozenset(kinds))


def task_colours(row: Row) -> dict[int, str]:
    """A colour for each task, the same in every arm unless its neighbour on the row has it."""
    colours: dict[int, str] = {}
    last = -1
    for span in sorted(row.spans, key=lambda span: span.begin_ns):
        if span.task not in colours:
            place = span.task % len(COLOURS)
            last = place if place != last else (place + 1) % len(COLOURS)
            colours[span.task] = COLOURS[last]
    return colours
