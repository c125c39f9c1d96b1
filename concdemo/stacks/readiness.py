"""One whole request to a server that may not be there yet, within a time that is kept.

A byte now and then must not keep a request alive, so the answer is read to its end here and
parsed afterwards.
"""

import http.client
import io
import json
import socket
from dataclasses import dataclass
from typing import Any

from concdemo import clock

LONGEST_ANSWER = 1 << 20


class NoAnswer(Exception):
    """There is no whole answer yet: nobody listens, or the connection ended or lasted too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered.

    ``status`` is 0 where that wasn't HTTP, ``json`` None where the body isn't JSON.
    """

    status: int
    json: Any
    body: bytes


class _Received:
    """What ``http.client`` takes for a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)


def ask(host: str, port: int, target: str, limit_s: float) -> Answer:
    """The answer to ``GET target``.

    Raises:
        NoAnswer: there is none within ``limit_s`` seconds.
    """
    request = f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
    deadline_ns = clock.monotonic_ns() + int(limit_s * 1e9)
    received = b""
    try:
        with socket.create_connection((host, port), max(0.001, limit_s)) as connection:
            connection.sendall(request.encode())
            while len(received) < LONGEST_ANSWER:
                left_s = (deadline_ns - clock.monotonic_ns()) / 1e9
                if left_s <= 0:
                    raise NoAnswer("too slow")
                connection.settimeout(left_s)
                data = connection.recv(1 << 16)
                if not data:
                    break
                received += data
    except OSError as error:
        raise NoAnswer(str(error)) from error
    return _parsed(received)


def _parsed(received: bytes) -> Answer:
    if received.startswith(b"HTTP/") and b"\r\n\r\n" not in received:
        raise NoAnswer("the connection ended within the head")
    response = http.client.HTTPResponse(_Received(received))  # type: ignore[arg-type]
    try:
        response.begin()
        body = response.read()
    except (http.client.IncompleteRead, http.client.RemoteDisconnected) as error:
        raise NoAnswer(str(error)) from error
    except (http.client.HTTPException, ValueError):
        return Answer(0, None, received)
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    return Answer(response.status, value, body)
