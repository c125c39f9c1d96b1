"""What ``web inflight`` counts, paints and concludes, from answers that nobody gave."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import builders
import pytest
from builders import MS, without_arm
from crowds import Counts, inflight_report
from helpers import Act, ScriptedServer, closed_port, response

from concdemo import host
from concdemo.errors import UsageFault
from concdemo.experiments.web import inflight
from concdemo.experiments.web.inflight import counts
from concdemo.experiments.web.inflight.arm import paint, right, summarise
from concdemo.experiments.web.inflight.counts import Visit
from concdemo.experiments.web.inflight.crowd import (
    NO_ANSWER,
    NOT_HTTP,
    NOT_JSON,
    RESET,
    Heard,
    ask_at_once,
    read,
)
from concdemo.experiments.web.inflight.words import CONTRADICTION, WRONG_ANSWER
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.model import Parameters, Report, Verdict
from concdemo.settings import settle

WAIT_MS = 10


def visit(
    begin_ms: float, end_ms: float, thread: int = 1, process: int = 1, inside: int = 9
) -> Visit:
    """A stay in an app."""
    return Visit(process, thread, round(begin_ms * MS), round(end_ms * MS), inside)


def answer(one: Visit) -> dict[str, Any]:
    """What the app says of it."""
    keys = ("pid", "thread", "begin_ns", "end_ns", "in_flight")
    return dict(zip(keys, one, strict=True)) | {"most": 9}


def heard(*visits: Visit, failure: str | None = None, until_ms: float = 100) -> list[Heard]:
    """The answers of a crowd that was sent at 0."""
    return [
        Heard(None if failure else answer(one), failure, 0, round(until_ms * MS)) for one in visits
    ]


# ── counting ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("stays", "most"),
    [
        ([(0, 10)], 1),
        ([(0, 10), (10, 20), (20, 30)], 1),
        ([(0, 10), (9, 20), (19, 30)], 2),
        ([(0, 10), (1, 9), (2, 8)], 3),
        ([(0, 5), (0, 5), (5, 9), (5, 9), (5, 9)], 3),
    ],
)
def test_what_is_inside_at_once(stays: list[tuple[int, int]], most: int) -> None:
    """One that ends as another begins isn't with it."""
    assert counts.most_at_once([visit(*stay) for stay in stays]) == most
    assert counts.most_at_once([visit(*stay) for stay in reversed(stays)]) == most


def test_threads_and_processes_are_counted_apart() -> None:
    """Threads of two processes may have one number and are two all the same."""
    crowd = [
        visit(0, 10, thread=1, process=1),
        visit(1, 10, thread=2, process=1),
        visit(2, 10, thread=1, process=2),
        visit(3, 10, thread=1, process=2),
    ]
    assert counts.counted(crowd) == {
        "at-once": 4,
        "at-once-in-process": 2,
        "at-once-in-thread": 2,
        "threads": 3,
        "processes": 2,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        "text",
        {},
        {"pid": 1, "thread": 1, "begin_ns": 1, "end_ns": 2},
        {"pid": 1, "thread": "1", "begin_ns": 1, "end_ns": 2, "in_flight": 1},
        {"pid": True, "thread": 1, "begin_ns": 1, "end_ns": 2, "in_flight": 1},
    ],
)
def test_an_answer_that_is_none(wrong: Any) -> None:
    """It tells of no visit."""
    assert counts.visit(wrong) is None


@pytest.mark.parametrize(
    ("one", "good"),
    [
        (visit(1, 11), True),
        (visit(1, 10.1), True),  # a timer may go off a little early
        (visit(1, 9), False),  # it didn't wait as long as it was asked to
        (visit(-1, 11), False),  # it was inside before it was sent
        (visit(95, 105), False),  # it left after its answer was there
    ],
)
def test_a_visit_must_be_possible(one: Visit, good: bool) -> None:
    """Between its being sent and being answered, and as long as it should be."""
    (came,) = heard(one)
    assert (right(came, WAIT_MS) is not None) is good


