"""How many requests are inside a web app at once, and on how many threads and processes?

Counted by the app itself, for servers that take one request at a time, several on threads, and
many on one.  The child's half is ``arm``; what is counted of the answers is in ``counts``.
"""

from dataclasses import dataclass

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import check_descriptors, versions_of, where
from concdemo.experiments.web.inflight.words import (
    ALL,
    EACH_WAIT,
    IN_THREAD,
    MOST,
    PICTURE,
    PICTURED,
    PICTURED_MS,
    PROCESSES,
    REQUESTS,
    THREADS,
    WAIT,
    WAITS,
    WHAT,
)
from concdemo.experiments.web.options import chosen_stacks, stack_option
from concdemo.experiments.web.words import STACK_TITLE
from concdemo.model import ArmPlan, Column, Host, Metric, Parameters, Plan, ServicePlan
from concdemo.text import Text

BRIEF_MS = 10
"""How long requests wait where they can only wait one after another, or nearly so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A server that is asked: a stack, and how many workers of it where that isn't one.

    ``brief``: its requests wait for no longer than BRIEF_MS.  ``pictured``: it has a portrait,
    as one of each kind does.
    """

    stack: str
    workers: int = 1
    brief: bool = False
    pictured: bool = False


ASKED = {
    "flask/gunicorn": Asked("flask/gunicorn", brief=True, pictured=True),
    "flask/gunicorn ×2": Asked("flask/gunicorn", workers=2, brief=True, pictured=True),
    "flask/gthread": Asked("flask/gthread", pictured=True),
    "flask/gevent": Asked("flask/gevent", pictured=True),
    "wsgi/waitress": Asked("wsgi/waitress"),
    "django/gthread": Asked("django/gthread"),
    "django-async/uvicorn": Asked("django-async/uvicorn"),
    "fastapi/uvicorn": Asked("fastapi/uvicorn", pictured=True),
    "fastapi/granian": Asked("fastapi/granian"),
    "fastapi-def/uvicorn": Asked("fastapi-def/uvicorn", pictured=True),
}
STACKS = tuple(dict.fromkeys(asked.stack for asked in ASKED.values()))

METRIC = Metric("at-once", "count", "more", MOST)
COLUMNS = (
    Column("at-once-in-thread", IN_THREAD),
    Column("threads", THREADS),
    Column("processes", PROCESSES),
    Column("wait", EACH_WAIT, unit="ns"),
    Column("all", ALL, unit="ns"),
)
ENOUGH_ROUNDS = 8
BUDGET_S = 20.0

OPTIONS = (stack_option(STACKS, Text("all", "전부")), REQUESTS, WAIT)


def plan(settings: Parameters, host: Host) -> Plan:
    """Every server of the stacks that were asked for, and how long its requests wait."""
    asked, requests, wait = settings["stack"], settings["requests"], settings["wait"]
    assert isinstance(requests, int) and isinstance(wait, int)
    check_descriptors(requests, "requests", least=2)
    stacks = chosen_stacks(asked, STACKS) if isinstance(asked, list) else list(STACKS)
    names = [name for name, row in ASKED.items() if row.stack in stacks]
    arms = tuple(_arm(name, requests, wait) for name in names)
    told = {"requests": requests, "wait": wait, "brief": BRIEF_MS}
    facts = [WHAT.fill(**told), where()]
    if wait > BRIEF_MS and any(ASKED[name].brief for name in names):
        facts.append(WAITS.fill(**told))
    facts.append(PICTURE.fill(requests=PICTURED, wait=PICTURED_MS))
    return Plan(
        experiment="web inflight",
        settings={**settings, "stack": stacks},
        arms=arms,
        size=requests,
        facts=(*facts, *versions_of(stacks)),
        services=tuple(
            _service(name) for name, arm in zip(names, arms, strict=True) if arm.unavailable is None
        ),
        metric=METRIC,
        columns=COLUMNS,
        shows=("median",),
        arm_title=STACK_TITLE,
        most_rounds=ENOUGH_ROUNDS,
    )


def _arm(name: str, requests: int, wait: int) -> ArmPlan:
    from concdemo.stacks.plan import lacking
    from concdemo.stacks.table import STACKS as TABLE

    asked = ASKED[name]
    row = TABLE[asked.stack]
    return ArmPlan(
        name=name,
        mode="async" if row.one_thread else "threads",
        workers=asked.workers,
        scheduling="waiting",
        parameters={
            "stack": asked.stack,
            "pictured": asked.pictured,
            "requests": requests,
            "wait": min(wait, BRIEF_MS) if asked.brief else wait,
        },
        unavailable=lacking(row),
    )


def _service(name: str) -> ServicePlan:
    from concdemo.stacks.plan import service_for

    asked = ASKED[name]
    return service_for(asked.stack, key=name, workers=asked.workers)


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The crowd, in the arm's own process."""
    from concdemo.experiments.web.inflight import arm as child

    return child.open_arm(arm, services)


EXPERIMENT = Experiment(
    name="web inflight",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    budget_s=BUDGET_S,
)
