"""The loop of rounds: scripted arms, a clock that only they move, exact numbers."""

import random
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pytest
from builders import MS, Answer, FakeTime, ScriptedArm, fault, rounds_of, sample, taken
from hypothesis import given
from hypothesis import strategies as st

from concdemo.conduct.limits import FEWEST_ROUNDS, MOST_ROUNDS, MOST_STRETCH, Limits
from concdemo.conduct.rounds import Rounds, narrow_enough
from concdemo.errors import Interrupted
from concdemo.model import Metric, Sample, Scheduling
from concdemo.pairs import paired

S = 1_000 * MS
ANSWERS: dict[str, Answer] = {
    "well": 100 * MS,
    "other answer": taken(checksum="beef"),
    "failures": taken(checksum="beef", failed=2, failures={"timeout": 2}),
    "waited": taken(100 * MS, waited_ns=90 * MS),
    "fault": fault(),
}


def run(
    time: FakeTime,
    scripts: Mapping[str, Sequence[Answer]],
    *,
    fixed: int | None = None,
    scheduling: Scheduling = "alone",
) -> Rounds:
    """The finished loop over arms with these scripts; each begins with the warm-up's answer."""
    arms = [ScriptedArm(time, name, script, scheduling) for name, script in scripts.items()]
    rounds = rounds_of(time, arms, limits=Limits(10**15, time.ns, fixed))
    rounds.run()
    return rounds


def clean_rounds(samples: Sequence[Sample]) -> list[int]:
    """The rounds of the samples that count."""
    return [sample.round for sample in samples if sample.clean]


# ── order ────────────────────────────────────────────────────────────────────


def test_every_arm_is_warmed_up_and_then_sampled_in_seeded_order() -> None:
    """One discarded sample an arm, then each round every arm once, as the seed shuffles them."""
    time, told = FakeTime(), list[tuple[str, int]]()
    arms = [ScriptedArm(time, name) for name in "abc"]
    rounds = rounds_of(
        time,
        arms,
        limits=Limits(0, time.ns, fixed=5),
        seed=42,
        on_sample=lambda arm, number: told.append((arm, number)),
    )
    rounds.run()
    chance, expected = random.Random(42), [(name, 0) for name in "abc"]
    for number in range(1, 6):
        order = list("abc")
        chance.shuffle(order)
        expected += [(name, number) for name in order]
    assert told == expected
    assert len({tuple(arm for arm, _ in turn) for _, turn in groupby(told, lambda t: t[1])}) > 2
    assert [arm.calls for arm in arms] == [[7] * 6] * 3
    kept = rounds.progress.samples
    assert {name: [s.round for s in own] for name, own in kept.items()} == {
        name: [1, 2, 3, 4, 5] for name in "abc"
    }


def test_a_warm_up_is_in_no_statistics() -> None:
    """A first sample that takes ten times as long leaves no trace."""
    rounds = run(FakeTime(), {"base": [S, 100 * MS], "arm": [S, 50 * MS]}, fixed=6)
    assert {s.wall_ns for s in rounds.progress.samples["base"]} == {100 * MS}
    assert {s.wall_ns for s in rounds.progress.samples["arm"]} == {50 * MS}


# ── when to stop ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("fixed", [1, 7, 40])
def test_fixed_rounds_are_measured_whatever_they_take(fixed: int) -> None:
    """Neither a spent budget nor precision nor the usual most ends them early or late."""
    time = FakeTime()
    arms = [ScriptedArm(time, name) for name in ("base", "arm")]
    rounds = rounds_of(time, arms, limits=Limits(0, time.ns, fixed, strict=True))
    rounds.run()
    assert rounds.progress.rounds == fixed


