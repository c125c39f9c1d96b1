"""Apps that are called for each kind of request, and their answers checked."""

import asyncio
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from concdemo.errors import ArmFault
from concdemo.experiments.web.cost import words
from concdemo.experiments.web.cost.timing import Timed, time_calls, time_requests
from concdemo.experiments.web.cost.ways import BAD_TEXT, GOOD, GOOD_TEXT
from concdemo.stacks.answers import HELLO, totalled
from concdemo.stacks.calls import Answer, AsgiCaller, Lifespan, Request, WsgiCaller


def requests(prefix: str, kinds: Sequence[str]) -> dict[str, Request]:
    """What an app is asked, by the names of metrics."""
    asked = {
        "each": Request("GET", f"{prefix}/json"),
        "items": Request("POST", f"{prefix}/items", GOOD_TEXT),
        "refused": Request("POST", f"{prefix}/items", BAD_TEXT),
    }
    return {kind: asked[kind] for kind in kinds}


EXPECTED: Mapping[str, Any] = {"each": HELLO, "items": totalled(**GOOD)}


def checksum(answers: Mapping[str, Answer]) -> int:
    """Of right answers; the words of a refusal are each framework's own.

    Raises:
        ArmFault: an answer isn't right.
    """
    told = []
    for kind, answer in answers.items():
        if kind == "refused":
            right = 400 <= answer.status < 500
        else:
            said = _json(answer.body)
            right = answer.status == 200 and said == EXPECTED[kind]
            told.append(said)
        if not right:
            shown = answer.body[:200].decode("utf-8", "replace")
            raise ArmFault(words.NOT_RIGHT.fill(what=kind, status=answer.status, body=shown))
    return zlib.crc32(json.dumps(told, sort_keys=True).encode())


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


class AsgiCalls:
    """An ASGI app on a loop of this process: uvloop where it is there, else asyncio's own."""

    def __init__(self, app: Any, prefix: str, kinds: Sequence[str]) -> None:
        asked = requests(prefix, kinds)
        self._callers = {kind: AsgiCaller(app, one) for kind, one in asked.items()}
        self._loop, self._name = open_loop()
        self._lifespan = Lifespan(app)
        self._loop.run_until_complete(self._lifespan.start())

    def check(self) -> int:
        """One request of each kind."""

        async def ask() -> dict[str, Answer]:
            return {name: await caller.call() for name, caller in self._callers.items()}

        return checksum(self._loop.run_until_complete(ask()))

    def time(self, box_ns: int) -> dict[str, Timed]:
        """Each kind of request, one after another."""

        async def measure() -> dict[str, Timed]:
            return {
                name: await time_requests(caller.call, box_ns)
                for name, caller in self._callers.items()
            }

        return self._loop.run_until_complete(measure())

    def facts(self) -> dict[str, str]:
        """Whose loop it is."""
        return {"loop": self._name}

    def close(self) -> None:
        """Tell the app, and close the loop."""
        self._loop.run_until_complete(self._lifespan.end())
        self._loop.close()


class WsgiCalls:
    """A WSGI app, called as a function is."""

    def __init__(self, app: Any, prefix: str, kinds: Sequence[str]) -> None:
        asked = requests(prefix, kinds)
        self._callers = {kind: WsgiCaller(app, one) for kind, one in asked.items()}

    def check(self) -> int:
        """One request of each kind."""
        return checksum({name: caller.call() for name, caller in self._callers.items()})

    def time(self, box_ns: int) -> dict[str, Timed]:
        """Each kind of request, one after another."""
        return {name: time_calls(one.call, box_ns) for name, one in self._callers.items()}

    def facts(self) -> dict[str, str]:
        """There is nothing to name."""
        return {}

    def close(self) -> None:
        """Nothing outlives the process."""


def open_loop() -> tuple[asyncio.AbstractEventLoop, str]:
    """A new loop and its name: servers run on uvloop where they can."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop(), "asyncio"
    return uvloop.new_event_loop(), "uvloop"
