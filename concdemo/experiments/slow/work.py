"""One arm's work, ready to be timed: what a block of it is, and how the collector is set."""

import gc
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """``run`` does ``operations`` of them and returns a checksum, always the same.

    ``shown`` is the function whose instructions tell the most of it, where they tell something.
    ``settle`` sets the collector before the first sample: imports and what the work holds are
    kept out of its sight.
    """

    run: Callable[[], int]
    operations: int
    shown: Callable[..., object] | None = None
    settle: Callable[[], None] = gc.freeze
    facts: tuple[tuple[str, str], ...] = ()
