"""The pinger in a process of its own, as a run starts it, with echoes that do as they like."""

import itertools
import json
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import psutil
import pytest
from helpers import LONG_S, eventually, listening, refused, workplace
from keepers import child_alone

from concdemo import clock
from concdemo.conduct.child import Child
from concdemo.net.pinged import Line, Pinged
from concdemo.net.pinger import END, PING_BYTES

Address = tuple[str, int]
SPEC = {"entry": "concdemo.net.pinger:serve", "parameters": {"answer_limit_s": 0.3}}
SECOND_NS = 1_000_000_000


@pytest.fixture(scope="module")
def pinger() -> Iterator[Child]:
    """The pinger's process, which is not patient."""
    with child_alone() as child:
        yield child


@pytest.fixture(scope="module")
def address(pinger: Child) -> Address:
    """Where it listens, by its own word."""
    facts = pinger.ask({"service": SPEC}, LONG_S)
    return facts["host"], facts["port"]


@pytest.fixture
def line(address: Address) -> Iterator[Line]:
    """A line to it."""
    with closing(Line(*address)) as opened:
        yield opened


def test_it_listens_on_loopback_only(pinger: Child, address: Address) -> None:
    """One port, on 127.0.0.1, picked by the system."""
    process = psutil.Process(pinger.pid)
    assert address[0] == "127.0.0.1"
    assert listening(process) == [address[1]]


@pytest.mark.parametrize("pings", [1, 2, 50])
@pytest.mark.parametrize("warm_up", [0, 3])
def test_it_pings_as_often_as_it_is_asked_to(line: Line, pings: int, warm_up: int) -> None:
    """Those that come before the ones that count are answered, and not told."""
    begin_ns = clock.monotonic_ns()
    line.ask(pings, warm_up=warm_up)
    answered = line.echo_recorded()
    trips, waited_ns = line.trips()
    took_ns = clock.monotonic_ns() - begin_ns
    assert len(answered) == warm_up + pings and len(trips) == pings
    assert min(trips) > 0 and sum(trips) < took_ns
    assert waited_ns >= 0 or clock.run_queue_wait_ns() < 0
    for ping, trip in zip(answered[warm_up:], trips, strict=True):
        assert begin_ns < ping.sent_ns < ping.there_ns <= ping.answered_ns <= ping.gone_ns
        assert trip > ping.there_ns - ping.sent_ns


def test_it_pauses_when_it_is_asked_to(line: Line) -> None:
    """The pause comes before each ping and is in no round trip."""
    line.ask(3, pause_ns=SECOND_NS // 50)
    answered = line.echo_recorded()
    for before, after in itertools.pairwise(answered):
        assert after.sent_ns - before.there_ns >= SECOND_NS // 50
    assert len(line.trips()[0]) == 3


def test_one_line_takes_many_requests(line: Line) -> None:
    """Both connections are kept."""
    for pings in range(1, 20):
        line.ask(pings)
        line.echo()
        assert len(line.trips()[0]) == pings


def test_several_lines_at_once(address: Address) -> None:
    """Each gets its own pings back."""
    found: list[int] = []

    def one() -> None:
        with closing(Line(*address)) as own:
            own.ask(200)
            own.echo()
            found.append(len(own.trips()[0]))

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_S)
    assert found == [200] * 5


# ── echoes that aren't ───────────────────────────────────────────────────────


