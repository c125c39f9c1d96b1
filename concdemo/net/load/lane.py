"""One connection to a server, opened again when it is needed and not there.

At most one request is on its way.  A lane knows nothing of when requests are due: it tells its
flow what came of each and when, and the flow asks again.  The way of an answer that arrives in one
piece and is right, from ``_readable`` to ``ask``, is what the client's speed is: nothing is done
there that can be done elsewhere.
"""

import asyncio
import errno
import os
import socket
from collections.abc import Callable
from typing import Protocol

from concdemo import clock
from concdemo.net.load.checking import Check
from concdemo.net.load.parsing import MakeParser, NotHttp, PlainParser

READ_BYTES = 64 << 10
MOST_BYTES = 16 << 20
"""Of one response: an endless one must not fill the memory."""

REFUSED, RESET, CLOSED_EARLY = "connection refused", "connection reset", "closed early"
NOT_HTTP, TOO_LONG = "not HTTP", "too long"
KINDS = {
    errno.ECONNREFUSED: REFUSED,
    errno.ECONNRESET: RESET,
    errno.EPIPE: RESET,
    errno.ETIMEDOUT: "timeout",
    errno.EMFILE: "too many open files",
    errno.ENFILE: "too many open files",
    errno.EADDRNOTAVAIL: "no free port",
}
CONNECTING = (0, errno.EINPROGRESS, errno.EWOULDBLOCK)


class Flow(Protocol):
    """Who decides when a lane asks, and hears what came of it."""

    def opened(self, lane: "Lane", again: bool) -> None:
        """A connection was made, and is not the lane's first if ``again``."""

    def answered(self, lane: "Lane", now_ns: int) -> None:
        """The right answer has come."""

    def wrong(self, lane: "Lane", kind: str, now_ns: int) -> None:
        """An answer has come that isn't right; the lane can ask again at once."""

    def lost(self, lane: "Lane", kind: str, now_ns: int) -> None:
        """The connection was lost, or wasn't made."""


