"""An arm of ``concdemo io --target each`` in its own process, and what it tells beside its time."""

import asyncio
import tempfile
from dataclasses import replace

from concdemo.experiments.experiment import OpenArm, ServiceFacts
from concdemo.experiments.io import arm as usual
from concdemo.experiments.tasks import open_tasks_arm
from concdemo.model import ArmPlan, Portrait, Taken


class EachArm:
    """An arm with a size of its own, and with what it found of regular files where it looked."""

    def __init__(self, inner: OpenArm, size: int | None, refusal: str | None) -> None:
        self._inner = inner
        self._size = size
        self._refusal = refusal

    def sample(self, size: int) -> Taken:
        """Do all tasks once.  Metric ``watchable``: 1 where a loop may watch a regular file."""
        taken = self._inner.sample(self._size or size)
        if self._refusal is None:
            return taken
        watchable = 0.0 if self._refusal else 1.0
        return replace(taken, metrics={**taken.metrics, "watchable": watchable})

    def portrait(self, size: int) -> Portrait | None:
        """Do all tasks once more with recording on."""
        return self._inner.portrait(self._size or size)

    def close(self) -> None:
        """Close the pool."""
        self._inner.close()

    @property
    def facts(self) -> dict[str, str]:
        """What ran, and why a regular file can't be watched, where that was tried."""
        return self._inner.facts | ({"regular file": self._refusal} if self._refusal else {})


def watching_refused() -> str:
    """What the system says when a loop is to watch a regular file; empty where it lets it.

    Such a file may be read at any time, so Linux finds nothing in it to watch.
    """
    loop = asyncio.SelectorEventLoop()
    try:
        with tempfile.TemporaryFile() as file:
            try:
                loop.add_reader(file, loop.stop)
            except OSError as error:
                return f"{type(error).__name__}: {error.strerror}"
            loop.remove_reader(file)
            return ""
    finally:
        loop.close()


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The arm's pool; the one that reads files in the coroutine also tries to watch one."""
    size = arm.parameters["own_size"]
    assert size is None or isinstance(size, int)
    if arm.parameters["target"] != "slow-file":
        return EachArm(usual.open_arm(arm, services), size, None)
    from concdemo.modes.pool import Job

    work, tasks = str(arm.parameters["work"]), arm.parameters["tasks"]
    assert isinstance(tasks, int)
    inner = open_tasks_arm(arm, Job(work, {"folder": services["slow"]["folder"]}), tasks)
    return EachArm(inner, size, watching_refused() if arm.parameters["watches"] else None)
