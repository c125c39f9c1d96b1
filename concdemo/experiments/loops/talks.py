"""What a loop is measured by that takes another process at the other end.

An echo server on the loop is kept busy by the load generator; a client on the loop asks the
origin; connections are made to the load generator's sink.  That process has a core of its own.
"""

import asyncio
import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType

from concdemo import clock
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.loops.measures import Done, Measure, Plain
from concdemo.experiments.loops.words import REQUESTS_IN_FLIGHT
from concdemo.model import Parameters
from concdemo.net import echo
from concdemo.net.echo_load import Line
from concdemo.wire import LENGTH, expected_body

BODY_BYTES = 1_024
CONNECTIONS_IN_FLIGHT = 10


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


TALKING: Mapping[str, Callable[[Parameters, ServiceFacts], Measure]] = MappingProxyType(
    {"echo": EchoServer, "http": HttpClient, "connect": Connections}
)
