"""``web wait`` and ``web workers`` for real, in short: what ran, never how fast."""

from pathlib import Path

from helpers import HANGUL, nothing_left, run_here
from keepers import needs

from concdemo import schema


def test_a_map_is_measured(place: Path) -> None:
    """One at a time, and an adapter: every spot in its turn, and Flask without the adapter."""
    needs("flask/gunicorn", "flask/uvicorn")
    words = "web wait --stack flask/gunicorn,flask/uvicorn --waits 5 --rounds 2"
    ended = run_here(*words.split(), "--connections", "1,80", "--json", "w.json", folder=place)
    assert ended.status == 0, ended.err + ended.out
    assert "How many requests waited at the same time" in ended.out
    report = schema.decode((place / "w.json").read_bytes(), "w.json")
    for arm in report.arms:
        assert arm.status == "ok" and len(arm.samples) == 2 and arm.facts["flask"]
        for sample in arm.samples:
            assert sample.failed == 0 and sample.metrics["most"] > 0
            assert sample.metrics["cpu-none"] > 0 or sample.metrics["cpu-none"] == -1
    one_at_a_time = [one.metrics["most"] for one in report.arms[0].samples]
    assert max(one_at_a_time) <= 1
    assert {s.metrics["unadapted-status"] for s in report.arms[1].samples} == {500.0}
    [heat] = report.heat_maps
    assert [panel.name for panel in heat.panels] == [arm.name for arm in report.arms]
    [[one, skipped]], [[other, crowd]] = (panel.cells for panel in heat.panels)
    assert one.value and other.value and crowd.value
    assert skipped.value is None and "–: not measured" in ended.out  # 400 waits, one after another
    assert {one.claim: one.verdict for one in report.verdicts}["web.flask-sync"] == "untested"
    nothing_left(place, [])


def test_workers_in_korean(place: Path) -> None:
    """Each server with one process and with two, which the system sees."""
    needs("flask/gunicorn")
    words = "web workers --stack flask --steps 20000 --window 60 --rounds 2 --lang ko --json w.json"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err + ended.out
    assert HANGUL.search(ended.out) and "시험 안 함" in ended.out
    report = schema.decode((place / "w.json").read_bytes(), "w.json")
    assert [arm.name for arm in report.arms] == ["flask/gunicorn-1", "flask/gunicorn-2"]
    assert [arm.workers for arm in report.arms] == [1, 2]
    for sample in (one for arm in report.arms for one in arm.samples):
        assert sample.failed == 0 and sample.metrics["rate"] > 0
        assert sample.metrics["reconnects"] > 0  # a connection for each request
    nothing_left(place, [])
