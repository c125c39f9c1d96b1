"""When rounds end: after how many of them, after how long, and how long that may take."""

from dataclasses import dataclass

from concdemo.model import Lasts

FEWEST_ROUNDS = 8
MOST_ROUNDS = 30
MOST_STRETCH = 6
"""How many budgets may be spent to reach FEWEST_ROUNDS when none was asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop.  ``fixed`` rounds are measured whatever time they take."""

    budget_ns: int  # counted from ``begin_ns``; stretched to reach FEWEST_ROUNDS
    begin_ns: int
    fixed: int | None = None
    strict: bool = False  # the budget was asked for: keep to it even with too few rounds
    wide: float | None = None  # as in the plan
    most: int | None = None  # as in the plan

    def reached(self, rounds: int, spent_ns: int) -> bool | None:
        """Whether so many rounds, in this time, are all; None: what they gave must say."""
        if self.fixed is not None:
            return rounds >= self.fixed
        if rounds >= (MOST_ROUNDS if self.strict else self.most or MOST_ROUNDS):
            return True
        if rounds and spent_ns >= self.budget_ns * (1 if self.strict else MOST_STRETCH):
            return True
        return False if rounds < FEWEST_ROUNDS else None


def expected_ns(lasts: Lasts, limits: Limits) -> int:
    """How long a run will be if its parts take as long as expected.

    A round to warm up comes first.  Where it is for what was measured to say whether there is
    enough, it is taken to need its whole budget.
    """
    spent_ns, round_ns = round(lasts.opening_s * 1e9), round(lasts.round_s * 1e9)
    spent_ns += round_ns
    rounds = 0
    while not _over(limits, rounds, spent_ns):
        spent_ns += round_ns
        rounds += 1
    return spent_ns


def _over(limits: Limits, rounds: int, spent_ns: int) -> bool:
    reached = limits.reached(rounds, spent_ns)
    return spent_ns >= limits.budget_ns if reached is None else reached
