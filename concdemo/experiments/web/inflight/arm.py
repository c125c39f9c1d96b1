"""An arm of ``web inflight`` in its own process: a crowd of requests to one server."""

import gc
from collections import Counter
from collections.abc import Sequence

from concdemo import clock
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.inflight.counts import Visit, contradicts, counted, is_right, visit
from concdemo.experiments.web.inflight.crowd import Heard, ask_at_once
from concdemo.experiments.web.inflight.words import (
    CONTRADICTION,
    PICTURED,
    PICTURED_MS,
    WRONG_ANSWER,
)
from concdemo.experiments.web.served import Server
from concdemo.model import ArmPlan, Lane, LaneKind, Portrait, Span, Taken

MS = 1_000_000


class CrowdArm:
    """A server, and how many requests it gets at once."""

    def __init__(self, arm: ArmPlan, services: ServiceFacts) -> None:
        given = arm.parameters
        requests, wait = given["requests"], given["wait"]
        assert isinstance(requests, int) and isinstance(wait, int)
        self._requests, self._wait_ms = requests, wait
        self._pictured = bool(given["pictured"])
        self._server = Server(services, arm.name)
        gc.collect()
        gc.freeze()

    def sample(self, size: int) -> Taken:
        """Send the crowd once, and count how it was taken in."""
        gc.collect()
        waited_ns, before = clock.run_queue_wait_ns(), self._server.cpu_ns()
        begin = clock.monotonic_ns()
        heard = self._ask(self._requests, self._wait_ms)
        wall_ns = clock.monotonic_ns() - begin
        spent_ns = self._server.cpu_ns() - before
        waited_ns = clock.run_queue_wait_ns() - waited_ns if waited_ns >= 0 else -1
        return summarise(heard, self._wait_ms, wall_ns, max(0, spent_ns), waited_ns)

    def _ask(self, requests: int, wait_ms: int) -> list[Heard]:
        at = self._server.place
        try:
            return ask_at_once(at.host, at.port, f"{at.stack.prefix}/seen/{wait_ms}", requests)
        except OSError as error:
            raise self._server.fault(error) from error

    def portrait(self, size: int) -> Portrait | None:
        """A small crowd, as the app saw it; None where another arm's picture shows the same."""
        if not self._pictured:
            return None
        heard = self._ask(PICTURED, PICTURED_MS)
        visits = [one for one in map(right, heard, [PICTURED_MS] * len(heard)) if one is not None]
        return paint(visits, min(one.sent_ns for one in heard)) if visits else None

    def close(self) -> None:
        """Nothing is open between samples."""

    @property
    def facts(self) -> dict[str, str]:
        """The versions of what ran."""
        return dict(self._server.place.versions)


def right(heard: Heard, wait_ms: int) -> Visit | None:
    """The visit that was answered; None where the answer is missing or can't be right."""
    found = visit(heard.answer)
    if found is None or not is_right(found, wait_ms * MS, heard.sent_ns, heard.heard_ns):
        return None
    return found


def summarise(
    heard: Sequence[Heard], wait_ms: int, wall_ns: int, spent_ns: int, waited_ns: int
) -> Taken:
    """What a crowd tells, from the answers.

    Metrics, counts: those of ``counts.counted``, and ``asked``; in ns: ``wait``, what each request
    waited, and ``all``, until the last answer was there.
    """
    failures = Counter(one.failure for one in heard if one.failure is not None)
    visits = []
    for one in heard:
        found = right(one, wait_ms)
        if found is not None:
            visits.append(found)
        elif one.failure is None:
            failures[WRONG_ANSWER] += 1
    if not failures and contradicts(visits):
        failures[CONTRADICTION] += 1
    metrics = counted(visits) if visits else {"at-once": 0.0}
    last_ns = max(one.heard_ns for one in heard) - min(one.sent_ns for one in heard)
    return Taken(
        wall_ns=wall_ns,
        cpu_ns=spent_ns,
        waited_ns=waited_ns,
        checksum=None,  # an answer tells of threads and times; each is checked by itself
        failed=failures.total(),
        metrics={
            **metrics,
            "asked": float(len(heard)),
            "wait": float(wait_ms * MS),
            "all": float(last_ns),
        },
        failures=dict(failures),
    )


def paint(visits: Sequence[Visit], begin_ns: int) -> Portrait:
    """A lane for each thread, or each process where there are several, and a task a request."""
    ordered = sorted(visits, key=lambda one: one.begin_ns)
    numbers: dict[tuple[int, int], int] = {}
    for one in ordered:
        numbers.setdefault((one.process, one.thread), len(numbers))
    kind: LaneKind = "process" if len({process for process, _ in numbers}) > 1 else "thread"
    lanes = [Lane(kind, number + 1, *who) for who, number in numbers.items()]
    spans = [
        Span(
            task,
            numbers[one.process, one.thread],
            "waiting",
            one.begin_ns - begin_ns,
            one.end_ns - begin_ns,
        )
        for task, one in enumerate(ordered)
    ]
    return Portrait(max(span.end_ns for span in spans), lanes, spans)


def open_arm(arm: ArmPlan, services: ServiceFacts) -> CrowdArm:
    """The crowd, on the core of those who talk to servers."""
    from concdemo.host import raise_descriptor_limit
    from concdemo.net.cores import keep_peer

    raise_descriptor_limit()
    keep_peer()
    return CrowdArm(arm, services)
