"""What questions on the speed of web servers plan, what a sample tells, and when it is doubted."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import metadata
from types import SimpleNamespace
from typing import Any

import builders
import pytest
from webs import CONNECTIONS, loaded, order_of_frameworks, race_of_servers

from concdemo import host as machine_facts
from concdemo.errors import ArmFault, UsageFault
from concdemo.experiments import closer, find
from concdemo.experiments.web.asked import ASKED
from concdemo.experiments.web.common import RATE, doubts, facts_of, stack_arm, where
from concdemo.experiments.web.doubts import fits
from concdemo.experiments.web.loaded import LoadedArm, open_arm, summarise
from concdemo.experiments.web.order import STACKS, WAIT_STACKS
from concdemo.model import Plan
from concdemo.net import cores
from concdemo.net.load import control, makings
from concdemo.net.load.spec import Load, Loaded, StreamResult
from concdemo.settings import settle
from concdemo.stacks import plan as stacks_plan
from concdemo.stacks import reach
from concdemo.stacks.answers import compute
from concdemo.stacks.stack import Stack
from concdemo.stacks.table import STACKS as TABLE
from concdemo.text import Text

LACKING = Text("it isn't installed", "설치되어 있지 않음")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores, and everything installed."""
    monkeypatch.setattr(stacks_plan, "lacking", lambda _: None)
    monkeypatch.setattr(stacks_plan, "versions", lambda stack: {stack.interface: "1.2"})
    monkeypatch.setattr(cores, "apart", lambda: (0, 3))
    monkeypatch.setattr(makings, "without", lambda: None)


def planned(name: str, **given: str) -> Plan:
    """The plan of such a run."""
    experiment = find(name)
    return experiment.plan(settle(experiment.options, given), builders.host())


# ── plans ────────────────────────────────────────────────────────────────────


def test_an_endpoint_is_a_group_with_a_baseline() -> None:
    """FastAPI on Uvicorn, in both."""
    plan = planned("web order")
    assert [arm.name for arm in plan.arms] == [
        *(f"json {stack}" for stack in STACKS),
        *(f"wait {stack}" for stack in WAIT_STACKS),
    ]
    for arm in plan.arms:
        assert arm.against == f"{arm.name.split(' ')[0]} fastapi/uvicorn"
    assert plan.size == 200_000 and plan.metric == RATE
    json, wait = plan.arms[0], plan.arms[-1]
    assert json.parameters == {
        "stack": "fastapi/uvicorn", "endpoint": "json", "argument": 0, "connections": 32,
        "rate": None, "saturating": True,
    }  # fmt: skip
    assert wait.parameters["argument"] == 30 and wait.parameters["saturating"] is False


def test_each_server_is_a_service_once() -> None:
    """However many arms load it; the client comes first."""
    names = [service.name for service in planned("web order").services]
    assert names == ["load", *(f"stack:{stack}" for stack in STACKS)]


def test_what_is_asked_for_is_measured_in_the_order_of_the_table() -> None:
    """A framework's name is all of its stacks; every endpoint gets all of them."""
    plan = planned("web order", stack="flask,django/granian", endpoint="wait,items", wait="5")
    assert [arm.name for arm in plan.arms] == [
        "wait flask/gthread", "wait flask/granian", "wait django/granian",
        "items flask/gthread", "items flask/granian", "items django/granian",
    ]  # fmt: skip
    assert [arm.against for arm in plan.arms[::3]] == ["wait flask/gthread", "items flask/gthread"]
    assert plan.arms[0].parameters["argument"] == 5
    plan = planned("web order", stack="go", endpoint="cpu", window="50", connections="3")
    assert plan.arms[0].parameters["argument"] == 5_000 and plan.size == 50_000
    assert plan.arms[0].parameters["connections"] == 3


