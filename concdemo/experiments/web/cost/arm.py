"""An arm of ``web cost`` in its own process: calls that are checked, and timed over and over."""

import gc
import importlib
from collections.abc import Mapping, Sequence
from typing import Protocol

from concdemo import clock
from concdemo.experiments.web.cost.called import FRAMEWORKS
from concdemo.experiments.web.cost.timing import Timed
from concdemo.model import ArmPlan, Portrait, Taken

US = 1_000
"""A sample's size is the microseconds for which each kind of call is repeated."""

KINDS = ("each", "items", "refused")
"""Of calls to a framework, which are the names of their metrics."""

OTHER_ANSWER = "other answer"


class Calls(Protocol):
    """What is called, a kind of call after another."""

    def check(self) -> int:
        """One call of each kind; a checksum of what came back.

        Raises:
            ArmFault: something wrong came back.
        """

    def time(self, box_ns: int) -> dict[str, Timed]:
        """Each kind of call, repeated for so long; by the names of metrics."""

    def facts(self) -> dict[str, str]:
        """What ran, where there is something to name."""

    def close(self) -> None:
        """End it."""


class CostArm:
    """Samples of calls.  ``looked`` are metrics of what was only looked at."""

    def __init__(self, calls: Calls, looked: Mapping[str, float]) -> None:
        self._calls, self._looked = calls, looked
        calls.check()
        gc.collect()
        gc.freeze()  # imports and the app stay: no collection need look at them again

    def sample(self, size: int) -> Taken:
        """Repeat each kind of call for ``size`` microseconds, at least one block of it.

        Metrics, wall time of one call in ns: ``each``, the JSON answer or the right item;
        ``items``, the POST that is validated; ``refused``, what is wrong.
        """
        gc.collect()  # what earlier samples left must not be paid for by this one
        checksum = self._calls.check()
        waited_ns, cpu_ns = clock.run_queue_wait_ns(), clock.process_cpu_ns()
        begin_ns = clock.monotonic_ns()
        timed = self._calls.time(size * US)
        wall_ns = clock.monotonic_ns() - begin_ns
        cpu_ns = clock.process_cpu_ns() - cpu_ns
        waited_ns = clock.run_queue_wait_ns() - waited_ns if waited_ns >= 0 else -1
        wrong = sum(one.wrong for one in timed.values())
        return Taken(
            wall_ns=wall_ns,
            cpu_ns=cpu_ns,
            waited_ns=waited_ns,
            checksum=f"{checksum:08x}",
            failed=wrong,
            metrics={**{name: one.each_ns for name, one in timed.items()}, **self._looked},
            failures={OTHER_ANSWER: wrong} if wrong else {},
        )

    def portrait(self, size: int) -> Portrait | None:
        """There is none: nothing in it has a place in time."""
        return None

    def close(self) -> None:
        """End the app."""
        self._calls.close()

    @property
    def facts(self) -> dict[str, str]:
        """What ran, where there is something to name."""
        return self._calls.facts()


def open_calls(arm: ArmPlan) -> CostArm:
    """The arm's app, or its way of validating.

    Raises:
        ArmFault: it can't be had here, or does something wrong.
    """
    if arm.name in FRAMEWORKS:
        return CostArm(framework_calls(arm.name), {})
    from concdemo.experiments.web.cost.makes import Makes, looked_at

    return CostArm(Makes(arm.name), looked_at(arm.name))


def framework_calls(name: str, kinds: Sequence[str] = KINDS) -> Calls:
    """Those kinds of requests to the app of a framework."""
    from concdemo.experiments.web.cost.callers import AsgiCalls, WsgiCalls

    row = FRAMEWORKS[name]
    module, _, attribute = row.app.partition(":")
    app = getattr(importlib.import_module(module), attribute)
    if row.interface == "asgi":
        return AsgiCalls(app, row.prefix, kinds)
    return WsgiCalls(app, row.prefix, kinds)
