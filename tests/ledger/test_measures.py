"""What tests and sentences speak of, by hand."""

import math
from dataclasses import replace

import pytest
from builders import MS, WHY, ends, gil_report, host, io_report, row, sample, samples, with_arm

from concdemo.ledger.measures import facts_of, measure, others, possible_speedup, tasks_of
from concdemo.model import Interval, Metric, Report


@pytest.mark.parametrize(
    ("tasks", "workers", "cores", "expected"),
    [
        (4, 2, 2, 2.0),
        (4, 2, 8, 2.0),
        (4, 8, 2, 2.0),
        (3, 2, 2, 1.5),
        (8, 4, 4, 4.0),
        (1, 4, 4, 1.0),
        (5, 1, 4, 1.0),
        (5, 4, 0, 1.0),
    ],
)
def test_the_possible_speedup_counts_turns(
    tasks: int, workers: int, cores: int, expected: float
) -> None:
    """Tasks come in turns of as many as can run at once; a last turn that isn't full costs one."""
    assert possible_speedup(tasks, workers, cores) == expected


def test_measures_are_read_from_the_row() -> None:
    """Speed-up and cores are those of the arm's own row."""
    report = gil_report(threads=1.5)
    assert measure("speedup", "threads", report) == row(report, "threads").speedup
    assert measure("cores", "threads", report) == row(report, "threads").cores_busy


def test_all_over_one_is_counted_in_tasks_done_alone() -> None:
    """Twenty waits at once in 60 ms, one alone 50 ms: 1.2 times one."""
    low, estimate, high = ends(measure("all-over-one", "async", io_report(all_ms=60)))
    assert (low, estimate, high) == pytest.approx((1.2,) * 3, rel=1e-5)
    narrow = io_report(all_ms=240, workers={"async": 5, "uvloop": 5})
    assert ends(measure("all-over-one", "async", narrow))[1] == pytest.approx(1.2, rel=1e-5)


def test_all_over_one_turns_its_interval_round() -> None:
    """The fastest speed-up is the shortest time."""
    report = with_arm(io_report(), "async", speedup=Interval(10.0, 5.0, 20.0))
    assert measure("all-over-one", "async", report) == Interval(2.0, 1.0, 4.0)


def test_over_compares_two_arms_in_their_shared_rounds() -> None:
    """Rounds that either lost are left out; what is left gives the ratio of wall times."""
    report = gil_report(processes=2.0, twice=2.0)
    half = [sample(number, 50 * MS) for number in range(3, 12)]
    report = with_arm(report, "processes-2x", samples=half)
    assert ends(measure("over:processes", "processes-2x", report)) == pytest.approx(
        (2.0,) * 3, rel=1e-5
    )
    few = with_arm(report, "processes-2x", samples=half[:5])
    found = measure("over:processes", "processes-2x", few)
    assert found is not None
    assert found.low is None


def test_over_compares_by_a_metric_that_is_named() -> None:
    """How many times less of it than the other arm, in the rounds in which both are clean."""
    report = gil_report()
    for name, each in (("threads", 10.0), ("processes", 40.0)):
        own = [sample(at, metrics={"bytes": each}) for at in range(1, 9)]
        report = with_arm(report, name, samples=own)
    assert ends(measure("over:processes:bytes", "threads", report)) == pytest.approx((4.0,) * 3)
    assert ends(measure("over:threads:bytes", "processes", report)) == pytest.approx((0.25,) * 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("over:a", ["a"]), ("over:a:bytes", ["a"]), ("speedup", []), ("level:over", [])],
)
def test_a_measure_names_other_arms(name: str, expected: list[str]) -> None:
    """They must have run, and doubts of theirs count."""
    assert others(name) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([1.0] * 6, Interval(1, 1, 1)),
        ([1.0, 1.0, 1.0, 1.0, 1.0, 3.0], Interval(1, 1, 3)),
        ([1.0] * 5, None),
    ],
)
def test_a_count_is_known_exactly_or_from_least_to_most(
    counts: list[float], expected: Interval | None
) -> None:
    """Counts have no noise to estimate: their interval is what was seen, from six samples on."""
    own = [sample(at, metrics={"threads": count}) for at, count in enumerate(counts, 1)]
    dirty = sample(9, metrics={"threads": 50.0}, clean=False)
    report = with_arm(io_report(), "async", samples=[*own, dirty])
    assert measure("count:threads", "async", report) == expected


@pytest.mark.parametrize(
    "name", ["speedup", "cores", "all-over-one", "over:serial", "count:threads"]
)
def test_an_arm_that_did_not_last_has_no_measure(name: str) -> None:
    """Whatever its row still holds, an arm that failed or is not there gives None."""
    failed = with_arm(gil_report(), "threads", status="failed", reason=WHY)
    assert measure(name, "threads", failed) is None
    assert measure(name, "fibers", failed) is None


