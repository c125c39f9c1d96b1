"""The convoy: what is planned, how a sample becomes numbers, pictures and verdicts."""

import contextlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from builders import host, row, with_arm, without_arm
from convoys import CONVOY, UNDER_GIL, US, convoy_report, planned, trips
from helpers import (
    HANGUL,
    LONG_S,
    Ended,
    eventually,
    listening,
    nothing_left,
    processes_under,
    run_here,
    start,
    workplace,
)
from keepers import child_alone

from concdemo import clock, schema
from concdemo.experiments.convoy.arm import (
    PORTRAIT_PINGS,
    ConvoyArm,
    Load,
    Recorded,
    open_convoy_arm,
    paint,
    percentiles,
)
from concdemo.ledger.book import claims
from concdemo.ledger.judge import BLOCKING, judge, with_verdicts
from concdemo.model import Caveat, Report, Sample
from concdemo.net.pinged import Answered
from concdemo.settings import settle
from concdemo.workloads.cpu import Hash, Loop, Sliced, Slices

WAITS, SHORTENS = "gil.convoy", "gil.switch-interval"
CLAIMS = {claim.id: claim for claim in claims() if claim.experiment in ("convoy",)}
WITHOUT_GIL = dict.fromkeys(UNDER_GIL, 14.0)


def names(found: Any) -> list[str]:
    """The arms' names."""
    return [arm.name for arm in found.arms]


# ── what is planned ──────────────────────────────────────────────────────────


def test_every_arm_is_planned() -> None:
    """Alone first, then pure Python by threads and interval, then C code."""
    plan = planned()
    assert names(plan) == list(UNDER_GIL)
    assert plan.baseline.name == "alone" and plan.size == 12
    for arm in plan.arms:
        kind, _, interval = arm.name.partition(" ")
        threads = 0 if kind == "alone" else int(kind[-1])
        assert arm.parameters["threads"] == threads == arm.workers - 1
        assert arm.parameters["interval_ms"] == float(interval.removesuffix("ms") or 5)
        assert ("Hash" in str(arm.parameters["entry"])) is (kind[0] == "C")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"threads": "2"}, [name for name in UNDER_GIL if "-1" not in name]),
        ({"threads": "2,1", "interval": ".05, 5"}, [n for n in UNDER_GIL if "0.5ms" not in n]),
        ({"threads": "1", "interval": "0.5"}, ["alone", "python-1 0.5ms", "C-1 5ms", "C-1 0.5ms"]),
    ],
)
def test_what_is_chosen_is_planned(given: dict[str, str], expected: list[str]) -> None:
    """Always alone and C code; always in the same order."""
    assert names(planned(**given)) == expected


SHARED = {
    (2, "on"): {"alone": "waiting", "python-1 5ms": "taking-turns", "C-1 5ms": "crowded"},
    (2, "off"): {"alone": "waiting", "python-1 5ms": "crowded", "python-2 5ms": "crowded"},
    (4, "off"): {"python-1 0.5ms": "side-by-side", "python-2 5ms": "side-by-side"},
    (4, "on"): {"python-1 5ms": "taking-turns", "python-1 0.5ms": "crowded"},
    (3, "on"): {"python-2 5ms": "crowded", "C-1 5ms": "side-by-side", "C-2 5ms": "crowded"},
}


@pytest.mark.parametrize(("cores", "gil"), SHARED)
def test_the_gate_knows_how_arms_share_cores(cores: int, gil: str) -> None:
    """Without the GIL the echo, the pinger and each thread may want a core."""
    plan = CONVOY.plan(settle(CONVOY.options, {}), host(cores=cores, gil=gil))
    found = {arm.name: arm.scheduling for arm in plan.arms}
    assert SHARED[cores, gil].items() <= found.items()


# ── from round trips to numbers ──────────────────────────────────────────────


def test_percentiles_are_of_the_nearest_rank() -> None:
    """Each is a round trip that was measured."""
    found = percentiles(range(20, 0, -1))
    assert found == {"p10": 2, "p25": 5, "p50": 10, "p75": 15, "p90": 18, "most": 20}


def test_one_round_trip_is_every_percentile() -> None:
    """And the longest."""
    assert set(percentiles([7]).values()) == {7.0}