def test_a_crowd_is_summed_up() -> None:
    """Counts, the wait that was asked for, and the time until the last answer."""
    crowd = heard(visit(1, 11, thread=1), visit(2, 12, thread=2), until_ms=30)
    taken = summarise(crowd, WAIT_MS, wall_ns=31 * MS, spent_ns=5, waited_ns=-1)
    assert (taken.wall_ns, taken.cpu_ns, taken.waited_ns, taken.failed) == (31 * MS, 5, -1, 0)
    assert taken.checksum is None and taken.elsewhere_ns == 0
    assert taken.metrics["at-once"] == 2 and taken.metrics["at-once-in-thread"] == 1
    assert (taken.metrics["asked"], taken.metrics["wait"]) == (2, 10 * MS)
    assert taken.metrics["all"] == 30 * MS


@pytest.mark.parametrize(
    ("crowd", "failures"),
    [
        (heard(visit(1, 11), visit(1, 2)), {WRONG_ANSWER: 1}),
        (heard(visit(1, 11), failure=RESET), {RESET: 1}),
        (heard(visit(1, 11, inside=1), visit(2, 12, inside=1)), {CONTRADICTION: 1}),
    ],
)
def test_what_went_wrong_is_counted_by_kind(crowd: list[Heard], failures: dict[str, int]) -> None:
    """Also where an app's counter says that fewer were inside than their times do."""
    taken = summarise(crowd, WAIT_MS, 30 * MS, 0, -1)
    assert taken.failures == failures and taken.failed == 1


# ── pictures ─────────────────────────────────────────────────────────────────


def test_a_picture_has_a_lane_a_thread_and_a_task_a_request() -> None:
    """In the order in which they came in, from when they were sent."""
    painted = paint([visit(7, 17, thread=5), visit(2, 12, thread=4), visit(13, 23, thread=4)], MS)
    assert [(lane.kind, lane.number, lane.thread) for lane in painted.lanes] == [
        ("thread", 1, 4),
        ("thread", 2, 5),
    ]
    assert [(span.task, span.lane, span.begin_ns // MS) for span in painted.spans] == [
        (0, 0, 1),
        (1, 1, 6),
        (2, 0, 12),
    ]
    assert painted.wall_ns == 22 * MS
    assert {span.state for span in painted.spans} == {"waiting"}


def test_a_picture_of_several_processes_says_so() -> None:
    """Their lanes are processes."""
    painted = paint([visit(1, 2, process=1), visit(1, 2, process=2)], 0)
    assert {lane.kind for lane in painted.lanes} == {"process"}


# ── asking ───────────────────────────────────────────────────────────────────


def test_all_are_asked_before_any_is_answered() -> None:
    """Every connection is made first; the server hears all requests without having answered."""
    body = json.dumps({"pid": 1}).encode()
    with ScriptedServer(lambda *_: Act(response(body), "close")) as server:
        came = ask_at_once("127.0.0.1", server.port, "/seen/1", 5)
        assert server.connections == 5
        assert server.lines == ["GET /seen/1 HTTP/1.1"] * 5
    assert [one.answer for one in came] == [{"pid": 1}] * 5
    assert len({one.sent_ns for one in came}) == 1
    assert all(one.sent_ns < one.heard_ns and one.failure is None for one in came)


def test_a_server_that_misbehaves_costs_its_own_answer() -> None:
    """Closed early, reset, not HTTP: counted, and the others are heard."""
    acts = [
        Act(response(b"{}"), "close"),
        Act(b"", "close"),
        Act(b"", "reset"),
        Act(b"nonsense\r\n\r\n", "close"),
    ]
    with ScriptedServer(lambda number, _: acts[number]) as server:
        came = ask_at_once("127.0.0.1", server.port, "/", len(acts))
    failures = sorted(str(one.failure) for one in came)
    assert failures == sorted(["None", NO_ANSWER, RESET, NOT_HTTP])


def test_nobody_there_is_an_error() -> None:
    """It is the arm's fault to tell, not a failed request."""
    with pytest.raises(OSError):
        ask_at_once("127.0.0.1", closed_port(), "/", 3)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (response(b'{"a": 1}'), ({"a": 1}, None)),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n", ([], None)),
        (b"HTTP/1.0 200 OK\r\n\r\n[1]", ([1], None)),
        (response(b"{}", "500 Oh"), (None, "wrong status 500")),
        (response(b"text"), (None, NOT_JSON)),
        (b"", (None, NO_ANSWER)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1]", (None, NOT_HTTP)),
        (b"\xff" * 10, (None, NOT_HTTP)),
    ],
)
def test_a_response_is_read_whole(data: bytes, found: tuple[Any, str | None]) -> None:
    """With a length, in chunks, or until its end; anything else is a kind of failure."""
    assert read(data) == found


