"""``concdemo lesson run``: drives a session by keys or without, makes its runs, shows its pages."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from concdemo import schema
from concdemo.cli import history, lesson_pages, output
from concdemo.cli import lesson_words as words
from concdemo.cli import words as common
from concdemo.cli.lesson import examine, find, show_faults
from concdemo.cli.lesson_keys import forget_typed, keys
from concdemo.cli.lesson_screens import screens
from concdemo.cli.lesson_setup import Asked, report_file, session_of, settle_asked
from concdemo.cli.measure import exit_status, run_experiment
from concdemo.errors import ConcdemoError, Interrupted, UsageFault
from concdemo.experiments import find as find_experiment
from concdemo.lessons.session import Deed, Key, Session
from concdemo.settings import Raw
from concdemo.text import Language

ROWS_BELOW = 4  # for the keys, and the line that the cursor is on


def give(name: str, given: Mapping[str, Raw], language: Language) -> int:
    """Give the lesson; the exit status: 1 where a run failed, 128 + signal where one ended it.

    Raises:
        UsageFault: there is no such lesson, or it can't be given as asked.
        ConcdemoError: a file could not be written.
    """
    asked = settle_asked(given)
    path = find(name)
    checked, faults = examine(path)
    grave = [fault for fault in faults if not fault.here]
    if checked is None or grave:
        show_faults(path, grave, language)
        return 2
    if not asked.auto and not _at_terminal():
        raise UsageFault(words.NO_TERMINAL)
    session = session_of(checked, asked)
    if asked.handout is not None:
        output.check_writable(asked.handout)
    giver = _Giver(session, asked, language)
    status = giver.give()
    if asked.handout is not None:
        from concdemo.lessons.handout import handout as made

        output.save(made(session, language), asked.handout)
    return status


def _at_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


class _Giver:
    """Does what the session asks for."""

    def __init__(self, session: Session, asked: Asked, language: Language) -> None:
        self._session = session
        self._asked = asked
        self._language = language
        self._status = 0
        self._screen = 0  # of a page that is taller than the terminal

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
            if self._turns(key):
                continue
            deed = self._session.press(key)
            if deed == "end":
                return
            if deed != "stay":
                self._screen = 0
                self._do(deed)

    def _do(self, deed: Deed) -> None:
        session, language = self._session, self._language
        if deed == "measure":
            self._clear()
            output.show(lesson_pages.before_run(session, language), language)
            self._measure()
            if not self._asked.auto:
                forget_typed()
        if self._asked.auto:
            goes_on = deed == "measure"
            output.show(lesson_pages.page(session, language, goes_on=goes_on), language)
        else:
            self._draw()

    def _screens(self) -> list[str]:
        return screens(lesson_pages.page(self._session, self._language), ROWS_BELOW)

    def _draw(self) -> None:
        """The screenful that the class is at, and the keys that mean something now."""
        parts = self._screens()
        self._screen = min(self._screen, len(parts) - 1)
        more = len(parts) - 1 - self._screen
        self._clear()
        output.show_made(parts[self._screen] + "\n")
        output.show(lesson_pages.status(self._session, self._language, more), self._language)

    def _turns(self, key: Key) -> bool:
        """Whether the key only leads to another screenful of the same page."""
        if self._asked.auto or key not in ("next", "back"):
            return False
        wanted = self._screen + (1 if key == "next" else -1)
        if not 0 <= wanted < len(self._screens()):
            return False
        self._screen = wanted
        self._draw()
        return True

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
            path = report_file(self._asked.save, session.checked, session.place)
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
