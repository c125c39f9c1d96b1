"""What is said of exceptions that aren't ours, and the exit status that goes with them."""

import errno
from collections.abc import Sequence

from concdemo.cli import words
from concdemo.experiments import EXPERIMENTS
from concdemo.text import Text

OK, FAILED, MISUSED = 0, 1, 2
TOOLS = ("claims", "verify", "doctor", "report", "lesson")
NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))


def explain(error: Exception, arguments: Sequence[str] = ()) -> tuple[Text, int]:
    """What to say of an exception that isn't ours, and the exit status.

    ``arguments`` is the command line, for the help that is pointed to.
    """
    if isinstance(error, ImportError):
        return words.MISSING_PACKAGE.fill(name=error.name or str(error)), FAILED
    if isinstance(error, MemoryError):
        return words.NO_MEMORY, FAILED
    if isinstance(error, OSError):
        lost = error.errno in NO_ROOM
        text = words.OUTPUT_LOST if lost else words.REFUSED_BY_SYSTEM
        return text.fill(error=error.strerror or type(error).__name__), FAILED
    if hasattr(error, "format_message"):  # Typer's own faults of a command's form
        return _of_form(error, arguments), MISUSED
    return words.UNEXPECTED.fill(error=f"{type(error).__name__}: {error}"), FAILED


def _of_form(error: Exception, arguments: Sequence[str]) -> Text:
    """A fault of a command's form, by the kind of Typer's exception and not by its words."""
    kind, option = type(error).__name__, getattr(error, "option_name", "")
    context = getattr(error, "ctx", None)
    if kind == "NoSuchOption":
        text = words.NO_SUCH_OPTION.fill(option=option)
        if possibilities := getattr(error, "possibilities", None):
            suggested = ", ".join(sorted(possibilities))
            text = Text.join([text, words.DID_YOU_MEAN.fill(options=suggested)], "")
    elif kind == "BadOptionUsage":
        takes = "does not take" in str(error)
        text = (words.TAKES_NO_VALUE if takes else words.NEEDS_VALUE).fill(option=option)
    else:
        text = words.OTHER_USAGE.fill(message=getattr(error, "message", str(error)))
    command = getattr(context, "command_path", None)
    if command is None:  # some kinds don't tell
        named = [word for word in arguments if word in (*EXPERIMENTS, *TOOLS)]
        command = " ".join(["concdemo", *named[:1]])
    return Text.join([text, words.SEE_HELP.fill(command=command)], "")
