"""An arm of ``order`` in its own process: the programs on one loop, or in Node.js."""

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.order import counts, words
from concdemo.experiments.order.node import Node
from concdemo.experiments.order.programs import COMPARED, PROGRAMS, Done, Loop
from concdemo.model import ArmPlan, Portrait, Step, Taken


class OrderArm:
    """The programs on one loop, with asyncio's own beside it to compare with."""

    def __init__(self, arm: ArmPlan) -> None:
        self._name = arm.name
        wait_s = arm.parameters["wait_s"]
        assert isinstance(wait_s, int | float)
        self._wait_s = float(wait_s)
        self._first: list[tuple[str, str, str]] = []
        self._node = Node(str(arm.parameters["node"])) if arm.name == "node" else None
        try:
            self._loop = None if self._node else open_loop(arm.name)
            self._theirs = None if arm.name == "asyncio" else open_loop("asyncio")
        except BaseException:
            if self._node is not None:
                self._node.close()
            raise

    def _run(self) -> tuple[list[Done], int]:
        """The steps of all programs, and the CPU time that Node.js used for them, in ns."""
        if self._node is not None:
            return self._node.run(PROGRAMS, self._wait_s)
        assert self._loop is not None
        return self._loop.run(PROGRAMS, self._wait_s), 0

    def sample(self, size: int) -> Taken:
        """Run all programs once, and those again on asyncio by which the models are compared."""
        cpu, begin = clock.process_cpu_ns(), clock.monotonic_ns()
        done, elsewhere_ns = self._run()
        wall_ns = clock.monotonic_ns() - begin
        own_ns = clock.process_cpu_ns() - cpu
        order = counts.order(done)
        self._first = self._first or order
        metrics = {**counts.counted(done), "reordered": float(order != self._first)}
        if self._theirs is not None:
            theirs = self._theirs.run(COMPARED, self._wait_s)
            metrics |= counts.compared(counts.pairs(done), counts.pairs(theirs))
        return Taken(
            wall_ns=wall_ns,
            cpu_ns=own_ns + elsewhere_ns,
            waited_ns=-1,
            checksum=None,
            metrics=metrics,
            elsewhere_ns=elsewhere_ns,
        )

    def portrait(self, size: int) -> Portrait:
        """One more run: its steps with their reasons, and the jobs on their thread."""
        done, _ = self._run()
        steps = [
            Step(
                words.PROGRAMS[step.program],
                words.named(step.track),
                words.named(step.did),
                words.why(self._name, step.program, step.track, step.did),
            )
            for step in done
        ]
        wall_ns, lanes, spans = counts.painted(done)
        return Portrait(wall_ns, lanes, spans, steps)

    def close(self) -> None:
        """Close the loops and end Node.js."""
        for opened in (self._node, self._loop, self._theirs):
            if opened is not None:
                opened.close()

    @property
    def facts(self) -> dict[str, str]:
        """Whose loop ran, and of Node.js its version."""
        if self._node is not None:
            return {"node": self._node.version}
        assert self._loop is not None
        return {"loop": self._loop.kind}


def open_loop(name: str) -> Loop:
    """Asyncio's own loop, or uvloop's.

    Raises:
        ArmFault: uvloop isn't installed, or doesn't load.
    """
    if name != "uvloop":
        return Loop(None)
    try:
        import uvloop
    except ImportError as error:
        raise ArmFault(words.NO_UVLOOP.fill(error=error), unavailable=True) from error
    return Loop(uvloop.new_event_loop)
