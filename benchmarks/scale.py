"""Can 100,000 coroutines sleep for a second at once, and what does it take?

They are held once, in a fresh process, as ``concdemo scale`` holds them.  The limit is the
resident memory of that process at its highest, interpreter included.

    python benchmarks/scale.py [--coroutines 100000] [--hold 1000]
"""

import argparse
import sys

from concdemo.experiments import memory
from concdemo.experiments.scale.hold import hold

LIMIT_BYTES = 2**30


def main() -> int:
    """Hold them and print; 1 where not all of them were held or the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coroutines", type=int, default=100_000)
    parser.add_argument("--hold", type=int, default=1_000, help="milliseconds")
    asked = parser.parse_args()
    outcome = hold("coroutines", asked.coroutines, asked.hold, [], memory.how())
    held = outcome.held
    if held is None:
        why = outcome.limit or "the first woke up before the last had begun to wait"
        print(f"{asked.coroutines:,} coroutines were not held at once: {why}   BROKEN")
        return 1
    print(
        f"{held.count:,} coroutines slept {held.hold_ns / 1e9:g} s at once and all completed: "
        f"started in {held.start_ns / 1e9:.2f} s, {held.over_ns / 1e9:.2f} s over the ideal"
    )
    if held.grown_bytes is not None:
        print(f"memory grew by {held.grown_bytes / held.count:,.0f} bytes each")
    if held.peak_bytes is None:
        print("the highest memory is not known on this system")
        return 0
    broken = held.peak_bytes > LIMIT_BYTES
    print(
        f"at most {held.peak_bytes / 2**20:,.0f} MiB of memory, limit {LIMIT_BYTES / 2**20:,.0f}"
        f"{'   OVER' if broken else ''}"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
