"""One contract for every mode: what a pool promises, whichever machinery is inside.

Only correctness is looked at here; how fast a mode is, nobody asserts.
"""

import contextlib
import importlib
import itertools
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from helpers import eventually

from concdemo import clock, host
from concdemo.model import Parameters, TaskRecord
from concdemo.modes import MODES
from concdemo.modes.pool import Job, Pool
from concdemo.wire import expected_body

START_METHODS = ("fork", "forkserver", "spawn")
WAYS = {
    **{mode: (mode, {}) for mode in MODES if mode != "processes"},
    **{f"processes-{method}": ("processes", {"start_method": method}) for method in START_METHODS},
}
CPU_WORKLOADS = {"Primes": 400, "Loop": 500, "Fibonacci": 2, "Hash": 1}
TASKS, FILE_BYTES = 5, 100

Opening = Callable[..., contextlib.AbstractContextManager[Pool]]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """Each mode, and each way of starting processes."""
    mode, parameters = WAYS[request.param]
    for module in MODES[mode].requires:
        if not host.has(module):
            pytest.skip(f"{module} is not installed")
    method = parameters.get("start_method")
    if method and method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system can't start processes by {method}")
    return str(request.param)


@pytest.fixture
def opening(way: str) -> Opening:
    """Opens a pool of that mode with a job, and closes it afterwards."""

    @contextlib.contextmanager
    def opened(entry: str, workers: int = 2, **parameters: object) -> Iterator[Pool]:
        pool = open_pool(way, entry, workers, **parameters)
        try:
            yield pool
        finally:
            pool.close()

    return opened


def open_pool(way: str, entry: str, workers: int, **parameters: object) -> Pool:
    """A pool as an arm opens it: by the table of modes."""
    mode, how = WAYS[way]
    module, _, function = MODES[mode].entry.partition(":")
    job = Job(entry, dict(parameters))  # type: ignore[arg-type]
    settings: Parameters = dict(how)
    pool: Pool = getattr(importlib.import_module(module), function)(job, workers, settings)
    return pool


def checksums(records: list[TaskRecord]) -> list[int]:
    """What the tasks gave, in their order."""
    return [record.checksum for record in records]


class Belongings(NamedTuple):
    """This process's threads, children and how many files it has open."""

    threads: set[threading.Thread]
    children: set[psutil.Process]
    files: int

    def within(self, others: "Belongings") -> bool:
        """Whether there is nothing new; what others' tests had left may go meanwhile."""
        new = self.threads - others.threads, self.children - others.children
        return not any(new) and self.files <= others.files


def belongings() -> Belongings:
    """What there is now."""
    descriptors = Path("/proc/self/fd")
    files = len(os.listdir(descriptors)) if descriptors.is_dir() else 0
    return Belongings({*threading.enumerate()}, {*psutil.Process().children()}, files)


def test_records_come_in_the_order_of_tasks(opening: Opening) -> None:
    """Records stand in the order of their tasks, whichever task ended first."""
    with opening("strange_works:Staggered", workers=3) as pool:
        records = pool.run(7, 6)
    assert [record.task for record in records] == list(range(7))
    assert checksums(records) == list(range(7))


def test_each_record_tells_when_and_where(opening: Opening) -> None:
    """Every task began before it ended, inside the run, in a process and thread that are named."""
    with opening("concdemo.workloads.waits:Sleep", delay_ms=5) as pool:
        before = clock.monotonic_ns()
        records = pool.run(4, 0)
        after = clock.monotonic_ns()
    for record in records:
        assert before <= record.begin_ns < record.end_ns <= after
        assert record.end_ns - record.begin_ns >= 4_000_000
        assert record.process > 0 and record.thread > 0
        assert record.cpu_begin_ns <= record.cpu_end_ns
        assert record.failure is None


def test_tasks_run_where_the_mode_says(way: str, opening: Opening) -> None:
    """Process pools work in other processes, thread pools in other threads, all others here."""
    with opening("strange_works:Staggered") as pool:
        records = pool.run(4, 4)
    processes = {record.process for record in records}
    threads = {record.thread for record in records}
    if way.startswith("processes"):
        assert os.getpid() not in processes and 1 <= len(processes) <= 2
    elif way == "threads":
        assert processes == {os.getpid()} and threading.get_ident() not in threads
    else:
        assert processes == {os.getpid()} and threads == {threading.get_ident()}


