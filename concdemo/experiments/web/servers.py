"""Which ASGI server is the fastest?  One bare ASGI app on each of them."""

from concdemo.experiments.experiment import Experiment
from concdemo.experiments.web.common import WIDE, doubts, open_arm, rates_plan, stack_arms
from concdemo.experiments.web.options import connections_option, window_option
from concdemo.model import Host, Parameters, Plan
from concdemo.settings import Option
from concdemo.text import Text

SERVERS = ("uvicorn", "hypercorn", "daphne", "granian", "gunicorn")
"""Uvicorn is what the others are compared with; gunicorn runs Uvicorn's worker."""

SERVER = Text("server", "서버")
OPTIONS = (
    Option(
        "server",
        "choices",
        Text(
            "Which servers, beside Uvicorn; repeat it or separate with commas.",
            "Uvicorn과 함께 잴 서버. 여러 번 쓰거나 쉼표로 이어 적습니다.",
        ),
        default=list(SERVERS),
        choices=SERVERS,
        shown_default=Text("all", "전부"),
    ),
    connections_option(32),
    window_option(250),
)
WHAT = Text(
    "GET /json of one app in plain ASGI, without a framework. gunicorn runs Uvicorn's worker.",
    "프레임워크 없이 ASGI로만 쓴 앱 하나에 GET /json을 보냅니다. "
    "gunicorn은 Uvicorn 워커를 띄웁니다.",
)


def plan(settings: Parameters, host: Host) -> Plan:
    """An arm a server, Uvicorn first."""
    asked, connections = settings["server"], settings["connections"]
    assert isinstance(asked, list) and isinstance(connections, int)
    servers = [name for name in SERVERS if name in asked or name == SERVERS[0]]
    arms = stack_arms({name: f"asgi/{name}" for name in servers}, "json", connections)
    settings = {**settings, "server": servers}
    return rates_plan("web servers", settings, arms, [WHAT], SERVER, WIDE)


EXPERIMENT = Experiment(
    name="web servers",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
    budget_s=20,
)
