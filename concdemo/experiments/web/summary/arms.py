"""The arms of ``web`` in their own processes: an app that is called, or a stack that is loaded."""

from dataclasses import replace

from concdemo.experiments.experiment import OpenArm, ServiceFacts
from concdemo.experiments.web import loaded
from concdemo.experiments.web.cost.arm import CostArm, framework_calls
from concdemo.model import ArmPlan, Taken
from concdemo.net.cores import keep_loop

ALONE_SHARE = 8
"""A sample of a framework alone is so many times shorter than one of a server."""


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The arm, by what its plan names."""
    if "framework" in arm.parameters:
        return open_alone(str(arm.parameters["framework"]))
    if "culprit" in arm.parameters:
        from concdemo.experiments.web.victim.arm import VictimArm

        return VictimArm(arm, services)
    return loaded.open_arm(arm, services)


class AloneArm(CostArm):
    """A framework alone: how many requests a second it would answer if nothing else cost time."""

    def sample(self, size: int) -> Taken:
        """Call it for a part of ``size`` microseconds.  Metric: ``rate``, a second."""
        taken = super().sample(size // ALONE_SHARE)
        return replace(taken, metrics={"rate": 1e9 / taken.metrics["each"], **taken.metrics})


def open_alone(name: str) -> AloneArm:
    """A framework in this process, on the core on which servers are kept too."""
    keep_loop()
    return AloneArm(framework_calls(name, ("each",)), {})
