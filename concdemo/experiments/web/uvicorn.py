"""Why is Uvicorn fast?  Its two extras, each with and without the other: the loop and the parser.

On a bare ASGI app, where they are most of the work, and under FastAPI, whose own work is.
"""

from itertools import product

from concdemo.experiments.experiment import Experiment
from concdemo.experiments.web.common import WIDE, doubts, open_arm, rates_plan, stack_arms
from concdemo.experiments.web.options import connections_option, window_option
from concdemo.model import ArmPlan, Host, Parameters, Plan
from concdemo.settings import Option
from concdemo.text import Text

APPS = {"bare": "asgi", "fastapi": "fastapi"}
FACTORS = tuple(product(("asyncio", "uvloop"), ("h11", "httptools")))
"""Loop and parser; what a plain ``pip install uvicorn`` has comes first."""

APP_LOOP_PARSER = Text("app, loop, parser", "앱, 루프, 파서")
OPTIONS = (
    Option(
        "app",
        "choices",
        Text(
            "What Uvicorn serves: a bare ASGI app, or FastAPI. Repeat it or separate with commas.",
            "Uvicorn이 돌릴 앱: ASGI로만 쓴 앱 또는 FastAPI. 여러 번 쓰거나 쉼표로 이어 적습니다.",
        ),
        default=list(APPS),
        choices=tuple(APPS),
        shown_default=Text("both", "둘 다"),
    ),
    connections_option(32),
    window_option(200),
)
WHAT = Text(
    "GET /json through Uvicorn with asyncio's loop or uvloop, and with the parser h11 (Python) or "
    "httptools (C). bare: an app in plain ASGI, without a framework.",
    "asyncio 기본 루프나 uvloop, 파이썬으로 쓴 파서 h11이나 C로 쓴 httptools를 쓰는 Uvicorn에 "
    "GET /json을 보냅니다. bare는 프레임워크 없이 ASGI로만 쓴 앱입니다.",
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Two by two arms an app, each against what a plain install of Uvicorn has."""
    apps, connections = settings["app"], settings["connections"]
    assert isinstance(apps, list) and isinstance(connections, int)
    arms: list[ArmPlan] = []
    for app in (name for name in APPS if name in apps):
        stacks = {
            f"{app} {loop} {parser}": f"{APPS[app]}/uvicorn-{loop}-{parser}"
            for loop, parser in FACTORS
        }
        arms += stack_arms(stacks, "json", connections)
    return rates_plan("web uvicorn", settings, arms, [WHAT], APP_LOOP_PARSER, WIDE)


EXPERIMENT = Experiment(
    name="web uvicorn",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
    budget_s=25,
)
