"""Made-up reports of ``concdemo block``: what its arms would have said, and nobody measured."""

from collections.abc import Mapping
from typing import Any

from builders import MS, report, samples

from concdemo.experiments.block import COLUMNS, METRIC
from concdemo.experiments.block.work import WAYS
from concdemo.model import Parameters, Report

UNDER_GIL: Mapping[str, tuple[float, float]] = {
    "await": (10.2, 0.3),
    "sleep": (200, 190),
    "cpu": (201, 191),
    "sleep-in-thread": (10.3, 0.3),
    "cpu-in-thread": (15.4, 5.1),
    "cpu-thread-short": (11.2, 1.1),
    "cpu-in-process": (10.4, 0.4),
    "cpu-yielding": (11.3, 0.8),
}
"""The longest gap and how late beats usually came, in milliseconds, of each arm's 200 ms."""

SETTINGS: Parameters = {"loop": "asyncio", "duration": 200, "beat": 10, "short-interval": 0.5}


def block_report(
    changes: Mapping[str, tuple[float, float]] | None = None, *, count: int = 8, **changed: Any
) -> Report:
    """A report under a GIL; ``changes`` are arms whose gap and lateness were others."""
    taken_by = {}
    for name, (gap, late) in {**UNDER_GIL, **(changes or {})}.items():
        metrics = {
            "gap": gap * MS,
            "stall": min(gap / 200, 1.0),
            "missed": 1.0 if gap >= 200 else 0.0,
            "late": late * MS,
            "interval": 0.5 * MS if WAYS[name].short else 5.0 * MS,
        }
        taken_by[name] = samples(count, round(max(gap, 200) * MS), metrics=metrics)
    told = {"experiment": "block", "settings": SETTINGS, "workers": dict.fromkeys(taken_by, 1)}
    return report(taken_by, **{**told, "metric": METRIC, "columns": COLUMNS, **changed})
