"""Made-up ledgers for tests of what shows them."""

from dataclasses import replace
from typing import Any

from builders import gil_report, io_report
from pages import HOSTILE

from concdemo.findings import LEDGER_SCHEMA, Difference, Entry, Ledger
from concdemo.ledger.judge import with_verdicts
from concdemo.ledger.needs import Done, Line, entries
from concdemo.ledger.overview import groups_of
from concdemo.text import Text

NAMES = ["gil.one-at-a-time", "gil.convoy", "async.needs-threads", "web.order", "opinion.packages"]
WHY = Text("httpx is not installed.", "httpx가 설치되어 있지 않습니다.")


def ledger(**changed: Any) -> Ledger:
    """Two runs, one that could not be made, and every kind of claim without one."""
    gil, io = with_verdicts(gil_report()), with_verdicts(io_report())
    done = [Done(Line("gil"), gil), Done(Line("convoy"), why=WHY), Done(Line("io"), io)]
    made = Ledger(
        schema=LEDGER_SCHEMA,
        concdemo="0.1.0",
        started="2026-01-02T03:04:05Z",
        command=["verify", "--all"],
        host=gil.host,
        groups=groups_of(NAMES),
        entries=entries(NAMES, done),
        partial=False,
        reports=[gil, io],
    )
    return replace(made, **changed)


def differing() -> Ledger:
    """A ledger that was interrupted, and that says other things than were expected."""
    found = [Difference("gil.one-at-a-time", "refuted", "supported")]
    return ledger(partial=True, expected=2, differences=found)


def hostile() -> Ledger:
    """A ledger whose words are meant to break out of where they are shown."""
    words = Text.same(HOSTILE)
    made = Entry(HOSTILE, "gil", words, "supported", words, 0)
    return ledger(entries=[made], differences=[Difference(HOSTILE, "refuted", "supported")])
