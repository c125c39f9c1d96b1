"""One task after another, in the main thread."""

from concdemo.model import LaneKind, Parameters, TaskRecord
from concdemo.modes.pool import Job, Work, load, perform, perform_recorded
from concdemo.tape import Stretch


class SerialPool:
    """The simplest pool: a loop."""

    lane_kind: LaneKind = "main"

    def __init__(self, work: Work) -> None:
        self._work = work
        self._own = work.open()

    def run(self, tasks: int, size: int) -> list[TaskRecord]:
        """Do the tasks in order; the first exception ends it."""
        return [perform(self._work, self._own, task, size) for task in range(tasks)]

    def record(self, tasks: int, size: int) -> list[Stretch]:
        """The same, recorded."""
        done = [perform_recorded(self._work, self._own, task, size) for task in range(tasks)]
        return [stretch for one in done for stretch in one]

    def close(self) -> None:
        """Close the work."""
        self._work.close(self._own)

    @property
    def facts(self) -> dict[str, str]:
        """Nothing beside the interpreter ran."""
        return {}


def open_pool(job: Job, workers: int, parameters: Parameters) -> SerialPool:
    """A pool of one worker; ``workers`` is not used."""
    return SerialPool(load(job))
