"""What a framework costs alone: the plan, calls, a sample's numbers and the verdicts, made up."""

import asyncio
import gc
import json
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from insides import cost_report, planned

from concdemo import clock
from concdemo import host as machine
from concdemo.errors import ArmFault
from concdemo.experiments.web.cost import arm as cost_arm
from concdemo.experiments.web.cost import built, callers, makes, timing
from concdemo.experiments.web.cost.arm import KINDS, CostArm
from concdemo.experiments.web.cost.called import CHECKS, FRAMEWORKS
from concdemo.experiments.web.cost.timing import Timed
from concdemo.experiments.web.cost.ways import BAD, GOOD, Way, way
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.model import Report, Verdict
from concdemo.stacks.answers import HELLO
from concdemo.stacks.apps import asgi_app, wsgi_app
from concdemo.stacks.calls import Answer
from concdemo.stacks.checks import by_hand, not_at_all

US = 1_000


def verdict(claim: str, report: Report) -> Verdict:
    """What a run of ``web cost`` says of the claim."""
    (only,) = (one for one in by_id()[claim] if one.experiment == "web cost")
    return judge(only, report)


@pytest.fixture
def own_collector() -> Iterator[None]:
    """The collector as it was, whatever an arm made of it."""
    yield
    gc.unfreeze()


class Ticks:
    """A clock that goes on by what a call says, and by nothing else."""

    def __init__(self) -> None:
        self.now_ns = 0

    def __call__(self) -> int:
        return self.now_ns


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> Ticks:
    """In place of the wall clock."""
    found = Ticks()
    monkeypatch.setattr(clock, "monotonic_ns", found)
    return found


# ── the plan ─────────────────────────────────────────────────────────────────


def test_every_group_has_its_plainest_way_as_baseline() -> None:
    """A bare callable of each interface; checks by hand of each input."""
    plan = planned("web cost")
    assert [arm.name for arm in plan.arms] == [*FRAMEWORKS, *CHECKS]
    against = {arm.name: arm.against for arm in plan.arms}
    assert against["fastapi"] == against["asgi"] == "asgi"
    assert against["django"] == against["wsgi"] == "wsgi"
    assert against["dict pydantic"] == against["dict by-hand"] == "dict by-hand"
    assert against["text pydantic"] == "text by-hand"
    assert plan.size == 12_000 and [column.metric for column in plan.columns] == [
        "items",
        "refused",
    ]


def test_a_part_alone() -> None:
    """Without frameworks there is nothing that is posted."""
    plan = planned("web cost", part="validation", box="2.5")
    assert [arm.name for arm in plan.arms] == list(CHECKS) and plan.size == 2_500
    assert [column.metric for column in plan.columns] == ["refused"]
    assert plan.metric.title is not None and plan.metric.title.ko == "항목 하나"
    assert "server" not in plan.facts[0].en and len(plan.facts) == 2
    plan = planned("web cost", part="frameworks")
    assert [arm.name for arm in plan.arms] == list(FRAMEWORKS)
    assert plan.metric.title is not None and plan.metric.title.en == "GET /json"


def test_what_is_not_installed_is_a_row_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others run."""
    monkeypatch.setattr(machine, "has", lambda module: module != "litestar")
    lacking = {arm.name: arm.unavailable for arm in planned("web cost").arms if arm.unavailable}
    assert list(lacking) == ["litestar"]
    for words in (lacking["litestar"].en, lacking["litestar"].ko):
        assert "litestar" in words and "pip install 'concdemo[web]'" in words


def test_versions_are_told_of_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing, where nothing is."""
    there = {"flask": "3.9"}

    def version(name: str) -> str:
        if name not in there:
            raise metadata.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(metadata, "version", version)
    assert planned("web cost").facts[-1].en == "Versions: flask 3.9."
    there.clear()
    assert not any("Versions" in fact.en for fact in planned("web cost").facts)


# ── timing ───────────────────────────────────────────────────────────────────