@pytest.mark.parametrize(
    ("budget_ns", "strict", "done"),
    [
        # The warm-up takes 200 ms and each round as much; the arms' ratio is known exactly,
        # so that nothing but FEWEST_ROUNDS keeps the loop going.
        (S, True, 4),
        (S + 1, True, 5),
        (0, True, 1),
        (S, False, FEWEST_ROUNDS),
        (S // MOST_STRETCH, False, 4),  # stretched so far, and no further
        (100 * S, True, FEWEST_ROUNDS),
    ],
)
def test_a_budget_that_was_asked_for_is_kept_to(budget_ns: int, strict: bool, done: int) -> None:
    """A budget ends the loop after the round that spends it; our own is stretched to reach 8."""
    time = FakeTime()
    arms = [ScriptedArm(time, name) for name in ("base", "arm")]
    rounds = rounds_of(time, arms, limits=Limits(budget_ns, time.ns, strict=strict))
    rounds.run()
    assert rounds.progress.rounds == done


def test_the_time_before_the_rounds_is_part_of_the_budget() -> None:
    """Opening and sizing have been spent when the rounds begin."""
    time = FakeTime()
    arms = [ScriptedArm(time, name) for name in ("base", "arm")]
    rounds = rounds_of(time, arms, limits=Limits(S, time.ns - 3 * S, strict=True))
    rounds.run()
    assert rounds.progress.rounds == 1


@pytest.mark.parametrize(
    ("script", "done"),
    [
        ([100 * MS], FEWEST_ROUNDS),
        # Spread evenly over ±2 % and over ±20 %.
        ([(98_000 + 400 * (number * 7 % 11)) * 1_000 for number in range(31)], FEWEST_ROUNDS),
        ([(80_000 + 4_000 * (number * 7 % 11)) * 1_000 for number in range(31)], MOST_ROUNDS),
        # From twelve rounds on one wild round is out of the interval's reach.
        ([100 * MS, 300 * MS, 100 * MS], 12),
    ],
)
def test_rounds_go_on_until_every_interval_is_narrow(script: list[int], done: int) -> None:
    """From 8 rounds on, as soon as ±3 % is known, and never beyond 30."""
    scripts = {"base": [50 * MS], "arm": script, "still": [70 * MS]}
    assert run(FakeTime(), scripts).progress.rounds == done


@pytest.mark.parametrize(
    ("spread", "strict", "done"),
    [
        # With the warm-up 11 rounds of 200 ms fill the budget, and 23 twice as much.
        ([0.8, 1.3], False, 23),
        ([0.8, 1.3], True, 12),
        ([0.96, 1.04], False, 12),
    ],
)
def test_a_machine_that_wanders_gets_twice_the_budget(
    spread: list[float], strict: bool, done: int
) -> None:
    """Past the budget rounds go on only where an interval is wide, and nobody said for how long."""
    time = FakeTime()
    script = [round(100 * MS * spread[number % 2]) for number in range(31)]
    arms = [ScriptedArm(time, "base", [100 * MS]), ScriptedArm(time, "arm", script)]
    limits = Limits(round(2.4 * S), time.ns, strict=strict, wide=0.10)
    rounds = rounds_of(time, arms, limits=limits)
    rounds.run()
    assert abs(rounds.progress.rounds - done) <= 1


def test_a_plan_that_calls_no_interval_wide_ends_in_time() -> None:
    """Twenty pairs have one that is wide by chance, whatever time they get."""
    time = FakeTime()
    shaky = [round(100 * MS * (0.8, 1.3)[number % 2]) for number in range(31)]
    arms = [ScriptedArm(time, "base", [100 * MS]), ScriptedArm(time, "arm", shaky)]
    rounds = rounds_of(time, arms, limits=Limits(round(2.4 * S), time.ns))
    rounds.run()
    assert abs(rounds.progress.rounds - 12) <= 1


def test_rounds_that_do_not_count_are_made_up_for() -> None:
    """Three contaminated rounds: eight clean ones are there after eleven."""
    time = FakeTime()
    hog = ScriptedArm(time, "base", [600 * MS])
    other = ScriptedArm(time, "arm", [600 * MS])

    def crowd(arm: str, number: int) -> None:
        hog.foreign = 1.0 if number in (2, 3, 5) else 0.0

    rounds = rounds_of(time, [hog, other], on_sample=crowd)
    rounds.run()
    assert rounds.progress.rounds == 11
    assert clean_rounds(rounds.progress.gated()["arm"]) == [1, 4, 6, 7, 8, 9, 10, 11]


def test_a_metric_that_can_be_zero_ends_nothing() -> None:
    """Where there is no ratio there is no precision to wait for, and no error."""
    time = FakeTime()
    arms = [ScriptedArm(time, name, [taken(metrics={"lost": 0.0})]) for name in ("base", "arm")]
    rounds = rounds_of(time, arms, metric=Metric("lost", "updates"))
    rounds.run()
    assert rounds.progress.rounds == MOST_ROUNDS
    assert rounds.progress.faults == {}


def test_an_arm_alone_runs_for_its_budget() -> None:
    """Without a ratio there is nothing to become precise: the most rounds are taken."""
    assert run(FakeTime(), {"base": [100 * MS]}).progress.rounds == MOST_ROUNDS


def test_a_plan_may_call_fewer_rounds_enough() -> None:
    """Where no ratio is to become precise; whoever asked for a budget gets all that it holds."""

    def taken_with(**limits: Any) -> int:
        time = FakeTime()
        whole = Limits(budget_ns=10**15, begin_ns=time.ns, most=9, **limits)
        rounds = rounds_of(time, [ScriptedArm(time, "base")], limits=whole)
        rounds.run()
        return rounds.progress.rounds

    assert taken_with() == 9
    assert taken_with(strict=True) == MOST_ROUNDS
    assert taken_with(fixed=12) == 12


# ── faults ───────────────────────────────────────────────────────────────────


def test_an_arm_that_faults_is_lost_and_the_others_go_on() -> None:
    """Its rounds until then are kept, it is not asked again, and all others are complete."""
    time = FakeTime()
    bad = ScriptedArm(time, "bad", [*[100 * MS] * 4, fault("gone"), 100 * MS])
    arms = [ScriptedArm(time, "base"), bad, ScriptedArm(time, "good")]
    rounds = rounds_of(time, arms, limits=Limits(0, time.ns, fixed=9))
    rounds.run()
    progress = rounds.progress
    assert {name: text.en for name, text in progress.faults.items()} == {"bad": "gone"}
    assert {name: len(own) for name, own in progress.samples.items()} == {
        "base": 9,
        "bad": 3,
        "good": 9,
    }
    assert len(bad.calls) == 5  # the warm-up, three rounds, and the one that failed


def test_an_arm_that_faults_while_warming_up_is_never_measured() -> None:
    """It has no sample at all, and the rounds are as if it weren't there."""
    rounds = run(FakeTime(), {"base": [100 * MS], "bad": [fault()], "good": [100 * MS]})
    assert set(rounds.progress.samples) == {"base", "good"}
    assert set(rounds.progress.faults) == {"bad"}
    assert rounds.progress.rounds == FEWEST_ROUNDS


def test_a_lost_baseline_ends_no_arm() -> None:
    """The others are measured on, though there is nothing left to compare them with."""
    rounds = run(FakeTime(), {"base": [100 * MS, 100 * MS, fault()], "arm": [100 * MS]})
    assert len(rounds.progress.samples["base"]) == 1
    assert len(rounds.progress.samples["arm"]) == MOST_ROUNDS


def test_without_an_arm_left_the_rounds_end() -> None:
    """When the last arm is lost in round 2 there is no third, whatever was asked for."""
    rounds = run(FakeTime(), {"base": [1, 1, fault()], "arm": [1, fault()]}, fixed=20)
    assert rounds.progress.rounds == 2
    assert set(rounds.progress.faults) == {"base", "arm"}


@pytest.mark.parametrize("at", [0, 3])
def test_another_checksum_fails_the_arm(at: int) -> None:
    """Other work must not be compared, be it found in the warm-up or in a later round."""
    script = [*[taken()] * at, taken(checksum="beef"), taken()]
    rounds = run(FakeTime(), {"base": [taken()], "arm": script}, fixed=8)
    words = rounds.progress.faults["arm"].en
    assert "beef" in words
    assert "00ff" in words
    assert len(rounds.progress.samples.get("arm", [])) == max(0, at - 1)
    assert "base" not in rounds.progress.faults


def test_a_sample_with_failed_tasks_is_counted_and_not_compared() -> None:
    """Its checksum lacks what failed: the arm goes on, the sample is never clean."""
    failing = taken(checksum="beef", failed=3, failures={"timeout": 2, "status 500": 1})
    script = [taken(), failing, taken(), failing, taken()]
    rounds = run(FakeTime(), {"base": [taken()], "arm": script}, fixed=8)
    assert rounds.progress.faults == {}
    assert rounds.progress.failures["arm"] == {"timeout": 4, "status 500": 2}
    gated = rounds.progress.gated()
    assert clean_rounds(gated["arm"]) == [2, 4, 5, 6, 7, 8]
    assert clean_rounds(gated["base"]) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_an_interruption_keeps_what_was_measured() -> None:
    """The rounds before it are whole; samples of the round that was cut are never clean."""
    time = FakeTime()
    script: list[Answer] = [*[100 * MS] * 4, Interrupted(2)]
    rounds = rounds_of(time, [ScriptedArm(time, "base"), ScriptedArm(time, "arm", script)])
    with pytest.raises(Interrupted):
        rounds.run()
    progress = rounds.progress
    assert progress.rounds == 3
    gated = progress.gated()
    assert clean_rounds(gated["arm"]) == [1, 2, 3]
    assert clean_rounds(gated["base"]) == [1, 2, 3]
    assert all(s.foreign_ns == -1 for own in gated.values() for s in own if s.round == 4)


def test_an_interruption_in_the_first_round_leaves_nothing_clean() -> None:
    """Nothing is known of a round that didn't end."""
    time = FakeTime()
    arms = [ScriptedArm(time, "base"), ScriptedArm(time, "arm", [1, Interrupted(15)])]
    rounds = rounds_of(time, arms)
    with pytest.raises(Interrupted):
        rounds.run()
    assert rounds.progress.rounds == 0
    assert not any(clean_rounds(own) for own in rounds.progress.gated().values())


# ── what counts ──────────────────────────────────────────────────────────────


def test_a_crowded_round_is_marked_for_every_arm() -> None:
    """Others on our cores spoil the whole round, and each sample says how much they used."""
    time = FakeTime()
    arms = [ScriptedArm(time, name, [600 * MS]) for name in ("base", "arm")]

    def crowd(arm: str, number: int) -> None:
        arms[1].foreign = 0.5 if number == 3 else 0.0

    rounds = rounds_of(time, arms, limits=Limits(0, time.ns, fixed=6), on_sample=crowd)
    rounds.run()
    for own in rounds.progress.gated().values():
        assert clean_rounds(own) == [1, 2, 4, 5, 6]
        assert [s.foreign_ns for s in own] == [0, 0, 300 * MS, 0, 0, 0]


def test_a_harmed_sample_is_marked_for_its_arm_alone() -> None:
    """An arm that stood in the run queue loses that round; the others keep it."""
    waited = taken(100 * MS, waited_ns=6 * MS)
    scripts = {
        "base": [taken()],
        "arm": [taken(), taken(), waited, taken()],
        "good": [taken()],
    }
    gated = run(FakeTime(), scripts, fixed=6).progress.gated()
    assert clean_rounds(gated["arm"]) == [1, 3, 4, 5, 6]
    assert clean_rounds(gated["good"]) == [1, 2, 3, 4, 5, 6]
    assert gated["arm"][1].waited_ns == 6 * MS


def test_a_system_that_does_not_tell_leaves_rounds_clean() -> None:
    """Unknown is -1 in the report and not 0, which would be a finding."""
    time = FakeTime()
    time.known = False
    gated = run(time, {"base": [taken()], "arm": [taken()]}, fixed=6).progress.gated()
    assert clean_rounds(gated["arm"]) == [1, 2, 3, 4, 5, 6]
    assert {s.foreign_ns for s in gated["arm"]} == {-1}


def test_what_the_conductor_uses_is_not_others() -> None:
    """Our own processes' time is taken off, so that measuring spoils no round."""
    time = FakeTime()
    arms = [ScriptedArm(time, name, [S]) for name in ("base", "arm")]

    def work(arm: str, number: int) -> None:
        time.own_ns += 300 * MS
        time.busy_ns += 300 * MS

    rounds = rounds_of(time, arms, limits=Limits(0, time.ns, fixed=6), on_sample=work)
    rounds.run()
    assert {s.foreign_ns for s in rounds.progress.gated()["arm"]} == {0}


@given(
    st.lists(st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=10), min_size=1),
    st.integers(1, 10),
)
def test_whatever_arms_do_the_books_are_kept(scripts: list[list[str]], fixed: int) -> None:
    """Only whole, equal, unharmed samples are clean, at most one an arm and round."""
    answers = {f"arm{at}": [ANSWERS[word] for word in script] for at, script in enumerate(scripts)}
    progress = run(FakeTime(), answers, fixed=fixed).progress
    assert progress.rounds <= fixed
    assert set(progress.faults) == set(answers) or progress.rounds == fixed
    for name, own in progress.gated().items():
        assert [s.round for s in own] == list(range(1, len(own) + 1))
        assert len(own) == progress.rounds or name in progress.faults
        for s in own:
            assert s.clean <= (s.failed == 0 and s.waited_ns == 0)
            # What a lost arm used in its last sample is taken for others' doing.
            assert s.clean or s.failed or s.waited_ns or progress.faults
    sums = {s.checksum for own in progress.gated().values() for s in own if s.clean}
    assert len(sums) <= 1


