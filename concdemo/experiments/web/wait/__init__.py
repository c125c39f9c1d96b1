"""Where does each stack's thread pool end?  Waits of several lengths, few and many at once.

The grid is ``grid``'s, how a spot of it is measured ``arm``'s, the maps ``report``'s.
"""

from collections.abc import Sequence

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import (
    check_descriptors,
    facts_of,
    load_service,
    scheduling,
)
from concdemo.experiments.web.options import chosen_stacks, stack_option
from concdemo.experiments.web.wait import words as say
from concdemo.experiments.web.wait.grid import FEW, MANY, NONE
from concdemo.experiments.web.wait.report import doubts, heat_maps
from concdemo.experiments.web.words import STACK_TITLE
from concdemo.model import ArmPlan, Column, Host, Metric, Parameters, Plan, ServicePlan
from concdemo.settings import Option
from concdemo.text import Text

NAME = "web wait"
DEFAULT_STACKS = (
    "flask/gthread",
    "flask/gunicorn",
    "flask/uvicorn",
    "fastapi-def/uvicorn",
    "fastapi/uvicorn",
    "starlette/uvicorn",
    "django/gthread",
    "django/uvicorn",
    "django-async/uvicorn",
    "django-async-bare/uvicorn",
)
FURTHER_STACKS = (
    "flask/gevent",
    "flask/waitress",
    "flask/granian",
    "fastapi/granian",
    "starlette/granian",
    "litestar/uvicorn",
    "django/granian",
    "tornado/tornado",
    "aiohttp/aiohttp",
    "asgi/uvicorn",
    "wsgi/gthread",
    "node/node",
    "go/go",
)
ADAPTED = "flask/uvicorn"
"""The stack whose app is also given to its server as it is, without the adapter."""

BESIDE = {"starlette/uvicorn": "fastapi/uvicorn"}
"""Stacks that are asked in turn with another where nothing waits: which of the two is lighter?"""

STACKS = (*DEFAULT_STACKS, *FURTHER_STACKS)
WAITS = ("5", "10", "20", "50", "100", "200")
CONNECTIONS = ("1", "2", "5", "10", "20", "40", "80", "100", "200")
MOST_WAITING = Metric("most", "count", "more", say.MOST)
COLUMNS = (
    Column("rate-many", say.AT_MANY, unit="/s"),
    Column("cpu-none", say.CPU_NONE, unit="ns"),
)
ROUNDS = 7
"""Enough for intervals that say which side of a pool's end a figure is on."""

OPTIONS = (
    stack_option(STACKS, say.ALL),
    Option("waits", "choices", say.WAITS, default=["20", "100", "200"], choices=WAITS),
    Option(
        "connections",
        "choices",
        say.CONNECTIONS,
        default=["1", "5", "40", "200"],
        choices=CONNECTIONS,
    ),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """An arm for each stack, in the order of STACKS; all have the same grid.

    Raises:
        UsageFault: a process may not have so many connections open.
    """
    asked = settings["stack"]
    stacks = chosen_stacks(asked, STACKS) if isinstance(asked, list) else list(DEFAULT_STACKS)
    waits, connections = (numbers(settings[name]) for name in ("waits", "connections"))
    check_descriptors(max(*connections, MANY.connections), None)
    arms = [_arm(name, waits, connections) for name in stacks]
    return Plan(
        experiment=NAME,
        settings={
            **settings,
            "stack": list(stacks),
            "waits": [str(wait) for wait in waits],
            "connections": [str(count) for count in connections],
        },
        arms=tuple(arms),
        size=1,
        facts=tuple(_facts(stacks)),
        services=_services(arms),
        metric=MOST_WAITING,
        columns=COLUMNS,
        shows=("median", "speedup"),
        arm_title=STACK_TITLE,
        most_rounds=ROUNDS,
    )


def numbers(words: object) -> list[int]:
    """The numbers that were chosen, the smallest first."""
    assert isinstance(words, list)
    return sorted(map(int, words))


def _arm(name: str, waits: Sequence[int], connections: Sequence[int]) -> ArmPlan:
    from concdemo.stacks.plan import lacking
    from concdemo.stacks.table import STACKS as ROWS

    row = ROWS[name]
    return ArmPlan(
        name=name,
        mode="async" if row.one_thread else "threads",
        workers=row.sizes.threads,
        scheduling=scheduling(),
        parameters={
            "stack": name,
            "waits": [str(wait) for wait in waits],
            "connections": [str(count) for count in connections],
        },
        unavailable=lacking(row),
    )


def _services(arms: Sequence[ArmPlan]) -> tuple[ServicePlan, ...]:
    from concdemo.stacks.plan import services_for

    return (load_service(), *services_for(arm.name for arm in arms if arm.unavailable is None))


def _facts(stacks: Sequence[str]) -> list[Text]:
    from concdemo.stacks.table import STACKS as ROWS

    few, many, none = FEW.connections, MANY.connections, NONE.connections
    pools = [f"{name} {ROWS[name].sizes.threads}" for name in stacks if _is_pool(name)]
    told = [say.WHAT, say.COMPARED.fill(few=few, many=many, none=none, wait=FEW.wait_ms)]
    if pools:
        told.append(say.POOLS.fill(pools=", ".join(pools)))
    return [*told, *facts_of(stacks, None)]


def _is_pool(name: str) -> bool:
    from concdemo.stacks.table import STACKS as ROWS

    return ROWS[name].sizes.threads > 1


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The grid of one stack, asked from the arm's own process."""
    from concdemo.experiments.web.wait.arm import WaitArm
    from concdemo.experiments.web.wait.bare import Bare
    from concdemo.stacks.reach import is_there

    waits, connections = (numbers(arm.parameters[name]) for name in ("waits", "connections"))
    bare = Bare() if arm.name == ADAPTED else None
    beside = BESIDE.get(arm.name)
    if beside is not None and not is_there(services, beside):
        beside = None
    return WaitArm(services, arm.name, waits, connections, bare=bare, beside=beside)


EXPERIMENT = Experiment(
    name=NAME,
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
    heat_maps=heat_maps,
    budget_s=60.0,
)
