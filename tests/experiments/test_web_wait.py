"""``web wait`` and ``web workers``: their plans, the grid, what a sample tells, the maps."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import builders
import pytest
from waits import wait_report, waited

from concdemo import host as machine_facts
from concdemo.drawn import HeatCell
from concdemo.errors import ArmFault, UsageFault
from concdemo.experiments import find
from concdemo.experiments.web.wait import ADAPTED, DEFAULT_STACKS, arm, bare
from concdemo.experiments.web.wait.arm import MAIN, WaitArm, metrics_of
from concdemo.experiments.web.wait.grid import (
    FEW,
    LIMIT_NS,
    MANY,
    MS,
    NONE,
    Spot,
    Turns,
    expected_ns,
    spots,
    together,
)
from concdemo.experiments.web.wait.report import cell, heat_maps
from concdemo.experiments.web.workers import queued
from concdemo.model import Plan
from concdemo.net import cores
from concdemo.net.load.control import Unreachable
from concdemo.net.load.spec import Load, Loaded, StreamResult
from concdemo.settings import settle
from concdemo.stacks import plan as stacks_plan
from concdemo.stacks import reach
from concdemo.stacks.table import STACKS, THREADS
from concdemo.text import Text

WAIT = find("web wait")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores, and everything installed."""
    monkeypatch.setattr(stacks_plan, "lacking", lambda _: None)
    monkeypatch.setattr(stacks_plan, "versions", lambda stack: {stack.interface: "1.2"})
    monkeypatch.setattr(cores, "apart", lambda: (0, 3))


def planned(name: str, **given: str) -> Plan:
    """The plan of such a run."""
    experiment = find(name)
    return experiment.plan(settle(experiment.options, given), builders.host())


# ── plans ────────────────────────────────────────────────────────────────────


def test_an_arm_for_each_stack() -> None:
    """Flask on its threads is the baseline; pools have the threads that the table names."""
    plan = planned("web wait")
    assert [one.name for one in plan.arms] == list(DEFAULT_STACKS)
    assert plan.baseline.name == "flask/gthread"
    assert {one.name: one.workers for one in plan.arms if one.workers > 1} == dict.fromkeys(
        ("flask/gthread", "flask/uvicorn", "fastapi-def/uvicorn", "django/gthread"), THREADS
    )
    assert [one.name for one in plan.services] == ["load", *(f"stack:{n}" for n in DEFAULT_STACKS)]
    said = " ".join(fact.en for fact in plan.facts)
    assert "flask/gthread 40" in said and "asgi 1.2" in said and "core 3" in said
    assert "200 clients with a wait of 100 ms" in said


def test_numbers_are_in_order() -> None:
    """However they were asked for; a framework's name stands for all of its own."""
    plan = planned("web wait", waits="200,20", connections="80,1", stack="tornado,node")
    assert plan.settings["waits"] == ["20", "200"] and plan.settings["connections"] == ["1", "80"]
    assert plan.settings["stack"] == ["tornado/tornado", "node/node"]
    assert plan.baseline.name == "tornado/tornado"


def test_pools_have_more_threads_than_few_and_fewer_than_many() -> None:
    """What is compared lies on both sides of every pool's end."""
    pools = {name: STACKS[name].sizes.threads for name in DEFAULT_STACKS}
    for threads in pools.values():
        assert threads == 1 or FEW.connections < threads < MANY.connections


