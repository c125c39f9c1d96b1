"""Why is Python slow?  The same work in its plainest way and in dearer ones, measure by measure.

An arm is a Python function, or what compiled code does in its place, in a process of its own.
Arms come in groups that do the same work with equal results; each is compared with the plainest
of its group, by nanoseconds per operation.  Two groups look at something instead, and stand for
themselves.
"""

import shutil

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.slow import words
from concdemo.experiments.slow.measures import GROUPS, Group
from concdemo.model import ArmPlan, Host, Metric, Parameters, Plan
from concdemo.settings import Option
from concdemo.text import Text

COMPILERS = ("cc", "gcc", "clang")
KEPT, LIVE = 300_000, 200_000
"""Lists that a sample of ``gc`` makes, and that are alive meanwhile.  So many that even a
collector with the thresholds of 3.13 looks at all of them once a sample."""

METRIC = Metric("per-op", "ns", "less", words.PER_OPERATION)

OPTIONS = (
    Option(
        "measure",
        "choices",
        words.MEASURE,
        default=list(GROUPS),
        choices=tuple(GROUPS),
        synonyms={"crc": "crc32", "attribute": "attributes", "decorator": "decorators"},
        shown_default=words.ALL,
    ),
    Option(
        "box",
        "milliseconds",
        words.BOX,
        default=15,
        low=words.SHORTEST_MS,
        high=words.LONGEST_MS,
    ),
    Option("explain", "flag", words.EXPLAIN, default=False),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Every group that was asked for, in the order of the table."""
    asked, box_ms = settings["measure"], settings["box"]
    assert isinstance(asked, list) and isinstance(box_ms, int | float)
    measures = [name for name in GROUPS if name in asked]
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    arms = [
        _arm(GROUPS[name], arm, compiler, host, bool(settings["explain"]))
        for name in measures
        for arm in GROUPS[name].arms
    ]
    said = {"compiler": compiler or words.NONE, "count": KEPT, "heap": LIVE}
    facts = [words.WHAT.fill(box=box_ms)]
    facts += [GROUPS[name].operation.fill(**said) for name in measures]
    return Plan(
        experiment="slow",
        settings={**settings, "measure": measures},
        arms=tuple(arms),
        size=round(box_ms * 1_000),
        facts=tuple(facts),
        metric=METRIC,
        shows=("median", "speedup"),
        arm_title=words.ARM_TITLE,
    )


def _arm(group: Group, name: str, compiler: str | None, host: Host, explain: bool) -> ArmPlan:
    parameters: Parameters = {"module": group.module, "explain": explain}
    unavailable: Text | None = None
    base = name if group.observed else group.arms[0]
    if base == "loop compiled":
        parameters["compiler"] = compiler
        if compiler is None and name == base:
            unavailable = words.NO_COMPILER
        elif compiler is None:
            base = name  # there is nothing to compare it with
    if group.module == "memory_map" and not host.os.startswith("Linux"):
        unavailable = words.NOT_LINUX
    return ArmPlan(
        name=name,
        mode="serial",
        workers=1,
        scheduling="waiting" if group.observed else "alone",
        parameters=parameters,
        unavailable=unavailable,
        against=base,
    )


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The work, in the arm's own process; all arms on one core, since two can differ."""
    from concdemo.experiments.slow.arm import open_work
    from concdemo.net.cores import keep_loop

    keep_loop()
    return open_work(arm)


EXPERIMENT = Experiment(name="slow", options=OPTIONS, plan=plan, open_arm=open_arm)
