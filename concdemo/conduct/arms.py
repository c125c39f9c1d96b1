"""An open arm as the conductor sees it: a child that is asked for samples and a portrait."""

from dataclasses import dataclass
from typing import Any

from concdemo import clock
from concdemo.conduct.child import Child
from concdemo.model import ArmPlan, Lane, Portrait, Scheduling, Span, Step, Taken
from concdemo.text import Text

FIRST_SAMPLE_LIMIT_S = 600.0
LATER_SAMPLE_LIMIT_S = 20.0
LATER_SAMPLE_FACTOR = 20
"""A later sample that takes longer than this many times the longest before it hangs."""


@dataclass(slots=True)
class ChildArm:
    """An open arm, asked through its child."""

    plan: ArmPlan
    child: Child
    longest_s: float = 0.0

    def portrait(self, size: int) -> Portrait | None:
        """Ask for a portrait."""
        painted = self.child.ask({"portrait": {"size": size}}, self._limit_s())["portrait"]
        if painted is None:
            return None
        return Portrait(
            painted["wall_ns"],
            [Lane(**lane) for lane in painted["lanes"]],
            [Span(*span) for span in painted["spans"]],
            [Step(**_texts(step)) for step in painted["steps"]],
        )

    @property
    def name(self) -> str:
        """The arm's name."""
        return self.plan.name

    @property
    def against(self) -> str | None:
        """The arm that it is compared with, None for the baseline."""
        return self.plan.against

    @property
    def scheduling(self) -> Scheduling:
        """How its tasks share the cores."""
        return self.plan.scheduling

    def sample(self, size: int) -> Taken:
        """Take a sample; a child that is silent for far longer than before is given up."""
        begin = clock.monotonic_ns()
        taken = Taken(**self.child.ask({"sample": {"size": size}}, self._limit_s()))
        self.longest_s = max(self.longest_s, (clock.monotonic_ns() - begin) / 1e9)
        return taken

    def _limit_s(self) -> float:
        if not self.longest_s:
            return FIRST_SAMPLE_LIMIT_S
        return max(LATER_SAMPLE_LIMIT_S, LATER_SAMPLE_FACTOR * self.longest_s)


def _texts(step: dict[str, Any]) -> dict[str, Any]:
    """A step as it came through the pipe, with words in two languages where it has them."""
    return {key: Text(**value) if isinstance(value, dict) else value for key, value in step.items()}
