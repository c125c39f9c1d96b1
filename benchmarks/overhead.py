"""Is there any of ours in the figures?  The same tasks through concdemo and by hand.

For each mode, concdemo's open arm and the hand-written functions of ``by_hand.py`` take
turns, pair by pair, in one fresh process, several such processes one after another.  (In
a process each, both would differ by some per cent for as long as they live: two processes
that run the same code do.)  What is printed is the ratio of medians, concdemo ÷ by hand,
with the Hodges–Lehmann interval of the pairs.

    python benchmarks/overhead.py [--experiments gil io]
"""

import argparse
import contextlib
import json
import subprocess
import sys
import time
from dataclasses import asdict
from statistics import median
from typing import Any

import by_hand

from concdemo import host, stats
from concdemo.conduct.house import house
from concdemo.experiments import find
from concdemo.model import ArmPlan, Plan
from concdemo.settings import settle

LIMITS = {"gil": 1.02, "io": 1.05}
STARTS_AND_PAIRS = {"gil": (8, 8), "io": (5, 6)}
SIZE = 60_000
LIMIT_S = 60.0


def settings_by_hand(arm: ArmPlan, plan: Plan, services: dict[str, Any]) -> dict[str, Any]:
    """The arm's settings for the hand-written functions."""
    settings = {
        "mode": arm.mode,
        "workers": arm.workers,
        "tasks": arm.parameters["tasks"],
        "size": plan.size,
        "start_method": arm.parameters["start_method"],
    }
    if plan.experiment == "io":
        origin = services["origin"]
        path = f"/wait/{arm.parameters['delay']:g}/{plan.size}/{{task}}"
        settings["url"] = f"http://{origin['host']}:{origin['port']}{path}"
    return settings


def one_process(asked: dict[str, Any]) -> None:
    """Take pairs in this process and print their nanoseconds as JSON."""
    arm = ArmPlan(**asked["arm"])
    opened = find(asked["experiment"]).open_arm(arm, asked["services"])
    mine, theirs = [], []

    def ours() -> None:
        mine.append(opened.sample(asked["size"]).wall_ns)

    with contextlib.closing(opened), by_hand.opened(asked["by_hand"]) as everything:

        def hands() -> None:
            begin = time.perf_counter_ns()
            everything()
            theirs.append(time.perf_counter_ns() - begin)

        for number in range(asked["pairs"] + 1):
            for take in (ours, hands) if number % 2 else (hands, ours):
                take()
    print(json.dumps([mine[1:], theirs[1:]]))  # the first pair warmed both up


def compare(experiment: str, given: dict[str, str]) -> bool:
    """Measure every arm of an experiment; False where one is over the limit."""
    plan = find(experiment).plan(settle(find(experiment).options, given), host.describe())
    starts, pairs = STARTS_AND_PAIRS[experiment]
    good = True
    with house() as place:
        services = {}
        for service in plan.services:
            spec = {"entry": service.entry, "parameters": service.parameters}
            services[service.name] = place.start().ask({"service": spec}, LIMIT_S)
        for arm in plan.arms:
            asked = {
                "experiment": experiment,
                "arm": asdict(arm),
                "services": services,
                "size": plan.size,
                "pairs": pairs,
                "by_hand": settings_by_hand(arm, plan, services),
            }
            mine: list[float] = []
            theirs: list[float] = []
            for _ in range(starts):
                command = [sys.executable, __file__, "--one-process", json.dumps(asked)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                for times, added in zip((mine, theirs), json.loads(done.stdout), strict=True):
                    times.extend(added)
            good &= show(experiment, arm.name, mine, theirs)
    return good


def show(experiment: str, name: str, mine: list[float], theirs: list[float]) -> bool:
    """Print one row."""
    ratio, limit = median(mine) / median(theirs), LIMITS[experiment]
    pairs = stats.ratio(mine, theirs)
    assert pairs is not None and pairs.low is not None
    print(
        f"{experiment:<5}{name:<14}{median(mine) / 1e6:>9.2f} ms{median(theirs) / 1e6:>9.2f} ms"
        f"{ratio:>8.3f}   {pairs.ratio:.3f} ({pairs.low:.3f}–{pairs.high:.3f})   limit {limit}"
        f"{'' if ratio <= limit else '   OVER'}",
        flush=True,
    )
    return ratio <= limit


def main() -> int:
    """Compare both experiments; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--experiments", nargs="*", default=["gil", "io"])
    parser.add_argument("--one-process", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one_process:
        one_process(json.loads(asked.one_process))
        return 0
    print(f"{'':<5}{'mode':<14}{'concdemo':>12}{'by hand':>12}{'medians':>8}   pairs (95 %)")
    given = {"gil": {"size": str(SIZE)}, "io": {}}
    results = [compare(name, given[name]) for name in asked.experiments]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
