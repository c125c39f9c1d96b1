"""Why Python is slow: the plan, the works, a sample's numbers and the verdicts, made up."""

import gc
import importlib
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import builders
import pytest
from slows import SLOW, TIMES, planned, slow_report, taken

from concdemo import clock
from concdemo.conduct import caveats
from concdemo.errors import ArmFault
from concdemo.experiments.slow import LIVE, interpreted
from concdemo.experiments.slow.arm import ObservingArm, TimedArm, open_work
from concdemo.experiments.slow.measures import GROUPS
from concdemo.experiments.slow.work import Work
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.ledger.measures import measure
from concdemo.model import ArmPlan, Caveat, Report, Step, Verdict
from concdemo.settings import settle
from concdemo.text import Text

TIMED = {name: group for name, group in GROUPS.items() if not group.observed}
COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def verdict(claim: str, report: Report) -> Verdict:
    """What the report says of the claim."""
    (only,) = by_id()[f"slow.{claim}"]
    return judge(only, report)


@pytest.fixture
def own_collector() -> Iterator[None]:
    """The collector as it was, whatever a work made of it; what the tests hold is none of its."""
    gc.freeze()
    yield
    gc.enable()
    gc.unfreeze()


# ── the plan ─────────────────────────────────────────────────────────────────


def test_every_group_has_its_plainest_arm_as_baseline() -> None:
    """Those that only look stand for themselves."""
    plan = planned()
    assert [arm.name for arm in plan.arms] == [arm for one in GROUPS.values() for arm in one.arms]
    assert len({arm.name for arm in plan.arms}) == len(plan.arms)
    against = {arm.name: arm.against for arm in plan.arms}
    for group in TIMED.values():
        assert {against[arm] for arm in group.arms} == {group.arms[0]}
    assert against["names"] == "names" and against["memory map"] == "memory map"
    assert plan.size == 15_000 and len(plan.facts) == 1 + len(GROUPS)


def test_what_is_asked_for_is_measured_in_the_order_of_the_table() -> None:
    """Whatever the order of the words; the facts are of what is measured only."""
    plan = planned(measure="try,crc", box="2.5")
    assert [arm.name for arm in plan.arms] == [*GROUPS["crc32"].arms, *GROUPS["try"].arms]
    assert plan.size == 2_500 and len(plan.facts) == 3 and "2.5 ms" in plan.facts[0].ko
    assert plan.settings["measure"] == ["crc32", "try"]


def test_without_a_compiler_bytecode_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is measured, compared with nothing, and the compiled arm says why it isn't there."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    compiled, bytecode = planned(measure="loop").arms
    assert compiled.unavailable is not None and "C compiler" in compiled.unavailable.en
    assert bytecode.against == bytecode.name and bytecode.unavailable is None
    assert planned(measure="loop").facts[1].en.endswith("Compiler: none.")


def test_the_map_is_linux_alone() -> None:
    """Elsewhere that arm says so before anything runs."""
    mac = SLOW.plan(settle(SLOW.options, {}), builders.host(os="Darwin 23.0"))
    lacking = {arm.name for arm in mac.arms if arm.unavailable is not None}
    assert "memory map" in lacking
    assert "memory map" not in {arm.name for arm in planned().arms if arm.unavailable}


def test_what_stands_for_itself_is_no_baseline() -> None:
    """Nothing is compared with it."""
    report = slow_report()
    bases = [arm.name for arm in report.arms if report.is_base(arm)]
    assert bases == [group.arms[0] for group in TIMED.values()]


# ── the works ────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("own_collector")
@pytest.mark.parametrize("name", TIMED)
def test_arms_of_a_group_do_equal_work(name: str) -> None:
    """As many operations with the same result, again and again."""
    group = TIMED[name]
    module = importlib.import_module(f"concdemo.experiments.slow.{group.module}")
    done = set()
    for arm in group.arms:
        if arm == "loop compiled":
            if COMPILER is None:
                continue
            work: Work = module.WORKS[arm](COMPILER)
        else:
            work = module.WORKS[arm]()
        done |= {(work.operations, work.run()), (work.operations, work.run())}
    assert len(done) == 1


def test_the_loops_in_python_are_what_c_does() -> None:
    """The checksum is zlib's on any bytes, and the steps are as in the source."""
    data = bytes(range(256)) * 3
    assert interpreted.crc32(data, interpreted.table()) == zlib.crc32(data)
    assert interpreted.steps(2) == ((16301 + 13849) % 65536 * 16301 + 13849) % 65536


@pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")
def test_the_compiler_says_who_it_is() -> None:
    """And leaves nothing behind."""
    assert COMPILER is not None
    work = interpreted.compiled(COMPILER)
    assert dict(work.facts)["compiled by"]


@pytest.mark.parametrize("says", ["exit 1", "echo a compiler", "echo no; echo why >&2; exit 3"])
def test_a_compiler_that_does_not_work_is_named(tmp_path: Path, says: str) -> None:
    """The arm can't be had here; the others can."""
    broken = tmp_path / "cc"
    broken.write_text(f"#!/bin/sh\n{says}\n")
    broken.chmod(0o755)
    with pytest.raises(ArmFault, match=str(broken)) as caught:
        interpreted.compiled(str(broken))
    assert caught.value.unavailable and "\n" not in caught.value.text.en


@pytest.mark.usefixtures("own_collector")
def test_the_collector_is_set_as_the_name_says() -> None:
    """Off, on, and on with nothing old in its sight."""
    for name, enabled in {"gc off": False, "gc on": True, "gc frozen": True}.items():
        gc.enable()
        gc.unfreeze()
        frozen = gc.get_freeze_count()
        plan = ArmPlan(name, "serial", 1, "alone", {"module": "collected", "explain": False})
        arm = open_work(plan)
        assert gc.isenabled() is enabled
        assert (gc.get_freeze_count() - frozen >= LIVE) is (name == "gc frozen")
        arm.close()


# ── a sample ─────────────────────────────────────────────────────────────────


def timed(monkeypatch: pytest.MonkeyPatch, results: list[int], block_ns: int) -> TimedArm:
    """An arm whose blocks last so long each, by a clock of its own, and give these results."""
    now = [10**12]

    def run() -> int:
        now[0] += block_ns
        return results.pop(0)

    monkeypatch.setattr(clock, "monotonic_ns", lambda: now[0])
    monkeypatch.setattr(clock, "process_cpu_ns", lambda: now[0] // 2)
    monkeypatch.setattr(clock, "run_queue_wait_ns", lambda: -1)
    return TimedArm("made up", Work(run, 100, settle=lambda: None), explain=False)


def test_blocks_are_repeated_until_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three blocks of 400 ns fill a microsecond."""
    found = timed(monkeypatch, [7, 7, 7, 7], 400).sample(1)
    assert found.metrics == {"per-op": 4.0, "operations": 300.0}
    assert (found.wall_ns, found.cpu_ns, found.waited_ns) == (1_200, 600, -1)
    assert (found.checksum, found.failed, found.failures) == ("7", 0, {})


def test_one_block_is_always_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes."""
    assert timed(monkeypatch, [7], 10**9).sample(1).metrics["per-op"] == 10**7


def test_another_result_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that isn't the same each time is not what was to be timed."""
    found = timed(monkeypatch, [7, 8, 7], 400).sample(1)
    assert found.failed == 1 and found.failures == {"other result": 1}


def test_a_look_counts_and_is_not_compared() -> None:
    """What was seen is in the sample, beside how long looking took."""
    arm = ObservingArm(lambda: {"seen": 3.0}, None)
    found = arm.sample(1)
    assert found.metrics["seen"] == 3 and found.metrics["per-op"] == found.wall_ns
    assert found.checksum is None and arm.portrait(1) is None


def test_stories_are_told_where_they_are_asked_for() -> None:
    """A portrait without a place in time; none where there is nothing to tell."""
    step = Step(Text("p", "ㅍ"), Text("t", "ㅌ"), Text("d", "ㄷ"), Text("w", "ㅇ"))
    told = ObservingArm(dict, lambda: [step]).portrait(1)
    assert told is not None and told.steps == [step] and (told.wall_ns, told.spans) == (0, [])
    assert ObservingArm(dict, list).portrait(1) is None


@pytest.mark.usefixtures("own_collector")
@pytest.mark.parametrize(("explain", "shown"), [(True, True), (False, False)])
def test_instructions_are_shown_where_they_are_asked_for(explain: bool, shown: bool) -> None:
    """Under one title for arms of one function, so that they stand side by side."""
    parameters = {"module": "typed", "explain": explain}
    titles = set()
    for name in ("types int", "types int+float"):
        arm = open_work(ArmPlan(name, "serial", 1, "alone", dict(parameters)))
        arm.sample(1)
        portrait = arm.portrait(1)
        assert (portrait is not None) is shown
        titles |= {step.program for step in portrait.steps} if portrait is not None else set()
    assert len(titles) == shown


# ── verdicts ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("claim", "times", "expected"),
    [
        ("interpreted", {}, "supported"),
        ("interpreted", {"crc32 bytecode": 1.5, "loop bytecode": 1.5}, "refuted"),
        ("interpreted", {"crc32 bytecode": 3.0}, "inconclusive"),
        ("interpreted", {"loop bytecode": 1.0}, "inconclusive"),
        ("dynamic-typing", {}, "supported"),
        ("dynamic-typing", {"types int+float": 1.1, "classes alternating": 1.1}, "refuted"),
        ("dynamic-typing", {"types int+float": 1.1}, "inconclusive"),
        ("dynamic-typing", {"classes alternating": 1.3}, "inconclusive"),
        ("gc", {}, "supported"),
        ("gc", {"gc on": 1.2}, "inconclusive"),
        ("gc", {"gc on": 1.05}, "refuted"),
        ("gc", {"gc on": 0.9}, "refuted"),
        ("calls", {}, "supported"),
        ("calls", {"calls method": 1.3}, "inconclusive"),
        ("calls", {"calls function": 1, "calls method": 1, "objects class": 1}, "refuted"),
        ("features", {}, "depends"),
        ("features", {"try not-raised": 1.3}, "inconclusive"),
        ("features", {"try not-raised": 1.5}, "supported"),
        ("features", dict.fromkeys(TIMES, 1.0), "refuted"),
    ],
)
def test_bands(claim: str, times: dict[str, float], expected: str) -> None:
    """Clear of both bands on either side, or not known."""
    assert verdict(claim, slow_report(times)).verdict == expected