def test_calls_are_repeated_in_blocks_until_the_time_is_over(ticks: Ticks) -> None:
    """Whole blocks, of which each lasts about half a millisecond; the first call isn't counted."""
    called = 0

    def call() -> str:
        nonlocal called
        called += 1
        ticks.now_ns += 200 * US
        return "other" if called == 4 else "same"

    timed = timing.time_calls(call, 900 * US)
    assert timed == Timed(200 * US, wrong=1) and called == 1 + 3 * 2


def test_what_is_awaited_is_timed_alike(ticks: Ticks) -> None:
    """One at a time."""
    called = 0

    async def call() -> str:
        nonlocal called
        called += 1
        ticks.now_ns += 2_000 * US
        return "other" if called == 2 else "same"

    timed = asyncio.run(timing.time_requests(call, 3_000 * US))
    assert timed == Timed(2_000 * US, wrong=1) and called == 3


def test_what_repeats_itself_is_told_how_often(ticks: Ticks) -> None:
    """And says what went wrong, the first time too."""
    counts = []

    def make(count: int) -> int:
        counts.append(count)
        ticks.now_ns += count * 100 * US
        return 1

    timed = timing.time_makes(make, 1_000 * US)
    assert timed == Timed(100 * US, wrong=3) and counts == [1, 5, 5]


def test_a_call_that_takes_no_time_has_blocks_all_the_same() -> None:
    """As where the clock is coarse."""
    assert timing.block_of(0) == timing.BLOCK_NS and timing.block_of(10**9) == 1


# ── an arm ───────────────────────────────────────────────────────────────────


class Scripted:
    """Calls that take what they are told to take."""

    def __init__(self, ticks: Ticks, wrong: int = 0) -> None:
        self.ticks, self.wrong, self.boxes = ticks, wrong, list[int]()
        self.closed = False

    def check(self) -> int:
        return 255

    def time(self, box_ns: int) -> dict[str, Timed]:
        self.boxes.append(box_ns)
        self.ticks.now_ns += 3 * box_ns
        return {"each": Timed(10.0, self.wrong), "refused": Timed(20.0, 0)}

    def facts(self) -> dict[str, str]:
        return {"loop": "scripted"}

    def close(self) -> None:
        self.closed = True


@pytest.mark.usefixtures("own_collector")
def test_a_sample_has_each_kind_of_call(ticks: Ticks) -> None:
    """By the names of its metrics, beside what was only looked at."""
    calls = Scripted(ticks)
    arm = CostArm(calls, {"rust": 1.0})
    taken = arm.sample(12_000)
    assert taken.metrics == {"each": 10.0, "refused": 20.0, "rust": 1.0}
    assert taken.wall_ns == 36_000 * US and calls.boxes == [12_000 * US]
    assert taken.checksum == "000000ff" and taken.failed == 0 and taken.failures == {}
    assert arm.portrait(1) is None and arm.facts == {"loop": "scripted"}
    arm.close()
    assert calls.closed


@pytest.mark.usefixtures("own_collector")
def test_other_answers_are_failures(ticks: Ticks) -> None:
    """Each of them."""
    taken = CostArm(Scripted(ticks, wrong=2), {}).sample(1)
    assert taken.failed == 2 and taken.failures == {"other answer": 2}


@pytest.mark.parametrize("name", [*FRAMEWORKS, *CHECKS])
@pytest.mark.usefixtures("own_collector")
def test_every_arm_opens_and_gives_equal_answers(name: str) -> None:
    """With the others of its group; what a library lacks is told as such."""
    modules = FRAMEWORKS[name].requires if name in FRAMEWORKS else CHECKS[name]
    for module in modules:
        pytest.importorskip(module)
    planned_arm = next(arm for arm in planned("web cost").arms if arm.name == name)
    opened = cost_arm.open_calls(planned_arm)
    try:
        taken = opened.sample(100)
    finally:
        opened.close()
    assert taken.failed == 0 and taken.metrics["each"] > 0
    kinds = set(KINDS) if name in FRAMEWORKS else {"each", "refused"}
    assert kinds - set(taken.metrics) == ({"refused"} if name == "dict dataclass" else set())
    twin = CostArm(
        callers.WsgiCalls(wsgi_app.app, "", KINDS)
        if name in FRAMEWORKS
        else makes.Makes("dict by-hand"),
        {},
    )
    assert taken.checksum == twin.sample(1).checksum


