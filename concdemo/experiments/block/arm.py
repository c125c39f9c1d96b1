"""An arm of ``block`` in its own process: a loop that stays open, and one sample at a time of it.

The loop runs in a thread of its own, anyio's blocking portal, since it must live on between
samples with the thread or process that work is handed to.  What the task does is in
``work``, how beats are counted in ``beat``.
"""

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.block.beat import Heart, lateness_ns, score
from concdemo.experiments.block.options import NO_LOOP, WORKER_ENDED
from concdemo.experiments.block.work import WAYS, Done, Way
from concdemo.experiments.experiment import OpenArm, ServiceFacts
from concdemo.model import ArmPlan, Lane, Portrait, Span, Taken

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

WARM_UP_NS = 1_000_000
OVERDUE_NS = 2_000_000
"""A timer's own error stays below it: a beat that is later has waited for something else."""

BEAT, TASK = 0, 1
"""The two tasks, as spans number them; each has the lane of that number."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Clocks around the task, read in the loop's thread."""

    waited_ns: int
    cpu_ns: int
    wall_ns: int

    @classmethod
    def now(cls) -> "Marks":
        """What they show now."""
        return cls(clock.run_queue_wait_ns(), clock.process_cpu_ns(), clock.monotonic_ns())


@dataclass(frozen=True, slots=True)
class Beaten:
    """One time that the task was done beside the beat."""

    heart: Heart
    begin: Marks
    end: Marks
    done: Done

    @property
    def waited_ns(self) -> int:
        """In the run queue: the loop's thread, and the one that did the task if it is another.

        -1: unknown.
        """
        waits = [self.begin.waited_ns, self.end.waited_ns, self.done.waited_ns]
        if min(waits) < 0:
            return -1
        return waits[1] - waits[0] + (waits[2] if self.handed_over else 0)

    @property
    def handed_over(self) -> bool:
        """Whether another thread or process than the loop's did the task."""
        return (self.done.process, self.done.thread) != (os.getpid(), self.heart.thread)


async def beat_beside(way: Way, length_ns: int, beat_ns: int, recorded: bool) -> Beaten:
    """Do the task once while the loop beats."""
    import anyio

    heart = Heart(beat_ns, clock.monotonic_ns, anyio.sleep)
    async with anyio.create_task_group() as group:
        await group.start(heart.beat)  # it sleeps towards its first beat when this returns
        begin = Marks.now()
        done = await way.go(length_ns, recorded)
        end = Marks.now()
        if heart.stop(end.wall_ns):
            group.cancel_scope.cancel()
    return Beaten(heart, begin, end, done)


