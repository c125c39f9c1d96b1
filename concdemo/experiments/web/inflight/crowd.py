"""Many requests at the same moment, each on a connection of its own.  Standard library only.

All connections are made before the first request is sent, so that a server which takes one
after another finds all of them at its door.
"""

import asyncio
import http.client
import io
import json
import socket
from typing import Any, NamedTuple

from concdemo import clock

LIMIT_S = 60.0
"""How long all of them together may take."""

NO_ANSWER, RESET, NOT_HTTP, NOT_JSON = "no answer", "connection reset", "not HTTP", "not JSON"


class Heard(NamedTuple):
    """What came back for one request: JSON, or what went wrong; when it was sent and heard."""

    answer: Any
    failure: str | None
    sent_ns: int
    heard_ns: int


def ask_at_once(host: str, port: int, target: str, count: int) -> list[Heard]:
    """Send ``count`` requests for ``target`` and wait for every answer.

    Raises:
        OSError: nobody listens there.
    """
    return asyncio.run(_ask(host, port, target, count))


async def _ask(host: str, port: int, target: str, count: int) -> list[Heard]:
    request = f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode()
    opened = await asyncio.gather(
        *(asyncio.open_connection(host, port) for _ in range(count)), return_exceptions=True
    )
    streams = [one for one in opened if not isinstance(one, BaseException)]
    try:
        for one in opened:
            if isinstance(one, BaseException):
                raise one
        sent_ns = clock.monotonic_ns()
        for _, writer in streams:
            writer.write(request)
        over = asyncio.get_running_loop().time() + LIMIT_S
        return await asyncio.gather(*(_hear(*stream, sent_ns, over) for stream in streams))
    finally:
        for _, writer in streams:
            writer.close()


async def _hear(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent_ns: int, over: float
) -> Heard:
    try:
        async with asyncio.timeout_at(over):
            data = await reader.read()  # to its end: the server closes the connection
    except TimeoutError:
        return Heard(None, NO_ANSWER, sent_ns, clock.monotonic_ns())
    except OSError:
        return Heard(None, RESET, sent_ns, clock.monotonic_ns())
    finally:
        # At once: a server may wait for this end of it, and take nobody else meanwhile.
        writer.close()
    heard_ns = clock.monotonic_ns()
    answer, failure = read(data)
    return Heard(answer, failure, sent_ns, heard_ns)


def read(data: bytes) -> tuple[Any, str | None]:
    """The JSON of a whole response, and what is wrong with it if anything is."""
    if not data:
        return None, NO_ANSWER
    response = http.client.HTTPResponse(_Received(data))
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ValueError, OSError):
        return None, NOT_HTTP
    if response.status != http.HTTPStatus.OK:
        return None, f"wrong status {response.status}"
    try:
        return json.loads(body), None
    except ValueError:
        return None, NOT_JSON


class _Received(socket.socket):
    """What http.client takes for a connection: bytes that are all there already."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any, **__: Any) -> Any:
        """The bytes, to be read."""
        return io.BytesIO(self._data)
