"""What an experiment is: options, a plan made in the parent, arms opened in children."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from concdemo.drawn import Chart, HeatMap
from concdemo.model import ArmPlan, Caveat, Host, Parameters, Plan, Portrait, Report, Taken
from concdemo.settings import Option
from concdemo.text import Text

ServiceFacts = Mapping[str, Mapping[str, Any]]
"""What each service said when it was ready, by the service's name.

A fact called ``tree`` is the number of a process that is not ours but works for this run, such
as a database server: what it and all that it starts use counts as the run's own.
"""


class OpenArm(Protocol):
    """An arm in its own process, ready to be sampled."""

    def sample(self, size: int) -> Taken:
        """Do all the arm's tasks once, timed.

        Raises:
            Exception: a task raised something other than TaskFailed.
        """

    def portrait(self, size: int) -> Portrait | None:
        """Do all the arm's tasks once more with recording on; None where there is no picture."""

    def close(self) -> None:
        """End everything that opening began."""

    @property
    def facts(self) -> dict[str, str]:
        """What ran, in names and versions."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """One question.

    ``plan`` runs in the parent, where nothing is measured: it turns settings into arms and
    raises UsageFault for what can't be.  ``open_arm`` runs in each arm's own process.
    ``missing`` says what keeps it from running on a host, with the mend; None if nothing.
    ``doubts`` looks at a report without verdicts for doubts that only this experiment knows.
    ``charts`` and ``heat_maps`` draw what its figures show, from such a report.  ``budget_s`` is
    how long a run may take where nobody asks for another length, services and arms opened included.
    """

    name: str
    options: tuple[Option, ...]
    plan: Callable[[Parameters, Host], Plan]
    open_arm: Callable[[ArmPlan, ServiceFacts], OpenArm]
    missing: Callable[[Host], Text | None] = lambda _: None
    doubts: Callable[[Report], list[Caveat]] = lambda _: []
    charts: Callable[[Report], list[Chart]] = lambda _: []
    heat_maps: Callable[[Report], list[HeatMap]] = lambda _: []
    budget_s: float = 15.0
