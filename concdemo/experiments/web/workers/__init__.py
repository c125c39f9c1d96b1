"""Do several worker processes serve more?  The same server with one and with two of them.

Servers are not kept to a core here: two workers need two.  What is asked computes for
milliseconds, so that the client's part is small.
"""

from collections.abc import Sequence
from dataclasses import replace

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web import common
from concdemo.experiments.web.options import chosen_stacks, stack_option, window_option
from concdemo.experiments.web.words import STACK_TITLE
from concdemo.experiments.web.workers import words as say
from concdemo.model import ArmPlan, Host, Parameters, Plan, ServicePlan, Taken
from concdemo.settings import Option
from concdemo.text import Text

NAME = "web workers"
STACKS = ("fastapi/gunicorn", "fastapi/uvicorn", "flask/gunicorn")
WORKERS = (1, 2)
CLOSE = {"Connection": "close"}
MS_US = 1_000

OPTIONS = (
    stack_option(STACKS, say.ALL),
    Option("steps", "count", say.STEPS, default=120_000, low=1_000, high=10_000_000),
    Option("connections", "count", say.CONNECTIONS, default=8, low=2, high=200),
    window_option(300),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Two arms for each stack; each pair has its own baseline."""
    asked, steps = settings["stack"], settings["steps"]
    connections, window = settings["connections"], settings["window"]
    assert isinstance(steps, int) and isinstance(connections, int)
    assert isinstance(window, int | float)
    common.check_descriptors(connections, least=2)
    stacks = chosen_stacks(asked, STACKS) if isinstance(asked, list) else list(STACKS)
    arms = [_arm(name, count, steps, connections) for name in stacks for count in WORKERS]
    return Plan(
        experiment=NAME,
        settings={**settings, "stack": list(stacks)},
        arms=tuple(arms),
        size=round(window * MS_US),
        facts=_facts(stacks, steps, connections, host.cores),
        services=_services(arms),
        metric=common.RATE,
        columns=common.BUSY_COLUMNS[1:],
        shows=("workers", "median", "speedup", "cores"),
        arm_title=STACK_TITLE,
    )


def _facts(stacks: Sequence[str], steps: int, connections: int, cores: int) -> tuple[Text, ...]:
    what = say.WHAT.fill(steps=steps, connections=connections)
    loose = say.LOOSE.fill(cores=cores)
    return what, say.CLOSED, loose, *common.client_without(), *common.versions_of(stacks)


def key(stack: str, workers: int) -> str:
    """The name of an arm and of its server."""
    return f"{stack}-{workers}"


def _arm(stack: str, workers: int, steps: int, connections: int) -> ArmPlan:
    from concdemo.stacks.plan import lacking
    from concdemo.stacks.table import STACKS as ROWS

    return ArmPlan(
        name=key(stack, workers),
        mode="processes",
        workers=workers,
        scheduling="side-by-side",  # the client beside a worker, too
        parameters={"stack": stack, "steps": steps, "connections": connections},
        unavailable=lacking(ROWS[stack]),
        against=key(stack, WORKERS[0]),
    )


def _services(arms: Sequence[ArmPlan]) -> tuple[ServicePlan, ...]:
    from concdemo.stacks.plan import service_for

    servers = (
        service_for(str(arm.parameters["stack"]), key=arm.name, workers=arm.workers, pinned=False)
        for arm in arms
        if arm.unavailable is None
    )
    return (common.load_service(), *servers)


class WorkersArm(common.LoadedArm):
    """A server that may use all cores: its own threads say how long they stood ready for one."""

    def sample(self, size: int) -> Taken:
        """Load it for ``size`` microseconds."""
        from concdemo.experiments.web.workers.queued import waited_ns

        before = waited_ns(self._place.pids())
        taken = super().sample(size)
        after = waited_ns(self._place.pids())
        waited = after - before if before >= 0 and after >= before else -1
        return replace(taken, waited_ns=waited)


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """A server with its workers, loaded from the arm's own process."""
    from concdemo.experiments.web.asked import ASKED
    from concdemo.net.load.spec import Stream

    steps, connections = arm.parameters["steps"], arm.parameters["connections"]
    assert isinstance(steps, int) and isinstance(connections, int)
    request, expect = ASKED["cpu"]("", steps)
    closing = replace(request, headers={**request.headers, **CLOSE})
    return WorkersArm(
        services,
        arm.name,
        lambda at: [Stream("main", at.host, at.port, closing, expect, connections=connections)],
        saturating=True,
    )


EXPERIMENT = Experiment(
    name=NAME,
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=common.doubts,
    budget_s=25.0,
)
