"""A core for each of two processes that talk to each other.

Left alone, a scheduler often puts both on one core, since each wakes the other: then
neither could be kept busy, however much the other asked of it.
"""

import os

from concdemo import host


def apart() -> tuple[int, int] | None:
    """A core for a loop and another for whoever talks to it; None where they can't be kept apart.

    The first and the last that may be used: neighbours often share one core's units.
    """
    cpus = sorted(host.usable_cpus())
    if not hasattr(os, "sched_setaffinity") or len(cpus) < 2:
        return None
    return cpus[0], cpus[-1]


def keep_loop() -> None:
    """Keep this thread, and what it starts, to the core of loops."""
    if (cores := apart()) is not None:
        os.sched_setaffinity(0, {cores[0]})


def keep_peer() -> None:
    """Keep this thread, and what it starts, to the core of those who talk to loops."""
    if (cores := apart()) is not None:
        os.sched_setaffinity(0, {cores[1]})
