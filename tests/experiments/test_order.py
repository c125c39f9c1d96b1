"""``order`` on made-up recordings: what is counted, compared, doubted and judged."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import WHY, host, with_arm
from orders import LOOP, MS, NODE, PAIRS, counted_in, order_report, recorded

from concdemo.errors import ArmFault, UsageFault
from concdemo.experiments import order
from concdemo.experiments.order import arm, counts, words
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Caveat, Report
from concdemo.settings import settle
from concdemo.text import LANGUAGES

SUSPENDS, TRACK, JS = "async.coroutine-suspends", "async.one-track", "async.js-loop"


# ── what is counted ──────────────────────────────────────────────────────────


def test_a_run_is_counted() -> None:
    """Steps, interruptions, overlaps and threads of a whole run."""
    assert counts.counted(recorded(LOOP)) == {
        "steps": 37,
        "suspended": 4,
        "interrupted-plain": 0,
        "overlap-plain": 0,
        "overlap-waiting": pytest.approx(2 / 3),
        "overlap-computing": 0,
        "threads": 1,
    }


@pytest.mark.parametrize(
    ("steps", "times"),
    [
        ("A starts, A goes on, A ends, B starts, B goes on, B ends", 0),
        ("A starts, B starts, A goes on, A ends, B goes on, B ends", 2),
        ("A starts, B starts, A goes on, B goes on, A ends, B ends", 4),
        ("A starts, main waits, A goes on, main goes on, A ends", 0),
    ],
)
def test_only_the_other_coroutine_interrupts(steps: str, times: int) -> None:
    """What counts is a step of the other walker between two steps of one; main's don't."""
    assert counts.suspended(recorded({"turns": steps})) == times


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("A starts, A ends, B starts, B ends", 0),
        ("A starts, B starts, B ends, A ends", 2),
        ("A starts, B starts, A ends, B ends", 2),
    ],
)
def test_interruptions_are_steps_in_between(steps: str, found: int) -> None:
    """Steps of others between a job's first and last one, over all jobs."""
    assert counts.interrupted(recorded({"serial": steps}), "serial") == found


@pytest.mark.parametrize(
    ("steps", "share"),
    [
        ("A starts, A ends, B starts, B ends, C starts, C ends", 0.0),
        ("A starts, B starts, B ends, A ends", 1.0),
        ("A starts, B starts, A ends, B ends", 0.5),
        ("A starts, A ends", 0.0),
    ],
)
def test_overlap_is_a_share(steps: str, share: float) -> None:
    """0: one behind another; 1: the shorter wholly within the longer."""
    assert counts.overlap(recorded({"waits": steps}), "waits") == pytest.approx(share)


def test_a_second_thread_is_seen() -> None:
    """Threads are those that took steps."""
    both = recorded({"turns": LOOP["turns"]}) + recorded({**LOOP}, thread=8)
    assert counts.counted(both)["threads"] == 2


def test_an_order_has_no_times() -> None:
    """Two runs of the same order are equal, however long they took."""
    assert counts.order(recorded(LOOP)) == counts.order(recorded(LOOP, 5 * MS))
    assert counts.order(recorded(LOOP)) != counts.order(recorded(NODE))


def test_the_jobs_are_painted_on_their_thread() -> None:
    """Nine jobs, the first at 0: plain and coroutine waits, then computing, in one lane."""
    wall_ns, lanes, spans = counts.painted(recorded(LOOP))
    assert len(lanes) == 1 and lanes[0].thread == 7
    assert [span.task for span in spans] == list(range(9))
    assert [span.state for span in spans] == ["waiting"] * 6 + ["running"] * 3
    assert spans[0][3:] == (0, MS) and spans[3][3:] == (6 * MS, 9 * MS)
    assert wall_ns == max(span.end_ns for span in spans) == 17 * MS


def test_two_models_are_compared_pair_by_pair() -> None:
    """The pairs in which they agree are counted, and each pair says in which it holds."""
    mine, theirs = (counts.pairs(recorded(steps)) for steps in (NODE, LOOP))
    assert tuple(mine) == PAIRS
    found = counts.compared(mine, theirs)
    assert (found["pairs"], found["agree"], found["differ"]) == (8, 5, 3)
    assert [found[f"pair-{name}"] for name in PAIRS] == [3, 3, 3, 3, 3, 2, 2, 2]
    back = counts.compared(theirs, mine)
    assert [back[f"pair-{name}"] for name in PAIRS[5:]] == [1, 1, 1]
    same = counts.compared(theirs, theirs)
    assert (same["agree"], same["differ"]) == (8, 0)


def test_a_step_that_was_never_taken_is_an_error() -> None:
    """Two models can't be compared by half a recording."""
    with pytest.raises(KeyError):
        counts.pairs(recorded({**LOOP, "queues": "script starts, script ends"}))


