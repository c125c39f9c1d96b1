"""The echo load generator: a process that keeps echo servers busy and tells how busy it was itself.

An arm sends lines of JSON over a control connection; each is answered by one::

    {"connect": {"port", "connections", "size"}}  →  {"ok": {}}
    {"run": {"ns"}}   →  {"ok": {"messages", "wrong", "wall_ns", "cpu_ns"}}
    {"settle": {}}    →  {"ok": {"cpu_ns"}}
    anything that goes wrong  →  {"error": words}

``run`` sends a message on every connection and, as often as one has come back whole, the
next, until the time is over.  The connections take turns over blocking sockets: two system
calls a message and no more, which is the least that a client can do, so that the server is the
one to be kept busy.  On one further port, the sink, connections are taken and dropped, for
measuring how fast they are made.  Only the standard library is used.
"""

import json
import selectors
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from concdemo import clock
from concdemo.model import Parameters
from concdemo.net.cores import keep_peer
from concdemo.wire import expected_body

if TYPE_CHECKING:
    import asyncio

HOST = "127.0.0.1"
BACKLOG = 4096
LINE_BYTES = 1 << 16
DIFFERENT = 4
"""Messages, taken in turns: what one connection gets of its neighbour's is seen."""

MOST_HELD = 64
"""Connections to the sink that are kept open; far more than are made at a time."""

RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""A connection that was closed by its client first leaves nothing behind: no port stays taken."""


class Session:
    """Connections to one server, which take turns."""

    def __init__(self, port: int, connections: int, size: int) -> None:
        self._size = size
        self._messages = [expected_body(number + 1, size) for number in range(DIFFERENT)]
        self._connections: list[socket.socket] = []
        try:
            for _ in range(connections):
                connection = socket.create_connection((HOST, port))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._connections.append(connection)
        except OSError:
            self.close()
            raise

    def run(self, box_ns: int) -> dict[str, int]:
        """Keep the server busy for that long, and until the last message is back.

        Raises:
            OSError: the server closed a connection.
        """
        size, buffer, waitall = self._size, bytearray(self._size), socket.MSG_WAITALL
        lanes = [
            (connection.sendall, connection.recv_into, self._messages[number % DIFFERENT])
            for number, connection in enumerate(self._connections)
        ]
        turns, wrong = 1, 0
        cpu, begin = clock.process_cpu_ns(), clock.monotonic_ns()
        for send, _, message in lanes:
            send(message)
        while clock.monotonic_ns() - begin < box_ns:
            for send, receive, message in lanes:
                if receive(buffer, size, waitall) != size:
                    raise ConnectionError("the server closed a connection")
                wrong += buffer != message
                send(message)
            turns += 1
        for _, receive, message in lanes:
            if receive(buffer, size, waitall) != size:
                raise ConnectionError("the server closed a connection")
            wrong += buffer != message
        return {
            "messages": turns * len(lanes),
            "wrong": wrong,
            "wall_ns": clock.monotonic_ns() - begin,
            "cpu_ns": clock.process_cpu_ns() - cpu,
        }

    def close(self) -> None:
        """Close all connections."""
        while self._connections:
            self._connections.pop().close()


class Generator:
    """The process: one thread that does what its control connections ask, one after another."""

    def __init__(self) -> None:
        self._control = socket.create_server((HOST, 0), backlog=BACKLOG)
        self._sink = socket.create_server((HOST, 0), backlog=BACKLOG)
        self._sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self._sink.setblocking(False)
        self._held: deque[socket.socket] = deque()
        self._sessions: dict[socket.socket, Session] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._control, selectors.EVENT_READ, self._open)
        self._selector.register(self._sink, selectors.EVENT_READ, self._take)

    @property
    def facts(self) -> dict[str, Any]:
        """Where the arms find it."""
        port, sink = (one.getsockname()[1] for one in (self._control, self._sink))
        return {"host": HOST, "port": port, "sink": sink}

    def step(self) -> None:
        """Wait until something is asked, and do it."""
        for key, _ in self._selector.select():
            key.data()

    def close(self) -> None:
        """Close everything."""
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()
        for session in self._sessions.values():
            session.close()
        self._drop(0)

    def _open(self) -> None:
        connection, _ = self._control.accept()
        lines = connection.makefile("rb")

        def hear() -> None:
            try:
                line = lines.readline(LINE_BYTES)
                if line:
                    connection.sendall(json.dumps(self._answer(connection, line)).encode() + b"\n")
                    return
            except OSError:
                pass
            self._selector.unregister(connection)
            self._forget(connection)
            lines.close()
            connection.close()

        self._selector.register(connection, selectors.EVENT_READ, hear)

    def _answer(self, control: socket.socket, line: bytes) -> dict[str, Any]:
        try:
            ((word, details),) = json.loads(line).items()
            if word == "settle":
                self._drop(0)
                return {"ok": {"cpu_ns": clock.process_cpu_ns()}}
            if word == "connect":
                self._forget(control)
                self._sessions[control] = Session(**details)
                return {"ok": {}}
            return {"ok": self._sessions[control].run(details["ns"])}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._forget(control)
            return {"error": f"{type(error).__name__}: {error}"}

    def _forget(self, control: socket.socket) -> None:
        if (session := self._sessions.pop(control, None)) is not None:
            session.close()

    def _take(self) -> None:
        try:
            while True:
                self._held.append(self._sink.accept()[0])
                self._drop(MOST_HELD)
        except OSError:  # no more, or one that has gone already
            return

    def _drop(self, most: int) -> None:
        while len(self._held) > most:
            self._held.popleft().close()


def serve(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Do what arms ask until this process is ended; tell ``ready`` where."""
    keep_peer()
    generator = Generator()
    ready(generator.facts)
    while True:
        generator.step()


def serve_origin(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """The origin, on the core of those who talk to loops."""
    from concdemo.net import origin

    keep_peer()
    origin.serve(parameters, ready)


class Line:
    """An arm's control connection.  What it asks for is awaited on the arm's own loop."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port))
        self._socket.setblocking(False)

    async def ask(
        self, loop: "asyncio.AbstractEventLoop", word: str, **details: int
    ) -> dict[str, int]:
        """Ask, and wait for the answer.

        Raises:
            ConnectionError: the generator could not do it, or has gone.
        """
        await loop.sock_sendall(self._socket, json.dumps({word: details}).encode() + b"\n")
        line = b""
        while not line.endswith(b"\n"):
            data = await loop.sock_recv(self._socket, LINE_BYTES)
            if not data:
                raise ConnectionError("the load generator has gone")
            line += data
        answer = json.loads(line)
        if "error" in answer:
            raise ConnectionError(answer["error"])
        found: dict[str, int] = answer["ok"]
        return found

    def close(self) -> None:
        """Hang up; the generator closes what it opened for this line."""
        self._socket.close()
