"""Facts of a run that was never made: they have the shape of real ones, and no meaning.

A script's places are looked up in them before anything runs.
"""

import re
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

import msgspec

from concdemo.ledger.book import claims
from concdemo.ledger.measures import facts_of
from concdemo.model import ArmReport, Host, Plan, Report
from concdemo.text import Text

IN_SENTENCES = re.compile(r"\[[^\[\]]+\]\.[a-z_]+\[([^\[\]]+)\]")
IN_MEASURES = re.compile(r'"(?:level|count|over:[^:"]+):([^:"]+)"')

OF_COMPARED = ("speedup", "low", "high", "times")
"""What an arm lacks with which others are compared."""


def facts_for(plan: Plan, machine: Host) -> dict[str, Any]:
    """What an explanation may name after such a run; every number is 1."""
    known = metrics_of(plan)
    report = _report(plan, machine)
    facts = {name: _made_up(value, known) for name, value in facts_of(report).words.items()}
    for arm in report.arms:
        if report.is_base(arm):
            for name in OF_COMPARED:
                vars(facts["arm"][arm.name]).pop(name, None)
    return facts


def metrics_of(plan: Plan) -> list[str]:
    """The metrics that are known to come of such runs: the plan's, and those the claims name."""
    rules = [claim.rule for claim in claims() if claim.experiment == plan.experiment]
    told = msgspec.json.encode(rules).decode()
    named = [plan.metric.name, *(column.metric for column in plan.columns)]
    named += IN_SENTENCES.findall(told) + IN_MEASURES.findall(told)
    return sorted(set(named) - {"wall"})


def _made_up(value: Any, metrics: Iterable[str]) -> Any:
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(
            **{name: _made_up(inner, metrics) for name, inner in vars(value).items()}
        )
    if isinstance(value, Mapping):  # of arms; an arm without samples has no metrics yet
        of_arms = {name: _made_up(inner, metrics) for name, inner in value.items()}
        return of_arms or dict.fromkeys(metrics, 1.0)
    return 1.0


def _report(plan: Plan, machine: Host) -> Report:
    """A report in which nothing was measured."""
    nothing = Text.same("")
    arms = [
        ArmReport(
            name=arm.name,
            mode=arm.mode,
            status="ok",
            reason=None,
            workers=arm.workers,
            startup_ns=None,
            samples=[],
            median_ns=None,
            value=None,
            speedup=None,
            cores_busy=None,
            against=arm.against,
        )
        for arm in plan.arms
    ]
    return Report(
        schema="",
        concdemo="",
        experiment=plan.experiment,
        title=nothing,
        facts=[],
        started="",
        command=[],
        host=machine,
        settings=plan.settings,
        metric=plan.metric,
        columns=list(plan.columns),
        size=1,
        rounds=0,
        arms=arms,
        baseline=plan.baseline.name,
        caveats=[],
        verdicts=[],
    )
