"""The race of asyncio and uvloop: its plan, doubts, chart and verdict, from made-up samples."""

import ctypes
import re
from dataclasses import replace

import builders
import pytest
from builders import ends, with_arm, without_arm
from races import ASYNCIO_NS, MACHINE, RACE, planned, race, taken

from concdemo import host as machine_facts
from concdemo.errors import ArmFault, UsageFault
from concdemo.experiments.loops.arm import keep_no_blocks, summarise
from concdemo.experiments.loops.measures import Done
from concdemo.experiments.loops.words import ECHO, MEASURES, OPTIONS
from concdemo.ledger.book import claims
from concdemo.ledger.judge import BLOCKING, judge
from concdemo.ledger.measures import measure, stands_in
from concdemo.model import Caveat, Report, Sample, Verdict
from concdemo.settings import settle
from concdemo.text import Text

(CLAIM,) = (claim for claim in claims() if claim.experiment == "uvloop")
SOME_FASTER = {"call_soon": 2.6, "http": 2.9, "sockets-1k": 1.5, "tasks": 1.18}
BY_CPU = "speedup-unless:server-not-saturated:cpu-per-op"


def verdict(report: Report) -> Verdict:
    """What the report says of the claim."""
    return judge(CLAIM, report)


def idle(per_op: float, cpu_per_op: float) -> list[Sample]:
    """Samples of a loop that was busy for half of the time."""
    return taken(per_op, busy=0.5, cpu_per_op=cpu_per_op, peer_busy=0.99)


# ── the plan ─────────────────────────────────────────────────────────────────


def test_every_measure_is_a_pair_with_a_baseline_of_its_own() -> None:
    """The first of each is asyncio, and uvloop is compared with it."""
    plan = planned()
    assert [arm.name for arm in plan.arms] == [
        f"{name} {loop}" for name in MEASURES for loop in ("asyncio", "uvloop")
    ]
    assert all(arm.against == f"{arm.name.split(' ')[0]} asyncio" for arm in plan.arms)
    assert len(plan.arms) == 34 and plan.size == 30_000
    assert [service.name for service in plan.services] == ["load", "origin"]
    assert "0.22.1" in plan.facts[0].en and "30 ms" in plan.facts[0].ko


def test_the_claim_takes_every_measure() -> None:
    """What can be asked for is what is tested, and not one less."""
    assert [test.arm for test in CLAIM.rule.tests] == [f"{name} uvloop" for name in MEASURES]
    assert {test.measure for test in CLAIM.rule.tests} == {BY_CPU}


def test_what_is_asked_for_is_measured_in_the_order_of_the_table() -> None:
    """Whatever the order of the words, and with the services that it takes."""
    plan = planned(measure="sleep(0),call_soon")
    assert [arm.name for arm in plan.arms[::2]] == ["call_soon asyncio", "sleep0 asyncio"]
    assert plan.services == () and len(plan.facts) == 1
    assert [one.name for one in planned(measure="connect").services] == ["load"]
    assert [one.name for one in planned(measure="http").services] == ["origin"]
    fresh = planned(measure="http-fresh")
    assert [one.name for one in fresh.services] == ["origin"] and len(fresh.facts) == 3
    assert fresh.arms[1].parameters == {"kind": "http", "loop": "uvloop", "fresh": True}
    plan = planned(measure="streams-100k", connections="7", box="12.5")
    assert plan.arms[0].parameters == {
        "kind": "echo", "loop": "asyncio", "api": "streams", "size": 102_400, "connections": 7,
    }  # fmt: skip
    assert plan.size == 12_500


@pytest.mark.parametrize(("os", "mend"), [("Linux 6.1", "pip install"), ("Windows 11", "WSL")])
def test_without_uvloop_there_is_no_race(os: str, mend: str) -> None:
    """The doctor and the command say how to mend it."""
    machine = builders.host(os=os, libraries={})
    lacking = RACE.missing(machine)
    assert lacking is not None and mend in lacking.en and mend in lacking.ko
    with pytest.raises(UsageFault, match=re.escape(lacking.en)):
        planned(machine)
    assert RACE.missing(MACHINE) is None


