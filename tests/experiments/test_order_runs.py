"""``order`` for real: loops, Node.js where it is installed, and a whole short run."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from helpers import GONE_S, alive, eventually, processes_under, run_here, start, words_of

from concdemo import host, schema
from concdemo.errors import ArmFault
from concdemo.experiments.order import arm as order_arm
from concdemo.experiments.order import counts
from concdemo.experiments.order import node as order_node
from concdemo.experiments.order.node import Node
from concdemo.experiments.order.programs import PROGRAMS, Done, Loop
from concdemo.model import Report

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")
LOOPS = ["asyncio", *(["uvloop"] if host.has("uvloop") else [])]
SHORT_S = 0.002
TICKS_NS = 100_000_000
"""The system counts in ticks of a hundredth of a second, and counts on after an answer."""


@pytest.fixture
def node() -> Iterator[Node]:
    """An open Node.js."""
    assert NODE is not None
    opened = Node(NODE)
    yield opened
    opened.close()


def run_on(name: str) -> list[Done]:
    """All programs on one loop."""
    loop = order_arm.open_loop(name)
    try:
        return loop.run(PROGRAMS, SHORT_S)
    finally:
        loop.close()


def steps_of(done: list[Done]) -> set[tuple[str, str, str]]:
    """Which steps were taken, in whatever order."""
    return set(counts.order(done))


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_takes_every_step_once(name: str) -> None:
    """All steps, in one thread, at times that never go back."""
    done = run_on(name)
    assert len(done) == len(steps_of(done)) == 37
    assert len({step.thread for step in done}) == 1
    assert [step.at_ns for step in done] == sorted(step.at_ns for step in done)
    assert counts.pairs(done) and counts.painted(done)[2]


def test_a_loop_can_run_again() -> None:
    """A second run takes the same steps."""
    loop = Loop(None)
    try:
        assert steps_of(loop.run(PROGRAMS, SHORT_S)) == steps_of(loop.run(PROGRAMS, SHORT_S))
    finally:
        loop.close()


@needs_node
def test_node_takes_the_same_steps(node: Node) -> None:
    """The programs in JavaScript are those in Python, by names and number."""
    done, used_ns = node.run(PROGRAMS, SHORT_S)
    assert steps_of(done) == steps_of(run_on("asyncio")) and len(done) == 37
    assert used_ns > 0 and node.version.startswith("v")


@needs_node
def test_what_node_uses_is_counted_once(node: Node) -> None:
    """Its CPU time between answers adds up to what the system says it used."""
    process = psutil.Process(node.pid)
    before = node._cpu_ns
    used = sum(node.run(["computing"], SHORT_S)[1] for _ in range(5))
    assert used == node._cpu_ns - before
    times = process.cpu_times()
    known = round((times.user + times.system) * 1e9)
    assert abs(node._cpu_ns - known) < TICKS_NS


@needs_node
def test_node_ends_with_its_input(node: Node) -> None:
    """When its arm is gone, so is Node.js."""
    process = psutil.Process(node.pid)
    assert node._process.stdin is not None
    node._process.stdin.close()
    assert process.wait(order_node.ENDING_S * 5) == 0


@needs_node
def test_a_node_that_died_is_a_fault(node: Node) -> None:
    """A killed child is no answer, and its arm says so."""
    os.kill(node.pid, signal.SIGKILL)
    with pytest.raises(ArmFault, match="doesn't answer"):
        node.run(PROGRAMS, SHORT_S)


def script(folder: Path, code: str) -> str:
    """A program that isn't Node.js."""
    path = folder / "other"
    path.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "code",
    [
        "print('hello')",
        "print('{}')",
        "print('[]')",
        "pass",
        'print(\'{"version": "v0", "cpu_ns": null}\')',
    ],
)
def test_another_program_is_not_taken_for_node(place: Path, code: str) -> None:
    """Whatever it says, it is answered with a fault and ended."""
    with pytest.raises(ArmFault, match="doesn't answer as") as raised:
        Node(script(place, code))
    assert not raised.value.unavailable