# ── planning ─────────────────────────────────────────────────────────────────


def settings(**given: str) -> Parameters:
    """The settings of a command line."""
    return settle(inflight.OPTIONS, given)


def test_a_second_server_of_a_stack_has_a_service_of_its_own() -> None:
    """With two workers; those that take requests one by one have shorter waits."""
    plan = inflight.plan(settings(), builders.host())
    arms = {arm.name: arm for arm in plan.arms}
    assert list(arms) == list(inflight.ASKED)
    services = {service.name: service.parameters for service in plan.services}
    for name in ("flask/gunicorn", "flask/gunicorn ×2"):
        if arms[name].unavailable is None:
            assert services[f"stack:{name}"]["workers"] == arms[name].workers
        assert arms[name].parameters["wait"] == inflight.BRIEF_MS
    assert arms["fastapi/uvicorn"].parameters["wait"] == 50
    assert any("10 ms" in fact.en for fact in plan.facts)


def test_a_framework_stands_for_its_stacks() -> None:
    """Both servers of Flask's sync worker with it; short waits are short for all."""
    plan = inflight.plan(settings(stack="flask", wait="10"), builders.host())
    assert [arm.name for arm in plan.arms] == [n for n in inflight.ASKED if n.startswith("flask/")]
    assert {arm.parameters["wait"] for arm in plan.arms} == {10}
    assert not any("too long" in fact.en for fact in plan.facts)


def test_too_many_connections_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is started; the answer names the option that asks for so many."""
    monkeypatch.setattr(host, "descriptor_limit", lambda: 120)
    with pytest.raises(UsageFault, match=r"lower --requests to 20 .*ulimit -n"):
        inflight.plan(settings(), builders.host())


# ── verdicts ─────────────────────────────────────────────────────────────────


def verdict(name: str, report: Report) -> Verdict:
    """What the report says of the claim."""
    (claim,) = (one for one in by_id()[name] if one.experiment == "web inflight")
    return judge(claim, report)


ONE: Counts = (1, 1, 1, 1)


def test_a_wsgi_worker_depends_on_its_server() -> None:
    """Gevent's own sentence tells of it."""
    found = verdict("web.wsgi-one", inflight_report())
    assert found.verdict == "depends"
    assert "had 1 inside, two of them 2, and a worker with 40 threads 40" in found.because.en
    assert "gevent worker had 64 at once in one thread" in found.because.en
    assert "gevent 워커" in found.because.ko