class Lane:
    """A connection, or the place for one."""

    __slots__ = (
        "_address",
        "_again",
        "_awaiting",
        "_check",
        "_complete",
        "_feed",
        "_kept",
        "_loop",
        "_make_parser",
        "_parser",
        "_parts",
        "_receive",
        "_request",
        "_reusable",
        "_send",
        "_socket",
        "_status",
        "_unsent",
        "flow",
        "on_body",
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
    ) -> None:
        self.flow = flow
        self.since_ns = 0
        """When the request on its way was due."""
        self._loop = loop
        self._address = address
        self._request = request
        self._check = check
        self._make_parser = make_parser
        self._socket: socket.socket | None = None
        self._again = False
        self._awaiting = False
        self._complete = False
        self._reusable = True
        self._parts: list[bytes] = []  # of the body
        self._kept = bytearray()  # what was read of a response that isn't whole yet
        self._unsent = b""
        self.on_body = self._parts.append

    @property
    def connected(self) -> bool:
        """Whether there is a connection."""
        return self._socket is not None

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
        self._socket = connection
        code = connection.connect_ex(self._address)
        if code == 0:
            self._connected()
        elif code in CONNECTING:
            self._loop.add_writer(connection.fileno(), self._connecting)
        else:
            self._lose(kind_of(OSError(code, "")))

    def ask_for(self, request: bytes, check: Check) -> None:
        """From now on ask for this."""
        self._request, self._check = request, check

    def ask(self, since_ns: int) -> None:
        """Send the request, due at ``since_ns``; connect first where that is needed."""
        self.since_ns = since_ns
        self._awaiting = True
        if self._socket is None:
            self.open()
            return
        try:
            sent = self._send(self._request)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self._lose(kind_of(error))
            return
        if sent < len(self._request):
            self._unsent = self._request[sent:]
            self._loop.add_writer(self._socket.fileno(), self._writable)

    def close(self) -> None:
        """Hang up, whatever is on its way."""
        if self._socket is not None:
            number = self._socket.fileno()
            self._loop.remove_reader(number)
            self._loop.remove_writer(number)
            self._socket.close()
            self._socket = None
        self._awaiting = self._complete = False
        self._unsent = b""
        self._parts.clear()
        self._kept.clear()

    def on_message_complete(self) -> None:
        """The parser has come to the end of a response."""
        if self._complete:
            raise NotHttp("an answer that nobody asked for")
        self._complete = True
        self._reusable = self._parser.should_keep_alive()

    def _connecting(self) -> None:
        assert self._socket is not None
        self._loop.remove_writer(self._socket.fileno())
        code = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._lose(kind_of(OSError(code, "")))
        else:
            self._connected()

    def _connected(self) -> None:
        assert self._socket is not None
        self._receive: Callable[[int], bytes] = self._socket.recv
        self._send: Callable[[bytes], int] = self._socket.send
        self._parser = self._make_parser(self)
        self._feed = self._parser.feed_data
        self._status = self._parser.get_status_code
        self._loop.add_reader(self._socket.fileno(), self._readable)
        again, self._again = self._again, True
        self.flow.opened(self, again)
        if self._awaiting:
            self.ask(self.since_ns)

    def _writable(self) -> None:
        assert self._socket is not None
        try:
            self._unsent = self._unsent[self._send(self._unsent) :]
        except BlockingIOError:
            return
        except OSError as error:
            self._lose(kind_of(error))
            return
        if not self._unsent:
            self._loop.remove_writer(self._socket.fileno())

    def _readable(self) -> None:
        try:
            data = self._receive(READ_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            self._ended(kind_of(error))
            return
        now_ns = clock.monotonic_ns()
        if not data or not self._awaiting:
            self._ended(CLOSED_EARLY)
            return
        try:
            self._feed(data)
        except Exception:  # noqa: BLE001  (parsers' own errors have no base in common)
            self._lose(NOT_HTTP)
            return
        if self._complete:
            self._whole(self._status(), self._reusable, now_ns)
        else:
            self._keep(data)

    def _whole(self, status: int, reusable: bool, now_ns: int) -> None:
        """Hold a whole response against what was expected, and tell."""
        self._awaiting = self._complete = False
        parts, check = self._parts, self._check
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        parts.clear()
        if self._kept:
            self._kept.clear()
        if not reusable or self._unsent:  # an answer to half a request is the last
            self.close()
        kind = None
        if body != check.body or status != check.status:
            kind = check.fault(status, body)
        if kind is None:
            self.flow.answered(self, now_ns)
        else:
            self.flow.wrong(self, kind, now_ns)

    def _keep(self, data: bytes) -> None:
        """Keep a part of a response, which may have to be understood once it has ended."""
        self._kept += data
        if len(self._kept) > MOST_BYTES:
            self._lose(TOO_LONG)

    def _ended(self, kind: str) -> None:
        """The server hung up, or sent something that nobody had asked for."""
        if not self._awaiting:
            self.close()  # no request is harmed: the next one connects
        elif kind == CLOSED_EARLY and (status := self._until_end()) is not None:
            self._whole(status, False, clock.monotonic_ns())
        else:
            self._lose(kind)

    def _until_end(self) -> int | None:
        """The status of a response that was to end with its connection; None: it is cut off."""
        ending = Ending()
        parser = PlainParser(ending)
        try:
            parser.feed_data(bytes(self._kept))
        except NotHttp:
            return None
        return parser.get_status_code() if parser.finish() else None

    def _lose(self, kind: str) -> None:
        """Give the connection up; the flow hears of it if it, or the making of it, was in use."""
        self.close()
        self.flow.lost(self, kind, clock.monotonic_ns())


class Ending:
    """Whoever parses again what has been kept wants only to know whether it is whole."""

    def on_body(self, data: bytes) -> None:
        """Its parts have been handed on already."""

    def on_message_complete(self) -> None:
        """So it is."""


def kind_of(error: OSError) -> str:
    """What went wrong, in a word or two that are the same for all of a kind."""
    code = error.errno or 0
    return KINDS.get(code) or os.strerror(code).lower()
