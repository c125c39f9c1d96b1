"""Workloads that go wrong, or tell what was done with them, for tests of the modes.

A worker process imports this module by name, so it needs nothing but the package.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from concdemo import clock
from concdemo.errors import TaskFailed
from concdemo.workloads.blocking import Blocking


class Staggered(Blocking):
    """The earlier a task is, the longer it takes, so that tasks end in another order."""

    def call(self, own: Any, task: int, size: int) -> int:
        """Wait, and return the task's number."""
        clock.sleep(max(0, size - task) * 0.01)
        return task

    async def acall(self, own: Any, task: int, size: int) -> int:
        """The same on a loop."""
        await asyncio.sleep(max(0, size - task) * 0.01)
        return task


class Raising(Blocking):
    """Task 1 raises at once; the others leave a file in ``folder`` a little later."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def call(self, own: Any, task: int, size: int) -> int:
        """Raise in task 1."""
        if task == 1:
            raise ValueError("task one is broken")
        clock.sleep(0.05)
        (self._folder / str(task)).touch()
        return task


class Sour(Blocking):
    """Every task raises, in many words."""

    def call(self, own: Any, task: int, size: int) -> int:
        """Raise."""
        raise ValueError("over\n  two lines")


class Flaky(Blocking):
    """Every odd task fails."""

    def call(self, own: Any, task: int, size: int) -> int:
        """Fail in odd tasks."""
        if task % 2:
            raise TaskFailed("odd")
        return task


class Unopenable(Blocking):
    """Opening raises."""

    def open(self) -> Any:
        """Raise."""
        raise OSError("no door")

    def call(self, own: Any, task: int, size: int) -> int:
        """Never reached."""
        raise AssertionError


class OneDoor(Blocking):
    """The first worker opens; for all others, opening raises."""

    def __init__(self, folder: str) -> None:
        self._door = Path(folder) / "door"

    def open(self) -> Any:
        """Raise unless first."""
        try:
            self._door.touch(exist_ok=False)
        except FileExistsError:
            raise OSError("no second door") from None

    def call(self, own: Any, task: int, size: int) -> int:
        """Never reached."""
        raise AssertionError


class Leaving(Blocking):
    """Says in files of ``folder`` who opened, and who closed."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def open(self) -> str:
        """Leave a file named after this process."""
        name = f"{os.getpid()}-{clock.monotonic_ns()}"
        (self._folder / f"opened-{name}").touch()
        return name

    def call(self, own: str, task: int, size: int) -> int:
        """Do nothing."""
        return task

    def close(self, own: str) -> None:
        """Leave another."""
        (self._folder / f"closed-{own}").touch()


class Chatty(Blocking):
    """Prints, in every way there is, what could be taken for an answer."""

    def call(self, own: Any, task: int, size: int) -> int:
        """Print."""
        print('{"ok": {"wall_ns": 1}}', flush=True)
        assert sys.__stdout__ is not None
        sys.__stdout__.write('{"error": {}}\n')
        os.write(1, b"not an answer\n")
        os.system("echo from a shell")
        return task


class Dying(Blocking):
    """Task 1 ends its process without a word."""

    def call(self, own: Any, task: int, size: int) -> int:
        """End."""
        if task == 1:
            os._exit(7)
        return task


class Witness(Blocking):
    """Leaves the names of all imported modules in a file of the temporary folder."""

    def call(self, own: Any, task: int, size: int) -> int:
        """Write them down."""
        path = Path(os.environ["TMPDIR"]) / f"modules-{os.getpid()}"
        path.write_text("\n".join(sys.modules), encoding="utf-8")
        return task
