"""The origin in a process of its own, as a run starts it, asked over plain sockets."""

import asyncio
import socket
from collections.abc import Iterator

import psutil
import pytest
from helpers import LONG_S, eventually, listening, refused, workplace
from keepers import child_alone

from concdemo import clock
from concdemo.conduct.child import Child
from concdemo.wire import Reply, ReplyParser, expected_body

Address = tuple[str, int]


@pytest.fixture(scope="module")
def origin() -> Iterator[Child]:
    """The origin's process."""
    with child_alone() as child:
        yield child


@pytest.fixture(scope="module")
def address(origin: Child) -> Address:
    """Where it listens, by its own word."""
    spec = {"entry": "concdemo.net.origin:serve", "parameters": {}}
    facts = origin.ask({"service": spec}, LONG_S)
    return facts["host"], facts["port"]


@pytest.fixture
def connection(address: Address) -> Iterator[socket.socket]:
    """A connection to it."""
    with socket.create_connection(address, LONG_S) as opened:
        yield opened


def request(task: int, size: int = 30, delay: str = "0") -> bytes:
    """A request as the clients send it."""
    return f"GET /wait/{delay}/{size}/{task} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def replies(connection: socket.socket, count: int) -> list[Reply]:
    """The next so many replies."""
    found: list[Reply] = []
    data = b""
    while len(found) < count:
        more = connection.recv(1 << 16)
        assert more, f"closed after {len(found)} replies: {data!r}"
        data += more
        while b"\r\n\r\n" in data and len(found) < count:
            head, _, rest = data.partition(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split()[0])
            if len(rest) < length:
                break
            reply = ReplyParser().feed(head + b"\r\n\r\n" + rest[:length])
            assert reply is not None
            found.append(reply)
            data = rest[length:]
    assert data == b""
    return found


def test_it_listens_on_loopback_only(origin: Child, address: Address) -> None:
    """One port, on 127.0.0.1, picked by the system."""
    process = psutil.Process(origin.pid)
    assert address[0] == "127.0.0.1"
    assert listening(process) == [address[1]]
    assert {one.laddr.ip for one in process.net_connections(kind="tcp")} == {"127.0.0.1"}


@pytest.mark.parametrize("size", [0, 1, 9, 10, 1_000, 200_000])
def test_the_body_is_what_was_asked_for(connection: socket.socket, size: int) -> None:
    """The body depends on the task and is as long as asked for."""
    connection.sendall(request(7, size))
    assert replies(connection, 1) == [Reply(200, expected_body(7, size))]


def test_it_waits_as_long_as_it_is_asked_to(connection: socket.socket) -> None:
    """No answer comes before the wait is over."""
    begin = clock.monotonic_ns()
    connection.sendall(request(1, delay="80"))
    assert replies(connection, 1)[0].status == 200
    assert clock.monotonic_ns() - begin >= 79_000_000


def test_one_connection_serves_many_requests(connection: socket.socket) -> None:
    """A connection is kept, and each request gets its own answer."""
    for task in range(20):
        connection.sendall(request(task))
        assert replies(connection, 1) == [Reply(200, expected_body(task, 30))]


def test_requests_sent_at_once_are_answered_in_order(connection: socket.socket) -> None:
    """Several heads in one packet are all answered."""
    connection.sendall(b"".join(request(task) for task in range(10)))
    assert replies(connection, 10) == [Reply(200, expected_body(task, 30)) for task in range(10)]


def test_a_request_may_come_in_pieces(connection: socket.socket) -> None:
    """A head is taken when it is whole, however it was cut."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in request(3):
        connection.sendall(bytes([byte]))
    assert replies(connection, 1) == [Reply(200, expected_body(3, 30))]


@pytest.mark.parametrize(
    "line",
    [
        b"POST /wait/0/1/1 HTTP/1.1",
        b"GET / HTTP/1.1",
        b"GET /wait/0/1 HTTP/1.1",
        b"GET /wait/0/1/1/1 HTTP/1.1",
        b"GET /sleep/0/1/1 HTTP/1.1",
        b"GET /wait/soon/1/1 HTTP/1.1",
        b"GET /wait/0/much/1 HTTP/1.1",
        b"GET /wait/0/1/one HTTP/1.1",
        b"GET /wait/nan/1/1 HTTP/1.1",
        b"GET /wait/inf/1/1 HTTP/1.1",
        b"GET /wait/-1/1/1 HTTP/1.1",
        b"GET /wait/0/-1/1 HTTP/1.1",
        b"GET /wait/0/99999999999999/1 HTTP/1.1",
        b"GET /wait/1e300/1/1 HTTP/1.1",
        b"GET",
        b"",
        b"\xff\xfe\x00 \x00 \x00",
    ],
)
def test_a_bad_request_is_answered_and_no_more(connection: socket.socket, line: bytes) -> None:
    """404, and the next request on the same connection is served."""
    connection.sendall(line + b"\r\n\r\n" + request(5))
    assert replies(connection, 2) == [Reply(404, b""), Reply(200, expected_body(5, 30))]


def test_a_head_without_end_is_cut_off(address: Address) -> None:
    """Whoever sends ever more of a head loses the connection; the others don't."""
    with socket.create_connection(address, LONG_S) as bad:

        def sent_until_cut() -> bool:
            try:
                bad.sendall(b"x" * 65_536)
            except OSError:
                return True
            return False

        eventually(sent_until_cut)
    with socket.create_connection(address, LONG_S) as good:
        good.sendall(request(1))
        assert replies(good, 1)[0].status == 200


def test_a_client_may_leave_early(origin: Child, address: Address) -> None:
    """Clients that hang up half-way, politely or not, cost the others nothing."""
    for leave in (b"GET /wait", request(1, delay="30"), b""):
        for how in (socket.SHUT_WR, socket.SHUT_RDWR):
            with socket.create_connection(address, LONG_S) as leaving:
                leaving.sendall(leave)
                leaving.shutdown(how)
    with socket.create_connection(address, LONG_S) as staying:
        staying.sendall(request(2, delay="40"))
        assert replies(staying, 1) == [Reply(200, expected_body(2, 30))]
    process = psutil.Process(origin.pid)
    eventually(
        lambda: all(one.status == psutil.CONN_LISTEN for one in process.net_connections("tcp"))
    )


def test_many_connections_at_once(address: Address) -> None:
    """Three hundred clients at once are each answered rightly."""

    async def one(task: int) -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection(*address)
        writer.write(request(task, 50, "20"))
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(50)
        writer.close()
        await writer.wait_closed()
        return int(head[9:12]), body

    async def all_of_them() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(one(task) for task in range(300)))

    found = asyncio.run(asyncio.wait_for(all_of_them(), LONG_S))
    assert found == [(200, expected_body(task, 50)) for task in range(300)]


def test_it_ends_with_its_conductor() -> None:
    """When its line is cut it is gone, and its port with it, though it was serving."""
    with workplace() as folder:
        child = Child(folder)
        try:
            spec = {"entry": "concdemo.net.origin:serve", "parameters": {}}
            facts = child.ask({"service": spec}, LONG_S)
            with socket.create_connection((facts["host"], facts["port"]), LONG_S) as busy:
                busy.sendall(request(1, delay="60000"))
                child._to.close()
                eventually(lambda: not child.alive)
            assert refused(facts["port"])
        finally:
            child.kill()
