"""Made-up reports of ``concdemo slow``, derived from samples as the package derives its own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import builders

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.rounds import Progress
from concdemo.experiments import find
from concdemo.model import Plan, Report, Sample
from concdemo.settings import settle
from concdemo.text import Text

SLOW = find("slow")
BASE_NS = 20.0

TIMES = {
    "loop bytecode": 40.0,
    "crc32 bytecode": 350.0,
    "types int+float": 2.2,
    "classes alternating": 2.0,
    "gc frozen": 1.6,
    "gc on": 3.3,
    "calls function": 2.4,
    "calls method": 2.5,
    "objects class": 8.0,
    "objects slots": 7.0,
    "try raised": 5.0,
    "attribute getattr": 3.8,
    "attribute hasattr": 4.8,
    "attribute property": 6.9,
    "decorator wraps": 3.5,
}
"""How many times as long as its baseline's an arm's operation takes; 1.0 where it isn't named."""

SEEN: Mapping[str, Mapping[str, float]] = {
    "names": {
        "kinds": 7,
        "primitives": 3,
        "references": 4,
        "mutable": 3,
        "told-apart": 7,
        "rebinding-changed": 0,
        "augmenting-changed": 2,
        "mutation-changed": 3,
        "copy-copied": 3,
        "deepcopy-copied": 3,
        "shared-primitives": 3,
        "copied-primitives": 0,
        "shared-references": 4,
        "copied-references": 0,
    },
    "memory map": {
        "heap-low-moved": 0,
        "heap-high-moved": 780_000,
        "heap-way": 1,
        "stack-low-moved": -131_072,
        "stack-high-moved": 0,
        "stack-way": -1,
        "objects-way": -1,
        "objects-mapped": 1,
    },
}
"""What the arms count that only look."""


def planned(**given: str) -> Plan:
    """The plan of ``concdemo slow`` with these options."""
    return SLOW.plan(settle(SLOW.options, given), builders.host())


def taken(per_op: float, count: int = 8, **metrics: float) -> list[Sample]:
    """Samples of operations that take so many ns."""
    return builders.samples(count, metrics={"per-op": per_op, **metrics})


def slow_report(
    times: Mapping[str, float] | None = None,
    *,
    seen: Mapping[str, Mapping[str, float]] | None = None,
    samples: Mapping[str, list[Sample]] | None = None,
    unavailable: Iterable[str] = (),
    faults: Iterable[str] = (),
    **changed: Any,
) -> Report:
    """A report in which operations take ``times`` as long as their baseline's.

    ``seen`` changes what the arms count that only look; ``samples`` stand in for those of single
    arms.
    """
    told = {**TIMES, **(times or {})}
    looks = {name: {**SEEN[name], **(seen or {}).get(name, {})} for name in SEEN}
    plan, by_arm = planned(), dict[str, list[Sample]]()
    arms = [
        replace(arm, unavailable=Text("not here", "여기 없음") if arm.name in unavailable else None)
        for arm in plan.arms
    ]
    for arm in arms:
        if arm.unavailable is None:
            by_arm[arm.name] = taken(BASE_NS * told.get(arm.name, 1.0), **looks.get(arm.name, {}))
    by_arm |= samples or {}
    progress = Progress(faults={name: Text("it broke", "고장") for name in faults})
    rows = [arm_report(arm, plan, None, progress, by_arm) for arm in arms]
    report = builders.report(by_arm, experiment="slow", settings=plan.settings, metric=plan.metric)
    return replace(
        report,
        **{
            "arms": rows,
            "facts": list(plan.facts),
            "shows": list(plan.shows),
            "arm_title": plan.arm_title,
            **changed,
        },
    )