def test_an_unknown_measure_is_an_error() -> None:
    """A slip in a claim's file is found, not judged."""
    with pytest.raises(ValueError, match="speed-up"):
        measure("speed-up", "threads", gil_report())


def test_the_bounds_follow_the_machine() -> None:
    """With two cores "scales" begins at 1.4; with more it takes more, as far as workers go."""
    assert facts_of(gil_report()).numbers["scales"] == pytest.approx(1.4)
    many = gil_report(
        machine=host(cores=8),
        settings={"tasks": 8, "workers": 4},
        workers={"threads": 4, "processes": 4},
    )
    assert facts_of(many).numbers["scales"] == pytest.approx(2.2)
    assert facts_of(io_report()).numbers["half"] == 10


def test_the_facts_of_sentences_are_in_the_units_of_sentences() -> None:
    """Milliseconds, times one, workers, and the arms that have an interval."""
    facts = facts_of(io_report(all_ms=60))
    arm = facts.words["arm"]["async"]
    assert facts.words["tasks"] == 20
    assert facts.words["one_ms"] == pytest.approx(50)
    assert arm.ms == pytest.approx(60)
    assert arm.times_one == pytest.approx(1.2, rel=1e-5)
    assert (arm.metric["threads"], arm.metric["processes"], arm.workers) == (1, 1, 20)
    assert facts.measured == {"threads", "async", "uvloop"}


def test_what_is_not_known_is_not_a_number() -> None:
    """Nothing is shown as zero for want of a measurement; a sentence may not use it."""
    empty = with_arm(gil_report(count=3), "threads", samples=[], median_ns=None, speedup=None)
    facts = facts_of(replace(empty, settings={}))
    arm = facts.words["arm"]["threads"]
    assert math.isnan(arm.speedup)
    assert math.isnan(arm.ms)
    assert math.isnan(arm.metric["threads"])
    assert facts.measured == frozenset()
    assert tasks_of(replace(empty, settings={})) == 1


def test_samples_that_do_not_count_are_in_no_fact() -> None:
    """A sentence's thread count is that of clean samples."""
    own = [replace(s, clean=s.round > 1) for s in samples(8)]
    own[0] = replace(own[0], metrics={"threads": 99.0})
    facts = facts_of(with_arm(io_report(), "async", samples=own))
    assert facts.words["arm"]["async"].metric["threads"] == 1


def gap_report(gaps: list[float]) -> Report:
    """A report whose arms are compared by ``gap``: 10 in the baseline, these in threads."""
    whole = gil_report()
    base = [sample(number, metrics={"gap": 10.0}) for number in range(1, len(gaps) + 1)]
    own = [sample(number, metrics={"gap": gap}) for number, gap in enumerate(gaps, 1)]
    whole = with_arm(with_arm(whole, "serial", samples=base), "threads", samples=own)
    return replace(whole, metric=Metric("gap"))


def test_over_compares_by_what_the_report_compares_by() -> None:
    """Not by wall time where the experiment names a metric; the worse one is the smaller ratio."""
    report = gap_report([40.0] * 8)
    assert ends(measure("over:serial", "threads", report)) == pytest.approx((0.25,) * 3, rel=1e-6)
    more = replace(report, metric=Metric("gap", better="more"))
    assert ends(measure("over:serial", "threads", more)) == pytest.approx((4.0,) * 3, rel=1e-6)


def test_over_has_no_ratio_of_nothing() -> None:
    """A value of zero, or an arm that isn't there, gives no interval instead of an error."""
    assert measure("over:serial", "threads", gap_report([0.0] * 8)) is None
    assert measure("over:nobody", "threads", gap_report([1.0] * 8)) is None


def test_a_level_is_the_usual_value_in_its_own_unit() -> None:
    """One sample that was held up doesn't move where most of them are."""
    low, estimate, high = ends(measure("level:gap", "threads", gap_report([20.0] * 10 + [900.0])))
    assert (low, estimate) == pytest.approx((20.0,) * 2, rel=1e-6)
    assert 20.0 <= high < 900.0


def test_a_level_that_can_be_zero_goes_from_least_to_most() -> None:
    """There is no logarithm of zero: the interval holds all that was seen."""
    assert measure("level:gap", "threads", gap_report([0.0, 1, 2, 3, 4, 5])) == Interval(2.5, 0, 5)
    assert measure("level:gap", "threads", gap_report([0.0, 1.0])) is None


def test_sentences_may_name_any_metric() -> None:
    """As it is, in milliseconds, microseconds or KiB; one that isn't there is unknown."""
    arm = facts_of(gap_report([3e6] * 8)).words["arm"]["threads"]
    words = "{0.metric[gap]:.0f} {0.in_ms[gap]:.1f} {0.in_us[gap]:.0f} {0.metric[none]:.0f}"
    assert words.format(arm) == "3000000 3.0 3000 nan"
