"""Made-up reports of ``convoy`` for tests: round trips that nobody timed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builders import host, report, samples

from concdemo.experiments import find
from concdemo.experiments.convoy import METRIC
from concdemo.model import Plan, Report, Sample
from concdemo.settings import settle

CONVOY = find("convoy")
US = 1_000
UNDER_GIL = {
    "alone": 12.0,
    "python-1 5ms": 5_150.0,
    "python-1 0.5ms": 640.0,
    "python-1 0.05ms": 130.0,
    "python-2 5ms": 10_200.0,
    "python-2 0.5ms": 1_200.0,
    "python-2 0.05ms": 250.0,
    "C-1 5ms": 20.0,
    "C-1 0.5ms": 21.0,
    "C-1 0.05ms": 22.0,
    "C-2 5ms": 900.0,
    "C-2 0.5ms": 910.0,
    "C-2 0.05ms": 920.0,
}
"""The usual round trip of each arm in microseconds, as it may be under a GIL."""


def planned(**given: str | list[str]) -> Plan:
    """The plan of ``concdemo convoy`` with these options."""
    return CONVOY.plan(settle(CONVOY.options, given), host())


def trips(usual_us: float, count: int = 8, *, load: float = 1.0) -> list[Sample]:
    """Clean samples whose round trips lie around the usual one."""
    metrics = {f"p{p}": usual_us * US * (0.5 + p / 100) for p in (10, 25, 50, 75, 90)}
    metrics["most"] = usual_us * US * 4
    found = []
    for sample in samples(count):
        own = {name: value * (1 + sample.round / 1_000) for name, value in metrics.items()}
        found.append(replace(sample, metrics={**own, "load": load}))
    return found


def convoy_report(usual_us: Mapping[str, float] | None = None, **changed: Any) -> Report:
    """A report of ``convoy``; ``usual_us`` changes some arms' usual round trips.

    ``taken`` replaces some arms' samples altogether.
    """
    usual = {**UNDER_GIL, **(usual_us or {})}
    taken_by = {name: trips(us, load=0.0 if name == "alone" else 1.0) for name, us in usual.items()}
    taken_by |= changed.pop("taken", {})
    settings = settle(CONVOY.options, {})
    return report(
        taken_by, **{"experiment": "convoy", "settings": settings, "metric": METRIC, **changed}
    )
