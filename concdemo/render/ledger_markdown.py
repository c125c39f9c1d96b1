"""What a whole ``verify`` found, as Markdown: a table for each group, then the runs' tables."""

import shlex
from collections.abc import Iterator

from concdemo.findings import Entry, Ledger
from concdemo.render import words
from concdemo.render.claims import CLAIM
from concdemo.render.ledger import (
    ALL_AS_EXPECTED,
    EXPECTED,
    PARTIAL,
    TITLE,
    summary,
    told_difference,
)
from concdemo.render.markdown import escape, lined, table
from concdemo.text import Language, Text

VERDICT = Text("verdict", "판정")
EVIDENCE = Text("evidence", "근거")


def write(ledger: Ledger, language: Language) -> bytes:
    """The file's bytes, in UTF-8."""
    return ("\n\n".join(_blocks(ledger, language)) + "\n").encode()


def _blocks(ledger: Ledger, language: Language) -> Iterator[str]:
    yield f"# {TITLE.into(language)}"
    if ledger.partial:
        yield f"**{PARTIAL.into(language)}**"
    yield "\n".join(f"- {escape(line.into(language))}" for line in summary(ledger))
    titles = [text.into(language) for text in (VERDICT, CLAIM, EVIDENCE)]
    for group in ledger.groups:
        yield f"## {escape(group.title.into(language))}"
        yield lined(titles, [_row(entry, language) for entry in ledger.of(group)], "---")
    if ledger.differences:
        yield f"## {EXPECTED.into(language)}"
        told = [told_difference(one).into(language) for one in ledger.differences]
        yield "\n".join(f"- {escape(line)}" for line in told)
    elif ledger.expected:
        yield escape(ALL_AS_EXPECTED.fill(count=ledger.expected).into(language))
    for report in ledger.reports:
        command = f"concdemo {shlex.join(report.command)}"
        yield f"## {escape(report.title.into(language))} ({escape(command)})"
        yield table(report, language)


def _row(entry: Entry, language: Language) -> list[str]:
    claim = f"{entry.claim}: {entry.sentence.into(language)}"
    return [words.judged(entry.verdict, language), claim, entry.because.into(language)]
