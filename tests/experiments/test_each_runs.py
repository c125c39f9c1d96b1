"""Short real runs of ``concdemo io --target each``: what runs, what is told, and what is left.

What is looked at is what must be so however busy the machine is; never how fast anything was.
"""

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import clusters
import pytest
from eaches import ON_LINUX
from helpers import in_its_language, nothing_left, run_here, workplace
from rich.cells import cell_len
from watching import Watching

from concdemo import host, schema
from concdemo.experiments.io.each import has_pipes
from concdemo.model import ArmReport, Report

pytestmark = [
    pytest.mark.skipif(not has_pipes(), reason="there are no named pipes"),
    pytest.mark.skipif(not host.has("aiosqlite"), reason="aiosqlite is not installed"),
]
SHORT = "io --target each --requests 5 --delay 5"
WITHOUT_SERVER = [name for name in ON_LINUX if "postgres" not in name]


@pytest.fixture(scope="module")
def written() -> Iterator[Path]:
    """Where the report is of a run that went well and left nothing behind."""
    with workplace() as folder:
        ended = run_here(*f"{SHORT} --rounds 2 --json report.json".split(), folder=folder)
        assert ended.status == 0, ended.err + ended.out
        assert "Traceback" not in ended.err + ended.out
        nothing_left(folder, [])
        yield folder / "report.json"


@pytest.fixture(scope="module")
def report(written: Path) -> Report:
    """That report."""
    return schema.read(str(written))


def row(report: Report, name: str) -> ArmReport:
    """An arm that ran."""
    arm = report.arm(name)
    assert arm is not None and arm.status == "ok" and arm.reason is None
    assert all(sample.failed == 0 for sample in arm.samples)
    return arm


def test_every_arm_does_what_its_name_says(report: Report) -> None:
    """Its tasks run in one thread or in several; groups have answers of their own."""
    assert [arm.name for arm in report.arms] == WITHOUT_SERVER
    assert [verdict.claim for verdict in report.verdicts] == ["async.db-file-net"]
    for name in WITHOUT_SERVER:
        arm = row(report, name)
        assert [sample.round for sample in arm.samples] == [1, 2]
        for sample in arm.samples:
            several = name in ("file in-thread", "sqlite async")
            assert (sample.metrics["threads"] > 1) is several
            assert sample.metrics["processes"] == 1
            in_a_row = name.endswith("serial") or name == "file async"
            if in_a_row and "sqlite" not in name:
                assert sample.wall_ns >= 5 * 5_000_000
    answers = {arm.samples[0].checksum for arm in report.arms}
    assert len(answers) == 2  # a file holds what a response does


@pytest.mark.skipif(sys.platform != "linux", reason="other systems let a loop watch a file")
def test_linux_refuses_to_watch_a_file(report: Report) -> None:
    """The arm that reads in the coroutine says so, as a count and in words."""
    reader = row(report, "file async")
    assert [sample.metrics["watchable"] for sample in reader.samples] == [0, 0]
    assert reader.facts["regular file"].startswith("PermissionError")


def test_a_read_in_the_coroutine_is_seen_to_wait(report: Report) -> None:
    """And no two of them at once, as they are in threads."""
    for name, together in (("file async", False), ("file in-thread", True)):
        waits = [span for span in row(report, name).spans if span.state == "waiting"]
        waits.sort(key=lambda span: span.begin_ns)
        overlap = any(a.end_ns > b.begin_ns for a, b in pairwise(waits))
        assert len(waits) >= 5 and overlap is together


def test_a_server_is_asked_where_one_is_named(place: Path, cluster: clusters.Cluster) -> None:
    """Through the driver's two sides; its password is nowhere."""
    if not host.has("psycopg"):
        pytest.skip("psycopg is not installed")
    ended = run_here(
        *SHORT.split(), "--dsn", cluster.guarded(), "--rounds", "1", "--json", "report.json",
        folder=place,
    )  # fmt: skip
    assert ended.status == 0, ended.err + ended.out
    nothing_left(place, [])
    told = (place / "report.json").read_text(encoding="utf-8")
    assert clusters.PASSWORD not in ended.out + ended.err + told
    report = schema.read(str(place / "report.json"))
    assert [arm.name for arm in report.arms] == list(ON_LINUX)
    for way in ("serial", "async"):
        facts = row(report, f"postgres {way}").facts
        assert facts["database"].startswith("PostgreSQL ")
        assert facts["driver"].startswith("psycopg ")


def test_a_server_that_is_not_there_is_told_at_once(place: Path) -> None:
    """In one line, before anything is measured."""
    if not host.has("psycopg"):
        pytest.skip("psycopg is not installed")
    dsn = "postgresql://someone:secret@127.0.0.1:1/db"
    ended = run_here(*SHORT.split(), "--dsn", dsn, folder=place)
    assert ended.status == 1 and "secret" not in ended.err + ended.out
    assert ended.err.splitlines()[-1].startswith("concdemo: ") and "Traceback" not in ended.err
    nothing_left(place, [])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_it_shows_fits_a_terminal(written: Path, language: str) -> None:
    """In both languages; no line of the table is broken, and no name is cut."""
    words = ("report", str(written), "--lang", language)
    ended = run_here(*words, folder=written.parent, changes={"COLUMNS": "80"})
    assert ended.status == 0 and in_its_language(ended.out, language)
    assert all(cell_len(line) <= 80 for line in ended.out.splitlines())
    assert all(f"\n {name} " in ended.out for name in WITHOUT_SERVER)
    assert "…" not in ended.out


# ── faults ───────────────────────────────────────────────────────────────────


def test_a_writer_that_is_killed_ends_the_reads(watched: Watching) -> None:
    """In the middle of a sample: its reads fail, nothing hangs, and the run ends with what it has.

    Nobody writes any more, so that every read that went on would go on for ever.
    """
    # By this seed the arm that is waited for is the first of its round.
    going = watched("io --target each --requests 2 --delay 300 --rounds 2 --seed 15")
    going.until("round 1: file async")
    going.send("KILL", going.children[1])
    ended = going.end()
    assert ended.status == 1 and "Traceback" not in ended.err + ended.out
    report = going.report()
    assert "service-died" in {caveat.code for caveat in report.caveats}
    reader = report.arm("file async")
    assert reader is not None and reader.samples[0].failed >= 1
    assert set(reader.failures) <= {"wrong content", "no writer"}
    assert not any(one.spans for one in report.arms)
