"""Finding the size at which the baseline's sample lasts as long as it should."""

import math
from collections.abc import Callable

AIM, MOST = 1.1, 1.25
"""Above the target, never below it: a task that is too short is worse than one too long."""
MOST_PROBES = 14
MOST_GROWTH = 16.0
LARGEST_SIZE = 1_000_000_000


def find_size(wall_ns: Callable[[int], int], first_size: int, target_ns: int) -> int:
    """The size whose sample lasts ``target_ns``, or up to a quarter longer.

    Time may grow with any power of the size: the power is read off the last two probes.

    Args:
        wall_ns: takes a sample of a size and says how long it lasted.
    """
    size, power = first_size, 1.0
    before: tuple[int, int] | None = None
    for _ in range(MOST_PROBES):
        took = max(1, wall_ns(size))
        if 1 <= took / target_ns <= MOST:
            # A disturbed probe looks long enough when it isn't: the shorter of two decides.
            took = min(took, max(1, wall_ns(size)))
            if took >= target_ns:
                return size
        if before is not None and before[0] != size and before[1] != took:
            measured = math.log(took / before[1]) / math.log(size / before[0])
            power = min(4.0, max(0.5, measured))
        before = size, took
        # A probe far below the target tells little of the power, so the steps are bounded.
        factor = min(MOST_GROWTH, max(1 / MOST_GROWTH, (AIM * target_ns / took) ** (1 / power)))
        wanted = min(LARGEST_SIZE, max(1, round(size * factor)))
        if wanted == size:
            return size
        size = wanted
    return size
