"""Pure waiting: each task sleeps, and does nothing else."""

import asyncio

from concdemo import clock
from concdemo.tape import Tape
from concdemo.workloads.blocking import Blocking


class Sleep(Blocking):
    """Sleep ``delay_ms`` milliseconds, blocking the thread or awaiting on the loop."""

    def __init__(self, delay_ms: float) -> None:
        self._seconds = delay_ms / 1000

    def call(self, own: None, task: int, size: int) -> int:
        """Block this thread for the delay; the checksum is the task's number."""
        clock.sleep(self._seconds)
        return task

    def trace(self, own: None, task: int, size: int, tape: Tape) -> None:
        """``call``, recorded as waiting."""
        tape.state("waiting")
        self.call(own, task, size)
        tape.state("running")

    async def acall(self, own: None, task: int, size: int) -> int:
        """Let the loop do other work for the delay."""
        await asyncio.sleep(self._seconds)
        return task
