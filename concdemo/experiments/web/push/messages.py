"""Messages that come back, and connections that stay open: over WebSockets and over requests."""

from abc import ABC, abstractmethod
from collections.abc import Callable

from concdemo import clock
from concdemo.errors import TaskFailed
from concdemo.experiments.web.push.doing import Done
from concdemo.experiments.web.push.talk import Requests, Socket
from concdemo.experiments.web.push.words import WRONG_ANSWER
from concdemo.model import Parameters

Memory = Callable[[], int | None]
"""Bytes of the server's processes now; None: unknown."""

BATCHES = 8
"""In so many rounds as many connections are open as were asked for."""


def text_of(number: int) -> str:
    """A message, each another."""
    return f"message {number:08d}"


class Echoed(ABC):
    """Messages, the next sent when one has come back.  Metric: ``rate``, a second."""

    def __init__(self, given: Parameters) -> None:
        messages = given["messages"]
        assert isinstance(messages, int)
        self._count = messages

    async def do(self) -> Done:
        """Send them all."""
        await self.open()
        begin = clock.monotonic_ns()
        for number in range(self._count):
            text = text_of(number)
            if await self._back(text) != text:
                raise TaskFailed(WRONG_ANSWER)
        took_ns = (clock.monotonic_ns() - begin) / self._count
        return Done(took_ns, {"rate": 1e9 / took_ns, "requests": float(self._requests_each())})

    @abstractmethod
    async def open(self) -> None:
        """Connect, if there is no connection."""

    @abstractmethod
    async def _back(self, text: str) -> str:
        """What comes back for it."""

    @abstractmethod
    def _requests_each(self) -> int:
        """How many requests each message takes."""


class EchoedOverSocket(Echoed):
    """Over one WebSocket."""

    def __init__(self, host: str, port: int, given: Parameters) -> None:
        super().__init__(given)
        self._socket = Socket(host, port, "/ws")

    async def open(self) -> None:
        """Connect, if there is no connection."""
        await self._socket.open()

    async def _back(self, text: str) -> str:
        await self._socket.send(text)
        return await self._socket.hear()

    def _requests_each(self) -> int:
        return 0

    async def give_up(self) -> None:
        """Hang up."""
        await self._socket.close()


class EchoedOverRequests(Echoed):
    """A request each, on one connection."""

    def __init__(self, host: str, port: int, given: Parameters) -> None:
        super().__init__(given)
        self._requests = Requests(host, port)

    async def open(self) -> None:
        """Connect, if there is no connection."""
        await self._requests.open()

    async def _back(self, text: str) -> str:
        return (await self._requests.ask("/echo", text.encode())).decode(errors="replace")

    def _requests_each(self) -> int:
        return self._count

    async def give_up(self) -> None:
        """Hang up."""
        self._requests.close()


class Held(ABC):
    """Connections that stay open, more of them with each sample, until there are enough.

    Metrics: ``held``, open now; ``memory``, bytes by which the server grew for each that was
    opened since the first sample, which itself only makes it ready.
    """

    def __init__(self, host: str, port: int, given: Parameters, memory: Memory) -> None:
        hold = given["hold"]
        assert isinstance(hold, int)
        self._host, self._port, self._memory = host, port, memory
        self._hold, self._each = hold, max(1, hold // BATCHES)
        self._held: list[Socket | Requests] = []
        self._samples = self._grown = self._counted = 0

    async def open(self) -> None:  # noqa: B027 - that there is nothing to open holds for all
        """Nothing is open before the first sample."""

    async def do(self) -> Done:
        """Open some more, and hear from all."""
        before = self._memory()
        begin = clock.monotonic_ns()
        fresh = [await self._opened() for _ in range(self._each)]
        took_ns = (clock.monotonic_ns() - begin) / self._each
        after = self._memory()
        for number, one in enumerate([*self._held, *fresh]):
            await self._hear_from(one, text_of(number))
        if len(self._held) + self._each <= self._hold:
            self._held += fresh
            self._count(before, after)
        else:  # there are enough: what took their time must not add up without end
            for one in fresh:
                await _close(one)
        metrics = {"held": float(len(self._held))}
        if self._counted:
            metrics["memory"] = self._grown / self._counted
        return Done(took_ns, metrics)

    def _count(self, before: int | None, after: int | None) -> None:
        self._samples += 1
        if self._samples > 1 and before is not None and after is not None:
            self._grown += after - before
            self._counted += self._each

    @abstractmethod
    async def _opened(self) -> Socket | Requests:
        """One more connection."""

    async def _hear_from(self, one: Socket | Requests, text: str) -> None:
        if isinstance(one, Socket):
            await one.send(text)
            back = await one.hear()
        else:
            back = (await one.ask("/echo", text.encode())).decode(errors="replace")
        if back != text:
            raise TaskFailed(WRONG_ANSWER)

    async def give_up(self) -> None:
        """Hang up all."""
        while self._held:
            await _close(self._held.pop())


async def _close(one: Socket | Requests) -> None:
    if isinstance(one, Socket):
        await one.close()
    else:
        one.close()


class HeldSockets(Held):
    """WebSockets."""

    async def _opened(self) -> Socket:
        one = Socket(self._host, self._port, "/ws")
        await one.open()
        return one


class HeldRequests(Held):
    """Connections for requests, each used once at its opening: a server may take it only then."""

    async def _opened(self) -> Requests:
        one = Requests(self._host, self._port)
        await one.ask("/json")
        return one
