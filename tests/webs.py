"""Made-up reports of runs that load web servers, derived from samples as the package does."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import builders

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.rounds import Progress
from concdemo.experiments.web.common import RATE, against_first, doubts
from concdemo.experiments.web.order import STACKS, WAIT_STACKS
from concdemo.model import ArmPlan, Plan, Report, Sample
from concdemo.text import Text

CONNECTIONS = 32

JSON_RATES = {
    "fastapi/uvicorn": 10_000.0,
    "fastapi/granian": 11_000.0,
    "starlette/uvicorn": 27_000.0,
    "starlette/granian": 30_000.0,
    "litestar/uvicorn": 16_000.0,
    "flask/gthread": 5_000.0,
    "flask/granian": 13_000.0,
    "django/gthread": 4_500.0,
    "django/granian": 6_000.0,
    "django-bare/gthread": 4_800.0,
    "tornado/tornado": 7_000.0,
    "aiohttp/aiohttp": 20_000.0,
    "asgi/uvicorn": 45_000.0,
    "wsgi/gthread": 8_000.0,
    "node/node": 70_000.0,
    "go/go": 100_000.0,
}
WAIT_RATE = 1_050.0
SERVER_RATES = {
    "uvicorn": 45_000.0,
    "hypercorn": 9_000.0,
    "daphne": 5_000.0,
    "granian": 50_000.0,
    "gunicorn": 44_000.0,
}
UVICORN_RATES = {
    "bare asyncio h11": 9_000.0,
    "bare asyncio httptools": 34_000.0,
    "bare uvloop h11": 10_000.0,
    "bare uvloop httptools": 45_000.0,
    "fastapi asyncio h11": 6_000.0,
    "fastapi asyncio httptools": 9_400.0,
    "fastapi uvloop h11": 6_200.0,
    "fastapi uvloop httptools": 10_300.0,
}


def loaded(
    rate: float,
    count: int = 8,
    *,
    server: float | None = 0.99,
    client: float = 0.4,
    saturating: bool = True,
    in_flight: float = CONNECTIONS,
    mean_ns: float | None = None,
    window_ns: int = 200_000_000,
) -> list[Sample]:
    """Samples of about that rate, whose figures fit each other unless they are given."""
    metrics = {
        "rate": rate,
        "mean": CONNECTIONS / rate * 1e9 if mean_ns is None else mean_ns,
        "p99": 2 * CONNECTIONS / rate * 1e9,
        "in-flight": in_flight,
        "client-busy": client,
        "window": float(window_ns),
        "saturating": float(saturating),
        **({} if server is None else {"server-busy": server}),
    }
    return [
        builders.sample(
            number, window_ns, checksum=None, metrics={**metrics, "rate": rate * (1 + number / 1e4)}
        )
        for number in range(1, count + 1)
    ]


def web_report(
    experiment: str,
    groups: Iterable[Mapping[str, list[Sample]]],
    *,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report of arms in groups, with the doubts that the experiment itself has."""
    arms: list[ArmPlan] = []
    by_arm: dict[str, list[Sample]] = {}
    lacking = Text("it isn't installed", "설치되어 있지 않음")
    for group in groups:
        by_arm |= group
        planned = [
            builders.arm_plan(name, 1, unavailable=lacking if name in unavailable else None)
            for name in group
        ]
        arms += against_first(planned)
    plan: Plan = builders.plan(arms, RATE, experiment=experiment)
    progress = Progress(faults={name: Text("it broke", "고장") for name in faults})
    rows = [arm_report(arm, plan, None, progress, by_arm) for arm in arms]
    report = builders.report(by_arm, experiment=experiment, settings={}, metric=RATE)
    report = replace(report, arms=rows)
    return replace(report, caveats=doubts(report))


def order_of_frameworks(
    rates: Mapping[str, float] | None = None,
    samples: Mapping[str, list[Sample]] | None = None,
    *,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web order``; ``rates`` and ``samples`` of arms stand in for some."""
    usual = {f"json {stack}": JSON_RATES[stack] for stack in STACKS}
    usual |= rates or {}
    waiting = {f"wait {stack}": WAIT_RATE for stack in WAIT_STACKS}
    waiting |= {name: rate for name, rate in (rates or {}).items() if name in waiting}
    json = {name: loaded(rate) for name, rate in usual.items() if name not in waiting}
    wait = {name: loaded(rate, saturating=False, server=0.3) for name, rate in waiting.items()}
    for group in (json, wait):
        group |= {name: own for name, own in (samples or {}).items() if name in group}
    return web_report("web order", (json, wait), unavailable=unavailable, faults=faults)


def race_of_servers(
    rates: Mapping[str, float] | None = None,
    samples: Mapping[str, list[Sample]] | None = None,
    *,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web servers``."""
    by_arm = {name: loaded(rate) for name, rate in {**SERVER_RATES, **(rates or {})}.items()}
    return web_report(
        "web servers", [by_arm | dict(samples or {})], unavailable=unavailable, faults=faults
    )


def extras_of_uvicorn(
    rates: Mapping[str, float] | None = None,
    samples: Mapping[str, list[Sample]] | None = None,
    *,
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web uvicorn``."""
    by_arm = {name: loaded(rate) for name, rate in {**UVICORN_RATES, **(rates or {})}.items()}
    by_arm |= samples or {}
    bare = {name: own for name, own in by_arm.items() if name.startswith("bare")}
    fastapi = {name: own for name, own in by_arm.items() if name.startswith("fastapi")}
    return web_report("web uvicorn", (bare, fastapi), faults=faults)
