"""How much do innocent requests suffer from one client's slow calls?  On servers of many kinds.

Each arm is a server and what one other client calls on it; the baseline of a server's arms has
nobody beside.  The child's half is ``arm``.
"""

from collections.abc import Sequence

from concdemo.errors import UsageFault
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import (
    check_descriptors,
    doubts,
    facts_of,
    scheduling,
    services_of,
)
from concdemo.experiments.web.loaded import US
from concdemo.experiments.web.options import chosen_stacks
from concdemo.experiments.web.victim import words as say
from concdemo.experiments.web.victim.words import NOBODY, STACKS, WITH_TWINS
from concdemo.experiments.web.words import P99
from concdemo.model import ArmPlan, Column, Host, Metric, Parameters, Plan

CALLS_IN_A_WINDOW = 3
"""Of the culprit at least, so that what they do to the others is no matter of where one began."""

METRIC = Metric("each", "ns", "less", say.TAKES)
COLUMNS = (
    Column("rate", say.ANSWERS, unit="/s"),
    Column("p99", P99, unit="ns"),
    Column("culprit", say.ITS_CALL, unit="ns"),
)
ENOUGH_ROUNDS = 8
BUDGET_S = 45.0


def plan(settings: Parameters, host: Host) -> Plan:
    """Every server with nobody beside, then with each culprit."""
    connections, wait, steps = settings["connections"], settings["wait"], settings["steps"]
    window, asked = settings["window"], settings["stack"]
    assert isinstance(connections, int) and isinstance(wait, int) and isinstance(steps, int)
    assert isinstance(window, int | float)
    check_descriptors(connections)  # the culprit's one is among the spare ones
    if window < CALLS_IN_A_WINDOW * wait:
        least = CALLS_IN_A_WINDOW * wait
        raise UsageFault(say.TOO_SHORT.fill(window=window, wait=wait, least=least))
    stacks = chosen_stacks(asked, list(STACKS)) if isinstance(asked, list) else list(STACKS)
    given: Parameters = {"connections": connections, "wait": wait, "steps": steps}
    arms = [
        _arm(stack, culprit, given)
        for stack in stacks
        for culprit in (NOBODY, *_culprits(stack, stacks, settings["culprit"]))
    ]
    told = [say.WHAT.fill(**given), say.CALLS.fill(**given)]
    told += [say.PATCHED] if "flask/gevent" in stacks else []
    told += [say.CLOSES] if "flask/gunicorn" in stacks else []
    return Plan(
        experiment="web victim",
        settings={**settings, "stack": stacks},
        arms=tuple(arms),
        size=round(window * US),
        facts=(*told, *facts_of(stacks, connections)),
        services=services_of(arms),
        metric=METRIC,
        columns=COLUMNS,
        shows=("speedup",),
        arm_title=say.WHO,
        most_rounds=ENOUGH_ROUNDS,
    )


def _culprits(stack: str, stacks: Sequence[str], asked: object) -> Sequence[str]:
    """What is called beside that server.

    Raises:
        UsageFault: none of the servers has an endpoint for one that was asked for.
    """
    if not isinstance(asked, list):
        return STACKS[stack]
    twins = [culprit for culprit in asked if culprit in say.ON_THREADS]
    if twins and WITH_TWINS not in stacks:
        others = ", ".join(say.ON_LOOP)
        raise UsageFault(say.NO_TWIN.fill(stack=WITH_TWINS, culprit=twins[0], others=others))
    return [
        one for one in say.CULPRITS if one in asked and (one in say.ON_LOOP or stack == WITH_TWINS)
    ]


def _arm(stack: str, culprit: str, given: Parameters) -> ArmPlan:
    from concdemo.stacks.plan import lacking
    from concdemo.stacks.table import STACKS as TABLE

    row = TABLE[stack]
    return ArmPlan(
        name=f"{stack} {culprit}",
        mode="async" if row.one_thread else "threads",
        workers=row.sizes.workers,
        scheduling=scheduling(),
        parameters={**given, "stack": stack, "culprit": culprit},
        unavailable=lacking(row),
        against=f"{stack} {NOBODY}",
    )


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The server and who calls it, in the arm's own process."""
    from concdemo.experiments.web.victim import arm as child

    return child.open_arm(arm, services)


EXPERIMENT = Experiment(
    name="web victim",
    options=say.OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
    budget_s=BUDGET_S,
)
