"""Made-up ledgers for tests of what shows them."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest import mock

from builders import gil_report, io_report
from pages import HOSTILE

from concdemo.findings import LEDGER_SCHEMA, Difference, Entry, Ledger
from concdemo.ledger import book
from concdemo.ledger.judge import with_verdicts
from concdemo.ledger.needs import Done, Line, entries
from concdemo.ledger.overview import groups_of
from concdemo.text import Text

UNBUILT = "web.unbuilt"
NAMES = ["gil.one-at-a-time", "gil.convoy", "async.needs-threads", UNBUILT, "opinion.packages"]
WHY = Text("httpx is not installed.", "httpx가 설치되어 있지 않습니다.")


@contextlib.contextmanager
def one_unbuilt() -> Iterator[None]:
    """While it lasts, the book has a claim that no experiment tests."""
    claim = book.Claim(UNBUILT, ["PY"], Text("Nobody tested this.", "아무도 시험하지 않았다."))
    known = book.claims()
    with mock.patch.object(book, "claims", return_value=(*known, claim)):
        book.by_id.cache_clear()
        yield
    book.by_id.cache_clear()


@one_unbuilt()
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
