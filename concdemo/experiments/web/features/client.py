"""Plain requests to a server on this machine, one after another or all at once."""

import asyncio
import http.client
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.web.words import NOT_REACHED

HOST = "127.0.0.1"
LIMIT_S = 10.0
SILENCE = 0
"""What stands for a status where none came in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.  Headers' names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """The body as it can be shown."""
        return self.body.decode("utf-8", "replace")


def brief(words: str, most: int) -> str:
    """The words on one line, cut to so many characters; a cut is seen."""
    whole = " ".join(words.split())
    return whole if len(whole) <= most else whole[: most - 1] + "…"


def answered(answer: Answer, most: int = 60) -> str:
    """The status and the body of an answer on one line, the body cut to so many characters."""
    return f"{answer.status} {brief(answer.text, most)}"


def ask(
    port: int,
    method: str,
    target: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One request on a connection of its own.

    Raises:
        ArmFault: the server can't be reached, or doesn't answer as HTTP does.
    """
    line = http.client.HTTPConnection(HOST, port, timeout=LIMIT_S)
    try:
        line.request(method, target, body, dict(headers or {}))
        answer = line.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, told, answer.read())
    except (OSError, http.client.HTTPException) as error:
        raise ArmFault(NOT_REACHED.fill(error=error or type(error).__name__)) from error
    finally:
        line.close()


@dataclass(frozen=True, slots=True)
class Burst:
    """What came of requests that were sent at the same moment."""

    statuses: Counter[int]
    wall_ns: int

    def of(self, status: int) -> int:
        """How many were answered with that status."""
        return self.statuses[status]


def burst(port: int, target: str, count: int) -> Burst:
    """``count`` requests at once, each on a connection that was opened beforehand.

    Raises:
        ArmFault: the server can't be reached.
    """
    try:
        return asyncio.run(_burst(port, target, count))
    except OSError as error:
        raise ArmFault(NOT_REACHED.fill(error=error)) from error


async def _burst(port: int, target: str, count: int) -> Burst:
    lines = [await asyncio.open_connection(HOST, port) for _ in range(count)]
    request = f"GET {target} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
    begin = clock.monotonic_ns()
    for _, writer in lines:
        writer.write(request)
    statuses = await asyncio.gather(*(_status(reader) for reader, _ in lines))
    wall_ns = clock.monotonic_ns() - begin
    for _, writer in lines:
        writer.close()
    return Burst(Counter(statuses), wall_ns)


async def _status(reader: asyncio.StreamReader) -> int:
    try:
        first = await asyncio.wait_for(reader.readline(), LIMIT_S)
        return int(first.split()[1])
    except (TimeoutError, OSError, ValueError, IndexError):
        return SILENCE
