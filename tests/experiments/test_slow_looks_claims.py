"""What reports of ``concdemo slow`` say of names and of memory, and when they must say nothing."""

from typing import Any

import pytest
from slows import SEEN, slow_report, taken

from concdemo.ledger.judge import with_verdicts
from concdemo.model import Report, Sample, Verdict

COPY, GROWTH, FASTER = "slow.primitive-copy", "slow.heap-stack-growth", "slow.stack-faster"


def looked(arm: str, count: int = 8, **changed: float) -> list[Sample]:
    """Samples of an arm that only looks, with these metrics otherwise; ``_`` for ``-``."""
    other = {name.replace("_", "-"): value for name, value in changed.items()}
    return taken(2e6, count, **{**SEEN[arm], **other})


def looks(**samples: list[Sample]) -> Report:
    """A report with these samples of arms that look; ``_`` for a space."""
    return slow_report(samples={name.replace("_", " "): own for name, own in samples.items()})


def found(of: Report) -> dict[str, Verdict]:
    """The verdicts by claim."""
    return {one.claim: one for one in with_verdicts(of).verdicts}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, "refuted", id="everything is shared"),
        pytest.param(
            {"copied_primitives": 3, "shared_primitives": 0}, "supported", id="as it is claimed"
        ),
        pytest.param({"copied_primitives": 1}, "inconclusive", id="one kind is copied"),
        pytest.param({"shared_references": 0}, "refuted", id="the wrong way round"),
        pytest.param({"told_apart": 6}, "inconclusive", id="identity tells nothing"),
        pytest.param(
            {"copied_primitives": 3, "shared_references": 0},
            "inconclusive",
            id="everything is copied",
        ),
        pytest.param({"count": 5}, "inconclusive", id="too few samples"),
    ],
)
def test_names(changes: dict[str, Any], expected: str) -> None:
    """The verdict follows the counts."""
    assert found(looks(names=looked("names", **changes)))[COPY].verdict == expected


def test_what_is_done_next_is_told_only_where_it_was_seen() -> None:
    """Rebinding and changing are told apart by what they did."""
    usual = found(looks())[COPY].because
    assert "left a as it was" in usual.en and "3 of the 3 kinds" in usual.en
    assert "그대로였습니다" in usual.ko
    other = found(looks(names=looked("names", rebinding_changed=1, mutation_changed=0)))[
        COPY
    ].because
    assert "left a as it was" not in other.en and "can be changed" not in other.en


@pytest.mark.parametrize(
    ("changes", "expected", "words"),
    [
        pytest.param({}, "depends", "grew downward", id="objects in mapped memory"),
        pytest.param({"objects_way": 1}, "supported", "+762 KiB", id="objects upward as well"),
        pytest.param(
            {"heap_way": -1, "stack_way": 1, "heap_low_moved": -4096, "stack_high_moved": 8192},
            "refuted",
            "-4 KiB",
            id="the other way round",
        ),
        pytest.param(
            {"stack_way": 1}, "depends", "which memory", id="all but the heap upside down"
        ),
        pytest.param({"heap_way": 0}, "inconclusive", "", id="a heap that stood still"),
        pytest.param({"objects_way": 0.2}, "inconclusive", "", id="objects hither and thither"),
        pytest.param({"count": 5}, "inconclusive", "", id="too few samples"),
    ],
)
def test_memory(changes: dict[str, Any], expected: str, words: str) -> None:
    """The verdict follows what moved, and names which memory went where."""
    verdict = found(looks(memory_map=looked("memory map", **changes)))[GROWTH]
    assert verdict.verdict == expected
    assert words in verdict.because.en


def test_where_the_objects_are_is_told_as_it_was_seen() -> None:
    """On C's heap, elsewhere, or not a word where it was here and there."""
    told = {
        share: found(looks(memory_map=looked("memory map", objects_mapped=share)))[
            GROWTH
        ].because.en
        for share in (0.0, 0.5, 1.0)
    }
    assert "a part of that heap" in told[0] and "not in that heap" in told[1]
    assert "that heap" not in told[0.5]


def test_samples_that_differ_decide_nothing() -> None:
    """One look at which the heap went the other way is enough not to know."""
    other = [*looked("memory map", 7), *looked("memory map", 1, heap_way=-1)]
    assert found(looks(memory_map=other))[GROWTH].verdict == "inconclusive"


def test_the_stack_can_not_be_compared() -> None:
    """Whatever was measured."""
    assert found(looks())[FASTER].verdict == "untestable"
