"""The child's half of ``web wait``: one stack, asked at the spots of the grid one after another.

A spot is measured by a fixed number of requests and the time until all of them are answered.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from concdemo import clock
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
from concdemo.stacks.reach import place

MAIN = "main"
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


class WaitArm:
    """One stack and its grid.  ``known`` is how many waited at once at each spot, as last seen."""

    def __init__(
        self,
        services: ServiceFacts,
        stack: str,
        waits: Sequence[int],
        connections: Sequence[int],
        bare: Bare | None,
        line: Loads | None = None,
    ) -> None:
        self._services, self._stack = services, stack
        self._place = place(services, stack)
        self._turns = Turns(spots(waits, connections), AT_A_TIME)
        self._known: dict[Spot, float] = {}
        self._crowd: bool | None = None
        self._without_wait = NONE.requests
        self._bare = bare
        self._line: Loads = line or Line(services["load"]["port"])

    def sample(self, size: int) -> Taken:
        """What every sample measures, then the spots whose turn it is.

        Metrics: see ``metrics_of``, where nothing waits the median of several; ``most``, the most
        that waited at once where it is compared; ``client-busy``, share of a core, where the most
        were in flight of those.
        """
        begin_ns, waited_ns, cpu_ns = clock.monotonic_ns(), 0, 0
        metrics: dict[str, float] = {} if self._bare is None else self._bare.ask()
        without_wait: list[dict[str, float]] = []
        failures: dict[str, int] = {}
        names = {spot: name for name, spot in ANCHORS.items()}
        for spot in self._spots():
            wanted = self._without_wait if spot == NONE else spot.requests
            loaded = self._load(spot, wanted)
            own = loaded.streams[MAIN]
            for kind, count in self._failures(spot, wanted, own).items():
                failures[kind] = failures.get(kind, 0) + count
            if own.ok == wanted:
                found = metrics_of(spot, names.get(spot), loaded)
                if spot == NONE:
                    self._without_wait = enough(wanted, loaded.whole_ns)
                    without_wait.append(found)
                else:
                    self._known[spot] = together(spot, loaded.whole_ns)
                    metrics |= found
                if spot in (FEW, MANY):
                    metrics["client-busy"] = loaded.client_cpu_ns / loaded.window_ns
            waited_ns += max(0, loaded.client_waited_ns)
            cpu_ns += max(0, loaded.server_cpu_ns)
        at_once = (metrics.get(f"at-{spot.name}", 0.0) for spot in ANCHORS.values())
        return Taken(
            wall_ns=clock.monotonic_ns() - begin_ns,
            cpu_ns=cpu_ns,
            waited_ns=waited_ns,
            checksum=None,  # each answer is checked by the client
            failed=sum(failures.values()),
            metrics={**metrics, **medians(without_wait), "most": max(at_once)},
            failures=failures,
        )

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

    def _failures(self, spot: Spot, wanted: int, own: StreamResult) -> dict[str, int]:
        """What went wrong; where it is compared, what wasn't asked in time is wrong as well."""
        found = failures_of(own)
        left = wanted - own.ok - sum(found.values())
        return found | {TOO_SLOW: left} if left > 0 and spot in ANCHORS.values() else found

    def _load(self, spot: Spot, requests: int) -> Loaded:
        at = self._place
        asked = ASKED["wait"](at.stack.prefix, spot.wait_ms)
        quick = ASKED["wait"](at.stack.prefix, 0).request  # before the window: no wait for nothing
        stream = Stream(MAIN, at.host, at.port, *asked, connections=spot.connections, first=quick)
        box_ns = LIMIT_NS * (PATIENCE if spot in ANCHORS.values() else 1)
        load = Load((stream,), box_ns, requests, pids=tuple(at.pids()))
        return load_from(self._line, load, self._services, self._stack)

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
        return {**self._place.versions, "client": str(self._services["load"]["client"])}


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
