"""Queries of SQLite, a library that does its work in the program that asks it.

``Sqlite`` is the standard library's driver, called as it is in every mode.  ``AioSqlite`` is
aiosqlite, which gives each connection a thread of its own and hands every call to it; with
``SharedAioSqlite`` all lanes share one connection, so one query runs at a time.

The queries: ``point`` looks up ``size`` rows by their primary key, one after another.  ``wait``
has nothing to wait for and computes over ``size`` rows instead, all in C code and without the
GIL.  It allocates nothing per row: SQLite counts its memory behind one lock for the whole
process, and a query that allocates (a recursive one, say) is held up there by its neighbours.
"""

import contextlib
import sqlite3
import tempfile
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from concdemo.errors import TaskFailed
from concdemo.model import Parameters
from concdemo.tape import Tape
from concdemo.workloads.blocking import Blocking, HandedToThreads

if TYPE_CHECKING:
    import aiosqlite

ROWS = 1_000
STRIDE, STEP = 379, 7
"""Primes to ROWS: where a task's look-ups begin, and how far it is from one to the next."""

COMPUTE = """
    SELECT count(*), sum(value)
    FROM (
        SELECT (a.id * b.id + c.id) % 1 + ?1 AS value
        FROM words AS a CROSS JOIN words AS b CROSS JOIN words AS c
        LIMIT ?2
    )
"""
LOOK_UP = "SELECT word FROM words WHERE id = ?"
OPERATIONS_A_SLICE = 10_000
"""Of SQLite's virtual machine, about a tenth of a millisecond."""


def word(number: int) -> str:
    """What row ``number`` holds."""
    return f"word {number * number}"


def wanted(task: int, size: int) -> list[int]:
    """The rows that a task looks up."""
    return [(task * STRIDE + place * STEP) % ROWS + 1 for place in range(size)]


def computed(row: object, task: int, size: int) -> int:
    """The checksum of what ``COMPUTE`` gave.

    Raises:
        TaskFailed: it isn't the answer.
    """
    if row != (size, size * (task + 1)):
        raise TaskFailed("wrong answer")
    return size * (task + 1)


def found(row: object, number: int) -> int:
    """The checksum of what ``LOOK_UP`` gave.

    Raises:
        TaskFailed: it isn't that row.
    """
    if row != (word(number),):
        raise TaskFailed("wrong row")
    return zlib.crc32(word(number).encode())


class Sqlite(Blocking):
    """The standard library's driver, a connection a worker; on a loop it blocks the loop.

    Args:
        path: the database file.
        query: "wait" or "point".
    """

    def __init__(self, path: str, query: str) -> None:
        self._address = f"file:{quote(path)}?mode=ro"
        self._points = query == "point"

    def open(self) -> sqlite3.Connection:
        """This worker's connection."""
        # One worker uses it, but another thread may be the one that closes it.
        return sqlite3.connect(self._address, uri=True, check_same_thread=False)

    def call(self, own: sqlite3.Connection, task: int, size: int) -> int:
        """One computing query, or ``size`` look-ups one after another."""
        try:
            if not self._points:
                return computed(own.execute(COMPUTE, (task + 1, size)).fetchone(), task, size)
            checksum = 0
            for number in wanted(task, size):
                checksum += found(own.execute(LOOK_UP, (number,)).fetchone(), number)
            return checksum
        except sqlite3.Error as error:
            raise TaskFailed(type(error).__name__) from error

    def trace(self, own: sqlite3.Connection, task: int, size: int, tape: Tape) -> None:
        """``call``, stamped slice by slice."""
        own.set_progress_handler(tape.slice, OPERATIONS_A_SLICE)
        try:
            self.call(own, task, size)
        finally:
            own.set_progress_handler(None, 0)
        tape.slice()

    def close(self, own: sqlite3.Connection) -> None:
        """Close the connection."""
        own.close()


class SqliteInThread(HandedToThreads, Sqlite):
    """The same on a loop, each request handed to a thread."""


class AioSqlite(Sqlite):
    """aiosqlite, a connection a lane."""

    async def aopen(self) -> Any:
        """This lane's connection and its thread, which tells its number."""
        import aiosqlite

        connection = await aiosqlite.connect(self._address, uri=True)
        await connection.create_function("own_thread", 0, threading.get_ident)
        async with connection.execute("SELECT own_thread()") as cursor:
            row = await cursor.fetchone()
        assert row is not None
        return connection, int(row[0])

    async def acall(self, own: "tuple[aiosqlite.Connection, int]", task: int, size: int) -> int:
        """The same queries, awaited."""
        connection, thread = own
        try:
            if self._points:
                checksum = await self._look_up(connection, task, size)
            else:
                async with connection.execute(COMPUTE, (task + 1, size)) as cursor:
                    checksum = computed(await cursor.fetchone(), task, size)
        except (sqlite3.Error, ValueError) as error:  # ValueError: the connection is closed
            raise TaskFailed(type(error).__name__) from error
        self.ran_in = thread
        return checksum

    async def _look_up(self, connection: "aiosqlite.Connection", task: int, size: int) -> int:
        checksum = 0
        for number in wanted(task, size):
            async with connection.execute(LOOK_UP, (number,)) as cursor:
                checksum += found(await cursor.fetchone(), number)
        return checksum

    async def aclose(self, own: "tuple[aiosqlite.Connection, int]") -> None:
        """Close the connection, which ends its thread."""
        await own[0].close()


class SharedAioSqlite(AioSqlite):
    """aiosqlite, one connection for all lanes."""

    def __init__(self, path: str, query: str) -> None:
        super().__init__(path, query)
        self._shared: Any = None
        self._lanes = 0

    async def aopen(self) -> Any:
        """The one connection, made by whoever comes first."""
        if self._shared is None:
            self._shared = await super().aopen()
        self._lanes += 1
        return self._shared

    async def aclose(self, own: Any) -> None:
        """The last lane closes it."""
        self._lanes -= 1
        if self._lanes == 0:
            await super().aclose(own)


def write_database(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Write the database into a new folder; tell ``ready`` its ``path``."""
    path = Path(tempfile.mkdtemp(prefix="sqlite-")) / "words.db"
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL)")
        rows = [(number, word(number)) for number in range(1, ROWS + 1)]
        connection.executemany("INSERT INTO words VALUES (?, ?)", rows)
    ready({"path": str(path)})
