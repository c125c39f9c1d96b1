"""What does a WebSocket save?  Being told beside asking, messages beside requests, and its price.

One app in which events happen, asked in several ways by one client each.  The child's half is
``arm``: ``events`` learns of events, ``messages`` has messages come back and holds connections.
"""

from concdemo.experiments import memory
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import check_descriptors, versions_installed, where
from concdemo.experiments.web.push import words as say
from concdemo.experiments.web.push.messages import BATCHES
from concdemo.model import ArmPlan, Column, Host, Metric, Parameters, Plan

BASES = {"event": "event push", "echo": "echo websocket", "hold": "hold websocket"}
ARMS = (
    "event push",
    "event long-poll",
    "event fast-poll",
    "event poll",
    "echo websocket",
    "echo http",
    "hold websocket",
    "hold http",
)
METRIC = Metric("took", "ns", "less", say.TOOK)
COLUMNS = (
    Column("requests", say.ASKED),
    Column("vain", say.VAIN),
    Column("rate", say.RATE, unit="/s"),
    Column("memory", say.MEMORY, unit="bytes"),
)
ENOUGH_ROUNDS = 8
BUDGET_S = 20.0


def plan(settings: Parameters, host: Host) -> Plan:
    """All ways of all three, with one server for them."""
    from concdemo.stacks import events
    from concdemo.stacks.plan import lacking, service_for

    hold, poll, pause, count = (settings[key] for key in ("hold", "poll", "pause", "events"))
    assert isinstance(hold, int) and isinstance(count, int)
    assert isinstance(poll, int | float) and isinstance(pause, int | float)
    check_descriptors(2 * hold, "hold", least=8, each=2)
    stack = events.STACKS[events.NAME]
    way, why_not = memory.how(), lacking(stack)
    given: Parameters = {
        **{key: settings[key] for key in ("hold", "pause", "events", "messages")},
        "service": events.NAME,
        "memory": way,
        "ideal": count * pause * 1.5,
    }
    every = {"event poll": poll, "event fast-poll": poll / say.QUICKER}
    arms = tuple(
        ArmPlan(
            name=name,
            mode="async",
            workers=1,
            scheduling="waiting",
            parameters={**given, "every": every.get(name)},
            unavailable=why_not,
            against=BASES[name.split()[0]],
        )
        for name in ARMS
    )
    told = {**settings, "quick": poll / say.QUICKER, "each": max(1, hold // BATCHES), "way": way}
    told["pictured"] = min(count, say.PICTURED)
    holding = say.HOLD_BLIND if way == "unknown" else say.HOLD
    facts = (say.WHAT, say.ECHO, holding, say.SERVER, say.PICTURE)
    return Plan(
        experiment="web socket",
        settings=settings,
        arms=arms,
        size=1,
        facts=(*(fact.fill(**told) for fact in facts), where(), *versions_installed(stack.modules)),
        services=() if why_not else (service_for(events.NAME, table=events.TABLE),),
        metric=METRIC,
        columns=COLUMNS,
        shows=("median", "speedup"),
        arm_title=say.WAY,
        most_rounds=ENOUGH_ROUNDS,
    )


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The talk, in the arm's own process."""
    from concdemo.experiments.web.push import arm as child

    return child.open_arm(arm, services)


EXPERIMENT = Experiment(
    name="web socket",
    options=say.OPTIONS,
    plan=plan,
    open_arm=open_arm,
    budget_s=BUDGET_S,
)