# ── pairs ────────────────────────────────────────────────────────────────────


def test_narrow_means_every_arm() -> None:
    """One arm that is not yet known keeps all in the run; a baseline alone is not waited for."""
    base = [sample(number, 100) for number in range(1, 9)]
    shaky = [sample(number, 100 + 20 * (number % 2)) for number in range(1, 9)]
    assert narrow_enough([paired(base, base, Metric())])
    assert not narrow_enough([paired(own, base, Metric()) for own in (base, shaky)])
    assert not narrow_enough([paired(base[:7], base, Metric())])


# ── groups: arms that are compared with another than the first ───────────────


def grouped(time: FakeTime, **scripts: Sequence[Answer]) -> list[ScriptedArm]:
    """Arms a, b, c, d: b is compared with a, d with c."""
    arms = [ScriptedArm(time, name, script) for name, script in scripts.items()]
    for arm, base in zip(arms, "aacc", strict=True):
        arm.against = base
    return arms


def test_answers_are_held_against_those_of_the_arm_it_is_compared_with() -> None:
    """Two groups may do different work; inside a group every answer must be the same."""
    time = FakeTime()
    other, third = taken(checksum="beef"), taken(checksum="cafe")
    arms = grouped(time, a=[100], b=[100], c=[other], d=[other, other, third])
    rounds = rounds_of(time, arms, limits=Limits(0, time.ns, fixed=3))
    rounds.run()
    assert set(rounds.progress.faults) == {"d"}
    assert "cafe" in rounds.progress.faults["d"].en and "beef" in rounds.progress.faults["d"].en


