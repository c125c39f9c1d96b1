"""Who serves the most?  Frameworks on two servers each, asked for JSON and for a wait.

Two servers for each framework, so that one sees which part of a difference is the server's; and
an endpoint that only waits, where there may be none to see.
"""

from collections.abc import Sequence

from concdemo.experiments.experiment import Experiment
from concdemo.experiments.web.common import doubts, open_arm, rates_plan, stack_arms
from concdemo.experiments.web.loaded import WAITING
from concdemo.experiments.web.options import (
    chosen_stacks,
    connections_option,
    endpoint_option,
    stack_option,
    wait_option,
    window_option,
)
from concdemo.experiments.web.words import ENDPOINT_AND_STACK
from concdemo.model import ArmPlan, Host, Parameters, Plan
from concdemo.stacks.table import THREADS
from concdemo.text import Text

STACKS = (
    "fastapi/uvicorn",
    "fastapi/granian",
    "starlette/uvicorn",
    "starlette/granian",
    "litestar/uvicorn",
    "flask/gthread",
    "flask/granian",
    "django/gthread",
    "django/granian",
    "django-bare/gthread",
    "tornado/tornado",
    "aiohttp/aiohttp",
    "asgi/uvicorn",
    "wsgi/gthread",
    "node/node",
    "go/go",
)
"""The first of them that is measured is what the others are compared with."""

WAIT_STACKS = (
    "fastapi/uvicorn",
    "starlette/uvicorn",
    "flask/gthread",
    "flask/granian",
    "django/gthread",
    "django/granian",
    "tornado/tornado",
    "node/node",
    "go/go",
)
"""Those of which nobody asked for others that are also asked to wait."""

CONNECTIONS = 32
"""Fewer than the threads that any of these has, so that each request can wait at once."""

STEPS = 5_000
"""Of the computation at /cpu."""

OPTIONS = (
    stack_option(STACKS, Text("all, some of them to wait", "전부, 기다림은 그 일부만")),
    endpoint_option(("json", "wait")),
    connections_option(CONNECTIONS),
    wait_option(30),
    window_option(200),
)

WHAT = {
    "json": Text(
        "json: GET /json, a small answer made afresh each time.",
        "json: GET /json, 매번 새로 만드는 작은 응답.",
    ),
    "wait": Text(
        "wait: GET /wait/{wait}, which waits {wait} ms as each framework does (await or sleep).",
        "wait: GET /wait/{wait}, 프레임워크마다 제 방식(await 또는 sleep)으로 {wait} ms를 기다림.",
    ),
    "cpu": Text(
        "cpu: GET /cpu/{steps}, a loop of {steps:,} steps.",
        "cpu: GET /cpu/{steps}, {steps:,}번 도는 반복문.",
    ),
    "items": Text(
        "items: POST /items, a body that is validated.",
        "items: POST /items, 보낸 본문을 검증함.",
    ),
}
ARGUMENTS = {"cpu": STEPS}
HOW = Text(
    "Flask, Django and plain WSGI run on {threads} threads, the other Python apps on one. granian "
    "does HTTP in Rust. django has the middleware of a new project, django-bare none.",
    "Flask, Django, 순수 WSGI는 스레드 {threads}개에서, 나머지 파이썬 앱은 스레드 하나에서 돕니다. "
    "granian은 HTTP를 Rust로 처리합니다. django는 새 프로젝트의 기본 미들웨어를 쓰고 "
    "django-bare는 쓰지 않습니다.",
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Every endpoint that was asked for is a group of stacks with a baseline of its own."""
    asked, connections, wait = settings["stack"], settings["connections"], settings["wait"]
    endpoints = settings["endpoint"]
    assert isinstance(connections, int) and isinstance(wait, int) and isinstance(endpoints, list)
    arms: list[ArmPlan] = []
    for endpoint in endpoints:
        argument = wait if endpoint in WAITING else ARGUMENTS.get(endpoint, 0)
        stacks = {f"{endpoint} {stack}": stack for stack in _stacks(asked, endpoint)}
        arms += stack_arms(stacks, endpoint, connections, argument=argument)
    what = [WHAT[endpoint].fill(wait=wait, steps=STEPS) for endpoint in endpoints]
    what.append(HOW.fill(threads=THREADS))
    return rates_plan("web order", settings, arms, what, ENDPOINT_AND_STACK)


def _stacks(asked: object, endpoint: str) -> Sequence[str]:
    if not isinstance(asked, list):
        return WAIT_STACKS if endpoint in WAITING else STACKS
    return chosen_stacks(asked, STACKS)


EXPERIMENT = Experiment(
    name="web order",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
    budget_s=60,
)
