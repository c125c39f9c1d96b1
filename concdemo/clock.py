"""Every reading of a clock.  No other module touches ``time``.

All readings are integers of nanoseconds.  Wall readings of several processes on
one machine share one clock, so they can be compared.
"""

import os
import sys
import threading
import time

monotonic_ns = time.perf_counter_ns
"""Wall clock for intervals (CLOCK_MONOTONIC on Linux), shared by all processes."""

process_cpu_ns = time.process_time_ns
"""CPU time, user and system, of all threads of this process."""

thread_cpu_ns = time.thread_time_ns
"""CPU time, user and system, of this thread alone."""


def cpu_ns_of(pid: int) -> int:
    """CPU time of all threads of another process, those that have ended included.

    Read from that process's own CPU clock, whose number on Linux is made from the process's
    (clock_getcpuclockid(3)).  Returns -1 where it has gone, or where the system has no such clock.
    """
    if sys.platform != "linux":
        return -1
    try:
        return time.clock_gettime_ns((~pid << 3) | CPU_CLOCK_OF_PROCESS)
    except OSError:
        return -1


CPU_CLOCK_OF_PROCESS = 2
"""What the kernel calls CPUCLOCK_SCHED: the scheduler's own account, in nanoseconds."""

sleep = time.sleep
"""Block this thread, in seconds.  It is what the pure-waiting workload measures."""

_local = threading.local()


class _ScheduleFile:
    """This thread's scheduler statistics, kept open so that a reading costs one system call."""

    def __init__(self) -> None:
        try:
            self.descriptor = os.open("/proc/thread-self/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self.descriptor = -1
        self.owner = os.getpid()

    def __del__(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)


def run_queue_wait_ns() -> int:
    """How long this thread has been ready to run and was not running, since it began.

    Source: the second field of ``/proc/thread-self/schedstat`` (Linux; proc(5)).
    Returns -1 where the system doesn't tell.
    """
    file: _ScheduleFile | None = getattr(_local, "schedule", None)
    if file is None or file.owner != os.getpid():  # a forked child must not read its parent's
        file = _local.schedule = _ScheduleFile()
    if file.descriptor < 0:
        return -1
    return int(os.pread(file.descriptor, 96, 0).split()[1])


def utc_now() -> str:
    """The date and time now in UTC, ISO 8601 to the second with a final Z."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
