"""The race of the loops for real, in short: what ran and what was recorded, never how fast."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from helpers import HANGUL, LONG_S, nothing_left, run_here, workplace

from concdemo import host, schema
from concdemo.conduct.child import Child
from concdemo.experiments.loops import EXPERIMENT as RACE
from concdemo.experiments.loops.arm import LoopArm, loop_factory, make
from concdemo.experiments.loops.words import ECHO, MEASURES, OPTIONS
from concdemo.settings import settle

pytestmark = pytest.mark.skipif(not host.has("uvloop"), reason="uvloop is not installed")

LOOPS = ("asyncio", "uvloop")
SHORT_US = 3_000


@pytest.fixture(scope="module")
def services() -> Iterator[Mapping[str, Mapping[str, Any]]]:
    """The processes at the other end."""
    with workplace() as folder:
        children = {"load": Child(folder), "origin": Child(folder)}
        entries = {
            "load": "concdemo.net.echo_load:serve",
            "origin": "concdemo.net.echo_load:serve_origin",
        }
        try:
            yield {
                name: child.ask({"service": {"entry": entries[name], "parameters": {}}}, LONG_S)
                for name, child in children.items()
            }
        finally:
            for child in children.values():
                child.kill()


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("measure", ["protocol-1k", "streams-100k", "sockets-10k", *MEASURES[9:]])
def test_each_measure_on_each_loop(
    measure: str, loop: str, services: Mapping[str, Mapping[str, Any]]
) -> None:
    """At least one operation, none of them wrong, with the clocks that were read around them."""
    plan = RACE.plan(settle(OPTIONS, {"connections": "3"}), host.describe())
    parameters = next(arm.parameters for arm in plan.arms if arm.name == f"{measure} {loop}")
    runner = asyncio.Runner(loop_factory=loop_factory(loop))
    arm = LoopArm(runner, make(str(parameters["kind"]), parameters, services))
    try:
        assert (loop == "uvloop") == arm.facts["loop"].startswith("uvloop")
        for taken in (arm.sample(SHORT_US), arm.sample(SHORT_US)):
            assert taken.failed == 0 and taken.metrics["operations"] >= 1
            assert taken.metrics["per-op"] > 0 and taken.metrics["busy"] > 0
            assert taken.cpu_ns > 0 and taken.wall_ns > 0
            assert ("peer-busy" in taken.metrics) == (measure in ECHO or measure == "connect")
            assert (taken.elsewhere_ns > 0) == (measure == "subprocess")
        assert arm.portrait(SHORT_US) is None
    finally:
        arm.close()


def test_everything_at_once(place: Path) -> None:
    """All pairs run and are recorded, nothing is left, and one round decides nothing."""
    words = "uvloop --box 5 --connections 2 --rounds 1 --json -"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err + ended.out
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.name for arm in report.arms] == [
        f"{name} {loop}" for name in MEASURES for loop in LOOPS
    ]
    for arm in report.arms:
        assert arm.status == "ok" and len(arm.samples) == 1 and arm.value is not None
        assert all(one.failed == 0 and one.checksum is None for one in arm.samples)
        assert report.base(arm) == f"{arm.name.partition(' ')[0]} asyncio"
    assert {verdict.verdict for verdict in report.verdicts} <= {"inconclusive", "untested"}
    assert len(report.charts) <= 1  # none where others left no round undisturbed
    nothing_left(place, [])


def test_some_of_it_in_korean(place: Path) -> None:
    """What was not measured keeps the claim from being tested, and the table says what was."""
    words = "uvloop --measure tasks,timers --box 5 --rounds 1 --lang ko"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err
    assert "tasks uvloop" in ended.out and "call_later asyncio" in ended.out
    assert "시험 안 함" in ended.out and HANGUL.search(ended.out)
    nothing_left(place, [])
