"""The closed and the open model with lanes and times that are made up: exact numbers throughout."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import repeat

import pytest

from concdemo.net.load.flows import (
    FIRST_PAUSE_S,
    LONGEST_PAUSE_S,
    ClosedFlow,
    Flow,
    InFlight,
    OpenFlow,
)
from concdemo.net.load.outcome import result

MS = 1_000_000
BEGIN = 7_000 * MS
"""No clock begins at zero."""


@dataclass(eq=False)
class FakeLane:
    """A lane that notes what it is asked; whoever tests it answers."""

    flow: Flow
    asked: list[int] = field(default_factory=list)
    since_ns: int = 0

    def ask(self, since_ns: int) -> None:
        """A request that was due then, in ms after the window's begin."""
        assert not self.since_ns, "one request at a time"
        self.since_ns = since_ns
        self.asked.append((since_ns - BEGIN) // MS)

    def _told(self, tell: Callable[[], int | None]) -> None:
        next_ns = tell()
        self.since_ns = 0
        if next_ns:
            self.ask(next_ns)

    def answer(self, at_ms: int) -> None:
        """The right answer comes then."""
        self._told(lambda: self.flow.answered(self, BEGIN + at_ms * MS))

    def err(self, at_ms: int) -> None:
        """A wrong answer comes then."""
        self._told(lambda: self.flow.wrong(self, "wrong body", BEGIN + at_ms * MS))

    def lose(self, at_ms: int) -> None:
        """The connection breaks then."""
        self.since_ns = 0
        self.flow.lost(self, "connection reset", BEGIN + at_ms * MS)


@dataclass
class Stage:
    """A flow and what it has asked its surroundings for."""

    rate: float | None = None
    lanes: int = 1
    most: int = 1_000
    pauses: list[tuple[float, Callable[[int], None]]] = field(default_factory=list)
    changes: int = 0

    def __post_init__(self) -> None:
        tickets: Iterator[object] = repeat(None, self.most)
        if self.rate is None:
            self.flow: Flow = ClosedFlow(tickets, self._later, self._changed)
        else:
            self.flow = OpenFlow(tickets, self._later, self._changed, self.rate)
        self.lane = [FakeLane(self.flow) for _ in range(self.lanes)]
        self.flow.lanes = self.lane
        self.flow.begin(BEGIN)

    def _later(self, delay_s: float, call: Callable[[int], None]) -> None:
        self.pauses.append((delay_s, call))

    def _changed(self) -> None:
        self.changes += 1

    def tick(self, *at_ms: int) -> None:
        """The timer rings then."""
        assert isinstance(self.flow, OpenFlow)
        for one in at_ms:
            self.flow.tick(BEGIN + one * MS)

    def end(self, at_ms: int) -> None:
        """The window ends then."""
        self.flow.end(BEGIN + at_ms * MS)

    @property
    def latencies_ms(self) -> list[int]:
        """Of right answers, in the order in which they came."""
        return [latency // MS for latency in self.flow.latencies]


def test_the_closed_model_asks_again_at_once() -> None:
    """As soon as an answer is there, on the same lane; the latency is from one to the other."""
    stage = Stage(lanes=2)
    first, second = stage.lane
    first.answer(10)
    second.answer(15)
    first.answer(40)
    assert (first.asked, second.asked) == ([0, 10, 40], [0, 15])
    assert stage.latencies_ms == [10, 15, 30]
    stage.end(50)
    assert stage.flow.unfinished == 2


def test_after_the_window_nothing_is_asked() -> None:
    """What is in flight is waited for; it has a latency, and isn't part of the rate."""
    stage = Stage(lanes=2)
    first, second = stage.lane
    first.answer(20)
    stage.end(100)
    first.answer(110)
    assert (first.asked, stage.flow.unfinished, stage.changes) == ([0, 20], 1, 1)
    second.answer(400)
    assert (stage.flow.unfinished, stage.changes) == (0, 2)
    found = result(stage.flow, 100 * MS)
    assert (found.ok, found.rate, found.unfinished) == (3, 10.0, 0)
    assert found.max_ns == 400 * MS and found.mean_ns == (20 + 90 + 400) * MS / 3


def test_in_flight_is_taken_by_time() -> None:
    """Not from latencies: a request that never ends is in flight all the same."""
    stage = Stage(lanes=2)
    stage.lane[0].answer(30)
    stage.end(100)
    found = result(stage.flow, 100 * MS)
    assert (found.in_flight, found.unfinished, found.rate) == (2.0, 2, 10.0)


def test_littles_law_holds() -> None:
    """In flight = rate × mean latency, to the digit where no answer is cut off by the window."""
    stage = Stage(lanes=3)
    for turn in range(1, 11):
        for lane in stage.lane:
            lane.answer(turn * 10)
    stage.end(100)
    found = result(stage.flow, 100 * MS)
    assert found.in_flight == 3.0 == pytest.approx(found.rate * found.mean_ns / 1e9)


def test_a_wrong_answer_is_no_success() -> None:
    """It is counted by kind, has no latency, and the lane goes on."""
    stage = Stage()
    stage.lane[0].err(10)
    stage.lane[0].answer(30)
    stage.end(50)
    found = result(stage.flow, 50 * MS)
    assert (found.ok, found.errors) == (1, {"wrong body": 1})
    assert stage.latencies_ms == [20] and stage.lane[0].asked == [0, 10, 30]


def test_a_lost_connection_rests() -> None:
    """Longer after each loss, never longer than some; an answer in between ends the count."""
    stage = Stage()
    lane = stage.lane[0]
    expected = [FIRST_PAUSE_S * 2**number for number in range(7)]
    at = 0
    for number in range(9):
        lane.lose(at + 10)
        at += 1_000
        pause_s, rested = stage.pauses[number]
        assert pause_s == [*expected, LONGEST_PAUSE_S, LONGEST_PAUSE_S][number]
        rested(BEGIN + at * MS)
    lane.answer(at + 5)
    lane.lose(at + 10)
    assert stage.pauses[-1][0] == FIRST_PAUSE_S
    assert result(stage.flow, MS).errors == {"connection reset": 10}


def test_a_lane_that_rests_is_not_in_flight() -> None:
    """Nothing is asked on it meanwhile."""
    stage = Stage()
    stage.lane[0].lose(20)
    stage.pauses[0][1](BEGIN + 30 * MS)
    stage.lane[0].answer(50)
    stage.end(100)
    assert result(stage.flow, 100 * MS).in_flight == 0.9
    assert stage.latencies_ms == [20]


def test_a_lane_that_rests_beyond_the_end_asks_no_more() -> None:
    """And nobody waits for it."""
    stage = Stage()
    stage.lane[0].lose(20)
    stage.end(25)
    stage.pauses[0][1](BEGIN + 30 * MS)
    assert (stage.lane[0].asked, stage.flow.unfinished) == ([0], 0)


@pytest.mark.parametrize("lanes", [1, 2, 3, 5])
def test_tickets_run_out(lanes: int) -> None:
    """Never more requests than there are tickets; then the flow says so."""
    stage = Stage(lanes=lanes, most=4)
    at = 0
    while stage.flow.unfinished:
        at += 1
        next(lane for lane in stage.lane if lane.since_ns).answer(at)
    assert sum(len(lane.asked) for lane in stage.lane) == 4 == len(stage.latencies_ms)
    assert stage.flow.spent and stage.changes


def test_an_answer_that_nobody_asked_for_is_an_error() -> None:
    """Of no request, so nothing else changes."""
    stage = Stage(rate=100.0)
    stage.lane[0].answer(3)
    stage.flow.unasked(stage.lane[0])
    stage.end(10)
    found = result(stage.flow, 10 * MS)
    assert (found.ok, found.errors, found.unfinished) == (1, {"unasked answer": 1}, 0)


def test_connections_opened_again_are_counted() -> None:
    """Those that weren't the first of their lane."""
    stage = Stage(lanes=2)
    for lane, again in ((0, False), (1, False), (0, True), (0, True)):
        stage.flow.opened(stage.lane[lane], again)
    assert result(stage.flow, MS).reconnects == 2


def test_the_open_model_asks_when_it_is_due() -> None:
    """Whatever becomes of those before; lanes take turns."""
    stage = Stage(rate=100.0, lanes=3)
    stage.tick(10)
    stage.lane[0].answer(12)
    stage.tick(20)
    stage.tick(29)
    stage.tick(30)
    assert [lane.asked for lane in stage.lane] == [[0, 30], [10], [20]]


def test_latency_counts_from_when_it_was_due() -> None:
    """Also when the timer was late: the user has waited since then."""
    stage = Stage(rate=100.0, lanes=5)
    stage.tick(25)
    assert [lane.asked for lane in stage.lane[:3]] == [[0], [10], [20]]
    for lane in stage.lane[:3]:
        lane.answer(26)
    assert stage.latencies_ms == [26, 16, 6]


def stalled(stage: Stage) -> list[int]:
    """Latencies with a server that takes 1 ms, but answers nothing from 101 ms to 199 ms."""
    for at in range(1, 300):
        busy = [lane for lane in stage.lane if lane.since_ns]
        if not 101 <= at < 199:
            for lane in busy:
                lane.answer(at)
        if stage.rate is not None:
            stage.tick(at)
    stage.end(300)
    at = 300
    while busy := [lane for lane in stage.lane if lane.since_ns]:
        at += 1
        for lane in busy:
            lane.answer(at)
    return sorted(stage.latencies_ms)


def test_a_stall_is_not_hidden() -> None:
    """The server stalls for a third of the time: so do a third of the requests that were due.

    The closed model sees one slow answer, since it asks nothing meanwhile (coordinated omission).
    """
    closed = stalled(Stage(lanes=1))
    assert closed[-2] <= 2 and closed[-1] == 99
    due = stalled(Stage(rate=1_000.0, lanes=1))
    assert len(due) == 300
    assert sum(latency > 1 for latency in due) >= 99
    assert due[-1] >= 98 and due[int(0.9 * len(due))] > 60


def test_waiting_for_a_lane_counts() -> None:
    """With one lane and answers that take as long as three are due, each waits longer."""
    stage = Stage(rate=100.0, lanes=1)
    lane = stage.lane[0]
    for at in range(0, 100, 10):
        stage.tick(at)
        if at in (30, 60, 90):
            lane.answer(at)
    assert lane.asked == [0, 10, 20, 30] and stage.latencies_ms == [30, 50, 70]


def test_what_waits_is_in_flight() -> None:
    """From when it was due, noticed late or not."""
    stage = Stage(rate=100.0, lanes=1)
    stage.tick(25)  # due at 0, 10 and 20
    stage.lane[0].answer(30)
    stage.end(40)  # due at 30
    found = result(stage.flow, 40 * MS)
    assert found.in_flight == (30 + 30 + 20 + 10) / 40
    assert found.unfinished == 3


def test_what_was_due_is_asked_after_the_window() -> None:
    """It was due within it; the wait for it is bounded elsewhere."""
    stage = Stage(rate=100.0, lanes=1)
    stage.tick(10)
    stage.end(20)
    stage.tick(50)
    assert stage.flow.unfinished == 2
    stage.lane[0].answer(60)
    stage.lane[0].answer(80)
    assert stage.latencies_ms == [60, 70] and stage.flow.unfinished == 0
    assert result(stage.flow, 20 * MS).rate == 0.0


def test_a_lost_connection_does_not_stop_arrivals() -> None:
    """They wait, and go to other lanes or to this one when it has rested."""
    stage = Stage(rate=100.0, lanes=1)
    stage.lane[0].lose(5)
    stage.tick(10, 20)
    assert stage.flow.unfinished == 2
    stage.pauses[0][1](BEGIN + 25 * MS)
    stage.lane[0].answer(30)
    assert stage.lane[0].asked == [0, 10, 20] and stage.latencies_ms == [20]


def test_the_open_model_takes_tickets() -> None:
    """One for each that is due."""
    stage = Stage(rate=1_000.0, lanes=2, most=3)
    stage.tick(10, 20)
    assert stage.flow.unfinished == 3 and stage.flow.spent


@pytest.mark.parametrize("rate", [0.5, 3.0, 999.0, 30_000.0])
def test_arrivals_are_even(rate: float) -> None:
    """As many as the rate says."""
    stage = Stage(rate=rate, lanes=1, most=2_000_000)
    stage.end(4_000)
    assert stage.flow.unfinished == pytest.approx(4 * rate, abs=1, rel=1e-4)


def test_levels_and_times() -> None:
    """The integral by hand."""
    level = InFlight()
    level.begin(100)
    level.change(2, 100)
    level.change(-1, 150)
    level.since(160, 170)
    level.change(0, 200)
    assert (level.level, level.integral_ns) == (2, 2 * 50 + 20 + 10 + 2 * 30)
