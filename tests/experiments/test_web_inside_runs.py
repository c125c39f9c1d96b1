"""``web``, ``web cost`` and ``web flow`` for real, in short: what ran and what was recorded."""

from pathlib import Path

import pytest
from helpers import HANGUL, nothing_left, run_here
from keepers import needs

from concdemo import schema
from concdemo.experiments.web.cost.called import CHECKS

pytest.importorskip("fastapi")
pytest.importorskip("uvicorn")


def test_items_are_validated_in_every_way(place: Path) -> None:
    """All arms run, with equal answers in each group; two rounds decide nothing."""
    words = "web cost --part validation --box 1 --rounds 2 --json -"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err + ended.out
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.name for arm in report.arms] == list(CHECKS)
    for arm in report.arms:
        if arm.status == "unavailable":
            continue
        assert arm.status == "ok" and len(arm.samples) == 2 and arm.value is not None
        assert len({one.checksum for one in arm.samples}) == 1
    assert {one.verdict for one in report.verdicts} <= {"inconclusive", "untested"}
    nothing_left(place, [])


def test_a_request_is_recorded(place: Path) -> None:
    """Its stages are lines of a picture and steps with reasons, in Korean too."""
    ended = run_here(
        "web", "flow", "--rounds", "2", "--lang", "ko", "--json", "flow.json", folder=place
    )
    assert ended.status == 0, ended.err
    assert "web.fastapi-flow" in ended.out and HANGUL.search(ended.out)
    assert "의존성" in ended.out and "11 문서" in ended.out
    report = schema.decode((place / "flow.json").read_bytes(), "flow.json")
    first = report.arms[0]
    assert first.lanes and {lane.kind for lane in first.lanes} == {"stage"}
    assert {one.did.en for one in first.steps} >= {"the types are read", "the types are described"}
    nothing_left(place, [])


def test_apps_alone_and_a_victim(place: Path) -> None:
    """Called in process and loaded through a server, in one run; nothing is left of either."""
    words = "web --part alone,victim --window 40 --rounds 1 --json -"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err + ended.out
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.name.split()[0] for arm in report.arms] == ["alone"] * 5 + ["victim"] * 4
    for arm in report.arms:
        if arm.status != "unavailable":
            (sample,) = arm.samples
            assert sample.failed == 0 and sample.metrics["rate"] > 0
    assert {one.verdict for one in report.verdicts} == {"untested"}
    nothing_left(place, [])


def test_requests_at_a_rate_in_korean(place: Path) -> None:
    """One stack that was asked for, in the open model."""
    needs("fastapi/uvicorn")
    words = (
        "web --stack fastapi/uvicorn --open 100 --connections 2 --window 50 --rounds 1 --lang ko"
    )
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err
    assert "json fastapi/uvicorn" in ended.out and "p90" in ended.out and "100개" in ended.out
    nothing_left(place, [])
