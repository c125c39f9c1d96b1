"""Four ways of learning that something has happened: being told, waiting, and asking."""

import asyncio
import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from concdemo import clock
from concdemo.errors import TaskFailed
from concdemo.experiments.web.push.doing import Done, Event
from concdemo.experiments.web.push.talk import Requests, Socket
from concdemo.experiments.web.push.words import WRONG_ANSWER, WRONG_ORDER
from concdemo.model import Parameters

GOLDEN = (math.sqrt(5) - 1) / 2


def pauses_ms(pause_ms: float) -> Iterator[float]:
    """Pauses from half of ``pause_ms`` to one and a half, spread evenly in no regular order.

    Regular ones would keep step with whoever asks at regular times.
    """
    number = 0
    while True:
        number += 1
        yield pause_ms * (0.5 + number * GOLDEN % 1)


def check(events: Sequence[Event], count: int) -> None:
    """Hold what a client learnt to what must be so.

    Raises:
        TaskFailed: an event is missing or came twice, or was known before it happened.
    """
    if [event.number for event in events] != list(range(count)):
        raise TaskFailed(WRONG_ORDER)
    times = [event.at_ns for event in events]
    if times != sorted(times) or any(one.heard_ns < one.at_ns for one in events):
        raise TaskFailed(WRONG_ANSWER)


def told(events: Sequence[Event], count: int, **metrics: float) -> Done:
    """A sample of so many events, checked.  Further metric: ``longest``, ns."""
    check(events, count)
    delays = [event.heard_ns - event.at_ns for event in events]
    metrics["longest"] = float(max(delays))
    return Done(sum(delays) / count, metrics, tuple(events))


class Learning:
    """What all four ways have: the events, and a connection on which they are asked for."""

    def __init__(self, host: str, port: int, given: Parameters) -> None:
        events, pause = given["events"], given["pause"]
        assert isinstance(events, int) and isinstance(pause, int | float)
        self._count = events
        self._pauses = pauses_ms(pause)
        self._requests = Requests(host, port)

    async def open(self) -> None:
        """Connect."""
        await self._requests.open()

    async def _begin(self) -> None:
        pauses = [next(self._pauses) for _ in range(self._count)]
        if await self._requests.ask_json("/events", pauses) != {"events": self._count}:
            raise TaskFailed(WRONG_ANSWER)

    async def _asked(self, path: str, events: list[Event]) -> int:
        """Ask for the events after those that are known; how many came."""
        known = len(events)
        answer: Any = await self._requests.ask_json(f"/{path}/{known}")
        heard_ns = clock.monotonic_ns()
        if not isinstance(answer, list) or not all(isinstance(at, int) for at in answer):
            raise TaskFailed(WRONG_ANSWER)
        events += [Event(known + n, at_ns, heard_ns) for n, at_ns in enumerate(answer)]
        return len(answer)

    async def give_up(self) -> None:
        """Hang up."""
        self._requests.close()


class Pushed(Learning):
    """Told over a WebSocket, on which each event is confirmed and the confirmation comes back.

    Metrics, counts: ``connections``, WebSockets opened since the arm began; ``pushed`` messages
    that the server sent unasked; ``echoed``, the client's that came back on the same connection.
    """

    def __init__(self, host: str, port: int, given: Parameters) -> None:
        super().__init__(host, port, given)
        self._socket = Socket(host, port, "/ws/events")

    async def open(self) -> None:
        """Connect both."""
        await super().open()
        await self._socket.open()

    async def do(self) -> Done:
        """Be told of all events, and have all confirmations back."""
        await self._socket.open()
        await self._say("listen")
        await self._begin()
        events: list[Event] = []
        echoed = 0
        while len(events) < self._count or echoed < self._count:
            text = await self._socket.hear()
            heard_ns = clock.monotonic_ns()
            if text == f"seen {echoed}":
                echoed += 1
                continue
            events.append(event_of(text, heard_ns))
            await self._socket.send(f"seen {events[-1].number}")
        await self._say("leave")  # events of others are none of ours
        return told(
            events,
            self._count,
            requests=0.0,
            vain=0.0,
            connections=float(self._socket.opened),
            pushed=float(len(events)),
            echoed=float(echoed),
        )

    async def _say(self, text: str) -> None:
        await self._socket.send(text)
        if await self._socket.hear() != text:
            raise TaskFailed(WRONG_ANSWER)

    async def give_up(self) -> None:
        """Hang up both."""
        await super().give_up()
        await self._socket.close()


def event_of(text: str, heard_ns: int) -> Event:
    """The event that a pushed message tells of.

    Raises:
        TaskFailed: it tells of none.
    """
    try:
        message = json.loads(text)
        number, at_ns = message["event"], message["at_ns"]
    except (ValueError, KeyError, TypeError) as error:
        raise TaskFailed(WRONG_ANSWER) from error
    if not isinstance(number, int) or not isinstance(at_ns, int):
        raise TaskFailed(WRONG_ANSWER)
    return Event(number, at_ns, heard_ns)


class Waited(Learning):
    """Requests that are answered when there is something new, each sent when the last is back."""

    async def do(self) -> Done:
        """Ask until all events are known."""
        await self._begin()
        events: list[Event] = []
        requests = vain = 0
        while len(events) < self._count:
            vain += not await self._asked("next", events)
            requests += 1
        return told(events, self._count, requests=float(requests), vain=float(vain))


class Polled(Learning):
    """Requests at regular times, whether anything has happened or not."""

    def __init__(self, host: str, port: int, given: Parameters) -> None:
        super().__init__(host, port, given)
        every = given["every"]
        assert isinstance(every, int | float)
        self._every_ns = round(every * 1e6)

    async def do(self) -> Done:
        """Ask until all events are known."""
        await self._begin()
        events: list[Event] = []
        requests = vain = 0
        due_ns = clock.monotonic_ns()
        while True:
            vain += not await self._asked("events", events)
            requests += 1
            if len(events) >= self._count:
                return told(events, self._count, requests=float(requests), vain=float(vain))
            now_ns = clock.monotonic_ns()
            due_ns += self._every_ns * max(1, -(-(now_ns - due_ns) // self._every_ns))
            await asyncio.sleep((due_ns - now_ns) / 1e9)
