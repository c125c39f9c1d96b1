"""From samples to a report's rows: medians, ratios, cores busy.  Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from concdemo import stats
from concdemo.conduct.rounds import Progress
from concdemo.model import ArmPlan, ArmReport, ArmStatus, Interval, Metric, Plan, Portrait, Sample
from concdemo.pairs import paired
from concdemo.text import Text


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening an arm told."""

    startup_ns: int
    gil: str
    facts: Mapping[str, str] = field(default_factory=dict)


def cores_busy(samples: Sequence[Sample]) -> Interval | None:
    """CPU time ÷ wall time of the clean samples."""
    clean = [s for s in samples if s.clean and s.wall_ns > 0]
    if not clean:
        return None
    # A sample that only waited may have used less CPU than the clock can tell.
    return stats.level([max(s.cpu_ns, 1) / s.wall_ns for s in clean])


def speedup(
    samples: Sequence[Sample], baseline: Sequence[Sample], metric: Metric
) -> Interval | None:
    """How many times better than the baseline, from the rounds in which both are clean."""
    base, own = paired(samples, baseline, metric)
    if any(value <= 0 for value in base + own):
        return None
    return stats.ratio(base, own) if metric.better == "less" else stats.ratio(own, base)


def arm_report(
    arm: ArmPlan,
    plan: Plan,
    opened: Opened | None,
    progress: Progress,
    gated: Mapping[str, list[Sample]],
) -> ArmReport:
    """One arm's row; with a median of all samples where none is clean."""
    samples = gated.get(arm.name, [])
    fault = arm.unavailable or progress.faults.get(arm.name)
    status: ArmStatus = "ok"
    if fault is not None:
        status = "unavailable" if arm.unavailable else "failed"
    shown = [s for s in samples if s.clean] or [s for s in samples if s.failed == 0]
    base = arm.against or plan.baseline.name
    return ArmReport(
        name=arm.name,
        mode=arm.mode,
        status=status,
        reason=fault,
        workers=arm.workers,
        startup_ns=opened.startup_ns if opened else None,
        samples=samples,
        median_ns=round(median(s.wall_ns for s in shown)) if shown else None,
        value=median(s.value(plan.metric) for s in shown)
        if shown and not plan.metric.is_wall
        else None,
        speedup=None
        if base == arm.name or status != "ok"
        else speedup(samples, gated.get(base, []), plan.metric),
        cores_busy=cores_busy(samples) if status == "ok" else None,
        failures=progress.failures.get(arm.name, {}),
        facts=dict(opened.facts) if opened else {},
        against=arm.against,
    )


def with_portrait(arm: ArmReport, portrait: Portrait | None) -> ArmReport:
    """The row with its picture, if it has one."""
    if portrait is None:
        return arm
    return replace(
        arm,
        portrait_ns=portrait.wall_ns,
        lanes=portrait.lanes,
        spans=portrait.spans,
        steps=portrait.steps,
    )


def with_size(facts: Sequence[Text], size: int) -> list[Text]:
    """The plan's sentences, with the size that the run used."""
    words = f"{size:,}"
    return [
        Text(fact.en.replace("{size}", words), fact.ko.replace("{size}", words)) for fact in facts
    ]