def test_features_are_told_by_name() -> None:
    """What costs and what doesn't, in the table's own numbers."""
    found = verdict("features", slow_report()).because
    assert "Costs extra: attribute property 6.90 ×, try raised 5.00 ×," in found.en
    assert found.en.endswith("Costs nothing to speak of: try not-raised 1.00 ×.")
    assert "더 듦: attribute property 6.90배" in found.ko


def test_without_a_compiler_the_standard_library_decides() -> None:
    """The loop is not spoken of, and raises no doubt."""
    whole = verdict("interpreted", slow_report()).because
    assert "350 ×" in whole.en and "40 ×" in whole.en and "40배" in whole.ko
    report = slow_report(unavailable=["loop compiled"])
    found = verdict("interpreted", report)
    assert found.verdict == "supported" and "compiled here" not in found.because.en
    assert caveats.find(report.arms, report.baseline, report.host, report.rounds) == []


def test_what_else_was_seen_of_the_collector_is_told() -> None:
    """Floats only where they made no difference."""
    found = verdict("gc", slow_report()).because
    assert "1.60 ×" in found.en and "floats" in found.en and "실수" in found.ko
    assert "floats" not in verdict("gc", slow_report({"atoms gc-on": 1.3})).because.en


def test_an_arm_that_broke_keeps_its_claim_from_a_verdict() -> None:
    """And no other claim."""
    report = slow_report(faults=["gc on"])
    assert verdict("gc", report).verdict == "inconclusive"
    assert verdict("calls", report).verdict == "supported"
    assert verdict("features", slow_report(faults=["try none"])).verdict == "inconclusive"


def test_too_few_rounds_decide_nothing() -> None:
    """Five rounds have no interval."""
    few = {arm.name: taken(20.0 * TIMES.get(arm.name, 1), 5) for arm in planned().arms}
    for claim in ("interpreted", "dynamic-typing", "gc", "calls", "features"):
        assert verdict(claim, slow_report(samples=few)).verdict == "inconclusive"


@pytest.mark.parametrize("claim", ["interpreted", "dynamic-typing", "gc", "calls", "features"])
def test_a_busy_machine_decides_nothing(claim: str) -> None:
    """Nor does a part of what the claim is about."""
    doubt = Caveat("busy-machine", None, Text("busy", "바쁨"))
    assert verdict(claim, slow_report(caveats=[doubt])).verdict == "inconclusive"
    whole = slow_report()
    part = builders.without_arm(whole, "names")
    assert verdict(claim, part).verdict == verdict(claim, whole).verdict
    for arm in ("crc32 zlib", "crc32 bytecode", "types int+float", "gc on", "objects class"):
        part = builders.without_arm(part, arm)
    part = builders.without_arm(part, "attribute getattr")
    assert verdict(claim, part).verdict == "untested"


def test_times_turns_a_speed_up_round() -> None:
    """As many times as long as its baseline, with the interval's ends in their places."""
    report = slow_report({"gc on": 4.0})
    found = measure("times", "gc on", report)
    assert builders.ends(found) == pytest.approx((4.0,) * 3)
    assert measure("times", "gc off", report) is None
