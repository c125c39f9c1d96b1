"""``race`` with made-up counts: what is planned, read from bytecode, doubted, judged and told."""

import dis
from dataclasses import replace
from typing import Any

import pytest
from builders import WHY, host, row
from collisions import RACE, counted, race_report

from concdemo.errors import UsageFault
from concdemo.experiments.race import ENOUGH_ROUNDS, bytecode, gaps, story
from concdemo.experiments.race.programs import PROGRAMS, Program
from concdemo.experiments.race.threads import part_of, returns, together
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Calibration, Caveat, Plan, Report
from concdemo.settings import settle
from concdemo.text import Text

NONE = {"threads-call": 0, "threads-own-locks": 0, "threads-dict": 0}
TITLE = Text("A program", "프로그램")
WHO = Text("thread {number}", "스레드 {number}")


def planned(**given: str) -> Plan:
    """The plan with these options."""
    return RACE.plan(settle(RACE.options, given), host())


# ── plan ─────────────────────────────────────────────────────────────────────


def test_one_thread_is_the_baseline() -> None:
    """Everybody else has as many as asked for."""
    plan = planned(workers="3")
    assert plan.baseline.name == "one-thread" and plan.baseline.workers == 1
    assert {arm.workers for arm in plan.arms[1:]} == {3}
    assert [arm.name for arm in plan.arms] == list(PROGRAMS)
    assert plan.most_rounds == ENOUGH_ROUNDS
    assert {arm.scheduling for arm in plan.arms if arm.mode == "threads"} == {"crowded"}


@pytest.mark.parametrize("given", [{"workers": "1"}, {"workers": "17"}, {"size": "0"}])
def test_what_can_not_be_asked_for(given: dict[str, str]) -> None:
    """One alone collides with nobody."""
    with pytest.raises(UsageFault):
        planned(**given)


@pytest.mark.parametrize(
    ("given", "ms"),
    [
        ({}, 100),
        ({"workers": "2"}, 100),
        ({"workers": "16"}, 400),
        ({"workers": "2", "switch-interval": "20"}, 200),
        ({"switch-interval": "0.1"}, 100),
        ({"switch-interval": "10000"}, 400),
    ],
)
def test_a_sample_has_turns_for_all(given: dict[str, str], ms: int) -> None:
    """Longer for more threads and for longer turns, but not for ever."""
    size = planned(**given).size
    assert isinstance(size, Calibration) and size.sample_ns == ms * 1_000_000


# ── bytecode ─────────────────────────────────────────────────────────────────


@pytest.mark.skipif(bytecode.known_switches() is None, reason="an interpreter that isn't known")
@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("threads-call", ["CALL"]),
        ("threads-lock", ["CALL"]),
        ("threads-own-locks", ["CALL"]),
        ("threads-plain", []),
        ("threads-dict", ["CALL"]),
        ("threads-append", []),
        ("threads-set", []),
        ("async-await", ["YIELD_VALUE"]),
        ("async", []),
        ("one-thread", None),
        ("processes", None),
    ],
)
def test_gaps_of_the_functions_that_run(name: str, places: list[str] | None) -> None:
    """Between reading and writing, with the GIL."""
    known = bytecode.known_switches()
    assert bytecode.others_come_in(name, PROGRAMS[name], "on", known) == places


def test_without_the_gil_every_instruction_is_a_gap() -> None:
    """From the one that reads to the one before it is written; so for shared memory always."""

    def found(name: str, gil: str) -> list[str] | None:
        return bytecode.others_come_in(name, PROGRAMS[name], gil, frozenset())

    plain, shared = found("threads-plain", "off"), found("processes-shared", "on")
    assert plain is not None and plain[0] == "LOAD_ATTR" and "BINARY_OP" in plain
    assert shared is not None and len(shared) >= 3
    assert found("threads-append", "off") == [] and found("threads-plain", "on") == []


def test_every_switch_that_is_known_is_an_instruction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table names what this version has, and nothing of versions that it doesn't know."""
    known = bytecode.known_switches()
    assert known is None or known <= set(dis.opmap)
    monkeypatch.setattr(bytecode.sys, "version_info", (3, 99))
    assert bytecode.known_switches() is None
    monkeypatch.undo()
    monkeypatch.setattr(bytecode.platform, "python_implementation", lambda: "PyPy")
    assert bytecode.known_switches() is None


