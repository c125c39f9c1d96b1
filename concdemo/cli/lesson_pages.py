"""What each step of a lesson looks like in a terminal.  Nothing is printed here."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from rich.console import Group, RenderableType
from rich.text import Text as Styled

from concdemo.cli import lesson_words as words
from concdemo.cli.options import VIEW_OPTIONS
from concdemo.lessons import told
from concdemo.lessons.model import Explain, Pause, Predict, Run, Say, Show
from concdemo.lessons.outcomes import saved_note, score_lines, told_of
from concdemo.lessons.session import Outcome, Session, State
from concdemo.model import Report
from concdemo.render import report as rendered
from concdemo.render import slides
from concdemo.render.programs import programs
from concdemo.render.slides import Offer
from concdemo.settings import settle
from concdemo.text import Language, Text

SIGNS: Mapping[State, tuple[str, str]] = MappingProxyType(
    {
        "right": ("✔", "bold green"),
        "wrong": ("✘", "bold red"),
        "unsettled": ("?", "bold magenta"),
        "left-out": ("·", "dim"),
    }
)


def page(session: Session, language: Language, *, goes_on: bool = False) -> RenderableType:
    """The step that the class is at; ``goes_on``: below what stood there before its run."""
    top = [] if goes_on else [head(session, language), Styled()]
    return Group(*top, *_parts(session, language, goes_on), Styled())


def head(session: Session, language: Language) -> RenderableType:
    """Which step of which lesson this is."""
    lesson = session.checked.lesson
    title = " ".join(lesson.title.into(language).split())
    return slides.remark(f"{title}  {session.place + 1}/{len(lesson.steps)}")


def before_run(session: Session, language: Language) -> RenderableType:
    """What stands there while the run is made."""
    return Group(head(session, language), Styled(), _command(session))


def _command(session: Session) -> RenderableType:
    return slides.heading(f"$ {session.command_line(session.place)}")


def status(session: Session, language: Language, more: int = 0) -> RenderableType:
    """Which keys mean something here; ``more``: screenfuls of this page that follow."""
    parts = [words.KEY_MORE.fill(more=more) if more else words.KEY_NEXT]
    if session.place:
        parts.append(words.KEY_BACK)
    if session.choices:
        parts.append(words.KEY_ANSWER.fill(most=session.choices))
    if session.can_run_again:
        parts.append(words.KEY_AGAIN)
    parts.append(words.KEY_QUIT)
    return slides.remark(Text.join(parts, "   ").into(language))


def _parts(session: Session, language: Language, goes_on: bool) -> Iterator[RenderableType]:
    part = session.step.part
    if isinstance(part, Say):
        yield slides.prose(part.text.into(language))
    elif isinstance(part, Pause):
        yield slides.heading(told.PAUSE.into(language))
        yield slides.prose(part.text.into(language))
    elif isinstance(part, Show):
        excerpt = session.checked.excerpts[session.place]
        if part.text is not None:
            yield slides.prose(part.text.into(language))
        yield slides.code(excerpt.code, excerpt.first, excerpt.file)
    elif isinstance(part, Predict):
        yield from _question(session, part, language)
    elif isinstance(part, Run):
        if not goes_on:
            yield _command(session)
        yield from _run(session, language)
    elif isinstance(part, Explain):
        yield from _explanation(session, language)


def _question(session: Session, part: Predict, language: Language) -> Iterator[RenderableType]:
    yield slides.question(part.question.into(language))
    yield Styled()
    chosen = session.answers.get(session.place)
    yield slides.choices(
        [
            Offer(
                f"{'▸ ' if place == chosen else ''}{place + 1}",
                choice.text.into(language),
                "bold" if place == chosen else "",
            )
            for place, choice in enumerate(part.choices)
        ]
    )
    if session.is_settled(session.place):
        yield Styled()
        yield from _outcome(session.outcome(session.place), language)


def _run(session: Session, language: Language) -> Iterator[RenderableType]:
    place = session.place
    if place in session.faults:
        why = told.COULD_NOT_RUN.fill(why=session.faults[place])
        yield slides.remark(why.into(language), "red")
        return
    report = session.reports[place]
    if session.is_replay:
        yield slides.remark(saved_note(report).into(language), "bold yellow")
    view = settle(VIEW_OPTIONS, session.checked.commands[place].given)
    yield Styled()
    yield rendered.show(_told(session, report), language, rails=not view["no-rails"])
    for outcome in session.outcomes(place):
        yield Styled()
        yield slides.question(outcome.question.question.into(language))
        yield from _outcome(outcome, language)
    yield from programs(report, language)  # many screens: for whoever wants to see each step


def _told(session: Session, report: Report) -> Report:
    """The report without steps, and with the verdicts only that the lesson is about."""
    verdicts = [one for one in report.verdicts if one.claim in session.claims]
    arms = [replace(arm, steps=[]) for arm in report.arms]
    return replace(report, arms=arms, verdicts=verdicts)


def _outcome(outcome: Outcome, language: Language) -> Iterator[RenderableType]:
    sign, style = SIGNS[outcome.state]
    said, found, *more = [line.into(language) for line in told_of(outcome).lines]
    offers = [Offer(" ", said), Offer(sign, found, style), *(Offer(" ", line) for line in more)]
    yield slides.choices(offers)


def _explanation(session: Session, language: Language) -> Iterator[RenderableType]:
    found = session.explanation(session.place)
    if found.text is not None:
        yield slides.prose(found.text.into(language))
    if found.verdict is not None:
        yield Styled()
        yield slides.evidence(found.verdict, language)


def end(session: Session, language: Language) -> RenderableType:
    """The score of the session."""
    lines = [line.into(language) for line in score_lines(session)]
    return Group(
        slides.heading(told.THE_END.into(language)), *(slides.remark(line, "") for line in lines)
    )
