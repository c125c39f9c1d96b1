"""Making things that stay, with the garbage collector on, off, and with nothing old to look at.

Objects are freed by counting references; the collector looks for cycles among containers that
counting can't free, and begins whenever so many more were made than freed.
"""

import gc
from collections.abc import Callable, Mapping
from types import MappingProxyType

from concdemo.experiments.slow import KEPT, LIVE
from concdemo.experiments.slow.work import Work

FLOATS = 100_000


def lists(count: int) -> int:
    """Make that many lists that stay until the last is made, and let go of them."""
    kept: list[list[int]] = [[] for _ in range(count)]
    return len(kept)


def floats(count: int) -> int:
    """Likewise of floats."""
    kept = [number + 0.5 for number in range(count)]
    return len(kept)


def with_lists(live: int, settle: Callable[[], None]) -> Callable[[], Work]:
    """Making lists while so many others are alive, after ``settle``."""

    def work() -> Work:
        heap: list[list[int]] = [[] for _ in range(live)]

        def run() -> int:
            made = lists(KEPT)
            assert len(heap) == live  # it must live as long as the work does
            return made

        return Work(run, KEPT, settle=settle)

    return work


def with_floats(settle: Callable[[], None]) -> Callable[[], Work]:
    """Making floats after ``settle``."""
    return lambda: Work(lambda: floats(FLOATS), FLOATS, settle=settle)


WORKS: Mapping[str, Callable[[], Work]] = MappingProxyType(
    {
        "gc off": with_lists(LIVE, gc.disable),
        "gc frozen": with_lists(LIVE, gc.freeze),
        "gc small-heap": with_lists(0, gc.enable),
        "gc on": with_lists(LIVE, gc.enable),
        "atoms gc-off": with_floats(gc.disable),
        "atoms gc-on": with_floats(gc.enable),
    }
)