def test_an_interpreter_that_is_not_known_has_no_count() -> None:
    """Neither a number nor a claim is made up."""
    call = PROGRAMS["threads-call"]
    assert bytecode.others_come_in("threads-call", call, "on", None) is None


def test_a_function_without_the_instruction_is_an_error() -> None:
    """What is read must be found."""
    with pytest.raises(LookupError):
        bytecode.between(Program(part_of))


def test_gaps_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """By arm, with names; without the GIL, and where nothing is known."""
    assert "at the same time" in gaps(host(gil="off")).en
    monkeypatch.setattr(bytecode, "known_switches", lambda: frozenset({"CALL"}))
    for said in (gaps(host()).en, gaps(host()).ko):
        assert "CALL" in said and "plain" in said and "own-locks" not in said
    monkeypatch.setattr(bytecode, "known_switches", lambda: None)
    assert "not known" in gaps(host()).en


# ── turns ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("order", "found"),
    [([], 0), ([0, 0], 0), ([0, 0, 1, 1, 2], 0), ([0, 1, 0], 1), ([0, 1, 0, 1, 2, 2, 0], 3)],
)
def test_returns_are_counted(order: list[int], found: int) -> None:
    """One behind the other is none; each coming back is one."""
    assert returns(order) == found


def test_what_a_thread_raises_is_raised() -> None:
    """And not that others waited for it in vain."""

    def broken() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        together([broken, lambda: None])


# ── the story ────────────────────────────────────────────────────────────────


def pairs(who: int, first: int, count: int) -> list[story.Noted]:
    """So many updates of one, with nobody in between."""
    return [
        note
        for value in range(first, first + count)
        for note in ((who, False, value), (who, True, value + 1))
    ]


def told(notes: list[story.Noted]) -> list[str]:
    """The story's steps."""
    return [f"{step.track.en}: {step.did.en}" for step in story.tell(notes, TITLE, WHO)]


def test_nothing_lost_is_no_story() -> None:
    """Neither one after another nor a reading that nobody wrote over."""
    assert told([]) == []
    assert told([*pairs(0, 0, 3), *pairs(1, 3, 3)]) == []
    assert told([(0, False, 0), (1, False, 0), (0, True, 1)]) == []


def test_a_short_story_is_told_whole() -> None:
    """From the first reading of what was written over."""
    notes = [(0, False, 0), (1, False, 0), (0, True, 1), (0, False, 1), (1, True, 1)]
    assert told([*notes, (0, True, 2)]) == [
        "thread 1: read 0",
        "thread 2: read 0",
        "thread 1: wrote 1",
        "thread 1: read 1",
        "thread 2: wrote 1",
    ]
    assert "updates: 1" in story.tell(notes, TITLE, WHO)[-1].why.en


def test_a_long_story_is_summed_up() -> None:
    """What came before isn't told; what was undone is counted."""
    notes = [*pairs(2, 0, 5), (0, False, 5), *pairs(1, 5, 100), *pairs(2, 105, 50), (0, True, 6)]
    assert told(notes) == [
        "thread 1: read 5",
        "thread 2: read 5",
        "thread 2: wrote 6",
        "thread 2: read 6",
        "thread 2, 3: 149 × read and wrote, up to 155",
        "thread 1: wrote 6",
    ]
    assert "updates: 150" in story.tell(notes, TITLE, WHO)[-1].why.en


def test_many_who_read_first() -> None:
    """A story in which only readings would be left to sum up is told whole."""
    notes = [(who, False, 0) for who in range(20)]
    steps = told([*notes, (0, True, 1), (1, True, 1)])
    assert steps[0] == "thread 1: read 0" and steps[-1] == "thread 2: wrote 1"


# ── doubts and verdicts ──────────────────────────────────────────────────────


def judged(whole: Report) -> str:
    """The verdict."""
    [verdict] = with_verdicts(whole).verdicts
    assert verdict.claim == "gil.threads-collide"
    return verdict.verdict


def because(whole: Report) -> str:
    """What is said of it in English."""
    return with_verdicts(whole).verdicts[0].because.en


