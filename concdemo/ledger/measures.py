"""The intervals that tests speak of, and the facts that sentences are filled with.  Pure."""

import math
import statistics
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any

from concdemo import stats
from concdemo.model import ArmReport, Interval, Metric, Report, Sample
from concdemo.pairs import paired
from concdemo.text import Text

SCALES_SHARE = 0.4
"""Of the gain that the cores allow; with two cores this makes "scales" a speed-up above 1.4."""

LEAST_SCALES = 1.3
"""Where the tasks leave cores idle: what is called scaling stays clear of 1.2, which is not."""

UNKNOWN = math.nan


@dataclass(frozen=True, slots=True)
class Facts:
    """``numbers`` are bounds by name; ``words`` fill the places in a claim's sentences."""

    numbers: dict[str, float]
    words: dict[str, Any]
    measured: frozenset[str]  # arms that have an interval, which a sentence may name

    def fill(self, text: Text) -> Text:
        """The sentence with this report's numbers."""
        return text.fill(**self.words)


def tasks_of(report: Report) -> int:
    """How many tasks each sample did."""
    tasks = report.settings.get("tasks") or report.settings.get("requests") or 1
    assert isinstance(tasks, int)
    return tasks


def possible_speedup(tasks: int, workers: int, cores: int) -> float:
    """The speed-up that ``workers`` on ``cores`` would reach if nothing else cost anything."""
    together = max(1, min(workers, cores))
    return tasks / math.ceil(tasks / together)


def clean(arm: ArmReport | None) -> list[Sample]:
    """The samples that count."""
    return [sample for sample in arm.samples if sample.clean] if arm is not None else []


def whole(arm: ArmReport) -> list[Sample]:
    """The samples in which nothing failed, whatever else the machine did meanwhile."""
    return [sample for sample in arm.samples if sample.failed == 0]


def is_seen(name: str) -> bool:
    """Whether a measure is of what no other program on the machine can change."""
    return name.partition(":")[0] == "seen"


def measure(name: str, arm_name: str, report: Report) -> Interval | None:
    """The interval of measure ``name`` for an arm; None where it can't be had.

    Raises:
        ValueError: there is no such measure.
    """
    arm = report.arm(arm_name)
    if arm is None or arm.status != "ok":
        return None
    kind, _, detail = name.partition(":")
    if kind not in MEASURES:
        raise ValueError(name)
    return MEASURES[kind](arm, detail, report)


def _times(speedup: Interval | None) -> Interval | None:
    """How many times the other's value the arm's is, where less is better."""
    if speedup is None or speedup.low is None or speedup.high is None:
        return None
    return Interval(1 / speedup.ratio, 1 / speedup.high, 1 / speedup.low)


def others(name: str) -> list[str]:
    """The arms that a measure names beside its own."""
    kind, _, detail = name.partition(":")
    return [detail.partition(":")[0]] if kind == "over" else []


def opened(
    interval: Interval, name: str, arm_name: str, report: Report, codes: Collection[str]
) -> Interval:
    """The interval of a comparison, open where one of these doubts says that an arm may be better.

    What the arm was seen to do is the least that it can, and so is what the other was.
    """
    kind, _, _ = name.partition(":")
    arm = report.arm(arm_name)
    if kind not in ("over", "speedup") or arm is None:
        return interval
    doubted = {caveat.arm for caveat in report.caveats if caveat.code in codes}
    other = others(name)[0] if kind == "over" else report.base(arm)
    return Interval(
        interval.ratio,
        0.0 if other in doubted else interval.low,
        math.inf if arm.name in doubted else interval.high,
    )


def stands_in(name: str, arm_name: str, report: Report) -> bool:
    """Whether a doubt makes another metric stand in for what ``speedup-unless`` names first."""
    kind, code, _ = (*name.split(":"), "", "")[:3]
    arm = report.arm(arm_name)
    if kind != "speedup-unless" or arm is None:
        return False
    both = (arm.name, report.base(arm))
    return any(caveat.code == code and caveat.arm in both for caveat in report.caveats)


def _unless(arm: ArmReport, detail: str, report: Report) -> Interval | None:
    """Speed-up, unless a doubt of either arm says that it can't tell: then by another metric."""
    metric = detail.partition(":")[2]
    if not stands_in(f"speedup-unless:{detail}", arm.name, report):
        return arm.speedup
    return _over(report.arm(report.base(arm)), arm, Metric(metric))


def _all_over_one(arm: ArmReport, report: Report) -> Interval | None:
    """How long all tasks took, in units of one task done alone, per batch that fits in flight."""
    speedup = arm.speedup
    if speedup is None or speedup.low is None or speedup.high is None:
        return speedup
    tasks = tasks_of(report)
    batches = math.ceil(tasks / min(arm.workers, tasks))
    alone = tasks / batches
    return Interval(alone / speedup.ratio, alone / speedup.high, alone / speedup.low)


