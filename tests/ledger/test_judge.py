"""From reports to verdicts: every path, and above all those that must lead to none."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from builders import (
    MS,
    TITLE,
    WHY,
    gil_report,
    host,
    io_report,
    report,
    row,
    sample,
    samples,
    with_arm,
    without_arm,
)
from hypothesis import given
from hypothesis import strategies as st

from concdemo.ledger.book import Rule, claims
from concdemo.ledger.judge import BLOCKING, judge, with_verdicts
from concdemo.ledger.measures import tasks_of
from concdemo.model import Caveat, Interval, Parameters, Report, Verdict
from concdemo.text import Text

CLAIMS = {claim.id: claim for claim in claims() if claim.experiment in ("gil", "io")}
ONE, NO_SPEEDUP = "gil.one-at-a-time", "gil.threads-no-speedup"
SCALE, NO_CPU = "gil.processes-scale", "gil.async-no-cpu"
OVERLAPS, THREADS = "async.overlaps-io", "async.needs-threads"
MULTIPROCESS = "async.is-multiprocess"
DECIDED = {"supported", "refuted", "depends"}


def verdict(claim: str, of: Report) -> Verdict:
    """What the report says of the claim."""
    return judge(CLAIMS[claim], of)


def verdicts(of: Report) -> dict[str, str]:
    """The judgements on all claims of the report's experiment, by claim."""
    return {found.claim: found.verdict for found in with_verdicts(of).verdicts}


# ── the intervals speak ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        pytest.param(
            gil_report(),
            {ONE: "supported", NO_SPEEDUP: "supported", SCALE: "supported", NO_CPU: "supported"},
            id="a GIL on two cores",
        ),
        pytest.param(
            gil_report(threads=1.9),
            {ONE: "refuted", NO_SPEEDUP: "refuted", SCALE: "supported", NO_CPU: "supported"},
            id="no GIL",
        ),
        pytest.param(
            gil_report(threads=1.3, processes=1.3, loops=1.3),
            dict.fromkeys((ONE, NO_SPEEDUP, SCALE, NO_CPU), "inconclusive"),
            id="nothing clear",
        ),
        pytest.param(
            gil_report(processes=1.0),
            {
                ONE: "inconclusive",
                NO_SPEEDUP: "inconclusive",
                SCALE: "refuted",
                NO_CPU: "supported",
            },
            id="no second core to give",
        ),
        pytest.param(
            gil_report(loops=1.9),
            {ONE: "supported", NO_SPEEDUP: "supported", SCALE: "supported", NO_CPU: "refuted"},
            id="loops that use several cores",
        ),
        pytest.param(
            gil_report(twice=1.95),
            {ONE: "supported", NO_SPEEDUP: "supported", SCALE: "supported", NO_CPU: "supported"},
            id="more processes than cores add nothing",
        ),
        pytest.param(
            gil_report(twice=3.5),
            {ONE: "supported", NO_SPEEDUP: "supported", SCALE: "inconclusive", NO_CPU: "supported"},
            id="more processes than cores add something, which nothing explains",
        ),
        pytest.param(
            gil_report(twice=2.5),
            {ONE: "supported", NO_SPEEDUP: "supported", SCALE: "inconclusive", NO_CPU: "supported"},
            id="more processes than cores add a little",
        ),
        pytest.param(
            io_report(),
            {OVERLAPS: "supported", THREADS: "refuted", MULTIPROCESS: "refuted"},
            id="waits overlap",
        ),
        pytest.param(
            io_report(all_ms=990),
            {OVERLAPS: "refuted", THREADS: "inconclusive", MULTIPROCESS: "inconclusive"},
            id="waits don't overlap",
        ),
        pytest.param(
            io_report(all_ms=300),
            {OVERLAPS: "inconclusive", THREADS: "refuted", MULTIPROCESS: "refuted"},
            id="waits overlap a little",
        ),
        pytest.param(
            io_report(uvloop_ms=990),
            {OVERLAPS: "depends", THREADS: "refuted", MULTIPROCESS: "refuted"},
            id="one loop overlaps, the other doesn't",
        ),
    ],
)
def test_verdicts_follow_the_intervals(of: Report, expected: dict[str, str]) -> None:
    """Reports whose truth is known get the verdict that it calls for."""
    assert verdicts(of) == expected


