"""What tasks ask databases: right answers are summed up, wrong ones and faults are failures."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import clusters
import pytest
from helpers import closed_port

from concdemo import clock, host
from concdemo.errors import ArmFault, TaskFailed
from concdemo.tape import Tape
from concdemo.workloads import postgres, postgres_server, sqlite

QUICKLY_S = 20.0
"""Far below what twenty requests would take if each waited for a connection."""

needs_psycopg = pytest.mark.skipif(not host.has("psycopg"), reason="psycopg is not installed")


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The path of a database as the service writes it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told: dict[str, Any] = {}
    sqlite.write_database({}, told.update)
    return str(told["path"])


@pytest.fixture
def own(cluster_files: Path) -> Iterator[clusters.Cluster]:
    """A server that this test may harm."""
    with clusters.cluster(cluster_files) as running:
        yield running


# ── answers ──────────────────────────────────────────────────────────────────


def test_look_ups_spread_over_the_rows() -> None:
    """Tasks look up different rows, and none that isn't there."""
    for task in range(50):
        numbers = sqlite.wanted(task, sqlite.ROWS)
        assert sorted(numbers) == list(range(1, sqlite.ROWS + 1))
    assert len({sqlite.wanted(task, 1)[0] for task in range(50)}) == 50


@pytest.mark.parametrize("row", [None, (), (7,), (7, 13), (6, 14)])
def test_a_wrong_answer_is_a_failure(row: object) -> None:
    """Of each kind of query."""
    assert sqlite.computed((7, 14), 1, 7) == 14
    with pytest.raises(TaskFailed, match="wrong answer"):
        sqlite.computed(row, 1, 7)
    with pytest.raises(TaskFailed, match="wrong row"):
        sqlite.found(row, 7)
    with pytest.raises(TaskFailed, match="wrong row"):
        postgres.found(row, "bool")


@pytest.mark.parametrize("row", [None, ("", 2)])
def test_a_wait_answers_with_its_task(row: object) -> None:
    """So that an answer that was for another is seen."""
    assert postgres.waited(("", 3), 3) == 3
    with pytest.raises(TaskFailed, match="wrong answer"):
        postgres.waited(row, 3)


@pytest.mark.parametrize("query", ["wait", "point"])
def test_sqlite_s_drivers_give_the_same(database: str, query: str) -> None:
    """Called, handed to a thread, by aiosqlite, and over one connection."""
    pytest.importorskip("aiosqlite")
    work = sqlite.Sqlite(database, query)
    own = work.open()
    wanted = [work.call(own, task, 40) for task in range(3)]
    assert len(set(wanted)) == 3
    for kind in (
        sqlite.Sqlite,
        sqlite.SqliteInThread,
        sqlite.AioSqlite,
        sqlite.SharedAioSqlite,
    ):
        assert asyncio.run(in_lanes(kind(database, query), 3, 40)) == wanted
    work.close(own)


async def in_lanes(work: Any, lanes: int, size: int) -> list[int]:
    """A task in each of so many lanes at once."""
    owns = [await work.aopen() for _ in range(lanes)]
    tasks = [work.acall(own, task, size) for task, own in enumerate(owns)]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for own in owns:
            await work.aclose(own)


def test_sqlite_s_portrait_is_made_of_slices(database: str) -> None:
    """Stamped by SQLite itself while it computes, and only then."""
    work = sqlite.Sqlite(database, "wait")
    with contextlib.closing(work.open()) as own:
        tape = Tape()
        work.trace(own, 1, 200_000, tape)
        tape.end()
        assert {state for state, _, _ in tape.states} == {"running"}
        stamped = len(tape.states)
        work.call(own, 1, 200_000)
        assert len(tape.states) == stamped


def test_a_damaged_database_is_a_failure(database: str) -> None:
    """Of its kind, in both drivers."""
    pytest.importorskip("aiosqlite")
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DROP TABLE words")
    work = sqlite.AioSqlite(database, "point")
    own = work.open()
    with pytest.raises(TaskFailed, match="OperationalError"):
        work.call(own, 0, 1)
    work.close(own)
    with pytest.raises(TaskFailed, match="OperationalError"):
        asyncio.run(in_lanes(work, 1, 1))


