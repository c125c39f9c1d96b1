"""The child's half of the convoy: a thread that echoes, and CPU-bound threads beside it.

The echo is the arm's main thread; no other thread of the process wants the GIL but the
CPU-bound ones.  They start before a sample's first ping and end after its last, and what
they compute is thrown away: what is timed is the answers.
"""

import gc
import importlib
import math
import os
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from concdemo import clock
from concdemo.model import ArmPlan, Lane, Portrait, Span, SpanState, Taken
from concdemo.tape import Tape

if TYPE_CHECKING:
    from concdemo.net.pinged import Answered, Line
    from concdemo.workloads.cpu import Sliced

ENDLESS = 10**12
"""Of a workload's size: months of it."""

START_LIMIT_S = 30.0
WARM_UP = 1
"""Pings that don't count: while it is sent, the echo still comes back from asking for pings."""

PAUSE_NS = 6_000_000
"""Before each ping: longer than every switch interval, see ``convoy``."""

PORTRAIT_PINGS = 3
PORTRAIT_PAUSE_NS = 20_000_000
"""Before each, so that a thread that waits can be told from one that has nothing to do."""

SHORTEST_PICTURED_S = 0.001

PERCENTILES = (10, 25, 50, 75, 90)


class Recorded(NamedTuple):
    """What a CPU-bound thread did: its states, each with its begin and end."""

    thread: int
    states: list[tuple[SpanState, int, int]]


