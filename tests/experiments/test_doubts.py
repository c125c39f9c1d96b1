"""Plans and doubts that keep an experiment from answering what it was not asked."""

from typing import Any

import pytest
from builders import MS, gil_report, host, io_report, row, samples, with_arm

from concdemo.experiments import find
from concdemo.ledger.judge import BLOCKING
from concdemo.model import Caveat, Host, Interval, Plan, Report
from concdemo.settings import settle

GIL, IO = find("gil"), find("io")
MACHINE = host(libraries=dict.fromkeys(("anyio", "httpx", "uvloop"), "1"))


def planned(machine: Host = MACHINE, **given: str) -> Plan:
    """The plan of ``concdemo gil`` with these options."""
    return GIL.plan(settle(GIL.options, given), machine)


def codes(found: list[Caveat]) -> list[str]:
    """What is doubted; each such doubt keeps claims from a verdict."""
    assert {one.code for one in found} <= BLOCKING
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("cores", "given", "there"),
    [
        (2, {}, True),
        (4, {}, True),
        (2, {"tasks": "2"}, False),  # too few to go round
        (2, {"workers": "4"}, False),  # the first arm has too many already
        (3, {"workers": "2", "tasks": "6"}, False),  # and here too few: more would rightly win
        (8, {"tasks": "16"}, False),
        (1, {}, False),
        (2, {"mode": "threads"}, False),
    ],
)
def test_too_many_processes_are_measured_beside_just_enough(
    cores: int, given: dict[str, str], there: bool
) -> None:
    """The arm with twice as many processes as cores runs beside one with as many."""
    machine = host(cores=cores, libraries=MACHINE.libraries)
    names = [arm.name for arm in planned(machine, **given).arms]
    assert ("processes-2x" in names) is there


@pytest.mark.parametrize(("tasks", "uneven"), [("4", False), ("5", True), ("1", True)])
def test_tasks_that_can_not_be_shared_out_are_doubted(tasks: str, uneven: bool) -> None:
    """Idle workers at the end would look like the GIL."""
    assert codes(list(planned(tasks=tasks).caveats)) == (["uneven-tasks"] if uneven else [])


@pytest.mark.parametrize(("task_ms", "doubted"), [(0.02, True), (4.9, True), (5.1, False)])
def test_tasks_that_are_too_short_are_doubted(task_ms: float, doubted: bool) -> None:
    """Four tasks of microseconds are handed over for longer than they last."""
    report = with_arm(gil_report(), "serial", median_ns=round(4 * task_ms * MS))
    assert codes(GIL.doubts(report)) == (["short-tasks"] if doubted else [])


def test_a_run_without_a_baseline_raises_no_doubt_of_its_length() -> None:
    """There is nothing to go by, and the missing baseline is said elsewhere."""
    assert GIL.doubts(with_arm(gil_report(), "serial", median_ns=None)) == []
    assert IO.doubts(with_arm(io_report(), "serial", median_ns=None)) == []


def of_io(target: str, *, alone_ms: float = 52, **changed: Any) -> Report:
    """A report of twenty waits of 50 ms, one of which takes ``alone_ms`` alone."""
    settings = {"target": target, "client": "httpx", "requests": 20, "concurrency": 20, "delay": 50}
    report = io_report(settings=settings, **changed)
    return with_arm(report, "serial", median_ns=round(20 * alone_ms * MS))


@pytest.mark.parametrize(
    ("target", "alone_ms", "doubted"),
    [
        ("http", 52, False),
        ("http", 101, True),
        ("sleep", 50.1, False),
        ("sleep", 101, True),
        ("file", 101, False),  # it has no delay, and no claim either
        ("url", 1_000, False),  # its delay is the server's
    ],
)
def test_a_request_that_hardly_waits_is_doubted(
    target: str, alone_ms: float, doubted: bool
) -> None:
    """A body of many megabytes takes its time on the way, and that can't overlap."""
    found = codes(IO.doubts(of_io(target, alone_ms=alone_ms)))
    assert found == (["little-wait"] if doubted else [])


@pytest.mark.parametrize(
    ("arm", "cores", "saturated"),
    [
        ("async", 0.6, False),
        ("async", 0.8, True),
        ("threads", 0.8, True),  # one at a time, under the GIL
        ("processes", 1.2, False),
        ("processes", 1.5, True),
    ],
)
def test_a_client_that_was_the_limit_is_doubted(arm: str, cores: float, saturated: bool) -> None:
    """From seven tenths of the cores that a client can use, its CPU set the time."""
    report = of_io("http", extra={"processes": samples(8, 60 * MS, 0.3)})
    report = with_arm(report, arm, cores_busy=Interval(cores, None, None))
    found = IO.doubts(report)
    assert codes(found) == (["client-saturated"] if saturated else [])
    assert all(caveat.arm == arm for caveat in found)
    assert row(report, arm).status == "ok"


def test_only_a_client_can_be_saturated() -> None:
    """Sleeping has none."""
    report = with_arm(of_io("sleep"), "async", cores_busy=Interval(0.9, None, None))
    assert IO.doubts(report) == []
