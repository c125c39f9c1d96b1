"""What ``web --open`` says of how it asks: by the clock, and not by the answers."""

from dataclasses import replace

import builders
import pytest
from webs import loaded, race_of_servers

from concdemo.experiments import find
from concdemo.experiments.web.common import doubts, stack_arm, too_long
from concdemo.experiments.web.loaded import MS, answered_in_time
from concdemo.net.load.spec import POLICY, Loaded, StreamResult
from concdemo.settings import settle
from concdemo.stacks.table import STACKS
from concdemo.text import LANGUAGES, Language

WEB = find("web")


@pytest.mark.parametrize("language", LANGUAGES)
def test_requests_that_are_sent_when_due_are_not_said_to_follow_answers(language: Language) -> None:
    """How many connections there are is how many may be under way, not how many are."""
    told = {}
    for name, more in (("closed", {}), ("open", {"open": "250"})):
        settings = settle(WEB.options, {"stack": "node", "connections": "17", **more})
        told[name] = [fact.into(language) for fact in WEB.plan(settings, builders.host()).facts]
    assert POLICY.into(language) in told["closed"] and POLICY.into(language) not in told["open"]
    closed, opened = ([fact for fact in told[name] if "17" in fact] for name in told)
    assert len(closed) == len(opened) == 1 and closed != opened


@pytest.mark.parametrize(("rate", "doubted"), [(940, True), (960, False), (1_100, False)])
def test_a_rate_that_was_not_kept_up_is_a_doubt(rate: float, doubted: bool) -> None:
    """Latency is then the length of the queue, which grows for as long as one measures."""
    samples = [
        replace(one, metrics={**one.metrics, "asked": 1_000.0, "answered": rate})
        for one in loaded(rate, saturating=False)
    ]
    found = doubts(race_of_servers(samples={"granian": samples}))
    assert [(caveat.code, caveat.arm) for caveat in found] == (
        [("rate-unmet", "granian")] if doubted else []
    )


@pytest.mark.parametrize(
    ("in_window", "ok", "whole_ms", "waits_ms", "answered"),
    [
        (0, 100, 2_000, 1_000, 100.0),  # a wait as long as the window: all that was due came
        (50, 100, 1_505, 500, 100 / 1.005),
        (90, 90, 1_000, 0, 90.0),
        (90, 100, 1_090, 100, 100.0),  # the last came a little early
        (40, 100, 3_000, 500, 40.0),  # it answers 40 a second, so that a queue grows
    ],
)
def test_how_long_answers_wait_is_no_queue(
    in_window: int, ok: int, whole_ms: int, waits_ms: int, answered: float
) -> None:
    """Of 100 requests in a second as many count as come when their wait is over."""
    figures = StreamResult(ok, in_window, {}, 1, 1, 1, 1, 1.0, 1.0, 0, 0)
    seen = Loaded(1_000 * MS, whole_ms * MS, {"main": figures}, 1, -1, -1)
    assert answered_in_time(seen, "main", waits_ms * MS) == pytest.approx(answered)


def test_no_rate_is_no_rate_to_keep_up_with() -> None:
    """In the closed model a slow server is asked less."""
    assert doubts(race_of_servers({"granian": 10.0})) == []


@pytest.mark.parametrize(
    ("stack", "connections", "wait_ms", "asked"),
    [
        ("flask/gunicorn", 32, 100, True),
        ("flask/gunicorn", 32, 200, False),  # 6.4 s, one after another
        ("flask/gthread", 200, 500, True),
        ("flask/gthread", 400, 500, False),
        ("fastapi-def/uvicorn", 400, 500, False),
        ("fastapi/uvicorn", 1_000, 2_000, True),
        ("flask/gevent", 1_000, 2_000, True),
        ("go/go", 1_000, 2_000, True),
    ],
)
def test_waits_that_would_last_into_the_next_server_s_turn_are_not_asked_for(
    stack: str, connections: int, wait_ms: int, asked: bool
) -> None:
    """The row says so, with the time it would take."""
    why = too_long(STACKS[stack], connections, wait_ms)
    assert (why is None) is asked
    if why is not None:
        assert f"{connections}" in why.en and f"{connections}" in why.ko
        arm = stack_arm("wait", stack, "wait", connections, argument=wait_ms)
        assert arm.unavailable is not None
        assert stack_arm("json", stack, "json", connections).unavailable != why
