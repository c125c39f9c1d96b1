"""The spots of the grid: a wait and how many requests are in flight.  Pure.

At each spot so many clients ask at once, each of them a few times, and the time is taken
until the last of them has all its answers.  Nothing is assumed of how a server does that: how
many requests waited at once, on average, is all their waiting divided by that time.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

MS = 1_000_000


class Spot(NamedTuple):
    """So many requests in flight, each of which waits so long."""

    wait_ms: int
    connections: int

    @property
    def name(self) -> str:
        """What its metrics have at their end."""
        return f"{self.wait_ms}-{self.connections}"

    @property
    def requests(self) -> int:
        """How many are sent, as many by each client as by any other.

        Short waits are asked for more often; and many clients more than once, so that their
        coming all at the same moment doesn't count for much.
        """
        often = min(LONG_MS // max(self.wait_ms, SHORT_MS), MOST_REQUESTS // self.connections)
        is_crowd = self.connections >= CROWD and self.wait_ms <= LONG_MS
        crowd = -(-CROWD_REQUESTS // self.connections) if is_crowd else 1
        return self.connections * max(1, often, crowd)


LONG_MS, SHORT_MS = 100, 10
"""Waits that are shorter than the one are asked for more often, but none more than ten times."""

MOST_REQUESTS = 400
CROWD, CROWD_REQUESTS = 50, 160
"""So many clients and more ask at least so many times, all together."""

NONE = Spot(0, 10)
"""No wait: what the server itself does for a request."""

FEW = Spot(100, 5)
"""Fewer in flight than any of the pools has threads."""

MANY = Spot(100, 200)
"""Five times as many in flight as the pools have threads."""

ANCHORS: Mapping[str, Spot] = MappingProxyType({"none": NONE, "few": FEW, "many": MANY})
"""What every sample measures, whatever was asked for: what the claims are about."""

LIMIT_NS = 1_500 * MS
"""A spot that would take longer is left out: a server that answers one at a time would be
busy for the next minute with those who have hung up."""


MOST_OF_THEM = 0.6


def spots(waits: Sequence[int], connections: Sequence[int]) -> list[Spot]:
    """The grid without what every sample measures anyhow, the quickest first."""
    grid = [Spot(wait, count) for wait in waits for count in connections]
    return sorted(
        (spot for spot in grid if spot not in ANCHORS.values()),
        key=lambda spot: (spot.wait_ms * spot.requests, spot),
    )


def together(spot: Spot, elapsed_ns: int) -> float:
    """How many waited at once, on average, until the last had all its answers."""
    return spot.requests * spot.wait_ms * MS / elapsed_ns


def expected_ns(spot: Spot, known: Mapping[Spot, float]) -> float:
    """How long a spot may take, from how many waited at once at spots seen before.

    It is told by those with the most in flight that are no more than here.  If most of their
    requests waited at once, no pool had ended there: as many times more may wait as there are.
    """
    seen = [other.connections for other in known if other.connections <= spot.connections]
    at_once = 1.0
    for other in known:
        if seen and other.connections == max(seen):
            open_end = known[other] >= MOST_OF_THEM * other.connections
            times = spot.connections / other.connections if open_end else 1.0
            at_once = max(at_once, known[other] * times)
    return spot.requests * spot.wait_ms * MS / at_once


class Turns:
    """Which further spots a sample measures: the next ones, until each has had its turn."""

    def __init__(self, grid: Sequence[Spot], each: int) -> None:
        self._grid, self._each, self._next = list(grid), each, 0

    def take(self) -> list[Spot]:
        """The next spots; none once all have been had."""
        first = self._next
        self._next += self._each
        return self._grid[first : self._next]
