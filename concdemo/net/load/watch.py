"""Which connections can be read from, and the requests that leave when all of them have been.

On Linux the connections are in an epoll of our own, which the loop waits for as it would for a
socket: the way from the loop to a connection is gone once for all that have something, not for each
of them.  Elsewhere the loop itself waits for each.
"""

import asyncio
import select
from collections.abc import Callable
from typing import Protocol


class Sender(Protocol):
    """A lane with a request that is due."""

    connected: bool

    def send(self) -> None:
        """Send it."""


class Watch:
    """The loop waits for each connection.

    ``leaving`` are lanes whose next requests leave together, once all that there was to be read has
    been read: so no answer is timed later because of others' requests, and a server that has slept
    is woken once for several.  Whoever is the first to come to ``leaving`` calls ``soon``.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.leaving: list[Sender] = []
        self._loop = loop

    def add(self, file: int, call: Callable[[], None]) -> None:
        """Call whenever this descriptor can be read from."""
        self._loop.add_reader(file, call)

    def remove(self, file: int) -> None:
        """Never again."""
        self._loop.remove_reader(file)

    def soon(self) -> None:
        """Somebody is about to be leaving."""
        self._loop.call_soon(self.leave)

    def leave(self) -> None:
        """Send their requests."""
        lanes = self.leaving[:]
        self.leaving.clear()
        for lane in lanes:
            if lane.connected:  # else it was closed meanwhile
                lane.send()

    def close(self) -> None:
        """Watch nothing any more."""


class EpollWatch(Watch):
    """The loop waits for an epoll, which waits for the connections.

    Raises:
        OSError: there can be no epoll, for want of a descriptor.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._epoll = select.epoll()
        self._calls: dict[int, Callable[[], None]] = {}
        loop.add_reader(self._epoll.fileno(), self._look)

    def add(self, file: int, call: Callable[[], None]) -> None:
        """Call whenever this descriptor can be read from."""
        self._calls[file] = call
        self._epoll.register(file, select.EPOLLIN)

    def remove(self, file: int) -> None:
        """Never again."""
        if self._calls.pop(file, None) is not None:
            self._epoll.unregister(file)

    def soon(self) -> None:
        """All are read from in one go, and whoever is leaving leaves at its end."""

    def close(self) -> None:
        """Watch nothing any more."""
        self._loop.remove_reader(self._epoll.fileno())
        self._epoll.close()

    def _look(self) -> None:
        calls = self._calls
        for file, _ in self._epoll.poll(0):
            if (call := calls.get(file)) is not None:  # else one before it has closed it
                call()
        if self.leaving:
            self.leave()


def watch_on(loop: asyncio.AbstractEventLoop) -> Watch:
    """The fastest that there is here."""
    try:
        return EpollWatch(loop)
    except (AttributeError, OSError):
        return Watch(loop)
