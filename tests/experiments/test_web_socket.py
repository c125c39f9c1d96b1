"""What ``web socket`` plans, does, tells and concludes: against a server that follows a script."""

import asyncio
import itertools
import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import builders
import pytest
from builders import MS
from crowds import socket_report
from helpers import Act, ScriptedServer, closed_port, response

from concdemo import host
from concdemo.errors import TaskFailed, UsageFault
from concdemo.experiments.web import push
from concdemo.experiments.web.push import events, messages
from concdemo.experiments.web.push.arm import HOLDS, WAYS, paint, summarise
from concdemo.experiments.web.push.doing import Done, Event
from concdemo.experiments.web.push.talk import Requests
from concdemo.experiments.web.push.words import CLOSED, WRONG_ANSWER, WRONG_ORDER
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.model import Parameters, Report, Verdict
from concdemo.settings import settle

GIVEN: Parameters = {"events": 3, "pause": 5, "every": 5, "messages": 4, "hold": 16}


def settings(**given: str) -> Parameters:
    """The settings of a command line."""
    return settle(push.EXPERIMENT.options, given)


def failure(work: Coroutine[Any, Any, Any]) -> str:
    """The kind of failure that it ends with."""
    with pytest.raises(TaskFailed) as caught:
        asyncio.run(work)
    return caught.value.kind


# ── planning ─────────────────────────────────────────────────────────────────


def test_each_way_is_compared_with_the_first_of_its_kind() -> None:
    """One server for all; the quick polling asks ten times as often."""
    plan = push.plan(settings(poll="100"), builders.host())
    assert {arm.name: arm.against for arm in plan.arms} == {
        name: push.BASES[name.split()[0]] for name in push.ARMS
    }
    assert set(WAYS) | set(HOLDS) == set(push.ARMS)
    every = {arm.name: arm.parameters["every"] for arm in plan.arms}
    assert (every["event poll"], every["event fast-poll"], every["event push"]) == (100, 10, None)
    assert any("every 100 ms" in fact.en and "10 ms" in fact.en for fact in plan.facts)


def test_too_many_connections_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is started: both kinds are open in the end."""
    monkeypatch.setattr(host, "descriptor_limit", lambda: 500)
    with pytest.raises(UsageFault, match=r"500 connections .* lower --hold to 200 .*ulimit -n"):
        push.plan(settings(hold="250"), builders.host())
    push.plan(settings(hold="150"), builders.host())


def test_no_memory_to_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of what it would be."""
    monkeypatch.setattr("concdemo.experiments.memory.how", lambda: "unknown")
    plan = push.plan(settings(), builders.host())
    assert any("doesn't tell" in fact.en and "알려 주지" in fact.ko for fact in plan.facts)


# ── events ───────────────────────────────────────────────────────────────────


def test_pauses_are_spread_evenly_and_keep_no_step() -> None:
    """From a half to one and a half, their mean what was asked for, no two alike."""
    pauses = list(itertools.islice(events.pauses_ms(30), 1_000))
    assert min(pauses) >= 15 and max(pauses) < 45
    assert sum(pauses) / len(pauses) == pytest.approx(30, rel=0.01)
    assert len(set(pauses)) == len(pauses)


@pytest.mark.parametrize(
    ("learnt", "kind"),
    [
        ([Event(0, 1, 2), Event(2, 3, 4)], WRONG_ORDER),
        ([Event(0, 1, 2), Event(0, 1, 2)], WRONG_ORDER),
        ([Event(1, 1, 2), Event(0, 1, 2)], WRONG_ORDER),
        ([Event(0, 1, 2)], WRONG_ORDER),
        ([Event(0, 5, 6), Event(1, 3, 6)], WRONG_ANSWER),
        ([Event(0, 5, 4), Event(1, 6, 7)], WRONG_ANSWER),
    ],
)
def test_events_that_cannot_be(learnt: list[Event], kind: str) -> None:
    """One is missing, came twice or too soon: that is a failure and no delay."""
    with pytest.raises(TaskFailed) as caught:
        events.told(learnt, 2)
    assert caught.value.kind == kind


def test_the_delay_of_events() -> None:
    """The mean, and the longest."""
    done = events.told([Event(0, 10, 12), Event(1, 20, 26)], 2, requests=3.0)
    assert done.took_ns == 4 and done.metrics == {"requests": 3.0, "longest": 6.0}


