"""Is a verdict ever wrong?  Many runs, idle and beside busy loops, against the machine's truth.

The truth is what the interpreter and the cores make true, known beforehand; the verdicts
are what concdemo found.  Beside the verdicts it prints what the gate's two signals read
on clean and on loaded machines: the limits in ``conduct/gate.py`` stand between them.

    python benchmarks/stability.py [--runs 20] [--experiments gil io …] [--budget SECONDS]
    python benchmarks/stability.py --lines "io --target each" "io --target postgres --dsn …"
"""

import argparse
import contextlib
import json
import shlex
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

from concdemo import host
from concdemo.experiments import EXPERIMENTS

BUSY_LOOPS = 2
MOST_INCONCLUSIVE = 0.05
UNDECIDED = {"inconclusive", "untested"}


def truth() -> dict[str, str]:
    """What is so on this machine; it needs two cores."""
    of_gil = "supported" if host.gil() == "on" else "refuted"
    return {
        "gil.one-at-a-time": of_gil,
        "gil.threads-no-speedup": of_gil,
        "gil.processes-scale": "supported",
        "gil.async-no-cpu": "supported",
        "gil.thread-delays-loop": of_gil,
        "gil.convoy": of_gil,
        "gil.switch-interval": of_gil,
        "gil.threads-collide": "supported",
        "gil.threads-lighter": "supported",
        "gil.threads-heavy": "depends",
        "async.overlaps-io": "supported",
        "async.needs-threads": "refuted",
        "async.is-multiprocess": "refuted",
        "async.others-continue": "depends",
        "async.mixing-sync": "supported",
        "async.coroutine-suspends": "supported",
        "async.db-file-net": "depends",
        "async.one-track": "depends",
        "async.js-loop": "depends" if shutil.which("node") else "untested",
        "uvloop.faster": "depends",
        "web.postgres": "untestable",
        **of_web(),
        "slow.interpreted": "supported",
        "slow.dynamic-typing": "supported",
        "slow.gc": "supported",
        "slow.calls": "supported",
        "slow.features": "depends",
        "slow.primitive-copy": "refuted",
        "slow.heap-stack-growth": "depends" if sys.platform == "linux" else "untested",
        "slow.stack-faster": "untestable",
    }


def of_web() -> dict[str, str]:
    """What is so of frameworks and servers, with everything of the extra ``web`` installed."""
    others = shutil.which("node") or shutil.which("go")
    return {
        "web.order": "depends",
        "web.fastapi-beats-flask-io": "depends",
        "web.fastapi-node-go": "depends" if others else "untested",
        "web.starlette-io": "supported",
        "web.wsgi-one": "depends",
        "web.asgi-many": "supported",
        "web.django-sync": "supported",
        "web.flask-sync": "supported",
        "web.tornado": "depends",
        "web.uvicorn-fastest": "refuted",
        "web.uvicorn-why": "depends",
        "web.gunicorn-workers": "supported",
        "web.fastapi-no-threads": "refuted",
        "web.websocket": "supported",
        "web.validation": "supported",
        "web.auto-docs": "supported",
        "web.di-db": "supported",
        "web.security-included": "depends",
        "web.pydantic-fast": "depends",
        "web.fastapi-flow": "refuted",
        "web.wsgi-and-asgi": "depends",
        "web.graphql": "supported",
        "web.django-plus-fastapi": "depends",
    }


@contextlib.contextmanager
def busy_loops(count: int) -> Iterator[None]:
    """So many processes that use all the CPU time they can get."""
    code = "while True: pass"
    loops = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def run(line: str, extra: list[str]) -> dict[str, Any]:
    """One run's report."""
    command = [sys.executable, "-m", "concdemo", *shlex.split(line), "--json", "-", *extra]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def name_of(line: str) -> str:
    """What a line is called in the tables: its words, without where a server is."""
    words = shlex.split(line)
    hidden = {place + 1 for place, word in enumerate(words) if word == "--dsn"}
    kept = [word for place, word in enumerate(words) if place not in hidden]
    return " ".join(word.partition("=")[0] if "--dsn=" in word else word for word in kept)


def signals(report: dict[str, Any], line: str) -> Iterator[tuple[str, float]]:
    """Each sample's run-queue wait ÷ wall time, by line and arm."""
    for arm in report["arms"]:
        for sample in arm["samples"]:
            if sample["waited_ns"] >= 0 and sample["wall_ns"]:
                yield f"{name_of(line)}: {arm['name']}", sample["waited_ns"] / sample["wall_ns"]


