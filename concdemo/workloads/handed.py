"""A workload whose async side is its sync side, handed to threads: what asyncio itself can't do."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from concdemo.workloads.blocking import Blocking


class Handed(Blocking):
    """Base of workloads that a loop hands to threads, one a lane.

    The threads start with the first tasks, which are the warm-up's, and stay: those of
    ``anyio.to_thread`` end with each run of the loop and would be started in every sample.
    """

    _lanes = 0
    _threads: ThreadPoolExecutor | None = None

    async def aopen(self) -> Any:
        """``open``, and one more thread that a task can be handed to."""
        own = self.open()
        self._lanes += 1
        return own

    async def acall(self, own: Any, task: int, size: int) -> int:
        """Hand the task to a thread and wait for it."""
        if self._threads is None:
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
