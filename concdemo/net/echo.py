"""Echo servers on the running loop, one for each of asyncio's three ways to a socket.

They send back what they receive, as it comes, and look at none of it: what their cost
differs by is the loop's.  Whoever keeps them busy is ``echo_load``.
"""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, cast

HOST = "127.0.0.1"
BACKLOG = 4096
READ_BYTES = 100 << 10
"""Of one reading at most: the largest message that is sent.  Room for much more would be got from
the system anew for each reading, and would be what is measured.
"""


class Echo(NamedTuple):
    """A server that listens on ``port``; ``close`` ends it, connections included or left to end."""

    port: int
    close: Callable[[], None]


class EchoProtocol(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Send it back."""
        self._transport.write(data)


async def by_protocol() -> Echo:
    """A server of transports and protocols."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(EchoProtocol, HOST, 0, backlog=BACKLOG)
    return Echo(server.sockets[0].getsockname()[1], server.close)


async def by_streams() -> Echo:
    """A server of stream readers and writers."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(READ_BYTES):
                writer.write(data)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, HOST, 0, backlog=BACKLOG)
    return Echo(server.sockets[0].getsockname()[1], server.close)


async def by_sockets() -> Echo:
    """A server of plain sockets that the loop waits for."""
    loop = asyncio.get_running_loop()
    listener = socket.create_server((HOST, 0), backlog=BACKLOG)
    listener.setblocking(False)
    running: set[asyncio.Task[None]] = set()

    async def echo(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while data := await loop.sock_recv(connection, READ_BYTES):
                await loop.sock_sendall(connection, data)

    def keep(task: asyncio.Task[None]) -> None:
        running.add(task)  # a loop holds its tasks weakly
        task.add_done_callback(running.discard)

    async def accept() -> None:
        with listener:
            while True:
                connection, _ = await loop.sock_accept(listener)
                connection.setblocking(False)
                keep(loop.create_task(echo(connection)))

    def close() -> None:
        for task in list(running):
            task.cancel()

    keep(loop.create_task(accept()))
    return Echo(listener.getsockname()[1], close)


SERVERS: Mapping[str, Callable[[], Awaitable[Echo]]] = MappingProxyType(
    {"protocol": by_protocol, "streams": by_streams, "sockets": by_sockets}
)
