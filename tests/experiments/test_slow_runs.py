"""Why Python is slow for real, in short: what ran and what was recorded, never how fast."""

import sys
from pathlib import Path

from helpers import HANGUL, nothing_left, run_here

from concdemo import schema
from concdemo.experiments.slow.measures import GROUPS


def test_everything_at_once(place: Path) -> None:
    """All arms run, equal in each group; nothing is left, and one round decides nothing."""
    words = "slow --box 1 --rounds 1 --json -"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err + ended.out
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.name for arm in report.arms] == [arm for one in GROUPS.values() for arm in one.arms]
    for arm in report.arms:
        if arm.status == "unavailable":
            continue
        assert arm.status == "ok" and len(arm.samples) == 1 and arm.value is not None
        assert arm.steps == [] and arm.spans == []
    for group in GROUPS.values():
        arms = [arm for arm in report.arms if arm.name in group.arms]
        sums = {one.checksum for arm in arms for one in arm.samples}
        assert len(sums) <= 1 and (None in sums) is group.observed
    found = {one.verdict for one in report.verdicts}
    assert found <= {"inconclusive", "untested", "untestable"}
    nothing_left(place, [])


def test_the_instructions_in_korean(place: Path) -> None:
    """What is explained is what ran; an unmeasured part keeps its claims from being tested."""
    words = "slow --measure types,classes --box 1 --rounds 1 --explain --lang ko"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err
    assert "BINARY_OP" in ended.out and "LOAD_ATTR" in ended.out and HANGUL.search(ended.out)
    assert "시험 안 함" in ended.out
    if sys.implementation.name == "cpython":
        assert "_ADD_INT" in ended.out
    nothing_left(place, [])
