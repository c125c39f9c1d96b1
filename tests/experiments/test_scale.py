"""What ``scale`` plans, reckons, draws and doubts, with made-up figures."""

import re
from collections.abc import Sequence

import pytest
from builders import WHY, host, report, row, sample, with_arm, without_arm
from scales import sampled, scale_report

from concdemo.errors import ArmFault, UsageFault
from concdemo.experiments import find, scale
from concdemo.experiments import memory as scale_memory
from concdemo.experiments.scale import arm as scale_arm
from concdemo.experiments.scale import limits as scale_limits
from concdemo.experiments.scale.arm import LIMITS, ScaleArm
from concdemo.experiments.scale.hold import Held, Outcome
from concdemo.experiments.scale.limits import Ceiling
from concdemo.ledger.book import claims
from concdemo.ledger.judge import BLOCKING, judge
from concdemo.model import Plan, Report
from concdemo.settings import settle

SCALE = find("scale")
MS = 1_000_000
CLAIMS = {claim.id: claim for claim in claims() if claim.experiment in ("scale",)}
LIGHTER, HEAVY = "gil.threads-lighter", "gil.threads-heavy"
ROOMY = dict.fromkeys(scale.say.KINDS, Ceiling(10**9, "memory"))


# ── the plan ─────────────────────────────────────────────────────────────────


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine without limits that matter, which says how much memory a process has."""
    monkeypatch.setattr(scale_limits, "ceilings", lambda: ROOMY)
    monkeypatch.setattr(scale_memory, "how", lambda: "PSS")
    return monkeypatch


def planned(**given: str) -> Plan:
    """The plan of ``concdemo scale`` with these options."""
    words = {name.replace("_", "-"): value for name, value in given.items()}
    return SCALE.plan(settle(SCALE.options, words), host())


def test_every_kind_is_held_and_compared_by_memory(roomy: pytest.MonkeyPatch) -> None:
    """Coroutines are what others are compared with; sockets bring their server."""
    plan = planned()
    assert [arm.name for arm in plan.arms] == ["coroutines", "threads", "processes", "sockets"]
    assert plan.metric.name == "bytes" and not plan.caveats
    assert [service.name for service in plan.services] == ["origin"]
    assert all(arm.unavailable is None for arm in plan.arms)
    assert plan.settings["most-threads"] == 4_000 and plan.settings["memory"] == "PSS"
    coroutines = plan.arms[0].parameters
    assert coroutines["every"] == ["1000", "3000", "10000"] and coroutines["once"] == ["100000"]


def test_the_baseline_always_runs(roomy: pytest.MonkeyPatch) -> None:
    """Asked for one kind, the coroutines are held as well, and no server is needed."""
    plan = planned(kind="threads")
    assert [arm.name for arm in plan.arms] == ["coroutines", "threads"]
    assert plan.services == ()


@pytest.mark.parametrize(
    ("kind", "most", "every", "once"),
    [
        ("coroutines", 10, [1, 3, 10], []),
        ("coroutines", 10_000, [1_000, 3_000, 10_000], []),
        ("coroutines", 10_001, [1_000, 3_000, 10_000], [10_001]),
        ("threads", 4_000, [50, 150, 500], [4_000]),
        ("processes", 24, [2, 7, 24], []),
        ("processes", 2, [1, 2], []),
        ("processes", 200, [2, 7, 24], [200]),
    ],
)
def test_a_ladder_has_several_numbers(
    kind: str, most: int, every: list[int], once: list[int]
) -> None:
    """Two at least, for a slope; what would take too long in each round is held once."""
    assert scale.ladder(kind, most) == (every, once)


def test_a_limit_cuts_the_series_and_is_named(roomy: pytest.MonkeyPatch) -> None:
    """What a default can't reach here is a doubt with the limit's name, in both languages."""
    tight = {**ROOMY, "sockets": Ceiling(924, "open-files")}
    roomy.setattr(scale_limits, "ceilings", lambda: tight)
    plan = planned()
    assert plan.arms[3].parameters["every"] == ["92", "277", "924"]
    ((code, arm, detail),) = [(one.code, one.arm, one.detail) for one in plan.caveats]
    assert (code, arm) == ("limit", "sockets")
    assert "924" in detail.en and "ulimit -n" in detail.en and "ulimit -n" in detail.ko
    assert "ulimit -n" in plan.facts[2].en


def test_more_than_is_safe_is_refused(roomy: pytest.MonkeyPatch) -> None:
    """Asked for by name it is a fault, told with what would do."""
    roomy.setattr(scale_limits, "ceilings", lambda: {**ROOMY, "threads": Ceiling(50, "maps")})
    with pytest.raises(UsageFault) as refused:
        planned(most_threads="51")
    for word in ("--most-threads 51", "at most 50", "max_map_count"):
        assert word in refused.value.text.en
    assert planned(most_threads="50").arms[1].workers == 50


def test_a_kind_without_room_is_a_row_that_says_so(roomy: pytest.MonkeyPatch) -> None:
    """Three processes at most are no series; one is."""
    for most, there in ((1, False), (2, True)):
        tight = {**ROOMY, "processes": Ceiling(most, "group-tasks")}
        roomy.setattr(scale_limits, "ceilings", lambda tight=tight: tight)
        reason = planned().arms[2].unavailable
        assert (reason is None) is there
        assert there or (reason is not None and "pids.max" in reason.en)


def test_a_system_without_fork_holds_no_processes(roomy: pytest.MonkeyPatch) -> None:
    """The row says why."""
    roomy.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    reason = planned().arms[2].unavailable
    assert reason is not None and "fork" in reason.en


def test_without_memory_only_times_are_compared(roomy: pytest.MonkeyPatch) -> None:
    """The compared number is one that every sample has."""
    roomy.setattr(scale_memory, "how", lambda: "unknown")
    plan = planned()
    assert plan.metric.name == "start"
    assert "start" not in [column.metric for column in plan.columns]
    assert [one.code for one in plan.caveats] == ["memory-unknown"]


# ── one number of waits ──────────────────────────────────────────────────────


def held(count: int, each: int = 1_000, hold_ms: int = 50, base: int = 8_192) -> Held:
    """So many waits of ``each`` bytes, that took 2 µs each to start and 3 µs each to end."""
    start, total = 2_000 * count, hold_ms * MS + 5_000 * count
    return Held(count, hold_ms * MS, start, total, base + each * count, 1 << 20)


@pytest.mark.parametrize(
    ("count", "spans", "expected"),
    [
        (100, {}, 50),
        (100, {100: 10 * MS}, 50),  # what was asked for is enough
        (100, {100: 40 * MS}, 60),
        (1_000, {100: 10 * MS}, 150),  # ten times as many take ten times as long
        (1_000, {100: 10 * MS, 300: 15 * MS, 4_000: 1}, 75),  # the nearest lower one tells
        (50, {100: 40 * MS}, 50),
        (1_000, {1_000: 40 * MS + 1}, 61),
    ],
)
def test_a_wait_lasts_as_long_as_starting_them_all_needs(
    count: int, spans: dict[int, int], expected: int
) -> None:
    """And half as long again, so that the first still waits when the last has begun."""
    assert scale_arm.hold_for(count, 50, spans) == expected


def test_what_one_more_costs_is_a_slope() -> None:
    """Fixed costs are in no slope; the number that was held once is in none either."""
    found = [held(100), held(300), held(1_000), held(4_000, each=9_999)]
    metrics = scale_arm.metrics_of(found, [100, 300, 1_000])
    assert metrics["bytes"] == pytest.approx(1_000)
    assert metrics["start"] == pytest.approx(2_000)
    assert metrics["over"] == pytest.approx(5_000)
    assert metrics["bytes-100"] == pytest.approx(1_081.92)
    assert metrics["start-4000"] == 8_000_000
    assert metrics["over-1000"] == 5_000_000
    assert metrics["hold-100"] == 50 * MS


def test_a_single_number_has_no_slope() -> None:
    """The first sample, which is discarded, holds one number only."""
    metrics = scale_arm.metrics_of([held(100)], [100, 300])
    assert "start-100" in metrics and "start" not in metrics and "bytes" not in metrics


def test_memory_that_is_not_known_is_not_made_up() -> None:
    """Times are there, bytes are not."""
    unknown = [Held(count, 50 * MS, count, 60 * MS, None, None) for count in (10, 20)]
    metrics = scale_arm.metrics_of(unknown, [10, 20])
    assert metrics["start"] == pytest.approx(1) and not any("bytes" in name for name in metrics)


class Script:
    """Answers instead of fresh processes; ``asked`` are the numbers and milliseconds."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.asked: list[tuple[int, int]] = []

    def __call__(
        self, kind: str, count: int, hold_ms: int, address: Sequence[str], way: str
    ) -> Outcome:
        """The next answer; where there is none, that all went well in 1 µs each."""
        self.asked.append((count, hold_ms))
        if self.outcomes:
            return self.outcomes.pop(0)
        return Outcome(held(count, hold_ms=hold_ms), None, count * 1_000, 7)


