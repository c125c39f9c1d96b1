"""The other end of the pinger: who asks for pings, and answers them as an echo does.

One thread does all of it, so that a process that is pinged has no thread but this one and
those that it is pinged beside.
"""

import contextlib
import json
import socket
from array import array
from typing import IO, NamedTuple

from concdemo import clock
from concdemo.net.pinger import ANSWER_LIMIT_S, END, HOST, PING_BYTES, ROUND_TRIPS


class Pinged(Exception):
    """There are no round trips.  Its words say why."""


class Answered(NamedTuple):
    """One ping as its echo saw it, on the machine's clock."""

    sent_ns: int  # by the pinger
    there_ns: int  # recv() had returned it
    answered_ns: int  # what this thread computed for the answer was done
    gone_ns: int  # send() had returned


class Line:
    """A control connection to the pinger, and the connection on which it pings.

    ``ask``, ``echo`` and ``trips`` are called one after another, by the thread that is pinged.
    """

    def __init__(self, host: str, port: int) -> None:
        self._listener = socket.create_server((HOST, 0), backlog=1)
        self._port: int = self._listener.getsockname()[1]
        self._control = socket.create_connection((host, port), ANSWER_LIMIT_S)
        self._control.settimeout(None)  # the pinger's own limits end every wait for it
        self._answers: IO[bytes] = self._control.makefile("rb")
        self._echo: socket.socket | None = None

    def ask(self, pings: int, *, warm_up: int = 0, pause_ns: int = 0) -> None:
        """Ask for so many pings, after ``warm_up`` that don't count; they begin at once.

        The pinger sleeps for ``pause_ns`` before each.
        """
        request = {
            "port": self._port,
            "pings": pings,
            "warm_up": warm_up,
            "pause_ns": pause_ns,
        }
        self._control.sendall(json.dumps(request).encode() + b"\n")
        if self._echo is None:
            self._listener.settimeout(ANSWER_LIMIT_S)
            self._echo = self._listener.accept()[0]
            self._listener.close()  # nobody else is to connect
            self._echo.setblocking(True)
            self._echo.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def echo(self) -> None:
        """Answer every ping until the last: two calls each, and as little around them as can be.

        A pinger that hangs up ends it too; ``trips`` has the reason.
        """
        assert self._echo is not None
        receive, send = self._echo.recv, self._echo.sendall
        with contextlib.suppress(ConnectionError):
            while (data := receive(PING_BYTES)) != END and data:
                send(data)

    def echo_recorded(self) -> list[Answered]:
        """``echo``, with every step of it stamped."""
        assert self._echo is not None
        pings = []
        with contextlib.suppress(ConnectionError):
            while (data := self._echo.recv(PING_BYTES)) != END and data:
                there_ns, cpu_ns = clock.monotonic_ns(), clock.thread_cpu_ns()
                self._echo.sendall(data)
                cpu_ns = clock.thread_cpu_ns() - cpu_ns
                gone_ns = clock.monotonic_ns()
                sent_ns = int.from_bytes(data, "big")
                pings.append(Answered(sent_ns, there_ns, min(there_ns + cpu_ns, gone_ns), gone_ns))
        return pings

    def trips(self) -> "tuple[array[int], int]":
        """The round trips in nanoseconds, and the pinger's time in the run queue (-1: unknown).

        Raises:
            Pinged: there are none.
        """
        head = self._answers.readline()
        if not head:
            raise Pinged("the pinger hung up")
        answer = json.loads(head)
        if "error" in answer:
            raise Pinged(answer["error"])
        trips = array(ROUND_TRIPS)
        body = self._answers.read(answer["pings"] * trips.itemsize)
        if len(body) != answer["pings"] * trips.itemsize:
            raise Pinged("the pinger hung up")
        trips.frombytes(body)
        return trips, answer["waited_ns"]

    def close(self) -> None:
        """Hang up."""
        for one in (self._answers, self._control, self._echo, self._listener):
            if one is not None:
                with contextlib.suppress(OSError):
                    one.close()
