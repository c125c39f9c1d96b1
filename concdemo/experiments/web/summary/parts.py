"""The four parts of ``web``: which arms each has.  Their processes open them in ``arms``."""

from dataclasses import replace

from concdemo import host
from concdemo.experiments.web.common import against_first, stack_arm, stack_arms
from concdemo.experiments.web.cost.called import FRAMEWORKS
from concdemo.experiments.web.cost.words import MISSING
from concdemo.experiments.web.victim.words import NOBODY
from concdemo.model import ArmPlan, Parameters

ALONE = ("fastapi", "fastapi-def", "starlette", "flask", "django")
WAITING = ("fastapi/uvicorn", "fastapi-def/uvicorn", "flask/gthread", "flask/gunicorn")
IN_FLIGHT = (1, 10, 50)
ON_TWO_SERVERS = ("fastapi/uvicorn", "fastapi/granian", "flask/gthread", "flask/granian")
LOADED = 32
"""Connections that keep a server busy."""

VICTIM = "fastapi/uvicorn"
INNOCENT = 16
"""Connections of the client whose requests suffer."""

CULPRITS = {NOBODY: NOBODY, "await": "wait", "blocking": "blocking", "blocking def": "def/blocking"}
"""What the other client does → what it calls, as ``web victim`` names it."""


def alone() -> list[ArmPlan]:
    """Frameworks that are called in their own process."""
    return against_first([_alone(name) for name in ALONE])


def _alone(name: str) -> ArmPlan:
    row = FRAMEWORKS[name]
    lacking = next((module for module in row.requires if not host.has(module)), None)
    return ArmPlan(
        name=f"alone {name}",
        mode="threads" if row.threads else "serial",
        workers=1,
        scheduling="waiting" if row.threads else "alone",
        parameters={"framework": name},
        unavailable=None if lacking is None else MISSING.fill(library=lacking),
    )


def waits(wait_ms: int) -> list[ArmPlan]:
    """Requests that wait, more and more of them at once; compared among as many."""
    return [
        arm
        for count in IN_FLIGHT
        for arm in stack_arms(
            {f"wait ×{count} {stack}": stack for stack in WAITING}, "wait", count, argument=wait_ms
        )
    ]


def victims(wait_ms: int) -> list[ArmPlan]:
    """Innocent requests beside a client that calls something else, or nothing."""
    arms = []
    for name, culprit in CULPRITS.items():
        arm = stack_arm(f"victim of {name}", VICTIM, "json", INNOCENT, saturating=False)
        beside: Parameters = {"culprit": culprit, "wait": wait_ms, "steps": 0}
        arms.append(replace(arm, parameters={**arm.parameters, **beside}))
    return against_first(arms)


def servers() -> list[ArmPlan]:
    """Two frameworks on two servers each."""
    return stack_arms({f"json {stack}": stack for stack in ON_TWO_SERVERS}, "json", LOADED)
