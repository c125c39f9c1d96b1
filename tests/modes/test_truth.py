"""What portraits must show, whatever the machine: who ran at once, and who took turns."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from concdemo import clock, host
from concdemo.experiments.tasks import paint
from concdemo.model import Portrait
from concdemo.modes import processes, threads
from concdemo.modes.pool import Job, Pool
from concdemo.spans import overlap_ns

SLICE_NS = 200_000
"""The longest slice of a workload on any machine that these tests run on, generously."""

AT_ONCE_NS = 1_000_000
TRIES = 30
"""What two lanes that can run at once must show, given so many tries on a busy machine."""

needs_two_cores = pytest.mark.skipif(host.usable_cores() < 2, reason="needs two usable cores")
needs_gil = pytest.mark.skipif(host.gil() == "off", reason="this interpreter has no GIL")


@contextmanager
def opened(pool: Pool) -> Iterator[Pool]:
    """The pool, closed afterwards."""
    try:
        yield pool
    finally:
        pool.close()


def portrait(pool: Pool, tasks: int, size: int) -> Portrait:
    """A picture of all tasks."""
    begin = clock.monotonic_ns()
    stretches = pool.record(tasks, size)
    return paint(stretches, begin, clock.monotonic_ns() - begin, pool.lane_kind)


def overlap(painted: Portrait) -> int:
    """How long two lanes or more ran at once."""
    return overlap_ns(painted.spans)


def switches(painted: Portrait) -> int:
    """How many running spans there are."""
    return sum(span.state == "running" for span in painted.spans)


@needs_gil
@pytest.mark.parametrize("workload", ["Primes", "Loop", "Fibonacci"])
def test_threads_under_the_gil_never_run_bytecode_at_once(workload: str) -> None:
    """Their running spans overlap by no more than a slice at each hand-over."""
    sizes = {"Primes": 40_000, "Loop": 400_000, "Fibonacci": 1_000}
    with opened(threads.open_pool(Job(f"concdemo.workloads.cpu:{workload}", {}), 2, {})) as pool:
        painted = portrait(pool, 2, sizes[workload])
    assert {span.lane for span in painted.spans} == {0, 1}
    assert overlap(painted) <= SLICE_NS * switches(painted) / 4
    both = sum(span.end_ns - span.begin_ns for span in painted.spans if span.state == "running")
    assert both <= painted.wall_ns * 1.02


@needs_two_cores
def test_processes_run_at_once() -> None:
    """Given several tries on a machine that may be busy, their running spans overlap."""
    job = Job("concdemo.workloads.cpu:Primes", {})
    with opened(processes.open_pool(job, 2, {})) as pool:
        assert any(overlap(portrait(pool, 2, 40_000)) > AT_ONCE_NS for _ in range(TRIES))


@needs_two_cores
def test_threads_that_release_the_gil_run_at_once() -> None:
    """Hashing large buffers is C code that lets go of the GIL."""
    with opened(threads.open_pool(Job("concdemo.workloads.cpu:Hash", {}), 2, {})) as pool:
        assert any(overlap(portrait(pool, 2, 40)) > AT_ONCE_NS for _ in range(TRIES))


def test_sleeping_threads_wait_and_do_not_run() -> None:
    """Two sleeps of 30 ms are waiting, at the same time, and next to nothing else."""
    job = Job("concdemo.workloads.waits:Sleep", {"delay_ms": 30})
    with opened(threads.open_pool(job, 2, {})) as pool:
        painted = portrait(pool, 2, 0)
    waited = [span for span in painted.spans if span.state == "waiting"]
    assert len(waited) == 2
    assert {span.lane for span in waited} == {0, 1}
    assert all(span.end_ns - span.begin_ns >= 29_000_000 for span in waited)
    ran = sum(span.end_ns - span.begin_ns for span in painted.spans if span.state == "running")
    assert ran < sum(span.end_ns - span.begin_ns for span in waited) / 4