@pytest.mark.parametrize("text", ["", "text", "[]", '{"event": 1}', '{"event": "1", "at_ns": 2}'])
def test_a_message_that_tells_of_no_event(text: str) -> None:
    """It is a wrong answer."""
    with pytest.raises(TaskFailed, match=WRONG_ANSWER):
        events.event_of(text, 5)
    assert events.event_of('{"event": 1, "at_ns": 2}', 5) == Event(1, 2, 5)


def paths(server: ScriptedServer) -> list[str]:
    """What was asked for after the events were begun, whose body the script takes for a head."""
    return [line.partition("GET ")[2].split()[0] for line in server.lines[1:]]


def answering(*bodies: Any) -> Callable[[int, str], Act]:
    """A script of JSON answers, one after another."""
    return lambda number, _: Act(response(json.dumps(bodies[number]).encode()))


def test_polling_counts_what_it_asked_for_nothing() -> None:
    """The first request begins the events and is not one of those."""
    script = answering({"events": 3}, [], [10], [], [20, 30])
    with ScriptedServer(script) as server:
        done = asyncio.run(events.Polled("127.0.0.1", server.port, GIVEN).do())
        assert paths(server) == [
            "/events/0",
            "/events/0",
            "/events/1",
            "/events/1",
        ]
        assert server.connections == 1
    assert (done.metrics["requests"], done.metrics["vain"]) == (4, 2)
    assert [event.at_ns for event in done.events] == [10, 20, 30]
    assert done.events[1].heard_ns == done.events[2].heard_ns


def test_long_polling_asks_when_it_has_heard() -> None:
    """Each answer brings something."""
    with ScriptedServer(answering({"events": 3}, [10], [20, 30])) as server:
        done = asyncio.run(events.Waited("127.0.0.1", server.port, GIVEN).do())
        assert paths(server) == ["/next/0", "/next/1"]
    assert (done.metrics["requests"], done.metrics["vain"]) == (2, 0)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (answering({"events": 2}), WRONG_ANSWER),
        (answering({"events": 3}, {"at": 1}), WRONG_ANSWER),
        (answering({"events": 3}, ["now"]), WRONG_ANSWER),
        (answering({"events": 3}, [1, 2, 3, 4]), WRONG_ORDER),
        (lambda *_: Act(response(b"{}", "500 Oh")), "wrong status 500"),
        (lambda *_: Act(response(b"text")), "not JSON"),
        (lambda *_: Act(b"nonsense\r\n\r\n"), "not HTTP"),
        (lambda *_: Act(b"", "close"), CLOSED),
    ],
)
def test_a_wrong_answer_is_a_failure(script: Callable[[int, str], Act], kind: str) -> None:
    """Whatever is wrong with it."""
    with ScriptedServer(script) as server:
        assert failure(events.Polled("127.0.0.1", server.port, GIVEN).do()) == kind


def test_a_connection_that_was_closed_meanwhile_is_opened_again() -> None:
    """Servers close those that were idle for long; that is no failure."""

    async def twice(port: int) -> list[bytes]:
        talk = Requests("127.0.0.1", port)
        first = await talk.ask("/a")
        await asyncio.wait_for(talk._streams[0].read(), 10)  # type: ignore[index]
        return [first, await talk.ask("/b", b"x")]

    with ScriptedServer(lambda *_: Act(response(b"ok"), "close")) as server:
        assert asyncio.run(twice(server.port)) == [b"ok", b"ok"]
        assert server.connections == 2


def test_nobody_there_is_an_error() -> None:
    """The arm tells why."""
    with pytest.raises(OSError):
        asyncio.run(events.Waited("127.0.0.1", closed_port(), GIVEN).open())


# ── messages and connections ─────────────────────────────────────────────────


def test_messages_by_requests_must_come_back() -> None:
    """One connection, a request each."""
    sent = map(messages.text_of, itertools.count())
    with ScriptedServer(lambda *_: Act(response(next(sent).encode()))) as server:
        doing = messages.EchoedOverRequests("127.0.0.1", server.port, GIVEN)
        done = asyncio.run(doing.do())
    assert done.metrics["requests"] == 4
    assert done.metrics["rate"] == pytest.approx(1e9 / done.took_ns)