def test_a_portrait_tells_waiting_from_having_nothing_to_do() -> None:
    """The echo waits from ping to recv(), and in send(); all is cut to the picture."""
    pings = [
        Answered(90, 150, 155, 200),
        Answered(180, 260, 261, 270),
        Answered(400, 450, 451, 600),
    ]
    load = [Recorded(7, [("running", 0, 148), ("running", 205, 255)]), Recorded(8, [])]
    painted = paint(pings, load, 100, 500)
    assert painted.wall_ns == 400
    assert [(lane.kind, lane.number) for lane in painted.lanes] == [
        ("main", 1), ("thread", 2), ("thread", 3),
    ]  # fmt: skip
    assert [lane.thread for lane in painted.lanes[1:]] == [7, 8]
    assert [tuple(span)[1:] for span in painted.spans] == [
        (0, "waiting", 0, 50), (0, "running", 50, 55), (0, "waiting", 55, 100),
        (0, "waiting", 100, 160), (0, "running", 160, 161), (0, "waiting", 161, 170),
        (0, "waiting", 300, 350), (0, "running", 350, 351), (0, "waiting", 351, 400),
        (1, "running", 0, 48), (1, "running", 105, 155),
    ]  # fmt: skip


# ── the threads beside the echo ──────────────────────────────────────────────


class Followed(Sliced):
    """Another work, which says of each thread that it has come twenty slices far."""

    def __init__(self, work: Sliced) -> None:
        self._work = work
        self._far = threading.Semaphore(0)

    def open(self) -> Any:
        """As the other does."""
        return self._work.open()

    def slices(self, own: Any, task: int, size: int) -> Slices:
        """The other's slices."""
        for number, _ in enumerate(self._work.slices(own, task, size)):
            if number == 20:
                self._far.release()
            yield
        return 0

    def until_far(self, threads: int) -> None:
        """Wait until so many threads have."""
        for _ in range(threads):
            assert self._far.acquire(timeout=LONG_S)


@pytest.mark.parametrize("work", [Followed(Loop()), Followed(Hash())])
@pytest.mark.parametrize("threads", [0, 1, 2])
def test_the_load_computes_while_it_is_entered(work: Followed, threads: int) -> None:
    """All threads are there within, none afterwards, and each has used a processor."""
    before = {*threading.enumerate()}
    with Load(work, threads) as load:
        assert len({*threading.enumerate()} - before) == threads
        work.until_far(threads)
    assert {*threading.enumerate()} <= before
    assert len(load.shares) == threads and all(0 < share <= 1.1 for share in load.shares)
    assert load.waited_ns >= 0 or clock.run_queue_wait_ns() < 0
    assert load.recorded() == []


def test_a_recorded_load_says_what_each_thread_did() -> None:
    """Running spans in their order."""
    work = Followed(Loop())
    with Load(work, 2, recorded=True) as load:
        work.until_far(2)
    for recorded in load.recorded():
        assert recorded.thread and recorded.states
        ends = [time for _, begin, end in recorded.states for time in (begin, end)]
        assert ends == sorted(ends)


class Broken(Sliced):
    """Raises in its first slice, or later."""

    def __init__(self, at: int) -> None:
        self._at = at

    def slices(self, own: None, task: int, size: int) -> Slices:
        """Slices of nothing, until it breaks."""
        for number in range(size):
            if number == self._at:
                raise ValueError("broken")
            yield
        return 0


@pytest.mark.parametrize("at", [0, 3])
def test_a_load_that_breaks_is_told(at: int) -> None:
    """An echo that was measured beside nothing must not count."""
    before = {*threading.enumerate()}
    with pytest.raises(ValueError, match="broken"), Load(Broken(at), 2) as load:
        for thread in load._threads:
            thread.join(LONG_S)
    assert {*threading.enumerate()} <= before


# ── an arm, open ─────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def pinger() -> Iterator[tuple[str, int]]:
    """Where a pinger listens, in a process of its own."""
    with child_alone() as child:
        spec = {"entry": "concdemo.net.pinger:serve", "parameters": {}}
        facts = child.ask({"service": spec}, LONG_S)
        yield facts["host"], facts["port"]


@contextmanager
def opened(pinger: tuple[str, int], name: str) -> Iterator[ConvoyArm]:
    """An arm as its child opens it."""
    (plan,) = [arm for arm in planned().arms if arm.name == name]
    interval = sys.getswitchinterval()
    arm = open_convoy_arm(plan, *pinger)
    try:
        assert float(arm.facts["switch interval"]) * 1e3 == plan.parameters["interval_ms"]
        yield arm
    finally:
        arm.close()
        sys.setswitchinterval(interval)


