"""Databases that are really asked: by every mode, and by servers that refuse, fail or die."""

import json
from collections.abc import Iterator
from pathlib import Path

import clusters
import psutil
import pytest
from helpers import (
    closed_port,
    eventually,
    in_its_language,
    nothing_left,
    one_line,
    run_here,
)
from watching import Watching, struck

from concdemo import host, schema
from concdemo.model import Report

TINY = ("--requests", "4", "--delay", "5", "--rounds", "2", "--workers", "2")
LANES = 4
needs_psycopg = pytest.mark.skipif(not host.has("psycopg"), reason="psycopg is not installed")
needs_aiosqlite = pytest.mark.skipif(not host.has("aiosqlite"), reason="aiosqlite is missing")


@pytest.fixture
def own(cluster_files: Path) -> Iterator[clusters.Cluster]:
    """A server of this test's own, which it may harm; it takes few connections."""
    few = {"max_connections": "20", "superuser_reserved_connections": "3"}
    with clusters.cluster(cluster_files, **few) as running:
        yield running


def asked(place: Path, target: str, *words: str) -> Report:
    """The report of a short run, which is well."""
    ended = run_here("io", "--target", target, *TINY, "--json", "-", *words, folder=place)
    assert ended.status == 0, ended.err
    assert "password" not in ended.out
    return schema.decode(ended.out.encode(), "standard output")


def same_answers(report: Report) -> bool:
    """Whether every sample of every arm gave the same, and none failed."""
    samples = [sample for arm in report.arms for sample in arm.samples]
    return len({one.checksum for one in samples}) == 1 and not any(one.failed for one in samples)


def threads(report: Report, name: str) -> float:
    """The threads that did an arm's tasks, in its last sample."""
    arm = report.arm(name)
    assert arm is not None
    return arm.samples[-1].metrics["threads"]


# ── every mode ───────────────────────────────────────────────────────────────


@needs_aiosqlite
def test_sqlite_is_asked_by_every_mode(place: Path) -> None:
    """All give the same answers; aiosqlite has a thread a connection, and can share one."""
    report = asked(place, "sqlite", "--query", "point", "--size", "30")
    expected = {arm.name for arm in report.arms if arm.name != "uvloop" or host.has("uvloop")}
    assert {arm.name for arm in report.arms if arm.status == "ok"} == expected
    assert same_answers(report)
    assert threads(report, "async-one-connection") == threads(report, "async-blocking") == 1
    assert threads(report, "async") > 1
    facts = {arm.name: arm.facts for arm in report.arms}
    assert "aiosqlite" in facts["async"]["driver"] and facts["serial"]["driver"] == "sqlite3"
    assert facts["threads"]["GIL"] == "released"  # gaps in its picture are no hand-offs
    nothing_left(place, [])


@needs_psycopg
def test_postgresql_is_asked_by_every_mode(place: Path, cluster: clusters.Cluster) -> None:
    """All give the same answers; its own processes are seen; no connection is left."""
    report = asked(place, "postgres", "--dsn", cluster.dsn, "--query", "wait")
    expected = {arm.name for arm in report.arms if arm.name != "uvloop" or host.has("uvloop")}
    assert {arm.name for arm in report.arms if arm.status == "ok"} == expected
    assert same_answers(report)
    assert threads(report, "async") == threads(report, "async-blocking") == 1
    assert {arm.facts["server CPU"] for arm in report.arms if arm.status == "ok"} == {"counted"}
    facts = {arm.name: arm.facts["connections"] for arm in report.arms if arm.status == "ok"}
    assert facts["async"] == f"{LANES} in one psycopg_pool.AsyncConnectionPool"
    assert facts["threads"] == "2 in one psycopg_pool.ConnectionPool"
    assert not {"server-unseen", "leaves-machine", "tasks-failed"} & codes(report)
    nothing_left(place, [])
    eventually(lambda: not served(cluster), what="connections are closed")


@needs_aiosqlite
def test_sqlite_waits(place: Path) -> None:
    """The other query, on a loop."""
    report = asked(place, "sqlite", "--query", "wait", "--mode", "async")
    assert {arm.status for arm in report.arms} == {"ok"} and same_answers(report)


@needs_psycopg
def test_postgresql_looks_up_over_a_socket_file(place: Path, cluster: clusters.Cluster) -> None:
    """The other query, in a way of each kind; the server's processes are seen there as well."""
    words = ("--query", "point", "--size", "9", "--mode", "processes,async")
    report = asked(place, "postgres", "--dsn", cluster.socket_dsn, *words)
    assert {arm.facts["server CPU"] for arm in report.arms} == {"counted"}
    assert same_answers(report)


def codes(report: Report) -> set[str]:
    """What is doubted."""
    return {caveat.code for caveat in report.caveats}


def served(cluster: clusters.Cluster) -> list[str]:
    """The server's processes that serve a connection, by what they say they are."""
    found = []
    for process in psutil.Process(cluster.pid).children():
        try:
            words = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if "127.0.0.1(" in words or "[local]" in words:
            found.append(words)
    return found


