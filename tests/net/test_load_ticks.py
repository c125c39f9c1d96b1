"""A timer finer than a loop's own, and what stands in for it."""

import asyncio
import os
from collections.abc import Callable

import pytest
from helpers import LONG_S

from concdemo import clock
from concdemo.net.load import ticks
from concdemo.net.load.service import loop_factory
from concdemo.net.load.ticks import Ticks

MS = 1_000_000


@pytest.fixture(params=["file", "loop"])
def _kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "loop":
        monkeypatch.setattr(ticks, "_timer_file", lambda *_: None)


@pytest.fixture(params=["fastest", "asyncio"])
def factory(request: pytest.FixtureRequest) -> Callable[[], asyncio.AbstractEventLoop]:
    """A loop."""
    return loop_factory()[1] if request.param == "fastest" else asyncio.SelectorEventLoop


async def rung(count: int, first_ns: int, period_ns: int) -> list[int]:
    """The times of so many ticks, after which no more come."""
    loop = asyncio.get_running_loop()
    enough, times = asyncio.Event(), list[int]()

    def tick() -> None:
        times.append(clock.monotonic_ns())
        if len(times) == count:
            enough.set()
            timer.close()

    timer = Ticks(loop, tick, first_ns, period_ns)
    try:
        await asyncio.wait_for(enough.wait(), LONG_S)
    finally:
        timer.close()
        timer.close()
    await asyncio.sleep(3 * period_ns / 1e9)
    assert len(times) == count
    return times


@pytest.mark.usefixtures("_kind")
def test_it_rings_never_early(factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """Each tick comes at its time or after it, on the clock that everything is timed by."""
    with asyncio.Runner(loop_factory=factory) as runner:
        first_ns = clock.monotonic_ns() + 5 * MS
        times = runner.run(rung(10, first_ns, 2 * MS))
    for number, time_ns in enumerate(times):
        assert time_ns >= first_ns + number * 2 * MS


@pytest.mark.usefixtures("_kind")
def test_a_time_that_has_passed(factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """Rings at once, and those that were missed become one."""
    with asyncio.Runner(loop_factory=factory) as runner:
        first_ns = clock.monotonic_ns() - 50 * MS
        times = runner.run(rung(3, first_ns, 20 * MS))
    assert times[-1] >= first_ns + 80 * MS


def test_no_descriptor_is_left() -> None:
    """A timer that is a file is closed with it."""
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("the system doesn't tell what is open")

    async def several() -> tuple[int, int]:
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            await rung(1, clock.monotonic_ns(), MS)
        return before, len(os.listdir("/proc/self/fd"))

    before, after = asyncio.run(several())
    assert before == after


def test_a_system_without_such_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is noticed."""

    def missing(*_: object, **__: object) -> object:
        return object()

    monkeypatch.setattr(ticks.ctypes, "CDLL", missing)
    assert ticks._timer_file(1, 1) is None
