"""Runs of the experiments beyond ``gil`` and ``io`` that are killed: what is left, what is said."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import workplace
from watching import Watching

from concdemo import host

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")

ROUNDS = 4
COMMANDS = {
    "block": "block --duration 50 --beat 5",
    "convoy": "convoy --pings 10 --threads 1 --interval 0.5",
    "uvloop": "uvloop --measure protocol-1k,http,subprocess --connections 2 --box 5",
    "scale": "scale --most-coroutines 300 --most-threads 60 --most-processes 4 --most-sockets 100",
    "order": "order --delay 5",
    "each": "io --target each --requests 5 --delay 5",
    "race": "race --workers 2 --size 2000",
    "slow": "slow --measure loop,gc,memory --box 5",
}
RUNS = [
    pytest.param(
        f"{words} --rounds {ROUNDS}",
        id=name,
        marks=pytest.mark.skipif(
            name == "uvloop" and not host.has("uvloop"), reason="uvloop is not installed"
        ),
    )
    for name, words in COMMANDS.items()
]
ENDING = {"TERM": 143, "INT": 130, "KILL": -9}
FIRST, MIDDLE, LAST = 0.0, 0.5, 1.0
"""Which of a run's processes, in the order in which they were started: services come first."""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for a run's temporary files, and for what it writes."""
    with workplace() as folder:
        yield folder


@pytest.mark.parametrize(("which", "name"), [(FIRST, "TERM"), (MIDDLE, "KILL"), (LAST, "INT")])
@pytest.mark.parametrize("words", RUNS)
def test_a_killed_process_costs_its_arm_and_no_other(
    watched: Watching, words: str, which: float, name: str
) -> None:
    """A killed arm is a row that says so; without a service measuring ends; nothing is left."""
    going = watched(words)
    going.until("round 2:")
    children = going.children
    place = round(which * (len(children) - 1))
    going.send(name, children[place])
    ended = going.end()
    assert "Traceback" not in ended.err + ended.out
    assert ended.status == 1
    report = going.report()
    arms = [arm for arm in report.arms if arm.status != "unavailable"]
    services = len(children) - len(arms)
    codes = {caveat.code for caveat in report.caveats}
    if place < services:
        assert "service-died" in codes
        return
    for number, arm in enumerate(arms):
        if number == place - services:
            assert arm.status == "failed" and arm.reason is not None
            assert arm.reason.en in " ".join(ended.out.split())
        else:
            assert arm.status == "ok" and len(arm.samples) == ROUNDS


@pytest.mark.parametrize("name", ENDING)
@pytest.mark.parametrize("words", RUNS)
def test_a_run_that_is_ended_leaves_nothing(watched: Watching, words: str, name: str) -> None:
    """INT and TERM keep what was measured and say that it is partial; KILL leaves nothing."""
    going = watched(words)
    going.until("round 2:")
    going.send(name)
    ended = going.end()
    assert ended.status == ENDING[name]
    if name != "KILL":
        assert "partial" in {caveat.code for caveat in going.report().caveats}
        assert 1 <= going.report().rounds < ROUNDS
