"""The origin: a loopback HTTP server that waits as long as it is asked to, then answers.

``GET /wait/<milliseconds>/<bytes>/<task>`` is answered after that wait with the body that
:func:`~concdemo.wire.expected_body` gives.  It is an asyncio ``Protocol``, the
least that can stand between a socket and an answer, on uvloop where that is installed,
so that it isn't what limits a run.
"""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from concdemo.model import Parameters
from concdemo.wire import expected_body

BACKLOG = 4096
LONGEST_HEAD = 1 << 16
LONGEST_WAIT_MS = 3_600_000
LARGEST_BODY = 100_000_000


class OriginProtocol(asyncio.Protocol):
    """One connection.  Requests on it are answered in order of their waits."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._pending = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport; answers that are due later are dropped."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Take each whole request head in ``data`` and schedule its answer."""
        data = self._pending + data
        while (end := data.find(b"\r\n\r\n")) >= 0:
            self._take(data[: data.find(b"\r\n")])
            data = data[end + 4 :]
        self._pending = data
        if len(data) > LONGEST_HEAD and self._transport is not None:
            self._transport.abort()

    def _take(self, request_line: bytes) -> None:
        try:
            method, target, _ = request_line.split(b" ")
            empty, word, delay, size, task = target.split(b"/")
            milliseconds, length = float(delay), int(size)
            if method != b"GET" or empty or word != b"wait":
                raise ValueError(target)
            if not (0 <= milliseconds <= LONGEST_WAIT_MS and 0 <= length <= LARGEST_BODY):
                raise ValueError(target)
            seconds, body = milliseconds / 1000, expected_body(int(task), length)
        except ValueError:
            self._answer(b"404 Not Found", b"")
            return
        if seconds > 0:
            self._loop.call_later(seconds, self._answer, b"200 OK", body)
        else:
            self._answer(b"200 OK", body)

    def _answer(self, status: bytes, body: bytes) -> None:
        if self._transport is None:
            return
        self._transport.write(
            b"HTTP/1.1 %b\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b"
            % (status, len(body), body)
        )


def serve(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve on a free loopback port until this process is ended; tell ``ready`` where."""
    try:
        import uvloop

        factory: Callable[[], asyncio.AbstractEventLoop] | None = uvloop.new_event_loop
        name = "uvloop"
    except ImportError:
        factory, name = None, "asyncio"

    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(OriginProtocol, "127.0.0.1", 0, backlog=BACKLOG)
        host, port = server.sockets[0].getsockname()
        ready({"host": host, "port": port, "loop": name})
        await server.serve_forever()

    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(forever())