def foreign(report: dict[str, Any]) -> Iterator[float]:
    """Each round's cores that others kept busy."""
    arms = [arm for arm in report["arms"] if arm["samples"]]
    for samples in zip(*(arm["samples"] for arm in arms), strict=False):
        wall = sum(sample["wall_ns"] for sample in samples)
        yield max(0, samples[0]["foreign_ns"]) / wall


def tell(report: dict[str, Any], verdict: dict[str, Any], line: str) -> None:
    """On standard error: why a verdict on an idle machine is not the truth."""
    rounds = f"{report['rounds']} rounds of {name_of(line)}"
    why = f"{verdict['verdict']}: {verdict['because']['en']}"
    print(f"{verdict['claim']}, {rounds}: {why}", file=sys.stderr)


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--experiments", nargs="*")
    parser.add_argument("--lines", nargs="*", default=[])
    parser.add_argument("--budget", type=float)
    asked = parser.parse_args()
    extra = ["--budget", str(asked.budget)] if asked.budget else []
    experiments = asked.experiments
    if experiments is None:
        experiments = [] if asked.lines else list(EXPERIMENTS)
    true = truth()
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    waits: dict[tuple[str, str], list[float]] = defaultdict(list)
    others: dict[str, list[float]] = defaultdict(list)
    for state, loops in (("idle", 0), ("loaded", BUSY_LOOPS)):
        with busy_loops(loops):
            for number in range(asked.runs):
                for line in (*experiments, *asked.lines):
                    report = run(line, extra)
                    for verdict in report["verdicts"]:
                        counts[verdict["claim"], name_of(line), state][verdict["verdict"]] += 1
                        if verdict["verdict"] != true[verdict["claim"]] and not loops:
                            tell(report, verdict, line)
                    for name, share in signals(report, line):
                        waits[name, state].append(share)
                    others[state].extend(foreign(report))
                print(f"{state} {number + 1}/{asked.runs}", file=sys.stderr)
    return show(counts, waits, others, asked.runs)


def high(shares: list[float]) -> float:
    """Below it are 95 in a hundred."""
    return quantiles(shares, n=20)[-1] if len(shares) > 1 else shares[0]


def show(
    counts: dict[tuple[str, str, str], Counter[str]],
    waits: dict[tuple[str, str], list[float]],
    others: dict[str, list[float]],
    runs: int,
) -> int:
    """Print the tables; 1 where a limit is broken."""
    true, broken = truth(), 0
    wide = max((len(line) for _, line, _ in counts), default=0) + 2
    names = max((len(name) for name, _ in waits), default=0) + 2
    head = f"{'claim':<26}{'run':<{wide}}{'truth':<12}"
    print(f"{head}{'state':<8}{'right':>6}{'unsure':>8}{'wrong':>7}")
    for (claim, line, state), found in sorted(counts.items()):
        right = found[true[claim]]
        unsure = sum(found[word] for word in UNDECIDED - {true[claim]})
        wrong = sum(found.values()) - right - unsure
        # A line may be one that tests another claim and says of this one where it is tested.
        never = " " in line and found["untested"] == sum(found.values())
        late = state == "idle" and unsure > MOST_INCONCLUSIVE * runs and not never
        broken += wrong + late
        head = f"{claim:<26}{line:<{wide}}{true[claim]:<12}"
        print(f"{head}{state:<8}{right:>6}{unsure:>8}{wrong:>7}")
    print(f"\n{'run-queue wait ÷ wall':<{names}}{'state':<8}{'median':>8}{'95 %':>8}{'most':>8}")
    for (name, state), shares in sorted(waits.items()):
        row = f"{median(shares):>8.3f}{high(shares):>8.3f}{max(shares):>8.3f}"
        print(f"{name:<{names}}{state:<8}{row}")
    print(f"\n{'cores of others':<26}{'state':<8}{'median':>8}{'95 %':>8}{'most':>8}")
    for state, shares in others.items():
        row = f"{median(shares):>8.3f}{high(shares):>8.3f}{max(shares):>8.3f}"
        print(f"{'all rounds':<26}{state:<8}{row}")
    print(f"\n{'a limit is broken' if broken else 'all within the limits'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
