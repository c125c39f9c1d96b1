"""How questions came out, in sentences.  Pure."""

from dataclasses import dataclass

from concdemo.lessons import told
from concdemo.lessons.session import Outcome, Session, State
from concdemo.model import Report
from concdemo.text import Text


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a question after its run; nothing before it."""

    state: State
    lines: list[Text]


def told_of(outcome: Outcome) -> Told:
    """What was answered, what came out, and what stands behind a wrong answer."""
    if outcome.state == "open":
        return Told("open", [])
    chosen = None if outcome.chosen is None else outcome.question.choices[outcome.chosen]
    said = told.NOBODY_SAID if chosen is None else told.YOU_SAID.fill(choice=chosen.text)
    if outcome.state == "unsettled":
        because = outcome.verdict.because if outcome.verdict else told.NO_VERDICT
        return Told(outcome.state, [said, told.UNSETTLED.fill(because=because)])
    assert outcome.verdict is not None
    found = Text.join(
        [
            choice.text
            for choice in outcome.question.choices
            if outcome.verdict.verdict in choice.right_when
        ],
        " / ",
    )
    if outcome.state == "right":
        return Told(outcome.state, [said, told.RIGHT])
    if chosen is None:
        return Told(outcome.state, [said, told.ANSWER.fill(choices=found)])
    lines = [said, told.WRONG.fill(choices=found)]
    if chosen.misconception is not None:
        lines.append(told.BEHIND.fill(misconception=chosen.misconception))
    return Told(outcome.state, lines)


def score_lines(session: Session) -> list[Text]:
    """The score in sentences; none where nothing was asked."""
    states = [outcome.state for outcome in session.outcomes()]
    if not states:
        return []
    right, wrong = states.count("right"), states.count("wrong")
    lines = [told.SCORE.fill(right=right, answered=right + wrong)] if right + wrong else []
    rest: tuple[tuple[State, Text], ...] = (
        ("unsettled", told.SCORE_UNSETTLED),
        ("left-out", told.SCORE_LEFT_OUT),
        ("open", told.SCORE_OPEN),
    )
    lines += [text.fill(count=states.count(state)) for state, text in rest if state in states]
    return [*lines, told.NOT_KEPT]


def saved_note(report: Report) -> Text:
    """Where and when saved numbers were measured."""
    host = report.host
    return told.SAVED.fill(
        implementation=host.implementation,
        python=host.python,
        cores=host.cores,
        os=host.os,
        machine=host.machine,
        started=report.started,
    )