def arm(
    script: Script, monkeypatch: pytest.MonkeyPatch, once: Sequence[int] = (4_000,)
) -> ScaleArm:
    """An arm of threads over that script."""
    monkeypatch.setattr(scale_arm, "hold", script)
    return ScaleArm("threads", [100, 300, 1_000], once, 50, [], "PSS")


def test_the_largest_number_is_held_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any round; what it cost is told with the first sample that is kept."""
    script = Script()
    open_arm = arm(script, monkeypatch)
    taken = [open_arm.sample(1) for _ in range(4)]
    counts = [count for count, _ in script.asked]
    assert counts == [100, 4_000, *[100, 300, 1_000] * 3]
    assert [one.metrics["most"] for one in taken] == [4_000] * 4
    assert ["bytes-4000" in one.metrics for one in taken] == [False, True, False, False]
    assert [one.elsewhere_ns for one in taken] == [14, 21, 21, 21]
    assert open_arm.portrait(1) is None


def test_waits_that_were_not_all_held_are_held_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try lasts twice as long; what the tries used counts."""
    script = Script(Outcome(span_ns=MS, cpu_ns=5), Outcome(span_ns=MS, cpu_ns=5))
    taken = arm(script, monkeypatch, once=()).sample(1)
    assert script.asked == [(100, 50), (100, 75), (100, 113)]
    assert taken.elsewhere_ns == 17
    never = Script(*[Outcome(span_ns=MS)] * scale_arm.MOST_TRIES)
    with pytest.raises(ArmFault, match="--hold"):
        arm(never, monkeypatch).sample(1)


