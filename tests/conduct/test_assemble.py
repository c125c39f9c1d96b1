"""From samples to rows, by hand."""

import pytest
from builders import MS, WHY, arm_plan, ends, plan, sample, samples

from concdemo.conduct.assemble import (
    Opened,
    arm_report,
    cores_busy,
    speedup,
    with_portrait,
    with_size,
)
from concdemo.conduct.rounds import Progress
from concdemo.model import (
    ArmPlan,
    ArmReport,
    Interval,
    Lane,
    Metric,
    Plan,
    Portrait,
    Sample,
    Span,
    Step,
)
from concdemo.text import Text

BASE, ARM = arm_plan("serial", 1), arm_plan("threads")


def row(
    own: list[Sample],
    *,
    arm: ArmPlan = ARM,
    base: list[Sample] | None = None,
    planned: Plan | None = None,
    progress: Progress | None = None,
    opened: Opened | None = None,
) -> ArmReport:
    """The row of an arm beside a baseline of 100 ms."""
    gated = {"serial": samples(8) if base is None else base, arm.name: own}
    return arm_report(arm, planned or plan([BASE, arm]), opened, progress or Progress(), gated)


def test_a_row_holds_the_medians_and_ratios_of_clean_samples() -> None:
    """Half the baseline's time is a speed-up of two; what isn't clean moves no number."""
    own = [sample(number, 50 * MS) for number in range(1, 9)]
    own.append(sample(9, 900 * MS, clean=False))
    base = [sample(number, 100 * MS) for number in range(1, 10)]
    found = row(own, base=base, opened=Opened(5 * MS, "on", {"start method": "fork"}))
    assert found.status == "ok"
    assert found.median_ns == 50 * MS
    assert found.value is None  # the metric is the wall time
    assert ends(found.speedup) == pytest.approx((2, 2, 2))
    assert ends(found.cores_busy) == pytest.approx((1, 1, 1))
    assert found.startup_ns == 5 * MS
    assert found.facts == {"start method": "fork"}
    assert found.samples == own  # raw samples are never dropped


def test_the_baseline_is_not_compared_with_itself() -> None:
    """Its row has its time and cores, and no speed-up of 1.00 that nobody measured."""
    found = row(samples(8), arm=BASE)
    assert found.speedup is None
    assert found.median_ns is not None
    assert found.cores_busy is not None


@pytest.mark.parametrize(("count", "known"), [(0, False), (1, True), (5, True), (6, True)])
def test_few_rounds_have_an_estimate_and_no_interval(count: int, known: bool) -> None:
    """Below six pairs the ends are None; without a pair there is no estimate either."""
    found = row(samples(count, 50 * MS)).speedup
    assert (found is not None) is known
    assert found is None or (found.low is not None) is (count >= 6)


def test_only_rounds_that_both_have_make_pairs() -> None:
    """The arm's eight and the baseline's eight clean rounds share five: no interval."""
    own = [sample(number, 50 * MS) for number in range(4, 12)]
    assert row(own).speedup == Interval(pytest.approx(2.0, rel=1e-6), None, None)  # type: ignore[arg-type]


def test_without_a_clean_sample_the_median_is_of_all_that_are_whole() -> None:
    """Something is shown for a busy machine, but no ratio and no cores."""
    own = [
        sample(1, 10 * MS, clean=False),
        sample(2, 30 * MS, clean=False),
        sample(3, 1 * MS, clean=False, failed=2),
    ]
    found = row(own)
    assert found.median_ns == 20 * MS
    assert found.speedup is None
    assert found.cores_busy is None


@pytest.mark.parametrize(
    ("arm", "faults", "status"),
    [
        (arm_plan("threads", unavailable=WHY), {}, "unavailable"),
        (ARM, {"threads": WHY}, "failed"),
        (ARM, {"serial": WHY}, "ok"),
    ],
)
def test_an_arm_that_did_not_last_has_a_reason_and_no_ratio(
    arm: ArmPlan, faults: dict[str, Text], status: str
) -> None:
    """Whatever it gave before it failed, nothing is derived from it but its median."""
    found = row(samples(8), arm=arm, progress=Progress(faults=faults))
    assert found.status == status
    assert found.reason == (None if status == "ok" else WHY)
    assert (found.speedup is None) is (status != "ok")
    assert (found.cores_busy is None) is (status != "ok")
    assert len(found.samples) == 8


