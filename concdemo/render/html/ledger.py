"""The page of a whole ledger: verdicts by group, each with the way to its run's own part.

It is made like a report's page, of the same parts and under the same safety rules.
"""

import shlex

from concdemo.findings import Ledger
from concdemo.render import ledger as said
from concdemo.render.html.page import document, part_of
from concdemo.text import Language


def as_html(ledger: Ledger, language: Language) -> bytes:
    """The page in UTF-8; it holds both languages and shows this one first."""
    made = document(
        "ledger.html.j2",
        language,
        ledger=ledger,
        said=said,
        summary=said.summary(ledger),
        commands=[f"concdemo {shlex.join(report.command)}" for report in ledger.reports],
        parts=[part_of(report, index) for index, report in enumerate(ledger.reports)],
    )
    return made.encode("utf-8", "replace")
