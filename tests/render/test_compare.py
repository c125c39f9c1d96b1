"""Which reports may stand side by side."""

from dataclasses import replace
from typing import Any

import pytest
from builders import gil_report, io_report

from concdemo.errors import UsageFault
from concdemo.model import Metric, Report
from concdemo.render.compare import comparable

BASE = gil_report()


def with_settings(**changed: Any) -> Report:
    """The report with other settings."""
    return replace(BASE, settings={**BASE.settings, **changed})


SAME = [
    BASE,
    with_settings(seed=1, rounds=9, budget=3.0, mode=["threads"]),
    replace(BASE, size=77),
    replace(BASE, host=replace(BASE.host, cores=64, python="3.14.0", gil="off")),
    replace(BASE, arms=BASE.arms[:2], rounds=3),
    with_settings(url=None),
]
DIFFERENT = [
    (with_settings(workers=4), ["--workers", "2", "4"]),
    (with_settings(tasks=8), ["--tasks", "4", "8"]),
    (with_settings(workload="hash"), ["--workload", "primes", "hash"]),
    (with_settings(size=10), ["--size", "not set", "10"]),
    (with_settings(extra=True), ["--extra", "not set", "on"]),
    (with_settings(extra=["a", "b"]), ["--extra", "a, b"]),
    (replace(BASE, baseline="threads"), ["baseline", "serial", "threads"]),
    (replace(BASE, metric=Metric("rate", "1/s", "more")), ["wall (ns, less)", "rate (1/s, more)"]),
    (io_report(), ["gil", "io"]),
]


@pytest.mark.parametrize("other", SAME)
def test_what_changes_no_ratio_may_differ(other: Report) -> None:
    """Machines, versions, rounds, seeds, calibrated sizes and missing arms may differ."""
    comparable([BASE, other, BASE])
    comparable([other, BASE])


@pytest.mark.parametrize(("other", "named"), DIFFERENT)
def test_what_changes_the_work_is_named(other: Report, named: list[str]) -> None:
    """The refusal names the setting and both values, in both languages, and which report it is."""
    with pytest.raises(UsageFault) as caught:
        comparable([BASE, BASE, other])
    text = caught.value.text
    assert caught.value.exit_code == 2
    for word in named:
        assert word in text.en
    assert "report 3" in text.en
    assert "3번째" in text.ko


def test_a_fixed_size_must_be_kept() -> None:
    """Reports that fix the size to the same value but ran another are refused."""
    fixed = with_settings(size=1_000)
    with pytest.raises(UsageFault, match="the size of a task is 1000 in the first and 5 in"):
        comparable([fixed, replace(fixed, size=5)])


def test_one_report_is_always_comparable() -> None:
    """With itself alone nothing can differ."""
    comparable([BASE])
    comparable([])
