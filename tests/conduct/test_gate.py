"""Which samples count, at the very limits."""

from typing import get_args

import pytest
from builders import MS, taken

from concdemo.conduct.gate import MOST_FOREIGN_CORES, MOST_WAIT, crowded_out, harmed
from concdemo.model import Scheduling

LIMITED = [(kind, limit) for kind, limit in MOST_WAIT.items() if limit is not None]


def test_every_kind_of_arm_has_its_limit() -> None:
    """A new kind of scheduling can't slip past the gate unnoticed."""
    assert set(MOST_WAIT) == set(get_args(Scheduling))


@pytest.mark.parametrize(("scheduling", "limit"), LIMITED)
def test_a_wait_above_the_limit_harms(scheduling: Scheduling, limit: float) -> None:
    """What an arm explains by itself is no harm; a nanosecond more is."""
    most = round(limit * 100 * MS)
    assert not harmed(taken(100 * MS, waited_ns=0), scheduling)
    assert not harmed(taken(100 * MS, waited_ns=most), scheduling)
    assert harmed(taken(100 * MS, waited_ns=most + 1), scheduling)


@pytest.mark.parametrize("scheduling", ["crowded", "waiting"])
def test_arms_whose_tasks_wait_for_each_other_tell_nothing(scheduling: Scheduling) -> None:
    """Their run-queue wait is their own doing, whatever it is."""
    assert not harmed(taken(100 * MS, waited_ns=1_000 * MS), scheduling)


@pytest.mark.parametrize("scheduling", get_args(Scheduling))
def test_an_unknown_wait_is_no_harm(scheduling: Scheduling) -> None:
    """A system that doesn't tell is left to the other signal."""
    assert not harmed(taken(100 * MS, waited_ns=-1), scheduling)


def test_others_may_use_a_little() -> None:
    """The share of a core that others may use in a round is itself still allowed."""
    assert not crowded_out(MOST_FOREIGN_CORES)
    assert crowded_out(MOST_FOREIGN_CORES + 0.001)
