"""The two ways in which a client talks to the app: requests on one connection, or a WebSocket.

Both are plain asyncio.  A WebSocket is the ``websockets`` package's, which is imported when one is
opened.
"""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from concdemo.errors import TaskFailed
from concdemo.experiments.web.push.words import CLOSED
from concdemo.wire import ReplyParser

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

READ_BYTES = 1 << 16
OK = 200


class Requests:
    """Requests one after another on a connection that is kept, and opened again if it has gone."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.sent = 0

    async def open(self) -> None:
        """Connect, if there is no connection.

        Raises:
            OSError: nobody listens there.
        """
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection(self._host, self._port)

    async def ask(self, target: str, body: bytes | None = None) -> bytes:
        """GET ``target``, or POST ``body`` to it; what is answered.

        Raises:
            TaskFailed: the status isn't 200, the answer isn't HTTP, or the connection was closed.
            OSError: nobody listens there.
        """
        await self.open()
        assert self._streams is not None
        reader, writer = self._streams
        writer.write(self._request(target, body))
        self.sent += 1
        parser, reply = ReplyParser(), None
        while reply is None:
            try:
                data = await reader.read(READ_BYTES)
            except ConnectionError as error:
                raise TaskFailed(CLOSED) from error
            if not data:
                raise TaskFailed(CLOSED)
            try:
                reply = parser.feed(data)
            except ValueError as error:
                raise TaskFailed("not HTTP") from error
        if reply.status != OK:
            raise TaskFailed(f"wrong status {reply.status}")
        return reply.body

    def _request(self, target: str, body: bytes | None) -> bytes:
        head = [f"{'GET' if body is None else 'POST'} {target} HTTP/1.1"]
        head.append(f"Host: {self._host}:{self._port}")
        if body is not None:
            head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode() + (body or b"")

    async def ask_json(self, target: str, given: Any = None) -> Any:
        """The same with JSON, in both directions; TaskFailed too where the answer is none."""
        answer = await self.ask(target, None if given is None else json.dumps(given).encode())
        try:
            return json.loads(answer)
        except ValueError as error:
            raise TaskFailed("not JSON") from error

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Socket:
    """A WebSocket, which is opened again only if it was closed; ``opened``: how often it was."""

    def __init__(self, host: str, port: int, path: str) -> None:
        self._uri = f"ws://{host}:{port}{path}"
        self._connection: ClientConnection | None = None
        self.opened = 0

    async def open(self) -> None:
        """Connect, if there is no connection.

        Raises:
            OSError: nobody listens there.
            TaskFailed: the server doesn't take it.
        """
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidHandshake
        from websockets.protocol import State

        if self._connection is not None and self._connection.state is State.OPEN:
            return
        try:
            # Pings are the server's to send; a proxy of the user's has no part in this.
            self._connection = await connect(self._uri, ping_interval=None, proxy=None)
        except InvalidHandshake as error:
            raise TaskFailed("not a WebSocket") from error
        self.opened += 1

    async def send(self, text: str) -> None:
        """Send a message.

        Raises:
            TaskFailed: the connection was closed.
        """
        from websockets.exceptions import ConnectionClosed

        assert self._connection is not None
        try:
            await self._connection.send(text)
        except ConnectionClosed as error:
            raise TaskFailed(CLOSED) from error

    async def hear(self) -> str:
        """The next message; TaskFailed if the connection was closed."""
        from websockets.exceptions import ConnectionClosed

        assert self._connection is not None
        try:
            return str(await self._connection.recv())
        except ConnectionClosed as error:
            raise TaskFailed(CLOSED) from error

    async def close(self) -> None:
        """Say goodbye and hang up."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
