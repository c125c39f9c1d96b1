"""Arms that have a web stack loaded, what a sample of one tells, and the doubts about it.

The load generator and the servers are processes of the run; an arm only asks the one to load
the other.  How a stack is started is ``stacks``' work, how it is loaded ``net.load``'s.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from concdemo import host
from concdemo.errors import ArmFault, UsageFault
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.doubts import doubts as doubts
from concdemo.experiments.web.doubts import usual as usual
from concdemo.experiments.web.words import (
    APART,
    CLIENT_BUSY,
    NO_ANSWER,
    NOT_REACHED,
    REQUESTS,
    SERVER_BUSY,
    TOGETHER,
    TOO_MANY_DESCRIPTORS,
)
from concdemo.model import ArmPlan, Column, Metric, Portrait, ServicePlan, Taken
from concdemo.text import Text

if TYPE_CHECKING:
    from concdemo.net.load.spec import Loaded, Stream, StreamResult
    from concdemo.stacks.reach import Place

RATE = Metric("rate", "/s", "more", REQUESTS)
BUSY_COLUMNS = (
    Column("server-busy", SERVER_BUSY, unit="share"),
    Column("client-busy", CLIENT_BUSY, unit="share"),
)

WAITING = frozenset({"wait", "blocking"})
"""Endpoints whose answers are waited for, so that no server need be busy."""

SPARE_DESCRIPTORS = 100
"""Files, pipes and control connections of the load generator and of a server."""

US = 1_000
"""A sample's size is its length in microseconds."""


# ── the parent's half ────────────────────────────────────────────────────────


def load_service() -> ServicePlan:
    """The process that sends the requests."""
    return ServicePlan("load", "concdemo.net.load.service:serve", {})


def stack_arm(
    name: str,
    stack: str,
    endpoint: str,
    connections: int,
    *,
    argument: int = 0,
    against: str | None = None,
    rate: int | None = None,
    saturating: bool | None = None,
) -> ArmPlan:
    """An arm that has one endpoint of a stack loaded.

    Args:
        argument: the number in the endpoint's path: ms to wait, steps to compute.
        rate: requests a second in the open model; None: as fast as answers come.
        saturating: whether the server is meant to be busy all the time; by the endpoint, if None.
    """
    from concdemo.net.cores import apart
    from concdemo.stacks.plan import lacking
    from concdemo.stacks.table import STACKS

    if saturating is None:
        saturating = rate is None and endpoint not in WAITING
    row = STACKS[stack]
    return ArmPlan(
        name=name,
        mode="async" if row.one_thread else "threads",
        workers=row.sizes.workers or 1,
        scheduling="waiting" if apart() is None else "alone",
        parameters={
            "stack": stack,
            "endpoint": endpoint,
            "argument": argument,
            "connections": connections,
            "rate": rate,
            "saturating": saturating,
        },
        unavailable=lacking(row),
        against=against,
    )


def check_descriptors(connections: int) -> None:
    """Refuse more connections than a process may have open.

    Raises:
        UsageFault: there are fewer descriptors.
    """
    limit = host.descriptor_limit()
    if limit is not None and connections + SPARE_DESCRIPTORS > limit:
        possible = max(1, limit - SPARE_DESCRIPTORS)
        raise UsageFault(
            TOO_MANY_DESCRIPTORS.fill(connections=connections, limit=limit, possible=possible)
        )


def where() -> Text:
    """A fact of every such run: on which cores server and client are."""
    from concdemo.net.cores import apart

    cores = apart()
    return TOGETHER if cores is None else APART.fill(server=cores[0], client=cores[1])


# ── the child's half ─────────────────────────────────────────────────────────


class LoadedArm:
    """A stack and what is sent to it.  ``main`` is the stream that the sample tells of."""

    def __init__(
        self,
        services: ServiceFacts,
        stack: str,
        streams: "Callable[[Place], Sequence[Stream]]",
        *,
        main: str = "main",
        saturating: bool = False,
    ) -> None:
        from concdemo.net.load.control import Line
        from concdemo.stacks.reach import place

        self._services, self._stack = services, stack
        self._place = place(services, stack)
        self._streams = tuple(streams(self._place))
        self._main, self._saturating = main, saturating
        self._line = Line(services["load"]["port"])

    def sample(self, size: int) -> Taken:
        """Load the stack for ``size`` microseconds."""
        return summarise(self.load(size), self._main, self._saturating)

    def load(self, size: int) -> "Loaded":
        """What the load generator says of ``size`` microseconds.

        Raises:
            ArmFault: the server can't be reached; with the last lines of its log if it has died.
        """
        from concdemo.net.load.spec import Load
        from concdemo.stacks.reach import place

        load = Load(self._streams, size * US, pids=tuple(self._place.pids()))
        try:
            return self._line.load(load)
        except ConnectionError as error:
            place(self._services, self._stack)  # it knows why, if the server has died
            raise ArmFault(NOT_REACHED.fill(error=error)) from error

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
    asked = ASKED[str(given["endpoint"])](STACKS[stack].prefix, argument)

    def streams(at: "Place") -> list[Stream]:
        return [Stream("main", at.host, at.port, *asked, connections=connections, rate=rate)]

    return LoadedArm(services, stack, streams, saturating=bool(given["saturating"]))


def summarise(loaded: "Loaded", main: str, saturating: bool) -> Taken:
    """What a sample took, from what the load generator says of one stream and of the clocks.

    Metrics: ``rate``, right answers a second; ``p50``, ``p90``, ``p99``, ``max`` and ``mean``
    latency, ns; ``in-flight``, the mean over the window; ``client-busy`` and, where they are
    known, ``server-busy``, shares of a core, and ``cpu-per-request``, ns; ``reconnects``,
    ``errors`` and ``saturating``, counts.
    """
    own, window_ns = loaded.streams[main], loaded.window_ns
    failures = failures_of(own)
    metrics = {
        "rate": own.rate,
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