# ── PostgreSQL ───────────────────────────────────────────────────────────────


@needs_psycopg
@pytest.mark.parametrize("query", ["wait", "point"])
def test_psycopg_s_sides_give_the_same(cluster: clusters.Cluster, query: str) -> None:
    """Called, handed to a thread, and awaited."""
    work = postgres.Postgres(cluster.dsn, query, 5, 1)
    own = work.open()
    wanted = [work.call(own, task, 5) for task in range(3)]
    tape = Tape()
    work.trace(own, 0, 5, tape)
    tape.end()
    assert {"waiting", "running"} == {state for state, _, _ in tape.states}
    work.close(own)
    assert len(set(wanted)) == 3
    for kind in (postgres.Postgres, postgres.PostgresInThread, postgres.AsyncPostgres):
        assert asyncio.run(in_lanes(kind(cluster.dsn, query, 5, 3), 3, 5)) == wanted


@needs_psycopg
def test_every_type_that_is_looked_up_is_there(cluster: clusters.Cluster) -> None:
    """A task that looks all of them up."""
    work = postgres.Postgres(cluster.dsn, "point", 0, 1)
    own = work.open()
    assert work.call(own, 0, len(postgres.TYPES)) > 0
    work.close(own)


@needs_psycopg
def test_a_dead_server_holds_nobody_up(own: clusters.Cluster) -> None:
    """Requests fail by their kinds; none but the first waits for a connection to come back."""
    work = postgres.Postgres(own.dsn, "wait", 5, 2)
    pool = work.open()
    assert work.call(pool, 1, 0) == 1
    own.kill()
    begin = clock.monotonic_ns()
    kinds = set()
    for _ in range(20):
        with pytest.raises(TaskFailed) as failure:
            work.call(pool, 1, 0)
        kinds.add(failure.value.kind)
    assert kinds <= {"OperationalError", "AdminShutdown", "PoolTimeout"}
    assert (clock.monotonic_ns() - begin) / 1e9 < QUICKLY_S
    work.close(pool)


@needs_psycopg
def test_a_query_that_takes_too_long_is_ended(
    cluster: clusters.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the server, so that a request can't hang."""
    monkeypatch.setattr(postgres, "GRACE_S", 0.05)
    monkeypatch.setattr(postgres, "WAIT", "SELECT pg_sleep(30 + %s), %s::int8")
    work = postgres.Postgres(cluster.dsn, "wait", 0, 1)
    monkeypatch.setattr(postgres, "GRACE_S", 10.0)
    pool = work.open()
    work._patience_s = 10.0
    with pytest.raises(TaskFailed, match="QueryCanceled"):
        work.call(pool, 1, 0)
    work.close(pool)


@needs_psycopg
def test_workers_that_can_t_connect_don_t_wait_one_after_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the first found out is told to the others."""
    monkeypatch.setattr(postgres, "OPEN_S", 0.2)
    work = postgres.Postgres(f"host=127.0.0.1 port={closed_port()}", "wait", 0, 1)
    with pytest.raises(Exception, match="pool") as first:
        work.open()
    with pytest.raises(Exception, match="pool") as second:
        work.open()
    assert second.value is first.value


@needs_psycopg
def test_what_a_driver_says_is_told_without_what_is_secret() -> None:
    """In one line, whatever part of it the password is."""
    dsn = "host=h password=sesame sslpassword=street"
    said = postgres_server.in_one_line(OSError("no\n\tsesame for\nstreet"), dsn)
    assert said == "no *** for ***"
    assert postgres_server.in_one_line(OSError(), "host=h") == "OSError"


@needs_psycopg
def test_who_may_connect_only_so_often_is_told_how_often(own: clusters.Cluster) -> None:
    """The limits of a role count, as those of the server do."""
    import psycopg

    with psycopg.connect(own.dsn, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {clusters.GUARDED} CONNECTION LIMIT 7")
    parameters = {"dsn": own.guarded(), "needed": 9, "lanes": 4, "full": 2}
    with pytest.raises(ArmFault) as fault:
        postgres_server.watch(parameters, print)
    assert "room for 7" in fault.value.text.en and "(to 3)" in fault.value.text.en
    assert fault.value.unavailable
