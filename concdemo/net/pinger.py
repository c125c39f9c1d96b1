"""The pinger: a process that pings an echo on request and times every round trip.

It runs beside the arms, so its clock readings wait for no lock of theirs.  A control
connection carries requests, a line each, and their answers::

    {"port", "pings", "warm_up", "pause_ns"}
        →  {"pings": n, "waited_ns": …} and n round trips of eight bytes, in nanoseconds
        →  {"error": "why there are none"}

The echo listens on loopback at ``port``; the connection to it is made with the first
request and kept as long as the control connection.  A ping is eight bytes, the clock when
it was sent, and must come back unchanged before the next one is sent; END follows the
last and wants no answer.  ``warm_up`` pings come before those that count, and the pinger
sleeps for ``pause_ns`` before each of all of them.  Every wait is bounded.
"""

import contextlib
import json
import socket
import threading
from array import array
from collections.abc import Callable
from typing import Any

from concdemo import clock
from concdemo.model import Parameters

HOST = "127.0.0.1"
PING_BYTES = 8
END = bytes(PING_BYTES)
"""No clock reads zero."""

ANSWER_LIMIT_S = 10.0
"""How long a ping may stay without an answer, or the echo without a connection."""

BACKLOG = 64
ROUND_TRIPS = "Q"
"""The type code of an array of them; both ends are on one machine and share its byte order."""


class PingFault(Exception):
    """The echo gave a wrong answer or none."""


class Echo:
    """The pinger's end of the connection to an echo."""

    def __init__(self, port: int, limit_s: float) -> None:
        self._socket = socket.create_connection((HOST, port), limit_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def trip(self) -> int:
        """Send a ping, wait for its echo; how long that took.

        Raises:
            PingFault: something else came back, or the echo hung up.
            OSError: nothing came back in time, or the connection broke.
        """
        sent_ns = clock.monotonic_ns()
        ping = sent_ns.to_bytes(PING_BYTES, "big")
        self._socket.sendall(ping)
        answer = self._socket.recv(PING_BYTES)
        took_ns = clock.monotonic_ns() - sent_ns
        while len(answer) < PING_BYTES:
            more = self._socket.recv(PING_BYTES - len(answer))
            if not more:
                raise PingFault("the echo hung up")
            answer += more
            took_ns = clock.monotonic_ns() - sent_ns
        if answer != ping:
            raise PingFault(f"{ping.hex()} came back as {answer.hex()}")
        return took_ns

    def end(self) -> None:
        """Tell the echo that no more pings follow for now."""
        self._socket.sendall(END)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def ping(echo: Echo, request: dict[str, int]) -> "array[int]":
    """The round trips of a request, in nanoseconds and in their order.

    Raises:
        PingFault, OSError: as ``Echo.trip`` does.
    """
    trips = array(ROUND_TRIPS)
    for number in range(-request["warm_up"], request["pings"]):
        if request["pause_ns"]:
            clock.sleep(request["pause_ns"] / 1e9)
        took_ns = echo.trip()
        if number >= 0:
            trips.append(took_ns)
    echo.end()
    return trips


class Asked:
    """One control connection, served by a thread of its own."""

    def __init__(self, control: socket.socket, limit_s: float) -> None:
        self._control = control
        self._limit_s = limit_s
        self._echo: Echo | None = None

    def serve(self) -> None:
        """Answer requests until whoever asks has hung up or an echo has failed."""
        with (
            contextlib.suppress(OSError, ValueError, KeyError, TypeError),
            self._control,
            self._control.makefile("rb") as asking,
        ):
            while (line := asking.readline()) and self._answer(json.loads(line)):
                pass
        self._hang_up()

    def _answer(self, request: dict[str, int]) -> bool:
        """Whether there can be another request after this one."""
        waited_ns = clock.run_queue_wait_ns()
        try:
            self._echo = self._echo or Echo(request["port"], self._limit_s)
            trips = ping(self._echo, request)
        except (PingFault, OSError) as fault:
            # The echo sees the end of its connection, and reads the reason here.
            why = " ".join(str(fault).split()) or type(fault).__name__
            self._control.sendall(json.dumps({"error": why}).encode() + b"\n")
            self._hang_up()
            return False
        waited_ns = clock.run_queue_wait_ns() - waited_ns if waited_ns >= 0 else -1
        head = json.dumps({"pings": len(trips), "waited_ns": waited_ns}).encode() + b"\n"
        self._control.sendall(head + trips.tobytes())
        return True

    def _hang_up(self) -> None:
        if self._echo is not None:
            self._echo.close()
            self._echo = None


def serve(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve on a free loopback port until this process is ended; tell ``ready`` where.

    ``parameters`` may hold "answer_limit_s", ANSWER_LIMIT_S unless it is given.
    """
    limit_s = parameters.get("answer_limit_s", ANSWER_LIMIT_S)
    assert isinstance(limit_s, int | float)
    with socket.create_server((HOST, 0), backlog=BACKLOG) as listener:
        ready({"host": HOST, "port": listener.getsockname()[1]})
        while True:
            control = listener.accept()[0]
            asked = Asked(control, limit_s)
            threading.Thread(target=asked.serve, daemon=True).start()
