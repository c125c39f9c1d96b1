"""The plainest workload: nothing to open, and on an event loop it blocks the loop."""

from abc import ABC, abstractmethod
from typing import Any

from concdemo.tape import Tape


class Blocking(ABC):
    """Base of workloads; its async side is the sync side, called as it is.

    ``ran_in`` is the thread that did the last ``acall``, where that isn't the loop's own.
    """

    ran_in = 0

    def open(self) -> Any:
        """Nothing to open, unless a subclass has something."""
        return None

    @abstractmethod
    def call(self, own: Any, task: int, size: int) -> int:
        """Do one task.  A subclass says what."""

    def trace(self, own: Any, task: int, size: int, tape: Tape) -> None:
        """``call`` with recording on: running all the time, unless a subclass knows better."""
        self.call(own, task, size)

    def close(self, own: Any) -> None:  # noqa: B027 - most have nothing to close
        """Nothing to close, unless a subclass has something."""

    async def aopen(self) -> Any:
        """``open``, on the loop's own thread."""
        return self.open()

    async def acall(self, own: Any, task: int, size: int) -> int:
        """``call``, on the loop's own thread: the loop does nothing else meanwhile."""
        return self.call(own, task, size)

    async def aclose(self, own: Any) -> None:
        """``close``, on the loop's own thread."""
        self.close(own)