def test_more_connections_than_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything starts, whatever is asked for: what is compared needs them."""
    monkeypatch.setattr(machine_facts, "descriptor_limit", lambda: 256)
    with pytest.raises(UsageFault, match=r"200 connections.*\(256\).*ulimit"):
        planned("web wait", connections="10")
    monkeypatch.setattr(machine_facts, "descriptor_limit", lambda: None)
    planned("web wait", connections="200")


def test_a_pair_of_arms_for_each_stack_with_workers() -> None:
    """One worker is the baseline of two; servers are kept to no core, each has its own key."""
    plan = planned("web workers", stack="fastapi")
    assert [(one.name, one.workers, one.against) for one in plan.arms] == [
        ("fastapi/gunicorn-1", 1, "fastapi/gunicorn-1"),
        ("fastapi/gunicorn-2", 2, "fastapi/gunicorn-1"),
        ("fastapi/uvicorn-1", 1, "fastapi/uvicorn-1"),
        ("fastapi/uvicorn-2", 2, "fastapi/uvicorn-1"),
    ]
    assert {one.scheduling for one in plan.arms} == {"side-by-side"}
    assert plan.services[2].name == "stack:fastapi/gunicorn-2"
    assert plan.services[2].parameters == {
        "stack": "fastapi/gunicorn", "pinned": False, "workers": 2,
    }  # fmt: skip
    said = " ".join(fact.en for fact in plan.facts)
    assert "120,000 steps" in said and "8 requests" in said and "new connection" in said
    assert "core 3" not in said


# ── the grid ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("spot", "requests"),
    [
        (NONE, 100),
        (FEW, 5),
        (MANY, 200),
        (Spot(100, 80), 160),
        (Spot(5, 1), 10),
        (Spot(20, 1), 5),
        (Spot(20, 10), 50),
        (Spot(20, 80), 400),
        (Spot(20, 200), 400),
        (Spot(200, 1), 1),
        (Spot(200, 50), 50),
        (Spot(200, 200), 200),
    ],
)
def test_how_many_are_sent(spot: Spot, requests: int) -> None:
    """As many by each client as by any other; short waits more often."""
    assert spot.requests == requests
    assert spot.requests % spot.connections == 0


def test_how_many_waited_at_once() -> None:
    """200 waits of 100 ms in 500 ms are 40 at once."""
    assert together(MANY, 500 * MS) == 40
    assert together(FEW, 500 * MS) == 1


def test_the_grid_leaves_out_what_is_measured_anyhow() -> None:
    """The quickest first."""
    assert spots([100, 20], [200, 5, 1]) == [
        Spot(20, 1), Spot(100, 1), Spot(20, 5), Spot(20, 200),
    ]  # fmt: skip
    assert spots([100], [5, 200]) == []


@pytest.mark.parametrize(
    ("spot", "known", "ms"),
    [
        (FEW, {}, 500),  # of an unknown server, one at a time
        (MANY, {FEW: 1.0}, 20_000),  # a pool of one
        (MANY, {FEW: 4.75}, 105),  # its end wasn't seen: forty times as many may wait
        (Spot(200, 200), {FEW: 4.75, MANY: 40.0}, 1_000),  # its end was seen
        (Spot(200, 200), {FEW: 4.75, MANY: 160.0}, 250),
        (Spot(100, 1), {FEW: 4.75}, 100),
        (NONE, {}, 0),
    ],
)
def test_how_long_a_spot_may_take(spot: Spot, known: Mapping[Spot, float], ms: float) -> None:
    """From what was seen with as many in flight or fewer."""
    assert expected_ns(spot, known) / MS == pytest.approx(ms, rel=0.01)


def test_every_spot_has_its_turn_once() -> None:
    """Two at a time, the last alone, then none."""
    turns = Turns(spots([20], [1, 10, 80]), 2)
    assert [len(turns.take()) for _ in range(4)] == [2, 1, 0, 0]


# ── a sample ─────────────────────────────────────────────────────────────────


class Scripted:
    """A load generator whose server has so many threads, and needs no time of its own."""

    def __init__(self, threads: int, **changed: Any) -> None:
        self.threads = threads
        self.changed = changed
        self.asked: list[Load] = []
        self.broken: Unreachable | None = None
        self.still_there: int | None = None
        self.each_ns = {80: 100_000, 81: 250_000}

    def load(self, load: Load) -> Loaded:
        """The answers that such a server gives."""
        self.asked.append(load)
        if self.broken is not None and load.streams[0].port != self.still_there:
            raise self.broken
        [stream] = load.streams
        wait_ms = int(stream.request.target.rpartition("/")[2])
        whole_ns = max(load.most * wait_ms * MS // min(self.threads, stream.connections), 10 * MS)
        result = StreamResult(
            ok=load.most, rate=load.most * 1e9 / whole_ns, errors={}, p50_ns=1, p90_ns=1, p99_ns=1,
            max_ns=1, mean_ns=1.0, in_flight=1.0, reconnects=0, unfinished=0,
        )  # fmt: skip
        return Loaded(
            window_ns=whole_ns,
            whole_ns=whole_ns,
            streams={MAIN: replace(result, **self.changed)},
            client_cpu_ns=whole_ns // 10,
            client_waited_ns=5,
            server_cpu_ns=load.most * self.each_ns[stream.port],
        )

    def close(self) -> None:
        """Hang up."""


SERVER = SimpleNamespace(
    host="127.0.0.1", port=80, stack=STACKS["fastapi-def/uvicorn"], versions={"a": "1"},
    pids=lambda: [7, 8],
)  # fmt: skip


def opened(monkeypatch: pytest.MonkeyPatch, line: Scripted) -> WaitArm:
    """An arm of a server that is there, with a grid of 20 and 200 ms, 1 and 80 in flight."""
    for module in (arm, reach):
        monkeypatch.setattr(module, "place", lambda *_: SERVER)
    return WaitArm({"load": {"client": "x"}}, "fastapi-def/uvicorn", [20, 200], [1, 80], line=line)


def where(load: Load) -> Spot:
    """The spot at which a load asks."""
    [stream] = load.streams
    return Spot(int(stream.request.target.rpartition("/")[2]), stream.connections)


def test_a_sample_measures_what_is_compared_then_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one, which nobody keeps, has no turn; metrics are those of a pool of 40."""
    line = Scripted(40)
    found = opened(monkeypatch, line)
    first = found.sample(1)
    assert [where(load) for load in line.asked] == [NONE, NONE, FEW, NONE, NONE, NONE, MANY]
    assert first.metrics["at-100-5"] == 5 and first.metrics["at-100-200"] == 40
    assert first.metrics["most"] == 40 and first.metrics["client-busy"] == 0.1
    assert first.metrics["rate-many"] == 400 and first.metrics["each-many"] == 2.5 * MS
    assert first.metrics["cpu-none"] == 100_000 and "at-0-10" not in first.metrics
    assert (first.failed, first.checksum, first.waited_ns) == (0, None, 7 * 5)
    assert first.cpu_ns == sum(load.most for load in line.asked) * 100_000
    second = found.sample(1)
    assert {"at-20-1", "at-200-1"} <= second.metrics.keys()
    third = found.sample(1)
    assert third.metrics["at-200-80"] == 40 and "at-20-1" not in third.metrics
    assert found.sample(1).metrics.keys() == first.metrics.keys()
    assert found.portrait(1) is None and found.facts == {"a": "1", "client": "x"}


