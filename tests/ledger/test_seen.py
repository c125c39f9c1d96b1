"""What no other program can change is told on a busy machine, too; what it can, is not."""

from dataclasses import replace

import pytest
from builders import WHY, io_report, sample, with_arm

from concdemo.ledger import book
from concdemo.ledger.book import Band, Claim, Control, Rule
from concdemo.ledger.judge import judge
from concdemo.ledger.measures import facts_of, measure
from concdemo.model import Caveat, Interval, Report
from concdemo.text import Text

BUSY = [Caveat("busy-machine", None, WHY)]


def answered(values: list[float], *, failed: int = 0) -> Report:
    """A run beside others in which no round was clean."""
    samples = [
        sample(at, metrics={"refused": value}, clean=False, failed=failed if at == 1 else 0)
        for at, value in enumerate(values, 1)
    ]
    return replace(with_arm(io_report(), "async", samples=samples), caveats=BUSY)


def claim(measured: str, control: str | None = None) -> Claim:
    """Everything bad is refused."""
    told = Text("{arm[async].metric[refused]:.0f} refused.", "{arm[async].metric[refused]:.0f}개.")
    band = Band(above=2.5)
    rule = Rule(
        tests=[book.Test("async", measured, supported=band, refuted=Band(below=2))],
        because={"supported": told, "refuted": told},
        control=None if control is None else Control("async", control, band, told),
    )
    return Claim("gil.toy", ["HW"], WHY, experiment="io", rule=rule)


@pytest.mark.parametrize(("value", "verdict"), [(3.0, "supported"), (1.0, "refuted")])
def test_what_was_answered_is_told_however_busy_the_machine(value: float, verdict: str) -> None:
    """With its number, though no round was clean."""
    found = judge(
        claim("seen:refused", "seen:refused" if value > 2 else None), answered([value] * 6)
    )
    assert (found.verdict, found.because.en) == (verdict, f"{value:.0f} refused.")


@pytest.mark.parametrize(
    ("measured", "control"),
    [("count:refused", None), ("seen:refused", "count:refused"), ("seen:refused", "cores")],
)
def test_a_rule_that_asks_for_more_waits_for_a_quiet_machine(
    measured: str, control: str | None
) -> None:
    """One measure that others could have changed is enough."""
    found = judge(claim(measured, control), answered([3.0] * 6))
    assert (found.verdict, found.because) == ("inconclusive", WHY)


def test_other_doubts_count() -> None:
    """An answer that failed says nothing of those that should have come."""
    report = replace(answered([3.0] * 6), caveats=[*BUSY, Caveat("tasks-failed", "async", WHY)])
    assert judge(claim("seen:refused"), report).verdict == "inconclusive"


def test_a_sample_with_failures_is_left_out() -> None:
    """What is left must be enough."""
    assert measure("seen:refused", "async", answered([9.0, *[3.0] * 6], failed=1)) == Interval(
        3, 3, 3
    )
    assert measure("seen:refused", "async", answered([3.0] * 6, failed=1)) is None


def test_clean_samples_are_told_where_there_are_any() -> None:
    """A sentence's numbers are those of quiet rounds."""
    report = answered([3.0] * 6)
    arm = report.arm("async")
    assert arm is not None
    mixed = [replace(arm.samples[0], clean=True, metrics={"refused": 4.0}), *arm.samples[1:]]
    facts = facts_of(with_arm(report, "async", samples=mixed))
    assert facts.fill(Text.same("{arm[async].metric[refused]:.0f}")).en == "4"
