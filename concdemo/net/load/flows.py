"""When the next request is due: the closed model and the open model.

A flow is told the time by whoever tells it of an event, so it can be tested with times made up.
It counts what came of its requests, and how many were in flight, by time: a request is in flight
from when it was due until its answer is there, whether it waits for a free connection, for a
connection to be made, or for the server.
"""

from abc import ABC, abstractmethod
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 0.64
"""Before a connection that was lost is used again; doubled for each loss after the first."""

NO_TICKETS: Iterator[object] = iter(())

UNASKED = "unasked answer"


class AskedLane(Protocol):
    """What a flow needs of a lane."""

    since_ns: int

    def ask(self, since_ns: int) -> None:
        """Send a request that was due then."""


Later = Callable[[float, Callable[[int], None]], object]
"""Call a function after so many seconds, with the time that it is then."""


class InFlight:
    """How many are in flight, and for how long it has been how many."""

    def __init__(self) -> None:
        self.level = 0
        self.integral_ns = 0  # of the level over time, in nanoseconds
        self._last_ns = 0

    def begin(self, now_ns: int) -> None:
        """From now on."""
        self._last_ns = now_ns

    def change(self, by: int, now_ns: int) -> None:
        """So many more, or fewer, since then: a time before the last one told counts from there."""
        self.integral_ns += self.level * (now_ns - self._last_ns)
        self._last_ns = now_ns
        self.level += by

    def since(self, then_ns: int, now_ns: int) -> None:
        """One more, since a moment that has passed by now."""
        self.change(0, now_ns)
        self.integral_ns += now_ns - then_ns
        self.level += 1


class Flow(ABC):
    """What both models have in common: the books.

    Args:
        tickets: one is taken for each request; shared by all flows of a load.
        later: for lanes that have lost their connection.
        changed: called when nothing is in flight any longer, or no ticket is left.
    """

    def __init__(
        self, tickets: Iterator[object], later: Later, changed: Callable[[], None]
    ) -> None:
        self.lanes: Sequence[AskedLane] = ()
        self.latencies = array("q")
        self.errors: Counter[str] = Counter()
        self.reconnects = 0
        self.in_flight = InFlight()
        self.integral_ns = 0
        """Of the number in flight over the window."""

        self.in_window = 0
        """Right answers that came before the window's end."""

        self.spent = False
        """Whether a request was due and there was no ticket for it."""

        self._record = self.latencies.append
        self._tickets = tickets
        self._later = later
        self._changed = changed
        self._losses: Counter[AskedLane] = Counter()

    @property
    def unfinished(self) -> int:
        """How many requests are in flight."""
        return self.in_flight.level

    @abstractmethod
    def begin(self, now_ns: int) -> None:
        """The window opens."""

    def end(self, now_ns: int) -> None:
        """The window closes: nothing more is due."""
        self.in_flight.change(0, now_ns)
        self.integral_ns = self.in_flight.integral_ns
        self.in_window = len(self.latencies)
        self._tickets = NO_TICKETS

    @abstractmethod
    def go_on(self, lane: AskedLane, now_ns: int) -> int:
        """The lane has its answer; when the request was due that it is to ask now, 0 for none."""

    @abstractmethod
    def rested(self, lane: AskedLane, now_ns: int) -> None:
        """A lane that had lost its connection may ask again."""

    def opened(self, lane: AskedLane, again: bool) -> None:
        """A connection was made, and isn't the lane's first if ``again``."""
        self.reconnects += again

    def answered(self, lane: AskedLane, now_ns: int) -> int:
        """The right answer has come; what ``go_on`` says."""
        self._record(now_ns - lane.since_ns)
        if self._losses:
            self._losses.pop(lane, None)
        return self.go_on(lane, now_ns)

    def wrong(self, lane: AskedLane, kind: str, now_ns: int) -> int:
        """An answer has come that isn't right; what ``go_on`` says."""
        self.errors[kind] += 1
        return self.go_on(lane, now_ns)

    def lost(self, lane: AskedLane, kind: str, now_ns: int) -> None:
        """The connection was lost.  The lane rests: a server in need must not be beset."""
        self.errors[kind] += 1
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(16, self._losses[lane]))
        self._losses[lane] += 1
        self._fewer(now_ns)
        self._later(pause_s, lambda then_ns: self.rested(lane, then_ns))

    def unasked(self, lane: AskedLane) -> None:
        """The server said something that nobody had asked for: an answer twice, perhaps."""
        self.errors[UNASKED] += 1

    def _fewer(self, now_ns: int) -> None:
        self.in_flight.change(-1, now_ns)
        if not self.in_flight.level:
            self._changed()

    def _out_of_tickets(self) -> None:
        if not self.spent:
            self.spent = True
            self._changed()


