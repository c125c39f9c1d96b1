"""What stops an event loop?  It beats while one task does something that takes its time.

Each arm is a way of spending that time (``work``); how well the loop beat meanwhile is
what is compared (``beat``).  Everything async is written once, against anyio, so that
asyncio, uvloop and trio run the same code.  The child's half is ``arm``.
"""

import sys

from concdemo.errors import UsageFault
from concdemo.experiments.block.arm import open_arm
from concdemo.experiments.block.options import (
    FACTS,
    FEWEST_BEATS,
    GAP,
    LATE,
    LONG_TASK,
    MISSED,
    OPTIONS,
    TOO_FEW_BEATS,
    WAY,
)
from concdemo.experiments.block.work import WAYS
from concdemo.experiments.experiment import Experiment
from concdemo.experiments.tasks import missing_library
from concdemo.model import ArmPlan, Caveat, Column, Host, Metric, Parameters, Plan

LONG_ROUND_S = 4.0
"""Of all arms together: above it, a run of eight rounds lasts half a minute or more."""

METRIC = Metric("gap", "ns", "less", GAP)
COLUMNS = (
    Column("missed", MISSED, unit="share"),
    Column("late", LATE, unit="ns"),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Awaiting first, then every other way of spending the time."""
    duration, beat, short = (settings[name] for name in ("duration", "beat", "short-interval"))
    assert isinstance(duration, int | float) and isinstance(beat, int | float)
    assert isinstance(short, int | float)
    if beat * FEWEST_BEATS > duration:
        most = duration / FEWEST_BEATS
        raise UsageFault(
            TOO_FEW_BEATS.fill(beat=beat, duration=duration, fewest=FEWEST_BEATS, most=most)
        )
    loop = str(settings["loop"])
    common: Parameters = {"loop": loop, "duration": duration, "beat": beat}
    unavailable = missing_library(host, "anyio", *([] if loop == "asyncio" else [loop]))
    arms = tuple(
        ArmPlan(
            name=name,
            mode=loop,
            workers=1,
            scheduling=way.scheduling,
            parameters={**common, "switch_interval": short if way.short else None},
            unavailable=unavailable,
        )
        for name, way in WAYS.items()
    )
    own = sys.getswitchinterval() * 1000
    facts = (fact.fill(**common, short=short, own=own) for fact in FACTS)
    return Plan(
        experiment="block",
        settings=settings,
        arms=arms,
        size=1,
        facts=tuple(facts),
        metric=METRIC,
        columns=COLUMNS,
        shows=("median", "speedup", "cores"),
        arm_title=WAY,
        caveats=_known_doubts(len(arms), duration / 1000),
    )


def _known_doubts(arms: int, task_s: float) -> tuple[Caveat, ...]:
    if arms * task_s <= LONG_ROUND_S:
        return ()
    return (Caveat("long-task", None, LONG_TASK.fill(arms=arms, seconds=arms * task_s)),)


EXPERIMENT = Experiment(
    name="block",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    missing=lambda host: missing_library(host, "anyio"),
)
