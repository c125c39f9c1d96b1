"""Questions on the speed of web servers for real, in short: what ran, never how fast."""

from pathlib import Path

from helpers import HANGUL, nothing_left, run_here, words_of
from keepers import needs
from watching import Watching

from concdemo import schema

METRICS = {"rate", "p50", "p99", "mean", "in-flight", "client-busy", "errors", "saturating"}


def test_servers_are_started_loaded_and_ended(place: Path) -> None:
    """Two of them, in turn: right answers were counted, and nothing is left of either."""
    needs("asgi/uvicorn", "asgi/hypercorn")
    words = "web servers --server hypercorn --connections 3 --window 40 --rounds 2 --json -"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err + ended.out
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.name for arm in report.arms] == ["uvicorn", "hypercorn"]
    for arm in report.arms:
        assert arm.status == "ok" and len(arm.samples) == 2
        for sample in arm.samples:
            assert sample.failed == 0 and sample.checksum is None
            assert sample.metrics.keys() >= METRICS and sample.metrics["rate"] > 0
        assert arm.facts["client"] and arm.facts["uvicorn" if arm.name == "uvicorn" else arm.name]
    assert {verdict.claim for verdict in report.verdicts} == {"web.uvicorn-fastest"}
    assert report.verdicts[0].verdict in ("untested", "inconclusive")
    nothing_left(place, [])


def test_endpoints_are_groups_in_korean(place: Path) -> None:
    """A server is shared by both; what was not measured keeps claims from being tested."""
    needs("flask/gthread", "tornado/tornado")
    words = (
        "web order --stack flask/gthread,tornado --endpoint wait,items --wait 5 --connections 2 "
        "--window 40 --rounds 1 --lang ko"
    )
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err
    for name in ("wait flask/gthread", "wait tornado/tornado", "items flask/gthread"):
        assert name in ended.out
    assert "시험 안 함" in ended.out and HANGUL.search(ended.out)
    nothing_left(place, [])


def test_each_of_uvicorn_s_extras_is_the_one_that_is_named(place: Path) -> None:
    """Four servers of one app, which all answer."""
    needs("asgi/uvicorn-asyncio-h11", "asgi/uvicorn-uvloop-httptools")
    words = "web uvicorn --app bare --connections 2 --window 30 --rounds 1 --json -"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 0, ended.err + ended.out
    report = schema.decode(ended.out.encode(), "-")
    assert [arm.status for arm in report.arms] == ["ok"] * 4
    assert {arm.against for arm in report.arms} == {"bare asyncio h11"}
    assert ("uvloop" in report.arms[0].facts) is False and "uvloop" in report.arms[3].facts
    nothing_left(place, [])


def test_a_server_that_is_killed_costs_its_row_and_no_other(watched: Watching) -> None:
    """The row says that it has ended; the rest is measured to the end."""
    needs("asgi/uvicorn", "asgi/hypercorn")
    words = "web servers --server hypercorn --connections 2 --window 30 --rounds 3"
    going = watched(words)
    going.until("round 2:")
    (server,) = (one for one in going.known[1:] if "hypercorn" in words_of(one))
    going.send("KILL", server)
    ended = going.end()
    assert ended.status == 1 and "Traceback" not in ended.err + ended.out
    uvicorn, hypercorn = going.report().arms
    assert uvicorn.status == "ok" and len(uvicorn.samples) == 3
    assert hypercorn.status == "failed" and hypercorn.reason is not None
    assert hypercorn.reason.en in " ".join(ended.out.split())
