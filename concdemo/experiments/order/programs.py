"""The programs of ``order`` in Python, for any event loop that asyncio can run on.

Every step writes itself down when it happens; nothing here knows an order beforehand.
``programs.js`` has the same programs in JavaScript, with the same names for the same steps.
What the steps are called for people, and why they came, is in ``words``.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from concdemo import clock

JOBS = ("A", "B", "C")
COMPUTING_S = 0.005
BLOCKED_S = 0.005
"""For so long the script keeps its loop from looking at timers: the two short ones are due then."""

SHORT_S, LATE_S = 0.001, 0.04


class Done(NamedTuple):
    """A step that was taken."""

    program: str
    track: str
    did: str
    at_ns: int
    thread: int


@dataclass(frozen=True, slots=True)
class Diary:
    """Where the steps of one program are written down, in the order in which they are taken."""

    program: str
    done: list[Done]

    def note(self, track: str, did: str) -> None:
        """This happens now."""
        here = threading.get_ident()
        self.done.append(Done(self.program, track, did, clock.monotonic_ns(), here))


Program = Callable[[Diary, float], Awaitable[None]]
"""``program(diary, wait_s)``."""


async def turns(diary: Diary, wait_s: float) -> None:
    """Two coroutines of three steps each, with an await between them."""

    async def walk(name: str) -> None:
        diary.note(name, "starts")
        await asyncio.sleep(0)
        diary.note(name, "goes on")
        await asyncio.sleep(0)
        diary.note(name, "ends")

    diary.note("main", "starts")
    both = [asyncio.create_task(walk(name)) for name in JOBS[:2]]
    diary.note("main", "waits")
    await asyncio.gather(*both)
    diary.note("main", "goes on")


async def serial(diary: Diary, wait_s: float) -> None:
    """Plain functions that wait."""

    def job(name: str) -> None:
        diary.note(name, "starts")
        clock.sleep(wait_s)
        diary.note(name, "ends")

    for name in JOBS:
        job(name)


async def waits(diary: Diary, wait_s: float) -> None:
    """Coroutines that wait for as long."""

    async def job(name: str) -> None:
        diary.note(name, "starts")
        await asyncio.sleep(wait_s)
        diary.note(name, "ends")

    await asyncio.gather(*map(job, JOBS))


async def computing(diary: Diary, wait_s: float) -> None:
    """Coroutines that compute, with nothing to await."""

    async def job(name: str) -> None:
        diary.note(name, "starts")
        compute(COMPUTING_S)
        diary.note(name, "ends")

    await asyncio.gather(*map(job, JOBS))


def compute(seconds: float) -> None:
    """Keep the processor busy for so long."""
    end_ns = clock.monotonic_ns() + int(seconds * 1e9)
    while clock.monotonic_ns() < end_ns:
        pass


async def queues(diary: Diary, wait_s: float) -> None:
    """A script that the loop calls because there is something to read, and all that it sets."""
    loop = asyncio.get_running_loop()
    over, woken = loop.create_future(), loop.create_future()
    tasks: list[asyncio.Task[None]] = []
    left = 8  # things that have not ended yet

    def ended() -> None:
        nonlocal left
        left -= 1
        if not left:
            over.set_result(None)

    def run(name: str) -> None:
        diary.note(name, "runs")
        ended()

    def callback_1() -> None:
        woken.set_result(None)
        loop.call_soon(run, "callback 3")
        run("callback 1")

    async def task() -> None:
        diary.note("task", "starts")
        await woken
        diary.note("task", "goes on")
        ended()

    def script() -> None:
        loop.remove_reader(ear)
        diary.note("script", "starts")
        loop.call_later(LATE_S, run, "timer 40 ms")
        loop.call_later(SHORT_S, run, "timer 1 ms")
        loop.call_later(0, run, "timer 0 ms")
        tasks.append(loop.create_task(task()))
        loop.call_soon(callback_1)
        loop.call_soon(run, "callback 2")
        clock.sleep(BLOCKED_S)
        diary.note("script", "ends")
        ended()

    ear, mouth = socket.socketpair()
    with ear, mouth:
        loop.add_reader(ear, script)
        mouth.send(b".")
        await over
    await asyncio.gather(*tasks)


PROGRAMS: dict[str, Program] = {
    program.__name__: program for program in (turns, serial, waits, computing, queues)
}
COMPARED = ("turns", "queues")
"""The programs from which it is told whether two models agree."""


class Loop:
    """An event loop that stays open and runs the programs when it is asked to."""

    def __init__(self, factory: Callable[[], asyncio.AbstractEventLoop] | None) -> None:
        self._runner = asyncio.Runner(loop_factory=factory)
        self._runner.get_loop()

    def run(self, names: Iterable[str], wait_s: float) -> list[Done]:
        """The steps of these programs, one program after another."""
        done: list[Done] = []
        for name in names:
            self._runner.run(self._one(PROGRAMS[name], Diary(name, done), wait_s))
        return done

    async def _one(self, program: Program, diary: Diary, wait_s: float) -> None:
        await program(diary, wait_s)

    def close(self) -> None:
        """Close the loop."""
        self._runner.close()

    @property
    def kind(self) -> str:
        """Whose loop it is."""
        kind: type[Any] = type(self._runner.get_loop())
        return f"{kind.__module__}.{kind.__qualname__}"