def test_rounds_end_when_every_group_is_known() -> None:
    """Groups are a thousand times apart and steady: neither is compared with the other."""
    time = FakeTime()
    arms = grouped(time, a=[100 * MS], b=[200 * MS], c=[MS], d=[3 * MS])
    rounds = rounds_of(time, arms)
    rounds.run()
    assert rounds.progress.rounds == FEWEST_ROUNDS


def test_a_group_whose_base_is_lost_holds_nobody_up() -> None:
    """Nothing can be known of an arm that has nothing to be compared with."""
    time = FakeTime()
    arms = grouped(time, a=[100 * MS], b=[100 * MS], c=[fault()], d=[MS, 5 * MS, MS, 9 * MS])
    rounds = rounds_of(time, arms)
    rounds.run()
    assert rounds.progress.rounds == FEWEST_ROUNDS


def test_what_is_compared_stands_together_in_every_order() -> None:
    """Groups come in any order and so do the arms of each, but none between two of another."""
    time, order = FakeTime(), list[str]()

    def note(arm: str, number: int) -> None:
        if number:
            order.append(arm)

    arms = grouped(time, a=[100], b=[100], c=[100], d=[100])
    rounds_of(time, arms, limits=Limits(0, time.ns, fixed=40), on_sample=note).run()
    orders = {"".join(order[first : first + 4]) for first in range(0, len(order), 4)}
    assert orders == {"abcd", "abdc", "bacd", "badc", "cdab", "cdba", "dcab", "dcba"}
