"""An arm that has a web stack loaded, in its own process, and what a sample of it tells.

How a stack is started is ``stacks``' work, how it is loaded ``net.load``'s.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from concdemo.errors import ArmFault
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.words import NO_ANSWER, NOT_REACHED
from concdemo.model import ArmPlan, Portrait, Taken

if TYPE_CHECKING:
    from concdemo.net.load.spec import Load, Loaded, Stream, StreamResult
    from concdemo.stacks.reach import Place

WAITING = frozenset({"wait", "blocking"})
"""Endpoints whose answers are waited for, so that no server need be busy."""

US, MS = 1_000, 1_000_000
"""A sample's size is its length in microseconds."""


class Loads(Protocol):
    """Whoever has a load run: a line to the load generator."""

    def load(self, load: "Load") -> "Loaded":
        """Have it run, and wait for what came of it."""

    def close(self) -> None:
        """Hang up."""


def load_from(line: Loads, load: "Load", services: ServiceFacts, stack: str) -> "Loaded":
    """What the load generator says of a load on a stack.

    Raises:
        ArmFault: the server can't be reached; with the last lines of its log if it has died.
    """
    from concdemo.net.load.control import Unreachable
    from concdemo.stacks.reach import place

    try:
        return line.load(load)
    except Unreachable as error:
        place(services, stack)  # it knows why, if the server has died
        raise ArmFault(NOT_REACHED.fill(error=error.text)) from error


class LoadedArm:
    """A stack and what is sent to it.

    ``main`` is the stream that the sample tells of, ``saturating`` whether it is to keep the
    server busy, ``bunched`` whether its answers come in bunches, as they do where all wait alike,
    ``waits_ns`` how long each answer takes at least.
    """

    def __init__(
        self,
        services: ServiceFacts,
        stack: str,
        streams: "Callable[[Place], Sequence[Stream]]",
        *,
        main: str = "main",
        saturating: bool = False,
        bunched: bool = False,
        waits_ns: int = 0,
    ) -> None:
        from concdemo.net.load.control import Line
        from concdemo.stacks.reach import place

        self._services, self._stack = services, stack
        self._place = place(services, stack)
        self._streams = tuple(streams(self._place))
        self._main, self._saturating, self._bunched = main, saturating, bunched
        self._waits_ns = waits_ns
        self._line = Line(services["load"]["port"])

    def sample(self, size: int) -> Taken:
        """Load the stack for ``size`` microseconds.

        Metrics: those of ``summarise``; of the open model also ``asked``, its rate, and
        ``answered``, how much of it the server kept up with.
        """
        loaded = self.load(size)
        taken = summarise(loaded, self._main, self._saturating, bunched=self._bunched)
        (rate,) = (stream.rate for stream in self._streams if stream.name == self._main)
        if rate is None:
            return taken
        answered = answered_in_time(loaded, self._main, self._waits_ns)
        more = {"asked": float(rate), "answered": answered}
        return replace(taken, metrics={**taken.metrics, **more})

    def load(self, size: int) -> "Loaded":
        """What the load generator says of ``size`` microseconds.

        Raises:
            ArmFault: the server can't be reached; with the last lines of its log if it has died.
        """
        from concdemo.net.load.spec import Load

        load = Load(self._streams, size * US, pids=tuple(self._place.pids()))
        return load_from(self._line, load, self._services, self._stack)

    def portrait(self, size: int) -> Portrait | None:
        """There is none: what a server does is another process's matter."""
        return None

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    @property
    def facts(self) -> dict[str, str]:
        """The versions of what ran, and what loaded it."""
        return {**self._place.versions, "client": str(self._services["load"]["client"])}


def open_arm(arm: ArmPlan, services: ServiceFacts) -> LoadedArm:
    """An arm of ``stack_arm``, in its own process."""
    from concdemo.experiments.web.asked import ASKED
    from concdemo.net.load.spec import Stream
    from concdemo.stacks.table import STACKS

    given = arm.parameters
    stack, argument, connections = str(given["stack"]), given["argument"], given["connections"]
    rate = given["rate"]
    assert isinstance(argument, int) and isinstance(connections, int)
    assert rate is None or isinstance(rate, int)
    endpoint, saturating = str(given["endpoint"]), bool(given["saturating"])
    asked = ASKED[endpoint](STACKS[stack].prefix, argument)
    waits = endpoint in WAITING

    def streams(at: "Place") -> list[Stream]:
        return [Stream("main", at.host, at.port, *asked, connections=connections, rate=rate)]

    return LoadedArm(
        services,
        stack,
        streams,
        saturating=saturating,
        bunched=waits and rate is None,
        waits_ns=argument * MS if waits else 0,
    )


def answered_in_time(loaded: "Loaded", main: str, waits_ns: int) -> float:
    """Right answers a second, of requests that were due one after another.

    Where each takes ``waits_ns`` at least, what was due in the window is answered that much later,
    and the last of it after the window's end: all of it counts, and the time until then without
    the wait.  A server that keeps up comes to the rate that was asked for, however long the wait.
    """
    own = loaded.streams[main]
    if not waits_ns:
        return own.rate
    return own.ok * 1e9 / max(loaded.window_ns, loaded.whole_ns - waits_ns)


def summarise(loaded: "Loaded", main: str, saturating: bool, *, bunched: bool = False) -> Taken:
    """What a sample took, from what the load generator says of one stream and of the clocks.

    Of answers that come in bunches all count, and the time until the last of them: whether the
    window's end falls just before a bunch or just after it would be chance.

    Metrics: ``rate``, right answers a second; ``p50``, ``p90``, ``p99``, ``max`` and ``mean``
    latency, ns; ``in-flight``, the mean over the window; ``client-busy`` and, where they are
    known, ``server-busy``, shares of a core, and ``cpu-per-request``, ns; ``reconnects``,
    ``errors`` and ``saturating``, counts.
    """
    own, window_ns = loaded.streams[main], loaded.window_ns
    failures = failures_of(own)
    metrics = {
        "rate": own.ok * 1e9 / loaded.whole_ns if bunched else own.rate,
        "p50": float(own.p50_ns),
        "p90": float(own.p90_ns),
        "p99": float(own.p99_ns),
        "max": float(own.max_ns),
        "mean": float(own.mean_ns),
        "in-flight": own.in_flight,
        "client-busy": loaded.client_cpu_ns / window_ns,
        "reconnects": float(own.reconnects),
        "errors": float(sum(failures.values())),
        "window": float(window_ns),
        "saturating": float(saturating),
    }
    if loaded.server_cpu_ns >= 0:
        metrics["server-busy"] = loaded.server_cpu_ns / window_ns
        answers = sum(stream.rate for stream in loaded.streams.values()) * window_ns / 1e9
        if answers:
            metrics["cpu-per-request"] = loaded.server_cpu_ns / answers
    return Taken(
        wall_ns=window_ns,
        cpu_ns=max(loaded.server_cpu_ns, 0),
        waited_ns=loaded.client_waited_ns,
        checksum=None,  # how much is answered differs from sample to sample; each is checked
        failed=sum(failures.values()),
        metrics=metrics,
        failures=failures,
    )


def failures_of(stream: "StreamResult") -> dict[str, int]:
    """How many requests went wrong or were never answered, by kind."""
    failures = dict(stream.errors)
    if stream.unfinished:
        failures[NO_ANSWER] = failures.get(NO_ANSWER, 0) + stream.unfinished
    return failures