def test_a_limit_that_is_hit_ends_that_number_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not tried again, and every sample says so."""
    script = Script(Outcome(held(100), span_ns=100), Outcome(limit="tasks"))
    open_arm = arm(script, monkeypatch)
    taken = [open_arm.sample(1) for _ in range(3)][1:]
    assert [count for count, _ in script.asked].count(4_000) == 1
    for one in taken:
        assert one.metrics["stopped-4000"] == LIMITS.index("tasks")
        assert one.metrics["most"] == 1_000 and "bytes" in one.metrics


def test_too_few_numbers_are_no_series(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one number there is no slope: the arm is lost, by the name of the limit."""
    script = Script()
    open_arm = arm(script, monkeypatch)
    open_arm.sample(1)
    script.outcomes = [
        Outcome(held(100)),
        *[Outcome(limit="memory")] * 3,
    ]
    with pytest.raises(ArmFault) as lost:
        open_arm.sample(1)
    assert "free memory" in lost.value.text.en


# ── the report ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("of", "lighter", "heavy"),
    [
        (scale_report(), "supported", "depends"),
        (scale_report(thread=(2_000_000, 1_800)), "refuted", "supported"),
        (scale_report(process=(16_500, 60), coroutine=(16_500, 60)), "refuted", "inconclusive"),
        (scale_report(thread=(16_500, 1_800)), "inconclusive", "depends"),
        (scale_report(process=(33_000, 120)), "inconclusive", "inconclusive"),
        (scale_report(coroutine=(16_500, 3)), "supported", "refuted"),
        (scale_report(count=5), "inconclusive", "inconclusive"),
        (scale_report(settings={"most-threads": 50}), "untested", "untested"),
        (scale_report(settings={"memory": "unknown"}), "untested", "untested"),
        (without_arm(scale_report(), "processes"), "untested", "untested"),
    ],
    ids=[
        "as usual", "threads as processes", "all alike", "slow to start", "twice",
        "coroutines as threads", "few rounds", "few threads", "no memory", "no processes",
    ],
)  # fmt: skip
def test_verdicts_follow_the_figures(of: Report, lighter: str, heavy: str) -> None:
    """Each claim on either side of its bands, and between."""
    assert judge(CLAIMS[LIGHTER], of).verdict == lighter
    assert judge(CLAIMS[HEAVY], of).verdict == heavy


