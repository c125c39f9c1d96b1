"""Latencies summed up: three percentiles, the largest, and the mean.

Percentiles are read from an HDR histogram, which keeps three significant digits of each value
however far apart they are.  It is filled after the window, since that takes time; where the
package ``hdrhistogram`` isn't installed, they are read from the sorted latencies themselves.
"""

from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

DIGITS = 3


class Summary(NamedTuple):
    """Of latencies, in nanoseconds; all 0 where there are none."""

    p50: int = 0
    p90: int = 0
    p99: int = 0
    max: int = 0
    mean: float = 0.0


PERCENTS = (50, 90, 99)


def histogram_name() -> str:
    """What percentiles are read from here."""
    return "sorted latencies" if _histogram_class() is None else "an HDR histogram"


def summarise(latencies: "array[int]") -> Summary:
    """The summary of these latencies, nanoseconds each.  Largest and mean are exact."""
    if not latencies:
        return Summary()
    largest = max(latencies)
    if (make := _histogram_class()) is not None:
        histogram = make(1, max(2, largest), DIGITS)
        for latency in latencies:
            histogram.record_value(max(1, latency))
        # It rounds to the nearest rank, which can be one too low: of 60 latencies the 59th for p99.
        # So it is asked for the share that a rank is exactly.
        shares = [100 * rank(len(latencies), percent) / len(latencies) for percent in PERCENTS]
        read = histogram.get_percentile_to_value_dict(shares)
        p50, p90, p99 = (min(largest, int(read[share])) for share in shares)
    else:
        ordered = sorted(latencies)
        p50, p90, p99 = (nearest_rank(ordered, percent) for percent in PERCENTS)
    return Summary(p50, p90, p99, largest, sum(latencies) / len(latencies))


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The smallest of these that no fewer than ``percent`` % of them are at most."""
    return ordered[rank(len(ordered), percent) - 1]


def rank(count: int, percent: int) -> int:
    """Which of so many in order that is, counted from 1."""
    return max(1, -(-count * percent // 100))


def _histogram_class() -> Any:
    """The package's histogram; None where it isn't installed."""
    try:
        from hdrh.histogram import HdrHistogram
    except ImportError:
        return None
    return HdrHistogram
