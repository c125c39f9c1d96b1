"""What reports of ``concdemo block`` say of its claims, and when they must say nothing."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from block_reports import UNDER_GIL, block_report
from builders import WHY, host, row, with_arm, without_arm
from hypothesis import given
from hypothesis import strategies as st

from concdemo.ledger.judge import with_verdicts
from concdemo.model import Caveat, Report, Verdict
from concdemo.text import Text

CONTINUE, MIXING, DELAYS = "async.others-continue", "async.mixing-sync", "gil.thread-delays-loop"
DECIDED = {"supported", "refuted", "depends"}


def found(of: Report) -> dict[str, Verdict]:
    """The verdicts by claim."""
    return {one.claim: one for one in with_verdicts(of).verdicts}


def said(of: Report) -> list[str]:
    """The judgements, in the claims' order."""
    assert list(found(of)) == [CONTINUE, MIXING, DELAYS]
    return [one.verdict for one in found(of).values()]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, ["depends", "supported", "supported"], id="a GIL"),
        pytest.param(
            {"cpu-in-thread": (10.4, 0.4)}, ["depends", "supported", "refuted"], id="no GIL"
        ),
        pytest.param(
            {"sleep": (11, 0.4), "cpu": (12, 0.4)},
            ["supported", "refuted", "supported"],
            id="a loop that nothing stops",
        ),
        pytest.param(
            {"sleep": (11, 0.4)}, ["depends", "refuted", "supported"], id="only the CPU loop stops"
        ),
        pytest.param(
            dict.fromkeys(UNDER_GIL, (200, 190)),
            ["inconclusive"] * 3,
            id="a loop that everything stops",
        ),
        pytest.param(
            {"sleep-in-thread": (200, 190)},
            ["inconclusive", "inconclusive", "supported"],
            id="a thread that stops it as well",
        ),
        pytest.param(
            {"cpu-in-process": (15.4, 5.1)},
            ["depends", "supported", "inconclusive"],
            id="a process that delays it as well, which no GIL explains",
        ),
        pytest.param(
            {"cpu-in-thread": (12.6, 2.5)},
            ["depends", "supported", "inconclusive"],
            id="a thread that delays it a little",
        ),
        pytest.param(
            {"sleep": (120, 110), "cpu": (120, 110)},
            ["inconclusive", "inconclusive", "supported"],
            id="a loop that stops for half of the time",
        ),
    ],
)
def test_verdicts_follow_the_intervals(
    changes: Mapping[str, tuple[float, float]], expected: list[str]
) -> None:
    """Reports whose truth is known get the verdict that it calls for."""
    assert said(block_report(changes)) == expected


def test_a_verdict_names_the_condition_and_the_numbers() -> None:
    """What stops the loop, for how long, and by how much at both switch intervals."""
    verdicts = found(block_report())
    depends = verdicts[CONTINUE].because
    assert "in the coroutine itself" in depends.en and "코루틴 안에서" in depends.ko
    for words in (depends.en, depends.ko):
        assert [float(one) for one in re.findall(r"[\d.]+(?= ms| and|와| ms와)", words)] == [
            200, 201, 10, 11, 10, 15, 10
        ]  # fmt: skip
    assert "200 ms in a coroutine" in verdicts[MIXING].because.en
    delays = verdicts[DELAYS].because
    assert "5.1 ms late, beside the same in a process 0.4 ms" in delays.en
    assert "interval of 0.5 ms: 1.1 ms late" in delays.en and "keep the GIL for 5 ms" in delays.en
    assert "5.1 ms" in delays.ko and "0.5 ms로 하면 1.1 ms" in delays.ko


def test_what_was_not_measured_is_not_told() -> None:
    """Without the short interval, or the sleep in a thread, their sentences are left out."""
    of = block_report()
    bare = found(without_arm(without_arm(of, "cpu-thread-short"), "sleep-in-thread"))
    assert bare[DELAYS].verdict == "supported"
    assert "switch interval of" not in bare[DELAYS].because.en
    assert bare[CONTINUE].verdict == bare[MIXING].verdict == "untested"


