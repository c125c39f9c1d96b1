"""A pool of processes: ``concurrent.futures.ProcessPoolExecutor``.

Each worker process loads the job by name and keeps its work and what the work opened
in module state of that process; only task numbers and records cross the border.
"""

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from typing import Any

from concdemo.model import LaneKind, Parameters, TaskRecord
from concdemo.modes.pool import Job, Work, load, perform, perform_recorded, results, started
from concdemo.tape import Stretch

START_TIMEOUT_S = 60.0


class _Worker:
    """What this worker process keeps between tasks: one a process, set by ``_initialise``."""

    work: Work
    own: Any
    barrier: Barrier
    fault: Exception | None = None  # why the work could not be opened


def _initialise(job: Job, barrier: Barrier, inherited: tuple[int, ...]) -> None:
    # A forked worker holds copies of the arm's pipes to the conductor.  Were they kept, the
    # conductor would not see the arm's end when the arm is killed and its workers are not.
    for descriptor in inherited:
        os.close(descriptor)
    # A worker ends when it is told to or killed; an interrupt must not print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _Worker.barrier = barrier
    try:
        _Worker.work = load(job)
        _Worker.own = _Worker.work.open()
    except Exception as error:  # noqa: BLE001 - raised in the initialiser, only its traceback is left
        _Worker.fault = error


def _start() -> None:
    if _Worker.fault is not None:
        _Worker.barrier.abort()
        raise _Worker.fault
    _Worker.barrier.wait(START_TIMEOUT_S)


def _perform(task: int, size: int) -> TaskRecord:
    return perform(_Worker.work, _Worker.own, task, size)


def _record(task: int, size: int) -> list[Stretch]:
    return perform_recorded(_Worker.work, _Worker.own, task, size)


class ProcessPool:
    """Workers by ``start_method``: fork, forkserver or spawn."""

    lane_kind: LaneKind = "process"

    def __init__(
        self, job: Job, workers: int, start_method: str, inherited: tuple[int, ...]
    ) -> None:
        self._start_method = start_method
        context = multiprocessing.get_context(start_method)
        # Semaphores of spawned workers have names; with ours in them, whoever kills the arm
        # can remove what it had no time to remove itself.
        config = getattr(multiprocessing.current_process(), "_config", {})
        config["semprefix"] = f"/concdemo-{os.getpid()}"
        if start_method == "fork":
            load(job)  # imported once here, the workers share its pages
        self._executor = ProcessPoolExecutor(
            workers,
            mp_context=context,
            initializer=_initialise,
            initargs=(
                job,
                context.Barrier(workers),
                inherited if start_method == "fork" else (),
            ),
        )
        try:
            # Workers start on demand; only all of them together can pass the barrier.
            started([self._executor.submit(_start) for _ in range(workers)])
        except BaseException:
            self._executor.shutdown(cancel_futures=True)
            raise

    def run(self, tasks: int, size: int) -> list[TaskRecord]:
        """Submit all tasks at once and wait for all."""
        futures = [self._executor.submit(_perform, task, size) for task in range(tasks)]
        return results(futures)

    def record(self, tasks: int, size: int) -> list[Stretch]:
        """The same, recorded."""
        futures = [self._executor.submit(_record, task, size) for task in range(tasks)]
        return [stretch for done in results(futures) for stretch in done]

    def close(self) -> None:
        """End the workers and wait until they are gone."""
        self._executor.shutdown()

    @property
    def facts(self) -> dict[str, str]:
        """Which machinery ran, and how its workers were started."""
        return {
            "pool": "concurrent.futures.ProcessPoolExecutor",
            "start method": self._start_method,
        }


def open_pool(job: Job, workers: int, parameters: Parameters) -> ProcessPool:
    """A pool of ``workers`` processes, all alive.

    ``parameters`` may name the "start_method"; "inherited" lists the descriptors, as words,
    that a forked worker must close.
    """
    method = parameters.get("start_method") or multiprocessing.get_all_start_methods()[0]
    inherited = parameters.get("inherited") or []
    assert isinstance(inherited, list)
    return ProcessPool(job, workers, str(method), tuple(int(word) for word in inherited))