def test_an_arm_that_was_never_asked_has_an_empty_row() -> None:
    """A run that was interrupted while opening still has a row for each arm."""
    found = arm_report(ARM, plan([BASE, ARM]), None, Progress(), {})
    assert (found.status, found.samples, found.median_ns, found.startup_ns) == (
        "ok",
        [],
        None,
        None,
    )


@pytest.mark.parametrize(("better", "expected"), [("less", 0.5), ("more", 2.0)])
def test_a_metric_of_its_own_is_what_arms_are_compared_by(better: str, expected: float) -> None:
    """Twice the baseline's value is better or worse as the metric says; wall time is not asked."""
    metric = Metric("rate", "1/s", "more" if better == "more" else "less")
    own = samples(8, metrics={"rate": 20.0})
    base = samples(8, metrics={"rate": 10.0})
    found = row(own, base=base, planned=plan([BASE, ARM], metric))
    assert ends(found.speedup) == pytest.approx((expected,) * 3)
    assert found.value == 20.0


def test_an_arm_is_compared_with_the_one_it_names() -> None:
    """Where an experiment has several pairs, a ratio is taken inside each; its base has none."""
    gated = {"serial": samples(8), "base": samples(8, 30 * MS), "arm": samples(8, 10 * MS)}
    base, arm = arm_plan("base", against="base"), arm_plan("arm", against="base")
    planned = plan([BASE, base, arm])
    found = [arm_report(one, planned, None, Progress(), gated) for one in (base, arm)]
    assert found[0].speedup is None
    assert ends(found[1].speedup) == pytest.approx((3, 3, 3), rel=1e-6)
    assert [one.against for one in found] == ["base", "base"]


def test_a_value_of_zero_has_no_ratio() -> None:
    """No lost update beside some is not infinitely better: there is no ratio."""
    metric = Metric("lost")
    none, some = samples(8, metrics={"lost": 0.0}), samples(8, metrics={"lost": 3.0})
    assert speedup(none, some, metric) is None
    assert speedup(some, none, metric) is None


def test_a_portrait_brings_its_steps() -> None:
    """What a recorded program did goes into the row as it is."""
    steps = [Step(WHY, "main", "begins", WHY)]
    assert with_portrait(row(samples(8)), Portrait(5, [], [], steps)).steps == steps


def test_cores_busy_is_cpu_over_wall() -> None:
    """A sample below the CPU clock's resolution counts as its smallest step, not as an error."""
    assert ends(cores_busy(samples(6, 100 * MS, 1.9))) == pytest.approx((1.9,) * 3, rel=1e-6)
    idle = ends(cores_busy(samples(6, 100 * MS, 0.0)))
    assert all(0 < end < 1e-7 for end in idle)
    assert cores_busy([sample(1, 0), sample(2, clean=False)]) is None


def test_failures_are_counted_by_kind() -> None:
    """What the rounds counted stands in the row."""
    progress = Progress(failures={"threads": {"timeout": 2}})
    assert row(samples(8), progress=progress).failures == {"timeout": 2}


def test_a_portrait_is_added_and_changes_no_number() -> None:
    """Pictures come from portraits, tables never do."""
    before = row(samples(8))
    portrait = Portrait(9, [Lane("main", 1, 2, 3)], [Span(0, 0, "running", 0, 9)])
    after = with_portrait(before, portrait)
    assert (after.portrait_ns, after.lanes, after.spans) == (9, portrait.lanes, portrait.spans)
    assert (after.median_ns, after.speedup) == (before.median_ns, before.speedup)
    assert with_portrait(before, None) is before


def test_the_size_goes_into_sentences_and_nothing_else_does() -> None:
    """Only ``{size}`` is replaced: braces of a user's address stay."""
    fact = Text("{size} bytes of {url}", "{url}의 {size}바이트")
    assert with_size([fact], 12_345) == [Text("12,345 bytes of {url}", "{url}의 12,345바이트")]
