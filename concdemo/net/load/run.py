"""One load from its first connection to its last.

Before the window, each stream opens one connection and gets one answer over it.  If the server
keeps that connection, the others are opened too; a server that closes its connections gets one
with each request instead, since an idle one may be all that it then listens to.
"""

import asyncio
import gc
import itertools
from collections.abc import Callable

from concdemo import clock
from concdemo.net.load.checking import Check
from concdemo.net.load.control import Unreachable
from concdemo.net.load.flows import ClosedFlow, Flow, OpenFlow
from concdemo.net.load.lane import Lane
from concdemo.net.load.outcome import Clocks, loaded
from concdemo.net.load.parsing import MakeParser
from concdemo.net.load.spec import Expect, Load, Loaded, Stream
from concdemo.net.load.ticks import Ticks
from concdemo.net.load.watch import watch_on
from concdemo.text import Text

AT_A_TIME = 32
"""Connections that are made at once: fewer than the shortest queue of a listening server."""

NO_CONNECTION = Text(
    "no connection to {host}:{port} for {name} ({why})",
    "{name}: {host}:{port}에 연결할 수 없습니다({why})",
)
NO_ANSWER = Text(
    "no whole answer from {host}:{port} to {target} within {limit:g} s",
    "{host}:{port}에서 {target}에 대한 온전한 답이 {limit:g}초 안에 오지 않았습니다",
)


class Getting:
    """The flow of a lane before the window: it waits for one thing to happen."""

    def __init__(self, until_open: bool) -> None:
        self._until_open = until_open
        self.happened: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self.connected = False

    def opened(self, lane: object, again: bool) -> None:
        """There is a connection."""
        self.connected = True
        if self._until_open:
            self._tell(None)

    def answered(self, lane: object, now_ns: int) -> int:
        """The right answer has come."""
        self._tell(None)
        return 0

    def wrong(self, lane: object, kind: str, now_ns: int) -> int:
        """An answer has come."""
        self._tell(kind)
        return 0

    def lost(self, lane: object, kind: str, now_ns: int) -> None:
        """Nothing more will come."""
        self._tell(kind)

    def unasked(self, lane: object) -> None:
        """Nobody is harmed yet: the connection has been given up."""

    def _tell(self, kind: str | None) -> None:
        if not self.happened.done():
            self.happened.set_result(kind)