def test_a_verdict_says_what_was_seen() -> None:
    """The sentence has the report's own numbers, in both languages."""
    said = verdict(NO_SPEEDUP, gil_report(threads=0.98)).because
    assert said.en.startswith("threads were 0.98 × as fast as serial (0.98–0.98)")
    assert "1.95 ×" in said.en
    assert "0.98배" in said.ko
    said = verdict(OVERLAPS, io_report(all_ms=60)).because
    assert "one alone took 50 ms, 20 with async 60 ms: 1.2 ×" in said.en
    assert said.en.endswith("Threads overlap waits as well: 60 ms with 20 of them.")


def test_what_else_was_measured_is_said_where_it_was() -> None:
    """The sentence on twice as many processes stands only beside a measurement of them."""
    words = "Twice as many processes as cores"
    assert words in verdict(SCALE, gil_report(twice=1.95)).because.en
    assert words not in verdict(SCALE, gil_report()).because.en


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1.00, 1.19, "supported"),
        (1.00, 1.20, "inconclusive"),
        (1.00, 1.50, "inconclusive"),
        (1.25, 1.35, "inconclusive"),
        (1.19, 1.41, "inconclusive"),
        (1.40, 1.60, "inconclusive"),
        (1.41, 1.60, "refuted"),
    ],
)
def test_only_a_whole_interval_decides(low: float, high: float, expected: str) -> None:
    """An interval that straddles a bound, or touches it, falls on neither side."""
    of = with_arm(gil_report(), "threads", speedup=Interval((low + high) / 2, low, high))
    found = verdict(NO_SPEEDUP, of)
    assert found.verdict == expected
    if expected == "inconclusive":
        assert f"{low:.2f}–{high:.2f}" in found.because.en
        assert f"{low:.2f}–{high:.2f}" in found.because.ko


def test_noise_that_spreads_over_the_band_decides_nothing() -> None:
    """Samples, not a made-up interval: half the rounds at 1.0 and half at 1.6."""
    own = [sample(at, (200 if at % 2 else 125) * MS) for at in range(1, 9)]
    of = report(
        {
            "serial": samples(8, 200 * MS),
            "threads": own,
            "processes": samples(8, 100 * MS, 2.0),
        }
    )
    assert verdict(NO_SPEEDUP, of).verdict == "inconclusive"


# ── not knowing ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("claim", [ONE, NO_SPEEDUP, SCALE, NO_CPU])
def test_too_few_rounds_decide_nothing(claim: str) -> None:
    """Five clean rounds have no interval, however clear they look."""
    found = verdict(claim, gil_report(count=5))
    assert found.verdict == "inconclusive"
    assert "too few clean rounds" in found.because.en


def test_a_control_with_too_few_rounds_decides_nothing() -> None:
    """Without the control's interval the tests mean nothing, though they have their own."""
    of = with_arm(gil_report(), "processes", speedup=Interval(1.9, None, None), cores_busy=None)
    for claim in (ONE, NO_SPEEDUP):
        found = verdict(claim, of)
        assert found.verdict == "inconclusive"
        assert "processes" in found.because.en


def test_a_failed_control_is_said_with_its_number() -> None:
    """The machine could not have shown the effect, and the sentence says how one knows."""
    found = verdict(NO_SPEEDUP, gil_report(processes=1.1))
    assert found.because.en.startswith("even processes reached only 1.10 ×")
    found = verdict(THREADS, io_report(all_ms=900))
    assert found.because.en.startswith("the waits hardly overlapped here (1.11 ×)")


