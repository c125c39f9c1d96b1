"""The one error boundary: whatever goes wrong becomes one line and an exit status."""

import os
import sys
import traceback
from collections.abc import Sequence

from concdemo.cli import words
from concdemo.cli.faults import OK, explain
from concdemo.cli.language import choose
from concdemo.cli.signals import ending_in_order
from concdemo.errors import ConcdemoError, Interrupted
from concdemo.text import Language, Text

UTF8 = "utf-8"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; its exit status."""
    words_given = list(sys.argv[1:] if arguments is None else arguments)
    language = choose(words_given, os.environ)
    _speak_utf8()
    with ending_in_order():
        try:
            status = _answered(words_given, language)
        except Interrupted as interrupted:  # while something else was being told
            status = interrupted.exit_code
        _let_go()
    return status


def _answered(arguments: list[str], language: Language) -> int:
    """Run it; whatever goes wrong is told."""
    try:
        status = _run(arguments, language)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except BrokenPipeError:
        return _reader_left()
    except Interrupted as interrupted:
        _say(words.INTERRUPTED, language)
        return interrupted.exit_code
    except KeyboardInterrupt:
        _say(words.INTERRUPTED, language)
        return 130
    except ConcdemoError as error:
        _say(error.text, language)
        return error.exit_code
    except Exception as error:
        if os.environ.get("CONCDEMO_TRACEBACK"):
            traceback.print_exc()
        text, status = explain(error, arguments)
        _say(text, language)
        return status


def _run(arguments: list[str], language: Language) -> int:
    from concdemo.cli.app import build

    try:
        status = build(language, arguments)(arguments, prog_name="concdemo", standalone_mode=False)
    except SystemExit as end:  # Typer's answer to a reader who left, in place of ours
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    return status if isinstance(status, int) else OK


def _say(text: Text, language: Language) -> None:
    from concdemo.cli.output import note

    line = " ".join(text.into(language).split())
    # What was typed may be part of the line, and must not steer the terminal.
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    note("concdemo: " + line)


def _speak_utf8() -> None:
    """Korean, × and ▇ need UTF-8 whatever the locale says; what can't be shown becomes ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=UTF8, errors="replace")


def _reader_left() -> int:
    """Whoever read our output has had enough, as ``head`` does: not a fault, and not a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return OK


def _let_go() -> None:
    """Leave nothing in a stream that can't be written, which Python would try again, and fail."""
    for stream, descriptor in ((sys.stdout, 1), (sys.stderr, 2)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
