"""The beat and what it tells, with a scripted clock; what is planned, and what pictures show."""

import asyncio
import os
from collections.abc import Iterable
from typing import Any

import pytest
from builders import MS, host

from concdemo.errors import UsageFault
from concdemo.experiments.block import EXPERIMENT
from concdemo.experiments.block.arm import OVERDUE_NS, Beaten, Marks, paint
from concdemo.experiments.block.beat import (
    EARLY_NS,
    Beat,
    Heart,
    lateness_ns,
    longest_gap_ns,
    score,
    whole_beats,
)
from concdemo.experiments.block.options import LOOPS
from concdemo.experiments.block.work import WAYS, Done, block, burn, compute
from concdemo.model import Host, Plan, Span
from concdemo.settings import settle
from concdemo.tape import Tape

ORIGIN = 1_000 * MS
BEAT = 10 * MS
MACHINE = host(libraries=dict.fromkeys(("anyio", "uvloop", "trio"), "1"))


class Loop:
    """A loop on which time passes only while the heart sleeps: as asked for, and a bit more."""

    def __init__(self, late: Iterable[int], end_ns: int) -> None:
        self.now = ORIGIN
        self.asked: list[int] = []
        self._late = iter(late)
        self._end_ns = end_ns
        self.heart = Heart(BEAT, lambda: self.now, self.sleep)
        self.under_way = False

    async def sleep(self, seconds: float) -> None:
        """Sleep; whoever comes after the end tells the heart of it."""
        self.asked.append(round(seconds * 1e9))
        self.now += self.asked[-1] + next(self._late, 0)
        if self.now >= self._end_ns:
            self.heart.stop(self._end_ns)

    def started(self) -> None:
        """The heart says that it has begun."""
        assert self.heart.origin_ns == self.now and not self.heart.beats
        self.under_way = True


def beaten(late: Iterable[int] = (), length: int = 200 * MS + 1) -> Heart:
    """A heart that beat beside something of that length, woken so much too late each time."""
    loop = Loop(late, ORIGIN + length)
    asyncio.run(loop.heart.beat(task_status=loop))
    assert loop.under_way
    return loop.heart


def told(heart: Heart, length: int = 200 * MS + 1) -> dict[str, float]:
    """What its beats tell of that time."""
    return score(heart, ORIGIN, ORIGIN + length)


# ── the beat ─────────────────────────────────────────────────────────────────


def test_a_heart_that_nobody_disturbs() -> None:
    """Every grid point has its beat, nothing is late, and no gap is longer than a beat."""
    heart = beaten()
    assert [beat.number for beat in heart.beats] == list(range(1, 21 + 1))
    assert told(heart) == {
        "gap": BEAT,
        "stall": BEAT / (200 * MS + 1),
        "missed": 0,
        "late": 0,
    }


def test_lateness_does_not_add_up() -> None:
    """The grid is absolute: beats that are all 5 ms late still come every 10 ms."""
    heart = beaten([5 * MS] * 99)
    assert [beat.at_ns - ORIGIN for beat in heart.beats[:3]] == [15 * MS, 25 * MS, 35 * MS]
    found = told(heart)
    assert found["late"] == 5 * MS and found["missed"] == 0
    assert found["gap"] == 15 * MS  # the first


def test_a_stalled_loop_beats_once_it_is_let() -> None:
    """Nothing came while it stood still: one gap as long as all of it, everything missed."""
    heart = beaten([190 * MS + 2])
    assert [(beat.aimed, beat.number) for beat in heart.beats] == [(1, 20)]
    assert told(heart) == {
        "gap": 200 * MS + 1,
        "stall": 1,
        "missed": 1,
        "late": 190 * MS + 2,
    }


def test_grid_points_that_went_by_are_skipped() -> None:
    """A beat 25 ms late is that of the third point; the two before it are missed."""
    heart = beaten([25 * MS])
    assert [(beat.aimed, beat.number) for beat in heart.beats[:2]] == [(1, 3), (4, 4)]
    found = told(heart)
    assert found["missed"] == pytest.approx(2 / 19) and found["gap"] == 35 * MS
    assert found["late"] == 0  # usually


