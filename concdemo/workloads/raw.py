"""HTTP requests without a library: a plain socket, or an asyncio protocol.

For scale: what the waiting and the parsing cost when nothing else is in the way.  It
knows just enough HTTP for the origin server, which always sends a Content-Length.
"""

import asyncio
import contextlib
import socket
import zlib
from typing import Any

from concdemo.errors import TaskFailed
from concdemo.tape import Tape
from concdemo.wire import Reply, ReplyParser, expected_body
from concdemo.workloads.http import GRACE_S

READ_BYTES = 1 << 16


class Raw:
    """GET from the origin at ``host:port``, one kept connection a worker or lane."""

    ran_in = 0

    def __init__(self, host: str, port: int, path: str, delay_ms: float) -> None:
        self._address = (host, port)
        self._path = path
        self._host = host
        self._timeout = delay_ms / 1000 + GRACE_S
        self._watchdog = _Watchdog(self._timeout)
        self._size = -1  # that the template is for
        self._template = b""

    def _request(self, task: int, size: int) -> bytes:
        if size != self._size:
            path = self._path.replace("{size}", str(size)).replace("{task}", "%d")
            self._template = f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\n\r\n".encode("ascii")
            self._size = size
        return self._template % task

    def _check(self, reply: Reply, task: int, size: int) -> int:
        if reply.status != 200:
            raise TaskFailed(f"status {reply.status}")
        if reply.body != expected_body(task, size):
            raise TaskFailed("wrong body")
        return zlib.crc32(reply.body)

    def open(self) -> "_SocketClient":
        """This worker's connection."""
        return _SocketClient(self._address, self._timeout)

    def call(self, own: "_SocketClient", task: int, size: int) -> int:
        """Send, then block until the whole response is there."""
        try:
            reply = own.ask(self._request(task, size))
        except (OSError, ValueError) as error:
            raise TaskFailed(type(error).__name__) from error
        return self._check(reply, task, size)

    def trace(self, own: "_SocketClient", task: int, size: int, tape: Tape) -> None:
        """One request, recorded: waiting from the request sent to the first of the response."""
        with contextlib.suppress(OSError, ValueError):
            own.ask(self._request(task, size), tape)

    def close(self, own: "_SocketClient") -> None:
        """Close the connection."""
        own.close()

    async def aopen(self) -> "_ProtocolClient":
        """This lane's connection."""
        client = _ProtocolClient(self._address, self._watchdog)
        await client.connect()
        return client

    async def acall(self, own: "_ProtocolClient", task: int, size: int) -> int:
        """Send, then let the loop go on until the whole response is there."""
        try:
            reply = await own.ask(self._request(task, size))
        except (OSError, ValueError) as error:
            raise TaskFailed(type(error).__name__) from error
        return self._check(reply, task, size)

    async def aclose(self, own: "_ProtocolClient") -> None:
        """Close the connection."""
        own.close()


class _SocketClient:
    """One blocking connection, opened again after a failure."""

    def __init__(self, address: tuple[str, int], timeout: float) -> None:
        self._address = address
        self._timeout = timeout
        self._socket: socket.socket | None = self._connect()

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(self._address, self._timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def ask(self, request: bytes, tape: Tape | None = None) -> Reply:
        if self._socket is None:
            self._socket = self._connect()
        parser = ReplyParser()
        try:
            self._socket.sendall(request)
            while True:
                if tape is not None:
                    tape.state("waiting")
                data = self._socket.recv(READ_BYTES)
                if tape is not None:
                    tape.state("running")
                if not data:
                    raise ConnectionResetError("closed by the server")
                if (reply := parser.feed(data)) is not None:
                    return reply
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class _Watchdog:
    """One timer for all connections of a loop: a timer a request would cost as much as a request.

    A request that has waited for longer than ``timeout`` seconds fails when the timer next
    looks, after twice that at the latest.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._waiting: set[_ProtocolClient] = set()
        self._armed = False

    def begin(self, client: "_ProtocolClient", loop: asyncio.AbstractEventLoop) -> None:
        self._waiting.add(client)
        if not self._armed:
            self._armed = True
            loop.call_later(self._timeout, self._look, loop)

    def end(self, client: "_ProtocolClient") -> None:
        self._waiting.discard(client)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._armed = bool(self._waiting)
        if self._armed:
            loop.call_later(self._timeout, self._look, loop)
        for client in [one for one in self._waiting if one.since + self._timeout <= loop.time()]:
            client.expire()


class _ProtocolClient(asyncio.Protocol):
    """One connection on the running loop, opened again after a failure."""

    def __init__(self, address: tuple[str, int], watchdog: _Watchdog) -> None:
        self._address = address
        self._watchdog = watchdog
        self.since = 0.0  # when it began to wait, on the loop's clock
        self._transport: Any = None
        self._parser = ReplyParser()
        self._answer: asyncio.Future[Reply] | None = None

    async def connect(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, *self._address)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        try:
            reply = self._parser.feed(data)
        except ValueError as error:
            self._settle(error=error)
            self.close()  # what still comes on it must not be taken for the next answer
            return
        if reply is not None:
            self._settle(reply)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._settle(error=exc or ConnectionResetError("closed by the server"))

    def _settle(self, reply: Reply | None = None, error: Exception | None = None) -> None:
        if self._answer is None or self._answer.done():
            return
        if error is not None:
            self._answer.set_exception(error)
        elif reply is not None:
            self._answer.set_result(reply)

    def expire(self) -> None:
        self._settle(error=TimeoutError())
        self.close()

    async def ask(self, request: bytes) -> Reply:
        if self._transport is None:
            await self.connect()
        loop = asyncio.get_running_loop()
        self._parser = ReplyParser()
        self._answer = loop.create_future()
        self.since = loop.time()
        self._watchdog.begin(self, loop)
        self._transport.write(request)
        try:
            return await self._answer
        finally:
            self._watchdog.end(self)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None