def test_more_connections_than_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The load generator holds all at once; the answer says how many would do."""
    monkeypatch.setattr(machine_facts, "descriptor_limit", lambda: 1_000)
    with pytest.raises(UsageFault, match=r"1800 .*\(1000\).* --connections to 44 "):
        planned(connections="100")
    planned(connections="44")
    planned(connections="400", measure="protocol-1k")
    planned(connections="500", measure="tasks")


def test_the_defaults_fit_into_a_common_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """1,024 open files are the fewest that systems allow."""
    monkeypatch.setattr(machine_facts, "descriptor_limit", lambda: 1_024)
    RACE.plan(settle(OPTIONS, {}), MACHINE)


# ── a sample ─────────────────────────────────────────────────────────────────


def test_a_sample_is_told_by_operation() -> None:
    """The load generator's time where it has one; all CPU; the loop's own share of a core."""
    found = summarise(Done(200, 0, 20_000_000, 0.5), 25_000_000, 20_000_000, 0, 7)
    assert found.metrics == {
        "per-op": 100_000, "cpu-per-op": 100_000, "busy": 0.8, "operations": 200, "peer-busy": 0.5,
    }  # fmt: skip
    assert (found.wall_ns, found.cpu_ns, found.elsewhere_ns) == (25_000_000, 20_000_000, 0)
    assert (found.waited_ns, found.checksum, found.failed, found.failures) == (7, None, 0, {})


def test_programs_that_were_started_count() -> None:
    """Their CPU time is the arm's, though not its loop's."""
    found = summarise(Done(10, 1), 10_000_000, 2_000_000, 6_000_000, -1)
    assert (found.cpu_ns, found.elsewhere_ns) == (8_000_000, 6_000_000)
    assert found.metrics["busy"] == 0.2 and found.metrics["cpu-per-op"] == 800_000
    assert found.metrics["per-op"] == 1_000_000 and "peer-busy" not in found.metrics
    assert (found.failed, found.failures) == (1, {"wrong answer": 1})


def test_a_fresh_process_takes_glibc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere there is no difference to show, and the arm says so."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    with pytest.raises(ArmFault, match="glibc") as caught:
        keep_no_blocks()
    assert caught.value.unavailable


# ── doubts ───────────────────────────────────────────────────────────────────


def test_a_server_that_was_not_busy_is_named() -> None:
    """With its share and the other end's; and no verdict is blocked by it."""
    report = race(
        {},
        samples={"streams-1k uvloop": idle(9_000, 5_000), "connect asyncio": taken(9, busy=0.94)},
    )
    assert [(one.code, one.arm) for one in report.caveats] == [
        ("server-not-saturated", "streams-1k uvloop"),
        ("server-not-saturated", "connect asyncio"),
    ]
    echo, connect = (caveat.detail for caveat in report.caveats)
    assert "50 %" in echo.en and "99 %" in echo.ko and "message" in echo.en
    assert "94 %" in connect.en and "operation" in connect.en
    assert "server-not-saturated" not in BLOCKING


def test_a_busy_loop_raises_no_doubt() -> None:
    """Nor does one of which nothing is known."""
    assert race({}).caveats == []
    assert race({}, samples={"http uvloop": []}).caveats == []


# ── the verdict ──────────────────────────────────────────────────────────────


def test_some_faster_and_some_not_depends_and_names_them() -> None:
    """Each measure is on its side, those between the bands too."""
    found = verdict(race(SOME_FASTER))
    assert found.verdict == "depends"
    assert "Faster: http 2.90 ×, call_soon 2.60 ×, sockets-1k 1.50 ×." in found.because.en
    assert "빠름: http 2.90배, call_soon 2.60배, sockets-1k 1.50배." in found.because.ko
    refuted = found.because.en.partition("slower: ")[2].partition(". ")[0]
    assert refuted.count("1.00 ×") == 13 and "streams-100k 1.00 ×" in refuted
    assert found.because.en.endswith("Not clear: tasks 1.18 ×.")


