"""``concdemo lesson list``, ``check`` and ``new``, and finding the script that ``run`` gives."""

import os

from concdemo.cli import lesson_words as words
from concdemo.cli import output
from concdemo.cli.options import OUTPUT_OPTIONS, RUN_OPTIONS, VIEW_OPTIONS
from concdemo.errors import UsageFault
from concdemo.lessons import shelf
from concdemo.lessons.check import Checked, check
from concdemo.lessons.commands import Commands
from concdemo.lessons.read import MOST_BYTES, Fault, read
from concdemo.render import slides, units
from concdemo.text import Language

COMMANDS = Commands(
    run_options=(*RUN_OPTIONS, *VIEW_OPTIONS),
    barred=[option for option in OUTPUT_OPTIONS if option not in VIEW_OPTIONS],
)


def examine(path: str) -> tuple[Checked | None, list[Fault]]:
    """The lesson in a file and everything that is wrong with it.

    Raises:
        UsageFault: the file can't be read.
    """
    draft = read(_bytes(path))
    if draft.lesson is None:
        return None, draft.faults
    checked = check(draft, COMMANDS)
    return checked, checked.faults


def show_faults(path: str, faults: list[Fault], language: Language) -> None:
    """Each fault on a line of its own, on standard error."""
    for fault in faults:
        line = words.FAULT.fill(path=path, line=fault.line, fault=fault.text).into(language)
        output.note(harmless(line))


def check_file(path: str, language: Language) -> int:
    """Tell of every fault; 2 where there is one.

    Raises:
        UsageFault: the file can't be read.
    """
    checked, faults = examine(path)
    if faults or checked is None:
        show_faults(path, faults, language)
        return 2
    lesson = checked.lesson
    text = words.ALL_RIGHT.fill(path=path, steps=len(lesson.steps), minutes=lesson.minutes)
    output.show(harmless(text.into(language)), language)
    return 0


def new_file(path: str, language: Language) -> int:
    """Write the template where no file is.

    Raises:
        UsageFault: a file is there, or none can be written.
    """
    if os.path.lexists(path):
        raise UsageFault(words.EXISTS.fill(path=path))
    output.check_writable(path)
    output.save(shelf.template(), path)
    output.show(harmless(words.WRITTEN.fill(path=path).into(language)), language)
    return 0


def show_list(language: Language) -> int:
    """The lessons that come with concdemo: name, length, title."""
    rows = []
    for name in shelf.names():
        lesson = read(_bytes(find(name))).lesson
        assert lesson is not None  # a test holds the shipped ones to it
        rows.append(
            (name, str(lesson.minutes), str(len(lesson.steps)), lesson.title.into(language))
        )
    titles = [text.into(language) for text in (words.NAME, words.MINUTES, words.STEPS, words.TITLE)]
    output.show(slides.listing(titles, rows), language)
    output.show(slides.remark("\n" + words.HOW.into(language)), language)
    return 0


def find(name: str) -> str:
    """The path of a lesson that comes with concdemo, or of a file.

    Raises:
        UsageFault: it is neither.
    """
    shipped = shelf.find(name)
    if shipped is not None:
        return str(shipped)
    if os.path.exists(name):
        return name
    raise UsageFault(words.NOT_FOUND.fill(name=name, known=", ".join(shelf.names())))


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageFault(words.NO_FILE.fill(path=path)) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageFault(words.NOT_READABLE.fill(path=path, error=why)) from error


def harmless(line: str) -> str:
    """One line that can't steer the terminal, whatever a script or a path has in it."""
    return units.plain(line).replace("\n", " ")
