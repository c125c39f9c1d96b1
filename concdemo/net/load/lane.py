"""One connection to a server, opened again when it is needed and not there.

At most one request is on its way.  A lane knows nothing of when requests are due: it tells its
flow what came of each and when, and the flow asks again.  The way of an answer that arrives in one
piece and is right, through ``_readable`` and ``send``, is what the client's speed is; with hundreds
of lanes it is mostly memory's, so what is touched there is kept in few objects.
"""

import asyncio
import errno
import socket
from typing import Protocol

from concdemo.clock import monotonic_ns
from concdemo.net.load.checking import Check
from concdemo.net.load.losses import CLOSED_EARLY, NOT_HTTP, TOO_LONG, kind_of
from concdemo.net.load.parsing import MakeParser, NotHttp, Parser, status_at_end
from concdemo.net.load.watch import Watch

SMALL_BYTES, LARGE_BYTES = 448, 64 << 10
"""What is read at once: room for a small answer is had for nothing.  A lane whose answers turn out
to be larger reads more.
"""

MOST_BYTES = 16 << 20
"""Of one response: an endless one must not fill the memory."""

PARTS_AT_ONCE = 4
"""Of one response that are read in a row: the other connections and the window's end must not wait
for an endless one.
"""

SWITCHED = 101
FINAL = 200
"""The least status of an answer; one below it only says that the answer is still to come."""

IDLE_TOO_LONG = (b"HTTP/1.1 408 ", b"HTTP/1.0 408 ")
"""How a server may take leave of a connection on which nothing was asked."""

CONNECTING = (errno.EINPROGRESS, errno.EWOULDBLOCK)


class Flow(Protocol):
    """Who decides when a lane asks, and hears what came of it.

    Where it returns a time, the lane is to ask again at once for a request that was due then; 0 is
    none for now.
    """

    def opened(self, lane: "Lane", again: bool) -> None:
        """A connection was made, and is not the lane's first if ``again``."""

    def answered(self, lane: "Lane", now_ns: int) -> int:
        """The right answer has come to what was due at ``lane.since_ns``."""

    def wrong(self, lane: "Lane", kind: str, now_ns: int) -> int:
        """An answer has come that isn't right; the lane can be used as before."""

    def lost(self, lane: "Lane", kind: str, now_ns: int) -> None:
        """The connection was lost, or wasn't made."""

    def unasked(self, lane: "Lane") -> None:
        """The server spoke while nothing was on its way; the connection is given up for it."""


