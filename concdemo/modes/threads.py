"""A pool of threads of one process: ``concurrent.futures.ThreadPoolExecutor``."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from concdemo.model import LaneKind, Parameters, TaskRecord
from concdemo.modes.pool import Job, Work, load, perform, perform_recorded, results, started
from concdemo.tape import Stretch

START_TIMEOUT_S = 60.0


class ThreadPool:
    """Every worker thread keeps what its work opened in thread-local storage."""

    lane_kind: LaneKind = "thread"

    def __init__(self, work: Work, workers: int) -> None:
        self._work = work
        self._workers = workers
        self._local = threading.local()
        self._opened: list[Any] = []
        self._executor = ThreadPoolExecutor(workers)
        # The executor starts threads on demand; a barrier that only all of them can pass
        # makes sure that each is alive and has opened its work before anything is timed.
        self._barrier = threading.Barrier(workers, timeout=START_TIMEOUT_S)
        try:
            started([self._executor.submit(self._start) for _ in range(workers)])
        except BaseException:
            self._barrier.abort()
            self.close()
            raise

    def _start(self) -> None:
        try:
            self._local.own = self._work.open()
            self._opened.append(self._local.own)
        except BaseException:
            self._barrier.abort()
            raise
        self._barrier.wait()

    def _perform(self, task: int, size: int) -> TaskRecord:
        return perform(self._work, self._local.own, task, size)

    def _record(self, task: int, size: int) -> list[Stretch]:
        return perform_recorded(self._work, self._local.own, task, size)

    def run(self, tasks: int, size: int) -> list[TaskRecord]:
        """Submit all tasks at once and wait for all."""
        futures = [self._executor.submit(self._perform, task, size) for task in range(tasks)]
        return results(futures)

    def record(self, tasks: int, size: int) -> list[Stretch]:
        """The same, recorded."""
        futures = [self._executor.submit(self._record, task, size) for task in range(tasks)]
        return [stretch for done in results(futures) for stretch in done]

    def close(self) -> None:
        """End the threads, then close what each had opened."""
        self._executor.shutdown()
        for own in self._opened:
            self._work.close(own)

    @property
    def facts(self) -> dict[str, str]:
        """Which machinery ran."""
        return {"pool": "concurrent.futures.ThreadPoolExecutor"}


def open_pool(job: Job, workers: int, parameters: Parameters) -> ThreadPool:
    """A pool of ``workers`` threads, all alive."""
    return ThreadPool(load(job), workers)
