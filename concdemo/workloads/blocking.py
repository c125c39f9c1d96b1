"""Workloads that block: nothing to open, and on a loop they block it or are handed to threads."""

import threading
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from concdemo.tape import Tape

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


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


class HandedToThreads(Blocking):
    """A blocking workload whose tasks a loop hands to threads, one a lane.

    The threads start with the first tasks, which are the warm-up's, and stay: those of
    ``anyio.to_thread`` end with each run of the loop and would be started in every sample.
    """

    _lanes = 0
    _threads: "ThreadPoolExecutor | None" = None

    async def aopen(self) -> Any:
        """``open``, and one more thread that a task can be handed to."""
        own = self.open()
        self._lanes += 1
        return own

    async def acall(self, own: Any, task: int, size: int) -> int:
        """Hand the task to a thread and wait for it."""
        # Imported here: modes without a loop have no use for it, and it takes long to import.
        import asyncio

        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(self._lanes)
        loop = asyncio.get_running_loop()
        there = loop.run_in_executor(self._threads, self._call_there, own, task, size)
        checksum, self.ran_in = await there
        return checksum

    async def aclose(self, own: Any) -> None:
        """``close``; the last lane ends the threads first."""
        self._lanes -= 1
        if self._lanes == 0 and self._threads is not None:
            self._threads.shutdown()
            self._threads = None
        self.close(own)

    def _call_there(self, own: Any, task: int, size: int) -> tuple[int, int]:
        return self.call(own, task, size), threading.get_ident()
