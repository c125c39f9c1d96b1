"""Connections that are watched, and requests that leave together: by epoll and by the loop."""

import asyncio
import select
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from helpers import LONG_S

from concdemo.net.load import watch
from concdemo.net.load.service import loop_factory
from concdemo.net.load.watch import EpollWatch, Watch, watch_on

MakeWatch = Callable[[asyncio.AbstractEventLoop], Watch]


@pytest.fixture(params=["epoll", "loop"])
def make(request: pytest.FixtureRequest) -> MakeWatch:
    """A watch."""
    if request.param == "loop":
        return Watch
    if not hasattr(select, "epoll"):
        pytest.skip("this system has no epoll")
    return EpollWatch


@dataclass
class Sender:
    """A lane that notes when it sends."""

    notes: list[str]
    connected: bool = True

    def send(self) -> None:
        """Note it."""
        self.notes.append("sent")


@dataclass
class Pair:
    """A connection whose other end speaks first."""

    ends: tuple[socket.socket, socket.socket] = field(default_factory=socket.socketpair)

    def speak(self) -> None:
        """Something to read."""
        self.ends[1].send(b"x")

    @property
    def file(self) -> int:
        """Its descriptor."""
        return self.ends[0].fileno()

    def close(self) -> None:
        """Both ends."""
        for end in self.ends:
            end.close()


def run(make: MakeWatch, scene: Callable[[Watch, list[Pair], list[str]], None]) -> list[str]:
    """The notes of a scene with two connections that have something to say, until ``done``."""
    notes: list[str] = []

    async def main() -> None:
        pairs, watching = [Pair(), Pair()], make(asyncio.get_running_loop())
        scene(watching, pairs, notes)
        for pair in pairs:
            pair.speak()
        async with asyncio.timeout(LONG_S):
            while "sent" not in notes:  # noqa: ASYNC110  (there is nobody to set an event)
                await asyncio.sleep(0)
        for pair in pairs:
            watching.remove(pair.file)
            pair.close()
        watching.close()

    with asyncio.Runner(loop_factory=loop_factory()[1]) as runner:
        runner.run(main())
    return notes


def test_all_are_read_before_any_request_leaves(make: MakeWatch) -> None:
    """Those that can be read at the same time."""

    def scene(watching: Watch, pairs: list[Pair], notes: list[str]) -> None:
        def readable(pair: Pair) -> None:
            pair.ends[0].recv(10)
            notes.append("read")
            if not watching.leaving:
                watching.soon()
            watching.leaving.append(Sender(notes))

        for pair in pairs:
            watching.add(pair.file, lambda pair=pair: readable(pair))

    assert run(make, scene) == ["read", "read", "sent", "sent"]


def test_one_may_close_the_other(make: MakeWatch) -> None:
    """Which is then read from no more, nor sends what it was about to."""

    def scene(watching: Watch, pairs: list[Pair], notes: list[str]) -> None:
        def readable(pair: Pair) -> None:
            notes.append("read")
            for one in pairs:
                watching.remove(one.file)
            watching.soon()
            watching.leaving.extend((Sender(notes, connected=False), Sender(notes)))

        for pair in pairs:
            watching.add(pair.file, lambda pair=pair: readable(pair))

    assert run(make, scene) == ["read", "sent"]


@pytest.mark.parametrize("error", [AttributeError, OSError])
def test_without_an_epoll_the_loop_watches(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """Where the system has none, or no descriptor is left for it."""

    def fail(_: object) -> Watch:
        raise error

    monkeypatch.setattr(watch, "EpollWatch", fail)
    loop = asyncio.SelectorEventLoop()
    assert type(watch_on(loop)) is Watch
    loop.close()
