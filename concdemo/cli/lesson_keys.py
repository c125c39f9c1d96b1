"""Keys of a lesson: read one press at a time, as on a slide tool; the terminal is as it was after.

Presenters' remote controls send page keys, and a Korean keyboard letters of its own.
"""

import contextlib
import re
import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from concdemo.lessons.session import CHOOSING, Key

PRESSES = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Z]|[\x00\xe0].|.", re.DOTALL)
MEANT: Mapping[str, Key] = MappingProxyType(
    {
        **dict.fromkeys((" ", "\r", "\n", "n", "ㅜ"), "next"),
        **dict.fromkeys(("\x1b[C", "\x1bOC", "\xe0M", "\x00M"), "next"),  # →
        **dict.fromkeys(("\x1b[6~", "\xe0Q", "\x00Q"), "next"),  # page down
        **dict.fromkeys(("b", "ㅠ"), "back"),
        **dict.fromkeys(("\x1b[D", "\x1bOD", "\xe0K", "\x00K"), "back"),  # ←
        **dict.fromkeys(("\x1b[5~", "\xe0I", "\x00I"), "back"),  # page up
        **dict.fromkeys(("q", "ㅂ", "ㅃ"), "quit"),
        **dict.fromkeys(("r", "ㄱ", "ㄲ"), "again"),
        **{digit: digit for digit in CHOOSING},
    }
)


def meant(typed: str) -> list[Key]:
    """The keys in what a terminal sent at once; what has no meaning is left out."""
    presses = PRESSES.findall(typed)
    return [
        MEANT[press if press in MEANT else press.lower()]
        for press in presses
        if press in MEANT or press.lower() in MEANT
    ]


def keys() -> Iterator[Key]:
    """Key after key, until the terminal ends.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    import typer

    while True:
        try:
            typed = typer.getchar()
        except EOFError:
            return
        if not typed:  # the terminal is gone
            return
        yield from meant(typed)


def forget_typed() -> None:
    """Drop what was typed while nobody listened: it was not meant for what is shown now."""
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        with contextlib.suppress(termios.error, OSError, ValueError):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
