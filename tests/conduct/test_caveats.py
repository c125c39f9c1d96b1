"""Doubts that rows raise by themselves."""

from dataclasses import replace
from typing import Any

import pytest
from builders import WHY, gil_report, host, report, row, sample, samples, with_arm

from concdemo.conduct.caveats import find
from concdemo.model import Report, Sample


def codes(found: Report) -> list[tuple[str, str | None]]:
    """The doubts of a report: what, and of which arm."""
    return [
        (caveat.code, caveat.arm)
        for caveat in find(found.arms, found.baseline, found.host, found.rounds)
    ]


def marked(count: int, dirty: int, **changed: Any) -> list[Sample]:
    """Samples of that many rounds, the first ``dirty`` of which don't count."""
    return [sample(number, clean=number > dirty, **changed) for number in range(1, count + 1)]


def test_a_good_run_raises_no_doubt() -> None:
    """Eight clean rounds of every arm on two cores: nothing to say."""
    assert codes(gil_report()) == []


def test_one_core_is_said() -> None:
    """With one usable core nothing can run side by side."""
    assert codes(replace(gil_report(), host=host(cores=1))) == [("one-core", None)]


@pytest.mark.parametrize(("dirty", "busy"), [(7, False), (8, True), (14, True)])
def test_a_machine_is_busy_when_more_than_half_the_rounds_are_lost(dirty: int, busy: bool) -> None:
    """Seven of fourteen rounds are left out quietly; with eight the run itself is in doubt."""
    found = report({"serial": samples(14), "threads": marked(14, dirty)})
    assert (("busy-machine", None) in codes(found)) is busy


def test_rounds_lost_by_different_arms_add_up() -> None:
    """A round is lost to an arm if it or the baseline was harmed in it, and counted once."""
    early, late = marked(10, 3), [replace(s, clean=s.round <= 7) for s in samples(10)]
    assert ("busy-machine", None) in codes(report({"serial": early, "threads": late}))
    assert ("busy-machine", None) not in codes(report({"serial": early, "threads": early}))


@pytest.mark.parametrize(
    ("clean", "dirty", "told"),
    [
        (1, 7, "only 1 clean round; an"),
        (2, 6, "only 2 clean rounds; an"),
        (0, 1, "as many as 1 of 1 round was left out"),
        (1, 2, "as many as 2 of 3 rounds were left out"),
    ],
)
def test_one_round_is_told_as_one(clean: int, dirty: int, told: str) -> None:
    """What stands beside a number goes with it."""
    number = clean + dirty
    found = replace(
        report({"serial": samples(number), "threads": marked(number, dirty)}), rounds=number
    )
    said = [caveat.detail.en for caveat in find(found.arms, "serial", found.host, number)]
    assert any(told in one for one in said), said


def test_an_arm_without_a_clean_round_is_not_said_to_have_only_so_many() -> None:
    """Whether it is the only one that runs, or the others have some."""
    alone = report({"serial": marked(8, 8)})
    among = report({"serial": samples(8), "threads": marked(8, 8)})
    for name, found in (("serial", alone), ("threads", among)):
        [told] = [
            caveat.detail
            for caveat in find(found.arms, "serial", found.host, 8)
            if (caveat.code, caveat.arm) == ("too-few-rounds", name)
        ]
        assert told.en.startswith("not a single clean round;"), told.en
        assert "하나도 없습니다" in told.ko


def test_one_harmed_sample_in_each_round_spoils_only_its_group() -> None:
    """Among many pairs somebody is held up in most rounds; among arms of one group it counts."""
    arms = {f"arm-{n}": [replace(s, clean=s.round != n) for s in samples(8)] for n in range(1, 9)}
    found = report({"serial": samples(8), **arms})
    assert codes(found) == [("busy-machine", None)]
    for name in arms:
        found = with_arm(found, name, against=name)
    assert codes(found) == []


