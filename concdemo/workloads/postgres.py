"""Queries of a PostgreSQL server through psycopg 3 and its connection pools.

``Postgres`` is the sync driver: the workers of a process share a ``ConnectionPool``.
``AsyncPostgres`` is its async side: all lanes of a loop share an ``AsyncConnectionPool``.

The queries: ``wait`` is one ``pg_sleep``.  ``point`` looks up ``size`` rows of ``pg_type`` by
their primary key, one after another: every server has that table with these rows, so there is
nothing to be made in it and nothing to be left behind.

Nothing here waits for a dead server: connecting and each query have limits, and once no
connection was to be had the next request waits hardly at all for one.
"""

import contextlib
import threading
import zlib
from typing import TYPE_CHECKING, Any, cast

from concdemo.errors import TaskFailed
from concdemo.tape import Tape
from concdemo.workloads.blocking import Blocking, HandedToThreads

if TYPE_CHECKING:
    from psycopg_pool import AsyncConnectionPool, ConnectionPool

WAIT = "SELECT pg_sleep(%s), %s::int8"
LOOK_UP = "SELECT typname FROM pg_catalog.pg_type WHERE oid = %s::oid"
TYPES = (
    (16, "bool"), (17, "bytea"), (20, "int8"), (21, "int2"), (23, "int4"), (25, "text"),
    (26, "oid"), (700, "float4"), (701, "float8"), (1042, "bpchar"), (1043, "varchar"),
    (1082, "date"), (1083, "time"), (1114, "timestamp"), (1184, "timestamptz"),
    (1186, "interval"), (1700, "numeric"), (2950, "uuid"),
)  # fmt: skip
"""Types and the numbers that they have on every server."""

GRACE_S = 10.0
"""How much longer than its delay a query may take before it counts as failed."""

CONNECT_S = 10
OPEN_S = 30.0
IMPATIENT_S = 0.1
"""How long a request waits for a connection once none was to be had."""

CONNECTION: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": CONNECT_S,
    "application_name": "concdemo",
    # A server that vanished from the network is noticed after about as long as a query may take.
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""How every connection is made; what isn't named here is as the DSN says."""


def wanted(task: int, size: int) -> list[tuple[int, str]]:
    """The rows that a task looks up."""
    return [TYPES[(task + place) % len(TYPES)] for place in range(size)]


def waited(row: Any, task: int) -> int:
    """The checksum of what ``WAIT`` gave.

    Raises:
        TaskFailed: it isn't the answer.
    """
    if row is None or row[1] != task:
        raise TaskFailed("wrong answer")
    return task


def found(row: Any, name: str) -> int:
    """The checksum of what ``LOOK_UP`` gave.

    Raises:
        TaskFailed: it isn't that row.
    """
    if row != (name,):
        raise TaskFailed("wrong row")
    return zlib.crc32(name.encode())


def in_one_line(error: Exception, dsn: str) -> str:
    """What the driver says, without line breaks and without anything secret."""
    from psycopg.conninfo import conninfo_to_dict

    words = " ".join(str(error).split()) or type(error).__name__
    for name, value in conninfo_to_dict(dsn).items():
        if "password" in name and value:
            words = words.replace(str(value), "***")
    return words


