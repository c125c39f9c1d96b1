"""What a run owns beside its results: a folder, a warden, and every process it starts.

Whichever way a run ends, its children, its folder and its warden end with it: here when
the conductor lives, in the warden when it was killed.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from concdemo.conduct.child import Child, cannot_start, environment
from concdemo.errors import MeasuringFault
from concdemo.text import Text

OPENING_LIMIT_S = 120.0
WARDEN_LIMIT_S = 5.0

NO_FOLDER = Text(
    "No temporary folder could be made ({error}); free some disk space or set TMPDIR.",
    "임시 폴더를 만들 수 없습니다({error}). 디스크 공간을 비우거나 TMPDIR을 바꿔 주세요.",
)


@dataclass(slots=True)
class House:
    """The run's own folder and processes."""

    folder: Path
    warden: "subprocess.Popen[bytes]"
    services: dict[str, Child] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)

    def start(self) -> Child:
        """A new child, known to the warden."""
        child = Child(self.folder)
        self.children.append(child)
        self._tell_warden("add", child)
        return child

    def end(self, child: Child) -> None:
        """End a child; the warden is told, since its number can go to someone else now."""
        child.kill()
        self._tell_warden("drop", child)

    def _tell_warden(self, word: str, child: Child) -> None:
        with contextlib.suppress(OSError, ValueError):  # a killed warden must not end the run
            assert self.warden.stdin is not None
            self.warden.stdin.write(f"{word} {child.pid}\n".encode())
            self.warden.stdin.flush()


@contextlib.contextmanager
def house() -> Iterator[House]:
    """A folder and a warden for a run; all children, the folder and the warden end with it."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="concdemo-"))
    except OSError as error:
        raise MeasuringFault(NO_FOLDER.fill(error=error.strerror or error)) from error
    script = Path(__file__).with_name("warden.py")
    try:
        warden = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(folder),
            start_new_session=True,
        )
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        raise cannot_start(error) from error
    place = House(folder, warden)
    try:
        yield place
    finally:
        for child in place.children:
            place.end(child)
        # With its children gone the warden has only the folder left to remove.
        assert warden.stdin is not None
        with contextlib.suppress(OSError):
            warden.stdin.close()
        try:
            warden.wait(WARDEN_LIMIT_S)
        except subprocess.TimeoutExpired:  # it was stopped by someone
            warden.kill()
            warden.wait()
        shutil.rmtree(folder, ignore_errors=True)
