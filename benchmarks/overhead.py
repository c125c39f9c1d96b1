"""Is there any of ours in the figures?  The same tasks through concdemo and by hand.

For each mode, concdemo's own worker and a hand-written script (``by_hand.py``) take turns,
pair by pair, in fresh processes many times over: two processes that run the same code can
differ by three per cent all their lives, so that many starts are needed to see two.  What
is printed is the ratio of medians, concdemo ÷ by hand, with the Hodges–Lehmann interval
of the starts' own ratios.

    python benchmarks/overhead.py [--experiments gil io]
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from concdemo import host, stats
from concdemo.conduct.child import Child
from concdemo.conduct.house import House, house
from concdemo.experiments import find
from concdemo.model import ArmPlan, Plan
from concdemo.settings import settle

LIMITS = {"gil": 1.02, "io": 1.05}
STARTS_AND_PAIRS = {"gil": (40, 3), "io": (8, 5)}
SIZE = 60_000
LIMIT_S = 60.0
BY_HAND = Path(__file__).with_name("by_hand.py")


def by_hand(settings: dict[str, Any]) -> tuple[Callable[[], int], Callable[[], None]]:
    """Start the script; how to run it once, how to end it."""
    command = [sys.executable, str(BY_HAND), json.dumps(settings)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdin is not None and process.stdout is not None
    asking, answers = process.stdin, process.stdout

    def once() -> int:
        asking.write("go\n")
        return int(answers.readline())

    def end() -> None:
        asking.close()
        process.wait()

    return once, end


def ours(place: House, plan: Plan, arm: ArmPlan, services: dict[str, Any]) -> tuple[Any, Child]:
    """Open the arm in a worker of concdemo's; how to take a sample, and its child."""
    child = place.start()
    spec = {"experiment": plan.experiment, "arm": asdict(arm), "services": services}
    child.ask(spec, LIMIT_S)

    def once() -> int:
        return int(child.ask({"sample": {"size": plan.size}}, LIMIT_S)["wall_ns"])

    return once, child


def settings_by_hand(arm: ArmPlan, plan: Plan, services: dict[str, Any]) -> dict[str, Any]:
    """The same settings for the script."""
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


def compare(experiment: str, given: dict[str, str], starts: int, pairs: int) -> bool:
    """Measure every arm of an experiment; False where one is over the limit."""
    machine = host.describe()
    plan = find(experiment).plan(settle(find(experiment).options, given), machine)
    good = True
    for arm in plan.arms:
        mine: list[int] = []
        theirs: list[int] = []
        for _ in range(starts):
            with house() as place:
                services = {}
                for service in plan.services:
                    spec = {"entry": service.entry, "parameters": service.parameters}
                    services[service.name] = place.start().ask({"service": spec}, LIMIT_S)
                sample, _ = ours(place, plan, arm, services)
                script, end = by_hand(settings_by_hand(arm, plan, services))
                sample(), script()  # warm up
                for number in range(pairs):
                    first, second = (sample, script) if number % 2 else (script, sample)
                    times = {first: first()}
                    times[second] = second()
                    mine.append(times[sample])
                    theirs.append(times[script])
                end()
        good &= show(experiment, arm.name, mine, theirs, pairs)
    return good


def show(experiment: str, name: str, mine: list[int], theirs: list[int], each: int) -> bool:
    """Print one row; ``each`` pairs are of one start."""
    ratio, limit = median(mine) / median(theirs), LIMITS[experiment]
    starts = range(0, len(mine), each)
    pairs = stats.ratio(
        [median(mine[start : start + each]) for start in starts],
        [median(theirs[start : start + each]) for start in starts],
    )
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
    asked = parser.parse_args()
    print(f"{'':<5}{'mode':<14}{'concdemo':>12}{'by hand':>12}{'medians':>8}   starts (95 %)")
    given = {"gil": {"size": str(SIZE)}, "io": {}}
    results = [compare(name, given[name], *STARTS_AND_PAIRS[name]) for name in asked.experiments]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
