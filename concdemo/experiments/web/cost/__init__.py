"""What does a framework cost by itself?  Apps called in process, and validation alone.

No server, no socket: the steadiest measure of a framework's own speed.  Arms come in groups that
do the same work with equal answers, each compared with the plainest way of its group.
"""

from concdemo import host as machine
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.web.common import versions_installed
from concdemo.experiments.web.cost import words
from concdemo.experiments.web.cost.called import CHECKS, FRAMEWORKS
from concdemo.model import ArmPlan, Column, Host, Metric, Parameters, Plan
from concdemo.settings import Option
from concdemo.text import Text

PARTS = ("frameworks", "validation")
COLUMNS = {
    "items": Column("items", words.POSTED, unit="ns"),
    "refused": Column("refused", words.REFUSED, unit="ns"),
}
NAMED = ("fastapi", "starlette", "litestar", "flask", "django", "pydantic", "msgspec", "uvloop")
"""Packages whose versions are told."""

OPTIONS = (
    Option("part", "choices", words.PART, default=list(PARTS), choices=PARTS),
    Option("box", "milliseconds", words.BOX, default=12, low=1, high=1_000),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """The frameworks, those of each interface behind its bare callable; then validation."""
    parts, box_ms = settings["part"], settings["box"]
    assert isinstance(parts, list) and isinstance(box_ms, int | float)
    arms: list[ArmPlan] = []
    if "frameworks" in parts:
        arms += [_framework(name) for name in FRAMEWORKS]
    if "validation" in parts:
        arms += [_check(name) for name in CHECKS]
    columns = COLUMNS if "frameworks" in parts else {"refused": COLUMNS["refused"]}
    facts = [words.WHAT[part] for part in PARTS if part in parts]
    facts += [words.LEFT_OUT] if "frameworks" in parts else []
    title = words.EACH["both" if len(parts) > 1 else parts[0]]
    return Plan(
        experiment="web cost",
        settings={**settings, "part": [part for part in PARTS if part in parts]},
        arms=tuple(arms),
        size=round(box_ms * 1_000),
        facts=(*facts, *versions_installed(NAMED)),
        metric=Metric("each", "ns", "less", title),
        columns=tuple(columns.values()),
        shows=("median", "speedup", "startup"),
        arm_title=words.ARM_TITLE,
    )


def _framework(name: str) -> ArmPlan:
    row = FRAMEWORKS[name]
    return ArmPlan(
        name=name,
        mode="threads" if row.threads else "serial",
        workers=1,
        scheduling="waiting" if row.threads else "alone",  # threads wake each other on one core
        unavailable=_lacking(row.requires),
        against=row.interface,
    )


def _check(name: str) -> ArmPlan:
    return ArmPlan(
        name=name,
        mode="serial",
        workers=1,
        scheduling="alone",
        unavailable=_lacking(CHECKS[name]),
        against=f"{name.partition(' ')[0]} by-hand",
    )


def _lacking(modules: tuple[str, ...]) -> Text | None:
    for module in modules:
        if not machine.has(module):
            return words.MISSING.fill(library=module)
    return None


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """What is called, in the arm's own process; all arms on one core, since two can differ."""
    from concdemo.experiments.web.cost.arm import open_calls
    from concdemo.net.cores import keep_loop

    keep_loop()
    return open_calls(arm)


EXPERIMENT = Experiment(name="web cost", options=OPTIONS, plan=plan, open_arm=open_arm)
