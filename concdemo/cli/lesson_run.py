"""``concdemo lesson run``: drives a session by keys or without, makes its runs, shows its pages."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from concdemo import schema
from concdemo.cli import history, lesson_pages, output
from concdemo.cli import lesson_words as words
from concdemo.cli import words as common
from concdemo.cli.lesson import examine, find, show_faults
from concdemo.cli.lesson_keys import forget_typed, keys
from concdemo.cli.lesson_options import GIVING_OPTIONS
from concdemo.cli.measure import exit_status, run_experiment
from concdemo.errors import ConcdemoError, Interrupted, UsageFault
from concdemo.experiments import find as find_experiment
from concdemo.lessons.check import Checked
from concdemo.lessons.commands import Command
from concdemo.lessons.session import Deed, Key, Session
from concdemo.model import Report
from concdemo.settings import Raw, settle
from concdemo.text import Language

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


def give(name: str, given: Mapping[str, Raw], language: Language) -> int:
    """Give the lesson; the exit status: 1 where a run failed, 128 + signal where one ended it.

    Raises:
        UsageFault: there is no such lesson, or it can't be given as asked.
        ConcdemoError: a file could not be written.
    """
    settled = settle(GIVING_OPTIONS, given)
    auto, fast, start, save, replay, handout = (
        settled[option] for option in ("auto", "fast", "from", "save", "replay", "handout")
    )
    asked = Asked(bool(auto), bool(fast), *map(_word, (start, save, replay, handout)))
    path = find(name)
    checked, faults = examine(path)
    grave = [fault for fault in faults if not fault.here]
    if checked is None or grave:
        show_faults(path, grave, language)
        return 2
    if not asked.auto and not _at_terminal():
        raise UsageFault(words.NO_TERMINAL)
    session = _session(checked, asked)
    if asked.handout is not None:
        output.check_writable(asked.handout)
    giver = _Giver(session, asked, language)
    status = giver.give()
    if asked.handout is not None:
        from concdemo.lessons.handout import handout as made

        output.save(made(session, language), asked.handout)
    return status


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _at_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _session(checked: Checked, asked: Asked) -> Session:
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


def _file(folder: str, checked: Checked, place: int) -> str:
    return os.path.join(folder, f"run-{checked.lesson.name_of(place)}.json")


def _saved(checked: Checked, place: int, folder: str) -> Report:
    """The saved report of a step's run.

    Raises:
        UsageFault: there is none, or it is of another run.
    """
    path = _file(folder, checked, place)
    report, command = schema.read(path), checked.commands[place]
    step = checked.lesson.name_of(place)
    if report.experiment != command.experiment:
        raise UsageFault(
            words.OTHER_RUN.fill(
                path=path, step=step, what=report.experiment, mine=command.words[0]
            )
        )
    names = {option.name for option in find_experiment(command.experiment).options}
    for name in names & set(command.given):
        mine = command.settings[name]
        if report.settings.get(name, mine) != mine:
            told = f"--{name} {report.settings[name]}"
            raise UsageFault(
                words.OTHER_RUN.fill(path=path, step=step, what=told, mine=f"--{name} {mine}")
            )
    return report


class _Giver:
    """Does what the session asks for."""

    def __init__(self, session: Session, asked: Asked, language: Language) -> None:
        self._session = session
        self._asked = asked
        self._language = language
        self._status = 0

    def give(self) -> int:
        """From the first step to the score."""
        pressed: Iterable[Key] = _always_next() if self._asked.auto else keys()
        try:
            self._go_through(pressed)
        except (KeyboardInterrupt, Interrupted) as ended:
            self._status = ended.exit_code if isinstance(ended, Interrupted) else 130
            output.show("", self._language)
            self._show_end()
            output.note(common.INTERRUPTED.into(self._language))
            return self._status
        self._show_end()
        return self._status

    def _show_end(self) -> None:
        output.show(lesson_pages.end(self._session, self._language), self._language)

    def _go_through(self, pressed: Iterable[Key]) -> None:
        self._do(self._session.begin())
        for key in pressed:
            deed = self._session.press(key)
            if deed == "end":
                return
            self._do(deed)

    def _do(self, deed: Deed) -> None:
        if deed == "stay":
            return
        if deed == "measure":
            self._clear()
            output.show(lesson_pages.before_run(self._session, self._language), self._language)
            self._measure()
            if not self._asked.auto:
                forget_typed()
        self._clear()
        goes_on = deed == "measure" and self._asked.auto
        page = lesson_pages.page(self._session, self._language, goes_on=goes_on)
        output.show(page, self._language)
        if not self._asked.auto:
            output.show(lesson_pages.status(self._session, self._language), self._language)

    def _clear(self) -> None:
        """An empty screen, as slides have; without keys one page simply follows another."""
        if not self._asked.auto:
            output.clear_screen()

    def _measure(self) -> None:
        """Make this step's run; what goes wrong is the step's, and the lesson goes on.

        Raises:
            Interrupted: a signal ended it.
            ConcdemoError: the report could not be saved.
        """
        session = self._session
        command = session.checked.commands[session.place]
        with _progress(self._language) as line:
            try:
                measured = run_experiment(
                    find_experiment(command.experiment),
                    command.given,
                    command.words,
                    self._language,
                    line.tell,
                )
            except ConcdemoError as fault:
                session.failed(fault.text)
                self._status = 1
                return
        if measured.interrupted is not None:
            raise measured.interrupted
        session.measured(measured.report)
        history.keep(measured.report, self._language)
        self._status = self._status or exit_status(measured.report, [])
        if self._asked.save is not None:
            path = _file(self._asked.save, session.checked, session.place)
            output.save(schema.encode(measured.report), path)


@contextmanager
def _progress(language: Language) -> Iterator[output.ProgressLine]:
    line = output.ProgressLine(language)
    try:
        yield line
    finally:
        line.clear()


def _always_next() -> Iterator[Key]:
    while True:
        yield "next"
