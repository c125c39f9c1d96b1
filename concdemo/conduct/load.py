"""How much of our cores' time went to others: the machine's busy time less our own.

Busy time comes in ticks of the kernel's clock, usually 10 ms, so it says little of one
sample and enough of a second or more.
"""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from concdemo import clock, host

if TYPE_CHECKING:
    import psutil

WINDOW_NS = 1_000_000_000
"""The shortest stretch over which ticks are trusted."""

TICK_ERROR_NS = 20_000_000
"""By how much the ticks of one reading can be off: one tick at either end."""


class Reading(NamedTuple):
    """The counters at one moment, all in nanoseconds and growing."""

    wall_ns: int
    busy_ns: int  # of all cores that we may use; -1: unknown
    own_ns: int  # of the conductor and its services; the arms tell theirs with their samples


class Meter:
    """Reads the counters.

    ``services`` are the processes of ours that aren't arms; ``trees`` are processes that aren't
    ours but work for this run, such as a database server, with all that they start.
    """

    def __init__(self, services: Iterable[int] = (), trees: Iterable[int] = ()) -> None:
        import psutil

        self._psutil = psutil
        self._cpus = host.usable_cpus()
        self._services = [psutil.Process(pid) for pid in services]
        self._trees: list[psutil.Process] = []
        for pid in trees:  # none of them is our child: it may be gone already
            with contextlib.suppress(psutil.NoSuchProcess):
                self._trees.append(psutil.Process(pid))
        self._last_own: dict[int, int] = {}

    def read(self) -> Reading:
        """The counters now."""
        return Reading(clock.monotonic_ns(), self._busy_ns(), self._own_ns())

    def _busy_ns(self) -> int:
        try:
            every = self._psutil.cpu_times(percpu=True)
        except (OSError, RuntimeError, NotImplementedError):  # psutil, where a system has none
            return -1
        seconds = 0.0
        for number, times in enumerate(every):
            if number in self._cpus:
                # "guest" is part of "user" already; idle and iowait are not busy.
                busy = {"user", "nice", "system", "irq", "softirq", "interrupt", "dpc", "steal"}
                seconds += sum(getattr(times, name, 0.0) for name in busy)
        return int(seconds * 1e9)

    def _own_ns(self) -> int:
        for process in self._services:
            try:
                times = process.cpu_times()
            except self._psutil.Error:
                continue  # it ended: what it had used stays counted
            self._last_own[process.pid] = int((times.user + times.system) * 1e9)
        for root in self._trees:
            try:
                self._last_own[root.pid] = self._tree_ns(root)
            except self._psutil.Error:
                continue
        return clock.process_cpu_ns() + sum(self._last_own.values())

    def _tree_ns(self, root: "psutil.Process") -> int:
        """CPU time of a process, its living descendants, and the children that it has buried."""
        seconds = 0.0
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(self._psutil.NoSuchProcess):
                times = process.cpu_times()
                buried = getattr(times, "children_user", 0.0) + getattr(
                    times, "children_system", 0.0
                )
                seconds += times.user + times.system + buried
        return int(seconds * 1e9)


def foreign_ns(before: Reading, after: Reading, arms_ns: int) -> int | None:
    """CPU time that others used between two readings; None where the machine doesn't tell.

    It can come out below zero by a tick or two, and must stay so until it is summed up:
    cutting each off at zero would add their errors up.
    """
    if before.busy_ns < 0 or after.busy_ns < 0:
        return None
    return after.busy_ns - before.busy_ns - (after.own_ns - before.own_ns + arms_ns)


def foreign_cores(wall_ns: Sequence[int], foreign: Sequence[int | None]) -> list[float]:
    """For each round, how many cores others kept busy around it.

    A round shorter than WINDOW_NS is judged together with its neighbours, the earlier ones
    first.  The ticks' own error is given to us, so that silence reads as 0.

    Args:
        wall_ns, foreign: of each round, as read around it; a ``foreign`` of None is unknown.
    Returns:
        Cores, at least 0; 0 where nothing is known.
    """
    shares = []
    for index in range(len(wall_ns)):
        first, last = index, index + 1
        while sum(wall_ns[first:last]) < WINDOW_NS and (first > 0 or last < len(wall_ns)):
            if first > 0:
                first -= 1
            else:
                last += 1
        known = [value for value in foreign[first:last] if value is not None]
        span = sum(wall_ns[first:last])
        surplus = sum(known) - TICK_ERROR_NS
        shares.append(max(0.0, surplus / span) if known and span else 0.0)
    return shares


ReadMeter = Callable[[], Reading]
