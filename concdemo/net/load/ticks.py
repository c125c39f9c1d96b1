"""A timer that is finer than a loop's own, which counts in milliseconds.

Linux has timers that are read like files (timerfd_create(2)), so that a loop waits for them in the
system as it waits for sockets, without a busy wait.  Elsewhere the loop's own timer is used, and
latencies of the open model hold up to a millisecond of the client's.
"""

import asyncio
import contextlib
import ctypes
import os
from collections.abc import Callable

from concdemo import clock

CLOCK_MONOTONIC, TIMER_ABSOLUTE = 1, 1
SECOND_NS = 1_000_000_000
READ_BYTES = 8


class _Times(ctypes.Structure):
    """``struct itimerspec``: the interval, then the first time."""

    _fields_ = [(name, ctypes.c_long) for name in ("every_s", "every_ns", "first_s", "first_ns")]


class Ticks:
    """Calls ``tick`` at ``first_ns`` on the clock and every ``period_ns`` after it, until closed.

    Ticks that come while the loop is busy become one: whoever is called looks at the clock.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        tick: Callable[[], None],
        first_ns: int,
        period_ns: int,
    ) -> None:
        self._loop = loop
        self._tick = tick
        self._next_ns = first_ns
        self._period_ns = max(1, period_ns)
        self._timer: asyncio.TimerHandle | None = None
        self._file = _timer_file(first_ns, self._period_ns)
        if self._file is None:
            self._again()
        else:
            loop.add_reader(self._file, self._read)

    def _read(self) -> None:
        assert self._file is not None
        with contextlib.suppress(BlockingIOError):
            os.read(self._file, READ_BYTES)
        self._tick()

    def _again(self) -> None:
        now = clock.monotonic_ns()
        if now >= self._next_ns:
            self._next_ns += ((now - self._next_ns) // self._period_ns + 1) * self._period_ns
            self._tick()
        self._timer = self._loop.call_later((self._next_ns - now) / SECOND_NS, self._again)

    def close(self) -> None:
        """End it."""
        if self._timer is not None:
            self._timer.cancel()
        if self._file is not None:
            self._loop.remove_reader(self._file)
            os.close(self._file)
            self._file = None


def _timer_file(first_ns: int, period_ns: int) -> int | None:
    """A timer's descriptor; None where the system has no such timers."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        file: int = libc.timerfd_create(CLOCK_MONOTONIC, os.O_NONBLOCK | os.O_CLOEXEC)
    except (AttributeError, OSError, TypeError):
        return None
    times = _Times(*divmod(period_ns, SECOND_NS), *divmod(max(1, first_ns), SECOND_NS))
    if file < 0:
        return None
    if libc.timerfd_settime(file, TIMER_ABSOLUTE, ctypes.byref(times), None) != 0:
        os.close(file)
        return None
    return file
