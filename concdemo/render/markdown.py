"""A report as Markdown, for a paper, a slide or an issue: the table, verdicts, doubts, host.

Tables are GitHub's kind.  Everything that comes from a report is text and never markup: no
link, tag or table cell can be made from it.
"""

import re

from concdemo.model import Report
from concdemo.render import units, words
from concdemo.render.report import footer_lines, headings, row
from concdemo.text import Language, Text

SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$@]|(?<=www)\.|:(?=//)")
LIST_OPENING = re.compile(r"^(?:[-+=]|\d+(?=[.)](?:\s|$)))")


def write(report: Report, language: Language) -> bytes:
    """The file's bytes, in UTF-8."""
    blocks = [
        f"# {_of(report.title, language)}",
        *(_of(fact, language) for fact in report.facts),
        _table(report, language),
        *_missing(report, language),
        "\n".join(f"- {_of(line, language)}" for line in footer_lines(report)),
    ]
    if report.caveats:
        blocks += [f"## {_of(words.DOUBTS, language)}", _doubts(report, language)]
    if report.verdicts:
        blocks += [f"## {_of(words.VERDICTS, language)}", _verdicts(report, language)]
    return ("\n\n".join(blocks) + "\n").encode()


def escape(said: str) -> str:
    """Words of a report on one line, with nothing in them that Markdown would take for its own."""
    line = " ".join(units.plain(said).replace("-\n", "-").split())
    line = SPECIAL.sub(lambda found: "\\" + found.group(), line)
    return LIST_OPENING.sub(_opened, line)


def _opened(found: "re.Match[str]") -> str:
    """What would begin a list or a heading, escaped: of ``1.`` it is the full stop."""
    sign = found.group()
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _of(text: Text, language: Language) -> str:
    return escape(text.into(language))


def _table(report: Report, language: Language) -> str:
    titles = [escape(title) for title in headings(report, language)]
    lines = [
        titles,
        ["---", *["---:"] * (len(titles) - 1)],
        *([escape(cell) for cell in row(report, arm, language)] for arm in report.arms),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _missing(report: Report, language: Language) -> list[str]:
    """Why arms have no figures, a paragraph each."""
    lines = []
    for arm in report.arms:
        if arm.reason is not None:
            template = words.UNAVAILABLE if arm.status == "unavailable" else words.BROKEN
            why = template.fill(why=arm.reason).into(language)
            lines.append(escape(f"{arm.name}: {why}"))
    return lines


def _doubts(report: Report, language: Language) -> str:
    return "\n".join(
        "- " + escape(f"{caveat.arm}: " if caveat.arm else "") + (" " if caveat.arm else "")
        + _of(caveat.detail, language)
        for caveat in report.caveats
    )  # fmt: skip


def _verdicts(report: Report, language: Language) -> str:
    return "\n".join(
        f"- {words.SIGNS[one.verdict]} **{_of(words.JUDGEMENTS[one.verdict], language)}** "
        f"({escape(one.claim)}): {_of(one.sentence, language)} *{_of(one.because, language)}*"
        for one in report.verdicts
    )
