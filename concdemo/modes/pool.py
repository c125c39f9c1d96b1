"""What every mode offers, and how one task is performed and recorded.

::

    job ("module:class", parameters)          one record a task
        │                                            ▲
        ▼ load, once a worker process                │
    Work ── open() ──▶ own ──▶ perform(work, own, task, size)
             once a worker or lane

The record's clock readings stand right around the call, so what is ours (the
scheduler's statistics, the tuple) is outside what is recorded, and is the same in
every mode.
"""

import contextlib
import importlib
import os
import threading
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from concdemo import clock
from concdemo.errors import TaskFailed
from concdemo.model import LaneKind, Parameters, TaskRecord
from concdemo.tape import Stretch, Tape

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")


class Job(NamedTuple):
    """What the tasks do, by name, so that it can be sent to another process."""

    entry: str
    parameters: Parameters


class Work(Protocol):
    """What each task does.  ``own`` is what one worker or lane keeps for itself (a client).

    ``ran_in`` is the thread that did the last ``acall`` when it was handed to another
    thread, else 0; it is read in the same step of the loop in which ``acall`` returns.
    """

    ran_in: int

    def open(self) -> Any:
        """What a worker needs for its tasks; called in the worker, before anything is timed."""

    def call(self, own: Any, task: int, size: int) -> int:
        """Do task number ``task``; return its checksum."""

    def trace(self, own: Any, task: int, size: int, tape: Tape) -> None:
        """``call`` with recording on."""

    def close(self, own: Any) -> None:
        """Give up what ``open`` made."""

    async def aopen(self) -> Any:
        """``open`` for a lane of an event loop."""

    async def acall(self, own: Any, task: int, size: int) -> int:
        """``call`` for a lane of an event loop."""

    async def aclose(self, own: Any) -> None:
        """``close`` for a lane of an event loop."""


class Pool(Protocol):
    """Workers that are alive and wait for tasks."""

    def run(self, tasks: int, size: int) -> list[TaskRecord]:
        """Do tasks 0 … tasks-1 and return their records in that order.

        Any exception of a task but TaskFailed is raised here, after the others have ended.
        """

    def record(self, tasks: int, size: int) -> list[Stretch]:
        """Do the tasks with recording on; what each did, by task and then by time."""

    def close(self) -> None:
        """End the workers.  Nothing of the pool is left when it returns."""

    @property
    def lane_kind(self) -> LaneKind:
        """What its workers are."""

    @property
    def facts(self) -> dict[str, str]:
        """What ran, in names and versions."""


def load(job: Job) -> Work:
    """Make the work that ``job`` names."""
    module, _, name = job.entry.partition(":")
    work: Work = getattr(importlib.import_module(module), name)(**job.parameters)
    return work


def perform(work: Work, own: Any, task: int, size: int) -> TaskRecord:
    """Do one task in this thread and record it."""
    waited = clock.run_queue_wait_ns()
    cpu_begin = clock.process_cpu_ns()
    checksum, failure = 0, None
    begin = clock.monotonic_ns()
    try:
        checksum = work.call(own, task, size)
    except TaskFailed as failed:
        failure = failed.kind
    end = clock.monotonic_ns()
    cpu_end = clock.process_cpu_ns()
    waited = clock.run_queue_wait_ns() - waited if waited >= 0 else -1
    return TaskRecord(
        task, os.getpid(), threading.get_ident(), begin, end, cpu_begin, cpu_end,
        waited, checksum, failure,
    )  # fmt: skip


def results(futures: "list[Future[T]]") -> list[T]:
    """What all tasks gave, in order; where one raised, its exception once all have ended."""
    try:
        return [future.result() for future in futures]
    except Exception:
        from concurrent.futures import wait

        wait(futures)  # they must not run on while other arms are measured
        raise


def started(futures: "list[Future[None]]") -> None:
    """Wait until every worker is alive and has opened its work.

    Raises:
        Exception: why one could not; that others then waited for it in vain is no reason.
    """
    from concurrent.futures import wait

    wait(futures)
    faults = [fault for future in futures if (fault := future.exception()) is not None]
    causes = [fault for fault in faults if not isinstance(fault, threading.BrokenBarrierError)]
    for fault in causes or faults:
        raise fault


async def aperform(work: Work, own: Any, task: int, size: int) -> TaskRecord:
    """Do one task on this thread's event loop and record it.

    Tasks of one loop share one thread, so neither its CPU time nor its time in the run
    queue can be told apart by task: both are read around the whole run instead.
    """
    checksum, failure = 0, None
    begin = clock.monotonic_ns()
    try:
        checksum = await work.acall(own, task, size)
    except TaskFailed as failed:
        failure = failed.kind
    end = clock.monotonic_ns()
    thread = work.ran_in or threading.get_ident()
    return TaskRecord(task, os.getpid(), thread, begin, end, 0, 0, 0, checksum, failure)


def perform_recorded(work: Work, own: Any, task: int, size: int) -> list[Stretch]:
    """Do one task in this thread with recording on."""
    tape = Tape()
    with contextlib.suppress(TaskFailed):
        work.trace(own, task, size, tape)
    tape.end()
    return stretches(tape, task, 0)


def stretches(tape: Tape, task: int, coroutine: int) -> list[Stretch]:
    """What is on a tape that this thread recorded."""
    process, thread = os.getpid(), threading.get_ident()
    return [Stretch(process, thread, coroutine, task, *state) for state in tape.states]
