"""Calls repeated for a while, in blocks so long that reading the clock costs next to nothing."""

from collections.abc import Awaitable, Callable
from itertools import repeat
from typing import NamedTuple

from concdemo import clock

BLOCK_NS = 500_000
"""About how long a block is; a call that takes longer is a block by itself."""


class Timed(NamedTuple):
    """Wall time of one call, ns, and how many of all gave something else than the first."""

    each_ns: float
    wrong: int


def block_of(call_ns: int) -> int:
    """How many calls of that length make a block."""
    return max(1, BLOCK_NS // max(call_ns, 1))


def time_calls(call: Callable[[], object], box_ns: int) -> Timed:
    """Repeat a call for ``box_ns``, after one that tells what comes back and how long it takes."""
    begin_ns = clock.monotonic_ns()
    first = call()
    block = block_of(clock.monotonic_ns() - begin_ns)
    done = wrong = 0
    begin_ns = now_ns = clock.monotonic_ns()
    while now_ns - begin_ns < box_ns:
        for _ in repeat(None, block):
            if call() != first:
                wrong += 1
        done += block
        now_ns = clock.monotonic_ns()
    return Timed((now_ns - begin_ns) / done, wrong)


async def time_requests(call: Callable[[], Awaitable[object]], box_ns: int) -> Timed:
    """The same for what is awaited, one at a time."""
    begin_ns = clock.monotonic_ns()
    first = await call()
    block = block_of(clock.monotonic_ns() - begin_ns)
    done = wrong = 0
    begin_ns = now_ns = clock.monotonic_ns()
    while now_ns - begin_ns < box_ns:
        for _ in repeat(None, block):
            if await call() != first:
                wrong += 1
        done += block
        now_ns = clock.monotonic_ns()
    return Timed((now_ns - begin_ns) / done, wrong)


def time_makes(make: Callable[[int], int], box_ns: int) -> Timed:
    """The same for what repeats itself: it is told how often, and says how many went wrong."""
    begin_ns = clock.monotonic_ns()
    wrong = make(1)
    block = block_of(clock.monotonic_ns() - begin_ns)
    done = 0
    begin_ns = now_ns = clock.monotonic_ns()
    while now_ns - begin_ns < box_ns:
        wrong += make(block)
        done += block
        now_ns = clock.monotonic_ns()
    return Timed((now_ns - begin_ns) / done, wrong)
