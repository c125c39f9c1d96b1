"""Made-up reports of ``concdemo race``: updates that nobody lost."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builders import report, samples

from concdemo.experiments import find
from concdemo.experiments.race.programs import PROGRAMS
from concdemo.model import Metric, Report, Sample
from concdemo.text import Text

RACE = find("race")
LOST = {
    "threads-call": 300_000,
    "threads-own-locks": 20_000,
    "threads-dict": 100_000,
    "async-await": 9_000,
    "processes-shared": 50_000,
}
UPDATES = 1_000_000
NO_PLACES = ("one-thread", "processes")


def counted(lost: float, count: int = 8, **changed: float) -> list[Sample]:
    """Samples in which so many updates were lost."""
    metrics = {
        "lost": float(lost),
        "updates": float(UPDATES),
        "share": lost / UPDATES,
        "wrong": float(lost > 0),
        "runs": 1.0,
        "returns": 12.0,
        "places": 1.0,
        **changed,
    }
    return samples(count, metrics=metrics, checksum=None)


def arm_samples(name: str, lost: Mapping[str, float], count: int) -> list[Sample]:
    """What an arm gave, plausibly."""
    changed: dict[str, float] = {}
    if name == "threads-brief":
        changed = {"runs": 100.0}
    if name in ("threads-plain", "threads-append", "threads-set"):
        changed = {"places": 0.0}
    if name.startswith("processes"):
        changed = {"here": 0.0}
    found = counted({**LOST, **lost}.get(name, 0), count, **changed)
    if name in NO_PLACES:
        for sample in found:
            sample.metrics.pop("places", None)
    return found


def race_report(
    lost: Mapping[str, float] | None = None,
    *,
    samples: Mapping[str, list[Sample]] | None = None,
    count: int = 8,
    **changed: Any,
) -> Report:
    """A report of ``race``; ``lost`` by arm, or whole ``samples``.  Its doubts are its own."""
    taken_by = {name: arm_samples(name, lost or {}, count) for name in PROGRAMS}
    taken_by |= samples or {}
    caveats = [*changed.pop("caveats", [])]
    whole = report(
        taken_by,
        experiment="race",
        settings={"workers": 4, "size": None},
        workers={"one-thread": 1} | {name: 4 for name in PROGRAMS if name != "one-thread"},
        metric=Metric("lost", "count", title=Text("lost", "잃음")),
        **changed,
    )
    return replace(whole, caveats=[*caveats, *RACE.doubts(whole)])