@pytest.mark.parametrize("name", UNDER_GIL)
def test_every_arm_is_pinged(pinger: tuple[str, int], name: str) -> None:
    """Samples have their percentiles in order, one after another on one connection."""
    with opened(pinger, name) as arm:
        for _ in range(2):
            taken = arm.sample(10)
            found = taken.metrics
            assert 0 < found["p10"] <= found["p50"] <= found["p90"] <= found["most"]
            assert taken.wall_ns > found["most"] and taken.cpu_ns > 0 and taken.failed == 0
            assert (found["load"] > 0) is (name != "alone")


@pytest.mark.parametrize("name", ["alone", "python-2 5ms", "C-1 5ms"])
def test_every_arm_has_a_picture(pinger: tuple[str, int], name: str) -> None:
    """A lane for the echo, one for each thread beside it; spans of a lane don't overlap."""
    with opened(pinger, name) as arm:
        painted = arm.portrait(10)
    assert painted is not None
    beside = 0 if name == "alone" else int(name.split()[0][-1])
    assert [lane.kind for lane in painted.lanes] == ["main", *["thread"] * beside]
    assert {span.lane for span in painted.spans} == set(range(1 + beside))
    answers = [span for span in painted.spans if span.lane == 0 and span.state == "running"]
    assert len(answers) == PORTRAIT_PINGS
    for lane in range(1 + beside):
        ends = [t for s in painted.spans if s.lane == lane for t in (s.begin_ns, s.end_ns)]
        assert ends == sorted(ends) and ends[-1] <= painted.wall_ns


@pytest.mark.parametrize("interval", ["0.5ms", "0.05ms"])
def test_what_no_picture_can_show_has_none(pinger: tuple[str, int], interval: str) -> None:
    """Two threads that take turns shorter than a character."""
    with opened(pinger, f"python-2 {interval}") as arm:
        assert arm.portrait(10) is None


def test_no_pinger_no_arm() -> None:
    """Nobody listens: opening says so and leaves nothing."""
    plan = planned().arms[0]
    with pytest.raises(OSError, match="refused"):
        open_convoy_arm(plan, "127.0.0.1", 1)


# ── doubts ───────────────────────────────────────────────────────────────────


def codes(found: list[Caveat]) -> list[tuple[str, str | None]]:
    """What is doubted of which arm; each such doubt keeps claims from a verdict."""
    assert {one.code for one in found} <= BLOCKING
    return [(one.code, one.arm) for one in found]


def test_an_ordinary_run_raises_no_doubt() -> None:
    """The threads are busy, and alone nothing is expected to compute."""
    assert CONVOY.doubts(convoy_report()) == []


@pytest.mark.parametrize(
    ("arm", "load", "doubted"),
    [
        ("python-1 5ms", 0.79, True),
        ("python-1 5ms", 0.81, False),
        ("python-2 0.05ms", 0.79, True),
        ("C-2 5ms", 0.7, True),
        ("alone", 0.0, False),
    ],
)
def test_threads_that_do_not_compute_are_doubted(arm: str, load: float, doubted: bool) -> None:
    """Starved by others, they have no GIL that anybody could wait for."""
    starved = convoy_report(taken={arm: trips(20, load=load)})
    assert codes(CONVOY.doubts(starved)) == ([("idle-load", arm)] if doubted else [])


def test_a_starved_thread_refutes_nothing() -> None:
    """Whatever the round trips beside it."""
    starved = convoy_report(WITHOUT_GIL, taken={"python-1 5ms": trips(20, load=0.7)})
    starved = replace(starved, caveats=CONVOY.doubts(starved))
    assert verdict(WAITS, starved) == verdict(SHORTENS, starved) == "inconclusive"


def test_what_has_no_clean_sample_is_not_doubted_here() -> None:
    """That there is none is said elsewhere."""
    spoilt = [replace(sample, clean=False) for sample in trips(20, load=0.1)]
    assert CONVOY.doubts(convoy_report(taken={"C-1 5ms": spoilt, "C-2 5ms": []})) == []


# ── charts ───────────────────────────────────────────────────────────────────


def test_a_chart_for_each_number_of_threads() -> None:
    """Alone is in both; every arm is a line of its percentiles, the median with its interval."""
    one, two = CONVOY.charts(convoy_report())
    assert [s.name for s in one.series] == [n for n in UNDER_GIL if "-2" not in n]
    assert [s.name for s in two.series] == [n for n in UNDER_GIL if "-1" not in n]
    assert one.y.log and one.y.unit == "ns" and one.x.unit == "share"
    assert HANGUL.search(one.title.ko)
    (line,) = [s.points for s in one.series if s.name == "python-1 5ms"]
    assert [point.x for point in line] == [0.1, 0.25, 0.5, 0.75, 0.9, 1.0]
    assert [point.y for point in line] == sorted(point.y for point in line)
    middle = line[2]
    assert middle.low is not None and middle.high is not None
    assert middle.low <= middle.y <= middle.high
    assert middle.y == pytest.approx(5_150 * US, rel=0.01)
    assert all(point.low is None for point in line if point is not middle)