def test_the_sentences_name_what_is_compared() -> None:
    """The condition of *depends* is the comparison, with this run's numbers."""
    verdict = judge(CLAIMS[HEAVY], scale_report())
    for words in (verdict.because.en, verdict.because.ko):
        assert re.search(r"16\.\d KiB", words) and re.search(r"1\.1\d KiB", words)
        assert re.search(r"1,9\d\d KiB", words)
    assert "coroutine" in verdict.because.en and "process" in verdict.because.en
    assert "1,8" in judge(CLAIMS[LIGHTER], scale_report()).because.ko


def test_a_lost_arm_leads_to_no_verdict() -> None:
    """Processes that failed are not heavy."""
    lost = with_arm(scale_report(), "processes", status="failed", reason=WHY)
    assert judge(CLAIMS[LIGHTER], lost).verdict == "inconclusive"
    assert "processes" in judge(CLAIMS[LIGHTER], lost).because.en


def test_a_limit_that_was_hit_is_doubted() -> None:
    """By number and name; it keeps the claims from a verdict."""
    stopped = sampled(16_500, 60, **{"stopped-4000": float(LIMITS.index("tasks"))})
    of = with_arm(scale_report(), "threads", samples=stopped)
    (doubt,) = SCALE.doubts(of)
    assert (doubt.code, doubt.arm) == ("limit-hit", "threads") and doubt.code in BLOCKING
    assert "4,000" in doubt.detail.en and "no more threads" in doubt.detail.en
    assert SCALE.doubts(scale_report()) == []


def test_charts_have_a_point_a_number() -> None:
    """With an interval where it was held in each round, without where it was held once."""
    memory, start, over = SCALE.charts(scale_report())
    assert all(chart.x.log and chart.y.log for chart in (memory, start, over))
    assert [chart.y.unit for chart in (memory, start, over)] == ["bytes", "ns", "ns"]
    threads = memory.series[1]
    assert threads.name == "threads" and [point.x for point in threads.points] == [10, 100, 1_000]
    assert threads.points[0].low is not None and threads.points[2].low is None
    assert threads.points[0].y == pytest.approx(33_000)


def test_charts_of_a_run_that_failed() -> None:
    """No samples, no charts; an arm without any is left out; zero has no interval."""
    assert SCALE.charts(report({"coroutines": []}, experiment="scale")) == []
    some = with_arm(scale_report(), "threads", samples=[])
    assert [one.name for one in SCALE.charts(some)[0].series] == ["coroutines", "processes"]
    flat = [sample(at, metrics={"bytes-10": 0.0}) for at in range(1, 9)]
    flat_report = with_arm(scale_report(), "threads", samples=flat)
    (point,) = SCALE.charts(flat_report)[0].series[1].points
    assert (point.y, point.low) == (0.0, None)
    assert row(flat_report, "threads").samples == flat