def test_every_second_point_missed_is_late_all_the_same() -> None:
    """A beat that is always later than the next point has no points on which it is early."""
    found = told(beaten([10 * MS + 1] * 99))
    assert found["late"] == 10 * MS + 1 and found["missed"] == pytest.approx(0.5, abs=0.05)


def test_a_loop_with_coarse_timers_may_wake_early() -> None:
    """By less than a millisecond it counts as on time; by more, the rest is slept too."""
    early = told(beaten([-EARLY_NS] * 99))
    assert early["late"] == 0 and early["missed"] == 0
    loop = Loop([-5 * MS, 0, -5 * MS, 5 * MS], ORIGIN + 21 * MS)
    asyncio.run(loop.heart.beat(task_status=loop))
    assert loop.asked[:4] == [10 * MS, 5 * MS, 10 * MS, 5 * MS]
    assert [lateness_ns(beat, loop.heart) for beat in loop.heart.beats] == [0, 5 * MS]


def test_the_heart_is_told_when_nothing_is_left() -> None:
    """It beats on until the last point with a whole beat's time before the end has its answer."""
    heart = Heart(BEAT, lambda: 0, asyncio.sleep)
    assert heart.stop(BEAT)  # too short for any
    assert not heart.stop(2 * BEAT)
    heart.beats.append(Beat(1, 1, BEAT, BEAT))
    assert heart.stop(2 * BEAT) and heart.stop(3 * BEAT - 1) and not heart.stop(3 * BEAT)
    assert whole_beats(5, 5 + 20 * BEAT, BEAT) == 19


def test_the_ends_are_gaps_too() -> None:
    """From the beginning to the first beat, and from the last one to the end."""
    beats = [Beat(1, 1, at, at) for at in (3, 60, 70)]
    assert longest_gap_ns(beats, 0, 72) == 57
    assert longest_gap_ns(beats[2:], 0, 72) == 70
    assert longest_gap_ns(beats, 0, 171) == 101
    assert longest_gap_ns(beats, 80, 90) == 10


# ── the work ─────────────────────────────────────────────────────────────────


def test_a_cpu_loop_lasts_as_long_as_its_own_cpu_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices follow until the thread's clock says enough; each is stamped where asked."""
    readings = iter(range(0, 1_000, 10))
    monkeypatch.setattr("concdemo.clock.thread_cpu_ns", lambda: next(readings))
    burn(25, None)  # from 0: after 10 and 20 there is more to do
    assert next(readings) == 40

    class Counting(Tape):
        slices = 0

        def slice(self) -> None:
            self.slices += 1

    tape = Counting()
    burn(25, tape)
    assert tape.slices == 2


@pytest.mark.parametrize(("work", "state"), [(block, "waiting"), (compute, "running")])
def test_work_says_who_did_it_and_what(work: Any, state: str) -> None:
    """Recorded, its states are on the tape; otherwise there is none."""
    done = work(1_000, True)
    assert done.process == os.getpid() and done.cpu_ns > 0 and done.waited_ns >= -1
    assert state in {one for one, _, _ in done.states}
    assert work(1_000, False).states == []


# ── what is planned ──────────────────────────────────────────────────────────


def planned(machine: Host = MACHINE, **given: str) -> Plan:
    """The plan of ``concdemo block`` with these options."""
    return EXPERIMENT.plan(settle(EXPERIMENT.options, given), machine)


@pytest.mark.parametrize("loop", LOOPS)
def test_every_way_on_every_loop(loop: str) -> None:
    """The arms are the same on each, the first awaits, and one has the short interval."""
    plan = planned(loop=loop)
    assert [arm.name for arm in plan.arms] == list(WAYS) and plan.baseline.name == "await"
    assert {arm.mode for arm in plan.arms} == {loop}
    assert all(arm.unavailable is None for arm in plan.arms)
    intervals = {arm.name: arm.parameters["switch_interval"] for arm in plan.arms}
    assert {name for name, ms in intervals.items() if ms is not None} == {"cpu-thread-short"}
    assert loop in plan.facts[0].en and "0.5 ms instead of 5" in plan.facts[3].en


