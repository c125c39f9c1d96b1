"""Made-up reports of ``web wait`` and ``web workers``, derived from samples as the package does."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import builders

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.rounds import Progress
from concdemo.experiments.web.common import RATE
from concdemo.experiments.web.wait import EXPERIMENT, MOST_WAITING
from concdemo.experiments.web.wait.grid import FEW, MANY
from concdemo.model import ArmPlan, Metric, Report, Sample
from concdemo.text import Text

US = 1_000
THREADS = 40
AT_MANY = {
    "flask/gthread": 38.0,
    "flask/uvicorn": 37.0,
    "fastapi-def/uvicorn": 37.0,
    "fastapi/uvicorn": 150.0,
    "starlette/uvicorn": 165.0,
    "django/gthread": 37.0,
    "django/uvicorn": 30.0,
    "django-async/uvicorn": 40.0,
    "django-async-bare/uvicorn": 110.0,
}
AT_FEW = dict.fromkeys(AT_MANY, 4.7) | {"flask/gunicorn": 1.0}
CPU_US = {
    "flask/gthread": 350.0,
    "flask/gunicorn": 380.0,
    "flask/uvicorn": 400.0,
    "fastapi-def/uvicorn": 340.0,
    "fastapi/uvicorn": 120.0,
    "starlette/uvicorn": 58.0,
    "django/gthread": 400.0,
    "django/uvicorn": 1_200.0,
    "django-async/uvicorn": 1_700.0,
    "django-async-bare/uvicorn": 600.0,
}
SETTINGS = {"waits": ["100", "200"], "connections": ["1", "5", "200"]}


def waited(
    few: float, many: float | None, cpu_us: float, count: int = 8, **more: float
) -> list[Sample]:
    """Samples of a stack in which so many waited at once."""
    found = []
    for number in range(1, count + 1):
        wobble = 1 + number / 1e4
        metrics = {f"at-{FEW.name}": few * wobble, "cpu-none": cpu_us * US * wobble}
        for name, spot, at_once in (("few", FEW, few), ("many", MANY, many)):
            if at_once is not None:
                rate = at_once * wobble * 1_000 / spot.wait_ms
                metrics |= {f"rate-{name}": rate, f"each-{name}": 1e9 / rate}
        if many is not None:
            metrics[f"at-{MANY.name}"] = many * wobble
        metrics |= {"most": max(few, many or 0.0) * wobble, "client-busy": 0.1, **more}
        found.append(builders.sample(number, checksum=None, metrics=metrics))
    return found


def wait_report(
    many: Mapping[str, float] | None = None,
    *,
    few: Mapping[str, float] | None = None,
    cpu_us: Mapping[str, float] | None = None,
    samples: Mapping[str, list[Sample]] | None = None,
    unadapted: float = 0.0,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web wait``; what is given stands in for the usual."""
    at_many, at_few, cpu = AT_MANY | (many or {}), AT_FEW | (few or {}), CPU_US | (cpu_us or {})
    by_arm = {
        name: waited(at_few[name], at_many.get(name), cpu[name], **_more(name, unadapted, cpu))
        for name in CPU_US
    }
    by_arm |= samples or {}
    lacking = Text("it isn't installed", "설치되어 있지 않음")
    arms = [
        builders.arm_plan(
            name,
            THREADS if AT_MANY.get(name, 0) < 50 else 1,
            unavailable=lacking if name in unavailable else None,
        )
        for name in by_arm
    ]
    report = _report("web wait", arms, by_arm, MOST_WAITING, faults)
    return replace(report, settings=dict(SETTINGS), caveats=EXPERIMENT.doubts(report))


def _more(name: str, unadapted: float, cpu: Mapping[str, float]) -> dict[str, float]:
    if name == "starlette/uvicorn":
        return {"lighter": cpu["fastapi/uvicorn"] / cpu[name]}
    if name != "flask/uvicorn":
        return {}
    return {"unadapted-right": unadapted, "unadapted-status": 200.0 if unadapted else 500.0}


def workers_report(
    two: Mapping[str, float] | None = None,
    *,
    cores: float = 1.95,
    machine_cores: int = 2,
    faults: Iterable[str] = (),
) -> Report:
    """A report of ``concdemo web workers``; two workers answer so many times as many as one."""
    gains = {"fastapi/gunicorn": 1.9, "fastapi/uvicorn": 1.9, "flask/gunicorn": 1.85} | (two or {})
    by_arm: dict[str, list[Sample]] = {}
    arms = []
    for name, gain in gains.items():
        for workers, rate, busy in ((1, 150.0, 1.0), (2, 150.0 * gain, cores)):
            key = f"{name}-{workers}"
            arms.append(builders.arm_plan(key, workers, against=f"{name}-1"))
            by_arm[key] = [
                replace(one, metrics={"rate": rate * (1 + one.round / 1e4), "client-busy": 0.03})
                for one in builders.samples(8, 300 * builders.MS, busy, checksum=None)
            ]
    report = _report("web workers", arms, by_arm, RATE, faults)
    return replace(report, host=builders.host(cores=machine_cores))


def _report(
    experiment: str,
    arms: list[ArmPlan],
    by_arm: Mapping[str, list[Sample]],
    metric: Metric,
    faults: Iterable[str],
) -> Report:
    plan = builders.plan(arms, metric, experiment=experiment)
    progress = Progress(faults={name: Text("it broke", "고장") for name in faults})
    rows = [arm_report(arm, plan, None, progress, dict(by_arm)) for arm in arms]
    whole = builders.report(by_arm, experiment=experiment, settings={}, metric=metric)
    return replace(whole, arms=rows)
