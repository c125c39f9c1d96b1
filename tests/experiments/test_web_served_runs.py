"""``web inflight``, ``web victim`` and ``web socket`` for real, in short: never how fast.

What is looked at must be so however busy the machine is.
"""

from pathlib import Path

import pytest
from helpers import in_its_language, nothing_left, run_here, words_of
from keepers import needs
from rich.cells import cell_len
from watching import Watching

from concdemo import schema
from concdemo.experiments import memory
from concdemo.experiments.web import push
from concdemo.model import ArmReport, Report
from concdemo.stacks import events

SOCKET = "web socket --events 3 --pause 5 --poll 10 --messages 3 --hold 16"


def measured(words: str, place: Path, language: str) -> Report:
    """The report of a run that went well, fits a terminal and left nothing behind."""
    line = [*words.split(), "--lang", language, "--json", "report.json"]
    ended = run_here(*line, folder=place, changes={"COLUMNS": "80"})
    assert ended.status == 0, ended.err + ended.out
    assert "Traceback" not in ended.err + ended.out
    assert in_its_language(ended.out, language)
    assert all(cell_len(row) <= 80 for row in ended.out.splitlines())
    nothing_left(place, [])
    report = schema.read(str(place / "report.json"))
    for arm in report.arms:
        assert arm.status == "ok" and arm.reason is None and arm.facts
        assert all(sample.failed == 0 for sample in arm.samples), arm.failures
    return report


def arm_of(report: Report, name: str) -> ArmReport:
    """The arm of that name, which is there."""
    arm = report.arm(name)
    assert arm is not None
    return arm


def test_requests_are_counted_inside(place: Path) -> None:
    """One by one, in two processes, on threads, and many on one thread."""
    needs("flask/gunicorn", "flask/gthread", "fastapi/uvicorn")
    stacks = "flask/gunicorn,flask/gthread,fastapi/uvicorn"
    words = f"web inflight --stack {stacks} --requests 6 --wait 30 --rounds 2"
    report = measured(words, place, "en")
    assert [arm.name for arm in report.arms] == [
        "flask/gunicorn",
        "flask/gunicorn ×2",
        "flask/gthread",
        "fastapi/uvicorn",
    ]
    for arm in report.arms:
        for sample in arm.samples:
            told = sample.metrics
            assert told["asked"] == 6 and 1 <= told["at-once"] <= 6
            assert told["at-once-in-thread"] <= told["at-once-in-process"] <= told["at-once"]
            if arm.name != "fastapi/uvicorn":
                assert told["at-once-in-thread"] == 1
            if arm.name in ("flask/gunicorn", "fastapi/uvicorn"):
                assert (told["threads"], told["processes"]) == (1, 1)
            if arm.name.startswith("flask/gunicorn"):
                assert told["at-once"] <= arm.workers and told["all"] >= 6 * 9e6 / arm.workers
        assert len({span.task for span in arm.spans}) == len(arm.spans) > 1
        assert all(span.end_ns - span.begin_ns >= 19e6 for span in arm.spans)
    assert len(arm_of(report, "fastapi/uvicorn").lanes) == 1
    assert {one.verdict for one in report.verdicts} <= {"inconclusive", "untested"}
    assert {one.claim for one in report.verdicts} == {
        "web.wsgi-one",
        "web.asgi-many",
        "web.fastapi-no-threads",
    }


def test_innocent_requests_beside_a_culprit(place: Path) -> None:
    """Both are counted; what the culprit takes is told."""
    needs("fastapi/uvicorn")
    words = "web victim --stack fastapi --culprit blocking,def/blocking --connections 2"
    report = measured(f"{words} --wait 5 --window 100 --rounds 2", place, "ko")
    nobody, *others = report.arms
    assert nobody.name == "fastapi/uvicorn nobody" and report.is_base(nobody)
    assert all("culprit" not in sample.metrics for sample in nobody.samples)
    for arm in others:
        assert arm.against == nobody.name
        for sample in arm.samples:
            told = sample.metrics
            assert told["culprit"] >= 5e6 and told["each"] > 0
            assert told["per-call"] == pytest.approx(told["culprit"] / told["each"])
    assert [one.claim for one in report.verdicts] == ["async.mixing-sync"]


def test_events_messages_and_connections(place: Path) -> None:
    """Every way learns of every event; one WebSocket lasts for the whole run."""
    needs(events.NAME)
    report = measured(f"{SOCKET} --rounds 2", place, "en")
    assert [arm.name for arm in report.arms] == list(push.ARMS)
    for arm in report.arms:
        assert len(arm.samples) == 2
        for sample in arm.samples:
            assert sample.metrics["took"] > 0
            if arm.name == "event push":
                told = [sample.metrics[name] for name in ("connections", "pushed", "echoed")]
                assert told == [1, 3, 3]
            elif arm.name.startswith("event"):
                assert sample.metrics["requests"] >= 1
                assert sample.metrics["vain"] < sample.metrics["requests"]
        assert len(arm.spans) == (3 if arm.name.startswith("event") else 0)
    held = arm_of(report, "hold websocket").samples[-1].metrics
    assert held["held"] == 6  # two in each round, and two before the first
    assert ("memory" in held) is (memory.how() != "unknown")
    assert {one.claim for one in report.verdicts} == {"web.websocket"}
    assert report.verdicts[0].verdict in ("inconclusive", "untested")


def test_a_server_that_is_killed_costs_the_rows_that_need_it(watched: Watching) -> None:
    """Here that is all of them; each says that it has ended, and nothing hangs."""
    needs(events.NAME)
    going = watched(f"{SOCKET} --rounds 4")
    going.until("round 2:")
    (server,) = (one for one in going.known[1:] if "uvicorn" in words_of(one))
    going.send("KILL", server)
    ended = going.end()
    assert ended.status == 1 and "Traceback" not in ended.err + ended.out
    for arm in going.report().arms:
        assert arm.status == "failed" and arm.reason is not None
        assert "has ended" in arm.reason.en and "끝나" in arm.reason.ko
