"""Where numbers stand on a page: a logarithmic axis for ratios, a linear one for time.  Pure.

Places are per cent of the axis's width, so that a picture fits any width without a script.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

STEPS = (1, 2, 5)
UNITS = (("s", 10**9), ("ms", 10**6), ("µs", 10**3), ("ns", 1))
RATIOS = ((1, 1.2, 1.5, 2, 3, 4, 5, 6, 8), (1, 1.5, 2, 3, 5, 7), STEPS, (1, 3), (1,))
"""Steps of a logarithmic axis within a power of ten, the finest first."""

APART = 14.0
"""Per cent of the width that a label needs."""

MARGIN = 6.0
"""Per cent left free at both ends, so that a dot or a label there isn't cut."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what stands there."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class LogAxis:
    """Ratios from ``low`` to ``high``, 1 always among them."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Iterable[float]) -> "LogAxis":
        """The smallest axis with some room that holds 1 and all the values."""
        found = [value for value in values if 0 < value < math.inf]
        low, high = min([1.0, *found]), max([1.0, *found])
        return cls(min(low / 1.15, 0.8), max(high * 1.15, 1.6))

    def x(self, value: float) -> float:
        """Where a ratio stands; what lies outside stands at the end."""
        share = math.log(max(value, 1e-300) / self.low) / math.log(self.high / self.low)
        return round(MARGIN + (100 - 2 * MARGIN) * min(max(share, 0.0), 1.0), 3)

    def ticks(self) -> list[Tick]:
        """Round ratios, 1 among them, as many as don't touch."""
        exponents = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        found: list[float] = [1.0]
        for steps in RATIOS:
            values = (step * 10.0**power for power in exponents for step in steps)
            found = [value for value in values if self.low <= value <= self.high]
            places = [self.x(value) for value in found]
            if all(right - left >= APART for left, right in pairwise(places)):
                return [Tick(x, f"{value:g} ×") for x, value in zip(places, found, strict=True)]
        # Powers of ten alone are too many: every second, third … of them, counted from 1 ×.
        gap = self.x(10.0) - self.x(1.0) if 10.0 in found else self.x(1.0) - self.x(0.1)
        every, one = math.ceil(APART / gap), found.index(1.0)
        return [
            Tick(self.x(value), f"{value:g} ×")
            for index, value in enumerate(found)
            if (index - one) % every == 0
        ]


def nice_step(length: float, most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 … that divides a length into at most so many parts."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * most >= length:
                return step * power
        power *= 10


def time_ticks(end_ns: int, most: int = 8) -> Iterator[Tick]:
    """Round moments from 0 to ``end_ns``, in one unit, with the decimals that tell them apart."""
    step = nice_step(end_ns, most)
    unit, size = next(((u, s) for u, s in UNITS if end_ns >= s), UNITS[-1])
    digits = max(0, math.ceil(-math.log10(step / size) - 1e-9))
    for moment in range(0, end_ns + 1, step):
        label = f"{moment / size:.{digits}f} {unit}" if moment else "0"
        yield Tick(round(100 * moment / end_ns, 3), label)