def _over(base: ArmReport | None, arm: ArmReport, metric: Metric) -> Interval | None:
    """How much better than another arm, from the rounds in which both are clean."""
    worse, better = paired(arm.samples, base.samples if base is not None else [], metric)
    if any(value <= 0 for value in worse + better):
        return None
    return stats.ratio(worse, better) if metric.better == "less" else stats.ratio(better, worse)


def _count(samples: Sequence[Sample], metric: str) -> Interval | None:
    """A count that was the same in every sample is known exactly; otherwise from least to most."""
    counts = [sample.metrics[metric] for sample in samples]
    if len(counts) < stats.FEWEST_FOR_INTERVAL:
        return None
    return Interval(counts[0], min(counts), max(counts))


def _level(arm: ArmReport, metric: str) -> Interval | None:
    """A metric's usual value and its interval; from least to most where it can be zero."""
    values = [sample.metrics[metric] for sample in clean(arm) if metric in sample.metrics]
    if not values or min(values) <= 0:
        if len(values) < stats.FEWEST_FOR_INTERVAL:
            return None
        return Interval(statistics.median(values), min(values), max(values))
    return stats.level(values)


def _over_other(arm: ArmReport, detail: str, report: Report) -> Interval | None:
    """How much better than the arm that ``detail`` names, by the metric that it may name too."""
    other, _, metric = detail.partition(":")
    return _over(report.arm(other), arm, Metric(metric) if metric else report.metric)


MEASURES: Mapping[str, Callable[[ArmReport, str, Report], Interval | None]] = MappingProxyType(
    {
        "speedup": lambda arm, _, __: arm.speedup,
        "times": lambda arm, _, __: _times(arm.speedup),
        "speedup-unless": _unless,
        "cores": lambda arm, _, __: arm.cores_busy,
        "all-over-one": lambda arm, _, report: _all_over_one(arm, report),
        "over": _over_other,
        "count": lambda arm, metric, _: _count(clean(arm), metric),
        "seen": lambda arm, metric, _: _count(whole(arm), metric),
        "level": lambda arm, metric, _: _level(arm, metric),
    }
)
"""By kind, which is what a measure's name has before its first colon; the rest is its detail."""


def facts_of(report: Report) -> Facts:
    """Everything that a bound or a sentence may name."""
    tasks, cores = tasks_of(report), report.host.cores
    arms = {arm.name: _arm_facts(arm, report) for arm in report.arms}
    baseline = report.arm(report.baseline)
    one_ms = baseline.median_ns / tasks / 1e6 if baseline and baseline.median_ns else UNKNOWN
    workers = max((arm.workers for arm in report.arms), default=1)
    return Facts(
        numbers={
            "scales": max(
                LEAST_SCALES, 1 + SCALES_SHARE * (possible_speedup(tasks, workers, cores) - 1)
            ),
            "half": min(tasks, workers) / 2,
        },
        words={
            "arm": arms,
            "cores": cores,
            "tasks": tasks,
            "one_ms": one_ms,
        },
        measured=frozenset(
            arm.name for arm in report.arms if arm.speedup and arm.speedup.low is not None
        ),
    )


def _arm_facts(arm: ArmReport, report: Report) -> SimpleNamespace:
    one = _all_over_one(arm, report)
    metrics = _medians(clean(arm) or whole(arm))
    return SimpleNamespace(
        speedup=arm.speedup.ratio if arm.speedup else UNKNOWN,
        low=arm.speedup.low if arm.speedup and arm.speedup.low else UNKNOWN,
        high=arm.speedup.high if arm.speedup and arm.speedup.high else UNKNOWN,
        cores=arm.cores_busy.ratio if arm.cores_busy else UNKNOWN,
        workers=arm.workers,
        ms=arm.median_ns / 1e6 if arm.median_ns else UNKNOWN,
        times_one=one.ratio if one else UNKNOWN,
        times=1 / arm.speedup.ratio if arm.speedup else UNKNOWN,
        metric=metrics,
        in_ms=metrics.scaled(1e6),
        in_us=metrics.scaled(1e3),
        in_kib=metrics.scaled(1024),
    )


class Medians(dict[str, float]):
    """Metrics of an arm, the median of each; what was not measured is unknown."""

    def __missing__(self, name: str) -> float:
        return UNKNOWN

    def scaled(self, unit: float) -> "Medians":
        """The same in a larger unit."""
        return Medians({name: value / unit for name, value in self.items()})


def _medians(samples: Sequence[Sample]) -> Medians:
    names = dict.fromkeys(name for sample in samples for name in sample.metrics)
    return Medians(
        {
            name: statistics.median(s.metrics[name] for s in samples if name in s.metrics)
            for name in names
        }
    )