# ── words ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("loop", order.MODES)
def test_every_step_of_every_loop_has_a_reason(loop: str, language: Any) -> None:
    """No step stands there without why, and each has a name."""
    for step in recorded(NODE if loop == "node" else LOOP):
        assert words.why(loop, step.program, step.track, step.did).into(language)
        assert words.named(step.track).into(language)
        assert words.PROGRAMS[step.program].into(language)


# ── the plan ─────────────────────────────────────────────────────────────────


def planned(**given: str) -> Any:
    """The plan for what was typed."""
    return order.plan(settle(order.OPTIONS, given), host())


def test_the_plan_has_three_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asyncio is the baseline; uvloop and Node.js stand beside it."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    plan = planned(delay="5")
    assert [arm.name for arm in plan.arms] == ["asyncio", "uvloop", "node"]
    assert {arm.unavailable for arm in plan.arms} == {None}
    assert plan.arms[2].parameters == {"wait_s": 0.005, "node": "/bin/node"}
    assert {arm.scheduling for arm in plan.arms} == {"waiting"}


def test_without_node_its_arm_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not installed is a row with the mend."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    plan = order.plan(settle(order.OPTIONS, {}), host(libraries={}))
    reasons = {arm.name: arm.unavailable and arm.unavailable.en for arm in plan.arms}
    assert reasons["asyncio"] is None
    assert "--node" in str(reasons["node"]) and "pip install uvloop" in str(reasons["uvloop"])


def test_a_node_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Neither a path that doesn't exist nor a file that can't be run."""
    plain = tmp_path / "plain"
    plain.write_text("no program", encoding="utf-8")
    for path in (tmp_path / "missing", plain):
        with pytest.raises(UsageFault, match=path.name):
            planned(node=str(path))


def test_a_uvloop_that_does_not_load_costs_its_arm_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not available, with the mend."""
    monkeypatch.setitem(sys.modules, "uvloop", None)
    with pytest.raises(ArmFault, match="pip install uvloop") as raised:
        arm.open_loop("uvloop")
    assert raised.value.unavailable


# ── doubts and verdicts ──────────────────────────────────────────────────────


def test_an_order_that_varies_is_doubted() -> None:
    """Samples in another order than the first are counted, for their arm."""
    whole = order_report()
    assert order.doubts(whole) == []
    odd = [*counted_in(6), *counted_in(2, reordered=1.0)]
    [doubt] = order.doubts(with_arm(whole, "uvloop", samples=odd))
    assert (doubt.code, doubt.arm) == ("order-varies", "uvloop")
    assert "2 of 8" in doubt.detail.en and "8개 가운데 2개" in doubt.detail.ko


def judged(whole: Report) -> dict[str, str]:
    """The verdicts by claim."""
    return {one.claim: one.verdict for one in with_verdicts(whole).verdicts}


def because(whole: Report, claim: str) -> str:
    """What is said of a claim in English."""
    return next(one.because.en for one in with_verdicts(whole).verdicts if one.claim == claim)


ORDINARY = {SUSPENDS: "supported", TRACK: "depends", JS: "depends"}


@pytest.mark.parametrize(
    ("whole", "changed"),
    [
        pytest.param(order_report(), {}, id="as it is"),
        pytest.param(
            order_report(asyncio={"suspended": 0}), {SUSPENDS: "refuted"}, id="on asyncio"
        ),
        pytest.param(
            with_arm(
                order_report(asyncio={"suspended": 0}), "uvloop", samples=counted_in(suspended=0)
            ),
            {SUSPENDS: "refuted"},
            id="no coroutine ever stops",
        ),
        pytest.param(
            order_report(asyncio={"suspended": 1}), {SUSPENDS: "inconclusive"}, id="one stop"
        ),
        pytest.param(
            order_report(asyncio={"interrupted-plain": 2}),
            {SUSPENDS: "inconclusive", TRACK: "inconclusive"},
            id="even plain functions are interrupted",
        ),
        pytest.param(
            order_report(asyncio={"overlap-computing": 0.9}),
            {TRACK: "supported"},
            id="computing overlaps too",
        ),
        pytest.param(
            order_report(asyncio={"overlap-waiting": 0.1}),
            {TRACK: "inconclusive"},
            id="not even waits overlap",
        ),
        pytest.param(
            order_report(asyncio={"overlap-computing": 0.4}),
            {TRACK: "inconclusive"},
            id="computing overlaps by half",
        ),
        pytest.param(order_report(differing=()), {JS: "supported"}, id="the models agree"),
        pytest.param(order_report(differing=PAIRS), {JS: "refuted"}, id="the models never agree"),
        pytest.param(
            order_report(unavailable={"node": words.NODE_MISSING}),
            {JS: "untested"},
            id="no Node.js",
        ),
        pytest.param(order_report(faults={"node": WHY}), {JS: "inconclusive"}, id="Node.js failed"),
        pytest.param(
            order_report(unavailable={"uvloop": WHY, "node": WHY}),
            {JS: "untested"},
            id="asyncio alone",
        ),
        pytest.param(
            order_report(count=5), dict.fromkeys(ORDINARY, "inconclusive"), id="too few rounds"
        ),
        pytest.param(
            order_report(caveats=[Caveat("busy-machine", None, WHY)]),
            dict.fromkeys(ORDINARY, "inconclusive"),
            id="a busy machine",
        ),
        pytest.param(
            order_report(caveats=[Caveat("order-varies", "asyncio", WHY)]),
            {},
            id="an order that varies where no claim looks",
        ),
    ],
)
def test_verdicts(whole: Report, changed: dict[str, str]) -> None:
    """Every way of knowing, and of not knowing."""
    assert judged(whole) == {**ORDINARY, **changed}


