"""The load generator in a process of its own, asked as an arm asks it, against scripted servers."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator

import psutil
import pytest
from helpers import LONG_S, closed_port, eventually, listening
from keepers import child_alone

from concdemo.conduct.child import Child
from concdemo.net import echo
from concdemo.net.echo_load import MOST_HELD, Line

BOX_NS = 5_000_000


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    """The generator's process."""
    with child_alone() as child:
        yield child


@pytest.fixture(scope="module")
def facts(child: Child) -> dict[str, int]:
    """Where it is, by its own word."""
    return child.ask(
        {"service": {"entry": "concdemo.net.echo_load:serve", "parameters": {}}}, LONG_S
    )


def asked(port: int, *requests: tuple[str, dict[str, int]]) -> dict[str, int]:
    """The answer to the last of these requests, on a line of their own."""

    async def ask() -> dict[str, int]:
        line, answer = Line(port), dict[str, int]()
        try:
            for word, details in requests:
                answer = await line.ask(asyncio.get_running_loop(), word, **details)
        finally:
            line.close()
        return answer

    return asyncio.run(asyncio.wait_for(ask(), LONG_S))


class Answering:
    """A server that answers each part of a message as it is told to, on a thread a connection."""

    def __init__(self, answer: Callable[[bytes], bytes | None]) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.ended: list[bool] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Answering":
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while data := connection.recv(1 << 20):
                back = self._answer(data)
                if back is None:
                    break
                connection.sendall(back)
        self.ended.append(True)


def load(port: int, server: int, connections: int = 3, size: int = 1_000) -> dict[str, int]:
    """What the generator says of keeping this server busy for a while."""
    connect = {"port": server, "connections": connections, "size": size}
    return asked(port, ("connect", connect), ("run", {"ns": BOX_NS}))


def test_it_listens_on_loopback_only(child: Child, facts: dict[str, int]) -> None:
    """Two ports, on 127.0.0.1, picked by the system."""
    process = psutil.Process(child.pid)
    assert sorted(listening(process)) == sorted([facts["port"], facts["sink"]])
    assert {one.laddr.ip for one in process.net_connections(kind="tcp")} == {"127.0.0.1"}


@pytest.mark.parametrize("size", [1, 1_024, 102_400])
@pytest.mark.parametrize("connections", [1, 5])
def test_every_message_comes_back(facts: dict[str, int], size: int, connections: int) -> None:
    """Whole turns of all connections, for at least as long as asked, none of them wrong."""
    with Answering(lambda data: data) as server:
        said = load(facts["port"], server.port, connections, size)
        assert said["messages"] >= connections and said["messages"] % connections == 0
        assert said["wrong"] == 0
        assert said["wall_ns"] >= BOX_NS and said["cpu_ns"] > 0
        eventually(lambda: len(server.ended) == connections)  # the line was closed, and so are they


def test_wrong_answers_are_counted(facts: dict[str, int]) -> None:
    """As long as the message, and not the same."""
    with Answering(lambda data: b"?" * len(data)) as server:
        said = load(facts["port"], server.port)
    assert said["wrong"] == said["messages"] >= 3


def test_another_connections_answer_is_wrong(facts: dict[str, int]) -> None:
    """Neighbours send different messages."""
    first: list[bytes] = []

    def mixed_up(data: bytes) -> bytes:
        first.append(data)
        return first[0][: len(data)]

    with Answering(mixed_up) as server:
        said = load(facts["port"], server.port, connections=2, size=10)
    assert said["wrong"] * 2 == said["messages"]


def test_a_server_that_hangs_up_is_a_fault(facts: dict[str, int]) -> None:
    """And the generator goes on serving others."""
    with Answering(lambda _: None) as server, pytest.raises(ConnectionError):
        load(facts["port"], server.port)
    with Answering(lambda data: data) as server:
        assert load(facts["port"], server.port)["wrong"] == 0


def test_a_server_that_is_not_there_is_a_fault(facts: dict[str, int]) -> None:
    """Nothing was connected, so nothing can be run."""
    with pytest.raises(ConnectionError, match="refused"):
        load(facts["port"], closed_port())
    with pytest.raises(ConnectionError, match="KeyError"):
        asked(facts["port"], ("run", {"ns": BOX_NS}))


@pytest.mark.parametrize("line", [b"nonsense\n", b"[]\n", b"{}\n", b'{"connect": {}}\n', b"\xff\n"])
def test_a_line_that_is_not_a_request_is_answered(facts: dict[str, int], line: bytes) -> None:
    """With what was wrong."""
    with socket.create_connection(("127.0.0.1", facts["port"]), LONG_S) as control:
        control.sendall(line)
        assert "error" in json.loads(control.makefile("rb").readline())


def test_the_sink_takes_connections_and_leaves_none(child: Child, facts: dict[str, int]) -> None:
    """However many are made, few are held, and none once it is told to settle."""
    for _ in range(3 * MOST_HELD):
        socket.create_connection(("127.0.0.1", facts["sink"]), LONG_S).close()
    assert asked(facts["port"], ("settle", {}))["cpu_ns"] > 0

    def held() -> list[object]:
        found = psutil.Process(child.pid).net_connections(kind="tcp")
        return [one for one in found if one.laddr.port == facts["sink"] and one.raddr]

    def none_held() -> bool:
        asked(facts["port"], ("settle", {}))
        return not held()

    eventually(none_held)


@pytest.mark.parametrize("api", echo.SERVERS)
@pytest.mark.parametrize("size", [1_024, 102_400])
def test_each_echo_server_echoes(facts: dict[str, int], api: str, size: int) -> None:
    """Every message comes back from asyncio's own loop, through each API."""

    async def serve() -> dict[str, int]:
        loop, line = asyncio.get_running_loop(), Line(facts["port"])
        server = await echo.SERVERS[api]()
        await line.ask(loop, "connect", port=server.port, connections=4, size=size)
        said = await line.ask(loop, "run", ns=BOX_NS)
        line.close()
        server.close()
        return said

    said = asyncio.run(asyncio.wait_for(serve(), LONG_S))
    assert said["messages"] >= 4 and said["wrong"] == 0
