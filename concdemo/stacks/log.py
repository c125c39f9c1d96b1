"""How a server ended and what it wrote last, as the reason in a failed row."""

import os
import signal
import unicodedata
from pathlib import Path

from concdemo.text import Text

LINES = 4
READ_BYTES = 16_384
LONGEST_LINE = 200
SEPARATOR = " | "

ENDING = "ended"
"""Beside the log: the number with which the server ended, written by its keeper."""

BY_SIGNAL = Text("killed by {signal}", "{signal} 신호로 종료")
BY_EXIT = Text("exit status {code}", "종료 코드 {code}")
NOTHING = Text("it wrote nothing", "남긴 로그가 없습니다")
IN_USE = ("address already in use", "eaddrinuse", "address in use")


def last_words(path: str) -> Text:
    """The last lines of a log that aren't empty, in one line; a Text says so if there are none."""
    lines = [one for line in _tail(path).splitlines() if (one := _clean(line))]
    return Text.same(SEPARATOR.join(lines[-LINES:])) if lines else NOTHING


def how_it_ended(code: int) -> Text:
    """The exit status or, below zero, the signal of a process that has ended."""
    if code >= 0:
        return BY_EXIT.fill(code=code)
    try:
        return BY_SIGNAL.fill(signal=signal.Signals(-code).name)
    except ValueError:
        return BY_SIGNAL.fill(signal=-code)


def note_ending(path: str, code: int) -> None:
    """Leave word beside the log of how its server ended."""
    Path(path).with_name(ENDING).write_text(str(code), encoding="ascii")


def ending(path: str) -> Text | None:
    """How the log's server ended; None if its keeper has left no word."""
    try:
        return how_it_ended(int(Path(path).with_name(ENDING).read_text(encoding="ascii")))
    except (OSError, ValueError):
        return None


def says_in_use(path: str) -> bool:
    """Whether the log's end says that someone else has the server's port."""
    told = _tail(path).lower()
    return any(words in told for words in IN_USE)


def _tail(path: str) -> str:
    try:
        with open(path, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - READ_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _clean(line: str) -> str:
    """Without what moves a terminal's cursor or draws frames, and not too long."""
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in line)
    words = [word for word in visible.split() if any(c.isalnum() for c in word) or len(word) < 3]
    short = " ".join(words)
    if not any(c.isalnum() for c in short):
        return ""  # a line that only marks a place in another
    return short if len(short) <= LONGEST_LINE else short[: LONGEST_LINE - 1] + "…"
