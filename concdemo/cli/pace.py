"""How long several runs will take yet, as far as that can be known.  Pure.

A guess and never a promise: it begins with the budget of a run, goes on with what the runs
so far have really taken, and says so where a run takes longer than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from concdemo.text import Text

ABOUT = Text("about {length} left", "약 {length} 남음")
SECONDS = Text("{count} s", "{count}초")
MINUTES = Text("{count} min", "{count}분")
LONGER = Text("longer than expected", "예상보다 오래 걸리는 중")
STEP_S = 5


@dataclass(slots=True)
class Pace:
    """How long each run usually takes, beside the others, and how long those so far took.

    ``promised``: whether that is also how long it may take; else nobody knows before the first
    has ended.
    """

    usual_s: Sequence[float]
    promised: bool = True
    spent_s: list[float] = field(default_factory=list)

    def left_s(self, running_s: float) -> float | None:
        """Seconds until all is done, where the run now being made has taken so many.

        None where nothing is known; 0 where the last run takes longer than expected.
        """
        done = len(self.spent_s)
        if not done and not self.promised:
            return None
        usual, *later = self.usual_s[done:]
        stretch = sum(self.spent_s) / sum(self.usual_s[:done]) if done else 1.0
        return max(0.0, usual * stretch - running_s) + sum(later) * max(stretch, running_s / usual)

    def said(self, running_s: float) -> Text | None:
        """The same in words, rounded up to what can be meant; None where nothing is known."""
        left = self.left_s(running_s)
        if left is None:
            return None
        if left <= 0:
            return LONGER
        if left <= 60:
            return ABOUT.fill(length=SECONDS.fill(count=_up(left, STEP_S)))
        return ABOUT.fill(length=MINUTES.fill(count=_up(left / 60, 1)))


def _up(value: float, step: int) -> int:
    """The next multiple of the step."""
    return -int(-value // step) * step
