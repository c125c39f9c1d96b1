"""A lesson given by scripted keys: where a class gets to, and what counts."""

import pytest
from builders import with_arm
from lesson_scripts import (
    EXPLANATION,
    EXPLANATION_AT,
    HEAD,
    QUESTION,
    QUESTION_AT,
    RUN,
    RUN_AT,
    SAY,
    TINY,
    checked,
    tiny_report,
)

from concdemo.ledger.judge import with_verdicts
from concdemo.lessons.outcomes import score_lines, told_of
from concdemo.lessons.session import Deed, Key, Session
from concdemo.model import Report
from concdemo.text import Text

WHY = Text("no room", "자리가 없습니다")
SPEEDS = {"supported": 1.0, "refuted": 1.9, "inconclusive": 1.3}


def given(*keys: Key, threads: float = 1.0, script: str = TINY) -> tuple[Session, list[Deed]]:
    """A session after these keys; each run that is asked for gives that report."""
    session = Session(checked(script))
    deeds = [session.begin()]
    for key in keys:
        deeds.append(session.press(key))
        if deeds[-1] == "measure":
            session.measured(tiny_report(threads))
    return session, deeds


def test_a_class_goes_through_a_lesson() -> None:
    """Every step is shown once, the run is made once, and beyond the last step is the end."""
    session, deeds = given("next", "2", "next", "next", "next", "next", "next")
    assert deeds == ["show"] * 4 + ["measure", "show", "show", "end"]
    assert session.answers == {QUESTION_AT: 1}
    assert session.outcome(QUESTION_AT).state == "right"


def test_going_back_shows_what_was_measured() -> None:
    """A run is made when it is reached first; later only if it is asked for."""
    session, deeds = given("next", "next", "next", "back", "next", "again", "back", "back", "back")
    assert deeds == ["show"] * 3 + ["measure", "show", "show", "measure", "show", "show", "show"]
    assert session.place == 0 and session.press("back") == "stay"


def test_keys_that_mean_nothing_here() -> None:
    """No choices in prose, no fourth of three, nothing to run again but runs; nothing changes."""
    session, deeds = given("1", "again", "next", "4", "9", "again")
    assert deeds == ["show", "stay", "stay", "show", "stay", "stay", "stay"]
    assert session.answers == {} and session.place == QUESTION_AT
    assert session.press("quit") == "end"


def test_an_answer_can_be_changed_until_the_run() -> None:
    """Once the class has seen the run, answers come too late."""
    session, _ = given("next", "1", "3", "2")
    assert session.answers == {QUESTION_AT: 1} and session.choices == 3
    session.press("next"), session.press("next")
    session.measured(tiny_report())
    session.press("back"), session.press("back")
    assert session.press("1") == "stay" and session.answers == {QUESTION_AT: 1}
    assert session.choices == 0


@pytest.mark.parametrize(
    ("choice", "verdict", "state"),
    [
        ("1", "supported", "wrong"),
        ("2", "supported", "right"),
        ("3", "supported", "wrong"),
        ("1", "refuted", "right"),
        ("2", "refuted", "wrong"),
        ("3", "refuted", "wrong"),
        ("1", "inconclusive", "unsettled"),
        ("2", "inconclusive", "unsettled"),
        ("3", "inconclusive", "unsettled"),
        (None, "supported", "left-out"),
        (None, "inconclusive", "unsettled"),
    ],
)
def test_the_run_says_who_was_right(choice: Key | None, verdict: str, state: str) -> None:
    """Whatever a textbook says; and where the run can't tell, nobody is counted."""
    keys: list[Key] = ["next", *([choice] if choice else []), "next", "next"]
    session, _ = given(*keys, threads=SPEEDS[verdict])
    outcome = session.outcome(QUESTION_AT)
    assert outcome.verdict is not None and outcome.verdict.verdict == verdict
    assert outcome.state == state
    said = told_of(outcome)
    assert said.state == state and len(said.lines) >= 2
    score = " ".join(line.en for line in score_lines(session))
    assert ("1 of 1 right" in score) == (state == "right")
    assert ("0 of 1 right" in score) == (state == "wrong")
    assert ("not counted" in score) == (state == "unsettled")


def test_what_stands_behind_a_wrong_answer() -> None:
    """Whoever errs reads what the choice comes from; whoever is right doesn't."""
    wrong = given("next", "1", "next", "next")[0].outcome(QUESTION_AT)
    assert any("a core each" in line.en for line in told_of(wrong).lines)
    assert any("As long" in line.en for line in told_of(wrong).lines)
    right = given("next", "1", "next", "next", threads=1.9)[0].outcome(QUESTION_AT)
    assert not any("a core each" in line.en for line in told_of(right).lines)


