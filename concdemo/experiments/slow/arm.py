"""An arm of ``slow`` in its own process: its work, and the clocks around it."""

import gc
import importlib
from collections.abc import Callable

from concdemo import clock
from concdemo.experiments.slow import words
from concdemo.experiments.slow.work import Work
from concdemo.model import ArmPlan, Portrait, Step, Taken

US = 1_000
"""A sample's size is its length in microseconds."""


class TimedArm:
    """Work that is repeated, block after block, until a sample's time is over."""

    def __init__(self, name: str, work: Work, *, explain: bool) -> None:
        self._name = name
        self._work = work
        self._explain = explain
        gc.collect()
        work.settle()

    def sample(self, size: int) -> Taken:
        """Do blocks for ``size`` microseconds, at least one.

        Metrics: ``per-op``, wall time of one operation, ns; ``operations``, how many were done.
        """
        run = self._work.run
        gc.collect()  # what earlier samples left must not be paid for by this one
        blocks, wrong = 1, 0
        waited_ns, cpu_ns = clock.run_queue_wait_ns(), clock.process_cpu_ns()
        begin_ns = clock.monotonic_ns()
        deadline_ns = begin_ns + size * US
        checksum = run()
        while clock.monotonic_ns() < deadline_ns:
            wrong += run() != checksum
            blocks += 1
        wall_ns = clock.monotonic_ns() - begin_ns
        cpu_ns = clock.process_cpu_ns() - cpu_ns
        waited_ns = clock.run_queue_wait_ns() - waited_ns if waited_ns >= 0 else -1
        operations = blocks * self._work.operations
        return Taken(
            wall_ns=wall_ns,
            cpu_ns=cpu_ns,
            waited_ns=waited_ns,
            checksum=f"{checksum:x}",
            failed=wrong,
            metrics={"per-op": wall_ns / operations, "operations": float(operations)},
            failures={"other result": wrong} if wrong else {},
        )

    def portrait(self, size: int) -> Portrait | None:
        """What ran, instruction by instruction, where that was asked for and tells something."""
        shown = self._work.shown
        if not self._explain or shown is None:
            return None
        from concdemo.experiments.slow import explain

        self._work.run()
        title = words.THE_FUNCTION.fill(name=getattr(shown, "__name__", self._name))
        return told(explain.steps(shown, title))

    def close(self) -> None:
        """Nothing outlives the process."""

    @property
    def facts(self) -> dict[str, str]:
        """Which compiler or library, where one was used."""
        return dict(self._work.facts)


class ObservingArm:
    """A look at something, once a sample, which counts in it whatever time it takes."""

    def __init__(
        self, observe: Callable[[], dict[str, float]], steps: Callable[[], list[Step]] | None
    ) -> None:
        self._observe = observe
        self._steps = steps

    def sample(self, size: int) -> Taken:
        """Look once.  ``per-op`` is the wall time of the look, ns."""
        children_ns, cpu_ns = children_cpu_ns(), clock.process_cpu_ns()
        begin_ns = clock.monotonic_ns()
        seen = self._observe()
        wall_ns = clock.monotonic_ns() - begin_ns
        cpu_ns = clock.process_cpu_ns() - cpu_ns
        elsewhere_ns = children_cpu_ns() - children_ns
        return Taken(
            wall_ns=wall_ns,
            cpu_ns=cpu_ns + elsewhere_ns,
            waited_ns=-1,
            checksum=None,
            metrics={**seen, "per-op": float(wall_ns)},
            elsewhere_ns=elsewhere_ns,
        )

    def portrait(self, size: int) -> Portrait | None:
        """What was done and what was seen, where that was asked for and there is a story."""
        return told(self._steps()) if self._steps is not None else None

    def close(self) -> None:
        """Nothing outlives the process."""

    @property
    def facts(self) -> dict[str, str]:
        """There is nothing to name."""
        return {}


def told(steps: list[Step]) -> Portrait | None:
    """A portrait of steps alone: nothing in it has a place in time."""
    return Portrait(0, [], [], steps) if steps else None


def children_cpu_ns() -> int:
    """CPU time of the processes that this one forked and waited for; 0 where it can't fork."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int((used.ru_utime + used.ru_stime) * 1e9)


def open_work(arm: ArmPlan) -> TimedArm | ObservingArm:
    """The arm's work.

    Raises:
        ArmFault: it can't be had on this machine.
    """
    explain = bool(arm.parameters["explain"])
    module = importlib.import_module(f"{__package__}.{arm.parameters['module']}")
    if hasattr(module, "observe"):
        return ObservingArm(module.observe, getattr(module, "steps", None) if explain else None)
    compiler = arm.parameters.get("compiler")
    work: Work = module.WORKS[arm.name](*([compiler] if arm.name == "loop compiled" else []))
    return TimedArm(arm.name, work, explain=explain)
