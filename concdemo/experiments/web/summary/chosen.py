"""The stacks, endpoints and connections that somebody asked ``web`` for, instead of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from concdemo.errors import UsageFault
from concdemo.experiments.web.common import (
    BUSY_COLUMNS,
    RATE,
    check_descriptors,
    facts_of,
    services_of,
    stack_arms,
    waits_s,
)
from concdemo.experiments.web.loaded import US, WAITING
from concdemo.experiments.web.options import chosen_stacks
from concdemo.experiments.web.order import STEPS, WHAT
from concdemo.experiments.web.summary import words
from concdemo.experiments.web.words import ENDPOINT_AND_STACK, P99
from concdemo.model import ArmPlan, Column, Lasts, Metric, Parameters, Plan
from concdemo.stacks.plan import lacking
from concdemo.stacks.table import STACKS

CONNECTIONS = 32
USUAL_STACKS = ("fastapi/uvicorn", "fastapi-def/uvicorn", "flask/gthread")
ALL_ENDPOINTS = ("json", "wait")
CHOSEN = ("stack", "endpoint", "connections", "open", "all")
"""Options that ask for stacks instead of parts."""

LATENCY = Metric("p99", "ns", "less", P99)
LATENCIES = (
    Column("p50", words.P50, unit="ns"),
    Column("p90", words.P90, unit="ns"),
    Column("max", words.MOST, unit="ns"),
)

RATE_P99 = Column("p99", P99, unit="ns")
LONGEST = 26
"""A name with which all columns fit."""

START_S, ARM_S, SAMPLE_S = 1.0, 0.25, 0.15
"""For an estimate: how long a server takes to start, an arm to open, and a sample beside its
window and its requests' waits."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was asked for, with what is usual in place of what wasn't."""

    stacks: list[str]
    endpoints: list[str]
    connections: int
    rate: int | None
    wait_ms: int
    window_ms: float


def is_asked(settings: Parameters) -> bool:
    """Whether stacks were asked for, in one way or another.

    Raises:
        UsageFault: in ways that exclude each other.
    """
    asked = [name for name in CHOSEN if settings[name]]
    for one, others in (("part", asked), ("all", [name for name in asked if name == "stack"])):
        if settings[one] and others:
            raise UsageFault(words.NOT_TOGETHER.fill(one=f"--{one}", other=f"--{others[0]}"))
    return bool(asked)


def chosen(settings: Parameters) -> Chosen:
    """What the settings ask for."""
    stacks, endpoints = settings["stack"], settings["endpoint"]
    connections, rate = settings["connections"], settings["open"]
    wait_ms, window_ms = settings["wait"], settings["window"]
    assert isinstance(wait_ms, int) and isinstance(window_ms, int | float)
    assert connections is None or isinstance(connections, int)
    assert rate is None or isinstance(rate, int)
    if settings["all"]:
        able = [name for name, row in STACKS.items() if lacking(row) is None]
        found = able or list(USUAL_STACKS)  # whose rows say what is missing
    else:
        found = chosen_stacks(stacks if isinstance(stacks, list) else USUAL_STACKS, list(STACKS))
    usual = list(ALL_ENDPOINTS) if settings["all"] else ["json"]
    return Chosen(
        found,
        endpoints if isinstance(endpoints, list) else usual,
        connections or CONNECTIONS,
        rate,
        wait_ms,
        float(window_ms),
    )


def plan(settings: Parameters) -> Plan:
    """Every endpoint is a group of stacks with a baseline of its own.

    Raises:
        UsageFault: there are more connections than a process may have open.
    """
    asked = chosen(settings)
    check_descriptors(asked.connections)
    arms = [arm for endpoint in asked.endpoints for arm in _group(asked, endpoint)]
    what = [WHAT[endpoint].fill(wait=asked.wait_ms, steps=STEPS) for endpoint in asked.endpoints]
    same, place, policy, *rest = facts_of(asked.stacks, asked.connections)
    if asked.rate is not None:
        what.append(words.INTENDED.fill(rate=asked.rate))
        same, policy = words.WHEN_DUE.fill(connections=asked.connections), words.SENT_WHEN_DUE
    return Plan(
        experiment="web",
        settings=settings,
        arms=tuple(arms),
        size=round(asked.window_ms * US),
        facts=(*what, same, place, policy, *rest),
        services=services_of(arms),
        metric=RATE if asked.rate is None else LATENCY,
        columns=_columns(asked, max(len(arm.name) for arm in arms)),
        shows=("median", "speedup"),
        arm_title=ENDPOINT_AND_STACK,
        lasts=lasts(arms, asked.window_ms / 1e3) if settings["all"] else None,
    )


def _columns(asked: Chosen, longest: int) -> tuple[Column, ...]:
    """As many as stand beside the names in 80 columns."""
    if asked.rate is not None:
        return LATENCIES
    return (RATE_P99, *BUSY_COLUMNS) if longest <= LONGEST else (RATE_P99,)


def _group(asked: Chosen, endpoint: str) -> list[ArmPlan]:
    argument = {"cpu": STEPS}.get(endpoint, asked.wait_ms if endpoint in WAITING else 0)
    stacks = {f"{endpoint} {stack}": stack for stack in asked.stacks}
    return stack_arms(stacks, endpoint, asked.connections, argument=argument, rate=asked.rate)


def lasts(arms: Sequence[ArmPlan], window_s: float) -> Lasts:
    """About how long the parts of a run of these arms take."""
    able = [arm for arm in arms if arm.unavailable is None]
    stacks = {arm.parameters["stack"] for arm in able}
    return Lasts(
        opening_s=len(stacks) * START_S + len(able) * ARM_S,
        round_s=sum(window_s + SAMPLE_S + _waited_s(arm) for arm in able),
    )


def _waited_s(arm: ArmPlan) -> float:
    """How long a sample's first request waits, and those that are under way at its end."""
    stack, wait, connections = (arm.parameters[of] for of in ("stack", "argument", "connections"))
    if arm.parameters["endpoint"] not in WAITING:
        return 0.0
    assert isinstance(wait, int) and isinstance(connections, int)
    return wait / 1e3 + waits_s(STACKS[str(stack)], connections, wait)
