"""Readings of the clocks: their units and that they move forward."""

import os
import re
import subprocess
import sys
import threading

import pytest

from concdemo import clock


@pytest.mark.parametrize("read", [clock.monotonic_ns, clock.process_cpu_ns])
def test_readings_are_whole_nanoseconds_that_never_go_back(read: object) -> None:
    """Two readings are integers, the second at least the first."""
    assert callable(read)
    first, second = read(), read()
    assert type(first) is int
    assert second >= first


def test_the_date_is_utc_to_the_second() -> None:
    """The date is ISO 8601 with a final Z, which sorts as text."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", clock.utc_now())


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="schedstat is Linux's")


def _waits() -> list[int]:
    """Our reading, the kernel's own figure for the thread that asks, our reading again."""
    before = clock.run_queue_wait_ns()
    with open("/proc/thread-self/schedstat", encoding="ascii") as file:
        between = int(file.read().split()[1])
    return [before, between, clock.run_queue_wait_ns()]


@LINUX
def test_the_run_queue_wait_is_the_kernel_s_figure_for_this_thread() -> None:
    """Each thread reads its own figure, which is known and only grows."""
    found = [_waits()]
    other = threading.Thread(target=lambda: found.append(_waits()))
    other.start()
    other.join()
    assert len(found) == 2
    assert all(waits[0] >= 0 and waits == sorted(waits) for waits in found)


@LINUX
def test_a_forked_child_opens_a_file_of_its_own() -> None:
    """What a parent process has opened is not read again under another process number."""
    clock.run_queue_wait_ns()
    inherited = clock._local.schedule
    inherited.owner = -1  # as it looks to a child right after a fork
    assert clock.run_queue_wait_ns() >= 0
    assert clock._local.schedule is not inherited
    assert clock._local.schedule.owner == os.getpid()


@LINUX
def test_the_cpu_time_of_another_process_is_its_own_figure() -> None:
    """The same clock as one's own, read from outside."""
    before = clock.process_cpu_ns()
    between = clock.cpu_ns_of(os.getpid())
    assert before <= between <= clock.process_cpu_ns()


def test_of_a_process_that_has_gone_nothing_is_known() -> None:
    """As of all processes where the system doesn't tell."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert clock.cpu_ns_of(child.pid) == -1
