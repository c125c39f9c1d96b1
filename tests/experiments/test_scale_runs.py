"""Waits that are really held, a few of them: in fresh processes, and by the whole command."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import threading
from multiprocessing import get_all_start_methods
from pathlib import Path

import psutil
import pytest
from helpers import (
    LONG_S,
    PROGRAM,
    Act,
    ScriptedServer,
    alive,
    closed_port,
    environment,
    eventually,
    nothing_left,
    one_line,
    processes_under,
    response,
    run_here,
    start,
    words_of,
)

from concdemo import schema
from concdemo.errors import ArmFault
from concdemo.experiments import memory as scale_memory
from concdemo.experiments.scale import hold as scale_hold
from concdemo.experiments.scale.hold import Fresh, hold

WAY = scale_memory.how()
SCRIPT = str(scale_hold.SCRIPT)
TINY = "scale --hold 20 --most-coroutines 20 --most-threads 20 --most-processes 4 --most-sockets 20"

pytestmark = pytest.mark.skipif("fork" not in get_all_start_methods(), reason="needs fork")


@pytest.mark.parametrize("kind", ["coroutines", "threads", "processes"])
def test_waits_are_held_and_end(kind: str) -> None:
    """All of them at once, for as long as they last; what it took is accounted."""
    outcome = hold(kind, 3, 500, [], WAY)
    held = outcome.held
    assert held is not None and outcome.limit is None
    assert held.count == 3 and held.start_ns > 0 and outcome.span_ns > 0
    assert held.total_ns >= held.hold_ns == 500_000_000 and held.over_ns > 0
    assert outcome.cpu_ns > 0
    assert (held.grown_bytes is None) is (WAY == "unknown")


def test_sockets_wait_for_their_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a connection of its own, and waits until it is answered."""
    answers = threading.Event()

    class Watched(Fresh):
        lines = 0

        def hear(self) -> list[str]:
            self.lines += 1
            if self.lines == 3:  # all are held and memory has been read
                answers.set()
            return super().hear()

    def script(number: int, line: str) -> Act:
        answers.wait(LONG_S)
        return Act(response(b""))

    monkeypatch.setattr(scale_hold, "Fresh", Watched)
    with ScriptedServer(script) as server:
        outcome = hold("sockets", 3, 300, ["127.0.0.1", str(server.port)], WAY)
        assert server.connections == 3
        assert all("/wait/300/" in line for line in server.lines)
    assert outcome.held is not None and outcome.held.count == 3


def test_waits_that_are_over_too_early_are_seen() -> None:
    """Of many threads that wait a millisecond, the first are over before the last begins."""
    assert hold("threads", 500, 1, [], WAY).held is None


def test_a_server_that_is_gone_is_told_in_a_line() -> None:
    """It is no limit of this machine."""
    with pytest.raises(ArmFault) as fault:
        hold("sockets", 2, 50, ["127.0.0.1", str(closed_port())], WAY)
    assert "ConnectionRefusedError" in fault.value.text.en


def test_a_server_that_hangs_up_is_told_in_a_line() -> None:
    """Nobody waits for answers that can't come."""
    with (
        ScriptedServer(lambda *_: Act(b"", "close")) as server,
        pytest.raises(ArmFault) as fault,
    ):
        hold("sockets", 2, 50, ["127.0.0.1", str(server.port)], WAY)
    assert "Connection" in fault.value.text.en


