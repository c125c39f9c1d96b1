"""The arms of ``race`` that have no threads: tasks of one event loop, and processes."""

import asyncio
import contextlib
import gc
import importlib
import os
import tempfile

from concdemo import clock
from concdemo.experiments.race import programs, story, words
from concdemo.experiments.race.arm import Count, RaceArm, counted
from concdemo.experiments.race.programs import Box
from concdemo.experiments.race.threads import part_of, returns
from concdemo.experiments.tasks import elsewhere_ns
from concdemo.model import ArmPlan, Portrait, Taken, TaskRecord
from concdemo.modes import MODES
from concdemo.modes.pool import Job, Pool

STORY_TIMES = 3
NUMBER_BYTES = bytes(8)


class Tasks(RaceArm):
    """Tasks of one event loop, which stays open, that share a box."""

    def __init__(self, arm: ArmPlan) -> None:
        super().__init__(arm)
        self._runner = asyncio.Runner()
        self._runner.get_loop()

    def sample(self, size: int) -> Taken:
        """All tasks at once, each with its updates."""
        gc.collect()
        box, times = Box(), self.times(size)
        order: list[int] = []
        waited, cpu = clock.run_queue_wait_ns(), clock.process_cpu_ns()
        begin = clock.monotonic_ns()
        self._runner.run(self._race(box, times, order))
        wall_ns, cpu_ns = clock.monotonic_ns() - begin, clock.process_cpu_ns() - cpu
        waited = clock.run_queue_wait_ns() - waited if waited >= 0 else -1
        count = counted(self._workers * times, box.found, returns(order))
        return self.taken(wall_ns, cpu_ns, waited, count)

    async def _race(self, box: Box, times: int, order: list[int]) -> None:
        async def one(number: int) -> None:
            left, part = times, part_of(times)
            while left > 0:
                await self._program.run(box, min(part, left))
                left -= part
                order.append(number)

        async with asyncio.TaskGroup() as group:
            for number in range(self._workers):
                group.create_task(one(number))

    def portrait(self, size: int) -> Portrait | None:
        """The story of an update that was lost across an await."""
        if self._name != "async-await":
            return None
        notes: list[story.Noted] = []
        begin = clock.monotonic_ns()
        self._runner.run(self._note(notes))
        wall_ns = clock.monotonic_ns() - begin
        return Portrait(wall_ns, [], [], story.tell(notes, words.STORY_TASKS, words.TASK_NAMED))

    async def _note(self, notes: list[story.Noted]) -> None:
        box = Box()
        async with asyncio.TaskGroup() as group:
            for number in range(self._workers):
                noted = programs.awaiting_noted(box, STORY_TIMES, number, notes.append)
                group.create_task(noted)

    def close(self) -> None:
        """Close the loop."""
        self._runner.close()


OWNED = Job("concdemo.experiments.race.programs:Owned", {})


class Processes(RaceArm):
    """A pool of processes, each of which updates a global variable of its own."""

    def __init__(self, arm: ArmPlan, job: Job = OWNED) -> None:
        super().__init__(arm)
        self._cpu_clocks: dict[int, int] = {}  # of the processes, as last seen
        module, _, function = MODES["processes"].entry.partition(":")
        open_pool = getattr(importlib.import_module(module), function)
        self._pool: Pool = open_pool(job, arm.workers, arm.parameters)
        self.facts |= self._pool.facts

    def sample(self, size: int) -> Taken:
        """A task for each process: all its updates."""
        gc.collect()
        times = self.times(size)
        self.begin()
        cpu, begin = clock.process_cpu_ns(), clock.monotonic_ns()
        records = self._pool.run(self._workers, times)
        wall_ns, own_ns = clock.monotonic_ns() - begin, clock.process_cpu_ns() - cpu
        elsewhere = elsewhere_ns(records, self._cpu_clocks)
        waits = [record.waited_ns for record in records]
        return Taken(
            wall_ns=wall_ns,
            cpu_ns=own_ns + elsewhere,
            waited_ns=-1 if min(waits) < 0 else sum(waits),
            checksum=None,
            metrics={**self.count(records, times).metrics, **self._fixed, "here": self.here},
            elsewhere_ns=elsewhere,
        )

    def begin(self) -> None:
        """Nothing to set back: each process counts what it adds."""

    def count(self, records: list[TaskRecord], times: int) -> Count:
        """What each process found in its own variable, all of them together."""
        return counted(self._workers * times, sum(record.checksum for record in records))

    @property
    def here(self) -> float:
        """What the variable of that name is in this process, which started the others."""
        return float(programs.OURS.found)

    def close(self) -> None:
        """End the processes."""
        self._pool.close()


class Shared(Processes):
    """A pool of processes that update one number, in memory that they have in common."""

    def __init__(self, arm: ArmPlan) -> None:
        file, self._path = tempfile.mkstemp(prefix="number-")
        try:
            os.write(file, NUMBER_BYTES)
            os.close(file)
            self._number = programs.mapped_number(self._path)
            job = Job("concdemo.experiments.race.programs:Mapped", {"path": self._path})
            super().__init__(arm, job)
        except BaseException:
            self._remove()
            raise

    def begin(self) -> None:
        """The number is 0 again."""
        self._number.value = 0

    def count(self, records: list[TaskRecord], times: int) -> Count:
        """What is in the number now."""
        return counted(self._workers * times, self._number.value)

    @property
    def here(self) -> float:
        """The same number, seen from here."""
        return float(self._number.value)

    def close(self) -> None:
        """End the processes, and remove the file that the memory has its name from."""
        try:
            super().close()
        finally:
            self._remove()

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self._path)
