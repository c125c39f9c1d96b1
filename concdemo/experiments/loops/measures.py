"""What a loop is measured by: each does as many operations as fit into a time, and counts them.

A measure is opened on the running loop of its arm, whichever loop that is, and does the same
there.  These keep the loop busy by themselves; those that talk to another process are in
``talks``.  How a sample's clocks are read is ``arm``'s work.
"""

import asyncio
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from concdemo import clock

CALLBACKS = 1_000
"""Callbacks between two looks at the clock."""

TASKS = 100
"""Tasks between two looks at the clock, and tasks of a storm of sleeps."""

TIMERS, TIMER_S = 3_000, 0.001
"""Timers that are set at any time: more than any loop can let go off within their time."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done within the time.

    ``wall_ns`` is the operations' own time where another process measured it; ``peer_busy`` is
    the share of a core that the process at the other end used, where that is known.
    """

    operations: int
    wrong: int = 0
    wall_ns: int | None = None
    peer_busy: float | None = None


class Measure(Protocol):
    """One kind of work, on a loop that is open."""

    async def open(self) -> None:
        """Set up what outlasts samples."""

    async def ready(self) -> None:
        """Begin what must be under way before the clock starts."""

    async def run(self, box_ns: int) -> Done:
        """Do operations for that long; at least one."""

    async def settle(self) -> None:
        """End what ``ready`` began."""

    def close(self) -> None:
        """End what ``open`` began."""


class Plain:
    """A measure that needs nothing but its run."""

    async def open(self) -> None:
        """Nothing to set up."""

    async def ready(self) -> None:
        """Nothing to begin."""

    async def settle(self) -> None:
        """Nothing to end."""

    def close(self) -> None:
        """Nothing was opened."""


class Callbacks(Plain):
    """``call_soon`` of a function that does nothing."""

    async def run(self, box_ns: int) -> Done:
        """Call, batch after batch."""
        loop, done = asyncio.get_running_loop(), 0
        deadline_ns = clock.monotonic_ns() + box_ns
        while not done or clock.monotonic_ns() < deadline_ns:
            last = loop.create_future()
            for _ in range(CALLBACKS - 1):
                loop.call_soon(_nothing)
            loop.call_soon(last.set_result, None)
            await last
            done += CALLBACKS
        return Done(done)


def _nothing() -> None:
    """What is called."""


class Timers(Plain):
    """``call_later`` of functions that call it again: as many timers go off as are set."""

    async def ready(self) -> None:
        """Set all timers."""
        self._loop, self._fired, self._going, self._left = (
            asyncio.get_running_loop(),
            0,
            True,
            TIMERS,
        )
        self._drained = self._loop.create_future()
        for _ in range(TIMERS):
            self._loop.call_later(TIMER_S, self._fire)

    def _fire(self) -> None:
        if self._going:
            self._fired += 1
            self._loop.call_later(TIMER_S, self._fire)
            return
        self._left -= 1
        if not self._left:
            self._drained.set_result(None)

    async def run(self, box_ns: int) -> Done:
        """Count those that go off, at least one turn of them."""
        over = self._loop.create_future()
        self._loop.call_later(max(box_ns / 1e9, 2 * TIMER_S), over.set_result, None)
        before = self._fired
        await over
        return Done(max(1, self._fired - before))

    async def settle(self) -> None:
        """Let them go off without being set again."""
        self._going = False
        await self._drained


class Tasks(Plain):
    """``create_task`` of a coroutine that does nothing, and waiting for its end."""

    async def run(self, box_ns: int) -> Done:
        """Make tasks, batch after batch."""
        loop, done = asyncio.get_running_loop(), 0
        deadline_ns = clock.monotonic_ns() + box_ns
        while not done or clock.monotonic_ns() < deadline_ns:
            for task in [loop.create_task(_at_once()) for _ in range(TASKS)]:
                await task
            done += TASKS
        return Done(done)


async def _at_once() -> None:
    """What a task does."""


class Sleeps(Plain):
    """``sleep(0)`` by many tasks at once: each gives way to all others, again and again."""

    async def run(self, box_ns: int) -> Done:
        """Let them give way until the time is over."""
        deadline_ns = clock.monotonic_ns() + box_ns
        going = True

        async def lane() -> int:
            turns = 0
            while going:
                await asyncio.sleep(0)
                turns += 1
            return turns

        lanes = [asyncio.ensure_future(lane()) for _ in range(TASKS - 1)]
        turns = 0
        while not turns or clock.monotonic_ns() < deadline_ns:
            await asyncio.sleep(0)
            turns += 1
        going = False
        return Done(turns + sum([await one for one in lanes]))


class Subprocesses(Plain):
    """Programs that end at once, started and waited for, one after another."""

    def __init__(self) -> None:
        true = shutil.which("true")
        self._command = [true] if true else [sys.executable, "-I", "-S", "-c", "pass"]

    async def run(self, box_ns: int) -> Done:
        """Start programs."""
        done = wrong = 0
        deadline_ns = clock.monotonic_ns() + box_ns
        while not done or clock.monotonic_ns() < deadline_ns:
            process = await asyncio.create_subprocess_exec(*self._command)
            wrong += await process.wait() != 0
            done += 1
        return Done(done, wrong)


ALONE: Mapping[str, Callable[[], Measure]] = MappingProxyType(
    {
        "call_soon": Callbacks,
        "call_later": Timers,
        "tasks": Tasks,
        "sleep0": Sleeps,
        "subprocess": Subprocesses,
    }
)
"""Measures that talk to no other process of ours."""