def test_charts_of_what_there_is() -> None:
    """Arms that failed or were not asked for are left out; so is a chart of nothing but alone."""
    report = without_arm(convoy_report(taken={"python-1 5ms": []}), "C-1 5ms")
    one, _ = CONVOY.charts(report)
    left = [name for name in UNDER_GIL if "-2" not in name and not name.endswith("-1 5ms")]
    assert [s.name for s in one.series] == left
    alone = convoy_report(taken={name: [] for name in UNDER_GIL if name != "alone"})
    assert CONVOY.charts(alone) == []
    few = convoy_report(taken={"python-1 5ms": trips(5_000, count=2)})
    (line,) = [s for s in CONVOY.charts(few)[0].series if s.name == "python-1 5ms"]
    assert len(line.points) == 6 and line.points[2].low is None


# ── verdicts ─────────────────────────────────────────────────────────────────


def verdict(claim: str, of: Report) -> str:
    """The judgement on the claim."""
    return judge(CLAIMS[claim], of).verdict


@pytest.mark.parametrize(
    ("usual_us", "waits", "shortens"),
    [
        pytest.param({}, "supported", "supported", id="a GIL"),
        pytest.param(WITHOUT_GIL, "refuted", "refuted", id="no GIL"),
        pytest.param({"python-1 5ms": 10_100}, "supported", "supported", id="two waits"),
        pytest.param({"python-1 5ms": 1_500}, "inconclusive", "inconclusive", id="between"),
        pytest.param({"python-1 5ms": 40_000}, "inconclusive", "supported", id="far too long"),
        pytest.param({"C-1 5ms": 3_000}, "inconclusive", "inconclusive", id="no control"),
        pytest.param(
            {**WITHOUT_GIL, "C-1 5ms": 3_000}, "inconclusive", "inconclusive", id="control slow"
        ),
        pytest.param({"python-1 0.05ms": 4_900}, "supported", "inconclusive", id="no shorter"),
        pytest.param({"python-1 0.05ms": 2_000}, "supported", "inconclusive", id="a bit shorter"),
        pytest.param(
            {**WITHOUT_GIL, "python-1 0.05ms": 2}, "refuted", "inconclusive", id="short of nothing"
        ),
        pytest.param({"C-2 5ms": 9_000, "python-2 5ms": 20}, "supported", "supported", id="two"),
    ],
)
def test_verdicts_follow_the_round_trips(
    usual_us: dict[str, float], waits: str, shortens: str
) -> None:
    """Reports whose truth is known get the verdict that it calls for."""
    of = convoy_report(usual_us)
    assert {v.claim: v.verdict for v in with_verdicts(of).verdicts} == {
        WAITS: waits, SHORTENS: shortens,
    }  # fmt: skip


def test_a_verdict_says_what_was_seen() -> None:
    """In the report's own numbers."""
    said = judge(CLAIMS[WAITS], convoy_report()).because
    for words in (said.en, said.ko):
        assert "5.17 ms" in words and "20 µs" in words
    said = judge(CLAIMS[SHORTENS], convoy_report()).because
    for words in (said.en, said.ko):
        assert "5.17 ms" in words and "0.13 ms" in words


def test_an_interval_between_the_bands_is_told_in_milliseconds() -> None:
    """Nobody reads nanoseconds by the million; a ratio has no unit."""
    said = judge(CLAIMS[WAITS], convoy_report({"python-1 5ms": 1_500})).because
    assert "1.50–1.51 ms doesn't fall" in said.en and "1.50–1.51 ms이(가)" in said.ko
    said = judge(CLAIMS[SHORTENS], convoy_report({"python-1 0.05ms": 2_000})).because
    assert "the interval 2.57–2.58 doesn't fall" in said.en


@pytest.mark.parametrize("claim", [WAITS, SHORTENS])
@pytest.mark.parametrize("arm", ["python-1 5ms", "C-1 5ms"])
def test_a_claim_needs_its_arms(claim: str, arm: str) -> None:
    """Without one nothing is tested; one that failed, or has too few rounds, decides nothing."""
    of = convoy_report()
    assert verdict(claim, without_arm(of, arm)) == "untested"
    why = Caveat("x", None, of.title).detail
    failed = with_arm(of, arm, status="failed", reason=why)
    assert verdict(claim, failed) == "inconclusive"
    few: list[Sample] = row(of, arm).samples[:5]
    assert verdict(claim, with_arm(of, arm, samples=few)) == "inconclusive"