class Lane:
    """A connection, or the place for one."""

    __slots__ = (
        "_address",
        "_again",
        "_body",
        "_check",
        "_kept",
        "_loop",
        "_make_parser",
        "_parser",
        "_read_bytes",
        "_request",
        "_reusable",
        "_socket",
        "_status",
        "_unsent",
        "_watch",
        "_whole",
        "connected",
        "flow",
        "since_ns",
    )

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        address: tuple[str, int],
        request: bytes,
        check: Check,
        make_parser: MakeParser,
        flow: Flow,
        watch: Watch,
    ) -> None:
        self.flow = flow
        self.connected = False
        self.since_ns = 0
        """When the request on its way was due; 0 where none is on its way."""

        self._loop = loop
        self._address = address
        self._request = request
        self._check = check
        self._make_parser = make_parser
        self._watch = watch
        self._parser: Parser
        self._socket: socket.socket
        self._read_bytes = SMALL_BYTES
        self._again = False
        self._whole = False  # whether the parser has come to the end of a response
        self._reusable = True  # whether that was not the last of the connection
        self._status = 0  # of the response that is whole
        self._body: bytes | bytearray = b""
        self._kept: bytes | bytearray = b""  # what was read of a response that isn't whole yet
        self._unsent = b""

    def open(self) -> None:
        """Connect; the flow hears of it, and is asked for nothing."""
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        try:
            connection = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            self._lose(kind_of(error))
            return
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket, self.connected = connection, True
        code = connection.connect_ex(self._address)
        if code in CONNECTING:
            self._loop.add_writer(connection.fileno(), self._connecting)
        elif code:
            self._lose(kind_of(OSError(code, "")))
        else:
            self._is_open()

    def ask_for(self, request: bytes, check: Check) -> None:
        """From now on ask for this."""
        self._request, self._check = request, check

    def ask(self, since_ns: int) -> None:
        """Send the request, due at ``since_ns``; connect first where that is needed."""
        self.since_ns = since_ns
        if self.connected:
            self.send()
        else:
            self.open()

    def close(self) -> None:
        """Hang up, whatever is on its way."""
        if self.connected:
            self.connected = False
            number = self._socket.fileno()
            self._watch.remove(number)
            self._loop.remove_writer(number)
            self._socket.close()
        self.since_ns = 0
        self._whole = False
        self._body = self._kept = self._unsent = b""

    def on_body(self, data: bytes) -> None:
        """The parser has come upon a piece of the body."""
        if not self._body:
            self._body = data
            return
        if not isinstance(self._body, bytearray):
            self._body = bytearray(self._body)  # to which many small pieces are added cheaply
        self._body += data

    def on_message_complete(self) -> None:
        """The parser has come to the end of a response, or of a word before it (RFC 9110, 15.2)."""
        status = self._parser.get_status_code()
        if status < FINAL or self._whole:
            if self._whole or status == SWITCHED:
                raise NotHttp("an answer that nobody asked for")
            return
        self._status = status
        self._whole = True
        self._reusable = self._parser.should_keep_alive()

    def _connecting(self) -> None:
        self._loop.remove_writer(self._socket.fileno())
        code = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._lose(kind_of(OSError(code, "")))
        else:
            self._is_open()

    def _is_open(self) -> None:
        self._parser = self._make_parser(self)
        self._watch.add(self._socket.fileno(), self._readable)
        again, self._again = self._again, True
        self.flow.opened(self, again)
        if self.since_ns:
            self.ask(self.since_ns)

    def _writable(self) -> None:
        try:
            self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            return
        except OSError as error:
            self._lose(kind_of(error))
            return
        if not self._unsent:
            self._loop.remove_writer(self._socket.fileno())

    def _readable(self) -> None:
        parts = 0
        while True:
            try:
                data = self._socket.recv(self._read_bytes)
                now_ns = monotonic_ns()
                self._parser.feed_data(data)
            except BlockingIOError:
                return
            except Exception as error:  # noqa: BLE001  (parsers' errors have no base in common)
                self._broken(kind_of(error) if isinstance(error, OSError) else NOT_HTTP)
                return
            if self._whole and self.since_ns:
                break
            # A loop may tell of data and of the connection's end at once, and never again: what
            # isn't whole is read on until there is nothing more to be read.
            if not self._part(data):
                return
            parts += 1
            if parts == PARTS_AT_ONCE:
                self._loop.call_soon(self._read_on, self._socket)
                return
        self._whole = False
        body, self._body = self._body, b""
        if self._kept:
            self._kept = b""
        status, check = self._status, self._check
        if not self._reusable or self._unsent:  # an answer to half a request is the last too
            self._last(status, body, now_ns)
            return
        if body == check.body and status == check.status:
            next_ns = self.flow.answered(self, now_ns)
        else:
            next_ns = self._judge(status, body, now_ns)
        self.since_ns = next_ns
        if next_ns:
            watch = self._watch
            if not watch.leaving:
                watch.soon()
            watch.leaving.append(self)
        else:
            self._readable()  # the connection's end may have come with the answer

    def _read_on(self, connection: socket.socket) -> None:
        """Read more of a response, if its connection is still there."""
        if self.connected and self._socket is connection:
            self._readable()
            self._watch.leave()  # here nobody else sees to it

    def send(self) -> None:
        """Send the request that is due, on the connection that there is."""
        try:
            sent = self._socket.send(self._request)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self._lose(kind_of(error))
            return
        if sent < len(self._request):  # the socket takes no more for now
            self._unsent = self._request[sent:]
            self._loop.add_writer(self._socket.fileno(), self._writable)

    def _judge(self, status: int, body: bytes | bytearray, now_ns: int) -> int:
        """Look closely at an answer, and tell the flow; when the next request was due."""
        kind = self._check.fault(status, bytes(body))
        if kind is None:
            return self.flow.answered(self, now_ns)
        return self.flow.wrong(self, kind, now_ns)

    def _last(self, status: int, body: bytes | bytearray, now_ns: int) -> None:
        """A whole answer, and the connection's last."""
        since_ns = self.since_ns
        self.close()
        self.since_ns = since_ns
        next_ns = self._judge(status, body, now_ns)
        self.since_ns = 0
        if next_ns:
            self.ask(next_ns)

    def _part(self, data: bytes) -> bool:
        """Part of an answer, the end of the connection, or what nobody asked for.

        Returns whether more of the answer can come.
        """
        if not self.since_ns:
            self._forgo(unasked=bool(data) and not data.startswith(IDLE_TOO_LONG))
        elif data:
            self._read_bytes = LARGE_BYTES
            if not self._kept:
                self._kept = bytearray()
            self._kept += data
            if len(self._kept) <= MOST_BYTES:
                return True
            self._lose(TOO_LONG)
        elif (status := status_at_end(bytes(self._kept))) is None:
            self._lose(CLOSED_EARLY)
        else:
            self._last(status, self._body, monotonic_ns())
        return False

    def _broken(self, kind: str) -> None:
        """The connection can't be used any more."""
        if self.since_ns:
            self._lose(kind)
        else:
            self._forgo(unasked=kind == NOT_HTTP)

    def _forgo(self, unasked: bool) -> None:
        """Give up a connection on which nothing is on its way: the next request connects."""
        self.close()
        if unasked:
            self.flow.unasked(self)

    def _lose(self, kind: str) -> None:
        """Give the connection up, and tell."""
        self.close()
        self.flow.lost(self, kind, monotonic_ns())
