"""Parsers of HTTP responses: httptools where it is installed, else a strict one of our own.

Both are used alike: fed with what has been read, they hand each piece of a body to the target's
``on_body`` and call its ``on_message_complete`` at the end of each response; what isn't HTTP
raises.  A body that ends with its connection is completed only by our own parser's ``finish``.
"""

import re
from collections.abc import Callable
from typing import Protocol

MOST_HEAD_BYTES = 64 << 10
NO_BODY = (204, 304)

STATUS_LINE = re.compile(rb"HTTP/1\.([01]) (\d{3})(?: [^\r\n\0]*)?\Z")
HEADER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n\0]*?)[ \t]*\Z")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\Z")
LENGTH = re.compile(rb"\d{1,15}\Z")


class Target(Protocol):
    """Who is told of bodies."""

    @property
    def on_body(self) -> Callable[[bytes], object]:
        """Take a piece of the body."""

    def on_message_complete(self) -> None:
        """Take notice that the response is whole."""


class Parser(Protocol):
    """What there is of a connection's parser, httptools' or ours."""

    def feed_data(self, data: bytes, /) -> None:
        """Take what has been read."""

    def get_status_code(self) -> int:
        """The status of the latest response."""

    def should_keep_alive(self) -> bool:
        """Whether the connection can be used again; asked while a message is being completed."""


MakeParser = Callable[[Target], Parser]


class NotHttp(ValueError):
    """What came isn't an HTTP/1 response."""


class PlainParser:
    """A parser of the standard library alone.  It is strict: what is doubtful is no response."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._data = bytearray()  # from whose front much can be taken, piece by piece, cheaply
        self._step: Callable[[], bool] = self._read_head
        self._status = 0
        self._left = 0  # of the body, or of its current chunk
        self._keep = True

    def feed_data(self, data: bytes, /) -> None:
        """Take what has been read.

        Raises:
            NotHttp: it is no response, or goes on after one that was the last.
        """
        self._data += data
        while self._data and self._step():
            pass

    def finish(self) -> bool:
        """The connection has ended: whether that completed a response."""
        if self._step != self._read_to_end:
            return False
        self._complete()
        return True

    def get_status_code(self) -> int:
        """The status of the latest response."""
        return self._status

    def should_keep_alive(self) -> bool:
        """Whether the connection can be used again."""
        return self._keep

    def _line(self) -> bytes | None:
        """The next line without its end, once it is whole."""
        end = self._data.find(b"\r\n")
        if end < 0:
            if len(self._data) > MOST_HEAD_BYTES:
                raise NotHttp("a line without end")
            return None
        line = bytes(self._data[:end])
        del self._data[: end + 2]
        return line

    def _read_head(self) -> bool:
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            if len(self._data) > MOST_HEAD_BYTES or not b"HTTP/1.".startswith(self._data[:7]):
                raise NotHttp("no head of a response")
            return False
        head = bytes(self._data[:end])
        del self._data[: end + 4]
        first, *lines = head.split(b"\r\n")
        if not (status := STATUS_LINE.match(first)):
            raise NotHttp("not a status line")
        self._status = int(status[2])
        headers: dict[bytes, bytes] = {}
        for line in lines:
            if not (header := HEADER.match(line)):
                raise NotHttp("not a header")
            name, value = header[1].lower(), header[2]
            headers[name] = headers[name] + b"," + value if name in headers else value
        self._frame(headers, later_version=status[1] == b"1")
        return True

    def _frame(self, headers: dict[bytes, bytes], later_version: bool) -> None:
        """Find out where the body ends (RFC 9112, 6.3) and whether another can follow."""
        said = {word.strip().lower() for word in headers.get(b"connection", b"").split(b",")}
        self._keep = b"close" not in said if later_version else b"keep-alive" in said
        coding, length = headers.get(b"transfer-encoding"), headers.get(b"content-length")
        if self._status < 200 or self._status in NO_BODY:
            self._complete()
        elif coding is not None:
            if coding.lower() != b"chunked" or length is not None:
                raise NotHttp("a coding that isn't understood")
            self._step = self._read_chunk_size
        elif length is not None:
            if not LENGTH.match(length):
                raise NotHttp("not a length")
            self._left = int(length)
            self._step = self._read_length
            if not self._left:
                self._complete()
        else:
            self._keep = False
            self._step = self._read_to_end

    def _take(self, most: int) -> None:
        """Hand on so much of the body, or what there is of it."""
        piece = bytes(self._data[:most])
        del self._data[:most]
        if piece:
            self._target.on_body(piece)
        self._left -= len(piece)

    def _read_length(self) -> bool:
        self._take(self._left)
        if not self._left:
            self._complete()
        return not self._left

    def _read_to_end(self) -> bool:
        self._take(len(self._data))
        return False

    def _read_chunk_size(self) -> bool:
        if (line := self._line()) is None:
            return False
        if not (size := CHUNK_SIZE.match(line)):
            raise NotHttp("not a chunk's size")
        self._left = int(size[1], 16)
        self._step = self._read_chunk if self._left else self._read_trailer
        return True

    def _read_chunk(self) -> bool:
        self._take(self._left)
        if not self._left:
            self._step = self._read_chunk_end
        return not self._left

    def _read_chunk_end(self) -> bool:
        if (line := self._line()) is None:
            return False
        if line:
            raise NotHttp("a chunk longer than it said")
        self._step = self._read_chunk_size
        return True

    def _read_trailer(self) -> bool:
        if (line := self._line()) is None:
            return False
        if not line:
            self._complete()
        elif not HEADER.match(line):
            raise NotHttp("not a trailer")
        return True

    def _complete(self) -> None:
        self._step = self._read_head if self._keep else self._refuse
        self._target.on_message_complete()

    def _refuse(self) -> bool:
        raise NotHttp("more after the last response")


class Ending:
    """Whoever parses again what has been read wants only to know whether it is whole."""

    def on_body(self, data: bytes) -> None:
        """Its parts have been handed on already."""

    def on_message_complete(self) -> None:
        """So it is."""


def status_at_end(data: bytes) -> int | None:
    """The status of a response that was to end with its connection; None: it is cut off."""
    parser = PlainParser(Ending())
    try:
        parser.feed_data(data)
    except NotHttp:
        return None
    return parser.get_status_code() if parser.finish() else None


def fastest() -> tuple[str, MakeParser]:
    """The parser to use here, and its name."""
    try:
        from httptools import HttpResponseParser
    except ImportError:
        return "a plain parser", PlainParser
    return "httptools", HttpResponseParser
