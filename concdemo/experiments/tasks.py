"""Arms that do the same tasks through a mode: what the experiments on modes share.

The parent's half turns a mode's name into an :class:`ArmPlan`; the child's half opens
the mode's pool and turns the records of a run into what one sample took.
"""

import gc
import importlib
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from concdemo import clock
from concdemo.model import (
    ArmPlan,
    Host,
    Lane,
    LaneKind,
    Parameters,
    Portrait,
    Scheduling,
    Span,
    Taken,
    TaskRecord,
)
from concdemo.modes import MODES, SYNONYMS
from concdemo.settings import Option
from concdemo.tape import Stretch
from concdemo.text import Text

if TYPE_CHECKING:
    from concdemo.modes.pool import Job, Pool

MISSING_LIBRARY = Text(
    "{library} is not installed; install it with: pip install {library}",
    "{library}이(가) 설치되어 있지 않습니다. 설치: pip install {library}",
)

MODE = Option(
    "mode",
    "choices",
    Text(
        "How the tasks run; repeat it or separate with commas. The serial baseline always runs.",
        "작업을 실행하는 방식. 여러 번 쓰거나 쉼표로 이어 적습니다. "
        "기준인 serial은 늘 함께 잽니다.",
    ),
    default=list(MODES),
    choices=tuple(MODES),
    synonyms=SYNONYMS,
    shown_default=Text("all", "전부"),
)

START_METHOD = Option(
    "start-method",
    "choice",
    Text(
        "How worker processes are started.",
        "작업 프로세스를 띄우는 방식.",
    ),
    choices=("fork", "forkserver", "spawn"),
    shown_default=Text("the platform's own", "플랫폼 기본값"),
)


SWITCH_INTERVAL = Option(
    "switch-interval",
    "milliseconds",
    Text(
        "How long a thread may keep the GIL while another wants it.",
        "다른 스레드가 GIL을 원할 때 한 스레드가 더 쥐고 있을 수 있는 시간.",
    ),
    low=0.001,
    high=10_000,
    shown_default=Text("Python's own, 5 ms", "파이썬 기본값, 5 ms"),
)


def missing_library(host: Host, *modules: str) -> Text | None:
    """Why a mode or workload can't run on this host, or None if it can."""
    for module in modules:
        if module not in host.libraries:
            return MISSING_LIBRARY.fill(library=module)
    return None


def plan_arm(
    mode: str,
    workers: int,
    host: Host,
    parameters: Parameters,
    *,
    scheduling: Scheduling | None = None,
    name: str | None = None,
) -> ArmPlan:
    """The arm that runs the tasks through ``mode``.

    ``scheduling`` is that of CPU-bound tasks unless it is given.
    """
    row = MODES[mode]
    lanes = 1 if mode == "serial" else workers
    if scheduling is None:
        scheduling = "crowded" if row.parallel and workers > host.cores else row.scheduling
    return ArmPlan(
        name=name or mode,
        mode=mode,
        workers=lanes,
        scheduling=scheduling,
        parameters=parameters,
        unavailable=missing_library(host, *row.requires),
    )