def test_unclear_ones_keep_nothing_from_being_told() -> None:
    """One clear on either side is a condition already."""
    found = verdict(race({"http": 2.0, "subprocess": 0.4}, others=1.18))
    assert found.verdict == "depends"
    assert "Faster: http 2.00 ×." in found.because.en
    assert "slower: subprocess 0.40 ×." in found.because.en


@pytest.mark.parametrize(
    ("faster", "others", "expected"),
    [
        ({}, 2.0, "supported"),
        ({"tasks": 1.18}, 2.0, "supported"),
        ({}, 1.0, "refuted"),
        ({"tasks": 1.18}, 0.5, "refuted"),
        ({}, 1.18, "inconclusive"),
        (dict.fromkeys(MEASURES[:8], 2.0), 1.18, "inconclusive"),
        (dict.fromkeys(MEASURES[:9], 2.0), 1.18, "supported"),
        (dict.fromkeys(MEASURES[:9], 2.0), 1.0, "depends"),
    ],
)
def test_one_side_alone_must_be_most(
    faster: dict[str, float], others: float, expected: str
) -> None:
    """A few clear ones among many unclear ones don't speak for all."""
    assert verdict(race(faster, others=others)).verdict == expected


def test_too_few_clear_ones_say_what_was_seen() -> None:
    """The reader still gets the numbers."""
    found = verdict(race({"http": 2.0}, others=1.18)).because
    assert found.en.startswith("only 1 of 17 came out clearly; it takes 9. Faster: http 2.00 ×.")
    assert found.ko.startswith("17가지 가운데 1가지만")


def test_where_nobody_set_the_pace_cpu_time_decides() -> None:
    """Equal throughput at half the CPU time is faster, and marked; either end's doubt will do."""
    for arm in ("asyncio", "uvloop"):
        cpu = {"asyncio": ASYNCIO_NS, "uvloop": ASYNCIO_NS / 2}
        samples = {
            f"protocol-1k {loop}": taken(
                ASYNCIO_NS, cpu_per_op=cpu[loop], busy=0.5 + 0.5 * (loop != arm)
            )
            for loop in cpu
        }
        report = race({}, samples=samples)
        assert ends(measure(BY_CPU, "protocol-1k uvloop", report)) == pytest.approx((2.0,) * 3)
        assert stands_in(BY_CPU, "protocol-1k uvloop", report)
        assert not stands_in(BY_CPU, "http uvloop", report)
        found = verdict(report)
        assert "Faster: protocol-1k* 2.00 ×." in found.because.en
        assert "* by CPU time" in found.because.en and found.verdict == "depends"


def test_a_broken_arm_makes_its_own_measure_unclear() -> None:
    """The others were measured all the same."""
    found = verdict(race(SOME_FASTER, faults=["call_soon uvloop", "streams-1k asyncio"]))
    assert found.verdict == "depends"
    unclear = found.because.en.partition("Not clear: ")[2]
    assert "call_soon –" in unclear and "streams-1k" in unclear and "tasks" in unclear


def test_wrong_answers_make_a_measure_unclear() -> None:
    """Such a doubt is of that arm only."""
    report = race(SOME_FASTER)
    wrong = Caveat("tasks-failed", "http uvloop", Text("wrong", "틀림"))
    found = verdict(replace(report, caveats=[wrong]))
    assert found.verdict == "depends" and "http" in found.because.en.partition("Not clear: ")[2]


