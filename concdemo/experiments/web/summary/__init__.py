"""The web in four short parts: frameworks alone, requests that wait, a victim, two servers each.

Each part is a group of arms with a baseline of its own, or several.  With stacks, endpoints or
connections asked for, just those are measured instead.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import (
    BUSY_COLUMNS,
    RATE,
    doubts,
    facts_of,
    services_of,
)
from concdemo.experiments.web.loaded import US
from concdemo.experiments.web.options import wait_option, window_option
from concdemo.experiments.web.summary import parts, words
from concdemo.experiments.web.words import P99
from concdemo.model import ArmPlan, Column, Host, Parameters, Plan
from concdemo.settings import Option

PARTS: Mapping[str, Callable[[int], list[ArmPlan]]] = MappingProxyType(
    {
        "alone": lambda _: parts.alone(),
        "wait": parts.waits,
        "victim": parts.victims,
        "json": lambda _: parts.servers(),
    }
)

OPTIONS = (
    Option("part", "choices", words.PART, default=list(PARTS), choices=tuple(PARTS)),
    wait_option(10),
    window_option(120),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """The parts that were asked for."""
    asked, wait, window = settings["part"], settings["wait"], settings["window"]
    assert isinstance(asked, list) and isinstance(wait, int) and isinstance(window, int | float)
    names = [name for name in PARTS if name in asked]
    arms = [arm for name in names for arm in PARTS[name](wait)]
    loaded = [arm for arm in arms if "stack" in arm.parameters]
    stacks = list(dict.fromkeys(str(arm.parameters["stack"]) for arm in loaded))
    return Plan(
        experiment="web",
        settings={**settings, "part": names},
        arms=tuple(arms),
        size=round(window * US),
        facts=(*(words.WHAT[name].fill(wait=wait) for name in names), *facts_of(stacks, 1)),
        services=services_of(loaded) if loaded else (),
        metric=RATE,
        columns=(Column("p99", P99, unit="ns"), *BUSY_COLUMNS),
        shows=("median", "speedup"),
    )


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """An app that is called, or a stack that is loaded."""
    from concdemo.experiments.web.summary import arms

    return arms.open_arm(arm, services)


EXPERIMENT = Experiment(
    name="web", options=OPTIONS, plan=plan, open_arm=open_arm, doubts=doubts, budget_s=45
)