def test_a_load_asks_the_endpoint_of_its_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below its prefix, with the server's processes; no wait comes before the window."""
    line = Scripted(40)
    opened(monkeypatch, line).sample(1)
    [stream] = line.asked[-1].streams
    assert stream.request.target == "/def/wait/100" and stream.connections == 200
    assert stream.first is not None and stream.first.target == "/def/wait/0"
    assert line.asked[-1].pids == (7, 8) and line.asked[-1].box_ns == arm.PATIENCE * LIMIT_NS


def test_what_would_take_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that answers one at a time isn't asked for 160 waits."""
    line = Scripted(1)
    found = opened(monkeypatch, line)
    for _ in range(3):
        taken = found.sample(1)
        assert taken.metrics["most"] == taken.metrics["at-100-5"] == 1
        assert "rate-many" not in taken.metrics
    assert all(load.streams[0].connections <= 10 for load in line.asked)


def test_a_spot_that_was_not_finished_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure is made of half the answers; where it is compared, the rest are failures."""
    found = opened(monkeypatch, Scripted(40, ok=4))
    taken = found.sample(1)
    assert taken.metrics == {"most": 0.0}
    assert taken.failures == {arm.TOO_SLOW: 5 * 96 + 1} and taken.failed == 481


def test_what_is_compared_is_settled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that slows down doesn't leave out its slow samples, nor comes one in late."""
    line = Scripted(40)
    found = opened(monkeypatch, line)
    found.sample(1)
    line.threads = 1
    assert found.sample(1).metrics["at-100-200"] == 1
    slow = Scripted(1)
    found = opened(monkeypatch, slow)
    found.sample(1)
    slow.threads = 40
    assert "at-100-200" not in found.sample(1).metrics


