"""Short real runs of ``concdemo block``: on every loop, with what ran and what is left.

What is looked at is what must be so however busy the machine is; never how fast anything was.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from helpers import (
    HANGUL,
    LONG_S,
    eventually,
    in_its_language,
    nothing_left,
    processes_under,
    run_here,
    start,
    words_of,
    workplace,
)
from rich.cells import cell_len

from concdemo import host, schema
from concdemo.experiments.block.options import LOOPS
from concdemo.experiments.block.work import WAYS
from concdemo.model import Report
from concdemo.tape import OFF_CPU_NS

MS = 1_000_000
SHORT = "block --duration 50 --beat 5"


def loop_or_skip(loop: str) -> str:
    """The loop, where it is installed."""
    if loop != "asyncio" and not host.has(loop):
        pytest.skip(f"{loop} is not installed")
    return loop


@pytest.fixture(scope="module", params=LOOPS)
def written(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Where the report is of a run on each loop that went well and left nothing behind."""
    words = f"{SHORT} --loop {loop_or_skip(request.param)} --rounds 2 --json report.json"
    with workplace() as folder:
        ended = run_here(*words.split(), folder=folder)
        assert ended.status == 0, ended.err + ended.out
        assert "Traceback" not in ended.err + ended.out
        nothing_left(folder, [])
        yield folder / "report.json"


@pytest.fixture
def report(written: Path) -> Report:
    """That report."""
    return schema.read(str(written))


def test_every_way_on_every_loop(report: Report) -> None:
    """Every arm has its samples; what blocks the loop blocks it from the first to the last."""
    loop = str(report.settings["loop"])
    assert [arm.name for arm in report.arms] == list(WAYS)
    for arm in report.arms:
        assert arm.status == "ok" and arm.reason is None and loop in arm.facts["loop"].lower()
        assert [sample.round for sample in arm.samples] == [1, 2]
        for sample in arm.samples:
            told = sample.metrics
            assert sample.failed == 0 and sample.wall_ns >= 48 * MS and told["late"] >= 0
            assert 0 < told["gap"] <= sample.wall_ns and 0 <= told["missed"] <= 1
            assert told["stall"] == pytest.approx(told["gap"] / sample.wall_ns)
            if arm.name in ("sleep", "cpu"):
                assert told["gap"] == sample.wall_ns and told["missed"] == 1
            if "cpu" in arm.name:
                assert sample.cpu_ns >= 50 * MS  # whoever did it, its time is counted
    short = report.arm("cpu-thread-short")
    assert short is not None and short.facts["switch interval"] == "0.0005"
    assert {verdict.claim for verdict in report.verdicts} == {
        "async.others-continue", "async.mixing-sync", "gil.thread-delays-loop",
    }  # fmt: skip


def test_pictures_show_who_did_the_task(report: Report) -> None:
    """The beat and the task have a lane each, of the thread or process that they ran in."""
    for arm in report.arms:
        way = WAYS[arm.name]
        beat, task = arm.lanes
        assert (beat.kind, task.kind) == ("coroutine", way.lane)
        assert (beat.process == task.process) is (way.lane != "process")
        if way.lane != "process":
            assert (beat.thread == task.thread) is (way.lane == "coroutine")
        assert {span.lane for span in arm.spans} == {0, 1}
        busy = sum(s.end_ns - s.begin_ns for s in arm.spans if s.lane and s.state == "running")
        if "cpu" in arm.name:  # all of it, but for slices in which the thread was off its core
            assert busy >= 25 * MS
        else:
            assert any(s.state == "waiting" for s in arm.spans if s.lane)
            assert busy < 1000 * OFF_CPU_NS
        if arm.name in ("sleep", "cpu"):
            overdue = [s for s in arm.spans if s.lane == 0 and s.state == "waiting"]
            assert len(overdue) == 1 and overdue[0].end_ns - overdue[0].begin_ns >= 40 * MS


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_it_shows_fits_a_terminal(written: Path, language: str) -> None:
    """In both languages; no line of the table is broken, and no row of the picture is cut."""
    words = ("report", str(written), "--lang", language)
    ended = run_here(*words, folder=written.parent, changes={"COLUMNS": "80"})
    assert ended.status == 0 and in_its_language(ended.out, language)
    assert all(cell_len(line) <= 80 for line in ended.out.splitlines())
    rows = {line.split()[0] for line in ended.out.splitlines() if " ms " in line and " %" in line}
    assert set(WAYS) <= rows
    assert "…" not in ended.out and "cpu-thread-short 1│" in ended.out


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_loop_that_is_missing_says_what_to_install(place: Path, language: str) -> None:
    """Its rows are there, with the mend, and the exit status says that nothing was measured."""
    if host.has("trio"):
        pytest.skip("trio is installed")
    ended = run_here("block", "--loop", "trio", "--lang", language, folder=place)
    assert ended.status == 1 and "pip install trio" in ended.out
    assert bool(HANGUL.search(ended.out)) == (language == "ko")


# ── faults ───────────────────────────────────────────────────────────────────


def worker_of(place: Path) -> psutil.Process | None:
    """The process that the CPU loop is handed to."""
    for one in processes_under(place):
        if "anyio.to_process" in words_of(one):
            return one
    return None


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_worker_that_is_killed_costs_its_arm(place: Path) -> None:
    """The row says so, the others go on, and nothing is left."""
    process = start(*f"{SHORT} --rounds 2 --json report.json".split(), folder=place)
    worker = eventually(lambda: worker_of(place))
    assert worker is not None
    os.kill(worker.pid, signal.SIGKILL)
    assert process.wait(2 * LONG_S) == 1
    nothing_left(place, [worker])
    report = schema.read(str(place / "report.json"))
    for arm in report.arms:
        assert arm.status == ("failed" if arm.name == "cpu-in-process" else "ok")
        if arm.name == "cpu-in-process":
            assert arm.reason is not None
            assert "process" in arm.reason.en and "프로세스" in arm.reason.ko


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("whose", ["run", "arm"])
def test_a_worker_ends_with_its_arm_and_with_the_run(place: Path, whose: str) -> None:
    """Also in the middle of a long CPU loop: nobody waits for it."""
    words = "block --duration 5000 --rounds 1"
    process = start(*words.split(), folder=place)
    try:
        worker = eventually(lambda: worker_of(place))
        assert worker is not None
        arm = worker.parent()
        assert arm is not None
        known = [worker, arm, psutil.Process(process.pid)]
        os.kill(process.pid if whose == "run" else arm.pid, signal.SIGKILL)
        if whose == "arm":
            eventually(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)
            os.kill(process.pid, signal.SIGTERM)
        process.wait(LONG_S)
        nothing_left(place, known)
    finally:
        process.kill()
        process.wait()