def test_what_is_not_installed_is_a_row_and_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is there is compared with the first that is."""

    def lacking(stack: Stack) -> Text | None:
        return LACKING if stack.framework in ("fastapi", "go") else None

    monkeypatch.setattr(stacks_plan, "lacking", lacking)
    plan = planned("web order", endpoint="json")
    assert [arm.unavailable for arm in plan.arms[:3]] == [LACKING, LACKING, None]
    assert {arm.against for arm in plan.arms} == {"json starlette/uvicorn"}
    services = {service.name for service in plan.services}
    assert "stack:go/go" not in services and "stack:node/node" in services
    assert plan.arms[2].against == plan.arms[2].name


def test_where_nothing_is_installed_all_rows_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a plan all the same."""
    monkeypatch.setattr(stacks_plan, "lacking", lambda _: LACKING)
    plan = planned("web servers")
    assert all(arm.unavailable == LACKING for arm in plan.arms)
    assert [service.name for service in plan.services] == ["load"]


def test_uvicorn_is_always_among_the_servers() -> None:
    """The others are compared with it."""
    plan = planned("web servers", server="daphne")
    assert [arm.name for arm in plan.arms] == ["uvicorn", "daphne"]
    assert plan.settings["server"] == ["uvicorn", "daphne"]
    assert {arm.against for arm in plan.arms} == {"uvicorn"}
    assert [arm.name for arm in planned("web servers").arms] == [
        "uvicorn", "hypercorn", "daphne", "granian", "gunicorn",
    ]  # fmt: skip


def test_both_extras_are_there_with_and_without_the_other() -> None:
    """An app at a time, against what a plain install has."""
    plan = planned("web uvicorn")
    assert [arm.name for arm in plan.arms] == [
        "bare asyncio h11", "bare asyncio httptools", "bare uvloop h11", "bare uvloop httptools",
        "fastapi asyncio h11", "fastapi asyncio httptools", "fastapi uvloop h11",
        "fastapi uvloop httptools",
    ]  # fmt: skip
    assert {arm.against for arm in plan.arms} == {"bare asyncio h11", "fastapi asyncio h11"}
    assert plan.arms[1].parameters["stack"] == "asgi/uvicorn-asyncio-httptools"
    assert len(planned("web uvicorn", app="fastapi").arms) == 4


@pytest.mark.parametrize("name", ["web order", "web servers", "web uvicorn"])
def test_every_stack_that_is_measured_is_in_the_table(name: str) -> None:
    """With one worker, and threads enough for as many waits as there are."""
    for arm in planned(name).arms:
        row = TABLE[str(arm.parameters["stack"])]
        assert row.sizes.workers == 1
        assert row.one_thread or row.runtime != "python" or row.sizes.threads >= CONNECTIONS


TOLD = (
    ("GET /json", "GET /json"),
    ("access logs off", "접근 로그는 끄고"),
    ("7 connections", "연결 7개"),
    ("core 0", "0번 코어"),
    ("core 3", "3번 코어"),
    ("doesn't poll", "폴링하지 않음"),
    ("asgi 1.2", "asgi 1.2"),
)


@pytest.mark.parametrize("name", ["web order", "web servers", "web uvicorn"])
def test_a_run_says_how_it_is_done(name: str) -> None:
    """What is asked for, one worker, no access logs, connections, cores, the client, versions."""
    told = planned(name, connections="7").facts
    both = [" ".join(fact.en for fact in told), " ".join(fact.ko for fact in told)]
    for words in TOLD:
        for word, language in zip(words, both, strict=True):
            assert word in language


def test_where_cores_can_not_be_kept_apart_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what waits in the run queue then is nobody's fault."""
    monkeypatch.setattr(cores, "apart", lambda: None)
    assert "can't be kept" in where().en and "붙잡아 둘 수 없습니다" in where().ko
    assert {arm.scheduling for arm in planned("web servers").arms} == {"waiting"}