class BlockArm:
    """The loop, what the task does on it, and for how long; ``end`` ends the loop."""

    def __init__(
        self, arm: ArmPlan, portal: "BlockingPortal", end: Callable[[], None], loop: str
    ) -> None:
        duration, beat = arm.parameters["duration"], arm.parameters["beat"]
        assert isinstance(duration, int | float) and isinstance(beat, int | float)
        self._way = WAYS[arm.name]
        self._portal = portal
        self._end = end
        self._length_ns, self._beat_ns = round(duration * 1e6), round(beat * 1e6)
        self.facts = {"loop": loop}
        if self._way.lane == "thread":
            self.facts["switch interval"] = f"{sys.getswitchinterval():g}"
        # The thread or process that the task is handed to is alive from here on.
        self._elsewhere_ns = self._beaten(WARM_UP_NS).done.cpu_ns
        gc.collect()
        gc.freeze()  # imports and the loop stay: no collection need look at them again

    def _beaten(self, length_ns: int, recorded: bool = False) -> Beaten:
        try:
            return self._portal.call(beat_beside, self._way, length_ns, self._beat_ns, recorded)
        except BaseExceptionGroup as group:
            from anyio import BrokenWorkerProcess

            from concdemo.modes.loops import first_of

            first = first_of(group)
            if isinstance(first, BrokenWorkerProcess | KeyboardInterrupt | ProcessLookupError):
                raise ArmFault(WORKER_ENDED) from group
            raise first from group

    def sample(self, size: int) -> Taken:
        """Do the task once, timed from its beginning to its end."""
        gc.collect()
        beaten = self._beaten(self._length_ns)
        begin, end = beaten.begin, beaten.end
        elsewhere_ns = self._spent_elsewhere(beaten.done)
        metrics = score(beaten.heart, begin.wall_ns, end.wall_ns)
        metrics["interval"] = sys.getswitchinterval() * 1e9
        return Taken(
            wall_ns=end.wall_ns - begin.wall_ns,
            cpu_ns=end.cpu_ns - begin.cpu_ns + elsewhere_ns,
            waited_ns=beaten.waited_ns,
            checksum=None,
            metrics=metrics,
            elsewhere_ns=elsewhere_ns,
        )

    def _spent_elsewhere(self, done: Done) -> int:
        """CPU time of the process that the task was handed to, since it was last asked."""
        if done.process == os.getpid():
            return 0
        before, self._elsewhere_ns = self._elsewhere_ns, done.cpu_ns
        return done.cpu_ns - before

    def portrait(self, size: int) -> Portrait:
        """Do the task once more with recording on."""
        return paint(self._beaten(self._length_ns, recorded=True), self._way)

    def close(self) -> None:
        """End the loop, and with it whatever the task was handed to."""
        self._end()


def paint(beaten: Beaten, way: Way) -> Portrait:
    """The beat on one lane, which waits while it is overdue, and the task on another.

    A beat that is late by no more than a timer's own error did not wait.
    """
    heart, done, begin_ns = beaten.heart, beaten.done, beaten.begin.wall_ns
    spans = [Span(TASK, TASK, state, begin, end) for state, begin, end in done.states]
    for beat in heart.beats:
        late_ns = lateness_ns(beat, heart)
        if late_ns > OVERDUE_NS:
            spans.append(Span(BEAT, BEAT, "waiting", beat.at_ns - late_ns, beat.at_ns))
        spans.append(Span(BEAT, BEAT, "running", beat.at_ns, beat.asleep_ns))
    spans = [
        span._replace(
            begin_ns=max(0, span.begin_ns - begin_ns), end_ns=max(0, span.end_ns - begin_ns)
        )
        for span in spans
    ]
    lanes = [
        Lane("coroutine", BEAT + 1, os.getpid(), heart.thread),
        Lane(way.lane, TASK + 1, done.process, done.thread),
    ]
    spans.sort(key=lambda span: (span.lane, span.begin_ns))
    return Portrait(beaten.end.wall_ns - begin_ns, lanes, spans)


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The loop, running.

    Raises:
        ArmFault: the loop's library isn't installed, or doesn't load.
    """
    interval_ms = arm.parameters["switch_interval"]
    if isinstance(interval_ms, int | float):
        sys.setswitchinterval(interval_ms / 1000)
    loop = str(arm.parameters["loop"])
    try:
        importlib.import_module(loop)
    except ImportError as error:
        raise ArmFault(NO_LOOP.fill(library=loop, error=error), unavailable=True) from error
    from anyio.from_thread import start_blocking_portal

    backend = "trio" if loop == "trio" else "asyncio"
    options: dict[str, Any] = {} if loop == "trio" else {"use_uvloop": loop == "uvloop"}
    stack = contextlib.ExitStack()
    try:
        portal = stack.enter_context(start_blocking_portal(backend, options))
        return BlockArm(arm, portal, stack.close, portal.call(_loop_name, loop))
    except BaseException:
        stack.close()
        raise


async def _loop_name(loop: str) -> str:
    """Of the loop that this runs on, or of the library that is its own loop."""
    if loop == "trio":
        return loop
    import asyncio

    running = type(asyncio.get_running_loop())
    return f"{running.__module__}.{running.__qualname__}"