# ── passwords ────────────────────────────────────────────────────────────────


@needs_psycopg
def test_a_password_is_used_and_shown_nowhere(place: Path, cluster: clusters.Cluster) -> None:
    """Not in the report, the page, the trace, the table, or the progress."""
    files = [word for name in ("json", "html", "trace", "csv") for word in (f"--{name}", name)]
    line = ("io", "--target", "postgres", *TINY, "--mode", "async", *files)
    ended = run_here(*line, f"--dsn={cluster.guarded()}", folder=place)
    assert ended.status == 0, ended.err
    written = [(place / name).read_text(encoding="utf-8") for name in files[1::2]]
    for text in (ended.out, ended.err, *written):
        assert clusters.PASSWORD not in text
    report = json.loads(written[0])
    assert report["command"][-1] == "--dsn=***"
    assert clusters.GUARDED in report["settings"]["dsn"]


@needs_psycopg
def test_a_wrong_password_is_one_line(place: Path, cluster: clusters.Cluster) -> None:
    """With the server's reason and without the password."""
    wrong = cluster.guarded("swordfish")
    line = ("io", "--target", "postgres", *TINY, "--dsn", wrong, "--lang", "ko")
    ended = run_here(*line, folder=place)
    assert (ended.status, ended.out) == (1, "")
    said = one_line(ended.err.splitlines(keepends=True)[-1])
    assert in_its_language(said, "ko")
    assert "authentication failed" in said and "swordfish" not in ended.err
    nothing_left(place, [])


# ── servers that refuse, fail or die ─────────────────────────────────────────


@needs_psycopg
def test_a_closed_port_is_one_line(place: Path) -> None:
    """Nothing is measured and nothing left."""
    dsn = f"postgresql://nobody@127.0.0.1:{closed_port()}/nothing"
    ended = run_here("io", "--target", "postgres", *TINY, "--dsn", dsn, folder=place)
    assert (ended.status, ended.out) == (1, "")
    assert "refused" in one_line(ended.err.splitlines(keepends=True)[-1])
    nothing_left(place, [])


@needs_psycopg
def test_too_few_connections_are_seen_before_anything_is_measured(
    place: Path, own: clusters.Cluster
) -> None:
    """The line says how many there are, and a number in flight for which they are enough."""
    line = ("io", "--target", "postgres", "--requests", "6", "--delay", "5", "--rounds", "1")
    modes = ("--mode", "threads,processes,async", "--dsn", own.dsn)
    ended = run_here(*line, *modes, "--concurrency", "6", folder=place)
    assert (ended.status, ended.out) == (1, "")
    said = one_line(ended.err.splitlines(keepends=True)[-1])
    assert "needs 27 connections" in said and "room for 20" in said and "(to 4)" in said
    ended = run_here(*line, *modes, "--concurrency", "4", "--json", "-", folder=place)
    assert ended.status == 0, ended.err


@needs_psycopg
@pytest.mark.parametrize("mode", ["threads", "async"])
def test_a_server_that_dies_ends_the_measuring(
    place: Path, own: clusters.Cluster, mode: str
) -> None:
    """Requests under way fail by their kinds; what was measured until then is shown and saved."""
    words = "--requests 4 --delay 5 --rounds 400 --concurrency 2"
    words = f"io --target postgres --dsn {own.dsn} --mode {mode} {words}"
    ended, report = struck(place, words, "round 3:", lambda _: own.kill())
    assert ended.status == 1 and "Traceback" not in ended.err + ended.out
    assert "service-died" in codes(report)
    assert 1 <= report.rounds < 400
    assert all(arm.status == "ok" for arm in report.arms)


@needs_psycopg
@pytest.mark.parametrize("name", ["KILL", "INT"])
def test_a_run_that_is_ended_leaves_no_connection(
    watched: Watching, own: clusters.Cluster, name: str
) -> None:
    """In the middle of its waits, by a signal that it can't answer, or by one that it can."""
    words = "--requests 4 --delay 50 --rounds 400 --concurrency 2 --mode processes,async"
    going = watched(f"io --target postgres --dsn {own.dsn} {words}")
    going.until("round 1:")
    assert served(own)
    going.send(name)
    assert going.end().status == {"KILL": -9, "INT": 130}[name]
    eventually(lambda: not served(own), what="connections are closed")


@needs_psycopg
def test_without_the_one_who_watches_the_server_measuring_ends(
    place: Path, own: clusters.Cluster
) -> None:
    """It alone would see a server die that nobody asks."""
    words = "--requests 2 --delay 5 --rounds 400 --concurrency 2 --mode async"
    words = f"io --target postgres --dsn {own.dsn} {words}"
    ended, report = struck(place, words, "round 2:", lambda children: children[0].terminate())
    assert ended.status == 1
    assert "service-died" in codes(report)