@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux keeps them")
@pytest.mark.parametrize(
    ("kind", "limit", "most", "count", "expected"),
    [
        ("sockets", "RLIMIT_NOFILE", 20, 100, "open-files"),
        ("processes", "RLIMIT_NOFILE", 20, 100, "open-files"),
        ("coroutines", "RLIMIT_AS", 100 << 20, 200_000, "memory"),
        ("threads", "RLIMIT_AS", 300 << 20, 500, "tasks"),
    ],
)
def test_a_limit_that_is_hit_has_a_name(
    kind: str, limit: str, most: int, count: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real limit on the fresh process ends the number, without a traceback."""
    resource = pytest.importorskip("resource")
    number = getattr(resource, limit)
    before = resource.getrlimit(number)
    started = scale_hold.Fresh

    class Limited(Fresh):
        def __init__(self, *words: object) -> None:
            started.__init__(self, *words)  # type: ignore[arg-type]
            resource.prlimit(self.pid, number, (most, before[1]))

    monkeypatch.setattr(scale_hold, "Fresh", Limited)
    with ScriptedServer(lambda *_: Act(b"", "stall")) as server:
        address = ["127.0.0.1", str(server.port)] if kind == "sockets" else []
        outcome = hold(kind, count, 2_000, address, WAY)
    assert (outcome.held, outcome.limit) == (None, expected)


def test_a_process_that_is_killed_is_a_limit_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a system does that has no memory left."""

    class Killed(Fresh):
        def go(self) -> None:
            os.kill(self.pid, signal.SIGKILL)

    monkeypatch.setattr(scale_hold, "Fresh", Killed)
    assert hold("coroutines", 10, 1_000, [], WAY).limit == "killed"


def test_nothing_is_left_of_a_try_that_is_broken_off() -> None:
    """The process ends with the block, and so do the processes that wait in it."""
    with pytest.raises(KeyError), Fresh("processes", 3, 200, []) as fresh:
        assert fresh.hear() == ["ready"]
        fresh.go()
        waiting = [psutil.Process(int(pid)) for pid in fresh.hear()[3:]]
        assert len(waiting) == 3
        raise KeyError
    eventually(lambda: not any(alive(one) for one in waiting))
    assert not psutil.pid_exists(fresh.pid)


def test_a_run_is_measured_and_shown(place: Path) -> None:
    """Every kind, with its numbers, its charts and its facts; the claims need more than this."""
    ended = run_here(*TINY.split(), "--rounds", "1", "--json", "scale.json", folder=place)
    assert ended.status == 0, ended.err + ended.out
    assert "Traceback" not in ended.err
    report = schema.read(str(place / "scale.json"))
    assert [arm.name for arm in report.arms] == ["coroutines", "threads", "processes", "sockets"]
    for arm in report.arms:
        assert arm.status == "ok" and arm.reason is None
        (sample,) = arm.samples
        top = int(sample.metrics["most"])
        assert top == (4 if arm.name == "processes" else 20)
        for name in ("start", "over", f"start-{top}", f"over-{top}", f"hold-{top}"):
            assert name in sample.metrics
        assert sample.metrics[f"hold-{top}"] >= 20_000_000
        assert sample.cpu_ns > 0 and not arm.spans
    assert {verdict.verdict for verdict in report.verdicts} == {"untested"}
    titles = [chart.title.en for chart in report.charts]
    assert len(titles) == (2 if WAY == "unknown" else 3)
    assert all(title in ended.out for title in titles)
    assert "safe here" in ended.out and "fork" in ended.out
    assert list(place.glob("concdemo-*")) == []


def test_what_is_held_once_is_held_once(place: Path) -> None:
    """A number above those of every round is in the first round only."""
    words = "scale --kind coroutines --most-coroutines 10100 --rounds 2 --json - --hold 50"
    report = schema.decode(run_here(*words.split(), folder=place).out.encode(), "-")
    (arm,) = report.arms
    assert ["start-10100" in sample.metrics for sample in arm.samples] == [True, False]
    assert [sample.metrics["most"] for sample in arm.samples] == [10_100, 10_100]


@pytest.mark.skipif(sys.platform != "linux", reason="a limit that only Linux lets us set low")
def test_more_than_this_machine_allows_is_refused(place: Path) -> None:
    """Under a real limit on open files, asked for by name, nothing is started."""
    words = f"{shlex.join(PROGRAM)} scale --most-sockets 1000"
    ended = subprocess.run(
        ["sh", "-c", f"ulimit -n 300; exec {words}"],
        env=environment(place),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    for word in ("--most-sockets 1,000", "at most 200", "ulimit -n"):
        assert word in one_line(ended.stderr)


@pytest.mark.parametrize("victim", ["run", "arm", "fresh"])
def test_whichever_is_killed_nothing_is_left(victim: str, place: Path) -> None:
    """Processes that would go on waiting end with the run, whoever is killed."""
    words = "scale --kind processes --hold 1500 --most-coroutines 10 --most-processes 4 --rounds 1"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    begun = start(*words.split(), folder=place, **quiet)

    def waiting() -> list[psutil.Process]:
        """The processes that wait, forked from a fresh one."""
        found: dict[int, tuple[psutil.Process, int]] = {}
        for one in processes_under(place):
            with contextlib.suppress(psutil.NoSuchProcess):  # it ended while it was looked at
                if {SCRIPT, "processes"} <= {*words_of(one)}:
                    found[one.pid] = one, one.ppid()
        return [one for one, parent in found.values() if parent in found]

    fresh = psutil.Process(eventually(waiting)[0].ppid())
    run_itself = psutil.Process(begun.pid)
    known = [run_itself, *run_itself.children(recursive=True)]
    {"run": run_itself, "arm": psutil.Process(fresh.ppid()), "fresh": fresh}[victim].kill()
    run_itself.send_signal(signal.SIGTERM)
    begun.wait(LONG_S)
    nothing_left(place, known)
