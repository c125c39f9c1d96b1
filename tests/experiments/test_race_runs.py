"""``race`` for real: arms that count, and a whole short run."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from builders import host
from collisions import RACE
from helpers import run_here

from concdemo import schema
from concdemo.experiments.race import story
from concdemo.experiments.race.programs import PROGRAMS, Box, call
from concdemo.experiments.race.threads import PARTS, race
from concdemo.model import ArmPlan, Taken
from concdemo.settings import settle

SIZE = 400
SAFE = [name for name, program in PROGRAMS.items() if program.safe]


def planned(name: str) -> ArmPlan:
    """An arm with two workers."""
    plan = RACE.plan(settle(RACE.options, {"workers": "2"}), host())
    return next(arm for arm in plan.arms if arm.name == name)


def sampled(name: str) -> Taken:
    """One sample of an arm, with a few updates."""
    opened = RACE.open_arm(planned(name), {})
    try:
        return opened.sample(SIZE)
    finally:
        opened.close()


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_arm_counts(name: str) -> None:
    """What was done and what is missing, and nothing missing where it is safe."""
    taken = sampled(name)
    metrics = taken.metrics
    assert 0 <= metrics["lost"] < metrics["updates"]
    assert metrics["share"] == metrics["lost"] / metrics["updates"]
    assert taken.wall_ns > 0 and taken.checksum is None and taken.failed == 0
    assert ("places" in metrics) is (name not in ("one-thread", "processes"))
    if name in SAFE:
        assert metrics["lost"] == metrics["wrong"] == 0


def test_updates_are_shared_out() -> None:
    """Each worker does as many as were asked for, or its part of them."""
    assert sampled("one-thread").metrics["updates"] == 2 * SIZE
    assert sampled("threads-call").metrics["updates"] == 2 * SIZE
    assert sampled("threads-lock").metrics["updates"] == 2 * (SIZE // 8)


def test_processes_share_nothing() -> None:
    """Here the variable is what it was; what they did is known, and used elsewhere."""
    taken = sampled("processes")
    assert taken.metrics["here"] == 0 and taken.elsewhere_ns > 0
    assert taken.metrics["updates"] == 2 * (SIZE // 4)


def test_shared_memory_leaves_no_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its number has its name from is gone with the arm."""
    monkeypatch.setattr("tempfile.tempdir", str(place))
    taken = sampled("processes-shared")
    assert taken.metrics["here"] == taken.metrics["updates"] - taken.metrics["lost"]
    assert list(place.glob("number-*")) == []


def test_every_part_is_written_down() -> None:
    """Two threads, PARTS each, the last of them shorter."""
    box = Box()
    locks = [_Free(), _Free()]
    raced = race(call, box, locks, 3 * PARTS + 1)
    assert sorted(raced.order) == [0] * (PARTS + 1) + [1] * (PARTS + 1)
    assert len(raced.turns) == 2 and raced.wall_ns > 0


class _Free:
    """A lock that locks nothing."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def test_the_story_of_a_loop_is_recorded() -> None:
    """Tasks that await in between write over each other, step by step; threads have rails."""
    opened = RACE.open_arm(planned("async-await"), {})
    painted = opened.portrait(SIZE)
    opened.close()
    assert painted is not None and painted.spans == []
    did = [f"{step.track.en}: {step.did.en}" for step in painted.steps]
    assert did[:3] == ["task 1: read 0", "task 2: read 0", "task 1: wrote 1"]
    assert did[-1] == "task 2: wrote 1"


def test_threads_have_rails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lanes; steps where a story was found."""
    from concdemo.experiments.race import arm

    monkeypatch.setattr(arm, "STORY_TIMES", 200)
    monkeypatch.setattr(arm, "MOST_STORIES", 1)
    opened = RACE.open_arm(planned("threads-call"), {})
    painted = opened.portrait(SIZE)
    assert painted is not None and len(painted.lanes) == 2
    assert {lane.process for lane in painted.lanes} == {os.getpid()}
    notes: list[story.Noted] = []
    arm.race_noted(notes, 2)
    assert len(notes) == 2 * 2 * 200
    other = RACE.open_arm(planned("threads-plain"), {})
    assert other.portrait(SIZE) is None
    opened.close()
    other.close()


def test_a_switch_interval_is_kept() -> None:
    """It is set in the arm's own process, and told."""
    import sys

    before = sys.getswitchinterval()
    arm = planned("threads-call")
    arm = replace(arm, parameters={**arm.parameters, "switch_interval": 2.0})
    try:
        assert RACE.open_arm(arm, {}).facts["switch interval"] == "0.002"
    finally:
        sys.setswitchinterval(before)


def test_a_short_run(place: Path) -> None:
    """Every arm counted; with so few updates, that none were lost would prove nothing."""
    ended = run_here("race", "--workers", "2", "--size", "400", "--rounds", "2", "--json", "-",
                folder=place)  # fmt: skip
    assert ended.status == 0, ended.err
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.name for arm in report.arms] == list(PROGRAMS)
    for arm in report.arms:
        assert arm.status == "ok" and len(arm.samples) == 2 and arm.value is not None
    assert [one.claim for one in report.verdicts] == ["gil.threads-collide"]
    assert report.verdicts[0].verdict == "inconclusive"
    assert list(place.glob("concdemo-*")) == []