def test_wrong_answers_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted by kind; such a sample counts for nothing else."""
    found = opened(monkeypatch, Scripted(40, ok=4, errors={"wrong body": 1}, unfinished=2))
    taken = found.sample(1)
    assert taken.failures == {"wrong body": 6, "no answer": 12, arm.TOO_SLOW: 5 * 93}
    assert taken.failed == 483
    assert taken.metrics["most"] == 0


def test_a_server_that_has_died_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the keeper if it knows why, else as the client says it."""
    line = Scripted(40)
    line.broken = Unreachable(Text("refused", "거절"))
    found = opened(monkeypatch, line)
    with pytest.raises(ArmFault, match="refused"):
        found.sample(1)

    def dead(services: object, stack: str) -> None:
        raise ArmFault(Text("the log's last words", "기록"))

    monkeypatch.setattr(reach, "place", dead)
    with pytest.raises(ArmFault, match="last words"):
        found.sample(1)


def test_no_time_for_each_request_without_a_clock_for_others() -> None:
    """Where the system doesn't tell another process's CPU time."""
    line = Scripted(1)
    loaded = replace(line.load(_load(NONE)), server_cpu_ns=-1)
    assert metrics_of(NONE, "none", loaded).keys() == {"each-none", "rate-none"}


def _load(spot: Spot) -> Load:
    from concdemo.experiments.web.asked import ASKED
    from concdemo.net.load.spec import Stream

    stream = Stream(MAIN, "127.0.0.1", 80, *ASKED["wait"]("", spot.wait_ms), spot.connections)
    return Load((stream,), LIMIT_NS, spot.requests)


# ── maps ─────────────────────────────────────────────────────────────────────


def test_a_map_of_a_report() -> None:
    """A panel for each stack, a row for each wait; what was measured in every round has an end."""
    [heat] = heat_maps(wait_report())
    assert heat.rows.values == [100, 200] and heat.columns.values == [1, 5, 200]
    assert [panel.name for panel in heat.panels][:2] == ["flask/gthread", "flask/gunicorn"]
    row, other = heat.panels[0].cells
    assert row[1].value == pytest.approx(4.7, rel=0.01) and row[1].low is not None
    assert row[2].shade == pytest.approx(38 / 200, rel=0.01)
    assert row[0] == other[0] == HeatCell(None)


def test_what_was_measured_once_has_no_interval() -> None:
    """And where no clean sample has it, another's will do."""
    [one, *_] = waited(4.7, 40.0, 100.0, **{"at-200-1": 0.99})
    for sample in (one, replace(one, clean=False)):
        report = wait_report(samples={"flask/gthread": [sample, *waited(4.7, 40.0, 100.0)[1:]]})
        found = cell(builders.row(report, "flask/gthread"), Spot(200, 1))
        assert (found.value, found.shade, found.low) == (pytest.approx(0.99), 0.99, None)


def test_no_map_without_samples() -> None:
    """Nor without a grid."""
    assert heat_maps(replace(wait_report(), arms=[])) == []
    assert heat_maps(replace(wait_report(), settings={})) == []


# ── an app without its adapter ───────────────────────────────────────────────


