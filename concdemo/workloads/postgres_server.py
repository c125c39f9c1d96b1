"""The service that looks at a PostgreSQL server before a run, and watches it during one.

It tells the arms what they talk to, and the conductor which process does the server's work;
it makes nothing in the server.  When the server is gone, it ends, and the run's measuring with
it.
"""

import contextlib
import ipaddress
import select
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from concdemo.errors import ArmFault
from concdemo.model import Parameters
from concdemo.text import Text
from concdemo.workloads.postgres import CONNECTION, in_one_line

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

LIMIT = "SET statement_timeout = '10s'"
ROOM = """
    SELECT current_setting('max_connections')::int,
        current_setting('superuser_reserved_connections')::int
            + coalesce(current_setting('reserved_connections', true), '0')::int,
        (SELECT sum(numbackends) FROM pg_stat_database) - 1,
        least(nullif(d.datconnlimit, -1), nullif(r.rolconnlimit, -1)),
        r.rolsuper
    FROM pg_database AS d, pg_roles AS r
    WHERE d.datname = current_database() AND r.rolname = current_user
"""
BACKEND = """
    SELECT pid, extract(epoch FROM backend_start)::float8
    FROM pg_stat_activity WHERE pid = pg_backend_pid()
"""
STARTED_WITHIN_S = 5.0
"""How far the system's and the server's word on when a process began may be apart."""

NO_ANSWER = Text(
    "The PostgreSQL server could not be asked: {why}",
    "PostgreSQL 서버에 연결하지 못했습니다: {why}",
)
TOO_FEW = Text(
    "This run needs {needed} connections and the PostgreSQL server has room for {room}; "
    "lower --concurrency (to {possible}) or name fewer modes with --mode.",
    "이 측정에는 연결이 {needed}개 필요한데 PostgreSQL 서버에는 {room}개만 더 연결할 수 있습니다. "
    "--concurrency를 {possible}(으)로 낮추거나 --mode를 줄이세요.",
)


def watch(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Look at the server at ``dsn``, tell ``ready`` what was found, and stay until it is gone.

    Told are the ``dsn``, the ``version``, ``pooled`` (a pooler stands between), ``near`` (it is
    reached over loopback or a socket file), and ``tree``, the number of its main process, or None
    where that can't be seen.

    Args:
        parameters: the ``dsn``; how many connections the run ``needed`` with ``lanes`` in flight,
            ``full`` arms of which take a connection a lane.
    Raises:
        ArmFault: it doesn't answer, or has too few connections to give.
    """
    import psycopg

    dsn = str(parameters["dsn"])
    try:
        connection = psycopg.connect(dsn, **CONNECTION)
        connection.execute(LIMIT)
        _check_room(connection, parameters)
        told = {
            "dsn": dsn,
            "version": connection.execute("SHOW server_version").fetchone()[0],  # type: ignore[index]
            "pooled": _pooled(connection),
            "near": _near(connection),
            "tree": _postmaster(connection),
        }
    except psycopg.Error as error:
        raise ArmFault(NO_ANSWER.fill(why=in_one_line(error, dsn)), unavailable=True) from error
    ready(told)
    _stay(connection, dsn)


def _check_room(connection: "Connection", parameters: Parameters) -> None:
    row = connection.execute(ROOM).fetchone()
    needed, lanes, full = (parameters[name] for name in ("needed", "lanes", "full"))
    assert isinstance(needed, int) and isinstance(lanes, int) and isinstance(full, int)
    if row is None:  # a server that is PostgreSQL by its protocol only
        return
    most, reserved, used, limited, is_superuser = row
    room = int(most - used - (0 if is_superuser else reserved))
    if limited is not None and not is_superuser:
        room = min(room, limited)
    if needed > room:
        possible = max(1, (room - (needed - full * lanes)) // max(1, full))
        raise ArmFault(
            TOO_FEW.fill(needed=needed, room=max(0, room), possible=possible), unavailable=True
        )


def _pooled(connection: "Connection") -> bool:
    """Whether the one who let us in isn't the one who answers."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return row is not None and row[0] != connection.info.backend_pid


def _near(connection: "Connection") -> bool:
    """Whether the server is reached without leaving this machine."""
    try:
        return ipaddress.ip_address(connection.info.hostaddr).is_loopback
    except ValueError:  # a socket file has no address
        return connection.info.host.startswith(("/", "@"))


def _postmaster(connection: "Connection") -> int | None:
    """The parent of the process that serves this connection, if it is one that we can see."""
    import psutil

    row = connection.execute(BACKEND).fetchone()
    if row is None:
        return None
    with contextlib.suppress(psutil.Error):
        backend = psutil.Process(row[0])
        parent = backend.parent()
        # A number alone could be anyone's: a server in a container counts its own processes.
        is_it = abs(backend.create_time() - row[1]) < STARTED_WITHIN_S
        if is_it and parent is not None and backend.name().startswith("postgres"):
            return parent.pid if parent.name().startswith(("postgres", "postmaster")) else None
    return None


def _stay(connection: "Connection", dsn: str) -> None:
    """Return never; end this process when the server is gone."""
    import psycopg

    while True:
        # An idle connection has something to read when it ends, or when there is a notice.
        select.select([connection.fileno()], [], [])
        try:
            connection.execute("SELECT 1")
        except psycopg.Error:
            try:
                connection = psycopg.connect(dsn, **CONNECTION)
            except psycopg.Error:
                sys.exit(1)