class Postgres(Blocking):
    """The sync driver; on a loop it blocks the loop.

    Args:
        dsn: the server, as libpq is told.
        query: "wait" or "point".
        delay_ms: how long a ``wait`` is.
        connections: how many one process has open.
    """

    def __init__(self, dsn: str, query: str, delay_ms: float, connections: int) -> None:
        self._dsn = dsn
        self._points = query == "point"
        self._delay_s = delay_ms / 1000
        self._limit = f"SET statement_timeout = {round((self._delay_s + GRACE_S) * 1000)}"
        self._connections = connections
        self._patience_s = self._delay_s + GRACE_S
        self._lock = threading.Lock()
        self._pool: Any = None
        self._users = 0
        self._fault: BaseException | None = None

    def _options(self) -> dict[str, Any]:
        return {
            "conninfo": self._dsn,
            "kwargs": CONNECTION,
            "min_size": self._connections,
            "max_size": self._connections,
            "reconnect_timeout": OPEN_S,
            "open": False,
        }

    def open(self) -> "ConnectionPool[Any]":
        """The pool of this process, all its connections made by whoever comes first."""
        from psycopg_pool import ConnectionPool

        with self._lock:
            if self._fault is not None:  # the others need not wait for the same in vain
                raise self._fault
            if self._pool is None:
                pool = ConnectionPool(**self._options(), configure=self._configure)
                try:
                    pool.open(wait=True, timeout=OPEN_S)
                except BaseException as fault:
                    self._fault = fault
                    raise
                self._pool = pool
            self._users += 1
            return cast("ConnectionPool[Any]", self._pool)

    def _configure(self, connection: Any) -> None:
        connection.execute(self._limit)

    def call(self, own: "ConnectionPool[Any]", task: int, size: int) -> int:
        """One wait, or ``size`` look-ups one after another."""
        import psycopg

        try:
            with own.connection(timeout=self._patience_s) as connection:
                checksum = 0
                if self._points:
                    for number, name in wanted(task, size):
                        checksum += found(connection.execute(LOOK_UP, (number,)).fetchone(), name)
                else:
                    cursor = connection.execute(WAIT, (self._delay_s, task))
                    checksum = waited(cursor.fetchone(), task)
        except (psycopg.Error, OSError) as error:
            raise self._failed(error) from error
        self._patience_s = self._delay_s + GRACE_S
        return checksum

    def _failed(self, error: Exception) -> TaskFailed:
        self._patience_s = IMPATIENT_S
        return TaskFailed(type(error).__name__)

    def trace(self, own: "ConnectionPool[Any]", task: int, size: int, tape: Tape) -> None:
        """``call``, recorded: a wait is waiting, as the server's answers to look-ups are."""
        import psycopg

        with contextlib.suppress(psycopg.Error, OSError), own.connection() as connection:
            asked: list[tuple[str, tuple[Any, ...]]] = [(WAIT, (self._delay_s, task))]
            if self._points:
                asked = [(LOOK_UP, (number,)) for number, _ in wanted(task, size)]
            for query, values in asked:
                tape.state("waiting")
                cursor = connection.execute(query, values)
                tape.state("running")
                cursor.fetchone()

    def close(self, own: "ConnectionPool[Any]") -> None:
        """The last worker closes the pool and its connections."""
        with self._lock:
            self._users -= 1
            if self._users == 0:
                own.close()
                self._pool = None


class PostgresInThread(HandedToThreads, Postgres):
    """The sync driver on a loop, each request handed to a thread."""


class AsyncPostgres(Postgres):
    """The async driver."""

    async def aopen(self) -> "AsyncConnectionPool[Any]":
        """The pool of all lanes, all its connections made by whoever comes first."""
        from psycopg_pool import AsyncConnectionPool

        if self._pool is None:
            pool = AsyncConnectionPool(**self._options(), configure=self._aconfigure)
            await pool.open(wait=True, timeout=OPEN_S)
            self._pool = pool
        self._users += 1
        return cast("AsyncConnectionPool[Any]", self._pool)

    async def _aconfigure(self, connection: Any) -> None:
        await connection.execute(self._limit)

    async def acall(self, own: "AsyncConnectionPool[Any]", task: int, size: int) -> int:
        """The same queries, awaited."""
        import psycopg

        try:
            async with own.connection(timeout=self._patience_s) as connection:
                checksum = 0
                if self._points:
                    for number, name in wanted(task, size):
                        cursor = await connection.execute(LOOK_UP, (number,))
                        checksum += found(await cursor.fetchone(), name)
                else:
                    cursor = await connection.execute(WAIT, (self._delay_s, task))
                    checksum = waited(await cursor.fetchone(), task)
        except (psycopg.Error, OSError) as error:
            raise self._failed(error) from error
        self._patience_s = self._delay_s + GRACE_S
        return checksum

    async def aclose(self, own: "AsyncConnectionPool[Any]") -> None:
        """The last lane closes the pool and its connections."""
        self._users -= 1
        if self._users == 0:
            await own.close()
            self._pool = None
