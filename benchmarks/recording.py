"""What does recording a portrait cost?  The same tasks with and without, in turn, in one process.

Every workload runs serially, where nothing but the recording can make a difference; two
also run through every mode.  What is printed is the Hodges–Lehmann estimate of the pairs'
ratios, recorded ÷ plain, with its interval; a row is over the limit when its estimate is.

    python benchmarks/recording.py [--pairs 30]
"""

import argparse
import importlib
import sys
from statistics import median

from concdemo import clock, host, stats
from concdemo.experiments.gil import WORKLOADS
from concdemo.modes import MODES
from concdemo.modes.pool import Job

LIMIT = 1.02
TASKS, WORKERS = 4, 2
SIZES = {"primes": 60_000, "loop": 500_000, "fib": 1_800, "hash": 60}
THROUGH_ALL_MODES = ("primes", "hash")


def main() -> int:
    """Measure and print; 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=30)
    asked = parser.parse_args()
    print(
        f"{'workload':<10}{'mode':<12}{'plain':>10}{'recorded':>11}   ratio (95 %), limit {LIMIT}"
    )
    rows = [(workload, mode) for workload in SIZES for mode in MODES]
    wanted = [row for row in rows if row[1] == "serial" or row[0] in THROUGH_ALL_MODES]
    results = [
        compare(workload, mode, asked.pairs)
        for workload, mode in wanted
        if all(host.has(module) for module in MODES[mode].requires)
    ]
    return 0 if all(results) else 1


def compare(workload: str, mode: str, pairs: int) -> bool:
    """Measure and print one row; False where it is over the limit."""
    module, _, function = MODES[mode].entry.partition(":")
    open_pool = getattr(importlib.import_module(module), function)
    pool = open_pool(Job(WORKLOADS[workload][0], {}), WORKERS, {})
    plain: list[float] = []
    recorded: list[float] = []
    ways = [(plain, pool.run), (recorded, pool.record)]
    try:
        pool.run(TASKS, SIZES[workload])
        for number in range(pairs):
            for times, way in ways if number % 2 else reversed(ways):
                begin = clock.monotonic_ns()
                way(TASKS, SIZES[workload])
                times.append(clock.monotonic_ns() - begin)
    finally:
        pool.close()
    found = stats.ratio(recorded, plain)
    assert found is not None and found.low is not None
    print(
        f"{workload:<10}{mode:<12}{median(plain) / 1e6:>7.1f} ms{median(recorded) / 1e6:>8.1f} ms"
        f"   {found.ratio:.3f} ({found.low:.3f}–{found.high:.3f})"
        f"{'' if found.ratio <= LIMIT else '   OVER'}",
        flush=True,
    )
    return found.ratio <= LIMIT


if __name__ == "__main__":
    sys.exit(main())
