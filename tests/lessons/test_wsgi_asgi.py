"""The lesson on WSGI and ASGI: what it says fits what is run, whatever comes out."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from crowds import inflight_report, victim_report
from lesson_scripts import kept
from waits import wait_report

from concdemo import host
from concdemo.cli import lesson_pages
from concdemo.cli.lesson import COMMANDS
from concdemo.cli.lesson_run import ROWS_BELOW
from concdemo.cli.lesson_screens import screens
from concdemo.cli.lesson_setup import session_of, settle_asked
from concdemo.errors import UsageFault
from concdemo.experiments import find
from concdemo.experiments.web.inflight import ASKED
from concdemo.experiments.web.victim.words import STACKS as VICTIMS
from concdemo.experiments.web.wait.grid import FEW, MANY
from concdemo.ledger.judge import with_verdicts
from concdemo.lessons import shelf, told
from concdemo.lessons.check import Checked, check
from concdemo.lessons.model import Explain, Predict, Run
from concdemo.lessons.read import read
from concdemo.lessons.session import Session
from concdemo.model import Plan, Report
from concdemo.stacks.table import STACKS
from concdemo.text import LANGUAGES, Language

ONE = (1, 1, 1, 1)
ALL = (50, 50, 1, 1)


def inside(changes: Mapping[str, tuple[int, int, int, int]]) -> Report:
    """What the first run might give."""
    usual = {"flask/gevent": ALL, "fastapi/uvicorn": ALL}
    asked = {name for name in ASKED if name.split("/")[0] in ("flask", "fastapi-def")}
    others = [name for name in ASKED if name not in asked and name != "fastapi/uvicorn"]
    return inflight_report({**usual, **changes}, requests=50, unavailable=others)


# The run, the claim and the verdict; then a report that has it.
RESULTS: dict[tuple[str, str, str], Report] = {
    ("inside", "web.wsgi-one", "supported"): inside({"flask/gevent": ONE}),
    ("inside", "web.wsgi-one", "depends"): inside({}),
    ("inside", "web.asgi-many", "supported"): inside({}),
    ("inside", "web.asgi-many", "refuted"): inside({"fastapi/uvicorn": ONE}),
    ("inside", "web.fastapi-no-threads", "supported"): inside({"fastapi-def/uvicorn": ONE}),
    ("inside", "web.fastapi-no-threads", "refuted"): inside({}),
    ("waits", "web.fastapi-beats-flask-io", "supported"): wait_report(few={"fastapi/uvicorn": 9.0}),
    ("waits", "web.fastapi-beats-flask-io", "depends"): wait_report(),
    ("waits", "web.fastapi-beats-flask-io", "refuted"): wait_report({"fastapi/uvicorn": 38.0}),
    ("others", "async.mixing-sync", "supported"): victim_report(),
    ("others", "async.mixing-sync", "refuted"): victim_report({"fastapi/uvicorn blocking": 0.9}),
}


@pytest.fixture(scope="module")
def lesson() -> Checked:
    """The lesson, checked; what is checked is the same on every machine."""
    path = shelf.find("wsgi-asgi")
    assert path is not None
    found = check(read(path.read_bytes()), COMMANDS)
    assert found.faults == []
    return found


def after(lesson: Checked, run: str, report: Report) -> Session:
    """A class that has watched that run give that report."""
    session = Session(lesson, lesson.lesson.steps.index(step_of(lesson, run)))
    session.measured(with_verdicts(report))
    return session


def step_of(lesson: Checked, name: str) -> object:
    """The step with that id."""
    return next(step for step in lesson.lesson.steps if step.id == name)


def plan_of(lesson: Checked, run: str) -> Plan:
    """What that run measures here."""
    command = lesson.commands[lesson.lesson.steps.index(step_of(lesson, run))]
    experiment = find(command.experiment)
    own = {option.name: command.settings[option.name] for option in experiment.options}
    return experiment.plan(own, host.describe())


@pytest.mark.parametrize(("run", "claim", "verdict"), RESULTS, ids=map("-".join, RESULTS))
def test_every_verdict_is_explained_with_its_numbers(
    lesson: Checked, run: str, claim: str, verdict: str
) -> None:
    """None of the numbers is missing, in either language; and a choice is right."""
    session = after(lesson, run, RESULTS[run, claim, verdict])
    found = session.explanation(explained(lesson, claim))
    assert found.verdict is not None and found.verdict.verdict == verdict, found.verdict
    assert found.text is not None and "{" not in found.text.en + found.text.ko
    for place, step in enumerate(lesson.lesson.steps):
        if isinstance(step.part, Predict) and step.part.claim == claim:
            session.answers[place] = 0
            assert session.outcome(place).state in ("right", "wrong")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_class_sees_each_thought_at_once(
    lesson: Checked, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page fits a small terminal; the evidence below an explanation may follow."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    for place, step in enumerate(lesson.lesson.steps):
        if not isinstance(step.part, Run | Explain):
            page = lesson_pages.page(Session(lesson, place), language)
            assert len(screens(page, ROWS_BELOW)) == 1, place
    for (run, claim, _), report in RESULTS.items():
        session = after(lesson, run, report)
        session.place = explained(lesson, claim)
        first, *rest = screens(lesson_pages.page(session, language), ROWS_BELOW)
        assert len(rest) <= 1 and (not rest or claim in rest[0].split("\n")[0]), first


def explained(lesson: Checked, claim: str) -> int:
    """The place of the claim's explanation."""
    parts = [step.part for step in lesson.lesson.steps]
    return next(
        place
        for place, part in enumerate(parts)
        if isinstance(part, Explain) and part.claim == claim
    )


