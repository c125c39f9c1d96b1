"""The origin's answers, read from a stream that may be cut anywhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concdemo.wire import Reply, ReplyParser, expected_body

HEAD = b"HTTP/1.1 200 OK\r\nServer: x\r\ncontent-LENGTH: %d\r\n\r\n"


@pytest.mark.parametrize("size", [0, 1, 8, 9, 10, 1_024])
def test_a_body_has_its_size_and_is_its_task_s_own(size: int) -> None:
    """Bodies have exactly the bytes asked for, and another task's body is another."""
    body = expected_body(7, size)
    assert len(body) == size
    assert body == (b"00000007." * 200)[:size]
    assert size < 8 or expected_body(8, size) != body


@given(st.binary(max_size=200), st.lists(st.integers(0, 300), max_size=8))
def test_a_reply_is_whole_wherever_the_stream_is_cut(body: bytes, cuts: list[int]) -> None:
    """Nothing is answered before the last byte, and then the reply just as it was sent."""
    stream = HEAD % len(body) + body
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    parser = ReplyParser()
    replies = [parser.feed(stream[begin:end]) for begin, end in pairwise(places)]
    assert replies[:-1] == [None] * (len(replies) - 1)
    assert replies[-1] == Reply(200, body)


def test_the_status_is_read_and_left_to_the_caller() -> None:
    """A refusal of the server is a reply like any other."""
    reply = ReplyParser().feed(b"HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno")
    assert reply == Reply(503, b"no")


@pytest.mark.parametrize(
    "stream",
    [
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 two OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nbody",
    ],
)
def test_what_is_no_such_reply_is_refused(stream: bytes) -> None:
    """Another protocol, or a body whose end can't be known, is an error and not a wait."""
    with pytest.raises(ValueError):
        ReplyParser().feed(stream)
