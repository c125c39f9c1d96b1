"""Whole loads against real servers that do right, or wrong in every way that one can.

With httptools on uvloop and with the standard library alone.  What is bounded by count has a window
that is never reached, so that no test hangs on how fast it ran.
"""

import asyncio
import contextlib
import gc
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from helpers import LONG_S, Act, ScriptedServer, closed_port, eventually, response

from concdemo.net.load import lane, run
from concdemo.net.load.control import Unreachable
from concdemo.net.load.parsing import MakeParser, PlainParser, fastest
from concdemo.net.load.run import Run
from concdemo.net.load.service import loop_factory
from concdemo.net.load.spec import Expect, Load, Loaded, Request, Stream, StreamResult
from concdemo.net.load.watch import Watch

NEVER_NS = 60 * 10**9
SHORT_NS = 60_000_000
OK = Act(response(b"hello"))


class Client(NamedTuple):
    """A loop and a parser."""

    factory: Callable[[], asyncio.AbstractEventLoop]
    make_parser: MakeParser

    def run(self, *streams: Stream, **limits: Any) -> Loaded:
        """A load; the window is never reached unless it is given."""
        load = Load(streams, **{"box_ns": NEVER_NS, "drain_ns": NEVER_NS, **limits})

        async def whole() -> Loaded:
            return await asyncio.wait_for(Run(load, self.make_parser).whole(), LONG_S)

        with asyncio.Runner(loop_factory=self.factory) as runner:
            return runner.run(whole())

    def one(self, port: int, most: int, connections: int = 1, **more: Any) -> StreamResult:
        """What came of so many requests to one server."""
        limits = {name: more.pop(name) for name in ("box_ns", "drain_ns") if name in more}
        stream = Stream("one", "127.0.0.1", port, connections=connections, **more)
        return self.run(stream, most=most, **limits).streams["one"]


@pytest.fixture(params=["fastest", "plain"])
def client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Of either kind."""
    if request.param == "plain":
        monkeypatch.setattr(run, "watch_on", Watch)
        return Client(asyncio.SelectorEventLoop, PlainParser)
    pytest.importorskip("httptools")
    pytest.importorskip("uvloop")
    return Client(loop_factory()[1], fastest()[1])


def serving(*acts: Act) -> ScriptedServer:
    """A server that answers rightly before the window and then so, in the end always the same."""
    return ScriptedServer(lambda number, _: ([OK, *acts])[min(number, len(acts))])


@pytest.mark.parametrize("connections", [1, 7, 70])
def test_every_answer_is_counted(client: Client, connections: int) -> None:
    """As many as were asked for, on as many connections, one request before the window."""
    with ScriptedServer(lambda *_: OK) as server:
        found = client.one(server.port, 300, connections)
        assert (found.ok, found.errors, found.unfinished, found.reconnects) == (300, {}, 0, 0)
        assert len(server.lines) == 301 and server.connections == connections
    assert 0 < found.p50_ns <= found.p90_ns <= found.p99_ns <= found.max_ns
    assert found.in_flight <= connections


def test_the_window_ends_it(client: Client) -> None:
    """What came within it makes the rate; the clocks are those of its two ends."""
    with ScriptedServer(lambda *_: OK) as server:
        stream = Stream("one", "127.0.0.1", server.port, connections=4)
        loaded = client.run(stream, box_ns=SHORT_NS, pids=(os.getpid(),))
    found = loaded.streams["one"]
    assert loaded.whole_ns >= loaded.window_ns >= SHORT_NS / 2
    assert found.ok - 4 <= round(found.rate * loaded.window_ns / 1e9) <= found.ok
    assert found.in_flight == pytest.approx(4, rel=0.05)
    assert loaded.client_cpu_ns > 0
    assert loaded.server_cpu_ns == pytest.approx(loaded.client_cpu_ns, rel=0.2)  # one process
    assert loaded.client_waited_ns >= -1
    assert gc.isenabled()


@pytest.mark.parametrize("pids", [(), (2**22 + 1,), (os.getpid(), 2**22 + 1)])
def test_a_server_without_a_process(client: Client, pids: tuple[int, ...]) -> None:
    """Its CPU time is unknown, not small."""
    with ScriptedServer(lambda *_: OK) as server:
        stream = Stream("one", "127.0.0.1", server.port)
        assert client.run(stream, most=3, pids=pids).server_cpu_ns == -1


def test_streams_run_side_by_side(client: Client) -> None:
    """Each has its own books; the count is for all of them."""
    asked, changed = Counter[str](), threading.Condition()

    def script(number: int, line: str) -> Act:
        own = line.split()[1]
        other = {"/a": "/b", "/b": "/a"}[own]
        with changed:  # the server serves both alike, however the machine shares its cores
            asked[own] += 1
            changed.notify_all()
            changed.wait_for(
                lambda: asked[own] <= asked[other] + 5 or asked.total() > 150, timeout=LONG_S
            )
        return Act(response(b"{}")) if own == "/a" else Act(response(b"", "404 None"))

    with ScriptedServer(script) as server:
        where = ("127.0.0.1", server.port)
        loaded = client.run(
            Stream("a", *where, Request(target="/a"), Expect(json={}), connections=3),
            Stream("b", *where, Request(target="/b"), connections=2),
            most=200,
        )
    right, wrong = loaded.streams["a"], loaded.streams["b"]
    assert right.errors == {} and wrong.ok == 0
    assert right.ok + wrong.errors["wrong status 404"] == 200
    assert min(right.ok, wrong.errors["wrong status 404"]) > 10


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (Act(response(b"oops!", "500 Internal Server Error")), "wrong status 500"),
        (Act(response(b"hell0")), "wrong body"),
        (Act(response(b"")), "wrong body"),
        (Act(b"nonsense\r\n\r\n"), "not HTTP"),
        (Act(b"\x16\x03\x01\x00\xff" * 20), "not HTTP"),
        (Act(response(b'"hello"') * 2), "not HTTP"),
        (Act(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n\"hel", "close"), "closed early"),
        (Act(b"HTTP/1.1 200 OK\r\nContent-", "close"), "closed early"),
        (Act(b"", "close"), "closed early"),
        (Act(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n", "close"),
         "closed early"),
        (Act(b"", "reset"), "connection reset"),
        (Act(b"HTTP/1.1 200 OK\r\n", "reset"), "connection reset"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_counted_by_kind(client: Client, act: Act, kind: str) -> None:
    """And never as a success; those before it were right."""
    right = Act(response(b'"hello"'))
    with ScriptedServer(lambda number, _: right if number < 3 else act) as server:
        found = client.one(server.port, 5, expect=Expect(json="hello"))
    assert (found.ok, found.errors) == (2, {kind: 3})
    assert found.unfinished == 0


def test_lengths_are_checked(client: Client) -> None:
    """Where the body isn't, every answer must be as long as the first."""
    with serving(OK, Act(response(b"hello!")), OK, Act(response(b""))) as server:
        found = client.one(server.port, 4)
    assert (found.ok, found.errors) == (2, {"wrong length": 2})