def test_a_pair_that_varies_decides_nothing() -> None:
    """Where some samples agree in everything and others don't, no verdict is reached."""
    holds = dict.fromkeys(PAIRS, 3.0)
    mixed = [*counted_in(7, holds), *counted_in(1, {**holds, "overtakes": 2.0})]
    assert judged(with_arm(order_report(), "node", samples=mixed))[JS] == "inconclusive"


def test_what_differs_is_named() -> None:
    """The sentence names the pairs that hold in both models, and those that hold in one."""
    said = because(order_report(), JS)
    assert "of 8 pairs of steps 5 came in the same order" in said and "3 did not" in said
    assert said.count("Both ") == 5 and said.count("Only ") == 3
    alike = because(order_report(differing=PAIRS[6:7]), JS)
    assert "micro-tasks" in alike and "inside the call" not in alike


def test_the_other_track_is_said_to_be_no_thread() -> None:
    """Only where one thread did everything; computing and waiting are told apart."""
    assert "no second thread" in because(order_report(), TRACK)
    several = because(order_report(asyncio={"threads": 3}), TRACK)
    assert "no second thread" not in several and "only in their waits" in several


def test_missing_node_is_said_with_the_mend() -> None:
    """The student reads what to install."""
    said = because(order_report(unavailable={"node": words.NODE_MISSING}), JS)
    assert "node is not installed" in said and "--node" in said


# ── an arm on scripted loops ─────────────────────────────────────────────────


class Scripted:
    """A loop that answers with recordings."""

    kind = "scripted"

    def __init__(self, *programs: dict[str, str]) -> None:
        self.runs = [recorded(one) for one in programs]

    def run(self, names: object, wait_s: float) -> Any:
        """The next recording, or the last again."""
        return self.runs.pop(0) if len(self.runs) > 1 else self.runs[0]

    def close(self) -> None:
        """Nothing to close."""


def arm_on(monkeypatch: pytest.MonkeyPatch, name: str, own: Scripted) -> arm.OrderArm:
    """An arm whose own loop is scripted, beside an asyncio that is scripted too."""
    loops: dict[str, Callable[[], Scripted]] = {
        "asyncio": lambda: own if name == "asyncio" else Scripted(LOOP),
        "uvloop": lambda: own,
    }
    monkeypatch.setattr(arm, "open_loop", lambda wanted: loops[wanted]())
    plan = order.plan(settle(order.OPTIONS, {}), host())
    return arm.OrderArm(next(arm for arm in plan.arms if arm.name == name))


def test_another_order_than_the_first_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The warm-up's order is the one that samples are held against."""
    opened = arm_on(monkeypatch, "asyncio", Scripted(LOOP, LOOP, NODE, LOOP))
    assert [opened.sample(1).metrics["reordered"] for _ in range(4)] == [0, 0, 1, 0]
    assert "agree" not in opened.sample(1).metrics


def test_an_arm_is_compared_with_asyncio(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside its own order it has how that compares, with nothing used elsewhere."""
    taken = arm_on(monkeypatch, "uvloop", Scripted(NODE)).sample(1)
    assert taken.metrics["agree"] == 5 and taken.metrics["pair-overtakes"] == 2
    assert taken.elsewhere_ns == 0 and taken.checksum is None and taken.waited_ns == -1


def test_a_portrait_tells_each_step_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps in their order, in words; jobs as spans."""
    painted = arm_on(monkeypatch, "uvloop", Scripted(LOOP)).portrait(1)
    assert len(painted.steps) == 37 and len(painted.spans) == 9
    assert painted.steps[2].track.en == "A" and painted.steps[2].did.ko == "시작"
    assert "create_task" in painted.steps[2].why.en
    assert replace(painted.steps[2], track=painted.steps[3].track) == painted.steps[3]
