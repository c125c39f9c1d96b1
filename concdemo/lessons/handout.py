"""A lesson with its results as one HTML page to print or to pass on.  Pure.

The page asks nothing of anybody: its content-security policy forbids every request and every
script.  Whatever comes from a lesson or a report is text; of Markdown only what can do no
harm is kept, and an image is no more than its words.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from concdemo.lessons import told
from concdemo.lessons.model import Explain, Lesson, Part, Pause, Predict, Run, Say, Show
from concdemo.lessons.outcomes import Told, saved_note, score_lines, told_of
from concdemo.lessons.session import Session
from concdemo.model import Report, Verdict
from concdemo.render import svg, units
from concdemo.render import words as common
from concdemo.render.inline import pieces
from concdemo.render.report import footer_lines, headings, row
from concdemo.text import Language, Text

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice on paper: whether it was picked, and whether it came out right."""

    text: str
    picked: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A report's table and what is said under it."""

    headings: list[str]
    rows: list[list[str]]
    notes: list[str]
    doubts: list[str]
    picture: str  # of all that the terminal showed, as an address


@dataclass(frozen=True, slots=True)
class Block:
    """A step on the page; each kind fills what it has."""

    kind: str
    number: int
    prose: "Markup | None" = None
    question: str = ""
    offers: list[Offer] = field(default_factory=list)
    outcome: Told | None = None
    command: str = ""
    saved: str = ""
    fault: str = ""
    results: Results | None = None
    code: str = ""
    where: str = ""
    verdict: Verdict | None = None


def handout(session: Session, language: Language) -> bytes:
    """The page in UTF-8, in one language.  Steps that weren't reached stand without results."""
    style = _asset("handout.css")
    lesson = session.checked.lesson
    made = _template().render(
        language=language,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        style=style,
        lesson=lesson,
        blocks=[_block(session, place, language) for place in range(len(lesson.steps))],
        score=score_lines(session) if session.answers else [],
        common=common,
        told=told,
        length=_length(lesson),
    )
    return (made.strip() + "\n").encode("utf-8", "replace")


def _length(lesson: Lesson) -> Text:
    return told.MINUTES.fill(minutes=lesson.minutes)


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def _block(session: Session, place: int, language: Language) -> Block:
    part: Part = session.checked.lesson.steps[place].part
    number = place + 1
    if isinstance(part, Say | Pause):
        kind = "say" if isinstance(part, Say) else "pause"
        return Block(kind, number, prose=markdown(part.text.into(language)))
    if isinstance(part, Show):
        excerpt = session.checked.excerpts[place]
        prose = None if part.text is None else markdown(part.text.into(language))
        return Block("show", number, prose, code=excerpt.code, where=excerpt.file)
    if isinstance(part, Predict):
        return _question(session, place, part, language)
    if isinstance(part, Explain):
        found = session.explanation(place)
        prose = None if found.text is None else markdown(found.text.into(language))
        return Block("explain", number, prose, verdict=found.verdict)
    assert isinstance(part, Run)
    return _run(session, place, language)


def _question(session: Session, place: int, part: Predict, language: Language) -> Block:
    outcome = session.outcome(place)
    verdict = outcome.verdict.verdict if outcome.verdict is not None else None
    offers = [
        Offer(choice.text.into(language), number == outcome.chosen, verdict in choice.right_when)
        for number, choice in enumerate(part.choices)
    ]
    return Block(
        "predict",
        place + 1,
        question=part.question.into(language),
        offers=offers,
        outcome=told_of(outcome),
    )


def _run(session: Session, place: int, language: Language) -> Block:
    report = session.reports.get(place)
    fault = session.faults.get(place)
    why = "" if fault is None else told.COULD_NOT_RUN.fill(why=fault).into(language)
    saved = ""
    if report is not None and session.is_replay:
        saved = saved_note(report).into(language)
    return Block(
        "run",
        place + 1,
        command=session.command_line(place),
        saved=saved,
        fault=why,
        results=None if report is None else _results(report, language),
    )


def _results(report: Report, language: Language) -> Results:
    doubts = [
        (f"{caveat.arm}: " if caveat.arm else "") + caveat.detail.into(language)
        for caveat in report.caveats
    ]
    started = told.MEASURED.fill(started=report.started)
    return Results(
        headings=headings(report, language),
        rows=[row(report, arm, language) for arm in report.arms],
        notes=[line.into(language) for line in (*footer_lines(report), started)],
        doubts=doubts,
        picture="data:image/svg+xml;base64," + b64encode(svg.write(report, language)).decode(),
    )


def markdown(text: str) -> "Markup":
    """Markdown as HTML: tags in it are text, an image is its words, links lead to the web only.

    Columns of a table stand as those of a run's do: the page's policy allows them no style.
    """
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    reader = MarkdownIt("commonmark", {"html": False}).disable("image").enable("table")
    reader.validateLink = _is_safe  # type: ignore[method-assign, assignment]
    tokens = reader.parse(units.plain(text))
    for token in tokens:
        token.attrs.pop("style", None)
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # it has escaped everything


def inline(text: str) -> "Markup":
    """A line of words in which code stands between backticks; all else is as it is."""
    from markupsafe import Markup, escape

    made = [
        Markup("<code>{}</code>").format(piece) if is_code else escape(piece)
        for piece, is_code in pieces(units.plain(text))
    ]
    return Markup("").join(made)


def _is_safe(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _asset(name: str) -> str:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = units.plain
    environment.filters["inline"] = inline
    return environment.from_string(_asset("handout.html.j2"))
