"""An endpoint whose database is there, is taken away, and comes back."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from concdemo import clock
from concdemo.experiments.web.features.client import Answer, answered, ask
from concdemo.experiments.web.features.notes import NOTHING, Notes
from concdemo.experiments.web.features.words import (
    AGAIN,
    AWAY,
    BACK,
    CLEARED,
    HERE,
    WHY_ALIVE,
    WHY_AWAY,
    WHY_HERE,
)
from concdemo.text import Text

FILE = "stock.sqlite"
"""In the folder for temporary files, which arms and services of a run have in common."""

SWITCH = "stock.away"
"""While this file is there, the app is sent to an address where no PostgreSQL server is."""

LEFT = {"name": "pen", "left": 3}
TARGET = "/stock/pen"
TIMES = (Text.same(f"GET {TARGET}"), AGAIN.fill(target=TARGET))
ALIVE = "/alive"
CLEARING_LIMIT_NS, POLL_S = 2_000_000_000, 0.005


class SqliteFile:
    """The database that the app expects, made afresh."""

    def __init__(self) -> None:
        self._path = Path(tempfile.gettempdir()) / FILE
        self._elsewhere = self._path.with_suffix(".elsewhere")
        with contextlib.closing(sqlite3.connect(self._path)) as database, database:
            database.execute("CREATE TABLE stock (name TEXT PRIMARY KEY, left_over INTEGER)")
            database.execute("INSERT INTO stock VALUES (?, ?)", [*LEFT.values()])

    def take_away(self) -> None:
        """Move the file to where the app doesn't look."""
        os.replace(self._path, self._elsewhere)

    def bring_back(self) -> None:
        """Move it back."""
        os.replace(self._elsewhere, self._path)

    def close(self) -> None:
        """Leave no file behind."""
        for path in (self._path, self._elsewhere):
            path.unlink(missing_ok=True)


class ServerSwitch:
    """Whether the app is told the right address of somebody's PostgreSQL server."""

    def __init__(self) -> None:
        self._path = Path(tempfile.gettempdir()) / SWITCH

    def take_away(self) -> None:
        """From now on it is told another."""
        self._path.touch()

    def bring_back(self) -> None:
        """From now on it is told the right one."""
        self._path.unlink()

    def close(self) -> None:
        """Leave no file behind."""
        self._path.unlink(missing_ok=True)


Database = SqliteFile | ServerSwitch


def check(notes: Notes, port: int, database: Database) -> None:
    """Ask with the database there, away and back.

    Metrics: ``failed-here`` and ``failed-back``: answers that weren't right though it was there;
    ``worked-away``: right ones though it was not, or runs of the endpoint; ``away-status``: the
    highest status that was answered then; ``dead-away``: times that the app did not answer what
    needs no database; ``left-open``: connections that were opened and not closed.
    """
    ran = _counted(port)["ran"]
    here, _ = _asked(notes, port, HERE, _is_right, WHY_HERE)
    ran_here = _counted(port)["ran"]
    database.take_away()
    try:
        away, lives = _asked(notes, port, AWAY, lambda answer: answer.status == 503, WHY_AWAY)
        ran_away = _counted(port)["ran"] - ran_here
    finally:
        database.bring_back()
    back, _ = _asked(notes, port, BACK, _is_right, WHY_HERE)
    left_open = _left_open(port)
    notes.add(BACK, CLEARED, Text.same(str(left_open)))
    notes.count(
        failed_here=len(TIMES) - sum(map(_is_right, here)) + (ran_here - ran != len(TIMES)),
        worked_away=sum(answer.status == 200 for answer in away) + ran_away,
        away_status=max(answer.status for answer in away),
        dead_away=not lives,
        failed_back=len(TIMES) - sum(map(_is_right, back)),
        left_open=left_open,
    )


def _asked(
    notes: Notes, port: int, program: Text, works: Callable[[Answer], bool], why: Text
) -> tuple[list[Answer], bool]:
    """What came of asking for the stock, and whether what needs no database was answered."""
    answers = [ask(port, "GET", TARGET) for _ in TIMES]
    for number, (track, answer) in enumerate(zip(TIMES, answers, strict=True)):
        reason = why if number == 0 else NOTHING
        notes.note(program, track, answered(answer), works(answer), reason)
    alive = ask(port, "GET", ALIVE)
    lives = alive.status == 200
    notes.note(program, Text.same(f"GET {ALIVE}"), answered(alive), lives, WHY_ALIVE)
    return answers, lives


def _is_right(answer: Answer) -> bool:
    return bool(answer.status == 200 and answer.json == LEFT)


def _counted(port: int) -> dict[str, int]:
    told: dict[str, int] = ask(port, "GET", "/counted").json
    return told


def _left_open(port: int) -> int:
    """How many connections are open when all answers are there; closing comes after answering."""
    since = clock.monotonic_ns()
    while True:
        counted = _counted(port)
        left = counted["opened"] - counted["closed"]
        if left == 0 or clock.monotonic_ns() - since > CLEARING_LIMIT_NS:
            return left
        clock.sleep(POLL_S)
