"""Threads that update one box at the same time: how a sample of them is taken.

All threads start together.  Each does its updates in PARTS, and after each part puts its
number at the end of one list: where the numbers change, another thread has come on.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from concdemo import clock
from concdemo.experiments.race.programs import Box, Lock, Update
from concdemo.tape import Tape

PARTS = 50
START_LIMIT_S = 60.0


class Turn(NamedTuple):
    """What one thread did: when, and its wait in the run queue meanwhile (-1: unknown)."""

    thread: int
    begin_ns: int
    end_ns: int
    waited_ns: int


@dataclass(frozen=True, slots=True)
class Raced:
    """What all of them did, and in what order they finished the parts of it."""

    turns: list[Turn]
    order: list[int]

    @property
    def wall_ns(self) -> int:
        """From the first begin to the last end."""
        return max(one.end_ns for one in self.turns) - min(one.begin_ns for one in self.turns)

    @property
    def waited_ns(self) -> int:
        """In the run queue, all of them together; -1: unknown."""
        waits = [one.waited_ns for one in self.turns]
        return -1 if min(waits) < 0 else sum(waits)


def part_of(times: int) -> int:
    """How many updates a part has."""
    return max(1, times // PARTS)


def returns(order: Sequence[int]) -> int:
    """How often someone went on after another had come in between.

    0 where everyone did all its parts in one go, one behind the other.
    """
    changes = sum(one != other for one, other in pairwise(order))
    return max(0, changes - max(0, len(set(order)) - 1))


def together(jobs: Sequence[Callable[[], None]], *, start_together: bool = True) -> list[Turn]:
    """Do each job in a thread of its own, and wait for all.

    Raises:
        BaseException: what the first of the jobs that failed raised.
    """
    turns: list[Turn] = []
    faults: list[BaseException] = []
    barrier = threading.Barrier(len(jobs) if start_together else 1, timeout=START_LIMIT_S)

    def run(job: Callable[[], None]) -> None:
        try:
            waited = clock.run_queue_wait_ns()
            barrier.wait()
            begin = clock.monotonic_ns()
            job()
            end = clock.monotonic_ns()
            waited = clock.run_queue_wait_ns() - waited if waited >= 0 else -1
            turns.append(Turn(threading.get_ident(), begin, end, waited))
        except BaseException as fault:  # noqa: BLE001 - raised where the threads are waited for
            faults.append(fault)
            barrier.abort()

    threads = [threading.Thread(target=run, args=[job], daemon=True) for job in jobs]
    started = []
    try:
        for thread in threads:
            thread.start()
            started.append(thread)
    except BaseException:
        barrier.abort()
        raise
    finally:
        for thread in started:
            thread.join()
    for fault in sorted(faults, key=lambda one: isinstance(one, threading.BrokenBarrierError)):
        raise fault
    return turns


def race(
    update: Update,
    box: Box,
    locks: Sequence[Lock],
    times: int,
    tapes: list[tuple[int, Tape]] | None = None,
) -> Raced:
    """As many threads as there are locks, each with its lock, update the box ``times`` times.

    ``tapes`` is given where it is recorded what each did: thread and tape.
    """
    order: list[int] = []

    def job(number: int) -> None:
        tape = None
        if tapes is not None:
            tape = Tape()
            tapes.append((threading.get_ident(), tape))
        lock, left, part = locks[number], times, part_of(times)
        while left > 0:
            update(box, lock, min(part, left))
            left -= part
            order.append(number)
            if tape is not None:
                tape.slice()

    turns = together([partial(job, number) for number in range(len(locks))])
    return Raced(turns, order)


def race_briefly(update: Update, lock: Lock, threads: int, times: int, runs: int) -> list[int]:
    """Short runs one after another, each with new threads and a new box: what each found.

    Nobody waits for anybody: a thread may have ended before the next one begins.
    """
    found = []
    for _ in range(runs):
        box = Box()
        jobs = [partial(update, box, lock, times)] * threads
        together(jobs, start_together=False)
        found.append(box.found)
    return found
