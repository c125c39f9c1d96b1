"""The page itself: what is on it in which order, its safety rules, its data.

The look is ``page.css``, the behaviour ``page.js``, the order of things ``page.html.j2``, what
they are made of ``macros.html.j2``; a ledger's page (``ledger.py``) shares all but the order.
One file comes of it that asks nothing of anybody: its content-security policy forbids
every request, and lets no style or script run but the two whose hashes it names.
Everything from a report is text, with control characters replaced.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any

from concdemo import schema
from concdemo.model import Caveat, Report, Verdict
from concdemo.render import programs, units
from concdemo.render import words as common
from concdemo.render.compare import comparable
from concdemo.render.html import words
from concdemo.render.html.charts import Picture, pictures
from concdemo.render.html.facts import Facts, host_facts, settings_of
from concdemo.render.html.heat import Heat, heats
from concdemo.render.html.rails import Rails, rails_of
from concdemo.render.html.table import Table, table_of
from concdemo.render.programs import Program, programs_of
from concdemo.render.report import footer_lines
from concdemo.text import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim and what each report says of it; None where it was not judged there."""

    claim: str
    sentence: Text
    verdicts: list[Verdict | None]

    @property
    def agreed(self) -> str:
        """The judgement that all reports gave, or nothing."""
        found = {one.verdict if one else "" for one in self.verdicts}
        return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of one report alone."""

    letter: str
    report: Report
    runtime: Text
    table: Table
    rails: Rails | None
    charts: list[Picture]
    heats: list[Heat]
    programs: list[Program]
    footer: list[Text]
    host: Facts
    settings: Facts
    caveats: list[Caveat]
    data: str
    file_name: str


def as_html(report: Report, language: Language) -> bytes:
    """One report's page in UTF-8."""
    return as_html_of([report], language)


def as_html_of(reports: Sequence[Report], language: Language) -> bytes:
    """The page of several reports in UTF-8.

    Raises:
        UsageFault: they can't be set side by side.
    """
    return page(reports, language).encode("utf-8", "replace")


def page(reports: Sequence[Report], language: Language) -> str:
    """One self-contained HTML page that shows the reports; several stand side by side.

    Args:
        reports: at least one.
        language: the one that is shown first; the page holds both.
    Raises:
        UsageFault: they can't be set side by side.
        ValueError: no report.
    """
    if not reports:
        raise ValueError("no reports")
    comparable(reports)
    return document(
        "page.html.j2",
        language,
        title=reports[0].title,
        facts=_common_facts(reports),
        sizes=_sizes(reports),
        answers=answers(reports),
        table=table_of(reports),
        parts=[part_of(report, index) for index, report in enumerate(reports)],
        several=len(reports) > 1,
    )


def document(template: str, language: Language, **shown: Any) -> str:
    """A whole page from a template beside this file, with what every page needs."""
    style, script = _asset("page.css"), _asset("page.js")
    made = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            policy=policy(style, script),
            style=style,
            script=script,
            words=words,
            steps=programs,
            common=common,
            languages=LANGUAGES,
            catalogue=as_data(json.dumps(_for_script(), ensure_ascii=False)),
            **shown,
        )
    )
    return made.strip() + "\n"


def policy(style: str, script: str) -> str:
    """The content-security policy under which only this style and this script run."""
    return (
        "default-src 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def as_data(text: str) -> "Markup":
    r"""JSON as the content of a script element.  Its reader turns ``\u003c`` back into ``<``.

    In JSON ``<`` only stands inside strings, so the result means the same; without it
    neither ``</script>`` nor ``<!--`` can end or change the element.  msgspec never writes
    that escape itself, so the way back is exact.
    """
    from markupsafe import Markup

    return Markup(text.replace("<", "\\u003c"))


def letter(index: int) -> str:
    """A report's name beside others: A, B, C … and numbers when letters have run out."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def answers(reports: Sequence[Report]) -> list[Answer]:
    """Every claim that some report judged, in the order of the reports."""
    found: dict[str, Text] = {}
    for report in reports:
        for verdict in report.verdicts:
            found.setdefault(verdict.claim, verdict.sentence)
    return [
        Answer(
            claim,
            sentence,
            [next((v for v in report.verdicts if v.claim == claim), None) for report in reports],
        )
        for claim, sentence in found.items()
    ]


def part_of(report: Report, index: int) -> Part:
    """What is shown of one report, the ``index``-th of its page."""
    host = report.host
    runtime = words.RUNTIME.fill(
        implementation=host.implementation,
        python=host.python,
        gil=common.GIL[host.gil],
        cores=host.cores,
        os=host.os,
        machine=host.machine,
    )
    name = "".join(c for c in report.experiment if c.isascii() and (c.isalnum() or c in "-_"))
    return Part(
        letter=letter(index),
        report=report,
        runtime=runtime,
        table=table_of([report]),
        rails=rails_of(report),
        charts=pictures(report.charts),
        heats=heats(report.heat_maps),
        programs=programs_of(report),
        footer=footer_lines(report),
        host=host_facts(report),
        settings=settings_of(report),
        caveats=report.caveats,
        data=as_data(schema.encode(report).decode()),
        file_name=f"concdemo-{name[:40] or 'report'}-{letter(index).lower()}.json",
    )


def _common_facts(reports: Sequence[Report]) -> list[Text]:
    """What ran, where it is the same sentence in all reports; sizes may differ between machines."""
    return [fact for fact in reports[0].facts if all(fact in other.facts for other in reports)]


def _sizes(reports: Sequence[Report]) -> Text | None:
    if len({report.size for report in reports}) == 1:
        return None
    sizes = ", ".join(f"{letter(i)} {report.size:,}" for i, report in enumerate(reports))
    return words.CALIBRATED.fill(sizes=sizes)


def _for_script() -> Mapping[str, Mapping[str, str]]:
    return {
        language: {key: text.into(language) for key, text in words.FOR_SCRIPT.items()}
        for language in LANGUAGES
    }


def _asset(name: str) -> str:
    """A file beside this one, its line ends as an HTML parser would have them."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_asset),
    )
    environment.filters["say"] = say
    environment.filters["plain"] = units.plain
    environment.policies["ext.i18n.trimmed"] = True
    return environment


def say(text: Text) -> "Markup":
    """Words in every language, of which the page's style shows one; once where they are equal."""
    from markupsafe import Markup, escape

    if text.en == text.ko:
        return escape(units.plain(text.en))
    parts = (
        Markup('<span lang="{}">{}</span>').format(language, units.plain(text.into(language)))
        for language in LANGUAGES
    )
    return Markup("").join(parts)