def some(name: str, *found: list[Any]) -> Report:
    """The report with these samples of an arm, numbered as rounds."""
    joined = [sample for part in found for sample in part]
    return race_report(samples={name: joined})


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [
        pytest.param(race_report(), "supported", id="as it is"),
        pytest.param(race_report({"threads-call": 1}), "supported", id="one in every sample"),
        pytest.param(race_report(NONE), "refuted", id="none"),
        pytest.param(
            race_report({**NONE, "threads-dict": 3}), "inconclusive", id="another lost some"
        ),
        pytest.param(
            race_report(
                NONE,
                samples={
                    "threads-call": [
                        *counted(0, 7),
                        *(replace(one, clean=False) for one in counted(1, 1)),
                    ]
                },
            ),
            "inconclusive",
            id="some, in a sample that was disturbed",
        ),
        pytest.param(
            some("threads-call", counted(5, 7), counted(0, 1)), "inconclusive", id="not in all"
        ),
        pytest.param(race_report({"threads-lock": 3}), "inconclusive", id="lost with a lock"),
        pytest.param(race_report({"one-thread": 3}), "inconclusive", id="lost by one alone"),
        pytest.param(
            race_report(NONE, samples={"threads-call": counted(0, returns=3.0)}),
            "inconclusive",
            id="none, but hardly any turns",
        ),
        pytest.param(
            race_report(samples={"threads-lock": counted(0, returns=0.0)}),
            "inconclusive",
            id="with the lock hardly any turns",
        ),
        pytest.param(race_report(count=5), "inconclusive", id="too few rounds"),
        pytest.param(
            race_report(caveats=[Caveat("busy-machine", None, WHY)]), "inconclusive", id="busy"
        ),
        pytest.param(race_report(faults={"threads-call": WHY}), "inconclusive", id="it failed"),
        pytest.param(race_report(faults={"processes": WHY}), "supported", id="another failed"),
        pytest.param(
            race_report({"threads-plain": 7}, machine=host(gil="off")), "supported", id="no GIL"
        ),
        pytest.param(race_report({"threads-append": 7}), "supported", id="an append was lost"),
    ],
)
def test_verdicts(whole: Report, verdict: str) -> None:
    """Every way of knowing, and of not knowing."""
    assert judged(whole) == verdict


def test_what_is_said_beside_it() -> None:
    """Each sentence only where it is so."""
    said = because(race_report())
    for words in ("box.n += 1 lost none", "A lock of its own", "short runs", "awaited", "shared"):
        assert words in said
    other = because(
        race_report(
            {"threads-plain": 7, "threads-own-locks": 0, "async-await": 0, "processes": 2},
            samples={"threads-brief": counted(3, wrong=2.0, runs=100.0)},
        )
    )
    assert "Even box.n += 1 lost 7" in other
    for words in ("lost none (", "A lock of its own", "short runs", "awaited", "Processes"):
        assert words not in other


def codes(whole: Report) -> dict[str | None, str]:
    """The doubts by arm."""
    return {caveat.arm: caveat.code for caveat in whole.caveats}


def test_doubts() -> None:
    """Hardly any turns, what is safe and was not, a gap that wasn't found."""
    assert codes(race_report()) == {}
    few = race_report(samples={"threads-call": counted(5, returns=1.0)})
    assert codes(few) == {"threads-call": "few-turns"}
    assert "1 times a sample" in few.caveats[0].detail.en
    assert codes(race_report({"threads-append": 2})) == {"threads-append": "inexact"}
    assert codes(race_report({"threads-plain": 2})) == {"threads-plain": "unexplained"}
    assert codes(race_report({"threads-call": 0})) == {"threads-call": "lost-elsewhere"}
    dirty = [replace(one, clean=False) for one in counted(0)]
    assert codes(race_report(samples={"threads-call": dirty})) == {}
    assert codes(race_report({"threads-plain": 2}, machine=host(gil="off"))) == {}


def test_a_sample_with_few_turns_among_many_is_no_doubt() -> None:
    """What counts is how it usually was."""
    mixed = some("threads-call", counted(5, 6), counted(5, 2, returns=0.0))
    assert codes(mixed) == {} and row(mixed, "threads-call").value == 5