WRONG: list[tuple[str, Answer]] = [
    ("each", Answer(500, b"{}")),
    ("each", Answer(200, b"not json")),
    ("each", Answer(200, json.dumps({**HELLO, "number": 43}).encode())),
    ("items", Answer(200, b'{"name": "pen", "total": 5}')),
    ("refused", Answer(200, b"{}")),
    ("refused", Answer(500, b"{}")),
]


@pytest.mark.parametrize(("kind", "answer"), WRONG)
def test_a_wrong_answer_is_a_fault_in_both_languages(kind: str, answer: Answer) -> None:
    """It says what came back."""
    with pytest.raises(ArmFault) as caught:
        callers.checksum({kind: answer})
    for words in (caught.value.text.en, caught.value.text.ko):
        assert kind in words and str(answer.status) in words


def test_without_uvloop_apps_run_on_asyncio(monkeypatch: pytest.MonkeyPatch) -> None:
    """And say so."""
    monkeypatch.setitem(sys.modules, "uvloop", None)
    calls = callers.AsgiCalls(asgi_app.app, "", ("each",))
    assert calls.facts() == {"loop": "asyncio"} and calls.check() and calls.time(1)
    calls.close()


# ── validation ───────────────────────────────────────────────────────────────

BAD_ITEMS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"name", "price", "quantity"}),
    ({**GOOD, "name": 3}, {"name"}),
    ({**GOOD, "price": "1.5"}, {"price"}),
    ({**GOOD, "price": True}, {"price"}),
    ({**GOOD, "price": float("nan")}, {"price"}),
    ({**GOOD, "price": -1}, {"price"}),
    ({**GOOD, "quantity": 1.5}, {"quantity"}),
    ({**GOOD, "quantity": True}, {"quantity"}),
    ({**GOOD, "quantity": 0}, {"quantity"}),
    (dict(BAD), {"price", "quantity"}),
]


@pytest.mark.parametrize(("given", "wrong"), BAD_ITEMS)
def test_checks_by_hand_name_every_wrong_field(given: dict[str, Any], wrong: set[str]) -> None:
    """As a library does."""
    with pytest.raises(ValueError) as caught:
        by_hand.from_dict(given)
    assert {field for field, _ in caught.value.args[0]} == wrong


def test_what_makes_something_else_or_takes_anything_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before anything is timed."""

    def other(given: object) -> by_hand.Item:
        return by_hand.Item("ink", 1.5, 3)

    for wrong, named in ((Way(other), "ink"), (Way(not_at_all.from_dict), "item")):
        monkeypatch.setattr(makes, "way", lambda _, wrong=wrong: wrong)
        with pytest.raises(ArmFault, match=named):
            makes.Makes("dict by-hand").check()


def test_pydantic_without_its_first_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """That arm can't run, and says why."""
    monkeypatch.setitem(sys.modules, "pydantic.v1", None)
    monkeypatch.delitem(sys.modules, "concdemo.stacks.checks.by_pydantic_v1", raising=False)
    with pytest.raises(ArmFault) as caught:
        way("dict pydantic-v1")
    assert caught.value.unavailable and "Pydantic 1" in caught.value.text.ko


# ── what a module was compiled from ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "rust", "cython"),
    [
        (b"....__pyx_pw_1....", False, True),
        (b"..../rustc/58cf8f9c/library/core....", True, False),
        (b"plain C", False, False),
        (b"", False, False),
    ],
)
def test_marks_in_a_file(tmp_path: Path, content: bytes, rust: bool, cython: bool) -> None:
    """Found wherever they are."""
    path = tmp_path / "module.so"
    path.write_bytes(content)
    assert built.bears(path, built.RUST) is rust and built.bears(path, built.CYTHON) is cython


def test_packages_that_are_known() -> None:
    """Uvloop is compiled by Cython, and this one isn't compiled at all."""
    pytest.importorskip("uvloop")
    found = built.built("uvloop")
    assert found.cython >= 1 and found.rust == 0 and found.modules >= found.cython
    assert built.built("iniconfig") == (0, 0, 0)


