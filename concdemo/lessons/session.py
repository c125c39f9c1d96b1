"""A lesson that is being given, as a state machine: keys and reports go in, what to do comes out.

Pure: nothing here reads a key, runs, or shows.  Whoever drives it does what ``begin`` and
``press`` ask for, and tells how a run came out by ``measured`` or ``failed``.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from concdemo.ledger.measures import facts_of
from concdemo.lessons import told
from concdemo.lessons.check import Checked
from concdemo.lessons.model import ANSWERED, Explain, Predict, Run, Step
from concdemo.lessons.places import fill
from concdemo.model import Report, Verdict
from concdemo.text import Text

Choosing = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"]
Key = Literal["next", "back", "quit", "again"] | Choosing
CHOOSING: tuple[Choosing, ...] = get_args(Choosing)

Deed = Literal["show", "measure", "end", "stay"]
"""What a key asks for: draw the step, make its run, end, or nothing."""

State = Literal["open", "left-out", "unsettled", "right", "wrong"]
"""Of a question: its run wasn't watched; nobody answered; the run can't tell; or it could."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and its run: what was chosen (from 0, None: nothing), what was found."""

    question: Predict
    chosen: int | None
    verdict: Verdict | None
    state: State


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text that fits, where there is one, and the verdict that it is about."""

    text: Text | None
    verdict: Verdict | None


class Session:
    """Where a class is, what it has answered, what its runs gave.

    Args:
        checked: a lesson without faults (but for those of this machine).
        start: the step to begin with, from 0.
        saved: reports in place of runs, by the places of their steps; None: runs are made.
    """

    def __init__(
        self, checked: Checked, start: int = 0, saved: Mapping[int, Report] | None = None
    ) -> None:
        self.checked = checked
        self.place = start
        self.answers: dict[int, int] = {}
        self.reports: dict[int, Report] = {}  # of runs that the class has watched
        self.faults: dict[int, Text] = {}
        self._saved = saved

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps."""
        return self.checked.lesson.steps

    @property
    def step(self) -> Step:
        """The step that the class is at."""
        return self.steps[self.place]

    @property
    def claims(self) -> set[str]:
        """What the lesson asks about or explains."""
        parts = [step.part for step in self.steps]
        return {part.claim for part in parts if isinstance(part, Predict | Explain)}

    @property
    def is_replay(self) -> bool:
        """Whether saved reports stand in for runs."""
        return self._saved is not None

    def command_line(self, place: int) -> str:
        """The run of that step as one would type it; once it was watched, as it was made."""
        report = self.reports.get(place)
        words = self.checked.commands[place].words if report is None else report.command
        return shlex.join(["concdemo", *words])

    def begin(self) -> Deed:
        """What to do first."""
        return self._arrive()

    def press(self, key: Key) -> Deed:
        """What a key asks for here."""
        if key == "quit":
            return "end"
        if key == "next":
            if self.place == len(self.steps) - 1:
                return "end"
            self.place += 1
            return self._arrive()
        if key == "back":
            if self.place == 0:
                return "stay"
            self.place -= 1
            return self._arrive()
        if key == "again":
            return "measure" if self.can_run_again else "stay"
        return self._answer(CHOOSING.index(key))

    def measured(self, report: Report) -> None:
        """The run of this step gave that report."""
        self.reports[self.place] = report
        self.faults.pop(self.place, None)

    def failed(self, why: Text) -> None:
        """The run of this step could not be made."""
        self.reports.pop(self.place, None)
        self.faults[self.place] = why

    def _arrive(self) -> Deed:
        if not isinstance(self.step.part, Run):
            return "show"
        if self._saved is not None and self.place in self._saved:
            self.reports[self.place] = self._saved[self.place]
        return "show" if self.place in self.reports or self.place in self.faults else "measure"

    def _answer(self, choice: int) -> Deed:
        if choice >= self.choices or self.is_settled(self.place):
            return "stay"
        self.answers[self.place] = choice
        return "show"

    @property
    def choices(self) -> int:
        """How many choices can be picked here now."""
        part = self.step.part
        if not isinstance(part, Predict) or self.is_settled(self.place):
            return 0
        return len(part.choices)

    @property
    def can_run_again(self) -> bool:
        """Whether this step is a run that can be made, once more."""
        return isinstance(self.step.part, Run) and not self.is_replay

    def is_settled(self, place: int) -> bool:
        """Whether the run of that question was watched, so that answers come too late."""
        return self.checked.answered_by.get(place) in self.reports

    def outcome(self, place: int) -> Outcome:
        """How the question at that place came out."""
        question = self.steps[place].part
        assert isinstance(question, Predict)
        chosen = self.answers.get(place)
        report = self.reports.get(self.checked.answered_by[place])
        verdict = _verdict(report, question.claim)
        state: State
        if report is None:
            state = "open"
        elif verdict is None or verdict.verdict not in ANSWERED:
            state = "unsettled"
        elif chosen is None:
            state = "left-out"
        else:
            is_right = verdict.verdict in question.choices[chosen].right_when
            state = "right" if is_right else "wrong"
        return Outcome(question, chosen, verdict, state)

    def outcomes(self, run: int | None = None) -> list[Outcome]:
        """How all questions came out, or those that the run at a place answers."""
        return [
            self.outcome(place)
            for place, answered_by in self.checked.answered_by.items()
            if run in (None, answered_by)
        ]

    def explanation(self, place: int) -> Explanation:
        """What can be said at that place after what was measured.

        A text whose numbers aren't all known is left out, and the verdict speaks for itself.
        """
        explained = self.steps[place].part
        assert isinstance(explained, Explain)
        run = self.checked.told_by[place]
        report = self.reports.get(run) or (self._saved or {}).get(run)
        if report is None:
            return Explanation(told.NOT_RUN.fill(step=self.checked.lesson.name_of(run)), None)
        verdict = _verdict(report, explained.claim)
        if verdict is None:
            return Explanation(told.NOT_JUDGED, None)
        text = explained.texts.get(verdict.verdict)
        if text is None:
            return Explanation(told.DEFAULTS.get(verdict.verdict), verdict)
        return Explanation(fill(text, facts_of(report).words), verdict)


def _verdict(report: Report | None, claim: str) -> Verdict | None:
    if report is None:
        return None
    return next((one for one in report.verdicts if one.claim == claim), None)
