"""What a script refers to: every command, claim, number and piece of code is looked up."""

import re

import pytest
from helpers import ROOT
from lesson_scripts import (
    EXPLANATION,
    EXPLANATION_AT,
    HEAD,
    PAUSE,
    QUESTION,
    QUESTION_AT,
    RUN,
    RUN_AT,
    SAY,
    SHOW,
    SHOW_AT,
    TINY,
    checked,
    drafted,
)

from concdemo.cli.lesson import COMMANDS
from concdemo.lessons import shelf
from concdemo.lessons.check import check
from concdemo.lessons.model import Explain, Pause, Predict, Run, Say, Show
from concdemo.lessons.read import Fault, read

HASH = RUN.replace("--size 300", "--workload hash --size 1").replace('id = "measure"\n', "")
SHORT = RUN.replace("threads,processes", "threads")
UNTESTED = 'untested = { en = "C lets go.", ko = "C는 놓아준다." }\n'
LATE = HEAD + QUESTION + RUN + EXPLANATION


def run(line: str) -> str:
    """A lesson that runs that line."""
    return HEAD + f"[[step]]\nrun = {line!r}\n"


def told(old: str, new: str) -> str:
    """The lesson with its explanation changed in both languages."""
    english, korean = '"Fast: ', '"빠름: '
    script = LATE.replace(english + old, english + new)
    return script.replace(korean + old, korean + new)


SPEED = "{arm[threads].speedup:.2f}"

# What the script is, the line of its only fault, and a word that the fault must name.
BAD: dict[str, tuple[str, int, str]] = {
    "no command": (run(""), 4, "empty"),
    "concdemo itself": (run("concdemo gil"), 4, "concdemo"),
    "another program": (run("rm -rf /"), 4, "uvloop"),
    "a shell's line": (run("gil; rm -rf /"), 4, "gil;"),
    "a slip in a name": (run("gill"), 4, "Did you mean gil?"),
    "a tool": (run("doctor"), 4, "doctor"),
    "a lesson": (run("lesson run gil"), 4, "lesson"),
    "a slip in an option": (run("gil --moed threads"), 4, "--mode"),
    "an option of another": (run("gil --target http"), 4, "--target"),
    "a stray word": (run("gil threads"), 4, "threads"),
    "a dash": (run("gil -m threads"), 4, "-m"),
    "a wrong choice": (run("gil --mode nonsense"), 4, "uvloop"),
    "a wrong number": (run("gil --workers=0"), 4, "256"),
    "no value": (run("gil --workers"), 4, "--workers"),
    "a value too many": (run("gil --no-rails=1"), 4, "--no-rails"),
    "rounds of 0": (run("gil --rounds 0"), 4, "--rounds"),
    "a file to write": (run("gil --json x"), 4, "--json"),
    "a page to write": (run("gil --html=x"), 4, "--html"),
    "a language": (run("gil --lang ko"), 4, "--lang"),
    "what doesn't go together": (run("io --target url"), 4, "--url"),
    "code of others": (HEAD + '[[step]]\nshow = "os:system"\n', 4, "concdemo.workloads"),
    "code without a name": (HEAD + '[[step]]\nshow = "concdemo.worker"\n', 4, "concdemo.workloads"),
    "a module that isn't there": (HEAD + '[[step]]\nshow = "concdemo.nothing:x"\n', 4, "nothing"),
    "a name that isn't there": (HEAD + SHOW.replace("Primes", "Prime"), 4, "Prime"),
    "a path": (HEAD + SHOW.replace("workloads", "workloads/.."), 4, "concdemo.workloads"),
    "no such claim": (LATE.replace("no-speedup", "no-speed-up", 1), 6, "no-speedup"),
    "no such claim to explain": (
        HEAD + RUN + EXPLANATION.replace("gil.threads", "gil.thread"), 9, "gil.threads"),
    "a question without a run": (HEAD + RUN + QUESTION, 9, "gil"),
    "a question whose run can't tell": (HEAD + QUESTION + HASH, 6, "--workload primes"),
    "a question whose run lacks an arm": (HEAD + QUESTION + SHORT, 6, "processes"),
    "a question whose run is too small": (
        HEAD + QUESTION + RUN.replace("--workers 2", "--workers 1"), 6, "--workers"),
    "no right choice": (LATE.replace(', right_when = ["refuted"]', ""), 8, "refuted"),
    "a verdict that can't be": (
        LATE.replace('["supported"] },', '["supported", "depends"] },'), 10, "depends"),
    "a wrong choice for no reason": (
        LATE.replace(', misconception = { en = "locks are bad", ko = "락은 나쁘다" }', ""),
        11, "misconception"),
    "an explanation without a run": (HEAD + EXPLANATION + RUN, 6, "gil"),
    "no words for a verdict": (LATE.replace("refuted = {", "inconclusive = {"), 18, "refuted"),
    "words for what can't be": (
        LATE + 'depends = { en = "x", ko = "x" }\n', 22, "depends"),
    "nothing to say of what isn't tested": (HEAD + HASH + EXPLANATION, 7, "untested"),
    "an arm that isn't there": (told(SPEED, "{arm[thread].speedup}"), 21, "threads"),
    "a number that isn't there": (told(SPEED, "{arm[threads].speed}"), 21, "speedup"),
    "a metric that isn't there": (told(SPEED, "{arm[threads].in_ms[x]}"), 21, "in_ms"),
    "an arm that isn't run": (told(SPEED, "{arm[async].speedup}"), 21, "processes"),
    "a speed-up of what others are compared with": (
        told(SPEED, "{arm[serial].speedup}"), 21, "workers"),
    "a whole arm": (told(SPEED, "{arm[threads]}"), 21, "speedup"),
    "an attribute": (told(SPEED, "{arm[threads].__class__}"), 21, "speedup"),
    "an attribute of a number": (told(SPEED, "{cores.real}"), 21, "cores.real"),
    "no place": (told(SPEED, "{}"), 21, "{{"),
    "half a place": (told(SPEED, "{cores"), 21, "{{"),
    "a width": (told(SPEED, "{cores:99999999f}"), 21, ".2f"),
    "a conversion": (told(SPEED, "{cores!r}"), 21, "{{"),
    "a place in one language": (LATE.replace(f'"빠름: {SPEED}"', '"빠름"'), 21, "speedup"),
}  # fmt: skip


