"""What the task of ``block`` does, and where: the ways in which a coroutine spends its time.

A way is given so many nanoseconds: of wall time where it sleeps, of its thread's own CPU time
where it computes, so that it is the same work whoever else wants the processor.  What it
answers can be sent from another process.  anyio is imported when a way is gone first.
"""

import os
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from concdemo import clock
from concdemo.model import LaneKind, Scheduling, SpanState
from concdemo.tape import Tape

STEPS_A_SLICE = 1_500
"""About a tenth of a millisecond."""

TURN_NS = 1_000_000
"""Of computing, after which the yielding loop lets others have theirs."""


class Done(NamedTuple):
    """Who did it and at what cost; ``states`` are (state, begin, end) where it was recorded."""

    process: int
    thread: int
    cpu_ns: int  # CPU clock of its process, at the end
    waited_ns: int  # its thread in the run queue meanwhile; -1: unknown
    states: list[tuple[SpanState, int, int]]


class Diary:
    """Watches one piece of work in the thread that does it."""

    def __init__(self, recorded: bool) -> None:
        self._waited = clock.run_queue_wait_ns()
        self.tape = Tape() if recorded else None

    def state(self, state: SpanState) -> None:
        """From now on the work is in this state."""
        if self.tape is not None:
            self.tape.state(state)

    def close(self) -> Done:
        """The work is done."""
        if self.tape is not None:
            self.tape.end()
        waited = clock.run_queue_wait_ns() - self._waited if self._waited >= 0 else -1
        return Done(
            process=os.getpid(),
            thread=threading.get_ident(),
            cpu_ns=clock.process_cpu_ns(),
            waited_ns=waited,
            states=self.tape.states if self.tape is not None else [],
        )


def burn(cpu_ns: int, tape: Tape | None) -> None:
    """Compute in pure Python until this thread has used that much CPU time."""
    state, end = 1, clock.thread_cpu_ns() + cpu_ns
    while clock.thread_cpu_ns() < end:
        for _ in range(STEPS_A_SLICE):
            state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        if tape is not None:
            tape.slice()


def block(length_ns: int, recorded: bool) -> Done:
    """A blocking call: the thread sleeps, and nothing else can use it."""
    diary = Diary(recorded)
    diary.state("waiting")
    clock.sleep(length_ns / 1e9)
    return diary.close()


def compute(length_ns: int, recorded: bool) -> Done:
    """A CPU loop."""
    diary = Diary(recorded)
    burn(length_ns, diary.tape)
    return diary.close()


async def awaited(length_ns: int, recorded: bool) -> Done:
    """What a coroutine should do: give the loop back while it waits."""
    import anyio

    diary = Diary(recorded)
    diary.state("waiting")
    await anyio.sleep(length_ns / 1e9)
    return diary.close()


async def blocked(length_ns: int, recorded: bool) -> Done:
    """The blocking call, in the coroutine."""
    return block(length_ns, recorded)


async def computed(length_ns: int, recorded: bool) -> Done:
    """The CPU loop, in the coroutine."""
    return compute(length_ns, recorded)


async def blocked_in_thread(length_ns: int, recorded: bool) -> Done:
    """The blocking call, handed to a thread."""
    from anyio import to_thread

    return await to_thread.run_sync(block, length_ns, recorded)


async def computed_in_thread(length_ns: int, recorded: bool) -> Done:
    """The CPU loop, handed to a thread."""
    from anyio import to_thread

    return await to_thread.run_sync(compute, length_ns, recorded)


async def computed_in_process(length_ns: int, recorded: bool) -> Done:
    """The CPU loop, handed to a process."""
    from anyio import to_process

    return await to_process.run_sync(compute, length_ns, recorded)


async def computed_in_turns(length_ns: int, recorded: bool) -> Done:
    """The CPU loop, in the coroutine, which gives the loop back for a moment every TURN_NS."""
    import anyio

    diary, left_ns = Diary(recorded), length_ns
    while left_ns > 0:
        diary.state("running")
        begin_ns = clock.thread_cpu_ns()
        burn(min(left_ns, TURN_NS), None)
        left_ns -= clock.thread_cpu_ns() - begin_ns
        diary.state("waiting")
        await anyio.sleep(0)  # noqa: ASYNC115 - it is what people write
    return diary.close()


@dataclass(frozen=True, slots=True)
class Way:
    """``lane`` is what does the work; ``short``: threads hand the GIL round sooner than usual."""

    go: Callable[[int, bool], Awaitable[Done]]
    scheduling: Scheduling
    lane: LaneKind = "coroutine"
    short: bool = False


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "await": Way(awaited, "alone"),
        "sleep": Way(blocked, "alone"),
        "cpu": Way(computed, "alone"),
        "sleep-in-thread": Way(blocked_in_thread, "alone", "thread"),
        "cpu-in-thread": Way(computed_in_thread, "taking-turns", "thread"),
        "cpu-thread-short": Way(computed_in_thread, "taking-turns", "thread", short=True),
        "cpu-in-process": Way(computed_in_process, "side-by-side", "process"),
        "cpu-yielding": Way(computed_in_turns, "alone"),
    }
)
"""By the arms' names; the first is the baseline."""