@pytest.mark.parametrize("code", sorted(BLOCKING))
def test_a_blocking_doubt_leaves_every_claim_open(code: str) -> None:
    """What could have made the effect is given as the reason."""
    of = gil_report(caveats=[Caveat(code, None, TITLE)])
    found = with_verdicts(of).verdicts
    assert {one.verdict for one in found} == {"inconclusive"}
    assert {one.because for one in found} == {TITLE}


@pytest.mark.parametrize("code", ["partial", "too-few-rounds", "leaves-machine", "no-portrait"])
def test_another_doubt_blocks_nothing(code: str) -> None:
    """A remark that can't make an effect is shown beside the verdicts and changes none."""
    assert verdicts(gil_report(caveats=[Caveat(code, None, TITLE)])) == verdicts(gil_report())


def test_an_arm_s_doubt_concerns_the_claims_it_is_in() -> None:
    """A doubt about uvloop leaves what is said of threads alone; one about the baseline doesn't."""
    of = gil_report(caveats=[Caveat("tasks-failed", "uvloop", TITLE)])
    assert verdicts(of) == {**verdicts(gil_report()), NO_CPU: "inconclusive"}
    assert verdict(NO_CPU, of).because == Text(f"uvloop: {TITLE.en}", f"uvloop: {TITLE.ko}")
    of = gil_report(caveats=[Caveat("tasks-failed", "serial", TITLE)])
    assert set(verdicts(of).values()) == {"inconclusive"}


@pytest.mark.parametrize(
    ("arm", "claim"),
    [
        ("serial", NO_SPEEDUP),
        ("threads", NO_SPEEDUP),
        ("processes", NO_SPEEDUP),  # its control
        ("processes", ONE),
        ("processes-2x", SCALE),  # optional, but it was there
        ("uvloop", NO_CPU),
    ],
)
def test_a_failed_arm_leaves_its_claims_open(arm: str, claim: str) -> None:
    """What it would have said is not known, and the reason is the arm's own."""
    of = with_arm(
        gil_report(twice=1.9), arm, status="failed", reason=WHY, speedup=None, cores_busy=None
    )
    found = verdict(claim, of)
    assert found.verdict == "inconclusive"
    assert found.because == Text(f"{arm} failed: {WHY.en}", f"{arm} 방식이 실패했습니다: {WHY.ko}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda of: without_arm(of, "threads"), "threads was not measured in this run"),
        (lambda of: without_arm(of, "processes"), "processes was not measured in this run"),
        (
            lambda of: with_arm(of, "threads", status="unavailable", reason=WHY),
            f"threads can't run here: {WHY.en}",
        ),
        (lambda of: replace(of, host=host(cores=1)), "at least 2 usable cores"),
        (lambda of: replace(of, settings={**of.settings, "workers": 1}), "--workers 1 is too low"),
        (lambda of: replace(of, settings={**of.settings, "tasks": 1}), "--tasks 1 is too low"),
        (lambda of: replace(of, settings={"tasks": 4}), "--workers None is too low"),
        (lambda of: replace(of, settings={**of.settings, "workload": "hash"}), "C code"),
    ],
)
def test_a_run_that_can_not_test_a_claim_says_what_it_lacks(
    change: Callable[[Report], Report], words: str
) -> None:
    """Untested, with the reason and, where there is one, the way to test it."""
    found = verdict(NO_SPEEDUP, change(gil_report()))
    assert found.verdict == "untested"
    assert words in found.because.en


def test_a_missing_arm_comes_with_the_command_that_measures_it() -> None:
    """The mend is a line that can be typed."""
    assert "concdemo io" in verdict(OVERLAPS, without_arm(io_report(), "async")).because.en