def test_before_the_run_nothing_is_told() -> None:
    """A question that is open has no outcome, and is counted as not reached."""
    session, _ = given("next", "1")
    assert told_of(session.outcome(QUESTION_AT)).lines == []
    assert "Not reached: 1." in [line.en for line in score_lines(session)]
    assert score_lines(Session(checked(HEAD + SAY))) == []


@pytest.mark.parametrize("verdict", SPEEDS)
def test_an_explanation_fits_what_was_measured(verdict: str) -> None:
    """The text of this verdict, with this run's numbers; of the engine's where there is none."""
    session, _ = given("next", "next", "next", "next", threads=SPEEDS[verdict])
    found = session.explanation(EXPLANATION_AT)
    assert found.verdict is not None and found.verdict.verdict == verdict
    assert found.text is not None
    beginning = {"supported": "Threads: 1.0", "refuted": "Fast: 1.9", "inconclusive": "This run"}
    assert found.text.en.startswith(beginning[verdict])
    assert "{" not in found.text.en + found.text.ko


def test_an_explanation_without_its_numbers_is_left_out() -> None:
    """A number that isn't known is never shown: the verdict speaks for itself."""
    place = "{arm[processes].cores}"
    script = TINY.replace("of {cores}", place).replace("코어 {cores}", place)
    session = Session(checked(script), RUN_AT)
    session.measured(with_arm(tiny_report(), "processes", cores_busy=None))
    session.press("next")
    found = session.explanation(EXPLANATION_AT)
    assert found.text is None and found.verdict is not None
    assert found.verdict.verdict == "supported"


def test_a_run_that_could_not_be_made() -> None:
    """The lesson goes on; what hangs on the run says so, and trying again is possible."""
    session = Session(checked())
    for key in ("next", "1", "next", "next"):
        deed = session.press(key)  # type: ignore[arg-type]
    assert deed == "measure"
    session.failed(WHY)
    assert session.faults == {RUN_AT: WHY}
    assert session.press("next") == "show"
    assert session.explanation(EXPLANATION_AT).verdict is None
    assert session.outcome(QUESTION_AT).state == "open"
    assert session.press("back") == "show" and session.press("again") == "measure"
    session.measured(tiny_report())
    assert session.faults == {} and session.outcome(QUESTION_AT).state == "wrong"
    assert session.press("again") == "measure"
    session.failed(WHY)
    assert session.reports == {}


def test_a_run_made_again_counts() -> None:
    """The last run is the one that is explained and that answers are held against."""
    session, _ = given("next", "1", "next", "next")
    assert session.outcome(QUESTION_AT).state == "wrong"
    assert session.press("again") == "measure"
    session.measured(tiny_report(1.9))
    assert session.outcome(QUESTION_AT).state == "right"


def test_beginning_in_the_middle() -> None:
    """Behind the run there is nothing to explain yet; at the run it is made."""
    session = Session(checked(), EXPLANATION_AT)
    assert session.begin() == "show"
    found = session.explanation(EXPLANATION_AT)
    assert found.verdict is None and found.text is not None and "measure" in found.text.en
    assert Session(checked(), RUN_AT).begin() == "measure"


def test_saved_reports_in_place_of_runs() -> None:
    """Nothing is ever measured, and a question is open until the class has come by its run."""
    session = Session(checked(), 0, {RUN_AT: tiny_report()})
    deeds = [session.begin(), *map(session.press, ("next", "2", "next"))]  # type: ignore[arg-type]
    assert session.outcome(QUESTION_AT).state == "open"
    deeds += [session.press("next"), session.press("again"), session.press("next")]
    assert deeds == ["show", "show", "show", "show", "show", "stay", "show"]
    assert session.outcome(QUESTION_AT).state == "right"
    late = Session(checked(), EXPLANATION_AT, {RUN_AT: tiny_report()})
    assert late.explanation(EXPLANATION_AT).verdict is not None


def without_verdicts() -> Report:
    """A report in which the claim was not judged."""
    report = with_verdicts(tiny_report())
    report.verdicts.clear()
    return report


def test_a_report_without_the_claim() -> None:
    """As one of another version may be: nothing is counted and nothing made up."""
    session = Session(checked(), RUN_AT, {RUN_AT: without_verdicts()})
    session.begin()
    assert session.outcome(QUESTION_AT).state == "unsettled"
    assert len(told_of(session.outcome(QUESTION_AT)).lines) == 2
    assert session.explanation(EXPLANATION_AT).verdict is None


def test_two_questions_before_one_run() -> None:
    """Each is answered by the run, and the score counts both."""
    second = QUESTION.replace("guess", "second")
    script = HEAD + QUESTION + second + RUN + EXPLANATION
    session, _ = given("1", "next", "2", "next", script=script)
    assert [outcome.state for outcome in session.outcomes(2)] == ["wrong", "right"]
    assert score_lines(session)[0].en == "1 of 2 right."