@pytest.mark.parametrize("claim", [WAITS, SHORTENS])
def test_what_makes_a_claim_untestable_or_doubtful(claim: str) -> None:
    """One core, a busy machine, a pinger that died."""
    assert verdict(claim, convoy_report(machine=host(cores=1))) == "untested"
    for code in ("busy-machine", "service-died", "load-unknown"):
        doubt = Caveat(code, None, CLAIMS[claim].sentence)
        assert verdict(claim, convoy_report(caveats=[doubt])) == "inconclusive"


def test_rounds_that_differ_too_much_decide_nothing() -> None:
    """Half of the samples slow, half of them fast: no side."""
    mixed = [
        replace(slow if slow.round % 2 else fast)
        for slow, fast in zip(trips(5_000), trips(20), strict=True)
    ]
    of = convoy_report(taken={"python-1 5ms": mixed})
    assert verdict(WAITS, of) == verdict(SHORTENS, of) == "inconclusive"


# ── for real ─────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def measured() -> Iterator[tuple[Path, Ended]]:
    """Where the files are of a run of all arms, which left nothing; and how it ended."""
    words = "convoy --rounds 1 --pings 12 --json report.json --html page.html --lang ko"
    with workplace() as folder:
        ended = run_here(*words.split(), folder=folder)
        assert ended.status == 0, ended.err
        nothing_left(folder, [])
        yield folder, ended


def test_a_short_run(measured: tuple[Path, Ended]) -> None:
    """Every arm is measured and drawn, and nothing is left; its files show it again."""
    place, ended = measured
    report = schema.read(str(place / "report.json"))
    assert names(report) == list(UNDER_GIL) and report.rounds == 1 and report.size == 12
    for arm in report.arms:
        assert arm.status == "ok" and len(arm.samples) == 1
        assert bool(arm.spans) is (not re.match(r".*-2 0\.", arm.name))
        assert arm.value is not None and arm.value > 0
    assert {v.claim: v.verdict for v in report.verdicts} == {
        WAITS: "inconclusive", SHORTENS: "inconclusive",
    }  # fmt: skip
    assert HANGUL.search(ended.out) and "python-2 0.05ms" in ended.out
    assert "python-2 0.05ms" in (place / "page.html").read_text(encoding="utf-8")


def test_a_pinger_that_is_killed_ends_the_run(place: Path) -> None:
    """What was measured until then is told, with the reason, and nothing is left."""
    words = "convoy --rounds 500 --pings 10 --threads 1 --interval 0.05 --no-rails"
    process = start(*words.split(), folder=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def pinger() -> psutil.Process | None:
        """The process of the run that listens and has a line to each of the three arms."""
        for one in processes_under(place):
            with contextlib.suppress(psutil.Error):
                if listening(one) and len(one.net_connections(kind="tcp")) >= 1 + 2 * 3:
                    return one
        return None

    killed = eventually(pinger)
    assert killed is not None
    known = processes_under(place)
    killed.kill()
    out, err = process.communicate(timeout=LONG_S)
    assert process.returncode == 1, err
    assert b"pinger" in out and b"Traceback" not in err
    nothing_left(place, known)


def test_a_chosen_part_of_it(place: Path) -> None:
    """Only what was asked for is measured, and a claim on anything else says what is missing."""
    words = "convoy --rounds 1 --pings 10 --threads 1 --interval 0.5 --no-rails"
    ended = run_here(*words.split(), "--json", "-", folder=place)
    assert ended.status == 0, ended.err
    report = schema.decode(ended.out.encode(), "-")
    assert names(report) == ["alone", "python-1 0.5ms", "C-1 5ms", "C-1 0.5ms"]
    assert {v.verdict for v in report.verdicts} == {"untested"}


def test_every_row_fits_eighty_columns(measured: tuple[Path, Ended]) -> None:
    """No name or number of the table is cut off, in either language."""
    place, _ = measured
    for language in ("en", "ko"):
        words = f"report report.json --no-rails --lang {language}"
        ended = run_here(*words.split(), folder=place, changes={"COLUMNS": "80"})
        for name in UNDER_GIL:
            assert re.search(rf"^ *{re.escape(name)} +[\d.]+ [mµ]?s ", ended.out, re.MULTILINE)
