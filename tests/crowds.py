"""Made-up reports of the runs that look into web servers: in flight, victims, WebSockets."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import builders
from builders import MS

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.rounds import Progress
from concdemo.experiments.web import inflight, push, victim
from concdemo.experiments.web.victim.words import NOBODY, STACKS
from concdemo.model import Metric, Parameters, Report, Sample
from concdemo.text import Text

LACKING = Text("it isn't installed", "설치되어 있지 않음")
BROKEN = Text("it broke", "고장")


def grouped(
    experiment: str,
    metric: Metric,
    taken_by: Mapping[str, list[Sample]],
    against: Mapping[str, str],
    settings: Parameters,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report whose arms are compared in groups."""
    arms = [
        builders.arm_plan(
            name,
            1,
            against=against.get(name),
            unavailable=LACKING if name in unavailable else None,
        )
        for name in taken_by
    ]
    plan = builders.plan(arms, metric, experiment=experiment)
    progress = Progress(faults=dict.fromkeys(faults, BROKEN))
    rows = [arm_report(arm, plan, None, progress, dict(taken_by)) for arm in arms]
    report = builders.report(taken_by, experiment=experiment, settings=settings, metric=metric)
    return replace(report, arms=rows)


def varied(count: int, wall_ns: int, metrics: Mapping[str, float], *names: str) -> list[Sample]:
    """Samples of which the metrics that are named differ a little."""
    return [
        builders.sample(
            number,
            wall_ns,
            checksum=None,
            metrics={
                name: value * (1 + number / 1e4) if name in names else value
                for name, value in metrics.items()
            },
        )
        for number in range(1, count + 1)
    ]


Counts = tuple[int, int, int, int]
"""At once in all, at once in a thread, threads, processes."""

COUNTS: Mapping[str, Counts] = {
    "flask/gunicorn": (1, 1, 1, 1),
    "flask/gunicorn ×2": (2, 1, 2, 2),
    "flask/gthread": (40, 1, 40, 1),
    "flask/gevent": (64, 64, 1, 1),
    "wsgi/waitress": (40, 1, 40, 1),
    "django/gthread": (40, 1, 40, 1),
    "django-async/uvicorn": (64, 64, 1, 1),
    "fastapi/uvicorn": (64, 64, 1, 1),
    "fastapi/granian": (64, 64, 1, 1),
    "fastapi-def/uvicorn": (40, 1, 40, 1),
}


def inflight_report(
    changes: Mapping[str, Counts] | None = None,
    *,
    requests: int = 64,
    count: int = 8,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web inflight``; ``changes`` are arms that counted otherwise."""
    taken_by = {}
    for name, (most, in_thread, threads, processes) in {**COUNTS, **(changes or {})}.items():
        metrics = {
            "at-once": float(most),
            "at-once-in-process": float(-(-most // processes)),
            "at-once-in-thread": float(in_thread),
            "threads": float(threads),
            "processes": float(processes),
            "asked": float(requests),
            "wait": 50.0 * MS,
            "all": 100.0 * MS,
        }
        taken_by[name] = varied(count, 100 * MS, metrics, "all")
    settings: Parameters = {"requests": requests, "wait": 50}
    return grouped("web inflight", inflight.METRIC, taken_by, {}, settings, unavailable, faults)


EACH_MS: Mapping[str, float] = {
    "fastapi/uvicorn nobody": 0.8,
    "fastapi/uvicorn blocking": 21.0,
    "fastapi/uvicorn wait": 0.85,
    "fastapi/uvicorn cpu": 15.0,
    "fastapi/uvicorn def/blocking": 0.88,
    "fastapi/uvicorn def/cpu": 3.0,
}
"""How long an innocent client waits for an answer."""


def victim_report(
    changes: Mapping[str, float] | None = None,
    *,
    count: int = 8,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web victim``; ``changes`` are arms whose answers took otherwise."""
    usual = {
        f"{stack} {culprit}": 1.0
        for stack, culprits in STACKS.items()
        for culprit in (NOBODY, *culprits)
    }
    taken_by = {}
    for name, each_ms in {**usual, **EACH_MS, **(changes or {})}.items():
        metrics = {"each": each_ms * MS, "rate": 8e3 / each_ms, "p99": 2 * each_ms * MS}
        if not name.endswith(NOBODY):
            metrics["culprit"] = 20.0 * MS
            metrics["per-call"] = 20.0 / each_ms
        taken_by[name] = varied(count, 120 * MS, metrics, "each", "per-call")
    against = {name: f"{name.split()[0]} {NOBODY}" for name in taken_by}
    return grouped(
        "web victim", victim.METRIC, taken_by, against, {"wait": 20}, unavailable, faults
    )


TOOK_MS: Mapping[str, float] = {
    "event push": 0.6,
    "event long-poll": 0.9,
    "event fast-poll": 4.0,
    "event poll": 25.0,
    "echo websocket": 0.3,
    "echo http": 0.5,
    "hold websocket": 2.0,
    "hold http": 1.5,
}


def socket_report(
    changes: Mapping[str, float] | None = None,
    *,
    connections: float = 1,
    pushed: float = 10,
    echoed: float = 10,
    count: int = 8,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web socket``; ``changes`` are arms that took otherwise, in ms."""
    told: dict[str, dict[str, float]] = {
        "event push": {"connections": connections, "pushed": pushed, "echoed": echoed},
        "event fast-poll": {"requests": 60.0, "vain": 50.0},
        "hold websocket": {"memory": 65_000.0},
        "hold http": {"memory": 10_000.0},
    }
    taken_by = {
        name: varied(count, 300 * MS, {"took": took * MS, **told.get(name, {})}, "took", "memory")
        for name, took in {**TOOK_MS, **(changes or {})}.items()
    }
    against = {name: push.BASES[name.split()[0]] for name in taken_by}
    return grouped("web socket", push.METRIC, taken_by, against, {}, unavailable, faults)
