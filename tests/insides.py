"""Made-up reports of ``web``, ``web cost`` and ``web flow``, and notes that no app took."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import builders

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.rounds import Progress
from concdemo.experiments import find
from concdemo.experiments.web.flow import counts
from concdemo.model import Plan, Report, Sample
from concdemo.settings import settle
from concdemo.stacks.diary import Noted
from concdemo.text import Text

US = 1_000.0
EACH_NS: Mapping[str, float] = {
    "asgi": 2 * US,
    "starlette": 10 * US,
    "litestar": 20 * US,
    "fastapi": 46 * US,
    "fastapi-def": 93 * US,
    "django-async-bare": 500 * US,
    "django-async": 1_200 * US,
    "wsgi": 2 * US,
    "flask": 50 * US,
    "django-bare": 52 * US,
    "django": 110 * US,
    "dict by-hand": 500,
    "dict dataclass": 240,
    "dict msgspec": 200,
    "dict pydantic": 950,
    "dict pydantic-v1": 4_400,
    "text by-hand": 2_800,
    "text msgspec": 150,
    "text pydantic": 1_000,
}
"""How long one call takes, in ns."""

LOOKED: Mapping[str, float] = {"compiled": 1, "rust": 1, "cython": 0, "cython-elsewhere": 1}
"""What is seen of Pydantic's compiled modules."""

GOOD = "entered, header, dependency, body, handler, response, json, sent, clean-up"
FLOWS: Mapping[str, str] = {
    "async def": GOOD,
    "def": GOOD,
    "bad body": "entered, header, dependency, body, sent",
    "no header": "entered, body, sent",
    "wrong token": "entered, header, dependency, sent",
}
"""The stages of a request, by arm."""


PER_REQUEST_S = 0.0105
"""How long a request is under way of which a wait of 10 ms is part."""


def planned(experiment: str, **given: str) -> Plan:
    """The plan of a run with these options."""
    found = find(experiment)
    return found.plan(settle(found.options, given), builders.host())


def report_of(
    plan: Plan,
    by_arm: Mapping[str, list[Sample]],
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """The report of a plan whose arms gave those samples."""
    not_here = Text("not here", "여기 없음")
    arms = [
        replace(arm, unavailable=not_here if arm.name in unavailable else None) for arm in plan.arms
    ]
    given = {arm.name: by_arm[arm.name] for arm in arms if arm.unavailable is None}
    progress = Progress(faults={name: Text("it broke", "고장") for name in faults})
    rows = [arm_report(arm, plan, None, progress, given) for arm in arms]
    report = builders.report(
        given, experiment=plan.experiment, settings=plan.settings, metric=plan.metric
    )
    return replace(
        report,
        arms=rows,
        facts=list(plan.facts),
        columns=list(plan.columns),
        shows=list(plan.shows),
        arm_title=plan.arm_title,
        baseline=plan.baseline.name,
    )


def cost_report(
    each_ns: Mapping[str, float] | None = None,
    *,
    looked: Mapping[str, float] | None = None,
    samples: Mapping[str, list[Sample]] | None = None,
    count: int = 8,
    **changed: Any,
) -> Report:
    """A report in which a call takes that long.  ``samples`` stand in for those of single arms."""
    plan, told = planned("web cost"), {**EACH_NS, **(each_ns or {})}
    by_arm = {}
    for arm in plan.arms:
        each = told[arm.name]
        metrics = {"each": each}
        if " " not in arm.name:
            metrics |= {"items": 1.5 * each}
        if arm.name != "dict dataclass":
            metrics |= {"refused": 2 * each}
        if arm.name.endswith(" pydantic"):
            metrics |= {**LOOKED, **(looked or {})}
        by_arm[arm.name] = builders.samples(count, metrics=metrics)
    return report_of(plan, by_arm | dict(samples or {}), **changed)


def notes(stages: str, thread: int = 1, step_ns: int = 1_000) -> list[Noted]:
    """The stages written there, one every ``step_ns``, each half as long."""
    found = []
    for place, stage in enumerate(filter(None, stages.split(", "))):
        begin_ns = place * step_ns
        found.append(Noted(stage, thread, begin_ns, begin_ns + step_ns // 2))
    return found


def flow_report(flows: Mapping[str, str] | None = None, count: int = 8, **changed: Any) -> Report:
    """A report of requests that passed those stages."""
    told = {**FLOWS, **(flows or {})}
    by_arm = {
        arm: builders.samples(
            count, checksum=None, metrics={**counts.counted(notes(told[arm])), "request": 300 * US}
        )
        for arm in FLOWS
    }
    return report_of(planned("web flow"), by_arm, **changed)


def web_report(sync: int = 1, threads: int = 40) -> Report:
    """A report in which Flask's servers take so many requests at once, FastAPI all of them."""
    plan, by_arm = planned("web"), {}
    room = {"flask/gunicorn": sync, "flask/gthread": threads}
    for arm in plan.arms:
        at_once = 1
        if arm.name.startswith("wait"):
            given = arm.parameters["connections"]
            assert isinstance(given, int)
            at_once = min(given, room.get(str(arm.parameters["stack"]), given))
        metrics = {"rate": at_once / PER_REQUEST_S, "client-busy": 0.1, "saturating": 0.0}
        metrics |= {"in-flight": at_once, "mean": PER_REQUEST_S * 1e9, "window": 1e8}
        by_arm[arm.name] = builders.samples(8, checksum=None, metrics=metrics)
    return report_of(plan, by_arm)
