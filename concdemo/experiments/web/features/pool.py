"""A pool of connections behind a dependency: when do requests wait for each other?"""

from collections.abc import Collection
from typing import NamedTuple

from concdemo.experiments.web.features.client import Burst, burst
from concdemo.experiments.web.features.notes import NOTHING, Notes
from concdemo.experiments.web.features.words import (
    AT_ONCE,
    CAME_OF_IT,
    POOL,
    WHY_AWAITED,
    WHY_ENOUGH,
    WHY_INSIDE_IT,
    WHY_LIMITED,
    WHY_STUCK,
)
from concdemo.text import Text

THREADS = 40
"""On which ``def`` endpoints run, as they come; the app leaves it so."""


class Case(NamedTuple):
    """So many requests at once, where the pool has so many connections.

    ``flows`` is why all are answered, where they are.
    """

    target: str
    connections: int
    requests: int
    flows: Text = NOTHING


ENOUGH = Case("/few", 5, 40, WHY_ENOUGH)
STUCK = Case("/few", 5, 50)
LARGE_ENOUGH = Case("/many", 50, 60)
LARGE_STUCK = Case("/many", 50, 100)
INSIDE = Case("/inside", 5, 50, WHY_INSIDE_IT)
AWAITED = Case("/awaited", 5, 50, WHY_AWAITED)
LIMITED = Case("/limited", 5, 50, WHY_LIMITED)

DECLARED = (STUCK.target, LARGE_STUCK.target)
"""Whose connection is declared as a ``def`` dependency, and nothing else done about it."""


def check(notes: Notes, port: int) -> None:
    """More at once than connections and threads together; and the same, mended.

    Metrics: ``at-once``, requests; ``gave-up`` and ``gave-up-mended``, those that waited for a
    connection in vain; ``stuck`` and ``mended``: how long all of them took, ns.
    """
    stuck, mended = _tried(notes, port, STUCK), _tried(notes, port, INSIDE)
    notes.count(
        at_once=STUCK.requests,
        gave_up=STUCK.requests - stuck.of(200),
        gave_up_mended=INSIDE.requests - mended.of(200),
        stuck=stuck.wall_ns,
        mended=mended.wall_ns,
    )


def show(notes: Notes, port: int, targets: Collection[str]) -> None:
    """Every case once, of those that the app has."""
    for case in (ENOUGH, STUCK, LARGE_ENOUGH, LARGE_STUCK, INSIDE, AWAITED, LIMITED):
        if case.target in targets:
            _tried(notes, port, case)


def _tried(notes: Notes, port: int, case: Case) -> Burst:
    came = burst(port, case.target, case.requests)
    answered = came.of(200)
    track = AT_ONCE.fill(target=case.target, connections=case.connections, requests=case.requests)
    did = CAME_OF_IT.fill(
        answered=answered, gave_up=case.requests - answered, ms=came.wall_ns / 1e6
    )
    whole = answered == case.requests
    is_full = case.requests >= case.connections + THREADS
    stuck = WHY_STUCK if is_full and case.target in DECLARED else NOTHING
    notes.add(POOL, track, did, case.flows if whole else stuck)
    notes.asked += case.requests
    notes.worked += answered
    return came
