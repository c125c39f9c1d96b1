"""Which samples count: those that others did not harm.

Two signals.  The run-queue wait of an arm's own tasks tells harm from mere presence, but
some arms wait there by their own doing, so its limit depends on how an arm's tasks share
the cores.  The cores that others kept busy during a round tell presence, coarsely.  The
limits are justified by ``benchmarks/stability.py``, which prints what each kind of arm
shows on an idle machine and beside busy loops.
"""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.model import Scheduling, Taken

MOST_FOREIGN_CORES = 0.15
"""Of others, on our cores, during a round."""

MOST_WAIT: Mapping[Scheduling, float | None] = MappingProxyType(
    {
        "alone": 0.05,
        "taking-turns": 0.25,
        "side-by-side": 0.20,
        "crowded": None,  # its tasks wait for each other: nothing is learnt from it
        "waiting": None,  # its tasks wake in bunches: likewise
    }
)
"""Run-queue wait of all of an arm's tasks ÷ the sample's wall time."""


def harmed(taken: Taken, scheduling: Scheduling) -> bool:
    """Whether the arm's own tasks stood in the run queue longer than their own doing explains."""
    limit = MOST_WAIT[scheduling]
    if limit is None or taken.waited_ns < 0:
        return False
    return taken.waited_ns > limit * taken.wall_ns


def crowded_out(foreign_cores: float) -> bool:
    """Whether others used so much of our cores during a round that none of it counts."""
    return foreign_cores > MOST_FOREIGN_CORES