def answered(address: Address, echo: Callable[[socket.socket], None]) -> str:
    """What the pinger says of an echo that behaves like this; it hangs up on both lines."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(address, LONG_S) as control,
    ):
        port = listener.getsockname()[1]
        request = {"port": port, "pings": 5, "warm_up": 0, "pause_ns": 0}
        control.sendall(json.dumps(request).encode() + b"\n")
        connection = listener.accept()[0]
        with connection, control.makefile("rb") as answers:
            echo(connection)
            said: str = json.loads(answers.readline())["error"]
            assert answers.readline() == b""
        return said


def silent(connection: socket.socket) -> None:
    """Reads and says nothing."""
    connection.recv(PING_BYTES)


def liar(connection: socket.socket) -> None:
    """Answers something else."""
    connection.recv(PING_BYTES)
    connection.sendall(b"what???!")


def deserter(connection: socket.socket) -> None:
    """Hangs up in the middle of an answer."""
    connection.sendall(connection.recv(PING_BYTES)[:3])
    connection.shutdown(socket.SHUT_WR)


def rude(connection: socket.socket) -> None:
    """Hangs up at once."""
    connection.close()


@pytest.mark.parametrize(
    ("echo", "words"),
    [(silent, "timed out"), (liar, "came back as"), (deserter, "hung up"), (rude, "")],
)
def test_an_echo_that_fails_is_told_and_no_more(
    address: Address, echo: Callable[[socket.socket], None], words: str
) -> None:
    """One line says why; the next who asks is served."""
    said = answered(address, echo)
    assert said and words in said
    with closing(Line(*address)) as after:
        after.ask(2)
        after.echo()
        assert len(after.trips()[0]) == 2


def test_an_answer_in_pieces_is_whole(address: Address) -> None:
    """Bytes may come as they like, as long as they are the right ones."""

    def pieces(connection: socket.socket) -> None:
        while (ping := connection.recv(PING_BYTES)) != END:
            for byte in ping:
                connection.sendall(bytes([byte]))
        connection.close()

    with pytest.raises(KeyError):  # there is no error
        answered(address, pieces)


def test_nobody_to_ping(address: Address) -> None:
    """A port where nobody listens is an answer too."""
    with socket.create_connection(address, LONG_S) as control, control.makefile("rb") as answers:
        request = {"port": 1, "pings": 1, "warm_up": 0, "pause_ns": 0}
        control.sendall(json.dumps(request).encode() + b"\n")
        assert json.loads(answers.readline())["error"]


@pytest.mark.parametrize(
    "request_line", [b"\n", b"{}\n", b"pings\n", b"[1]\n", b'{"port": 1', b"\xff\xfe\n"]
)
def test_who_asks_nonsense_is_hung_up_on(address: Address, request_line: bytes) -> None:
    """The others are served as before."""
    with socket.create_connection(address, LONG_S) as control:
        control.sendall(request_line)
        control.shutdown(socket.SHUT_WR)
        control.settimeout(LONG_S)
        assert control.recv(1) == b""
    with closing(Line(*address)) as good:
        good.ask(1)
        good.echo()
        assert len(good.trips()[0]) == 1


# ── the other end ────────────────────────────────────────────────────────────


def test_a_line_that_is_cut_is_told() -> None:
    """A pinger that dies between ping and answer leaves no round trips."""
    with workplace() as folder:
        child = Child(folder)
        try:
            facts = child.ask({"service": SPEC}, LONG_S)
            with closing(Line(facts["host"], facts["port"])) as own:
                own.ask(1_000_000, pause_ns=SECOND_NS // 1000)
                killer = threading.Thread(target=child.kill)
                killer.start()
                own.echo()
                killer.join(LONG_S)
                with pytest.raises((Pinged, ConnectionError)):
                    own.trips()
        finally:
            child.kill()


def test_an_echo_that_is_left_is_told(line: Line) -> None:
    """The reason is read where the round trips would have been."""
    line.ask(1)
    line.echo()
    line.trips()
    line.ask(3)
    assert select.select([line._control], [], [], LONG_S)[0]
    line.echo()
    with pytest.raises(Pinged, match="timed out"):
        line.trips()


def test_it_ends_with_its_conductor() -> None:
    """When its line is cut it is gone, and its port with it, though it was pinging."""
    with workplace() as folder:
        child = Child(folder)
        try:
            facts = child.ask({"service": SPEC}, LONG_S)
            with closing(Line(facts["host"], facts["port"])) as own:
                own.ask(1_000_000, pause_ns=SECOND_NS // 1000)
                echoing = threading.Thread(target=own.echo)
                echoing.start()
                child._to.close()
                eventually(lambda: not child.alive)
                echoing.join(LONG_S)
            assert refused(facts["port"])
        finally:
            child.kill()