def test_another_message_is_a_wrong_answer() -> None:
    """Even one that was right before."""
    with ScriptedServer(lambda *_: Act(response(b"message 00000000"))) as server:
        doing = messages.EchoedOverRequests("127.0.0.1", server.port, GIVEN)
        assert failure(doing.do()) == WRONG_ANSWER


class Counted(messages.Held):
    """Connections that are none, which always answer."""

    async def _opened(self) -> Requests:
        return Requests("127.0.0.1", 1)

    async def _hear_from(self, one: Any, text: str) -> None:
        return


def test_connections_grow_in_number_up_to_what_was_asked_for() -> None:
    """Memory is that of all but the first sample's, which makes the server ready."""
    sizes = iter([0, 900, 1_000, 1_200, 2_000, 2_600, *[5_000] * 20])
    held = Counted("127.0.0.1", 1, GIVEN, lambda: next(sizes))

    async def several() -> list[Mapping[str, float]]:
        return [(await held.do()).metrics for _ in range(10)]

    told = asyncio.run(several())
    assert [metrics["held"] for metrics in told] == [2, 4, 6, 8, 10, 12, 14, 16, 16, 16]
    assert "memory" not in told[0]
    assert (told[1]["memory"], told[2]["memory"]) == (100, 200)
    assert told[9]["memory"] == told[7]["memory"] == 800 / 14


def test_memory_that_is_unknown_is_not_told() -> None:
    """The rest is."""
    held = Counted("127.0.0.1", 1, GIVEN, lambda: None)

    async def twice() -> Mapping[str, float]:
        await held.do()
        return (await held.do()).metrics

    assert asyncio.run(twice()) == {"held": 4}


# ── samples and pictures ─────────────────────────────────────────────────────


def test_a_sample_that_went_well_and_one_that_did_not() -> None:
    """A failure has a kind and no time."""
    taken = summarise(Done(5.0, {"rate": 2.0}), 9, 4, 1)
    assert taken.metrics == {"took": 5.0, "rate": 2.0} and taken.failed == 0
    assert (taken.wall_ns, taken.cpu_ns, taken.waited_ns, taken.elsewhere_ns) == (9, 4, 1, 0)
    taken = summarise(CLOSED, 9, 4, -1)
    assert taken.failures == {CLOSED: 1} and taken.failed == 1 and taken.metrics == {"took": 0.0}


def test_a_picture_of_events() -> None:
    """Each waits from when it happened until it was known."""
    painted = paint([Event(0, 3 * MS, 4 * MS), Event(1, 5 * MS, 9 * MS)], MS)
    assert [(one.task, one.begin_ns // MS, one.end_ns // MS) for one in painted.spans] == [
        (0, 2, 3),
        (1, 4, 8),
    ]
    assert len(painted.lanes) == 1 and painted.wall_ns == 8 * MS


# ── the verdict ──────────────────────────────────────────────────────────────


def verdict(report: Report) -> Verdict:
    """What the report says of WebSockets."""
    return judge(by_id()["web.websocket"][0], report)


def test_a_websocket_stays_open_and_carries_both_ways() -> None:
    """With what other ways took, where they were measured."""
    found = verdict(socket_report())
    assert found.verdict == "supported"
    for words in (
        "1 connection lasted",
        "10 events from the server",
        "known 0.6 ms after it happened, with polling after 25 ms",
        "long polling",
        "50 of 60 requests were for nothing",
        "64 KiB",
    ):
        assert words in found.because.en
    assert "롱 폴링" in found.because.ko
    alone = verdict(socket_report(unavailable=["event long-poll", "hold websocket"]))
    assert alone.verdict == "supported"
    assert "long polling" not in alone.because.en and "KiB" not in alone.because.en


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (socket_report({"event poll": 0.6}, connections=5, pushed=0, echoed=0), "refuted"),
        (socket_report({"event poll": 0.6}), "inconclusive"),
        (socket_report({"event poll": 0.75}), "inconclusive"),
        (socket_report(connections=2), "inconclusive"),
        (socket_report(echoed=0), "inconclusive"),
        (socket_report(pushed=0), "inconclusive"),
        (socket_report(count=5), "inconclusive"),
        (socket_report(faults=["event poll"]), "inconclusive"),
        (socket_report(unavailable=["event push"]), "untested"),
    ],
)
def test_it_can_come_out_otherwise(report: Report, expected: str) -> None:
    """A part of the sentence that doesn't hold leaves it open; none of it holding refutes it."""
    assert verdict(report).verdict == expected
