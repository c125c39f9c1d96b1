"""Is the origin ever the bottleneck?  1,000 concurrent 50 ms requests with the raw client.

The connections are set up when the arm is opened, and reported as its start-up.  What is
printed is the sample's time over the delay, and how much of a core the origin and the
client used meanwhile: whoever is at 1 is the bottleneck.  Where there are two cores, the
origin is kept on one and the client on another; left alone, the scheduler often puts both
on one, since they wake each other.

    python benchmarks/origin.py [--samples 20]
"""

import argparse
import sys
from dataclasses import asdict
from statistics import median

import psutil

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
        cores = sorted(host.usable_cpus())
        server = psutil.Process(origin.pid)
        if len(cores) > 1 and hasattr(server, "cpu_affinity"):
            server.cpu_affinity(cores[:1])
        for arm in plan.arms[1:]:
            child = place.start()
            if len(cores) > 1 and hasattr(server, "cpu_affinity"):
                psutil.Process(child.pid).cpu_affinity(cores[1:])
            spec = {"experiment": "io", "arm": asdict(arm), "services": services}
            startup = child.ask(spec, LIMIT_S)["startup_ns"] / 1e6
            request = {"sample": {"size": plan.size}}
            child.ask(request, LIMIT_S)
            before = server.cpu_times()
            walls = [child.ask(request, LIMIT_S) for _ in range(asked.samples)]
            after = server.cpu_times()
            assert all(taken["failed"] == 0 for taken in walls)
            took = [taken["wall_ns"] / 1e6 for taken in walls]
            served = (after.user + after.system - before.user - before.system) * 1e3 / sum(took)
            asking = sum(taken["cpu_ns"] for taken in walls) / 1e6 / sum(took)
            ratio = median(took) / DELAY_MS
            best = min(best, ratio)
            print(
                f"{arm.name:<8} median {median(took):6.1f} ms, least {min(took):6.1f}, "
                f"most {max(took):6.1f}: {ratio:.2f} × the delay (limit {LIMIT}); "
                f"{REQUESTS} connections set up in {startup:.0f} ms; cores busy: "
                f"origin {served:.2f}, client {asking:.2f}"
            )
    return 0 if best <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
