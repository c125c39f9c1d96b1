"""One request to a server that may not be there yet, be slow, or talk nonsense."""

import pytest
from helpers import Act, ScriptedServer, closed_port, response

from concdemo import clock
from concdemo.stacks.readiness import Answer, NoAnswer, ask

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (response(b'{"a": 1}'), Answer(200, {"a": 1}, b'{"a": 1}')),
        (response(b"no", "503 Service Unavailable"), Answer(503, None, b"no")),
        (CHUNKED, Answer(200, [1, 2], b"[1,2]")),
        (b"HTTP/1.0 200 OK\r\n\r\n7", Answer(200, 7, b"7")),
        (b"SSH-2.0-no\r\n", Answer(0, None, b"SSH-2.0-no\r\n")),
    ],
)
def test_an_answer_is_read_whole(sent: bytes, answer: Answer) -> None:
    """Whatever it is, and however its end is told."""
    with ScriptedServer(lambda _number, _line: Act(sent, "close")) as server:
        assert ask("127.0.0.1", server.port, "/json", 10) == answer
        assert server.lines == ["GET /json HTTP/1.1"]


@pytest.mark.parametrize("sent", [b"", response(b"whole")[:-2], b"HTTP/1.1 200 OK\r\nContent-Le"])
def test_half_an_answer_is_none(sent: bytes) -> None:
    """A server that is just coming up may hang up on its first client."""
    with (
        ScriptedServer(lambda _number, _line: Act(sent, "close")) as server,
        pytest.raises(NoAnswer),
    ):
        ask("127.0.0.1", server.port, "/json", 10)


def test_nobody_answers_at_a_closed_port() -> None:
    """It is said at once."""
    with pytest.raises(NoAnswer):
        ask("127.0.0.1", closed_port(), "/json", 10)


@pytest.mark.parametrize("bite", [0, 1])
def test_a_slow_answer_is_not_waited_for_longer(bite: int) -> None:
    """A byte now and then doesn't make the time longer."""
    begin = clock.monotonic_ns()
    with ScriptedServer(lambda _number, _line: Act(b"HTTP/1.1 200 OK\r\n" * 999, "stall")) as slow:
        slow.bite = bite
        with pytest.raises(NoAnswer):
            ask("127.0.0.1", slow.port, "/json", 0.2)
    assert clock.monotonic_ns() - begin < 30e9
