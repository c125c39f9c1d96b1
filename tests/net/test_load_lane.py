"""One connection, asked by hand on a loop that runs: what happens between requests."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from helpers import LONG_S, Act, ScriptedServer, closed_port, response

from concdemo import clock
from concdemo.net.load.checking import Check
from concdemo.net.load.lane import Lane
from concdemo.net.load.parsing import fastest
from concdemo.net.load.service import loop_factory
from concdemo.net.load.spec import Expect, Request
from concdemo.net.load.watch import watch_on

OK = Act(response(b"hello"))


@dataclass
class Notes:
    """What a lane told; each answer is followed by so many more requests."""

    more: int = 0
    told: list[str] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def _note(self, words: str) -> None:
        self.told.append(words)
        self.heard.set()

    def opened(self, lane: Lane, again: bool) -> None:
        """A connection."""
        self._note("opened again" if again else "opened")

    def answered(self, lane: Lane, now_ns: int) -> int:
        """A right answer."""
        assert 0 < lane.since_ns <= now_ns
        self._note("answered")
        self.more -= 1
        return now_ns if self.more >= 0 else 0

    def wrong(self, lane: Lane, kind: str, now_ns: int) -> int:
        """A wrong one."""
        self._note(kind)
        return 0

    def lost(self, lane: Lane, kind: str, now_ns: int) -> None:
        """None."""
        self._note(f"lost: {kind}")

    def unasked(self, lane: Lane) -> None:
        """One that nobody asked for."""
        self._note("unasked")

    async def until(self, *words: str) -> None:
        """Wait until that has been told, and nothing else."""
        while len(self.told) < len(words):
            self.heard.clear()
            await asyncio.wait_for(self.heard.wait(), LONG_S)
        assert self.told == list(words)


class Watched(Lane):
    """A lane whose end can be waited for."""

    def close(self) -> None:
        """Hang up."""
        super().close()
        self.closed.set()

    @cached_property
    def closed(self) -> asyncio.Event:
        """Whether it has."""
        return asyncio.Event()


def lane_to(port: int, notes: Notes) -> Watched:
    """A lane to a server."""
    loop, request = asyncio.get_running_loop(), Request().encode("127.0.0.1", port)
    make, check = fastest()[1], Check(Expect())
    return Watched(loop, ("127.0.0.1", port), request, check, make, notes, watch_on(loop))


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """On the loop of the load generator."""
    with asyncio.Runner(loop_factory=loop_factory()[1]) as runner:
        runner.run(main())


@pytest.mark.parametrize("then", ["close", "reset"])
def test_what_is_closed_while_idle_is_opened_when_it_is_needed(then: str) -> None:
    """No request is harmed, and nobody is told of a loss."""

    async def main() -> None:
        notes = Notes()
        lane = lane_to(server.port, notes)
        lane.ask(clock.monotonic_ns())
        await notes.until("opened", "answered")
        await asyncio.wait_for(lane.closed.wait(), LONG_S)
        lane.ask(clock.monotonic_ns())
        await notes.until("opened", "answered", "opened again", "answered")
        lane.close()

    with ScriptedServer(lambda *_: Act(OK.data, then)) as server:
        run(main)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (OK.data, ["unasked"]),
        (OK.data[:9], ["unasked"]),
        (b"nonsense\r\n\r\n", ["unasked"]),
        (response(b"", "408 Request Timeout", "Connection: close"), []),
        (b"HTTP/1.0 408 Request Timeout\r\n\r\n", []),
    ],
)
def test_what_nobody_asked_for_is_no_answer(words: bytes, told: list[str]) -> None:
    """It is not taken for that of the next request, and it is told if it isn't a leave-taking."""

    async def main() -> None:
        notes = Notes()
        lane = lane_to(port, notes)
        lane.open()
        await asyncio.wait_for(lane.closed.wait(), LONG_S)
        assert notes.told == ["opened", *told]

    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        await writer.drain()

    async def both() -> None:
        nonlocal port
        server = await asyncio.start_server(speak, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        await main()
        server.close()

    port = 0
    run(both)


def test_a_lane_goes_on_as_long_as_it_is_told() -> None:
    """Request after request on one connection, each due when the last was answered."""

    async def main() -> None:
        notes = Notes(more=4)
        lane = lane_to(server.port, notes)
        lane.ask(clock.monotonic_ns())
        await notes.until("opened", *["answered"] * 5)
        assert lane.since_ns == 0 and lane.connected
        lane.close()
        assert not lane.connected

    with ScriptedServer(lambda *_: OK) as server:
        run(main)
    assert server.connections == 1


def test_nobody_there() -> None:
    """Is told as a loss, for a request and for a connection alone."""

    async def main() -> None:
        notes = Notes()
        lane = lane_to(closed_port(), notes)
        lane.ask(clock.monotonic_ns())
        await notes.until("lost: connection refused")
        lane.open()
        await notes.until(*["lost: connection refused"] * 2)

    run(main)
