"""What tests and sentences speak of, by hand."""

import math
from dataclasses import replace

import pytest
from builders import MS, WHY, ends, gil_report, host, io_report, row, sample, samples, with_arm

from concdemo.ledger.measures import facts_of, measure, possible_speedup, tasks_of
from concdemo.model import Interval


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
    assert (arm.threads, arm.processes, arm.workers) == (1, 1, 20)
    assert facts.measured == {"threads", "async", "uvloop"}


def test_what_is_not_known_is_not_a_number() -> None:
    """Nothing is shown as zero for want of a measurement; a sentence may not use it."""
    empty = with_arm(gil_report(count=3), "threads", samples=[], median_ns=None, speedup=None)
    facts = facts_of(replace(empty, settings={}))
    arm = facts.words["arm"]["threads"]
    assert math.isnan(arm.speedup)
    assert math.isnan(arm.ms)
    assert math.isnan(arm.threads)
    assert facts.measured == frozenset()
    assert tasks_of(replace(empty, settings={})) == 1


def test_samples_that_do_not_count_are_in_no_fact() -> None:
    """A sentence's thread count is that of clean samples."""
    own = [replace(s, clean=s.round > 1) for s in samples(8)]
    own[0] = replace(own[0], metrics={"threads": 99.0})
    facts = facts_of(with_arm(io_report(), "async", samples=own))
    assert facts.words["arm"]["async"].threads == 1