@pytest.mark.parametrize("answer", ["[]", "{}", '{"steps": [1], "cpu_ns": 1}', "no"])
def test_a_strange_answer_is_a_fault(place: Path, answer: str) -> None:
    """What answers like Node.js once and never again is found out."""
    code = f"""print('{{"version": "v0", "cpu_ns": 0}}', flush=True); input(); print({answer!r})"""
    opened = Node(script(place, code))
    with pytest.raises(ArmFault, match="doesn't answer as"):
        opened.run(PROGRAMS, SHORT_S)
    opened.close()


def test_a_silent_program_is_ended(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has so long and no longer; nothing is left of it."""
    monkeypatch.setattr(order_node, "LIMIT_S", 0.2)
    monkeypatch.setattr(order_node, "ENDING_S", 0.05)
    mark = place / "mark"
    code = f"import os, signal; open({str(mark)!r}, 'w').write(str(os.getpid())); signal.pause()"
    with pytest.raises(ArmFault, match="no answer"):
        Node(script(place, code))
    if mark.exists() and (pid := mark.read_text(encoding="utf-8")):
        eventually(lambda: not psutil.pid_exists(int(pid)))


def test_what_can_not_be_started_is_a_fault(place: Path) -> None:
    """A file that is no program."""
    path = place / "other"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ArmFault, match="can't be started"):
        Node(str(path))


# ── whole runs ───────────────────────────────────────────────────────────────


def measured(words: str, place: Path, status: int = 0, **changes: str) -> Report:
    """The report of a run that ended with this status."""
    ended = run_here(*words.split(), "--json", "-", folder=place, changes=changes)
    assert ended.status == status, ended.err + ended.out
    assert "Traceback" not in ended.err and list(place.glob("concdemo-*")) == []
    return schema.decode(ended.out.encode(), "-")


def test_a_run_records_orders(place: Path) -> None:
    """Every loop that is there took all steps, and says why; each claim has a verdict."""
    report = measured("order --delay 2 --rounds 2", place)
    arms = {arm.name: arm for arm in report.arms}
    assert list(arms) == ["asyncio", "uvloop", "node"] and report.baseline == "asyncio"
    there = [*LOOPS, *(["node"] if NODE else [])]
    for name in there:
        arm = arms[name]
        assert arm.status == "ok" and len(arm.samples) == 2 and len(arm.spans) == 9
        assert len(arm.steps) == 37 and all(step.why.en and step.why.ko for step in arm.steps)
        assert all(sample.metrics["steps"] == 37 for sample in arm.samples)
        assert ("agree" in arm.samples[0].metrics) is (name != "asyncio")
    claims = {one.claim for one in report.verdicts}
    assert claims == {"async.coroutine-suspends", "async.one-track", "async.js-loop"}


def test_a_run_without_node(place: Path) -> None:
    """Where node isn't found the rest runs, and what it would have shown is untested."""
    report = measured("order --delay 1 --rounds 1", place, PATH=str(place))
    node = report.arm("node")
    assert node is not None and node.status == "unavailable"
    verdict = next(one for one in report.verdicts if one.claim == "async.js-loop")
    assert verdict.verdict == "untested" and "node is not installed" in verdict.because.en


def test_a_run_with_something_else_for_node(place: Path) -> None:
    """A program that was named and isn't Node.js fails its arm, and the run says so."""
    path = script(place, "print('hello')")
    report = measured(f"order --delay 1 --rounds 1 --node {path}", place, status=1)
    node = report.arm("node")
    assert node is not None and node.status == "failed" and node.reason is not None
    assert "Node.js" in node.reason.en


@needs_node
@pytest.mark.parametrize("victim", ["arm", "conductor"])
def test_whoever_is_killed_takes_node_along(place: Path, victim: str) -> None:
    """Node.js outlives neither its arm nor the run, whichever is killed."""

    def of_node() -> list[psutil.Process]:
        return [one for one in processes_under(place) if "programs.js" in " ".join(words_of(one))]

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    conductor = start("order", "--delay", "50", "--rounds", "500", folder=place, **quiet)
    try:
        [node] = eventually(of_node, what="node")
        if victim == "arm":
            os.kill(node.ppid(), signal.SIGKILL)
            eventually(lambda: not alive(node), GONE_S, what="node's end")
        os.kill(conductor.pid, signal.SIGKILL)
        eventually(lambda: not processes_under(place), GONE_S, what="the end of all")
    finally:
        conductor.kill()
        conductor.wait()