class ClosedFlow(Flow):
    """Each lane asks again as soon as it has its answer."""

    def begin(self, now_ns: int) -> None:
        """The window opens: all lanes ask."""
        self.in_flight.begin(now_ns)
        for lane in self.lanes:
            self.rested(lane, now_ns)

    def answered(self, lane: AskedLane, now_ns: int) -> int:
        """The right answer has come.  This is the way of most, so nobody else is asked."""
        self._record(now_ns - lane.since_ns)
        if self._losses:
            self._losses.pop(lane, None)
        for _ in self._tickets:
            return now_ns
        return self.go_on(lane, now_ns)

    def go_on(self, lane: AskedLane, now_ns: int) -> int:
        """The next is due now: as many are in flight as before."""
        for _ in self._tickets:
            return now_ns
        self._fewer(now_ns)
        self._out_of_tickets()
        return 0

    def rested(self, lane: AskedLane, now_ns: int) -> None:
        """Ask again, after a while in which nothing was in flight on this lane."""
        for _ in self._tickets:
            self.in_flight.change(1, now_ns)
            lane.ask(now_ns)
            return
        self._out_of_tickets()


class OpenFlow(Flow):
    """Requests are due at even intervals, whatever becomes of those before.

    One that finds no lane free waits for the next that is, beyond the window's end too.
    """

    def __init__(
        self,
        tickets: Iterator[object],
        later: Later,
        changed: Callable[[], None],
        rate: float,
    ) -> None:
        super().__init__(tickets, later, changed)
        self.period_ns = max(1, round(1e9 / rate))
        self._begin_ns = 0
        self._due = 0
        self._free: deque[AskedLane] = deque()
        self._waiting: deque[int] = deque()

    @property
    def next_due_ns(self) -> int:
        """When the next request is due."""
        return self._begin_ns + self._due * self.period_ns

    def begin(self, now_ns: int) -> None:
        """The window opens, and the first request is due."""
        self.in_flight.begin(now_ns)
        self._begin_ns = now_ns
        self._free.extend(self.lanes)
        self.tick(now_ns)

    def tick(self, now_ns: int) -> None:
        """Ask what has become due."""
        while (due_ns := self.next_due_ns) <= now_ns:
            for _ in self._tickets:
                break
            else:
                self._out_of_tickets()
                return
            self._due += 1
            self.in_flight.since(due_ns, now_ns)
            if self._free:
                self._free.popleft().ask(due_ns)
            else:
                self._waiting.append(due_ns)

    def end(self, now_ns: int) -> None:
        """The window closes: what was due before and noticed late still counts."""
        self.tick(now_ns - 1)
        super().end(now_ns)

    def go_on(self, lane: AskedLane, now_ns: int) -> int:
        """What has waited longest is next."""
        self._fewer(now_ns)
        if self._waiting:
            return self._waiting.popleft()
        self._free.append(lane)
        return 0

    def rested(self, lane: AskedLane, now_ns: int) -> None:
        """Ask what has waited longest."""
        if self._waiting:
            lane.ask(self._waiting.popleft())
        else:
            self._free.append(lane)