def test_each_branch_has_been_seen(lesson: Checked) -> None:
    """What can be said is what the test above has made happen."""
    texts = {
        (part.claim, verdict)
        for part in (step.part for step in lesson.lesson.steps)
        if isinstance(part, Explain)
        for verdict in part.texts
    }
    assert texts == {(claim, verdict) for _, claim, verdict in RESULTS}


def test_where_nothing_is_installed_the_class_hears_what_is_missing(lesson: Checked) -> None:
    """No answer counts, and the explanation says that there is none."""
    session = after(lesson, "inside", inflight_report(unavailable=list(ASKED)))
    (question, *_) = session.outcomes(session.place)
    assert question.state == "unsettled"
    found = session.explanation(session.place + 1)
    assert found.text is told.DEFAULTS["untested"]
    assert found.verdict is not None and "can't run here" in found.verdict.because.en


def test_its_runs_can_be_shown_again(lesson: Checked, tmp_path: Path) -> None:
    """What was kept fits the lines that it was made by, though plans write their stacks out."""
    results = {"inside": inside({}), "waits": wait_report(), "others": victim_report()}
    reports = {
        run: with_verdicts(replace(report, settings=plan_of(lesson, run).settings))
        for run, report in results.items()
    }
    folder = kept(tmp_path / "kept", reports)
    session = session_of(lesson, settle_asked({"replay": str(folder)}))
    for _ in lesson.lesson.steps[1:]:
        session.press("next")
    assert {outcome.state for outcome in session.outcomes()} == {"left-out"}
    other = replace(reports["inside"], settings={**reports["inside"].settings, "requests": 8})
    kept(folder, {"inside": other})
    with pytest.raises(UsageFault, match="--requests 8"):
        session_of(lesson, settle_asked({"replay": str(folder)}))


def test_what_the_lesson_says_of_its_runs_is_so(lesson: Checked) -> None:
    """Six servers, 50 requests; 40 threads, 5 and 200 clients, 0.1 s; eight clients."""
    crowd, waits, others = (plan_of(lesson, run) for run in ("inside", "waits", "others"))
    assert len(crowd.arms) == 6 and crowd.settings["requests"] == 50
    assert STACKS["flask/gthread"].sizes.threads == 40
    assert {arm.name for arm in waits.arms} == {
        "flask/gthread", "fastapi-def/uvicorn", "fastapi/uvicorn"
    }  # fmt: skip
    assert (FEW.connections, MANY.connections) == (5, 200)
    assert FEW.wait_ms == MANY.wait_ms == 100
    assert waits.settings["connections"] == ["5", "200"] and waits.settings["waits"] == ["100"]
    assert others.settings["connections"] == 8
    assert {arm.name.split()[1] for arm in others.arms} <= {"nobody", *VICTIMS["fastapi/uvicorn"]}
