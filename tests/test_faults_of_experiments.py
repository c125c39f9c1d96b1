"""Runs of the experiments beyond ``gil`` and ``io`` that are killed: what is left, what is said."""

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest
from watching import Watching, struck

from concdemo import host
from concdemo.conduct.run import Asked, Run
from concdemo.experiments import find
from concdemo.settings import settle
from concdemo.stacks.events import STACKS as EVENTS
from concdemo.stacks.plan import lacking
from concdemo.stacks.table import STACKS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")

ROUNDS = 4
STRUCK_ROUNDS = 3
"""Where nothing goes on while a process is killed, in the second of them."""

ENDING = {"TERM": 143, "INT": 130, "KILL": -9}
FIRST, MIDDLE, LAST = 0.0, 0.5, 1.0
"""Which of a run's processes, in the order in which they were started: services come first."""


class Case(NamedTuple):
    """A command; which of its processes are killed, with what; and what ends the whole of it.

    Each process of a run and each signal has its test with ``gil``, in ``test_faults.py``.  Here
    each experiment shows that its own processes are no exception: an arm is killed, a service
    where no test of the experiment's own does that, and the run, by one signal or another.
    """

    words: str
    kills: list[tuple[float, str]]
    ending: str


CASES = {
    "block": Case("block --duration 50 --beat 5", [(MIDDLE, "KILL")], "KILL"),
    "convoy": Case("convoy --pings 10 --threads 1 --interval 0.5", [(LAST, "INT")], "INT"),
    "uvloop": Case(
        "uvloop --measure protocol-1k,http,subprocess --connections 2 --box 5",
        [(FIRST, "KILL"), (LAST, "TERM")],
        "TERM",
    ),
    "scale": Case(
        "scale --most-coroutines 20 --most-threads 20 --most-processes 4 --most-sockets 20",
        [(FIRST, "INT"), (MIDDLE, "KILL")],
        "KILL",
    ),
    "order": Case("order --delay 5", [(LAST, "TERM")], "INT"),
    "each": Case("io --target each --requests 5 --delay 5", [(MIDDLE, "KILL")], "TERM"),
    "race": Case("race --workers 2 --size 2000", [(LAST, "INT")], "KILL"),
    "slow": Case("slow --measure loop,memory --box 5", [(MIDDLE, "KILL")], "INT"),
    "cost": Case("web cost --part validation --box 5", [(MIDDLE, "KILL")], "INT"),
    "flow": Case("web flow", [(LAST, "KILL")], "TERM"),
    "features": Case("web features --feature docs,pool", [(FIRST, "KILL"), (LAST, "TERM")], "INT"),
    "servers": Case(
        "web servers --server hypercorn --connections 2 --window 20",
        [(FIRST, "KILL"), (LAST, "TERM")],
        "KILL",
    ),
    "inflight": Case(
        "web inflight --stack fastapi/uvicorn --requests 4 --wait 10", [(LAST, "KILL")], "TERM"
    ),
    "victim": Case(
        "web victim --stack fastapi --culprit wait --connections 2 --wait 5 --window 30",
        [(LAST, "INT")],
        "KILL",
    ),
    "socket": Case(
        "web socket --events 2 --pause 5 --poll 10 --messages 3 --hold 8",
        [(MIDDLE, "KILL")],
        "INT",
    ),
    "wait": Case("web wait --stack flask/gthread --waits 5", [(LAST, "KILL")], "TERM"),
    "workers": Case("web workers --stack flask --steps 9000 --window 20", [(LAST, "KILL")], "INT"),
}
NEEDS = {
    "features": all(map(host.has, ("fastapi", "uvicorn", "flask"))),
    "uvloop": host.has("uvloop"),
    "servers": all(lacking(STACKS[f"asgi/{name}"]) is None for name in ("uvicorn", "hypercorn")),
    "wait": lacking(STACKS["flask/gthread"]) is None,
    "workers": lacking(STACKS["flask/gunicorn"]) is None,
    "inflight": lacking(STACKS["fastapi/uvicorn"]) is None,
    "victim": lacking(STACKS["fastapi/uvicorn"]) is None,
    "socket": lacking(EVENTS["events/uvicorn"]) is None,
}