def test_settings_for_which_a_claim_says_nothing_tell_what_was_seen_there() -> None:
    """The exception is explained and shown, but judged neither way."""
    of = gil_report(threads=1.9, settings={"workload": "hash", "workers": 2, "tasks": 4})
    found = verdict(NO_SPEEDUP, of)
    assert found.verdict == "untested"
    assert found.because.en.endswith("Here threads reached 1.90 ×.")
    bare = verdict(NO_SPEEDUP, with_arm(of, "threads", speedup=None))
    assert bare.because.en.endswith("--workload primes.")


@pytest.mark.parametrize("claim", [OVERLAPS, THREADS, MULTIPROCESS])
@pytest.mark.parametrize(
    "settings",
    [
        {"target": "file", "requests": 20, "concurrency": 20, "delay": 50},
        {"target": "http", "requests": 4, "concurrency": 20, "delay": 50},
        {"target": "http", "requests": 20, "concurrency": 4, "delay": 50},
        {"target": "http", "requests": 20, "concurrency": 20, "delay": 4.9},
    ],
)
def test_waits_that_teach_nothing_test_nothing(claim: str, settings: Parameters) -> None:
    """Too few, too short, or hardly any wait at all."""
    assert verdict(claim, io_report(settings=settings)).verdict == "untested"


def test_a_server_of_the_user_can_not_refute_overlapping() -> None:
    """It may answer one request at a time, which is its doing and not async's."""
    settings: Parameters = {"target": "url", "requests": 20, "concurrency": 20, "delay": 50}
    found = verdict(OVERLAPS, io_report(all_ms=990, settings=settings))
    assert found.verdict == "untested"
    assert "990 ms" in found.because.en


def test_an_optional_arm_that_was_not_asked_for_is_not_missed() -> None:
    """``--mode async`` alone decides for asyncio; so does a machine without uvloop."""
    bare = without_arm(gil_report(), "uvloop")
    assert verdict(NO_CPU, bare).verdict == "supported"
    assert "uvloop" not in verdict(NO_CPU, bare).because.en
    lacking = with_arm(gil_report(), "uvloop", status="unavailable", reason=WHY, speedup=None)
    assert verdict(NO_CPU, lacking).verdict == "supported"


def test_a_count_that_differs_decides_nothing() -> None:
    """Two threads in one sample of eight: neither one nor several."""
    own = [replace(s, metrics={"threads": 2.0, "processes": 1.0}) for s in samples(8)[:1]]
    of = io_report()
    of = with_arm(of, "async", samples=own + row(of, "async").samples[1:])
    assert verdict(THREADS, of).verdict == "inconclusive"
    assert verdict(MULTIPROCESS, of).verdict == "refuted"


def test_verdicts_are_given_for_the_experiment_s_claims_in_their_order() -> None:
    """Each claim of the experiment once, none of another, none for an unknown experiment."""
    assert list(verdicts(gil_report())) == [ONE, NO_SPEEDUP, SCALE, NO_CPU]
    assert set(verdicts(io_report())) == {OVERLAPS, THREADS, MULTIPROCESS}
    assert verdicts(replace(gil_report(), experiment="of-tomorrow")) == {}


# ── whatever the report ──────────────────────────────────────────────────────

SPEEDS = st.sampled_from([0.05, 0.8, 1.0, 1.0, 1.15, 1.25, 1.39, 1.45, 1.95, 3.9, 18.0])
NAMES = ("serial", "threads", "processes", "async", "uvloop", "processes-2x")
MISHAPS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["failed", "unavailable", "absent", "too few", "spoilt", "late"]),
)


