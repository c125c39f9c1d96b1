"""The web in four parts: the plan, what else can be asked for, a sample's numbers, the verdict."""

import gc
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import builders
import pytest
from insides import planned, web_report

from concdemo import host as machine
from concdemo.cli.main import main
from concdemo.conduct.run import Asked, Run
from concdemo.errors import UsageFault
from concdemo.experiments import find
from concdemo.experiments.web.common import stack_arm
from concdemo.experiments.web.cost.timing import Timed
from concdemo.experiments.web.summary import arms, chosen, parts
from concdemo.experiments.web.summary.parts import CULPRITS, IN_FLIGHT, WAITING
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.model import Lasts, Plan
from concdemo.settings import settle
from concdemo.stacks import plan as plan_of_stacks
from concdemo.stacks.plan import lacking
from concdemo.stacks.table import STACKS
from concdemo.text import LANGUAGES, Language, Text

WEB = find("web")


def asked(**given: str | bool) -> Plan:
    """The plan of ``concdemo web`` with these options."""
    return WEB.plan(settle(WEB.options, given), builders.host())


def names(plan: Plan) -> list[str]:
    """Of its arms."""
    return [arm.name for arm in plan.arms]


# ── the four parts ───────────────────────────────────────────────────────────


def test_each_part_is_a_group_and_waits_are_one_for_each_count() -> None:
    """Each with a baseline of its own that can run here."""
    plan = planned("web")
    assert len(plan.arms) == 5 + len(IN_FLIGHT) * len(WAITING) + len(CULPRITS) + 4
    against: dict[str, set[str | None]] = {}
    for arm in plan.arms:
        key = " ".join(arm.name.split()[: 2 if arm.name.startswith("wait") else 1])
        against.setdefault(key, set()).add(arm.against)
    assert list(against) == ["alone", "wait ×1", "wait ×10", "wait ×50", "victim", "json"]
    assert all(len(bases) == 1 for bases in against.values())
    assert plan.size == 100_000 and plan.lasts is None and WEB.budget_s == 45
    assert plan.settings["part"] == ["alone", "wait", "victim", "json"]


def test_every_server_is_started_once() -> None:
    """However many arms ask it; and a part without servers starts none."""
    plan = planned("web")
    services = [service.name for service in plan.services]
    stacks = {str(arm.parameters["stack"]) for arm in plan.arms if "stack" in arm.parameters}
    able = [name for name in stacks if lacking(STACKS[name]) is None]
    assert services[0] == "load" and sorted(services[1:]) == sorted(f"stack:{n}" for n in able)
    alone = asked(part="alone")
    assert alone.services == () and alone.columns == () and len(alone.arms) == 5


def test_parts_come_in_their_own_order_with_the_wait_that_was_asked_for() -> None:
    """Whatever the order of the words."""
    plan = asked(part="victim,wait", wait="25")
    assert names(plan)[0] == "wait ×1 fastapi/uvicorn" and names(plan)[-1] == (
        "victim of blocking def"
    )
    assert all(arm.parameters["argument"] == 25 for arm in plan.arms if "×" in arm.name)
    assert plan.arms[-1].parameters["culprit"] == "def/blocking"
    assert plan.arms[-1].parameters["wait"] == 25
    assert "/wait/25" in plan.facts[0].en and "/blocking/25" in plan.facts[1].ko


def test_a_framework_that_is_not_there_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the mend."""
    monkeypatch.setattr(machine, "has", lambda module: module != "flask")
    lacks = {arm.name for arm in parts.alone() if arm.unavailable is not None}
    assert lacks == {"alone flask"}


# ── just the stacks that are asked for ───────────────────────────────────────


def test_stacks_instead_of_parts() -> None:
    """A framework's name stands for all of its own; usual ones where none was named."""
    plan = asked(stack="fastapi/uvicorn,tornado")
    assert names(plan) == ["json fastapi/uvicorn", "json tornado/tornado"]
    assert {arm.parameters["connections"] for arm in plan.arms} == {chosen.CONNECTIONS}
    plan = asked(endpoint="wait,cpu", connections="3", wait="7")
    assert names(plan) == [
        f"{endpoint} {stack}" for endpoint in ("wait", "cpu") for stack in chosen.USUAL_STACKS
    ]
    arguments = {arm.parameters["argument"] for arm in plan.arms if arm.name.startswith("wait")}
    assert arguments == {7} and plan.metric.name == "rate" and plan.lasts is None
    assert [column.metric for column in plan.columns] == ["p99", "server-busy", "client-busy"]
    long = asked(stack="fastapi/uvicorn-asyncio-httptools")
    assert [column.metric for column in long.columns] == ["p99"]


def test_the_open_model_compares_latencies() -> None:
    """That count from when a request was due, whatever the answers do."""
    plan = asked(open="250")
    assert {arm.parameters["rate"] for arm in plan.arms} == {250}
    assert not any(arm.parameters["saturating"] for arm in plan.arms)
    assert (plan.metric.name, plan.metric.better, plan.metric.unit) == ("p99", "less", "ns")
    assert [column.metric for column in plan.columns] == ["p50", "p90", "max"]
    assert any("250" in fact.en for fact in plan.facts)


def expected_s(how: Asked, **given: str | bool) -> float | None:
    """About how long it takes to measure that."""
    return Run(WEB, asked(**given), how, lambda _: None).expected_s


