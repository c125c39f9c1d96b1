"""Lanes of one event loop, in one thread: asyncio's own loop, or uvloop's.

``workers`` lanes share one iterator of tasks; each lane does the next task when it has
finished its last.  The loop stays open between samples, so that what a lane opened (a
client with its connection) stays usable.
"""

import asyncio
import contextlib
import types
from collections.abc import Callable, Coroutine, Generator, Iterator
from typing import Any

from concdemo import clock
from concdemo.errors import ArmFault, TaskFailed
from concdemo.model import LaneKind, Parameters, TaskRecord
from concdemo.modes.pool import Job, Work, aperform, load, stretches
from concdemo.tape import Stretch, Tape, recording
from concdemo.text import Text


class LoopPool:
    """All lanes on one loop, under one task group a run.

    The group is the standard library's: starting a task in anyio's costs three to five times
    as much, which with a thousand in flight would be ours and not the loop's.  What waits in
    the lanes may well be anyio (httpx's connections are).
    """

    lane_kind: LaneKind = "coroutine"

    def __init__(
        self, work: Work, workers: int, loop_factory: Callable[[], asyncio.AbstractEventLoop] | None
    ) -> None:
        self._work = work
        self._runner = asyncio.Runner(loop_factory=loop_factory)
        self._opened: list[Any] = []
        try:
            self._runner.run(self._open(workers))
        except BaseException:
            self.close()
            raise

    async def _open(self, workers: int) -> None:
        for _ in range(workers):
            self._opened.append(await self._work.aopen())

    async def _close(self) -> None:
        while self._opened:
            await self._work.aclose(self._opened.pop())

    async def _lane(
        self, own: Any, tasks: Iterator[int], size: int, records: list[TaskRecord]
    ) -> None:
        for task in tasks:
            records.append(await aperform(self._work, own, task, size))

    async def _run(self, tasks: int, size: int) -> list[TaskRecord]:
        waited = clock.run_queue_wait_ns()
        records: list[TaskRecord] = []
        queue = iter(range(tasks))
        async with asyncio.TaskGroup() as group:
            for own in self._opened[:tasks]:
                group.create_task(self._lane(own, queue, size, records))
        waited = clock.run_queue_wait_ns() - waited if waited >= 0 else -1
        records.sort()
        # The reading is the thread's, so it covers all of its tasks; the first record carries it.
        records[0] = records[0]._replace(waited_ns=waited)
        return records

    def run(self, tasks: int, size: int) -> list[TaskRecord]:
        """Do all tasks on the loop, a lane's worth at a time."""
        try:
            return self._runner.run(self._run(tasks, size))
        except BaseExceptionGroup as group:
            raise first_of(group) from group

    def record(self, tasks: int, size: int) -> list[Stretch]:
        """The same, recorded step by step."""
        try:
            return self._runner.run(self._record(tasks, size))
        except BaseExceptionGroup as group:
            raise first_of(group) from group

    async def _record(self, tasks: int, size: int) -> list[Stretch]:
        found: list[Stretch] = []
        queue = iter(range(tasks))

        async def lane(coroutine: int, own: Any) -> None:
            for task in queue:
                tape = Tape()
                recording.set(tape)
                with contextlib.suppress(TaskFailed):
                    await stepped(self._work.acall(own, task, size), tape)
                tape.end()
                found.extend(stretches(tape, task, coroutine))

        async with asyncio.TaskGroup() as group:
            for coroutine, own in enumerate(self._opened[:tasks], start=1):
                group.create_task(lane(coroutine, own))
        return sorted(found, key=lambda stretch: (stretch.task, stretch.begin_ns))

    def close(self) -> None:
        """Close what the lanes opened, then the loop."""
        try:
            self._runner.run(self._close())
        finally:
            self._runner.close()

    @property
    def facts(self) -> dict[str, str]:
        """Whose loop ran."""
        loop = type(self._runner.get_loop())
        return {"loop": f"{loop.__module__}.{loop.__qualname__}"}


@types.coroutine
def stepped(coroutine: Coroutine[Any, Any, int], tape: Tape) -> Generator[Any, Any, int]:
    """Await the coroutine; running while it is being stepped, waiting while the loop is.

    A task of a loop runs from where the loop resumes it to where it gives way again, so
    this sees exactly what it did, whatever it awaits.
    """
    error: BaseException | None = None
    value: Any = None
    while True:
        tape.state("running")
        try:
            given = coroutine.send(value) if error is None else coroutine.throw(error)
        except StopIteration as end:
            result: int = end.value
            return result
        tape.state("waiting")
        error = value = None
        try:
            value = yield given
        except BaseException as thrown:  # noqa: BLE001 - it is the coroutine's to handle
            error = thrown


def first_of(group: BaseExceptionGroup) -> BaseException:
    """The first exception inside a group that isn't itself a group."""
    first: BaseException = group
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return first


def open_asyncio(job: Job, workers: int, parameters: Parameters) -> LoopPool:
    """Lanes on asyncio's own loop."""
    return LoopPool(load(job), workers, None)


def open_uvloop(job: Job, workers: int, parameters: Parameters) -> LoopPool:
    """Lanes on uvloop.

    Raises:
        ArmFault: uvloop isn't installed, or doesn't load.
    """
    try:
        import uvloop
    except ImportError as error:
        raise ArmFault(
            Text(
                f"uvloop can't be imported here ({error}); install it with: pip install uvloop",
                f"uvloop을 불러올 수 없습니다({error}). 설치: pip install uvloop",
            ),
            unavailable=True,
        ) from error
    return LoopPool(load(job), workers, uvloop.new_event_loop)