@pytest.mark.parametrize("loop", ["uvloop", "trio"])
def test_a_loop_that_is_not_installed(loop: str) -> None:
    """Every arm says what to install."""
    plan = planned(host(libraries={"anyio": "4"}), loop=loop)
    for arm in plan.arms:
        assert arm.unavailable is not None and f"pip install {loop}" in arm.unavailable.en


def test_what_was_asked_for_reaches_the_arms() -> None:
    """Duration, beat and interval, in the units they were given in."""
    plan = planned(MACHINE, duration="100", beat="2.5", **{"short-interval": "1"})
    for arm in plan.arms:
        assert (arm.parameters["duration"], arm.parameters["beat"]) == (100, 2.5)
    assert plan.arms[5].parameters["switch_interval"] == 1


@pytest.mark.parametrize(
    ("duration", "beat", "most"), [("50", "10", "5"), ("200", "20.1", "20"), ("99", "10", "9.9")]
)
def test_too_few_beats_are_refused_with_the_mend(duration: str, beat: str, most: str) -> None:
    """A gap of one beat must be little of the whole."""
    with pytest.raises(UsageFault) as refused:
        planned(duration=duration, beat=beat)
    assert f"--beat to {most} or less" in refused.value.text.en
    planned(duration=duration, beat=most)


def test_long_tasks_are_warned_of() -> None:
    """The run is long: that is said before it begins."""
    assert planned().caveats == () and planned(duration="500").caveats == ()
    (caveat,) = planned(duration="1000").caveats
    assert caveat.code == "long-task" and "8 s" in caveat.detail.en


# ── pictures ─────────────────────────────────────────────────────────────────


def picture(way: str, heart: Heart, done: Done) -> list[Span]:
    """The spans of a portrait that begins at the heart's origin and lasts 200 ms."""
    begin, end = Marks(0, 0, ORIGIN), Marks(0, 0, ORIGIN + 200 * MS + 1)
    painted = paint(Beaten(heart, begin, end, done), WAYS[way])
    assert painted.wall_ns == 200 * MS + 1
    assert [lane.number for lane in painted.lanes] == [1, 2]
    assert painted.lanes[0].kind == "coroutine" and painted.lanes[1].kind == WAYS[way].lane
    for span in painted.spans:
        assert span.lane == span.task and 0 <= span.begin_ns <= span.end_ns
    return painted.spans


def test_a_stalled_beat_is_seen_waiting() -> None:
    """From when it was due to when it came; the task meanwhile, on its own lane."""
    done = Done(7, 8, 0, 0, [("running", ORIGIN - 5, ORIGIN + 200 * MS)])
    spans = picture("cpu", beaten([190 * MS + 2]), done)
    assert spans == [
        Span(0, 0, "waiting", 10 * MS, 200 * MS + 2),
        Span(0, 0, "running", 200 * MS + 2, 200 * MS + 2),
        Span(1, 1, "running", 0, 200 * MS),
    ]


def test_a_beat_in_time_does_not_wait() -> None:
    """A timer's own error isn't the loop's fault."""
    done = Done(os.getpid(), 8, 0, 0, [("waiting", ORIGIN, ORIGIN + 200 * MS)])
    spans = picture("sleep-in-thread", beaten([OVERDUE_NS] * 99), done)
    assert [span for span in spans if span.state == "waiting"] == [
        Span(1, 1, "waiting", 0, 200 * MS)
    ]
    assert sum(span.lane == 0 for span in spans) == len(beaten([OVERDUE_NS] * 99).beats)


@pytest.mark.parametrize(
    ("done", "waited"),
    [
        (Done(os.getpid(), 5, 0, 40, []), 30),  # the loop's own thread
        (Done(os.getpid(), 6, 0, 40, []), 70),
        (Done(os.getpid() + 1, 5, 0, 40, []), 70),
        (Done(os.getpid(), 6, 0, -1, []), -1),
    ],
)
def test_who_waited_in_the_run_queue(done: Done, waited: int) -> None:
    """The loop's thread, and another one that did the task, each once."""
    heart = beaten()
    heart.thread = 5
    assert Beaten(heart, Marks(100, 0, 0), Marks(130, 0, 0), done).waited_ns == waited
    if done.process == os.getpid():
        assert Beaten(heart, Marks(-1, 0, 0), Marks(-1, 0, 0), done).waited_ns == -1