@pytest.mark.parametrize("name", CPU_WORKLOADS)
def test_cpu_work_gives_the_same_everywhere(opening: Opening, name: str) -> None:
    """Every mode gets the checksums that a plain loop over the tasks gets."""
    work = getattr(importlib.import_module("concdemo.workloads.cpu"), name)()
    own, size = work.open(), CPU_WORKLOADS[name]
    with opening(f"concdemo.workloads.cpu:{name}") as pool:
        assert checksums(pool.run(TASKS, size)) == [work.call(own, n, size) for n in range(TASKS)]


def test_sleeping_gives_the_same_everywhere(opening: Opening) -> None:
    """Pure waiting gives its tasks' numbers in every mode."""
    with opening("concdemo.workloads.waits:Sleep", delay_ms=1) as pool:
        assert checksums(pool.run(TASKS, 0)) == list(range(TASKS))


def test_reading_files_gives_the_same_everywhere(opening: Opening, tmp_path: Path) -> None:
    """Every mode reads the same content; a file that is missing is a failed task, not a fault."""
    from concdemo.workloads.files import ReadFile

    for number in range(TASKS):
        (tmp_path / str(number)).write_bytes(expected_body(number, FILE_BYTES))
    plain = [ReadFile(str(tmp_path)).call(None, number, FILE_BYTES) for number in range(TASKS)]
    with opening("concdemo.workloads.files:ReadFile", folder=str(tmp_path)) as pool:
        assert checksums(pool.run(TASKS, FILE_BYTES)) == plain
        (tmp_path / "1").unlink()
        (tmp_path / "2").write_bytes(b"short")
        failures = [record.failure for record in pool.run(TASKS, FILE_BYTES)]
    assert failures == [None, "FileNotFoundError", "wrong length", None, None]


def test_a_failed_task_is_recorded(opening: Opening) -> None:
    """TaskFailed becomes a record that says so, and the other tasks are done."""
    with opening("strange_works:Flaky") as pool:
        records = pool.run(4, 0)
    assert [record.failure for record in records] == [None, "odd", None, "odd"]
    assert checksums(records) == [0, 0, 2, 0]


def test_an_exception_reaches_the_caller(opening: Opening, tmp_path: Path) -> None:
    """Any other exception is raised with its words, once nothing of the run is going on."""
    with opening("strange_works:Raising", folder=str(tmp_path)) as pool:
        with pytest.raises(ValueError, match="task one is broken"):
            pool.run(4, 0)
        done = sorted(os.listdir(tmp_path))
    assert sorted(os.listdir(tmp_path)) == done


def test_a_pool_lives_on_after_an_exception(opening: Opening, tmp_path: Path) -> None:
    """A task's exception does not end the workers: the next run is whole."""
    with opening("strange_works:Raising", folder=str(tmp_path)) as pool:
        with pytest.raises(ValueError, match="task one is broken"):
            pool.run(2, 0)
        with pytest.raises(ValueError, match="task one is broken"):
            pool.record(2, 0)
        assert checksums(pool.run(1, 0)) == [0]


def test_runs_as_often_as_asked(opening: Opening) -> None:
    """An open pool does one run after another, with as many tasks and any size."""
    with opening("concdemo.workloads.cpu:Loop") as pool:
        first = checksums(pool.run(3, 10))
        assert checksums(pool.run(3, 10)) == first
        assert checksums(pool.run(5, 10))[:3] == first
        assert checksums(pool.run(1, 20)) != first[:1]


def test_all_workers_are_there_when_it_is_open(way: str, opening: Opening, tmp_path: Path) -> None:
    """Opening returns when each worker or lane has opened its work, before any task."""
    workers = 3
    with opening("strange_works:Leaving", workers=workers, folder=str(tmp_path)) as pool:
        opened = os.listdir(tmp_path)
        assert len(opened) == (1 if way == "serial" else workers)
        numbers = {int(name.split("-")[1]) for name in opened}
        if way.startswith("processes"):
            assert len(numbers) == workers
            assert all(psutil.Process(number).is_running() for number in numbers)
        else:
            assert numbers == {os.getpid()}
        if way == "threads":
            assert threading.active_count() >= 1 + workers
        pool.run(2 * workers, 0)
        assert os.listdir(tmp_path) == opened