CLOSING = {
    "says so": Act(response(b"hello", "200 OK", "Connection: close"), "close"),
    "an older version": Act(response(b"hello").replace(b"1.1", b"1.0", 1), "close"),
    "without a length": Act(b"HTTP/1.1 200 OK\r\n\r\nhello", "close"),
    "older, without a length": Act(b"HTTP/1.0 200 OK\r\nServer: x\r\n\r\nhello", "close"),
    "without a body": Act(b"HTTP/1.0 200 OK\r\n\r\n", "close"),
}


@pytest.mark.parametrize("how", CLOSING)
def test_a_server_that_closes_its_connections(client: Client, how: str) -> None:
    """Each request gets one of its own, and nothing is lost; none is opened before it is needed."""
    with ScriptedServer(lambda *_: CLOSING[how]) as server:
        found = client.one(server.port, 40, connections=4)
        assert (found.ok, found.errors) == (40, {})
        assert server.connections == 41 == len(server.lines)
    assert found.reconnects >= 36


def test_a_body_cut_off_is_not_one_that_ended(client: Client) -> None:
    """A connection's end completes a body only where no length was said."""
    cut = Act(b"HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello", "close")
    with serving(cut) as server:
        found = client.one(server.port, 2)
    assert (found.ok, found.errors) == (0, {"closed early": 2})


