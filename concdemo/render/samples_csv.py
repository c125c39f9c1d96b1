"""The raw samples as CSV: one row a sample, in the order in which the report holds them.

UTF-8, line feeds alone at line ends.  Times are whole nanoseconds and what is unknown is empty, so
that a spreadsheet or a data frame reads numbers.  Nothing derived is in it: medians
and intervals are in the other exports.
"""

import csv
import io

from concdemo.model import ArmReport, Report, Sample
from concdemo.render import units
from concdemo.text import Language

FIELDS = (
    "experiment", "arm", "mode", "workers", "round", "wall_ns", "cpu_ns", "waited_ns",
    "foreign_ns", "clean", "checksum", "failed",
)  # fmt: skip
METRIC = "metric_"
"""Before a metric's name, so that none can be taken for one of the fields."""

OPENS_FORMULA = ("=", "+", "-", "@")


def write(report: Report, language: Language) -> bytes:
    """The file's bytes; field names are for programs and the same in every language."""
    metrics = list(
        dict.fromkeys(name for arm in report.arms for one in arm.samples for name in one.metrics)
    )
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow([*FIELDS, *(METRIC + units.plain(name) for name in metrics)])
    for arm in report.arms:
        for sample in arm.samples:
            lines.writerow(_row(report, arm, sample, metrics))
    return text.getvalue().encode()


def _row(report: Report, arm: ArmReport, sample: Sample, metrics: list[str]) -> list[object]:
    return [
        harmless(report.experiment),
        harmless(arm.name),
        harmless(arm.mode),
        arm.workers,
        sample.round,
        sample.wall_ns,
        sample.cpu_ns,
        _known(sample.waited_ns),
        _known(sample.foreign_ns),
        "true" if sample.clean else "false",
        harmless(sample.checksum or ""),
        sample.failed,
        *(sample.metrics.get(name, "") for name in metrics),
    ]


def _known(ns: int) -> int | str:
    """A time, or nothing where -1 says that it is unknown."""
    return ns if ns >= 0 else ""


def harmless(words: str) -> str:
    """Words that no spreadsheet takes for a formula: an apostrophe says that they are text."""
    plain = units.plain(words)
    return "'" + plain if plain.lstrip().startswith(OPENS_FORMULA) else plain
