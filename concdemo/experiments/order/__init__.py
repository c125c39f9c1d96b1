"""In what order do things run?  Small programs whose steps write themselves down.

The same programs run on asyncio's loop, on uvloop and in Node.js.  No order is known
beforehand: an arm records what happened, counts in it, and compares it with what asyncio does
with the same programs, run beside it in the same sample.
"""

import os
import shutil

from concdemo.errors import UsageFault
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.order import words
from concdemo.experiments.tasks import missing_library
from concdemo.model import ArmPlan, Caveat, Column, Host, Metric, Parameters, Plan, Report
from concdemo.settings import Option

MODES = {"asyncio": "async", "uvloop": "uvloop", "node": "node"}
"""Arm → the word for its kind that other experiments use."""

OPTIONS = (
    Option("delay", "milliseconds", words.DELAY, default=20, low=1, high=1_000),
    Option("node", "file", words.NODE, shown_default=words.NODE_DEFAULT),
)
COLUMNS = (
    Column("suspended", words.SUSPENDED),
    Column("overlap-plain", words.OVERLAP_PLAIN, unit="share"),
    Column("overlap-waiting", words.OVERLAP_WAITING, unit="share"),
    Column("overlap-computing", words.OVERLAP_COMPUTING, unit="share"),
    Column("threads", words.THREADS),
    Column("agree", words.AGREE, unit="/ 8"),
    Column("reordered", words.REORDERED, of="sum"),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Asyncio first, which the others are compared with."""
    given, delay = settings["node"], settings["delay"]
    assert isinstance(delay, int | float)
    path = shutil.which(str(given or "node"))
    if given is not None and path is None:
        raise UsageFault(words.NODE_BAD.fill(path=given))
    unavailable = {
        "uvloop": missing_library(host, "uvloop"),
        "node": words.NODE_MISSING if path is None else None,
    }
    parameters: Parameters = {"wait_s": delay / 1000, "node": path and os.path.abspath(path)}
    return Plan(
        experiment="order",
        settings=settings,
        arms=tuple(
            ArmPlan(name, mode, 1, "waiting", parameters, unavailable.get(name))
            for name, mode in MODES.items()
        ),
        size=1,
        facts=(words.RECORDED, words.COUNTED.fill(delay=delay), words.COMPARED),
        metric=Metric("steps", "count", "more", words.STEPS),
        columns=COLUMNS,
        shows=(),
        arm_title=words.LOOP,
    )


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The arm's loop, or Node.js, ready to run the programs."""
    from concdemo.experiments.order.arm import OrderArm

    return OrderArm(arm)


def doubts(report: Report) -> list[Caveat]:
    """Where an order was not the same in all samples.

    Claims rest on counts, each of which must be the same in all samples or clear of its bands'
    ends; so this keeps nothing from a verdict by itself.
    """
    found = []
    for arm in report.arms:
        other = sum(sample.metrics["reordered"] for sample in arm.samples)
        if other:
            detail = words.VARIES.fill(other=int(other), all=len(arm.samples))
            found.append(Caveat("order-varies", arm.name, detail))
    return found


EXPERIMENT = Experiment(name="order", options=OPTIONS, plan=plan, open_arm=open_arm, doubts=doubts)