def test_chunks(client: Client) -> None:
    """However they are cut, each answer is the same."""
    chunks = b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
    chunked = Act(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    with serving(chunked) as server:
        server.bite = 40
        found = client.one(server.port, 5, connections=2)
    assert (found.ok, found.errors, found.reconnects) == (5, {}, 0)


def test_what_comes_before_an_answer_is_none(client: Client) -> None:
    """However much of it, in one piece with the answer or not: neither right nor wrong."""
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    act = Act(b"HTTP/1.1 100 Continue\r\n\r\n" + early * 2 + OK.data)
    for bite in (0, len(early)):
        with ScriptedServer(lambda *_: act) as server:
            server.bite = bite
            found = client.one(server.port, 6, connections=2)
            assert len(server.lines) == 7
        assert (found.ok, found.errors, found.reconnects) == (6, {}, 0)
        assert found.max_ns > 0


def test_another_protocol_is_no_answer(client: Client) -> None:
    """Nobody asked for it."""
    switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
    with serving(Act(switched.encode())) as server:
        found = client.one(server.port, 3)
    assert (found.ok, found.errors) == (0, {"not HTTP": 3})


def test_an_answer_that_comes_twice(client: Client) -> None:
    """Doesn't go unnoticed: the second is an error, unless the next request has left by then."""
    with ScriptedServer(lambda *_: Act(OK.data * 2)) as server:
        server.bite = len(OK.data)
        found = client.one(server.port, 10, rate=50.0)
    assert found.errors and set(found.errors) <= {"unasked answer", "not HTTP"}


def test_a_body_in_very_small_pieces(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is put together, over several rounds of the loop."""
    monkeypatch.setattr(lane, "PARTS_AT_ONCE", 2)
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    act = Act(chunked + b"1\r\n1\r\n" * 30_000 + b"0\r\n\r\n")
    with ScriptedServer(lambda *_: act) as server:
        expect = Expect(json=[[int("1" * 3)]])  # not what comes
        found = client.one(server.port, 1, expect=expect)
        assert (found.ok, found.errors) == (0, {"wrong body": 1})
        found = client.one(server.port, 2)
    assert (found.ok, found.errors) == (2, {})


def test_chunks_without_end(client: Client) -> None:
    """Keep neither the others nor the window's end waiting."""
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    endless = Act(chunked + b"1\r\nx\r\n" * 3_000_000)

    def script(number: int, line: str) -> Act:
        return endless if number > 1 and line.split()[1] == "/endless" else OK

    with ScriptedServer(script) as server:
        where = ("127.0.0.1", server.port)
        loaded = client.run(
            Stream("endless", *where, Request(target="/endless")),
            Stream("good", *where, Request(target="/good")),
            box_ns=5 * SHORT_NS,
            drain_ns=5 * SHORT_NS,
        )
    endless_one, good = loaded.streams["endless"], loaded.streams["good"]
    assert endless_one.ok == 0
    assert endless_one.unfinished or set(endless_one.errors) == {"too long"}
    assert good.ok > 1 and good.errors == {} and good.unfinished == 0


def test_a_window_that_ended_early_has_no_longer_drain(client: Client) -> None:
    """What is in flight is waited for from the window's end, not from where it could have been."""
    with serving(OK, Act(b"", "stall")) as server:
        found = client.one(server.port, 3, connections=3, drain_ns=SHORT_NS)
    assert (found.ok, found.unfinished) == (1, 2)


def test_a_server_that_hangs(client: Client) -> None:
    """The drain is bounded, and what has no answer by then is unfinished."""
    with serving(OK, Act(b"", "stall")) as server:
        found = client.one(server.port, 100, connections=3, box_ns=SHORT_NS, drain_ns=SHORT_NS)
    assert (found.ok, found.errors, found.unfinished) == (1, {}, 3)


def test_a_server_that_trickles(client: Client) -> None:
    """A byte at a time keeps nobody longer than the drain."""
    with ScriptedServer(lambda *_: OK) as server:

        def script(number: int, line: str) -> Act:
            server.bite = 1 if number else 0
            return Act(response(b"x" * 100_000)) if number else OK

        server.script = script
        found = client.one(server.port, 100, box_ns=SHORT_NS, drain_ns=SHORT_NS)
    assert (found.ok, found.unfinished) == (0, 1)


def test_an_answer_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doesn't fill the memory."""
    monkeypatch.setattr(lane, "MOST_BYTES", 200_000)
    monkeypatch.setattr(lane, "LARGE_BYTES", 10_000)
    endless = Act(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000)
    with serving(endless) as server:
        found = client.one(server.port, 1)
    assert (found.ok, found.errors) == (0, {"too long": 1})


def test_a_server_that_dies(client: Client) -> None:
    """It is asked again ever more rarely, and the window's end comes."""
    with ScriptedServer(lambda *_: OK) as server:

        def script(number: int, line: str) -> Act:
            if number < 3:
                return OK
            server._listener.shutdown(socket.SHUT_RDWR)
            server._listener.close()
            return Act(b"", "reset")

        server.script = script
        found = client.one(server.port, 1_000, box_ns=200_000_000)
    assert found.ok == 2 and found.errors.pop("connection reset") == 1
    assert 1 <= found.errors["connection refused"] <= 6 and len(found.errors) == 1


def test_a_server_that_is_not_there(client: Client) -> None:
    """Nothing was reached, so nothing is measured."""
    with pytest.raises(Unreachable, match="connection refused") as raised:
        client.one(closed_port(), 1)
    assert "연결" in raised.value.text.ko


@pytest.mark.parametrize("act", [Act(b"", "stall"), Act(b"HTTP/1.1 200 OK\r\n", "stall")])
def test_a_server_that_never_answers(client: Client, act: Act) -> None:
    """Isn't waited for longer than for what is in flight."""
    with (
        ScriptedServer(lambda *_: act) as server,
        pytest.raises(Unreachable, match=r"no whole answer from .* to / within 0\.06 s"),
    ):
        client.one(server.port, 1, drain_ns=SHORT_NS)


def test_a_first_answer_that_is_wrong_stops_nothing(client: Client) -> None:
    """What follows is counted."""
    with ScriptedServer(lambda number, _: OK if number else Act(b"", "reset")) as server:
        found = client.one(server.port, 3, connections=2)
    assert (found.ok, found.errors) == (3, {})


def test_a_large_body_is_sent_in_parts(client: Client) -> None:
    """The socket takes what it can; the rest follows."""
    size = 8 << 20
    lengths: list[int] = []

    class Taking(threading.Thread):
        def run(self) -> None:
            connection = listener.accept()[0]
            with connection, connection.makefile("rb") as lines:
                while lines.readline():
                    while lines.readline() != b"\r\n":
                        pass
                    lengths.append(len(lines.read(size)))
                    connection.sendall(OK.data)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        taking = Taking()
        taking.start()
        posting = Request("POST", body="x" * size)
        found = client.one(listener.getsockname()[1], 3, request=posting)
        taking.join(LONG_S)
    assert (found.ok, found.errors) == (3, {}) and lengths == [size] * 4


def test_an_answer_to_half_a_request_is_the_connections_last(client: Client) -> None:
    """As of a server that refuses what is too large, and hangs up."""
    refusal = response(b"", "413 Content Too Large")

    class Refusing(threading.Thread):
        def run(self) -> None:
            for _ in range(3):
                connection = held.enter_context(listener.accept()[0])
                connection.recv(1_000)  # and no more, so that the request stays half
                connection.sendall(refusal)

    with contextlib.ExitStack() as held, socket.create_server(("127.0.0.1", 0)) as listener:
        refusing = Refusing()
        refusing.start()
        posting = Request("POST", body="x" * (16 << 20))
        found = client.one(
            listener.getsockname()[1], 2, request=posting, expect=Expect(413), drain_ns=10**10
        )
        refusing.join(LONG_S)
    assert (found.ok, found.errors, found.reconnects) == (2, {}, 2)


def test_the_open_model_keeps_its_rate(client: Client) -> None:
    """However quick the answers are; the window's end is the end of what is due."""
    with ScriptedServer(lambda *_: OK) as server:
        stream = Stream("one", "127.0.0.1", server.port, connections=5, rate=500.0)
        loaded = client.run(stream, box_ns=200_000_000)
        due = loaded.window_ns * 500 / 1e9
        assert loaded.streams["one"].ok == pytest.approx(due, abs=2)
        assert server.connections == 5


def test_the_open_model_tells_what_waits(client: Client) -> None:
    """A server that stalls has all that was due meanwhile to answer for."""
    stalled = threading.Event()

    def script(number: int, line: str) -> Act:
        if number == 10:
            stalled.wait(0.1)
        return OK

    with ScriptedServer(script) as server:
        found = client.one(server.port, 100, rate=500.0)
    assert found.ok == 100 and found.max_ns >= 95_000_000
    assert found.p90_ns >= 50_000_000  # a closed model has one slow answer among a hundred


def test_everything_is_closed_afterwards(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections, and the descriptors of timers; also when the load is stopped in the middle."""
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    started = threading.Event()

    def script(number: int, line: str) -> Act:
        if number == 5:
            started.set()
        return OK

    async def stopped() -> None:
        stream = Stream("one", "127.0.0.1", server.port, connections=3)
        ticking = Stream("two", "127.0.0.1", server.port, connections=3, rate=100.0)
        load = Load((stream, ticking), NEVER_NS)
        task = asyncio.ensure_future(Run(load, client.make_parser).whole())
        await asyncio.get_running_loop().run_in_executor(None, started.wait)
        task.cancel()
        await asyncio.wait([task])

    with ScriptedServer(script) as server:
        with asyncio.Runner(loop_factory=client.factory) as runner:
            runner.run(stopped())
        eventually(lambda: not any(thread.is_alive() for thread in server._threads[1:]))
    gc.collect()
    if before:
        eventually(lambda: len(os.listdir("/proc/self/fd")) <= before)
    assert gc.isenabled()


def test_few_connections_are_made_at_a_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a server lets wait, and none is refused."""
    monkeypatch.setattr(run, "AT_A_TIME", 3)
    with ScriptedServer(lambda *_: OK) as server:
        assert client.one(server.port, 50, connections=20).errors == {}
        assert server.connections == 20


@pytest.fixture(autouse=True)
def _no_threads_left() -> Iterator[None]:
    """What a test starts ends with it."""
    before = threading.active_count()
    yield
    eventually(lambda: threading.active_count() <= before)