def test_without_versions_none_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is installed."""
    monkeypatch.setattr(stacks_plan, "versions", lambda _: {})
    assert len(facts_of(["asgi/uvicorn"], 1)) == 3


@pytest.mark.parametrize("name", ["web", *(f"web {word}" for word in closer("web"))])
def test_every_run_says_of_which_versions_it_is(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, whatever it asks; a figure of another version is another figure."""
    monkeypatch.setattr(metadata, "version", lambda _: "1.2")
    monkeypatch.setattr(stacks_plan, "versions", lambda stack: stacks_plan.installed(stack.modules))
    told = [fact for fact in planned(name).facts if fact.en.startswith("Versions: ")]
    assert len(told) == 1 and " 1.2" in told[0].en and "버전: " in told[0].ko


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("web order", {}),
        ("web wait", {}),
        ("web victim", {}),
        ("web workers", {}),
        ("web", {"open": "50"}),
    ],
)
def test_a_client_without_its_libraries_is_told_of(
    name: str, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does its part otherwise then, which a reader has to know."""
    lacking = Text("the client does without", "클라이언트가 그것 없이")
    assert lacking not in planned(name, **given).facts
    monkeypatch.setattr(makings, "without", lambda: lacking)
    assert lacking in planned(name, **given).facts


def test_more_connections_than_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything starts; the answer says how many would do."""
    monkeypatch.setattr(machine_facts, "descriptor_limit", lambda: 256)
    with pytest.raises(UsageFault, match=r"200 .*\(256\).* --connections to 156 "):
        planned("web order", connections="200")
    planned("web order", connections="156")
    monkeypatch.setattr(machine_facts, "descriptor_limit", lambda: 64)
    with pytest.raises(UsageFault, match=r"\(64\); raise the limit"):  # no number is small enough
        planned("web order", connections="1")
    monkeypatch.setattr(machine_facts, "descriptor_limit", lambda: None)
    planned("web order", connections="1000")


def test_an_open_model_need_not_keep_a_server_busy() -> None:
    """Nor need one that waits; whoever asks can say otherwise."""
    arm = stack_arm("a", "asgi/uvicorn", "json", 5, rate=100)
    assert arm.parameters["rate"] == 100 and arm.parameters["saturating"] is False
    assert stack_arm("a", "asgi/uvicorn", "json", 5).parameters["saturating"] is True
    assert stack_arm("a", "flask/gthread", "blocking", 5).parameters["saturating"] is False
    found = stack_arm("a", "flask/gthread", "wait", 5, saturating=True)
    assert found.parameters["saturating"] is True and found.mode == "threads"


# ── what is asked ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("endpoint", "target", "answer"),
    [
        ("json", "/p/json", {"message": "hello", "number": 42}),
        ("wait", "/p/wait/7", {"waited": 7}),
        ("blocking", "/p/blocking/7", {"waited": 7}),
        ("cpu", "/p/cpu/7", compute(7)),
        ("items", "/p/items", {"name": "pencil", "total": 6.0}),
    ],
)
def test_every_answer_is_known_beforehand(endpoint: str, target: str, answer: Any) -> None:
    """So that every one can be checked."""
    asked = ASKED[endpoint]("/p", 7)
    assert asked.request.target == target and asked.expect.status == 200
    assert asked.expect.json == answer
    assert (asked.request.method == "POST") == (endpoint == "items") == bool(asked.request.body)


# ── a sample ─────────────────────────────────────────────────────────────────


def result(**changed: Any) -> StreamResult:
    """What came of a stream: 500 answers in a fifth of a second."""
    base = StreamResult(
        ok=532, rate=2_500.0, errors={}, p50_ns=12_000_000, p90_ns=13_000_000, p99_ns=14_000_000,
        max_ns=15_000_000, mean_ns=12_800_000.0, in_flight=32.0, reconnects=1, unfinished=0,
    )  # fmt: skip
    return replace(base, **changed)


def came(**changed: Any) -> Loaded:
    """What came of a load of that stream."""
    base = Loaded(
        window_ns=200_000_000, whole_ns=212_800_000, streams={"main": result()},
        client_cpu_ns=50_000_000, client_waited_ns=3, server_cpu_ns=198_000_000,
    )  # fmt: skip
    return replace(base, **changed)


