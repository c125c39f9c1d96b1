"""The child's half of ``web wait``: one stack, asked at the spots of the grid one after another.

A spot is measured by a fixed number of requests and the time until all of them are answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.asked import ASKED
from concdemo.experiments.web.loaded import Loads, failures_of, load_from
from concdemo.experiments.web.wait.bare import Bare
from concdemo.experiments.web.wait.grid import (
    ANCHORS,
    FEW,
    LIMIT_NS,
    MANY,
    NONE,
    Spot,
    Turns,
    expected_ns,
    spots,
    together,
)
from concdemo.model import Portrait, Taken
from concdemo.net.load.control import Line
from concdemo.net.load.spec import Load, Loaded, Stream, StreamResult
from concdemo.stacks.reach import Place, place

MAIN = "main"
CPU_NONE = "cpu-none"
TOO_SLOW = "not asked in time"
"""A kind of failure: the time for a spot was over before all its requests had been sent."""

PATIENCE = 4
"""Times as long as elsewhere may be asked where it is compared, whatever disturbs it."""

LONG_ENOUGH_NS = 40_000_000
FEWEST_WITHOUT_WAIT, MOST_WITHOUT_WAIT = 2 * NONE.connections, 2_000
"""What a server does for a request is measured over so long, or so many."""

BEFORE, AFTER = 2, 3
"""So often, before and after those few that wait: a core is at times slower for a moment.

Not after many: a server that is still hanging up on two hundred does that in addition.
"""

AT_A_TIME = 2
"""Spots beyond those that every sample measures."""


@dataclass(slots=True)
class Target:
    """A server, and how many requests without a wait it is asked at a time."""

    name: str
    place: Place
    quick: int = NONE.requests


@dataclass(slots=True)
class Books:
    """What a sample adds up, over all its spots."""

    waited_ns: int = 0
    cpu_ns: int = 0
    failures: dict[str, int] = field(default_factory=dict)

    def add(self, loaded: Loaded, failures: Mapping[str, int]) -> None:
        """What one spot took, and what went wrong there."""
        self.waited_ns += max(0, loaded.client_waited_ns)
        self.cpu_ns += max(0, loaded.server_cpu_ns)
        for kind, count in failures.items():
            self.failures[kind] = self.failures.get(kind, 0) + count


class WaitArm:
    """One stack and its grid.  ``known`` is how many waited at once at each spot, as last seen.

    ``beside`` is another stack, which is asked in turn with it where nothing waits.
    """

    def __init__(
        self,
        services: ServiceFacts,
        stack: str,
        waits: Sequence[int],
        connections: Sequence[int],
        *,
        bare: Bare | None = None,
        beside: str | None = None,
        line: Loads | None = None,
    ) -> None:
        self._services = services
        self._own = Target(stack, place(services, stack))
        self._beside = None if beside is None else Target(beside, place(services, beside))
        self._turns = Turns(spots(waits, connections), AT_A_TIME)
        self._known: dict[Spot, float] = {}
        self._crowd: bool | None = None
        self._bare = bare
        self._line: Loads = line or Line(services["load"]["port"])

    def sample(self, size: int) -> Taken:
        """What every sample measures, then the spots whose turn it is.

        Metrics: see ``metrics_of``, where nothing waits the median of several; ``lighter``, the
        median of how many times as much CPU time the stack beside it took for each request;
        ``most``, the most that waited at once where it is compared; ``client-busy``, share of a
        core, where the most were in flight of those.
        """
        begin_ns, books = clock.monotonic_ns(), Books()
        metrics: dict[str, float] = {} if self._bare is None else self._bare.ask()
        without_wait: list[dict[str, float]] = []
        names = {spot: name for name, spot in ANCHORS.items()}
        for spot in self._spots():
            if spot == NONE:
                without_wait.append(self._without_wait(books))
                continue
            loaded = self._load(self._own, spot, spot.requests, books)
            if loaded is not None:
                self._known[spot] = together(spot, loaded.whole_ns)
                metrics |= metrics_of(spot, names.get(spot), loaded)
                if spot in (FEW, MANY):
                    metrics["client-busy"] = loaded.client_cpu_ns / loaded.window_ns
        at_once = (metrics.get(f"at-{spot.name}", 0.0) for spot in ANCHORS.values())
        return Taken(
            wall_ns=clock.monotonic_ns() - begin_ns,
            cpu_ns=books.cpu_ns,
            waited_ns=books.waited_ns,
            checksum=None,  # each answer is checked by the client
            failed=sum(books.failures.values()),
            metrics={**metrics, **medians(without_wait), "most": max(at_once)},
            failures=books.failures,
        )

    def _without_wait(self, books: Books) -> dict[str, float]:
        """What a request costs, of its own server and of the one beside it right afterwards.

        So close together that a core which is slow for a while is slow for both.
        """
        found = self._quickly(self._own, books)
        if self._beside is None:
            return found
        try:
            other = self._quickly(self._beside, books)
        except ArmFault:  # it has died, which its own arm tells
            self._beside = None
            return found
        if found.get(CPU_NONE) and other.get(CPU_NONE):
            found["lighter"] = other[CPU_NONE] / found[CPU_NONE]
        return found

    def _quickly(self, target: Target, books: Books) -> dict[str, float]:
        wanted = target.quick
        loaded = self._load(target, NONE, wanted, books)
        if loaded is None:
            return {}
        target.quick = enough(wanted, loaded.whole_ns)
        return metrics_of(NONE, "none", loaded)

    def _spots(self) -> Iterator[Spot]:
        """Where to measure now.  Whether MANY is among them is settled once, with the first sample.

        So it is never missing from just those samples in which the server was slow.
        """
        yield from (*[NONE] * BEFORE, FEW, *[NONE] * AFTER)
        if self._crowd is None:
            self._crowd = expected_ns(MANY, self._known) <= LIMIT_NS
            yield from [MANY] * self._crowd
            return
        yield from [MANY] * self._crowd
        for spot in self._turns.take():
            if expected_ns(spot, self._known) <= LIMIT_NS:
                yield spot

    def _load(self, target: Target, spot: Spot, wanted: int, books: Books) -> Loaded | None:
        """What came of so many requests; None unless all were answered rightly, and in time."""
        at = target.place
        asked = ASKED["wait"](at.stack.prefix, spot.wait_ms)
        quick = ASKED["wait"](at.stack.prefix, 0).request  # before the window: no wait for nothing
        stream = Stream(MAIN, at.host, at.port, *asked, connections=spot.connections, first=quick)
        box_ns = LIMIT_NS * (PATIENCE if spot in ANCHORS.values() else 1)
        load = Load((stream,), box_ns, wanted, pids=tuple(at.pids()))
        loaded = load_from(self._line, load, self._services, target.name)
        answered = loaded.streams[MAIN]
        books.add(loaded, missed(spot, wanted, answered))
        return loaded if answered.ok == wanted else None

    def portrait(self, size: int) -> Portrait | None:
        """There is none: what a server does is another process's matter."""
        return None

    def close(self) -> None:
        """Hang up, and end the server of the bare app."""
        self._line.close()
        if self._bare is not None:
            self._bare.close()

    @property
    def facts(self) -> dict[str, str]:
        """The versions of what ran, and what loaded it."""
        return {**self._own.place.versions, "client": str(self._services["load"]["client"])}


