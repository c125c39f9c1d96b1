"""How a lesson is to be given: options, the step to begin with, saved reports."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from concdemo import schema
from concdemo.cli import lesson_words as words
from concdemo.cli import output
from concdemo.cli import words as common
from concdemo.cli.lesson_options import GIVING_OPTIONS
from concdemo.errors import UsageFault
from concdemo.experiments import find
from concdemo.lessons.check import Checked
from concdemo.lessons.commands import Command
from concdemo.lessons.session import Session
from concdemo.model import Report
from concdemo.settings import Raw, settle

FAST_ROUNDS = 8
"""An interval needs six clean rounds; two may be lost to whatever else the machine does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How the lesson is given."""

    auto: bool
    fast: bool
    start: str | None
    save: str | None
    replay: str | None
    handout: str | None


def settle_asked(given: Mapping[str, Raw]) -> Asked:
    """What was asked for.

    Raises:
        UsageFault: a value doesn't fit its option.
    """
    settled = settle(GIVING_OPTIONS, given)

    def word(name: str) -> str | None:
        value = settled[name]
        return value if isinstance(value, str) else None

    return Asked(
        auto=bool(settled["auto"]),
        fast=bool(settled["fast"]),
        start=word("from"),
        save=word("save"),
        replay=word("replay"),
        handout=word("handout"),
    )


def session_of(checked: Checked, asked: Asked) -> Session:
    """The session of a lesson without grave faults, at its first step.

    Raises:
        UsageFault: the step isn't there, a folder can't be written, or saved reports don't fit.
    """
    start = _place(checked, asked.start)
    if asked.fast:
        quick = {place: _fast(command) for place, command in checked.commands.items()}
        checked = replace(checked, commands=quick)
    if asked.save is not None and asked.replay is not None:
        raise UsageFault(words.SAVE_OR_REPLAY)
    if asked.save is not None:
        _make_folder(asked.save)
    saved = None
    if asked.replay is not None:
        saved = {place: _saved(checked, place, asked.replay) for place in checked.commands}
    return Session(checked, start, saved)


def _fast(command: Command) -> Command:
    rounds = command.settings["rounds"]
    if isinstance(rounds, int) and rounds <= FAST_ROUNDS:
        return command
    return replace(command, given={**command.given, "rounds": str(FAST_ROUNDS)})


def _place(checked: Checked, start: str | None) -> int:
    """The place of the step that is named by its id or its number."""
    if start is None:
        return 0
    steps = checked.lesson.steps
    for place, step in enumerate(steps):
        if start in (step.id, str(place + 1)):
            return place
    ids = ", ".join(step.id for step in steps if step.id is not None)
    raise UsageFault(words.NO_STEP.fill(given=start, most=len(steps), ids=ids or "–"))


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageFault(common.CANNOT_WRITE.fill(path=path, error=why)) from error
    output.check_writable(os.path.join(path, "run.json"))


def report_file(folder: str, checked: Checked, place: int) -> str:
    """Where the report of a step's run is kept."""
    return os.path.join(folder, f"run-{checked.lesson.name_of(place)}.json")


def _saved(checked: Checked, place: int, folder: str) -> Report:
    """The saved report of a step's run.

    Raises:
        UsageFault: there is none, or it is of another run.
    """
    path = report_file(folder, checked, place)
    report, command = schema.read(path), checked.commands[place]
    step = checked.lesson.name_of(place)
    if report.experiment != command.experiment:
        raise UsageFault(
            words.OTHER_RUN.fill(
                path=path, step=step, what=report.experiment, mine=command.experiment
            )
        )
    names = {option.name for option in find(command.experiment).options}
    planned = checked.planned.get(place, {})
    for name in names & set(command.given):
        mine = command.settings[name]
        # A plan may write one setting out, as a framework's name into its stacks.
        if report.settings.get(name, mine) not in (mine, planned.get(name, mine)):
            theirs, ours = _typed(name, report.settings[name]), _typed(name, mine)
            raise UsageFault(words.OTHER_RUN.fill(path=path, step=step, what=theirs, mine=ours))
    return report


def _typed(name: str, value: object) -> str:
    """A setting as one types it."""
    return f"--{name} {','.join(map(str, value)) if isinstance(value, list) else value}"
