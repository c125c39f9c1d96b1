"""Made-up reports of ``concdemo io --target each``: what its arms would have said."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest import mock

import builders
from builders import MS, samples

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.rounds import Progress
from concdemo.experiments import find
from concdemo.experiments.io import each
from concdemo.model import Host, Plan, Report
from concdemo.settings import settle
from concdemo.text import Text

IO = find("io")
MACHINE = builders.host(
    libraries=dict.fromkeys(("httpx", "aiosqlite", "psycopg", "psycopg_pool"), "1.0")
)
DSN = "postgresql://someone:secret@localhost:5432/db"
ON_LINUX: Mapping[str, float] = {
    "network serial": 330,
    "network async": 33,
    "file serial": 310,
    "file async": 311,
    "file in-thread": 20,
    "postgres serial": 320,
    "postgres async": 30,
    "sqlite serial": 60,
    "sqlite async": 35,
}
"""Milliseconds that each arm's 20 tasks take."""


def planned(machine: Host = MACHINE, **given: str) -> Plan:
    """The plan with these options."""
    return IO.plan(settle(IO.options, {"target": "each", **given}), machine)


def each_report(
    changes: Mapping[str, float] | None = None,
    *,
    server: bool = True,
    watchable: float = 0.0,
    faults: Mapping[str, Text] | None = None,
    machine: Host = MACHINE,
    count: int = 8,
    **changed: Any,
) -> Report:
    """A report; ``changes`` are arms that took other milliseconds; with a ``server`` or without."""
    # What was never measured needs no driver either, which may not be installed.
    driver = {"require_driver": mock.Mock(), "shown": lambda _: "", "is_near": lambda _: True}
    with mock.patch.multiple(each, **driver):
        plan = planned(machine, **({"dsn": DSN} if server else {}))
    taken = {}
    for arm in plan.arms:
        if arm.unavailable is None:
            metrics = {"threads": 1.0, "processes": 1.0}
            metrics |= {"watchable": watchable} if arm.name == "file async" else {}
            took = {**ON_LINUX, **(changes or {})}[arm.name]
            taken[arm.name] = samples(count, round(took * MS), 0.1, metrics=metrics)
    progress = Progress(faults=dict(faults or {}))
    rows = [arm_report(arm, plan, None, progress, taken) for arm in plan.arms]
    report = builders.report(taken, experiment="io", settings=plan.settings, machine=machine)
    report = replace(report, arms=rows, columns=list(plan.columns), shows=list(plan.shows))
    return replace(report, **{"caveats": IO.doubts(report), **changed})