def test_a_package_without_a_list_of_its_files_is_looked_for_in_its_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else nothing would be found, which is no sign that there is nothing."""
    pytest.importorskip("pydantic_core")
    listed = built.compiled("pydantic-core")
    kept = SimpleNamespace(files=None)
    monkeypatch.setattr(built.metadata, "distribution", lambda _: kept)
    assert built.compiled("pydantic-core") == listed != []
    assert built.compiled("no-such-package") == []


def test_only_arms_that_run_its_compiled_modules_look_at_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where uvloop isn't there to be found, the control can't be seen."""
    pytest.importorskip("pydantic")
    assert makes.looked_at("dict by-hand") == makes.looked_at("dict pydantic-v1") == {}
    seen = makes.looked_at("text pydantic")
    assert set(seen) == {"compiled", "rust", "cython", "cython-elsewhere"}
    monkeypatch.setattr(makes, "KNOWN_CYTHON", "no-such-package")
    assert makes.looked_at("dict pydantic")["cython-elsewhere"] == 0


# ── verdicts ─────────────────────────────────────────────────────────────────

PYDANTIC: list[tuple[dict[str, float], dict[str, float], str]] = [
    ({}, {}, "depends"),  # faster on text, slower on a dictionary, from Rust
    ({"dict pydantic": 300}, {}, "depends"),  # faster on both
    ({"dict pydantic": 300}, {"cython": 1, "rust": 0}, "supported"),
    ({"text pydantic": 2_800}, {}, "refuted"),  # faster on neither, and no Cython
    ({"text pydantic": 2_800}, {"cython": 1}, "depends"),
    ({"text pydantic": 2_240}, {}, "inconclusive"),  # 1.25 ×
    ({"dict pydantic": 400}, {}, "inconclusive"),
    ({}, {"cython-elsewhere": 0}, "inconclusive"),
]


@pytest.mark.parametrize(("each", "looked", "expected"), PYDANTIC)
def test_pydantic_is_fast_beside_something(
    each: dict[str, float], looked: dict[str, float], expected: str
) -> None:
    """What came in decides, and Cython is looked for in its files."""
    told = verdict("web.pydantic-fast", cost_report(each, looked=looked))
    assert told.verdict == expected, told.because.en


def test_what_is_told_of_pydantic() -> None:
    """The condition in numbers, the language of its core, and the neighbours."""
    told = verdict("web.pydantic-fast", cost_report()).because
    for words in (told.en, told.ko):
        assert "2.80" in words and "0.53" in words and "Rust" in words
        assert "4.40" in words and "0.20" in words
    alone = cost_report(unavailable=["dict pydantic-v1", "dict msgspec"])
    told = verdict("web.pydantic-fast", alone).because
    assert "msgspec" not in told.en and "Pydantic 1" not in told.en
    cython = cost_report({"dict pydantic": 300}, looked={"cython": 2, "compiled": 3})
    assert "2 of its 3" in verdict("web.pydantic-fast", cython).because.en


def test_without_pydantic_nothing_is_tested() -> None:
    """And the reason is told."""
    report = cost_report(unavailable=["dict pydantic", "text pydantic"])
    assert verdict("web.pydantic-fast", report).verdict == "untested"
    assert verdict("web.pydantic-fast", cost_report(count=5)).verdict == "inconclusive"


ORDERS: list[tuple[dict[str, float], str]] = [
    ({}, "depends"),
    ({"fastapi": 25_000, "fastapi-def": 30_000, "django-bare": 80_000}, "supported"),
    ({"django": 50_000, "django-async": 50_000}, "refuted"),
    (
        {"django": 62_500, "django-async": 62_500, "django-bare": 62_500, "fastapi": 40_000},
        "inconclusive",
    ),
]


@pytest.mark.parametrize(("each", "expected"), ORDERS)
def test_the_order_of_frameworks_alone(each: dict[str, float], expected: str) -> None:
    """Told by pairs."""
    told = verdict("web.order", cost_report(each))
    assert told.verdict == expected, told.because.en
    assert "flask ÷ django" in told.because.ko
