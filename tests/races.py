"""Made-up reports of ``concdemo uvloop``, derived from samples as the package derives its own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import builders

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.rounds import Progress
from concdemo.experiments import find
from concdemo.experiments.loops.words import MEASURES
from concdemo.model import Host, Plan, Report, Sample
from concdemo.settings import settle
from concdemo.text import Text

RACE = find("uvloop")
MACHINE = builders.host(libraries={"uvloop": "0.22.1"})
ASYNCIO_NS = 10_000.0


def planned(machine: Host = MACHINE, **given: str) -> Plan:
    """The plan of ``concdemo uvloop`` with these options."""
    return RACE.plan(settle(RACE.options, given), machine)


def taken(
    per_op: float,
    count: int = 8,
    busy: float = 1.0,
    cpu_per_op: float | None = None,
    peer_busy: float | None = None,
) -> list[Sample]:
    """Samples of operations that take so many ns, and of CPU as much unless it is told."""
    metrics = {"per-op": per_op, "cpu-per-op": cpu_per_op or per_op * busy, "busy": busy}
    if peer_busy is not None:
        metrics["peer-busy"] = peer_busy
    return builders.samples(count, metrics=metrics, checksum=None)


def race(
    faster: Mapping[str, float],
    *,
    others: float = 1.0,
    samples: Mapping[str, list[Sample]] | None = None,
    faults: Iterable[str] = (),
    **changed: Any,
) -> Report:
    """A report in which uvloop is that many times as fast by measure; the others are ``others``.

    ``samples`` stand in for those of single arms.  The doubts are the experiment's own.
    """
    plan, by_arm = planned(), dict[str, list[Sample]]()
    for name in MEASURES:
        by_arm[f"{name} asyncio"] = taken(ASYNCIO_NS)
        by_arm[f"{name} uvloop"] = taken(ASYNCIO_NS / faster.get(name, others))
    by_arm |= samples or {}
    progress = Progress(faults={name: Text("it broke", "고장") for name in faults})
    rows = [arm_report(arm, plan, None, progress, by_arm) for arm in plan.arms]
    report = builders.report(
        by_arm, experiment="uvloop", settings=plan.settings, metric=plan.metric, machine=MACHINE
    )
    report = replace(report, arms=rows, columns=list(plan.columns), shows=list(plan.shows))
    report = replace(report, arm_title=plan.arm_title)
    return replace(report, **{"caveats": RACE.doubts(report), **changed})
