"""The tape on which a task's portrait is recorded: what it did from when to when.

A task that waits says so when its state changes.  A task that computes says so after
every slice of about a tenth of a millisecond: a slice during which its thread was off the
processor for longer than OFF_CPU_NS is left out of the running time, so that the gaps in
which a thread did not hold the GIL are measured and not guessed.  (A sampler thread could
not do that: it needs the GIL itself.)  How long a thread was off the processor is its wall
clock less its own CPU clock.
"""

from contextvars import ContextVar
from typing import NamedTuple

from concdemo import clock
from concdemo.model import SpanState

OFF_CPU_NS = 30_000
"""Longer than reading two clocks and a page fault or two; far shorter than a GIL hand-off."""


class Stretch(NamedTuple):
    """A span before lanes are numbered: who did what, on the machine's clock."""

    process: int
    thread: int
    coroutine: int  # 0 where it isn't one
    task: int
    state: SpanState
    begin_ns: int
    end_ns: int


class Tape:
    """Records one task, from its making to ``end``."""

    __slots__ = ("_cpu_ns", "_now_ns", "_state", "states")

    def __init__(self) -> None:
        self.states: list[tuple[SpanState, int, int]] = []  # state, begin, end
        self._state: SpanState = "running"
        self._now_ns = clock.monotonic_ns()
        self._cpu_ns = clock.thread_cpu_ns()

    def state(self, state: SpanState) -> None:
        """From now on the task is in this state; until now it was in the last one."""
        now = clock.monotonic_ns()
        self._add(self._state, self._now_ns, now)
        self._state, self._now_ns = state, now

    def slice(self) -> None:
        """A slice of computing has just ended."""
        now, cpu = clock.monotonic_ns(), clock.thread_cpu_ns()
        if now - self._now_ns - (cpu - self._cpu_ns) <= OFF_CPU_NS:
            self._add("running", self._now_ns, now)
        self._now_ns, self._cpu_ns = now, cpu

    def end(self) -> None:
        """The task has ended."""
        self.state(self._state)

    def _add(self, state: SpanState, begin: int, end: int) -> None:
        if self.states and self.states[-1][0] == state and self.states[-1][2] == begin:
            self.states[-1] = (state, self.states[-1][1], end)
        elif end > begin:
            self.states.append((state, begin, end))


recording: ContextVar[Tape | None] = ContextVar("recording", default=None)
"""The tape of the task that an event loop is doing, while it is recorded.

A loop sees when its tasks give way, and so when they wait for it to go on.  What blocks in a
coroutine waits without giving way, and can say so here.
"""