def test_failed_tasks_are_no_sign_of_a_busy_machine() -> None:
    """Samples that are left out for their own failures say nothing of others."""
    failing = marked(8, 8, failed=1)
    found = report({"serial": samples(8), "threads": failing})
    assert ("busy-machine", None) not in codes(found)
    assert ("tasks-failed", "threads") in codes(found)


def test_a_round_that_was_cut_short_is_no_sign_of_a_busy_machine() -> None:
    """An interruption in round 2 leaves a sample that isn't clean, and no foreigner."""
    cut = [*samples(1), sample(2, clean=False, foreign_ns=-1)]
    found = replace(report({"serial": samples(1), "threads": cut}), rounds=1)
    assert ("busy-machine", None) not in codes(found)


def test_a_run_cut_in_its_first_round_says_nothing_of_the_system() -> None:
    """What others did in a round that did not end is unknown, but not for want of telling."""
    cut = [sample(1, clean=False, foreign_ns=-1)]
    found = replace(report({"serial": cut, "threads": []}), rounds=0)
    assert ("load-unknown", None) not in codes(found)


def test_a_system_that_does_not_tell_is_doubted() -> None:
    """Harm that can't be seen is said to be invisible, once for the whole run."""
    blind = samples(8, foreign_ns=-1)
    assert codes(report({"serial": blind, "threads": blind})) == [("load-unknown", None)]


@pytest.mark.parametrize(("count", "doubted"), [(5, True), (6, False)])
def test_too_few_shared_rounds_are_said_of_their_arm(count: int, doubted: bool) -> None:
    """What counts are the rounds that are clean for the baseline too."""
    late = [sample(number) for number in range(9 - count, 17 - count)]
    found = report({"serial": samples(8), "threads": late, "processes": samples(8)})
    assert codes(found) == ([("too-few-rounds", "threads")] if doubted else [])


def test_too_few_rounds_of_every_arm_are_said_once() -> None:
    """Thirty arms on a busy machine are one reason for doubt, and not thirty."""
    found = report({"serial": samples(5), "threads": samples(3), "processes": samples(4)})
    said = find(found.arms, found.baseline, found.host, found.rounds)
    assert [(caveat.code, caveat.arm) for caveat in said] == [("too-few-rounds", None)]
    assert "5" in said[0].detail.en and "6" in said[0].detail.en


def test_an_arm_shares_rounds_with_the_one_it_is_compared_with() -> None:
    """Not with the report's baseline, whose rounds may be others."""
    found = report({"serial": samples(3), "base": samples(8), "arm": samples(8)})
    found = with_arm(found, "base", against="base")
    found = with_arm(found, "arm", against="base")
    assert codes(found) == [("too-few-rounds", "serial")]


def test_an_arm_whose_other_can_not_run_here_shares_no_rounds_with_it() -> None:
    """The other's row says why; rounds are lacking nowhere."""
    found = report({"serial": samples(8), "base": [], "arm": samples(8)})
    found = with_arm(found, "base", against="base", status="unavailable", reason=WHY)
    assert codes(with_arm(found, "arm", against="base")) == []


@pytest.mark.parametrize("status", ["failed", "unavailable"])
def test_an_arm_that_was_lost_has_its_own_line_already(status: str) -> None:
    """Its row says why; too few rounds would only repeat it."""
    found = with_arm(gil_report(), "threads", status=status, reason=WHY, samples=samples(2))
    assert codes(found) == []


def test_failed_tasks_are_counted_and_named() -> None:
    """The sentence says how many failed, and of which kinds, of every arm that had any."""
    found = gil_report()
    failing = [replace(s, failed=2, clean=False) for s in row(found, "async").samples[:2]]
    kinds = {"timeout": 1, "status 500": 3}
    found = with_arm(found, "async", samples=failing + samples(8), failures=kinds)
    said = find(found.arms, found.baseline, found.host, found.rounds)
    assert [(caveat.code, caveat.arm) for caveat in said] == [("tasks-failed", "async")]
    assert said[0].detail.en.startswith("4 tasks failed (status 500 × 3, timeout × 1)")
    assert "4개" in said[0].detail.ko