@pytest.mark.parametrize("code", ["busy-machine", "service-died", "load-unknown"])
def test_a_doubt_of_the_whole_run_blocks_all(code: str) -> None:
    """On a busy machine no list is worth anything."""
    doubt = Caveat(code, None, Text("a doubt", "의심"))
    assert verdict(race(SOME_FASTER, caveats=[doubt])).verdict == "inconclusive"


def test_too_few_rounds_decide_nothing() -> None:
    """Five rounds have no interval; the measures are named without a side."""
    short = {
        f"{name} {loop}": taken(ASYNCIO_NS, 5)
        for name in MEASURES
        for loop in ("asyncio", "uvloop")
    }
    found = verdict(race({}, samples=short))
    assert found.verdict == "inconclusive" and "only 0 of 17" in found.because.en


def test_less_than_everything_is_not_judged() -> None:
    """One measure doesn't speak for the loop; nor does one core."""
    found = verdict(without_arm(race({}, others=2.0), "tasks uvloop"))
    assert found.verdict == "untested" and "tasks uvloop" in found.because.en
    alone = replace(race({}, others=2.0), host=replace(MACHINE, cores=1))
    assert verdict(alone).verdict == "untested"


def test_a_uvloop_that_does_not_load_is_not_judged() -> None:
    """It could never have begun."""
    report = with_arm(
        race({}), "http uvloop", status="unavailable", reason=Text("no uvloop", "uvloop 없음")
    )
    found = verdict(report)
    assert found.verdict == "untested" and "no uvloop" in found.because.en


def test_a_measure_that_does_not_exist_here_is_not_missed() -> None:
    """Without glibc there is no fresh process, and all else is judged."""
    report = race(SOME_FASTER)
    for loop in ("asyncio", "uvloop"):
        report = with_arm(
            report, f"http-fresh {loop}", status="unavailable", reason=Text("no glibc", "없음")
        )
    found = verdict(report)
    assert found.verdict == "depends" and "http-fresh" not in found.because.en


# ── the chart ────────────────────────────────────────────────────────────────


def test_the_chart_shows_echoes_by_size() -> None:
    """Three lines of three sizes, as many times as fast as asyncio."""
    (chart,) = RACE.charts(race({"sockets-1k": 1.5, "streams-100k": 0.7}))
    assert [series.name for series in chart.series] == ["protocol", "streams", "sockets"]
    for series in chart.series:
        assert [point.x for point in series.points] == [1_024, 10_240, 102_400]
    assert chart.series[2].points[0].y == pytest.approx(1.5)
    assert chart.series[1].points[2][1:] == pytest.approx((0.7, 0.7, 0.7))
    assert chart.x.log and chart.x.unit == "bytes"


def test_the_chart_goes_by_cpu_time_where_the_verdict_does() -> None:
    """One picture, one measure."""
    samples = {"sockets-1k uvloop": idle(ASYNCIO_NS, ASYNCIO_NS / 4)}
    (chart,) = RACE.charts(race({}, samples=samples))
    assert chart.series[2].points[0].y == pytest.approx(4)


def test_the_chart_copes_with_what_is_missing() -> None:
    """Broken, empty and absent arms leave out their point; without any there is no chart."""
    report = race({}, faults=["protocol-1k uvloop"], samples={"protocol-10k asyncio": []})
    report = without_arm(report, "protocol-100k asyncio")
    (chart,) = RACE.charts(report)
    assert [series.name for series in chart.series] == ["streams", "sockets"]
    for name in ECHO:
        report = without_arm(report, f"{name} uvloop")
    assert RACE.charts(report) == []


def test_the_chart_of_few_rounds_has_no_intervals() -> None:
    """A point, and nothing around it."""
    samples = {f"sockets-1k {loop}": taken(ASYNCIO_NS, 3) for loop in ("asyncio", "uvloop")}
    (chart,) = RACE.charts(race({}, samples=samples))
    point = chart.series[2].points[0]
    assert point.y == pytest.approx(1) and (point.low, point.high) == (None, None)
