"""Which rows a picture of a report has: an arm's lanes, or its tasks, or several to a row.

Shared by whatever draws rails.  Pure; what a row looks like is not decided here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from concdemo.model import ArmReport, LaneKind, Report, Span
from concdemo.text import Text

TASKS = Text("tasks", "작업")
LANES: Mapping[LaneKind, Text] = MappingProxyType(
    {
        "main": Text("threads", "스레드"),
        "thread": Text("threads", "스레드"),
        "process": Text("processes", "프로세스"),
        "coroutine": Text("coroutines", "코루틴"),
        "stage": Text("stages", "단계"),
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an arm's picture.  ``label`` is empty where the arm has no other line.

    It stands for so many ``members``, lanes or tasks.  ``lanes`` is how many of them can run
    at once: 1 for all the tasks of one lane.
    """

    label: str
    spans: list[Span]
    members: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Strip:
    """An arm's rows.  ``each`` of the arm's lanes, or of its tasks, are taken to a row.

    ``things`` is what they are, in words.
    """

    arm: ArmReport
    rows: list[Row]
    of_tasks: bool
    things: Text
    all: int
    each: int


def task_number(task: int) -> int:
    """A task's number as people read it: lanes and tasks both count from 1."""
    return task + 1


def end_ns(report: Report) -> int:
    """Where the common time axis ends: with the longest portrait, and at 1 ns at least."""
    ends = [arm.portrait_ns or 0 for arm in report.arms if arm.spans]
    return max([1, *ends, *(span.end_ns for arm in report.arms for span in arm.spans)])


def strips(report: Report, most_rows: int) -> list[Strip]:
    """The rows of every arm that has a portrait, at most so many to an arm."""
    return [strip(arm, most_rows) for arm in report.arms if arm.spans]


def strip(arm: ArmReport, most_rows: int) -> Strip:
    """An arm's rows.

    A row is a lane.  Where one lane does tasks that mostly wait, a row is a task, so that
    one after another shows as a staircase.  Too many of them are taken several to a row.
    """
    of_tasks = _waits_on_one_lane(arm)
    if of_tasks:
        of_task = _grouped((span.task, span) for span in arm.spans)
        members = [(task_number(task), of_task[task]) for task in sorted(of_task)]
    else:
        of_lane = _grouped((span.lane, span) for span in arm.spans)
        members = [(lane.number, of_lane.get(index, [])) for index, lane in enumerate(arm.lanes)]
    each = -(-len(members) // most_rows) or 1
    groups = [members[first : first + each] for first in range(0, len(members), each)]
    rows = [
        Row(
            _label(group) if len(members) > 1 else "",
            [span for _, spans in group for span in spans],
            len(group),
            1 if of_tasks else len(group),
        )
        for group in groups
    ]
    kind: LaneKind = arm.lanes[0].kind if arm.lanes else "main"
    return Strip(arm, rows, of_tasks, TASKS if of_tasks else LANES[kind], len(members), each)


def _waits_on_one_lane(arm: ArmReport) -> bool:
    if len(arm.lanes) != 1 or len({span.task for span in arm.spans}) < 2:
        return False
    return state_ns(arm.spans, "waiting") > state_ns(arm.spans, "running")


def state_ns(spans: Iterable[Span], state: str) -> int:
    """For how long the spans were in that state, together."""
    return sum(span.end_ns - span.begin_ns for span in spans if span.state == state)


def _grouped(pairs: Iterable[tuple[int, Span]]) -> dict[int, list[Span]]:
    groups: dict[int, list[Span]] = {}
    for key, span in pairs:
        groups.setdefault(key, []).append(span)
    return groups


def _label(group: Sequence[tuple[int, list[Span]]]) -> str:
    first, last = group[0][0], group[-1][0]
    return str(first) if len(group) == 1 else f"{first}–{last}"