def test_flask_on_an_asgi_server_as_it_is() -> None:
    """A real request gets an error; the same server answers for an app that speaks ASGI."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("flask")
    found = bare.Bare()
    try:
        assert found.ask() == found.ask() == {"unadapted-right": 0.0, "unadapted-status": 500.0}
    finally:
        found.close()


def test_an_app_that_speaks_asgi_is_told_apart() -> None:
    """What the claim would be refuted by."""
    pytest.importorskip("uvicorn")
    from concdemo.stacks.apps.asgi_app import app

    found = bare.Bare(app)
    try:
        assert found.ask() == {"unadapted-right": 1.0, "unadapted-status": 200.0}
    finally:
        found.close()


def test_a_server_that_does_not_answer_tells_nothing_of_an_app() -> None:
    """It isn't taken for an app that doesn't fit."""
    pytest.importorskip("uvicorn")
    found = bare.Bare(lambda: None)
    found.close()
    with pytest.raises(ArmFault):
        found.ask()


def test_only_the_adapted_stack_has_it_beside() -> None:
    """Which is one of those that are measured by default."""
    assert ADAPTED in DEFAULT_STACKS


# ── a server's own threads ───────────────────────────────────────────────────


def test_the_wait_of_a_process_in_the_run_queue() -> None:
    """It never shrinks; of nobody nothing is known."""
    import os

    before = queued.waited_ns([os.getpid()])
    if before < 0:
        pytest.skip("this system doesn't tell")
    assert queued.waited_ns([os.getpid()]) >= before
    assert queued.waited_ns([]) == queued.waited_ns([2**30]) == -1


@pytest.mark.parametrize(
    ("requests", "elapsed_ms", "next_time"),
    [(100, 4, 1_000), (100, 40, 100), (100, 160, 25), (100, 400, 20), (100, 1, 2_000)],
)
def test_requests_without_a_wait_are_so_many_that_they_take_a_while(
    requests: int, elapsed_ms: int, next_time: int
) -> None:
    """Forty milliseconds of them, within bounds: a few would tell the moment, not the server."""
    assert arm.enough(requests, elapsed_ms * MS) == next_time


def test_a_quick_server_is_asked_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second time on, since each has told how quick it is."""
    line = Scripted(40)
    opened(monkeypatch, line).sample(1)
    first, second, *_ = (load.most for load in line.asked if where(load) == NONE)
    assert (first, second) == (100, 400)


def with_beside(monkeypatch: pytest.MonkeyPatch, line: Scripted) -> WaitArm:
    """The same arm with another server beside it, on port 81."""
    opened(monkeypatch, line)
    other = SimpleNamespace(**{**vars(SERVER), "port": 81})
    for module in (arm, reach):
        monkeypatch.setattr(module, "place", lambda _, name: other if name == "other" else SERVER)
    return WaitArm({"load": {"client": "x"}}, "own", [20], [1], beside="other", line=line)


def test_a_server_beside_is_asked_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Right after its own, each time, and only where nothing waits."""
    line = Scripted(40)
    taken = with_beside(monkeypatch, line).sample(1)
    asked = [(where(load), load.streams[0].port) for load in line.asked]
    turn = [(NONE, 80), (NONE, 81)]
    assert asked == [*turn * 2, (FEW, 80), *turn * 3, (MANY, 80)]
    assert taken.metrics["lighter"] == 2.5 and taken.metrics["cpu-none"] == 100_000
    assert taken.failed == 0


def test_the_death_of_the_server_beside_is_not_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """That one's own arm tells of it; here nothing is compared any more."""
    line = Scripted(40)
    found = with_beside(monkeypatch, line)
    line.broken, line.still_there = Unreachable(Text("refused", "거절")), 80
    for _ in range(2):
        taken = found.sample(1)
        assert "lighter" not in taken.metrics and taken.metrics["cpu-none"] == 100_000
    assert [load.streams[0].port for load in line.asked].count(81) == 1


def test_what_is_beside_must_have_started() -> None:
    """One that isn't there, or couldn't start, is told of by its own row."""
    assert not reach.is_there({"load": {}}, "fastapi/uvicorn")
    assert not reach.is_there({"stack:fastapi/uvicorn": {"fault": {}}}, "fastapi/uvicorn")
    assert reach.is_there({"stack:fastapi/uvicorn": {"port": 1}}, "fastapi/uvicorn")


def test_what_a_request_costs_is_the_median_of_several() -> None:
    """A moment in which the core was slow is one of five."""
    several = [{"cpu-none": float(us), "each-none": 2.0 * us} for us in (50, 52, 51, 400, 49)]
    assert arm.medians(several) == {"cpu-none": 51, "each-none": 102}
    assert arm.medians([{"cpu-none": 1.0, "each-none": 2.0}, {"each-none": 4.0}]) == {
        "each-none": 3
    }
    assert arm.medians([]) == {}