def test_a_sample_tells_rate_latencies_and_who_was_busy() -> None:
    """CPU of the server, and the client's wait for its core."""
    taken = summarise(came(), "main", saturating=True)
    assert taken.metrics == {
        "rate": 2_500.0, "p50": 12e6, "p90": 13e6, "p99": 14e6, "max": 15e6, "mean": 12.8e6,
        "in-flight": 32.0, "client-busy": 0.25, "server-busy": 0.99, "cpu-per-request": 396_000.0,
        "reconnects": 1.0, "errors": 0.0, "window": 2e8, "saturating": 1.0,
    }  # fmt: skip
    assert (taken.wall_ns, taken.cpu_ns, taken.elsewhere_ns) == (200_000_000, 198_000_000, 0)
    assert (taken.waited_ns, taken.checksum, taken.failed) == (3, None, 0)


def test_wrong_and_missing_answers_fail() -> None:
    """By kind; what was never answered is a kind too."""
    stream = result(errors={"wrong status 500": 3, "timeout": 1}, unfinished=2)
    taken = summarise(came(streams={"main": stream}), "main", saturating=False)
    assert taken.failed == 6 and taken.metrics["errors"] == 6
    assert taken.failures == {"wrong status 500": 3, "timeout": 1, "no answer": 2}


def test_what_other_streams_did_is_the_server_s_work_as_well() -> None:
    """CPU time a request is of all, everything else of the one that is told of."""
    streams = {"main": result(), "other": result(rate=7_500.0, errors={"timeout": 9})}
    taken = summarise(came(streams=streams), "main", saturating=True)
    assert taken.metrics["cpu-per-request"] == 99_000 and taken.failed == 0


def test_what_the_system_does_not_tell_is_left_out() -> None:
    """A CPU time that isn't known is no CPU time of 0."""
    taken = summarise(came(server_cpu_ns=-1), "main", saturating=True)
    assert taken.cpu_ns == 0 and not {"server-busy", "cpu-per-request"} & taken.metrics.keys()
    none = came(streams={"main": result(rate=0.0, ok=0)})
    assert "cpu-per-request" not in summarise(none, "main", saturating=True).metrics


def test_answers_in_bunches_count_to_the_last() -> None:
    """Where all wait alike the window's end may fall just before a bunch."""
    assert summarise(came(), "main", saturating=False).metrics["rate"] == 2_500
    taken = summarise(came(), "main", saturating=False, bunched=True)
    assert taken.metrics["rate"] == pytest.approx(532 / 0.2128)
    assert fits(taken.metrics)


# ── an arm ───────────────────────────────────────────────────────────────────

SERVICES: Mapping[str, Mapping[str, Any]] = {"load": {"port": 4_000, "client": "asyncio"}}


class FakeLine:
    """A load generator that answers from a script."""

    def __init__(self, port: int) -> None:
        assert port == 4_000
        self.loads: list[Load] = []
        self.answer: Loaded | Exception = came()
        self.closed = False

    def load(self, load: Load) -> Loaded:
        """The answer, which may be a fault."""
        self.loads.append(load)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def close(self) -> None:
        """Hang up."""
        self.closed = True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> tuple[LoadedArm, FakeLine]:
    """An arm that loads a server which isn't there."""
    line = FakeLine(4_000)
    place = SimpleNamespace(
        host="127.0.0.1", port=5_000, pids=lambda: [7, 8], versions={"flask": "3.1"}
    )
    monkeypatch.setattr(control, "Line", lambda _: line)
    monkeypatch.setattr(reach, "place", lambda *_: place)
    return open_arm(stack_arm("a", "fastapi-def/uvicorn", "wait", 5, argument=3), SERVICES), line


def test_an_arm_has_its_stack_loaded(opened: tuple[LoadedArm, FakeLine]) -> None:
    """For as long as the sample is to last, with the server's processes watched."""
    arm, line = opened
    taken = arm.sample(150_000)
    assert taken.metrics["rate"] == pytest.approx(2_500) and taken.metrics["saturating"] == 0
    (load,) = line.loads
    assert load.box_ns == 150_000_000 and load.pids == (7, 8)
    (stream,) = load.streams
    assert (stream.host, stream.port, stream.connections) == ("127.0.0.1", 5_000, 5)
    assert stream.request.target == "/def/wait/3" and stream.rate is None
    assert arm.facts == {"flask": "3.1", "client": "asyncio"}
    assert arm.portrait(1) is None
    arm.close()
    assert line.closed