class TasksArm:
    """The child's half: a pool, and how many tasks a sample does."""

    def __init__(
        self,
        pool: "Pool",
        tasks: int,
        *,
        releases_gil: bool = False,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        self._pool = pool
        self._facts = facts or {}
        self._tasks = tasks
        self._releases_gil = releases_gil
        self._cpu_clocks: dict[int, int] = {}  # of other processes, as last seen
        gc.collect()
        gc.freeze()  # imports and clients stay: no collection need look at them again

    def sample(self, size: int) -> Taken:
        """Do all tasks once, timed as their caller waits for them."""
        # What earlier samples left to the collector must not be paid for by this one.
        gc.collect()
        cpu = clock.process_cpu_ns()
        begin = clock.monotonic_ns()
        records = self._pool.run(self._tasks, size)
        end = clock.monotonic_ns()
        own_cpu_ns = clock.process_cpu_ns() - cpu
        return summarise(records, end - begin, own_cpu_ns, elsewhere_ns(records, self._cpu_clocks))

    def portrait(self, size: int) -> Portrait:
        """Do all tasks once more with recording on."""
        begin = clock.monotonic_ns()
        stretches = self._pool.record(self._tasks, size)
        wall_ns = clock.monotonic_ns() - begin
        return paint(stretches, begin, wall_ns, self._pool.lane_kind)

    def close(self) -> None:
        """Close the pool."""
        self._pool.close()

    @property
    def facts(self) -> dict[str, str]:
        """The pool's facts and the workload's; for threads how long one may keep the GIL."""
        facts = {**self._pool.facts, **self._facts}
        if self._pool.lane_kind == "thread":
            interval = f"{sys.getswitchinterval():g}"
            facts |= {"GIL": "released"} if self._releases_gil else {"switch interval": interval}
        return facts


def elsewhere_ns(records: Sequence[TaskRecord], clocks: dict[int, int]) -> int:
    """CPU time that other processes used for these tasks, by their own CPU clocks.

    ``clocks`` holds each process's clock at the end of its last task before, and is brought
    up to date: so what a worker spends on taking a task and handing in its record counts too.
    """
    here, total = os.getpid(), 0
    for record in sorted(records, key=lambda record: record.cpu_end_ns):
        if record.process != here:
            total += record.cpu_end_ns - clocks.get(record.process, record.cpu_begin_ns)
            clocks[record.process] = record.cpu_end_ns
    return total


def summarise(
    records: Sequence[TaskRecord], wall_ns: int, own_cpu_ns: int, elsewhere_ns: int
) -> Taken:
    """What a run of tasks took, from its records and the CPU time used here and elsewhere."""
    waits = [record.waited_ns for record in records]
    failures = Counter(record.failure for record in records if record.failure is not None)
    return Taken(
        wall_ns=wall_ns,
        cpu_ns=own_cpu_ns + elsewhere_ns,
        waited_ns=-1 if min(waits) < 0 else sum(waits),
        checksum=f"{sum(record.checksum for record in records) & (2**64 - 1):016x}",
        failed=sum(failures.values()),
        metrics={
            "threads": float(len({(record.process, record.thread) for record in records})),
            "processes": float(len({record.process for record in records})),
        },
        failures=dict(failures),
        elsewhere_ns=elsewhere_ns,
    )


def paint(stretches: Sequence[Stretch], begin_ns: int, wall_ns: int, kind: LaneKind) -> Portrait:
    """Number the lanes in the order in which they began, and count time from ``begin_ns``."""
    numbers: dict[tuple[int, int, int], int] = {}
    for stretch in sorted(stretches, key=lambda stretch: stretch.begin_ns):
        numbers.setdefault(stretch[:3], len(numbers))
    lanes = [
        Lane(kind, number + 1, process, thread) for (process, thread, _), number in numbers.items()
    ]
    spans = [
        Span(one.task, numbers[one[:3]], one.state, one.begin_ns - begin_ns, one.end_ns - begin_ns)
        for one in stretches
    ]
    return Portrait(wall_ns, lanes, sorted(spans, key=lambda span: (span.lane, span.begin_ns)))


def open_tasks_arm(
    arm: ArmPlan, job: "Job", tasks: int, facts: Mapping[str, str] | None = None
) -> TasksArm:
    """Open the arm's mode with ``job``; all its workers are alive when this returns.

    Args:
        facts: what the workload uses, in names and versions.
    """
    interval_ms = arm.parameters.get("switch_interval")
    if isinstance(interval_ms, int | float):
        sys.setswitchinterval(interval_ms / 1000)
    module, _, function = MODES[arm.mode].entry.partition(":")
    open_pool = getattr(importlib.import_module(module), function)
    pool = open_pool(job, arm.workers, arm.parameters)
    releases_gil = bool(arm.parameters.get("releases_gil"))
    return TasksArm(pool, tasks, releases_gil=releases_gil, facts=facts)
