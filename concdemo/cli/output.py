"""Standard output, standard error, files: where words and reports go, and what if they can't."""

import contextlib
import errno
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from concdemo.cli import words
from concdemo.conduct.run import Event
from concdemo.errors import ConcdemoError, UsageFault
from concdemo.render import words as shown
from concdemo.text import Language

if TYPE_CHECKING:
    from rich.console import RenderableType


def show(renderable: "RenderableType", language: Language) -> None:
    """Print to standard output, as wide as the terminal, plain where there is none."""
    from rich.console import Console

    if sys.stdout is None:  # it was closed before we began: there is nobody to tell
        return
    Console(highlight=False, emoji=False, markup=False).print(renderable)
    sys.stdout.flush()


def show_made(lines: str) -> None:
    """Print lines that were made for this terminal already."""
    if sys.stdout is not None:
        sys.stdout.write(lines + "\n")
        sys.stdout.flush()


def clear_screen() -> None:
    """An empty terminal; nothing where there is none."""
    from rich.console import Console

    Console().clear()


def note(line: str) -> None:
    """One line on standard error."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(line, file=sys.stderr, flush=True)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def check_writable(path: str) -> None:
    """Make sure, before anything is measured, that a report can be put there.

    Raises:
        UsageFault: the folder is missing, it is a folder, or it may not be written.
    """
    if path == "-":
        return
    file = Path(path)
    try:
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if file.exists() and not os.access(file, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if not _is_special(path):
            # It will be written beside its place; only trying tells whether that can be done.
            folder = os.path.dirname(os.path.realpath(path))
            with tempfile.NamedTemporaryFile(prefix=f".{file.name[:40]}.", dir=folder):
                pass
    except (OSError, ValueError) as error:
        why = _why(error) if isinstance(error, OSError) else str(error)
        raise UsageFault(words.CANNOT_WRITE.fill(path=path, error=why)) from error


def save(data: bytes, path: str) -> None:
    """Write a file whole: beside its place first, then renamed into it.

    Raises:
        ConcdemoError: it could not be written; a file that was there is as it was.
    """
    try:
        if path == "-":
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        elif _is_special(path):
            with open(path, "wb") as file:
                file.write(data)
        else:
            _replace(Path(path).resolve(), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ConcdemoError(words.CANNOT_WRITE.fill(path=path, error=_why(error))) from error


def _is_special(path: str) -> bool:
    """A device or a pipe, which a rename would replace by a file."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        return False


def _replace(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        os.chmod(name, stat.S_IMODE(mode))
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


class ProgressLine:
    """One line on the terminal that says what is being done; nothing where there is no terminal.

    It is drawn between samples only, and uses no thread and no cursor tricks that a killed
    process would leave behind.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._stream: TextIO | None = sys.stderr
        self._live = self._stream is not None and self._stream.isatty()
        self._drawn = False

    def tell(self, event: Event) -> None:
        """Draw what the run is doing now."""
        template = shown.STAGES[event.stage]
        self.say(template.fill(arm=event.arm, round=event.round).into(self._language))

    def say(self, line: str) -> None:
        """Draw a line in place of the last."""
        if self._live:
            self._write("\r\x1b[K" + line)
            self._drawn = True

    def clear(self) -> None:
        """Leave the terminal as it was."""
        if self._drawn:
            self._write("\r\x1b[K")
            self._drawn = False

    def _write(self, words: str) -> None:
        assert self._stream is not None
        try:
            self._stream.write(words)
            self._stream.flush()
        except OSError:  # a terminal that went away must not end the run
            self._live = self._drawn = False