def test_a_server_that_can_not_be_reached_ends_its_arm(
    opened: tuple[LoadedArm, FakeLine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what the client saw, or with its log's last words where it has died."""
    arm, line = opened
    line.answer = control.Unreachable(Text("connection refused", "연결 거부"))
    with pytest.raises(ArmFault, match="can't be reached: connection refused"):
        arm.sample(1_000)

    def gone(services: object, name: str) -> None:
        raise ArmFault(Text("the server has ended: SyntaxError", "서버가 끝났습니다"))

    monkeypatch.setattr(reach, "place", gone)
    with pytest.raises(ArmFault, match="SyntaxError"):
        arm.sample(1_000)


# ── doubts ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"server": 0.95, "client": 0.90}, None),
        (
            {"server": 0.947, "client": 0.31},
            "server had time to spare: it used 94.7 % of a core only",
        ),
        ({"server": 0.947, "client": 0.31}, "(the client 31.0 %)"),
        (
            {"server": 0.2, "client": 0.91},
            "client was busy for 91.0 % of the time and may have been",
        ),
        ({"client": 0.99}, "client was busy for 99.0 %"),
        ({"server": None}, "doesn't say"),
        ({"server": 0.2, "saturating": False}, None),
        ({"server": None, "saturating": False}, None),
        ({"server": 0.2, "saturating": False, "client": 0.95}, "client was busy"),
    ],
)
def test_it_is_doubted_that_the_server_was_the_limit(
    given: dict[str, Any], said: str | None
) -> None:
    """Where it had time to spare, or the client had none."""
    report = race_of_servers(samples={"daphne": loaded(5_000, **given)})
    found = [one for one in report.caveats if one.code == "client-saturated"]
    assert [one.arm for one in found] == ([] if said is None else ["daphne"])
    assert said is None or said in found[0].detail.en


def test_few_odd_samples_raise_no_doubt() -> None:
    """Half of them or more must be odd; what isn't clean isn't looked at."""
    odd = loaded(5_000, 8, in_flight=60)
    even = loaded(5_000, 8)
    for share, doubted in ((3, False), (4, False), (5, True)):
        samples = [*odd[:share], *even[share:]]
        report = race_of_servers(samples={"daphne": samples})
        assert bool(report.caveats) is doubted
    unclean = [replace(sample, clean=False) for sample in odd]
    assert race_of_servers(samples={"daphne": unclean}).caveats == []


@pytest.mark.parametrize(
    ("in_flight", "mean_ms", "p99_ms", "fit"),
    [
        (32, 6.4, 8, True),
        (32, 5.7, 8, True),
        (32, 4.0, 8, False),
        (32, 7.2, 8, True),
        (32, 9.0, 9, False),
        (16, 6.4, 8, False),
        (32, 12.8, 90, False),
        (32, 190.0, 200, False),
    ],
)
def test_little_s_law(in_flight: float, mean_ms: float, p99_ms: float, fit: bool) -> None:
    """At 5,000 a second 32 are in flight for 6.4 ms each, to a tenth and the window's ends."""
    metrics = {
        "in-flight": in_flight, "rate": 5_000.0, "mean": mean_ms * 1e6, "p99": p99_ms * 1e6,
        "window": 200e6,
    }  # fmt: skip
    assert fits(metrics) is fit


def test_requests_as_long_as_the_window_are_cut_off_by_its_end() -> None:
    """One bunch was answered in it, another was under way: 16 of 32 are no breach."""
    metrics = {"in-flight": 32.0, "rate": 160.0, "mean": 100e6, "p99": 100e6, "window": 200e6}
    assert fits(metrics)
    assert not fits({**metrics, "rate": 20.0})


def test_what_was_not_loaded_is_not_doubted() -> None:
    """A broken arm, one without a sample, and one that had no client."""
    report = race_of_servers(samples={"daphne": []}, faults=["granian"])
    plain = {**{arm.name: arm.samples for arm in report.arms}, "alone": builders.samples()}
    assert doubts(report) == []
    assert doubts(builders.report(plain, metric=None)) == []


def test_the_usual_run_has_no_doubts() -> None:
    """Of figures as they are."""
    assert order_of_frameworks().caveats == []