class Run:
    """A load that runs on the running loop."""

    def __init__(self, load: Load, make_parser: MakeParser) -> None:
        self._load = load
        self._make_parser = make_parser
        self._loop = asyncio.get_running_loop()
        self._limit_s = load.drain_ns / 1e9
        self._tickets = itertools.repeat(None, load.most)
        self._watch = watch_on(self._loop)
        self._flows: dict[str, Flow] = {}
        self._after_first: dict[str, tuple[bytes, Check]] = {}
        self._lanes: dict[str, list[Lane]] = {}
        for stream in load.streams:
            self._flows[stream.name], self._lanes[stream.name] = self._prepare(stream)
        self._begin: Clocks | None = None
        self._end: Clocks | None = None
        self._idle = asyncio.Event()
        """Set once the window is over and nothing is in flight, or is waited for no longer."""

        self._idle_ns = 0
        """When that was."""

        self._timers: list[Ticks | asyncio.TimerHandle] = []
        self._over = False

    async def whole(self) -> Loaded:
        """Run it, and close what it opened.

        Raises:
            Unreachable: a server gave no whole answer before the window.
        """
        collecting = gc.isenabled()
        try:
            for stream in self._load.streams:
                await self._first_answer(stream)
            for stream in self._load.streams:
                await self._open(stream)
            gc.collect()
            gc.disable()
            await asyncio.sleep(0)  # a loop counts its timers from when it last looked at the clock
            self._begin_window()
            await self._idle.wait()  # to which the window's end leads, and then the drain's
            assert self._begin is not None and self._end is not None
            idle_ns = self._idle_ns or clock.monotonic_ns()
            return loaded(self._flows, self._begin, self._end, idle_ns)
        finally:
            self._over = True
            self._stop_timers()
            for lanes in self._lanes.values():
                for lane in lanes:
                    lane.close()
            self._watch.close()
            if collecting:
                gc.enable()

    def _prepare(self, stream: Stream) -> tuple[Flow, list[Lane]]:
        if stream.rate is None:
            flow: Flow = ClosedFlow(self._tickets, self._later, self._look)
        else:
            flow = OpenFlow(self._tickets, self._later, self._look, stream.rate)
        request = stream.request.encode(stream.host, stream.port)
        address, check = (stream.host, stream.port), Check(stream.expect)
        lanes = [
            Lane(self._loop, address, request, check, self._make_parser, flow, self._watch)
            for _ in range(stream.connections)
        ]
        if stream.first is not None:
            first = stream.first.encode(stream.host, stream.port)
            lanes[0].ask_for(first, Check(Expect(stream.expect.status, any_length=True)))
            self._after_first[stream.name] = request, check
        flow.lanes = lanes
        return flow, lanes

    async def _first_answer(self, stream: Stream) -> None:
        lane, getting = self._lanes[stream.name][0], Getting(until_open=False)
        lane.flow = getting
        lane.ask(clock.monotonic_ns())
        try:
            kind = await asyncio.wait_for(getting.happened, self._limit_s)
        except TimeoutError:
            facts = {"target": (stream.first or stream.request).target, "limit": self._limit_s}
            raise Unreachable(NO_ANSWER.fill(host=stream.host, port=stream.port, **facts)) from None
        finally:
            lane.flow = self._flows[stream.name]
        if not getting.connected:
            where = {"host": stream.host, "port": stream.port, "name": stream.name}
            raise Unreachable(NO_CONNECTION.fill(**where, why=kind))
        if stream.name in self._after_first:
            lane.ask_for(*self._after_first[stream.name])

    async def _open(self, stream: Stream) -> None:
        """Open what connections are still missing, if the server keeps them."""
        lanes = self._lanes[stream.name]
        if not lanes[0].connected:
            return
        until_ns = clock.monotonic_ns() + self._load.drain_ns
        for at in range(1, len(lanes), AT_A_TIME):
            some = lanes[at : at + AT_A_TIME]
            waits = [self._getting_open(lane) for lane in some]
            left_s = max(0.0, (until_ns - clock.monotonic_ns()) / 1e9)
            await asyncio.wait(waits, timeout=left_s)
            for lane, wait in zip(some, waits, strict=True):
                lane.flow = self._flows[stream.name]
                if not wait.done():
                    lane.close()  # it is tried again when it is needed

    def _getting_open(self, lane: Lane) -> "asyncio.Future[str | None]":
        getting = Getting(until_open=True)
        lane.flow = getting
        lane.open()
        return getting.happened

    def _begin_window(self) -> None:
        box_s = self._load.box_ns / 1e9
        self._timers.append(self._loop.call_later(box_s, self._end_window))
        self._begin = begin = Clocks.read(self._load.pids)
        for flow in self._flows.values():
            flow.begin(begin.wall_ns)
            if isinstance(flow, OpenFlow):
                self._timers.append(self._ticks(flow))

    def _ticks(self, flow: OpenFlow) -> Ticks:
        def tick() -> None:
            if self._end is None:
                flow.tick(clock.monotonic_ns())

        return Ticks(self._loop, tick, flow.next_due_ns, flow.period_ns)

    def _end_window(self) -> None:
        if self._end is not None:
            return
        self._end = end = Clocks.read(self._load.pids)
        self._timers.append(self._loop.call_later(self._limit_s, self._idle.set))
        for flow in self._flows.values():
            flow.end(end.wall_ns)
        self._look()

    def _look(self) -> None:
        """Something has changed with a flow."""
        flows = self._flows.values()
        if self._end is None:
            if any(flow.spent for flow in flows):
                self._end_window()
        elif not self._idle.is_set() and not any(flow.unfinished for flow in flows):
            self._idle_ns = clock.monotonic_ns()
            self._idle.set()

    def _later(self, delay_s: float, call: Callable[[int], None]) -> None:
        def then() -> None:
            if not self._over:
                call(clock.monotonic_ns())

        self._loop.call_later(delay_s, then)

    def _stop_timers(self) -> None:
        for timer in self._timers:
            timer.close() if isinstance(timer, Ticks) else timer.cancel()