@pytest.mark.parametrize("arm", UNDER_GIL)
def test_an_arm_that_failed_decides_nothing(arm: str) -> None:
    """No claim that needs it has a verdict; one is left open by each but the short interval's."""
    of = with_arm(block_report(), arm, status="failed", reason=WHY, speedup=None, cores_busy=None)
    needed = {
        CONTINUE: set(UNDER_GIL) - {"cpu-thread-short"},
        MIXING: {"sleep", "sleep-in-thread", "await"},
        DELAYS: {"cpu-in-thread", "cpu-in-process", "await"},
    }
    for claim, one in found(of).items():
        assert (one.verdict in DECIDED) is (arm not in needed[claim])
        assert "nan" not in one.because.en + one.because.ko


def test_a_missing_loop_leaves_all_untested() -> None:
    """Nothing ran: the reason is the library's."""
    missing = dict.fromkeys(UNDER_GIL, Text("trio is not installed", "trio가 없음"))
    of = block_report(count=0, unavailable=missing)
    assert said(of) == ["untested"] * 3
    assert all("trio" in one.because.en for one in found(of).values())


@pytest.mark.parametrize("code", ["busy-machine", "one-core", "load-unknown"])
def test_a_doubtful_machine_decides_nothing(code: str) -> None:
    """Others could have made the loop late."""
    of = block_report(caveats=[Caveat(code, None, WHY)])
    assert said(of) == ["inconclusive"] * 3


def test_one_core_can_not_tell_the_gil_from_the_scheduler() -> None:
    """There a process delays the loop like a thread."""
    assert found(block_report(machine=host(cores=1)))[DELAYS].verdict == "untested"


def test_too_few_rounds_decide_nothing() -> None:
    """Five clean rounds have no interval."""
    assert said(block_report(count=5)) == ["inconclusive"] * 3


@given(
    st.dictionaries(
        st.sampled_from(sorted(UNDER_GIL)),
        st.tuples(st.floats(10, 200), st.floats(0, 190)),
        max_size=4,
    )
)
def test_no_verdict_contradicts_the_truth(changes: dict[str, tuple[float, float]]) -> None:
    """Whatever the arms' true gaps and lateness: a verdict agrees with them, or there is none."""
    truth, verdicts = {**UNDER_GIL, **changes}, found(block_report(changes))
    stalled = {name: gap / 200 for name, (gap, _) in truth.items()}
    if verdicts[MIXING].verdict in DECIDED:
        assert stalled["sleep-in-thread"] < 0.41
        assert (verdicts[MIXING].verdict == "supported") is (stalled["sleep"] > 0.6)
    if verdicts[CONTINUE].verdict in DECIDED:
        inside = {"sleep", "cpu"}
        assert all(stalled[name] < 0.41 for name in set(stalled) - inside - {"cpu-thread-short"})
        assert (verdicts[CONTINUE].verdict == "depends") is any(stalled[n] > 0.6 for n in inside)
    if verdicts[DELAYS].verdict in DECIDED:
        assert truth["cpu-in-process"][1] < 2.01
        assert (verdicts[DELAYS].verdict == "supported") is (truth["cpu-in-thread"][1] > 2.5)
    for one in verdicts.values():
        assert not re.search(r"\bnan\b|\bNone\b|[{}]", one.because.en + one.because.ko)


def test_noise_that_spreads_over_a_band_decides_nothing() -> None:
    """Half the rounds 5 ms late, half hardly: that is neither."""
    of = block_report()
    own = [
        replace(one, metrics={**one.metrics, "late": 5e6 if one.round % 2 else 0.3e6})
        for one in row(of, "cpu-in-thread").samples
    ]
    of = with_arm(of, "cpu-in-thread", samples=own)
    assert said(of) == ["depends", "supported", "inconclusive"]
