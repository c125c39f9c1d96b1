"""Other programs' share of the cores, from counters with exact values and from real ones."""

import os
import subprocess
import sys

import pytest

from concdemo.conduct.load import (
    TICK_ERROR_NS,
    WINDOW_NS,
    Meter,
    Reading,
    foreign_cores,
    foreign_ns,
)

S = 1_000_000_000


@pytest.mark.parametrize(
    ("busy", "own", "arms", "others"),
    [
        (2 * S, 0, 2 * S, 0),
        (2 * S, S // 2, S, S // 2),
        (S, 0, S + 5, -5),  # a tick that came late: it must not be cut off
        (-1, 0, 0, None),
    ],
)
def test_what_is_not_ours_is_others(busy: int, own: int, arms: int, others: int | None) -> None:
    """Busy time less the conductor's, its services' and the arms' own."""
    before = Reading(0, 0 if busy >= 0 else -1, 10)
    assert foreign_ns(before, Reading(S, busy, 10 + own), arms) == others


def test_a_long_round_is_judged_alone() -> None:
    """Rounds of a second and more: their own ticks tell, less the ticks' error."""
    foreign = [0, TICK_ERROR_NS, TICK_ERROR_NS + S // 2, S]
    assert foreign_cores([S, S, S, 2 * S], foreign) == pytest.approx([0, 0, 0.5, 0.49])


def test_a_short_round_is_judged_with_its_neighbours() -> None:
    """Below a second the earlier rounds are taken in, and the later ones for the first."""
    walls = [WINDOW_NS // 2] * 4
    shares = foreign_cores(walls, [0, 0, 0, S // 5 + TICK_ERROR_NS])
    assert shares == pytest.approx([0, 0, 0, 0.2])
    shares = foreign_cores(walls, [S // 5 + TICK_ERROR_NS, 0, 0, 0])
    assert shares == pytest.approx([0.2, 0.2, 0, 0])


def test_a_run_shorter_than_the_window_is_judged_as_a_whole() -> None:
    """With less than a second in all, every round has the run's own share."""
    assert foreign_cores([S // 10] * 2, [S // 10, 0]) == pytest.approx([0.4, 0.4])


def test_negative_ticks_cancel_positive_ones() -> None:
    """A tick counted a round too late is not a foreigner in one round and silence in another."""
    walls = [S // 2] * 4
    assert foreign_cores(walls, [S // 10, -S // 10, S // 10, -S // 10]) == [0.0] * 4


def test_the_unknown_reads_as_nothing_found() -> None:
    """Where the system doesn't tell there is no share, and no error."""
    assert foreign_cores([S, S], [None, None]) == [0.0, 0.0]
    assert foreign_cores([], []) == []


def test_the_meter_reads_counters_that_only_grow() -> None:
    """Real counters: the wall clock, the cores' busy time and our own never go back."""
    meter = Meter([os.getpid()])
    first, second = meter.read(), meter.read()
    assert all(0 <= a <= b for a, b in zip(first, second, strict=True))


def test_a_service_that_ended_stays_counted() -> None:
    """What a service had used is not handed to others when it dies."""
    command = [sys.executable, "-c", "sum(range(10**6)); print(flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        service.stdout.readline()
        meter = Meter([service.pid])
        alive = meter.read()
        service.communicate(b"\n")
    assert meter.read().own_ns >= alive.own_ns > Meter().read().own_ns - alive.own_ns


def test_what_works_for_the_run_is_not_a_stranger() -> None:
    """A server's tree counts as the run's own: itself, its children, and those that have ended."""
    spin = "import sys,time\nend=time.process_time()+0.3\nwhile time.process_time()<end: pass\n"
    code = (
        "import subprocess,sys\n"
        f"subprocess.run([sys.executable,'-c',{spin!r}])\n"
        "print('ready',flush=True)\n"
        "sys.stdin.read()\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert server.stdout is not None and server.stdout.readline().strip() == b"ready"
        alone, together = Meter().read(), Meter(trees=[server.pid]).read()
        assert together.own_ns - alone.own_ns > S // 4
    finally:
        server.kill()
        server.communicate()
    gone = Meter(trees=[server.pid])  # a server may die before the first round
    assert gone.read().own_ns > 0
