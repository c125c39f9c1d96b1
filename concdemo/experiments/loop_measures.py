"""What a loop is measured by: each does as many operations as fit into a time, and counts them.

A measure is opened on the running loop of its arm, whichever loop that is, and does the same
there.  Those with a server or an origin talk to another process; the others keep the loop busy
by themselves.  How a sample's clocks are read is ``loop_arm``'s work.
"""

import asyncio
import functools
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from concdemo import clock
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.loops_race_words import REQUESTS_IN_FLIGHT
from concdemo.model import Parameters
from concdemo.net import echo
from concdemo.net.load import Line
from concdemo.wire import LENGTH, expected_body

CALLBACKS = 1_000
"""Callbacks between two looks at the clock."""

TASKS = 100
"""Tasks between two looks at the clock, and tasks of a storm of sleeps."""

TIMERS, TIMER_S = 5_000, 0.001
"""Timers that are set at any time: more than any loop can let go off within their time."""

BODY_BYTES = 1_024
CONNECTIONS_IN_FLIGHT = 10


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


class EchoServer(Plain):
    """Messages that the load generator sends to a server on this loop, and gets back."""

    def __init__(self, parameters: Parameters, services: ServiceFacts) -> None:
        api, size, connections = (parameters[key] for key in ("api", "size", "connections"))
        assert isinstance(size, int) and isinstance(connections, int)
        self._api, self._size, self._connections = str(api), size, connections
        self._line = Line(services["load"]["port"])

    async def open(self) -> None:
        """Listen, and be connected to."""
        self._server = await echo.SERVERS[self._api]()
        await self._line.ask(
            asyncio.get_running_loop(),
            "connect",
            port=self._server.port,
            connections=self._connections,
            size=self._size,
        )

    async def run(self, box_ns: int) -> Done:
        """Serve until the load generator has its last message back."""
        said = await self._line.ask(asyncio.get_running_loop(), "run", ns=box_ns)
        peer_busy = said["cpu_ns"] / said["wall_ns"]
        return Done(said["messages"], said["wrong"], said["wall_ns"], peer_busy)

    def close(self) -> None:
        """Hang up, and listen no more."""
        self._line.close()
        self._server.close()


class HttpClient(Plain):
    """Requests over streams, one after another on each of many connections to the origin."""

    def __init__(self, parameters: Parameters, services: ServiceFacts) -> None:
        self._origin = services["origin"]
        self._streams: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def open(self) -> None:
        """Make the connections."""
        host, port = self._origin["host"], self._origin["port"]
        for _ in range(REQUESTS_IN_FLIGHT):
            self._streams.append(await asyncio.open_connection(host, port))

    async def run(self, box_ns: int) -> Done:
        """Send requests on all connections at once."""
        deadline_ns = clock.monotonic_ns() + box_ns
        lanes = [
            self._lane(number, *streams, deadline_ns)
            for number, streams in enumerate(self._streams)
        ]
        counts = await asyncio.gather(*lanes)
        return Done(sum(done for done, _ in counts), sum(wrong for _, wrong in counts))

    async def _lane(
        self,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        deadline_ns: int,
    ) -> tuple[int, int]:
        request = b"GET /wait/0/%d/%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % (BODY_BYTES, number)
        expected, done, wrong = expected_body(number, BODY_BYTES), 0, 0
        while not done or clock.monotonic_ns() < deadline_ns:
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length, _, _ = head[head.index(LENGTH) + len(LENGTH) :].partition(b"\r\n")
            wrong += await reader.readexactly(int(length)) != expected
            done += 1
        return done, wrong

    def close(self) -> None:
        """Close the connections."""
        for _, writer in self._streams:
            writer.close()


class Connections(Plain):
    """Connections to a loopback address, made and closed, several at a time."""

    def __init__(self, parameters: Parameters, services: ServiceFacts) -> None:
        load = services["load"]
        self._host, self._sink = load["host"], load["sink"]
        self._line = Line(load["port"])

    async def run(self, box_ns: int) -> Done:
        """Make connections, and wait for each to be closed at this end."""
        before = await self._peer_cpu_ns()
        begin = clock.monotonic_ns()
        lanes = [self._lane(begin + box_ns) for _ in range(CONNECTIONS_IN_FLIGHT)]
        made = sum(await asyncio.gather(*lanes))
        wall_ns = clock.monotonic_ns() - begin
        return Done(made, 0, wall_ns, (await self._peer_cpu_ns() - before) / wall_ns)

    async def _peer_cpu_ns(self) -> int:
        return (await self._line.ask(asyncio.get_running_loop(), "settle"))["cpu_ns"]

    async def _lane(self, deadline_ns: int) -> int:
        loop, made = asyncio.get_running_loop(), 0
        while not made or clock.monotonic_ns() < deadline_ns:
            closed: asyncio.Future[None] = loop.create_future()
            factory = functools.partial(_Closed, closed)
            transport, _ = await loop.create_connection(factory, self._host, self._sink)
            transport.close()
            await closed
            made += 1
        return made

    def close(self) -> None:
        """Hang up."""
        self._line.close()


class _Closed(asyncio.Protocol):
    """Tells when its connection is closed."""

    def __init__(self, closed: asyncio.Future[None]) -> None:
        self._closed = closed

    def connection_lost(self, exc: Exception | None) -> None:
        """It is closed; by whom doesn't matter."""
        if not self._closed.done():
            self._closed.set_result(None)


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

TALKING: Mapping[str, Callable[[Parameters, ServiceFacts], Measure]] = MappingProxyType(
    {"echo": EchoServer, "http": HttpClient, "connect": Connections}
)


def make(kind: str, parameters: Parameters, services: ServiceFacts) -> Measure:
    """The measure of that kind.

    Raises:
        KeyError: there is none.
    """
    return ALONE[kind]() if kind in ALONE else TALKING[kind](parameters, services)
