"""The web in four short parts: frameworks alone, requests that wait, a victim, two servers each.

Each part is a group of arms with a baseline of its own, or several.  Where somebody asks for
stacks, endpoints or connections, just those are measured instead, which is ``chosen``'s plan.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import (
    BUSY_COLUMNS,
    RATE,
    check_descriptors,
    doubts,
    facts_of,
    services_of,
)
from concdemo.experiments.web.loaded import US
from concdemo.experiments.web.options import (
    OPEN,
    connections_option,
    endpoint_option,
    stack_option,
    wait_option,
    window_option,
)
from concdemo.experiments.web.summary import chosen, parts, words
from concdemo.experiments.web.words import P99
from concdemo.model import ArmPlan, Column, Host, Parameters, Plan
from concdemo.settings import Option
from concdemo.stacks.table import STACKS

PARTS: Mapping[str, Callable[[int], list[ArmPlan]]] = MappingProxyType(
    {
        "alone": lambda _: parts.alone(),
        "wait": parts.waits,
        "victim": parts.victims,
        "json": lambda _: parts.servers(),
    }
)

COLUMNS = (Column("p99", P99, unit="ns"), BUSY_COLUMNS[0])
"""As many as stand beside the names in 80 columns."""

OPTIONS = (
    Option("part", "choices", words.PART, choices=tuple(PARTS), shown_default=words.FOUR_PARTS),
    stack_option(tuple(STACKS), words.NO_STACKS),
    replace(endpoint_option(()), default=None, shown_default=words.JSON_ASKED),
    replace(
        connections_option(),
        default=None,
        shown_default=words.SOME_CONNECTIONS.fill(count=chosen.CONNECTIONS),
    ),
    wait_option(10),
    OPEN,
    Option("all", "flag", words.ALL, default=False),
    window_option(100),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """The parts that were asked for, or the stacks.

    Raises:
        UsageFault: both were, or more connections than a process may have open.
    """
    if chosen.is_asked(settings):
        return chosen.plan(settings)
    asked, wait, window = settings["part"], settings["wait"], settings["window"]
    assert isinstance(wait, int) and isinstance(window, int | float)
    names = [name for name in PARTS if not isinstance(asked, list) or name in asked]
    arms = [arm for name in names for arm in PARTS[name](wait)]
    loaded = [arm for arm in arms if "stack" in arm.parameters]
    if loaded:
        check_descriptors(max(map(_connections, loaded)), None)
    stacks = list(dict.fromkeys(str(arm.parameters["stack"]) for arm in loaded))
    counts = {"wait": wait, "innocent": parts.INNOCENT, "loaded": parts.LOADED}
    return Plan(
        experiment="web",
        settings={**settings, "part": names},
        arms=tuple(arms),
        size=round(window * US),
        facts=(
            *(words.WHAT[name].fill(**counts) for name in names),
            *(facts_of(stacks, None) if stacks else ()),
        ),
        services=services_of(loaded) if loaded else (),
        metric=RATE,
        columns=COLUMNS if loaded else (),
        shows=("median", "speedup"),
        arm_title=words.ARM_TITLE,
    )


def _connections(arm: ArmPlan) -> int:
    count = arm.parameters["connections"]
    assert isinstance(count, int)
    return count


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """An app that is called, or a stack that is loaded."""
    from concdemo.experiments.web.summary import arms

    return arms.open_arm(arm, services)


EXPERIMENT = Experiment(
    name="web", options=OPTIONS, plan=plan, open_arm=open_arm, doubts=doubts, budget_s=45
)
