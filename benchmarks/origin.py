"""Is the origin ever the bottleneck?  1,000 concurrent 50 ms requests with the raw client.

The connections are set up when the arm is opened, and reported as its start-up.  What is
printed is the sample's time over the delay.

    python benchmarks/origin.py [--samples 20]
"""

import argparse
import sys
from dataclasses import asdict
from statistics import median

from concdemo import host
from concdemo.conduct.house import house
from concdemo.experiments import find
from concdemo.settings import settle

LIMIT = 1.5
REQUESTS, DELAY_MS = 1_000, 50
LIMIT_S = 60.0


def main() -> int:
    """Measure and print; 1 where the limit is broken on every loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=20)
    asked = parser.parse_args()
    experiment = find("io")
    given = {
        "requests": str(REQUESTS), "concurrency": str(REQUESTS), "delay": str(DELAY_MS),
        "client": "raw", "mode": "async,uvloop",
    }  # fmt: skip
    plan = experiment.plan(settle(experiment.options, given), host.describe())
    best = float("inf")
    with house() as place:
        origin = place.start()
        entry = {"entry": plan.services[0].entry, "parameters": {}}
        services = {"origin": origin.ask({"service": entry}, LIMIT_S)}
        print(f"origin on {services['origin']['loop']}, {REQUESTS} requests of {DELAY_MS} ms")
        for arm in plan.arms[1:]:
            child = place.start()
            spec = {"experiment": "io", "arm": asdict(arm), "services": services}
            startup = child.ask(spec, LIMIT_S)["startup_ns"] / 1e6
            request = {"sample": {"size": plan.size}}
            walls = [child.ask(request, LIMIT_S) for _ in range(asked.samples + 1)][1:]
            assert all(taken["failed"] == 0 for taken in walls)
            took = [taken["wall_ns"] / 1e6 for taken in walls]
            ratio = median(took) / DELAY_MS
            best = min(best, ratio)
            print(
                f"{arm.name:<8} median {median(took):6.1f} ms, least {min(took):6.1f}, "
                f"most {max(took):6.1f}: {ratio:.2f} × the delay (limit {LIMIT}); "
                f"{REQUESTS} connections set up in {startup:.0f} ms"
            )
    return 0 if best <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
