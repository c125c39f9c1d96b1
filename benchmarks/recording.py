"""What does recording a portrait cost?  The same tasks with and without, in turn.

Every workload runs serially, where nothing but the recording can make a difference; two
also run through every mode.  One process can favour one of the two ways for all its life, by
where its memory lies, so that a row is measured in several fresh processes.  Each
gives the Hodges–Lehmann estimate of its pairs' ratios, recorded ÷ plain; what is
printed is the estimate over the processes and its interval.  More processes are
added while the interval reaches over the limit.  A row is over it when its estimate is.

    python benchmarks/recording.py [--processes 8]
"""

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Callable

from concdemo import clock, host, stats
from concdemo.experiments.gil import WORKLOADS
from concdemo.model import Interval
from concdemo.modes import MODES
from concdemo.modes.pool import Job

LIMIT = 1.02
TASKS, WORKERS, PAIRS = 4, 2, 12
MOST_STRETCH = 4
SIZES = {"primes": 40_000, "loop": 250_000, "fib": 900, "hash": 30}
THROUGH_ALL_MODES = ("primes", "hash")


def main() -> int:
    """Measure and print; 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one_process(*asked.one)))
        return 0
    print(f"{'workload':<10}{'mode':<12}recorded ÷ plain (95 %), limit {LIMIT}")
    rows = [(workload, mode) for workload in SIZES for mode in MODES]
    wanted = [row for row in rows if row[1] == "serial" or row[0] in THROUGH_ALL_MODES]
    results = [
        compare(workload, mode, asked.processes)
        for workload, mode in wanted
        if all(host.has(module) for module in MODES[mode].requires)
    ]
    return 0 if all(results) else 1


def compare(workload: str, mode: str, processes: int) -> bool:
    """Measure and print one row; False where it is over the limit."""
    found: list[float] = []
    while len(found) < processes or (len(found) < MOST_STRETCH * processes and _unclear(found)):
        command = [sys.executable, __file__, "--one", workload, mode]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    ratio = _level(found)
    print(
        f"{workload:<10}{mode:<12}{ratio.ratio:.3f} ({ratio.low:.3f}–{ratio.high:.3f}), "
        f"{len(found)} processes of {PAIRS} pairs{'' if ratio.ratio <= LIMIT else '   OVER'}",
        flush=True,
    )
    return ratio.ratio <= LIMIT


def _level(found: list[float]) -> Interval:
    level = stats.level(found)
    assert level is not None
    return level


def _unclear(found: list[float]) -> bool:
    """Whether the interval reaches over the limit."""
    level = _level(found)
    return level.low is None or level.high is None or level.low <= LIMIT < level.high


def one_process(workload: str, mode: str) -> float:
    """The estimate of this process."""
    module, _, function = MODES[mode].entry.partition(":")
    open_pool = getattr(importlib.import_module(module), function)
    pool = open_pool(Job(WORKLOADS[workload][0], {}), WORKERS, {})
    plain: list[float] = []
    recorded: list[float] = []
    ways: list[tuple[list[float], Callable[[int, int], object]]]
    ways = [(plain, pool.run), (recorded, pool.record)]
    try:
        for _, way in ways:
            way(TASKS, SIZES[workload])
        for number in range(PAIRS):
            for times, way in ways if number % 2 else reversed(ways):
                begin = clock.monotonic_ns()
                way(TASKS, SIZES[workload])
                times.append(clock.monotonic_ns() - begin)
    finally:
        pool.close()
    ratio = stats.ratio(recorded, plain)
    assert ratio is not None
    return ratio.ratio


if __name__ == "__main__":
    sys.exit(main())