class Load:
    """CPU-bound threads: all of them compute while it is entered.

    Raises (on entering or leaving):
        Exception: one of them did.
    """

    def __init__(self, work: "Sliced", threads: int, *, recorded: bool = False) -> None:
        self._work = work
        self._stop = False
        self._fault: BaseException | None = None
        self._running = [threading.Event() for _ in range(threads)]
        self._threads = [
            threading.Thread(target=self._compute, args=[number], daemon=True)
            for number in range(threads)
        ]
        self._tapes: list[Tape | None] = [None] * threads
        self._recorded = recorded
        self._waits = [0] * threads
        self.shares = [0.0] * threads
        """Of its own life, what each thread was on a core for."""

    def __enter__(self) -> "Load":
        try:
            for thread in self._threads:
                thread.start()
            for running in self._running:
                if not running.wait(START_LIMIT_S):
                    raise TimeoutError("a CPU-bound thread did not start")
            self._raise()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        if error is None:
            self._raise()

    def _end(self) -> None:
        self._stop = True
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def _raise(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _compute(self, number: int) -> None:
        try:
            slices = self._work.slices(self._work.open(), number, ENDLESS)
            next(slices)
            self._running[number].set()
            waited_ns, cpu_ns = clock.run_queue_wait_ns(), clock.thread_cpu_ns()
            begin_ns = clock.monotonic_ns()
            tape = self._tapes[number] = Tape() if self._recorded else None
            while not self._stop:
                next(slices)
                if tape is not None:
                    tape.slice()
            life_ns = clock.monotonic_ns() - begin_ns
            self.shares[number] = (clock.thread_cpu_ns() - cpu_ns) / life_ns
            self._waits[number] = clock.run_queue_wait_ns() - waited_ns if waited_ns >= 0 else -1
        except BaseException as fault:  # noqa: BLE001 - it is raised where the load is entered
            self._fault = fault
        finally:
            self._running[number].set()

    @property
    def waited_ns(self) -> int:
        """How long all of them together stood in the run queue; -1: unknown."""
        return -1 if -1 in self._waits else sum(self._waits)

    def recorded(self) -> list[Recorded]:
        """What each thread did."""
        return [
            Recorded(thread.ident or 0, tape.states)
            for thread, tape in zip(self._threads, self._tapes, strict=True)
            if tape is not None
        ]


class ConvoyArm:
    """An arm of the experiment, open: its line to the pinger, and what its threads compute."""

    def __init__(self, line: "Line", work: "Sliced", threads: int) -> None:
        self._line = line
        self._work = work
        self._threads = threads
        gc.collect()
        gc.freeze()

    def sample(self, size: int) -> Taken:
        """Be pinged ``size`` times, beside the CPU-bound threads."""
        gc.collect()
        waited_ns = clock.run_queue_wait_ns()
        with Load(self._work, self._threads) as load:
            cpu_ns, begin_ns = clock.process_cpu_ns(), clock.monotonic_ns()
            self._line.ask(size, warm_up=WARM_UP, pause_ns=PAUSE_NS)
            self._line.echo()
            wall_ns, cpu_ns = clock.monotonic_ns() - begin_ns, clock.process_cpu_ns() - cpu_ns
        waited_ns = clock.run_queue_wait_ns() - waited_ns if waited_ns >= 0 else -1
        trips, pinger_waited_ns = self._line.trips()
        waits = (waited_ns, pinger_waited_ns, load.waited_ns)
        return Taken(
            wall_ns=wall_ns,
            cpu_ns=cpu_ns,
            waited_ns=-1 if min(waits) < 0 else sum(waits),
            checksum=None,  # every answer was compared with its ping where it arrived
            metrics={**percentiles(trips), "load": sum(load.shares)},
        )

    def portrait(self, size: int) -> Portrait | None:
        """A few pings with pauses between them, and what each thread did meanwhile.

        None where several threads hand the GIL over faster than a picture can show.
        """
        if self._threads > 1 and sys.getswitchinterval() < SHORTEST_PICTURED_S:
            return None
        with Load(self._work, self._threads, recorded=True) as load:
            self._line.ask(PORTRAIT_PINGS, pause_ns=PORTRAIT_PAUSE_NS)
            begin_ns = clock.monotonic_ns()
            pings = self._line.echo_recorded()
            end_ns = clock.monotonic_ns()
        self._line.trips()
        return paint(pings, load.recorded(), begin_ns, end_ns)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    @property
    def facts(self) -> dict[str, str]:
        """For how long a thread may keep the GIL, in seconds."""
        return {"switch interval": f"{sys.getswitchinterval():g}"}


def percentiles(trips: Sequence[int]) -> dict[str, float]:
    """Nearest-rank percentiles of the round trips, and the longest of them."""
    ordered = sorted(trips)
    found = {f"p{p}": float(ordered[math.ceil(p / 100 * len(ordered)) - 1]) for p in PERCENTILES}
    return {**found, "most": float(ordered[-1])}


def paint(
    pings: "Sequence[Answered]", load: Sequence[Recorded], begin_ns: int, end_ns: int
) -> Portrait:
    """A lane for the echo and one for each CPU-bound thread, between two moments.

    The echo waits from when a ping was sent to when it has it, and, its answer sent, until it
    has the GIL again.
    """
    echo: list[tuple[SpanState, int, int]] = []
    free_ns = begin_ns  # the next ping may be sent before the echo is done with this one
    for ping in pings:
        echo.append(("waiting", max(free_ns, ping.sent_ns), ping.there_ns))
        echo.append(("running", ping.there_ns, ping.answered_ns))
        echo.append(("waiting", ping.answered_ns, ping.gone_ns))
        free_ns = ping.gone_ns
    every = [Recorded(threading.main_thread().ident or 0, echo), *load]
    spans = []
    for lane, recorded in enumerate(every):
        for state, begin, end in recorded.states:
            begin, end = max(begin, begin_ns), min(end, end_ns)
            if begin < end:
                spans.append(Span(lane, lane, state, begin - begin_ns, end - begin_ns))
    lanes = [
        Lane("thread" if lane else "main", lane + 1, os.getpid(), recorded.thread)
        for lane, recorded in enumerate(every)
    ]
    return Portrait(end_ns - begin_ns, lanes, spans)


def open_convoy_arm(arm: ArmPlan, host: str, port: int) -> ConvoyArm:
    """Connect to the pinger and be pinged once, to see that it works."""
    from concdemo.net.pinged import Line

    interval, threads = arm.parameters["interval_ms"], arm.parameters["threads"]
    assert isinstance(interval, int | float) and isinstance(threads, int)
    sys.setswitchinterval(interval / 1000)
    module, _, name = str(arm.parameters["entry"]).partition(":")
    work: Sliced = getattr(importlib.import_module(module), name)()
    line = Line(host, port)
    try:
        line.ask(1)
        line.echo()
        line.trips()
    except BaseException:
        line.close()
        raise
    return ConvoyArm(line, work, threads)