def missed(spot: Spot, wanted: int, answered: StreamResult) -> dict[str, int]:
    """What went wrong; where it is compared, what wasn't asked in time is wrong as well."""
    found = failures_of(answered)
    left = wanted - answered.ok - sum(found.values())
    return found | {TOO_SLOW: left} if left > 0 and spot in ANCHORS.values() else found


def enough(requests: int, elapsed_ns: int) -> int:
    """How many requests without a wait last long enough, as so many lasted so long."""
    wanted = requests * LONG_ENOUGH_NS // elapsed_ns
    return min(max(wanted, FEWEST_WITHOUT_WAIT), MOST_WITHOUT_WAIT)


def metrics_of(spot: Spot, name: str | None, loaded: Loaded) -> dict[str, float]:
    """What one spot tells.

    ``at-WAIT-CONNECTIONS``: how many waited at once, on average.  Where it is compared, by
    ``name``: ``rate-…``, answers a second, and ``each-…``, the same in ns an answer; where nothing
    waits, ``cpu-…``, CPU time of the server for each request, ns.
    """
    found = {f"at-{spot.name}": together(spot, loaded.whole_ns)} if spot.wait_ms else {}
    if name is not None:
        answered = loaded.streams[MAIN].ok
        found[f"each-{name}"] = loaded.whole_ns / answered
        found[f"rate-{name}"] = 1e9 * answered / loaded.whole_ns
    answers = loaded.streams[MAIN].rate * loaded.window_ns / 1e9
    if spot == NONE and loaded.server_cpu_ns >= 0 and answers:
        found[f"cpu-{name}"] = loaded.server_cpu_ns / answers
    return found


def medians(several: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each metric that all of them have."""
    shared = set.intersection(*map(set, several)) if several else set()
    return {name: median(one[name] for one in several) for name in sorted(shared)}