def row(name: str, *more: object, what: str, rounds: int = ROUNDS) -> Any:
    """A row of a table of tests, of an experiment that may not be able to run here."""
    able = pytest.mark.skipif(not NEEDS.get(name, True), reason=f"{name} is not installed")
    return pytest.param(f"{CASES[name].words} --rounds {rounds}", *more, id=what, marks=able)


KILLS = [
    row(name, which, signal, what=f"{name}-{which}-{signal}", rounds=STRUCK_ROUNDS)
    for name, case in CASES.items()
    for which, signal in case.kills
]
ENDINGS = [row(name, case.ending, what=f"{name}-{case.ending}") for name, case in CASES.items()]


@pytest.mark.parametrize(("words", "which", "name"), KILLS)
def test_a_killed_process_costs_its_arm_and_no_other(
    place: Path, words: str, which: float, name: str
) -> None:
    """A killed arm is a row that says so; without a service measuring ends; nothing is left."""
    children: list[psutil.Process] = []

    def kill(found: list[psutil.Process]) -> None:
        children.extend(found)
        found[round(which * (len(found) - 1))].send_signal(getattr(signal, f"SIG{name}"))

    ended, report = struck(place, words, "round 2:", kill)
    assert "Traceback" not in ended.err + ended.out
    assert ended.status == 1
    killed = round(which * (len(children) - 1))
    arms = [arm for arm in report.arms if arm.status != "unavailable"]
    services = len(children) - len(arms)
    codes = {caveat.code for caveat in report.caveats}
    if killed < services:
        assert "service-died" in codes
        return
    for number, arm in enumerate(arms):
        if number == killed - services:
            assert arm.status == "failed" and arm.reason is not None
            assert arm.reason.en in " ".join(ended.out.split())
        else:
            assert arm.status == "ok" and len(arm.samples) == STRUCK_ROUNDS


@pytest.mark.parametrize(("words", "name"), ENDINGS)
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


@pytest.mark.skipif(not NEEDS["servers"], reason="servers is not installed")
def test_a_keeper_that_is_killed_leaves_its_server_to_the_run(watched: Watching) -> None:
    """The server goes on, is measured, and ends with the run."""
    going = watched(f"{CASES['servers'].words} --rounds {ROUNDS}")
    going.until("round 2:")
    keeper = going.children[1]  # the load generator comes first
    going.send("KILL", keeper)
    ended = going.end()
    assert ended.status == 0
    report = going.report()
    assert all(len(arm.samples) == ROUNDS for arm in report.arms if arm.status == "ok")
    assert [arm.status for arm in report.arms].count("ok") == 2
    assert "service-died" not in {caveat.code for caveat in report.caveats}


@pytest.mark.skipif(not NEEDS["servers"], reason="servers is not installed")
def test_a_keeper_that_does_not_come_up_costs_its_row() -> None:
    """The others are measured."""
    experiment = find("web servers")
    words = {"server": "hypercorn", "connections": "2", "window": "20"}
    plan = experiment.plan(settle(experiment.options, words), host.describe())
    services = tuple(
        replace(one, entry="builtins:no_keeper") if "hypercorn" in one.name else one
        for one in plan.services
    )
    asked = Asked(rounds=1)
    going = Run(experiment, replace(plan, services=services), asked, lambda _: None)
    going.measure()
    uvicorn, hypercorn = (
        arm for arm in going.report(host.describe(), [], "").arms if arm.status != "unavailable"
    )
    assert (uvicorn.status, len(uvicorn.samples)) == ("ok", 1)
    assert hypercorn.status == "failed" and hypercorn.reason is not None
    assert "no_keeper" in hypercorn.reason.en and "no_keeper" in hypercorn.reason.ko
