"""The load generator in a process of its own, asked as an arm asks it."""

import contextlib
import json
import os
import signal
import socket
import struct
import threading
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import psutil
import pytest
from helpers import LONG_S, Act, ScriptedServer, closed_port, eventually, listening, workplace

from concdemo.conduct.child import Child
from concdemo.net.load.control import Line, Unreachable
from concdemo.net.load.spec import Expect, Load, Request, Stream

OK = Act(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
NEVER_NS = 60 * 10**9


def started(folder: Any, **parameters: int) -> tuple[Child, dict[str, Any]]:
    """A generator, and what it said of itself."""
    child = Child(folder)
    entry = {"entry": "concdemo.net.load.service:serve", "parameters": parameters}
    return child, child.ask({"service": entry}, LONG_S)


@pytest.fixture(scope="module", params=["fastest", "plain"])
def generator(request: pytest.FixtureRequest) -> Iterator[tuple[Child, dict[str, Any]]]:
    """One for all tests, of either kind."""
    with workplace() as folder:
        child, facts = started(folder, **({"plain": 1} if request.param == "plain" else {}))
        try:
            yield child, facts
        finally:
            child.kill()


@pytest.fixture
def line(generator: tuple[Child, dict[str, Any]]) -> Iterator[Line]:
    """A line to it."""
    with contextlib.closing(Line(generator[1]["port"])) as line:
        yield line


def few(port: int, **more: Any) -> Load:
    """Five requests; the window is never reached."""
    stream = Stream("one", "127.0.0.1", port, Request(), Expect(json={}), **more)
    return Load((stream,), NEVER_NS, most=5)


def test_it_listens_on_loopback_only(generator: tuple[Child, dict[str, Any]]) -> None:
    """One port, picked by the system; and it says what it is."""
    child, facts = generator
    process = psutil.Process(child.pid)
    assert listening(process) == [facts["port"]] and facts["host"] == "127.0.0.1"
    assert {one.laddr.ip for one in process.net_connections(kind="tcp")} == {"127.0.0.1"}
    assert facts["client"] in ("httptools on uvloop", "a plain parser on asyncio")
    assert facts["histogram"]


def test_loads_one_after_another(line: Line) -> None:
    """On one line; its CPU time is its own, the server's is here."""
    with ScriptedServer(lambda *_: OK) as server:
        for connections in (1, 3):
            load = few(server.port, connections=connections)
            found = line.load(Load(load.streams, load.box_ns, 5, pids=(os.getpid(),)))
            assert found.streams["one"].ok == 5 and found.streams["one"].errors == {}
            assert found.client_cpu_ns > 0 and found.server_cpu_ns > 0


def test_two_lines_take_turns(generator: tuple[Child, dict[str, Any]]) -> None:
    """Two loads at once would disturb each other."""

    def load(target: str) -> None:
        with contextlib.closing(Line(generator[1]["port"])) as line:
            stream = Stream("one", "127.0.0.1", server.port, Request(target=target), connections=2)
            assert line.load(Load((stream,), NEVER_NS, most=30)).streams["one"].ok == 30

    with ScriptedServer(lambda *_: OK) as server:
        threads = [threading.Thread(target=load, args=[target]) for target in ("/a", "/b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONG_S)
        targets = [words.split()[1] for words in server.lines]
    assert len(targets) == 62
    changes = sum(one != other for one, other in pairwise(targets))
    assert changes == 1


def test_a_server_that_is_not_there(line: Line) -> None:
    """Is told in both languages, and the line can be used again."""
    with pytest.raises(Unreachable, match="connection refused") as raised:
        line.load(few(closed_port()))
    assert isinstance(raised.value, ConnectionError) and "연결" in raised.value.text.ko
    with ScriptedServer(lambda *_: OK) as server:
        assert line.load(few(server.port)).streams["one"].ok == 5


@pytest.mark.parametrize(
    "words",
    [b"nonsense\n", b"[]\n", b"{}\n", b'{"load": {"streams": []}}\n', b'{"load": 1}\n', b"\xff\n"],
)
def test_a_line_that_is_not_a_load_is_answered(
    generator: tuple[Child, dict[str, Any]], words: bytes
) -> None:
    """With what was wrong, in both languages."""
    with socket.create_connection(("127.0.0.1", generator[1]["port"]), LONG_S) as control:
        control.sendall(words)
        error = json.loads(control.makefile("rb").readline())["error"]
    assert error["en"].startswith("not a load") and error["ko"]


LINGER = struct.pack("ii", 1, 0)
"""Of a socket that is reset when it is closed, as that of a process that had not read all."""


@pytest.mark.parametrize("is_reset", [False, True], ids=["ends", "is reset"])
def test_it_stops_when_the_line_is_gone(
    generator: tuple[Child, dict[str, Any]], is_reset: bool
) -> None:
    """In mid-load: an arm that was killed leaves no load behind."""
    _, facts = generator
    loading = threading.Event()

    def script(number: int, _: str) -> Act:
        if number == 3:
            loading.set()
        return OK

    with ScriptedServer(script) as server:
        stream = Stream("one", "127.0.0.1", server.port, connections=4)
        words = json.dumps({"load": Load((stream,), NEVER_NS).as_dict()}).encode() + b"\n"
        with socket.create_connection(("127.0.0.1", facts["port"]), LONG_S) as control:
            control.sendall(words)
            assert loading.wait(LONG_S)
            if is_reset:
                control.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        # Each serves a connection until that has ended.
        eventually(lambda: not any(thread.is_alive() for thread in server._threads[1:]))
        with contextlib.closing(Line(facts["port"])) as line:
            assert line.load(few(server.port)).streams["one"].ok == 5


def test_a_generator_that_was_killed() -> None:
    """Whoever waits for it hears so."""
    loading = threading.Event()

    def script(number: int, _: str) -> Act:
        if number == 3:
            loading.set()
        return OK

    def kill() -> None:
        assert loading.wait(LONG_S)
        os.kill(child.pid, signal.SIGKILL)

    with workplace() as folder, ScriptedServer(script) as server:
        child, facts = started(folder)
        killer = threading.Thread(target=kill)
        killer.start()
        stream = Stream("one", "127.0.0.1", server.port)
        with contextlib.closing(Line(facts["port"])) as line:
            with pytest.raises(Unreachable, match="load generator has gone"):
                line.load(Load((stream,), NEVER_NS))
            with pytest.raises(Unreachable, match="load generator has gone"):
                line.load(Load((stream,), NEVER_NS))
        killer.join(LONG_S)
        child.kill()


def test_between_loads_it_sleeps(generator: tuple[Child, dict[str, Any]], line: Line) -> None:
    """It waits in the system, not in a loop of its own."""
    child, _ = generator
    with ScriptedServer(lambda *_: OK) as server:
        line.load(few(server.port))
    eventually(lambda: psutil.Process(child.pid).status() == psutil.STATUS_SLEEPING)