@dataclass(frozen=True)
class Drawn:
    """A report of either experiment, and what is true of its arms."""

    report: Report
    speeds: dict[str, float]
    mishaps: dict[str, str]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Arms of any speed, measured without noise, to at most two of which something happens."""
    speeds = {name: 1.0 if name == "serial" else draw(SPEEDS) for name in NAMES}
    mishaps = dict(draw(st.lists(MISHAPS, max_size=2)))
    if mishaps.get("serial") == "absent":
        del mishaps["serial"]  # there is always a baseline
    taken_by = {}
    for name, speed in speeds.items():
        own = samples(8, round(200 * MS / speed), max(1.0, speed))
        kept = {"too few": own[:5], "late": own[6:], "unavailable": own[:0]}
        own = kept.get(mishaps.get(name, ""), own)
        if mishaps.get(name) == "spoilt":
            own = [replace(s, clean=s.round > 4) for s in own]
        if mishaps.get(name) != "absent":
            taken_by[name] = own
    tasks = draw(st.sampled_from([1, 4, 5, 20, 20]))
    io: Parameters = {"target": "http", "requests": tasks, "concurrency": tasks, "delay": 50}
    workload = draw(st.sampled_from(["primes", "primes", "hash"]))
    gil: Parameters = {"workload": workload, "workers": 2, "tasks": tasks}
    experiment = draw(st.sampled_from(["gil", "io"]))
    of = report(
        taken_by,
        experiment=experiment,
        settings=gil if experiment == "gil" else io,
        workers=dict.fromkeys(("async", "uvloop"), tasks),
        faults={name: WHY for name, what in mishaps.items() if what == "failed"},
        unavailable={name: WHY for name, what in mishaps.items() if what == "unavailable"},
        machine=host(cores=draw(st.sampled_from([1, 2, 2, 2, 4]))),
    )
    return Drawn(of, speeds, mishaps)


def needed(rule: Rule) -> set[str]:
    """The arms without which nothing can be said."""
    required = {test.arm for test in rule.tests if test.required}
    return required | ({rule.control.arm} if rule.control else set())


@given(drawn())
def test_an_arm_that_failed_or_is_missing_decides_nothing(one: Drawn) -> None:
    """Whatever else the report holds, a verdict needs its arms, well and with enough rounds."""
    for claim, judgement in verdicts(one.report).items():
        rule = CLAIMS[claim].rule
        if judgement in DECIDED:
            assert not needed(rule) & set(one.mishaps)
            optional = {test.arm for test in rule.tests}
            assert not any(one.mishaps.get(arm) in ("failed", "too few") for arm in optional)
            assert one.mishaps.get("serial") != "failed"


@given(drawn())
def test_no_verdict_contradicts_the_truth(one: Drawn) -> None:
    """Samples without noise tell the arms' true speeds: a verdict must agree with them."""
    said, speed = verdicts(one.report), one.speeds
    if said.get(NO_SPEEDUP) in DECIDED:
        assert speed["processes"] > 1.4
        assert (said[NO_SPEEDUP] == "supported") is (speed["threads"] < 1.2)
    if said.get(ONE) in DECIDED:
        assert (said[ONE] == "supported") is (speed["threads"] < 1.2)
    if said.get(SCALE) in DECIDED:
        more = one.report.arm("processes-2x") is not None
        more = more and speed["processes-2x"] / speed["processes"] > 1.4
        assert (said[SCALE] == "supported") is (speed["processes"] > 1.3 and not more)
    if said.get(NO_CPU) == "supported":
        assert speed["async"] < 1.2
    if said.get(OVERLAPS) in ("supported", "refuted"):
        share = speed["async"] / tasks_of(one.report)
        assert (said[OVERLAPS] == "supported") is (share > 0.5)
    if {said.get(THREADS), said.get(MULTIPROCESS)} & DECIDED:
        assert speed["async"] > 2


@given(drawn())
def test_no_sentence_shows_what_is_not_a_number(one: Drawn) -> None:
    """A sentence never says nan, None or inf, nor shows a place that was not filled."""
    for found in with_verdicts(one.report).verdicts:
        for words in (found.because.en, found.because.ko):
            assert words
            assert not re.search(r"\bnan\b|\bNone\b|\binf\b|[{}]", words)
