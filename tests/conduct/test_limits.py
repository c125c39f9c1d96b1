"""How long a run will take, held against the loop itself with a clock that only its arms move."""

import pytest
from builders import MS, FakeTime, ScriptedArm, rounds_of

from concdemo.conduct.limits import MOST_ROUNDS, Limits, expected_ns
from concdemo.model import Lasts

S = 1_000 * MS
OPENING, ROUND = 6 * S, 2 * S
LASTS = Lasts(opening_s=6.0, round_s=2.0)


@pytest.mark.parametrize(
    ("asked", "rounds"),
    [
        ({"fixed": 1}, 1),
        ({"fixed": 40}, 40),
        ({"fixed": 3, "strict": True}, 3),
        ({"strict": True, "budget_ns": S}, 1),  # spent before the first round, which is measured
        ({"strict": True, "budget_ns": 21 * S}, 7),
        ({"strict": True, "budget_ns": 100 * S}, MOST_ROUNDS),
        ({}, 8),
        ({"budget_ns": 2 * S}, 2),  # stretched so far, and no further
        ({"budget_ns": 31 * S}, 12),
        ({"budget_ns": 100 * S}, MOST_ROUNDS),
        ({"budget_ns": 100 * S, "most": 9}, 9),
    ],
)
def test_what_is_expected_is_what_the_loop_does(asked: dict[str, int], rounds: int) -> None:
    """Whatever was asked for: rounds, a budget, or nothing."""
    time = FakeTime()
    begin_ns = time.ns
    limits = Limits(**{"budget_ns": 10 * S, "begin_ns": begin_ns, **asked})
    time.ns += OPENING
    loop = rounds_of(time, [ScriptedArm(time, "alone", [ROUND])], limits=limits)
    loop.run()
    assert loop.progress.rounds == rounds
    assert time.ns - begin_ns == expected_ns(LASTS, limits) == OPENING + (1 + rounds) * ROUND


def test_a_plan_that_lasts_no_time_has_an_end() -> None:
    """As one of which no arm can run here."""
    assert expected_ns(Lasts(0.0, 0.0), Limits(10 * S, 0)) == 0
