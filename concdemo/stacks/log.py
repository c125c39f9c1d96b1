"""What a server wrote last, as the reason in a failed row."""

import os
import unicodedata

from concdemo.text import Text

LINES = 4
READ_BYTES = 16_384
LONGEST_LINE = 200
SEPARATOR = " | "

NOTHING = Text("it wrote nothing", "남긴 로그가 없습니다")
IN_USE = ("address already in use", "eaddrinuse", "address in use")


def last_words(path: str) -> Text:
    """The last lines of a log that aren't empty, in one line; a Text says so if there are none."""
    lines = [one for line in _tail(path).splitlines() if (one := _clean(line))]
    return Text.same(SEPARATOR.join(lines[-LINES:])) if lines else NOTHING


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
