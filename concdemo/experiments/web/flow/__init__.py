"""How does a request go through FastAPI?  Its stages, recorded in a real app.

No order is known beforehand: the app notes which stage runs when, an arm counts in that.  Each
arm is another kind of request, and stands for itself.
"""

from concdemo import host as machine
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import versions_installed
from concdemo.experiments.web.flow import words
from concdemo.model import ArmPlan, Column, Host, Metric, Parameters, Plan
from concdemo.text import Text

ARMS = {
    "async def": "async",
    "def": "threads",
    "bad body": "async",
    "no header": "async",
    "wrong token": "async",
}
"""Kinds of requests → how the app's functions run."""

COLUMNS = (
    Column("place-header", words.HEADER),
    Column("place-body", words.BODY),
    Column("place-dependency", words.DEPENDENCY),
    Column("place-handler", words.HANDLER),
    Column("place-response", words.RESPONSE),
    Column("place-sent", words.SENT),
    Column("threads", words.THREADS),
)
ENOUGH_ROUNDS = 10
"""Orders are counted, and most of the time is spent on making apps."""


def plan(settings: Parameters, host: Host) -> Plan:
    """Every kind of request, none of which is compared with another."""
    lacking = None if machine.has("fastapi") else words.MISSING.fill(library="fastapi")
    stages = [
        Text(f"{number} {one.name.en}", f"{number} {one.name.ko}")
        for number, one in enumerate(words.STAGES.values(), 1)
    ]
    return Plan(
        experiment="web flow",
        settings=settings,
        arms=tuple(
            ArmPlan(name, mode, 1, "waiting", unavailable=lacking, against=name)
            for name, mode in ARMS.items()
        ),
        size=1,
        facts=(
            words.RECORDED,
            words.PLACES,
            words.NUMBERED.fill(stages=Text.join(stages, ", ")),
            *versions_installed(("fastapi", "starlette", "pydantic")),
        ),
        metric=Metric("request", "ns", "less", words.TIME),
        columns=COLUMNS,
        shows=("median",),
        arm_title=words.ARM_TITLE,
        most_rounds=ENOUGH_ROUNDS,
    )


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """An app, and a kind of request to it."""
    from concdemo.experiments.web.flow.arm import open_flow

    return open_flow(arm)


EXPERIMENT = Experiment(name="web flow", options=(), plan=plan, open_arm=open_arm)
