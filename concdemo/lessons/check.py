"""What a script refers to: commands, claims, code, numbers.  Nothing is run.

A lesson that has passed knows for each question which run answers it, and for each
explanation which run it is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from concdemo import host
from concdemo.errors import UsageFault
from concdemo.experiments import find
from concdemo.ledger.book import Claim, claims
from concdemo.ledger.measures import others
from concdemo.lessons import words
from concdemo.lessons.commands import Command, Commands
from concdemo.lessons.lines import Lines
from concdemo.lessons.made_up import facts_for
from concdemo.lessons.model import ANSWERED, Explain, Lesson, Predict, Run, Show
from concdemo.lessons.read import Draft, Fault, did_you_mean
from concdemo.lessons.source import Excerpt, excerpt
from concdemo.lessons.wrong_places import wrong_places
from concdemo.model import Judgement, Parameters, Plan
from concdemo.text import Text

CORES = 4
"""Of the machine that plans are made up for, so that a script is as right everywhere."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A lesson, what is wrong with it, and what its steps refer to, by the steps' places."""

    lesson: Lesson
    faults: list[Fault]
    commands: dict[int, Command] = field(default_factory=dict)
    planned: dict[int, Parameters] = field(default_factory=dict)  # run → settings of its plan
    excerpts: dict[int, Excerpt] = field(default_factory=dict)
    answered_by: dict[int, int] = field(default_factory=dict)  # question → run
    told_by: dict[int, int] = field(default_factory=dict)  # explanation → run


def check(draft: Draft, commands: Commands) -> Checked:
    """Look at everything that the lesson of a draft without faults refers to.

    Raises:
        ValueError: the draft has faults.
    """
    if draft.lesson is None:
        raise ValueError("it can't be read")
    checker = _Checker(draft.lesson, draft.lines, commands)
    checker.each_step()
    if not any(not fault.here for fault in checker.found.faults):
        checker.together()
    checker.found.faults.sort()
    return checker.found


