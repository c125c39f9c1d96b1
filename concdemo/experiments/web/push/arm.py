"""An arm of ``web socket`` in its own process: one way of talking to the app, sample by sample."""

import asyncio
import gc
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import cast

from concdemo import clock
from concdemo.errors import ArmFault, TaskFailed
from concdemo.experiments import memory
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.push import events, messages
from concdemo.experiments.web.push.doing import Doing, Done, Event
from concdemo.experiments.web.push.words import NO_ANSWER, NOT_LOADED, PICTURED
from concdemo.experiments.web.served import Server
from concdemo.model import ArmPlan, Lane, Parameters, Portrait, Span, Taken

LIMIT_S = 15.0
"""How much longer than its events a sample may take."""


class TalkArm:
    """A way of talking to the app, on a loop that stays open between samples."""

    def __init__(self, server: Server, doing: Doing, ideal_s: float) -> None:
        self._server, self._doing = server, doing
        self._limit_s = ideal_s + LIMIT_S
        self._runner = asyncio.Runner()
        try:
            self._runner.run(doing.open())
        except (OSError, TaskFailed) as error:
            self._runner.close()
            raise _fault(server, error) from error
        gc.collect()
        gc.freeze()

    def sample(self, size: int) -> Taken:
        """Do it once."""
        gc.collect()
        waited_ns, before = clock.run_queue_wait_ns(), self._server.cpu_ns()
        begin = clock.monotonic_ns()
        done = self._done()
        wall_ns = clock.monotonic_ns() - begin
        spent_ns = max(0, self._server.cpu_ns() - before)
        waited_ns = clock.run_queue_wait_ns() - waited_ns if waited_ns >= 0 else -1
        return summarise(done, wall_ns, spent_ns, waited_ns)

    def _done(self) -> Done | str:
        """What was done, or what went wrong with it."""
        try:
            return self._runner.run(asyncio.wait_for(self._doing.do(), self._limit_s))
        except TaskFailed as failure:
            kind = failure.kind
        except TimeoutError:
            kind = NO_ANSWER
        except OSError as error:
            raise self._server.fault(error) from error
        self._runner.run(self._doing.give_up())
        return kind

    def portrait(self, size: int) -> Portrait | None:
        """When each event happened and when it was known; None where there are none."""
        begin = clock.monotonic_ns()
        done = self._done()
        if isinstance(done, str) or not done.events:
            return None
        return paint(done.events[:PICTURED], begin)

    def close(self) -> None:
        """Hang up; nobody waits for a server's goodbye."""
        self._runner.close()

    @property
    def facts(self) -> dict[str, str]:
        """The versions of what ran."""
        return dict(self._server.place.versions)


def _fault(server: Server, error: OSError | TaskFailed) -> ArmFault:
    return server.fault(error if isinstance(error, OSError) else OSError(error.kind))


def summarise(done: Done | str, wall_ns: int, spent_ns: int, waited_ns: int) -> Taken:
    """What a sample took.  ``done`` is what was done, or what went wrong with it.

    Metrics: ``took``, ns, the mean of one event, message or connection; and what it tells itself.
    """
    failed = isinstance(done, str)
    metrics = {"took": 0.0} if isinstance(done, str) else {"took": done.took_ns, **done.metrics}
    return Taken(
        wall_ns=wall_ns,
        cpu_ns=spent_ns,
        waited_ns=waited_ns,
        checksum=None,  # events differ from sample to sample; each answer is checked
        failed=int(failed),
        metrics=metrics,
        failures={str(done): 1} if failed else {},
    )


def paint(learnt: Sequence[Event], begin_ns: int) -> Portrait:
    """A task an event, which waits from when it happened until it was known."""
    lane = Lane("coroutine", 1, os.getpid(), threading.get_native_id())
    spans = [
        Span(one.number, 0, "waiting", one.at_ns - begin_ns, one.heard_ns - begin_ns)
        for one in learnt
    ]
    return Portrait(max(span.end_ns for span in spans), [lane], spans)


WAYS: Mapping[str, Callable[[str, int, Parameters], Doing]] = MappingProxyType(
    {
        "event push": events.Pushed,
        "event long-poll": events.Waited,
        "event fast-poll": events.Polled,
        "event poll": events.Polled,
        "echo websocket": messages.EchoedOverSocket,
        "echo http": messages.EchoedOverRequests,
    }
)
HOLDS: Mapping[str, Callable[[str, int, Parameters, messages.Memory], Doing]] = MappingProxyType(
    {"hold websocket": messages.HeldSockets, "hold http": messages.HeldRequests}
)


def open_arm(arm: ArmPlan, services: ServiceFacts) -> TalkArm:
    """The talk, on the core of those who talk to servers.

    Raises:
        ArmFault: the server can't be reached, or there is no client for WebSockets.
    """
    from concdemo.host import has, raise_descriptor_limit
    from concdemo.net.cores import keep_peer

    if not has("websockets"):
        raise ArmFault(NOT_LOADED, unavailable=True)
    raise_descriptor_limit()
    keep_peer()
    given = arm.parameters
    server = Server(services, str(given["service"]))
    at = (server.place.host, server.place.port, given)
    doing = (
        HOLDS[arm.name](*at, _memory(server, str(given["memory"])))
        if arm.name in HOLDS
        else WAYS[arm.name](*at)
    )
    ideal_ms = given["ideal"]
    assert isinstance(ideal_ms, int | float)
    return TalkArm(server, doing, ideal_ms / 1000)


def _memory(server: Server, way: str) -> messages.Memory:
    return lambda: memory.total(server.place.pids(), cast(memory.How, way))