def seconds(how: Asked, **given: str) -> float:
    """The same of all stacks."""
    found = expected_s(how, all=True, **given)
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_says_beforehand_how_long_it_takes(
    language: Language, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every stack that can run here, in minutes, for the rounds that were asked for."""

    def stop(_: Run) -> None:
        raise UsageFault(Text("enough", "그만"))

    monkeypatch.setattr(Run, "measure", stop)
    minutes = []
    for rounds in ("1", "30"):
        main(["web", "--all", "--rounds", rounds, "--lang", language])
        rows, told = re.findall(r"\d+", capsys.readouterr().err.splitlines()[0])
        assert int(rows) == len(asked(all=True).arms)
        minutes.append(int(told))
    assert 1 <= minutes[0] < minutes[1]


def test_how_long_everything_takes_is_a_matter_of_what_was_asked_for() -> None:
    """More stacks, more rounds, a longer budget, longer waits."""
    able = [name for name, row in STACKS.items() if lacking(row) is None]
    assert len(asked(all=True).arms) == 2 * len(able)
    assert expected_s(Asked(), stack="flask") is None
    for less, more in pairwise([Asked(1), Asked(2), Asked(), Asked(30)]):
        assert seconds(less) < seconds(more)
    assert seconds(Asked(budget_s=1)) == seconds(Asked(1)) < seconds(Asked(budget_s=600))
    assert seconds(Asked(1)) < seconds(Asked(1), wait="100") < seconds(Asked(1), window="3000")


def test_where_nothing_is_installed_the_usual_rows_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of no rows at all."""
    for module in (chosen, plan_of_stacks):
        monkeypatch.setattr(module, "lacking", lambda _: Text("not there", "없음"))
    plan = asked(all=True)
    assert {arm.parameters["stack"] for arm in plan.arms} == set(chosen.USUAL_STACKS)
    assert all(arm.unavailable is not None for arm in plan.arms)
    assert [service.name for service in plan.services] == ["load"]


def test_waits_and_rows_that_can_not_run_are_reckoned_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pool that holds few waits takes longer; what isn't run takes no time."""
    monkeypatch.setattr(plan_of_stacks, "lacking", lambda _: None)  # whatever is installed
    held, free, json = (
        chosen.lasts([stack_arm("a", stack, endpoint, 32, argument=100)], 0.2)
        for stack, endpoint in (
            ("flask/gunicorn", "wait"),
            ("fastapi/uvicorn", "wait"),
            ("fastapi/uvicorn", "json"),
        )
    )
    assert held.round_s - free.round_s == pytest.approx(31 * 0.1)
    assert free.round_s - json.round_s == pytest.approx(2 * 0.1)
    away = replace(stack_arm("a", "asgi/uvicorn", "json", 1), unavailable=Text("no", "없음"))
    assert chosen.lasts([away], 0.2) == Lasts(0, 0)


@pytest.mark.parametrize(
    "given",
    [
        {"part": "wait", "stack": "fastapi"},
        {"part": "wait", "open": "10"},
        {"part": "wait", "all": True},
        {"all": True, "stack": "fastapi"},
    ],
)
def test_what_excludes_each_other_is_refused(given: dict[str, str | bool]) -> None:
    """In both languages, by name."""
    with pytest.raises(UsageFault) as caught:
        asked(**given)
    one, other = (f"--{name}" for name in given)
    for words in (caught.value.text.en, caught.value.text.ko):
        assert one in words and other in words


def test_too_many_connections_are_refused_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the machine allows too few open files."""
    monkeypatch.setattr(machine, "descriptor_limit", lambda: 256)
    with pytest.raises(UsageFault, match="256"):
        asked(connections="900")
    monkeypatch.setattr(machine, "descriptor_limit", lambda: 64)
    with pytest.raises(UsageFault, match=r"up to 50 connections.*\(64\); raise"):
        asked(part="wait")
    asked(part="alone")


# ── an arm ───────────────────────────────────────────────────────────────────


class Scripted:
    """Calls of which each takes 20 µs."""

    def check(self) -> int:
        return 1

    def time(self, box_ns: int) -> dict[str, Timed]:
        assert box_ns == 12_000_000
        return {"each": Timed(20_000.0, 0)}

    def facts(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        pass


@pytest.fixture
def own_collector() -> Iterator[None]:
    """The collector as it was, whatever an arm made of it."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("own_collector")
def test_a_framework_alone_tells_how_many_it_would_answer() -> None:
    """In a part of the time that a server is given."""
    taken = arms.AloneArm(Scripted(), {}).sample(96_000)
    assert taken.metrics == {"rate": 50_000.0, "each": 20_000.0}


@pytest.mark.usefixtures("own_collector")
def test_arms_are_opened_by_what_their_plan_names() -> None:
    """An app needs no service."""
    pytest.importorskip("flask")
    plan = next(arm for arm in parts.alone() if arm.name == "alone flask")
    opened = arms.open_arm(plan, {})
    assert opened.sample(800).metrics["rate"] > 0
    opened.close()


# ── the verdict ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sync", "threads", "expected"),
    [(1, 40, "depends"), (50, 50, "refuted"), (1, 1, "depends")],
)
def test_fastapi_beside_flask_where_requests_wait(sync: int, threads: int, expected: str) -> None:
    """It depends on how many wait at once, and for how many there is room."""
    (again,) = (one for one in by_id()["web.fastapi-beats-flask-io"] if one.experiment == "web")
    told = judge(again, web_report(sync, threads))
    assert told.verdict == expected, told.because.en
    if expected == "depends":
        assert "wait ×50 fastapi/uvicorn ÷ ×50 flask/gunicorn" in told.because.en
        assert "50" in told.because.ko