class _Checker:
    def __init__(self, lesson: Lesson, lines: Lines, commands: Commands) -> None:
        self.found = Checked(lesson, [])
        self._lesson = lesson
        self._lines = lines
        self._commands = commands
        self._machine = replace(host.describe(), cores=CORES)
        self._plans: dict[int, Plan] = {}

    def each_step(self) -> None:
        """What can be said of a step alone."""
        for place, step in enumerate(self._lesson.steps):
            part = step.part
            if isinstance(part, Run):
                self._plan(place, part)
            elif isinstance(part, Show):
                try:
                    self.found.excerpts[place] = excerpt(part.symbol)
                except UsageFault as fault:
                    self._fault(fault.text, place, "show", "symbol")
            elif isinstance(part, Predict):
                self._claim(part.claim, place, "predict")
            elif isinstance(part, Explain):
                self._claim(part.claim, place, "explain")

    def together(self) -> None:
        """Questions and explanations with the runs that they are about."""
        for place, step in enumerate(self._lesson.steps):
            if isinstance(step.part, Predict):
                self._question(place, step.part)
            elif isinstance(step.part, Explain):
                self._explanation(place, step.part)

    def _plan(self, place: int, run: Run) -> None:
        try:
            command = self._commands.parse(run.words)
        except UsageFault as fault:
            self._fault(fault.text, place, "run")
            return
        self.found.commands[place] = command
        experiment = find(command.experiment)
        own = {option.name: command.settings[option.name] for option in experiment.options}
        try:
            plan = self._plans[place] = experiment.plan(own, self._machine)
            self.found.planned[place] = plan.settings
        except UsageFault as fault:
            self._fault(words.NOT_HERE.fill(why=fault.text), place, "run", here=True)

    def _claim(self, given: str, place: int, kind: str) -> None:
        ids = list(dict.fromkeys(claim.id for claim in claims()))
        if given not in ids:
            text = Text.join([words.NO_CLAIM.fill(given=given), *did_you_mean(given, ids)])
            self._fault(text, place, kind, "claim")
        elif not _rules(given):
            self._fault(words.NO_RULE.fill(claim=given), place, kind, "claim")

    def _question(self, place: int, question: Predict) -> None:
        later = [run for run in self.found.commands if run > place]
        able, why = self._able(question.claim, later)
        if able is None:
            text = words.NO_RUN_AFTER.fill(claim=question.claim, command=_command(question.claim))
            if why is not None:
                text = words.CANNOT_JUDGE.fill(claim=question.claim, why=why)
            self._fault(text, place, "predict", "claim")
            return
        run, claim = able
        self.found.answered_by[place] = run
        reachable = verdicts_of(claim)
        right = {verdict for choice in question.choices for verdict in choice.right_when}
        for verdict in reachable:
            if verdict not in right:
                text = words.NO_RIGHT_CHOICE.fill(claim=claim.id, verdict=verdict)
                self._fault(text, place, "predict", "choices")
        for number, choice in enumerate(question.choices):
            where = ("predict", "choices", number)
            for verdict in choice.right_when:
                if verdict not in reachable:
                    text = words.NEVER.fill(claim=claim.id, verdict=verdict)
                    self._fault(text, place, *where, "right_when")
            if not choice.right_when and choice.misconception is None:
                self._fault(words.NO_MISCONCEPTION, place, *where)

    def _explanation(self, place: int, explained: Explain) -> None:
        earlier = [run for run in self.found.commands if run < place][::-1]
        able, why = self._able(explained.claim, earlier)
        told = able or self._concerned(explained.claim, earlier)
        if told is None:
            text = words.NO_RUN_BEFORE.fill(
                claim=explained.claim, command=_command(explained.claim)
            )
            self._fault(text, place, "explain", "claim")
            return
        run, claim = told
        self.found.told_by[place] = run
        reachable = verdicts_of(claim) if able is not None else ()
        for verdict in reachable:
            if verdict not in explained.texts:
                text = words.NO_WORDS_FOR.fill(verdict=verdict, claim=claim.id)
                self._fault(text, place, "explain")
        if able is None and "untested" not in explained.texts:
            assert why is not None
            text = words.NEEDS_UNTESTED.fill(claim=claim.id, why=why)
            self._fault(text, place, "explain")
        for verdict, said in explained.texts.items():
            if verdict in ANSWERED and able is not None and verdict not in reachable:
                text = words.NEVER.fill(claim=claim.id, verdict=verdict)
                self._fault(text, place, "explain", verdict)
            for path, text in wrong_places(said, self._facts(run)):
                self._fault(text, place, "explain", verdict, *path)

    def _facts(self, run: int) -> dict[str, Any] | None:
        """What may be named after that run; None where it can't be planned here."""
        plan = self._plans.get(run)
        return None if plan is None else facts_for(plan, self._machine)

    def _able(self, name: str, runs: Iterable[int]) -> tuple[tuple[int, Claim] | None, Text | None]:
        """The first of the runs that can give a verdict, with its rule; else why one can't."""
        why = None
        for run in runs:
            for claim in _rules(name):
                if self._is_about(claim, run):
                    obstacle = self._obstacle(claim, run)
                    if obstacle is None:
                        return (run, claim), None
                    why = why or obstacle
        return None, why

    def _concerned(self, name: str, runs: Iterable[int]) -> tuple[int, Claim] | None:
        return next(
            ((run, claim) for run in runs for claim in _rules(name) if self._is_about(claim, run)),
            None,
        )

    def _settings(self, run: int) -> Parameters:
        plan = self._plans.get(run)
        return {**self.found.commands[run].settings, **(plan.settings if plan else {})}

    def _is_about(self, claim: Claim, run: int) -> bool:
        settings = self._settings(run)
        return claim.experiment == self.found.commands[run].experiment and all(
            settings.get(key) in choices for key, choices in claim.only.items()
        )

    def _obstacle(self, claim: Claim, run: int) -> Text | None:
        """Why such a run can never give a verdict on the claim, whatever it measures."""
        assert claim.rule is not None
        rule, settings, plan = claim.rule, self._settings(run), self._plans.get(run)
        for elsewhere in rule.elsewhere:
            if all(settings.get(key) in choices for key, choices in elsewhere.where.items()):
                return elsewhere.because
        for setting, least in rule.at_least.items():
            value = settings.get(setting)
            if isinstance(value, int | float) and value < least:
                return words.TOO_LOW.fill(setting=setting, least=least)
        if plan is not None:
            tests = [test for test in rule.tests if test.required]
            needed = [name for test in tests for name in (test.arm, *others(test.measure))]
            needed += [rule.control.arm] if rule.control else []
            for name in needed:
                if name not in {arm.name for arm in plan.arms}:
                    return words.WITHOUT_ARM.fill(arm=name)
        return None

    def _fault(self, text: Text, place: int, *path: str | int, here: bool = False) -> None:
        self.found.faults.append(Fault(self._lines.of("step", place, *path), text, here))


def verdicts_of(claim: Claim) -> tuple[Judgement, ...]:
    """The verdicts that answer, as far as the claim's rule can reach them."""
    assert claim.rule is not None
    return tuple(verdict for verdict in ANSWERED if verdict in claim.rule.because)


def _rules(name: str) -> list[Claim]:
    """The claim once for each experiment that tests it."""
    return [claim for claim in claims() if claim.id == name and claim.rule is not None]


def _command(name: str) -> str:
    """A command line that tests the claim."""
    claim = _rules(name)[0]
    only = [word for key, choices in claim.only.items() for word in (f"--{key}", choices[0])]
    return " ".join([str(claim.experiment), *only])
