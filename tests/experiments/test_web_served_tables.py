"""The tables of ``web inflight``, ``web victim`` and ``web socket``, with intervals."""

from dataclasses import replace
from io import StringIO

import pytest
from crowds import inflight_report, socket_report, victim_report
from rich.cells import cell_len
from rich.console import Console

from concdemo.experiments.web import inflight, push, victim
from concdemo.experiments.web.words import STACK_TITLE
from concdemo.model import Report
from concdemo.render.report import headings, table
from concdemo.text import LANGUAGES, Language

REPORTS: dict[str, Report] = {
    "inflight": replace(
        inflight_report(),
        columns=list(inflight.COLUMNS),
        shows=["median"],
        arm_title=STACK_TITLE,
    ),
    "victim": replace(
        victim_report({"go/go nobody": 0.05, "go/go blocking": 0.051}),
        columns=list(victim.COLUMNS),
        shows=["speedup"],
        arm_title=victim.say.WHO,
    ),
    "socket": replace(
        socket_report({"echo websocket": 0.25}),
        columns=list(push.COLUMNS),
        shows=["median", "speedup"],
        arm_title=push.say.WAY,
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_a_table_fits_a_terminal(name: str, language: Language) -> None:
    """In 80 columns no row is broken, and no heading beyond where it says."""
    report = REPORTS[name]
    out = StringIO()
    Console(file=out, width=80).print(table(report, language))
    lines = [line for line in out.getvalue().splitlines() if line.strip()]
    assert all(cell_len(line) <= 80 for line in lines)
    heads = max(title.count("\n") + 1 for title in headings(report, language))
    assert len(lines) == heads + 1 + len(report.arms), out.getvalue()
    assert all(arm.name in line for arm, line in zip(report.arms, lines[heads + 1 :], strict=True))
