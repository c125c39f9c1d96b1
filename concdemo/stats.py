"""Estimates and intervals, from the standard library alone.

Ratios are taken pair by pair and on the log scale.  The estimate is Hodges and
Lehmann's (the median of the Walsh averages) and the interval inverts the exact
Wilcoxon signed-rank test: no assumption of normal errors.  One wild round can't
move the estimate far; with fewer than twelve rounds it can widen the interval on
its side.  Source: Hollander, Wolfe & Chicken, *Nonparametric Statistical Methods*,
3rd ed., 3.2 and 3.3.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist, median

from concdemo.model import Interval

FEWEST_FOR_INTERVAL = 6
"""Below six values even the widest signed-rank interval covers less than 95 %."""

MOST_EXACT = 100
"""Above it the exact ranks take too long to count, and their normal approximation, with the
correction for continuity, is a rank or two off, on the safe side."""


@lru_cache(maxsize=64)
def _rank_sum_counts(count: int) -> tuple[int, ...]:
    """How many of the 2**count sign patterns give each positive rank sum, from 0 upwards."""
    counts = [1] + [0] * (count * (count + 1) // 2)
    for rank in range(1, count + 1):
        for total in range(len(counts) - 1, rank - 1, -1):
            counts[total] += counts[total - rank]
    return tuple(counts)


def walsh_rank(count: int, confidence: float = 0.95) -> int | None:
    """The rank, from either end, of the Walsh average at which the interval ends.

    ``None`` when no interval of ``count`` values reaches ``confidence``.
    """
    if count > MOST_EXACT:
        mean, variance = count * (count + 1) / 4, count * (count + 1) * (2 * count + 1) / 24
        quantile = NormalDist().inv_cdf((1.0 - confidence) / 2)
        return math.floor(mean + 0.5 + quantile * math.sqrt(variance))
    tail = (1.0 - confidence) / 2 * 2**count
    below, rank = 0, 0
    for ways in _rank_sum_counts(count):
        below += ways
        if below > tail:
            break
        rank += 1
    return rank or None


def location(values: Sequence[float]) -> tuple[float, float | None, float | None]:
    """The Hodges–Lehmann estimate of the values' centre, and its exact 95 % interval.

    Args:
        values: at least one number.
    Returns:
        (estimate, low, high); low and high are ``None`` with fewer than six values.
    Raises:
        ValueError: no values.
    """
    if not values:
        raise ValueError("no values")
    averages = sorted(
        (first + second) / 2 for index, first in enumerate(values) for second in values[index:]
    )
    rank = walsh_rank(len(values)) if len(values) >= FEWEST_FOR_INTERVAL else None
    if rank is None:
        return median(averages), None, None
    return median(averages), averages[rank - 1], averages[-rank]


def ratio(over: Sequence[float], under: Sequence[float]) -> Interval | None:
    """The paired ratio ``over / under`` with its 95 % interval.

    Args:
        over, under: equally long, pair by pair from the same rounds; all above zero.
    Returns:
        ``None`` without a pair; ``low`` and ``high`` are ``None`` with fewer than six pairs.
    Raises:
        ValueError: lengths differ, or a value isn't above zero.
    """
    if len(over) != len(under):
        raise ValueError("pairs need equal lengths")
    if any(value <= 0 for value in (*over, *under)):
        raise ValueError("a ratio needs values above zero")
    if not over:
        return None
    logs = [math.log(top / bottom) for top, bottom in zip(over, under, strict=True)]
    centre, low, high = location(logs)
    return Interval(
        math.exp(centre),
        None if low is None else math.exp(low),
        None if high is None else math.exp(high),
    )


def level(values: Sequence[float]) -> Interval | None:
    """The centre of positive values (on the log scale) with its 95 % interval."""
    return ratio(values, [1.0] * len(values))