def faults(script: str) -> list[Fault]:
    """What the check finds in a script whose form is right."""
    draft = drafted(script)
    assert draft.faults == []
    return check(draft, COMMANDS).faults


@pytest.mark.parametrize(("script", "line", "word"), BAD.values(), ids=BAD)
def test_a_fault_is_told_with_its_line(script: str, line: int, word: str) -> None:
    """One fault, on its line, that names what is wrong or what would be right."""
    found = faults(script)
    assert [fault.line for fault in found] == [line], found
    assert word in found[0].text.en, found[0].text.en


def test_a_plan_that_can_not_be_made_here_may_be_made_elsewhere() -> None:
    """Only such faults leave a lesson fit to be given: its step will say so."""
    assert [fault.here for fault in faults(run("io --target url"))] == [True]
    assert [fault.here for fault in faults(run("gil --mode nonsense"))] == [False]


def test_all_faults_are_told_at_once() -> None:
    """Of each step; steps are held against each other once they are right by themselves."""
    wrong = SHOW.replace("Primes", "x") + RUN.replace("gil", "x") + EXPLANATION.replace("gil", "x")
    assert [fault.line for fault in faults(HEAD + QUESTION + wrong)] == [14, 17, 21]


def test_a_lesson_knows_which_run_answers_what() -> None:
    """The tiny lesson's question is answered, and its explanation fed, by its one run."""
    found = checked(TINY)
    assert found.answered_by == {QUESTION_AT: RUN_AT}
    assert found.told_by == {EXPLANATION_AT: RUN_AT}
    assert list(found.commands) == [RUN_AT] and list(found.excerpts) == [SHOW_AT]
    command = found.commands[RUN_AT]
    assert command.settings["size"] == 300 and command.settings["rounds"] is None
    words = "gil --mode threads,processes --size 300 --workers 2 --tasks 4"
    assert command.words == words.split()


def test_a_run_that_can_not_tell_is_passed_over() -> None:
    """Between a question and its run others may stand, which the claim isn't about."""
    found = checked(
        HEAD
        + QUESTION
        + HASH
        + RUN
        + EXPLANATION
        + SAY
        + HASH
        + EXPLANATION.replace("why", "again")
    )
    assert found.answered_by == {0: 2}
    assert found.told_by == {3: 2, 6: 2}


def test_what_a_run_can_not_tell_may_be_explained() -> None:
    """With words for "untested", a claim can be looked at from outside."""
    assert faults(HEAD + HASH + EXPLANATION + UNTESTED) == []


def test_metrics_of_the_claims_are_known() -> None:
    """A sentence may name a metric that the book of claims names for such runs."""
    text = 'refuted = { en = "{arm[async].metric[threads]:.0f}", ko = "{arm[async].metric[threads]:.0f}" }\n'  # noqa: E501
    script = (
        HEAD + '[[step]]\nrun = "io"\n[[step]]\n[step.explain]\nclaim = "async.needs-threads"\n'
    )
    assert faults(script + text) == []


def test_the_template_and_the_shipped_lessons_have_no_fault() -> None:
    """What teachers begin with, and what they are given, passes its own check."""
    for data in (shelf.template(), *(path.read_bytes() for path in shelf.SCRIPTS.glob("*.toml"))):
        found = check(read(data), COMMANDS)
        assert [fault for fault in found.faults if not fault.here] == []


def test_the_examples_of_the_guide_are_a_lesson() -> None:
    """What ``docs/lessons.md`` shows a teacher, one example after another, has no fault."""
    page = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    lesson = checked("\n".join(examples)).lesson
    assert {type(step.part) for step in lesson.steps} == {Say, Pause, Predict, Run, Show, Explain}


def test_a_draft_with_faults_is_not_checked() -> None:
    """Its form comes first."""
    with pytest.raises(ValueError, match="can't be read"):
        check(drafted(HEAD), COMMANDS)
    assert PAUSE
