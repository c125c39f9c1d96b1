"""What the origin answers, and reading such an answer from a stream of bytes."""

from typing import NamedTuple

LENGTH = b"\r\ncontent-length:"


class Reply(NamedTuple):
    """A response: its status and its whole body."""

    status: int
    body: bytes


def expected_body(task: int, size: int) -> bytes:
    """The ``size`` bytes that the origin answers task ``task`` with."""
    unit = b"%08d." % (task % 100_000_000)
    return (unit * (size // len(unit) + 1))[:size]


class ReplyParser:
    """Collects bytes until one response with a Content-Length is complete."""

    __slots__ = ("_body_at", "_data", "_length", "_status")

    def __init__(self) -> None:
        self._data = b""
        self._body_at = -1
        self._length = 0
        self._status = 0

    def feed(self, data: bytes) -> Reply | None:
        """Take more bytes; the reply once it is whole, else None.

        Raises:
            ValueError: what came is not such a response.
        """
        self._data = self._data + data if self._data else data
        if self._body_at < 0:
            end = self._data.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._read_head(self._data[:end])
            self._body_at = end + 4
        if len(self._data) < self._body_at + self._length:
            return None
        return Reply(self._status, self._data[self._body_at : self._body_at + self._length])

    def _read_head(self, head: bytes) -> None:
        if not head.startswith(b"HTTP/1.1 "):
            raise ValueError("not an HTTP/1.1 response")
        self._status = int(head[9:12])
        # One search in place of a loop over lines: with a thousand responses coming in at once
        # it is the client that limits them.
        name = head.lower().find(LENGTH)
        if name < 0:
            raise ValueError("no Content-Length")
        value, _, _ = head[name + len(LENGTH) :].partition(b"\r\n")
        self._length = int(value)
        if self._length < 0:
            raise ValueError("a negative Content-Length")
