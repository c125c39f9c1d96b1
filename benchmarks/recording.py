"""What does recording a portrait cost?  The same tasks with and without, in turn, in one process.

python benchmarks/recording.py [--pairs 12]
"""

import argparse
import importlib
import sys
from statistics import median

from concdemo import clock, host
from concdemo.experiments.gil import WORKLOADS
from concdemo.modes import MODES
from concdemo.modes.pool import Job

LIMIT = 1.02
TASKS, WORKERS = 4, 2
SIZES = {"primes": 60_000, "loop": 700_000, "fib": 2_500, "hash": 80}


def main() -> int:
    """Measure and print; 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=12)
    asked = parser.parse_args()
    good = True
    print(f"{'workload':<10}{'mode':<12}{'plain':>10}{'recorded':>10}{'ratio':>8}  limit {LIMIT}")
    for workload, size in SIZES.items():
        for mode, row in MODES.items():
            if not all(host.has(module) for module in row.requires):
                continue
            module, _, function = row.entry.partition(":")
            open_pool = getattr(importlib.import_module(module), function)
            pool = open_pool(Job(WORKLOADS[workload][0], {}), WORKERS, {})
            plain: list[int] = []
            recorded: list[int] = []
            try:
                pool.run(TASKS, size)
                for _ in range(asked.pairs):
                    for times, way in ((plain, pool.run), (recorded, pool.record)):
                        begin = clock.monotonic_ns()
                        way(TASKS, size)
                        times.append(clock.monotonic_ns() - begin)
            finally:
                pool.close()
            ratio = median(recorded) / median(plain)
            good &= ratio <= LIMIT
            print(
                f"{workload:<10}{mode:<12}{median(plain) / 1e6:>7.1f} ms"
                f"{median(recorded) / 1e6:>7.1f} ms{ratio:>8.3f}"
                f"{'' if ratio <= LIMIT else '   OVER'}",
                flush=True,
            )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