def test_what_was_opened_is_closed(way: str, opening: Opening, tmp_path: Path) -> None:
    """Closing gives up what each worker or lane had opened; a worker process just ends."""
    with opening("strange_works:Leaving", workers=3, folder=str(tmp_path)) as pool:
        pool.run(3, 0)
    opened = {name[7:] for name in os.listdir(tmp_path) if name.startswith("opened-")}
    closed = {name[7:] for name in os.listdir(tmp_path) if name.startswith("closed-")}
    assert closed == (set() if way.startswith("processes") else opened)
    for name in opened:
        assert not way.startswith("processes") or not psutil.pid_exists(int(name.split("-")[0]))


def test_close_leaves_nothing_behind(way: str, tmp_path: Path) -> None:
    """No thread, process or open file is left: neither after work, nor after an exception."""

    def use(entry: str, **parameters: str) -> None:
        pool = open_pool(way, entry, 2, **parameters)
        try:
            with contextlib.suppress(ValueError):
                pool.run(4, 1)
        finally:
            pool.close()

    use("concdemo.workloads.cpu:Loop")  # helpers that Python keeps for good start here
    before = belongings()
    use("concdemo.workloads.cpu:Loop")
    use("strange_works:Raising", folder=str(tmp_path))
    eventually(lambda: belongings().within(before), within_s=10)


def test_opening_that_fails_leaves_nothing_behind(way: str) -> None:
    """Where a worker can't open its work, opening raises and what had begun is ended."""
    open_pool(way, "concdemo.workloads.cpu:Loop", 2).close()
    before = belongings()
    with pytest.raises(OSError, match="no door"):
        open_pool(way, "strange_works:Unopenable", 2)
    eventually(lambda: belongings().within(before), within_s=10)


def test_one_worker_that_fails_to_open_says_why(way: str, tmp_path: Path) -> None:
    """Where only some workers can't open their work, the cause is told and not its effects."""
    if way == "serial":
        return  # it has one worker
    with pytest.raises(OSError, match="no second door"):
        open_pool(way, "strange_works:OneDoor", 3, folder=str(tmp_path))


def test_a_job_that_is_not_there(way: str) -> None:
    """A job whose module or class is missing can't be opened."""
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        open_pool(way, "no_such_module:Work", 1)
    with pytest.raises(AttributeError, match="Nothing"):
        open_pool(way, "concdemo.workloads.cpu:Nothing", 1)


def test_it_says_what_ran(way: str, opening: Opening) -> None:
    """A pool's facts are words: which machinery, which loop, which start method."""
    with opening("concdemo.workloads.cpu:Loop") as pool:
        facts = pool.facts
    assert all(isinstance(key, str) and isinstance(value, str) for key, value in facts.items())
    if way.startswith("processes"):
        assert facts["start method"] == way.removeprefix("processes-")
    if way in ("async", "uvloop"):
        assert ("uvloop" in facts["loop"]) == (way == "uvloop")


def test_a_recorded_run_accounts_for_every_task(way: str, opening: Opening) -> None:
    """Each task's stretches lie one after another inside the run, on the mode's kind of lane."""
    with opening("concdemo.workloads.waits:Sleep", delay_ms=20) as pool:
        begin = clock.monotonic_ns()
        stretches = pool.record(4, 0)
        end = clock.monotonic_ns()
        kind = pool.lane_kind
    mode = WAYS[way][0]
    kinds = {"serial": "main", "threads": "thread", "processes": "process"}
    assert kind == kinds.get(mode, "coroutine")
    assert {one.task for one in stretches} == set(range(4))
    for task in range(4):
        own = [one for one in stretches if one.task == task]
        assert begin <= own[0].begin_ns and own[-1].end_ns <= end
        for before, after in itertools.pairwise(own):
            assert before.begin_ns < before.end_ns <= after.begin_ns < after.end_ns
        waited = sum(one.end_ns - one.begin_ns for one in own if one.state == "waiting")
        assert waited >= 15_000_000
    assert all((one.coroutine > 0) == (kind == "coroutine") for one in stretches)


def test_a_recorded_run_of_work_shows_it_running(opening: Opening) -> None:
    """CPU-bound tasks are recorded as running, and give way to nothing but each other."""
    with opening("concdemo.workloads.cpu:Primes") as pool:
        stretches = pool.record(3, 20_000)
    assert {one.task for one in stretches} == {0, 1, 2}
    for task in range(3):
        assert any(one.state == "running" for one in stretches if one.task == task)