@pytest.mark.parametrize(
    ("changes", "unavailable", "expected"),
    [
        ({}, ["wsgi/waitress", "django/gthread"], "depends"),
        ({"flask/gevent": ONE}, [], "supported"),
        ({"flask/gevent": ONE}, ["wsgi/waitress", "django/gthread"], "supported"),
        ({"flask/gevent": ONE, "flask/gunicorn": (5, 5, 1, 1)}, [], "depends"),
        ({"flask/gevent": ONE, "wsgi/waitress": (40, 2, 39, 1)}, [], "depends"),
        ({"flask/gunicorn ×2": (1, 1, 1, 1)}, [], "inconclusive"),
        ({"flask/gthread": (1, 1, 1, 1)}, [], "inconclusive"),
        ({}, ["flask/gthread"], "untested"),
        ({}, ["flask/gevent"], "untested"),
    ],
)
def test_a_wsgi_worker_can_come_out_otherwise(
    changes: Mapping[str, Counts], unavailable: list[str], expected: str
) -> None:
    """That processes and threads don't add up speaks for nothing.

    Nor does a run without gevent, the one that shows otherwise today.
    """
    report = inflight_report(changes, unavailable=unavailable)
    assert verdict("web.wsgi-one", report).verdict == expected


@pytest.mark.parametrize(
    ("changes", "unavailable", "expected"),
    [
        ({}, [], "supported"),
        ({}, ["fastapi/granian", "django-async/uvicorn"], "supported"),
        (
            {
                "fastapi/uvicorn": (1, 1, 1, 1),
                "fastapi/granian": (2, 2, 1, 1),
                "django-async/uvicorn": (1, 1, 1, 1),
            },
            [],
            "refuted",
        ),
        (
            {"fastapi/uvicorn": (64, 1, 64, 64)},
            ["fastapi/granian", "django-async/uvicorn"],
            "refuted",
        ),
        ({"fastapi/uvicorn": (12, 12, 1, 1)}, [], "inconclusive"),
        ({"fastapi/granian": (1, 1, 1, 1)}, [], "inconclusive"),
        ({"flask/gunicorn": (3, 3, 1, 1)}, [], "inconclusive"),
        ({}, ["fastapi/uvicorn"], "untested"),
    ],
)
def test_an_asgi_server_has_many_in_one_process(
    changes: Mapping[str, Counts], unavailable: list[str], expected: str
) -> None:
    """Many in as many processes don't count, nor does a counter that sees many everywhere."""
    report = inflight_report(changes, unavailable=unavailable)
    found = verdict("web.asgi-many", report)
    assert found.verdict == expected
    if expected == "supported":
        assert "had 64 inside at the same moment, in 1 process and on 1 thread" in found.because.en


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "refuted"),
        ({"fastapi-def/uvicorn": (1, 1, 1, 1)}, "supported"),
        ({"fastapi/uvicorn": (64, 2, 40, 1)}, "inconclusive"),
    ],
)
def test_fastapi_uses_threads(changes: Mapping[str, Counts], expected: str) -> None:
    """Unless def endpoints share one; where async def has many too, nothing follows."""
    found = verdict("web.fastapi-no-threads", inflight_report(changes))
    assert found.verdict == expected
    if expected == "refuted":
        assert "ran on 40 threads, 40 at once" in found.because.en


def test_short_waits_do_not_tell_how_many_an_asgi_server_has() -> None:
    """Where a machine is slow, some are over before others have begun."""
    report = inflight_report({"fastapi/uvicorn": (5, 5, 1, 1)})
    short = replace(report, settings={**report.settings, "wait": 10})
    found = verdict("web.asgi-many", short)
    assert found.verdict == "untested" and "--wait 10 is too low" in found.because.en


@pytest.mark.parametrize("name", ["web.wsgi-one", "web.asgi-many", "web.fastapi-no-threads"])
def test_a_small_crowd_or_few_rounds_say_nothing(name: str) -> None:
    """Nor does a server that broke."""
    assert verdict(name, inflight_report(requests=4)).verdict == "untested"
    assert verdict(name, inflight_report(count=5)).verdict == "inconclusive"
    broken = ["fastapi/uvicorn", "fastapi-def/uvicorn", "flask/gunicorn"]
    assert verdict(name, inflight_report(faults=broken)).verdict == "inconclusive"
    gone = without_arm(inflight_report(), "flask/gthread")
    gone = without_arm(without_arm(gone, "fastapi/uvicorn"), "fastapi-def/uvicorn")
    assert verdict(name, gone).verdict == "untested"
