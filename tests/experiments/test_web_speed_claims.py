"""Verdicts on the speed of frameworks and servers, from made-up reports."""

from collections.abc import Mapping
from dataclasses import replace

import builders
import pytest
from builders import without_arm
from webs import JSON_RATES, extras_of_uvicorn, loaded, order_of_frameworks, race_of_servers

from concdemo.experiments.web.order import STACKS, WAIT_STACKS
from concdemo.experiments.web.servers import SERVERS
from concdemo.experiments.web.uvicorn import APPS, FACTORS
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import BLOCKING, judge
from concdemo.model import Caveat, Report, Verdict
from concdemo.text import Text


def verdict(name: str, report: Report) -> Verdict:
    """What the report says of the claim."""
    return judge(by_id()[name][0], report)


def even(rate: float = 10_000.0) -> dict[str, float]:
    """Every framework answers as many requests a second."""
    return {f"json {stack}": rate for stack in STACKS}


# ── web order ────────────────────────────────────────────────────────────────

ORDER = {
    "django": 1.0,
    "django-bare": 1.0,
    "flask": 2.0,
    "fastapi": 4.0,
}


def in_order(endpoint: str, rate: float = 1_000.0) -> dict[str, float]:
    """As the claim says, whatever the server."""
    stacks = STACKS if endpoint == "json" else WAIT_STACKS
    return {
        f"{endpoint} {stack}": rate * ORDER.get(stack.partition("/")[0], 1.0) for stack in stacks
    }


def test_the_order_depends_on_server_and_endpoint() -> None:
    """As it is on machines of today: told pair by pair, by name."""
    found = verdict("web.order", order_of_frameworks())
    assert found.verdict == "depends"
    for pair in (
        "json flask/granian ÷ django/granian 2.17",
        "json fastapi/uvicorn ÷ flask/gthread",
    ):
        assert pair in found.because.en.partition("No clear difference")[0]
    for pair in (
        "json fastapi/uvicorn ÷ flask/granian 0.77",
        "wait fastapi/uvicorn ÷ flask/gthread",
    ):
        assert pair in found.because.en.partition("No clear difference")[2]
    assert "뚜렷한 차이가 없거나 거꾸로: " in found.because.ko


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ({**in_order("json"), **in_order("wait")}, "supported"),
        (even(), "refuted"),
        (in_order("json"), "depends"),
    ],
)
def test_the_order_can_come_out_either_way(rates: Mapping[str, float], expected: str) -> None:
    """Everywhere as it is said, nowhere, or with the one endpoint and not with the other."""
    assert verdict("web.order", order_of_frameworks(rates)).verdict == expected


def test_differences_between_the_bands_decide_nothing() -> None:
    """A quarter more is neither a difference nor none."""
    rates = {
        f"{endpoint} {stack}": 1_000 * 1.25 ** ["django", "flask", "fastapi"].index(framework)
        for endpoint, stacks in (("json", STACKS), ("wait", WAIT_STACKS))
        for stack in stacks
        for framework in [stack.partition("/")[0].removesuffix("-bare")]
        if framework in ("django", "flask", "fastapi")
    }
    found = verdict("web.order", order_of_frameworks(rates))
    assert found.verdict != "refuted"
    assert (
        "json flask/gthread ÷ django/gthread 1.25 ×" in found.because.en.partition("Not clear")[2]
    )


def test_a_server_that_was_not_kept_busy_may_be_faster() -> None:
    """What it did is the least that it can; that alone makes it no slower than another."""
    slow = {"json flask/gthread": loaded(5_000, server=0.6)}
    found = verdict("web.order", order_of_frameworks(samples=slow))
    assert (
        "fastapi/uvicorn ÷ flask/gthread at most 2.00 ×"
        in found.because.en.partition("Not clear")[2]
    )
    slow = {"json flask/gthread": loaded(9_000, server=0.6)}
    found = verdict("web.order", order_of_frameworks(samples=slow))
    clear = found.because.en.partition("No clear")[0]
    assert "flask/gthread ÷ django/gthread at least 2.00 ×" in clear


# ── FastAPI beside Node and Go ───────────────────────────────────────────────


def test_fastapi_is_as_fast_where_all_only_wait() -> None:
    """And far behind where it works."""
    found = verdict("web.fastapi-node-go", order_of_frameworks())
    assert found.verdict == "depends"
    assert "Clearly faster than FastAPI: json go/go ÷ fastapi/uvicorn 10.00 ×" in found.because.en
    assert "No clear difference, or FastAPI faster: wait " in found.because.en


def test_a_client_that_was_the_limit_makes_them_faster_at_least() -> None:
    """It can't have made FastAPI look slower than it is."""
    busy = {
        "json go/go": loaded(90_000, server=0.5, client=0.99),
        "json node/node": loaded(60_000, client=0.95),
    }
    found = verdict("web.fastapi-node-go", order_of_frameworks(samples=busy))
    assert found.verdict == "depends"
    assert "json go/go ÷ fastapi/uvicorn at least 9.00 ×" in found.because.en
    assert "json node/node ÷ fastapi/uvicorn 적어도 6.00배" in found.because.ko


def test_a_client_that_was_the_limit_never_makes_them_alike() -> None:
    """They may be faster than was seen."""
    busy = {
        name: loaded(10_000, server=0.5, client=0.99) for name in ("json go/go", "json node/node")
    }
    found = verdict("web.fastapi-node-go", order_of_frameworks(samples=busy))
    assert found.verdict == "inconclusive"


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        (even(), "supported"),
        ({"wait go/go": 2_000.0, "wait node/node": 2_000.0}, "refuted"),
        ({**even(), "json fastapi/uvicorn": 30_000.0}, "supported"),
    ],
)
def test_the_three_can_come_out_either_way(rates: Mapping[str, float], expected: str) -> None:
    """Alike in all, ahead in all; who is ahead of both is as fast."""
    assert verdict("web.fastapi-node-go", order_of_frameworks(rates)).verdict == expected


@pytest.mark.parametrize("missing", ["json go/go", "wait node/node"])
def test_without_a_runtime_the_three_are_not_compared(missing: str) -> None:
    """Not installed, or not asked for."""
    found = verdict("web.fastapi-node-go", order_of_frameworks(unavailable=[missing]))
    assert found.verdict == "untested" and "isn't installed" in found.because.en
    found = verdict("web.fastapi-node-go", without_arm(order_of_frameworks(), missing))
    assert found.verdict == "untested" and "concdemo web order" in found.because.ko


# ── Tornado ──────────────────────────────────────────────────────────────────


def test_tornado_falls_behind_where_there_is_work() -> None:
    """Beside both of the newer ones; and waits as well as they do."""
    found = verdict("web.tornado", order_of_frameworks())
    assert found.verdict == "depends"
    behind = found.because.en.partition("No clear")[0]
    assert "json starlette/uvicorn ÷ tornado/tornado 3.86 ×" in behind
    assert "json fastapi/uvicorn ÷ tornado/tornado 1.43 ×" in behind


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ({"wait tornado/tornado": 500.0}, "supported"),
        ({"json tornado/tornado": 30_000.0}, "refuted"),
        ({"json tornado/tornado": 8_000.0, "wait tornado/tornado": 840.0}, "inconclusive"),
    ],
)
def test_tornado_can_come_out_either_way(rates: Mapping[str, float], expected: str) -> None:
    """Behind in all, in nothing, or by too little to tell."""
    assert verdict("web.tornado", order_of_frameworks(rates)).verdict == expected


# ── ASGI servers ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("granian", "expected", "said"),
    [
        (20_000.0, "supported", "Uvicorn clearly faster: uvicorn ÷ daphne 9.00 ×"),
        (80_000.0, "refuted", "No clear difference, or the other faster: uvicorn ÷ granian 0.56 ×"),
        (46_000.0, "refuted", "No clear difference, or the other faster: uvicorn ÷ granian 0.98 ×"),
        (36_000.0, "inconclusive", "Not clear: uvicorn ÷ granian 1.25 ×"),
    ],
)
def test_the_fastest_takes_all_and_one_refutes_it(granian: float, expected: str, said: str) -> None:
    """So does one that is level, or the fastest would be two."""
    found = verdict("web.uvicorn-fastest", race_of_servers({"granian": granian}))
    assert found.verdict == expected and said in found.because.en


def test_the_fastest_of_those_that_are_there() -> None:
    """Without Granian nothing is said of the fastest; without the others, of those that are."""
    found = verdict("web.uvicorn-fastest", race_of_servers(unavailable=["granian"]))
    assert found.verdict == "untested"
    report = race_of_servers({"granian": 20_000.0}, unavailable=["daphne"])
    found = verdict("web.uvicorn-fastest", report)
    assert found.verdict == "supported" and "daphne" not in found.because.en


def test_a_broken_server_is_not_beaten() -> None:
    """What it would have done isn't known."""
    report = race_of_servers({"granian": 20_000.0}, faults=["hypercorn"])
    assert verdict("web.uvicorn-fastest", report).verdict == "inconclusive"


def test_a_uvicorn_that_was_not_busy_is_not_beaten() -> None:
    """It might have done more; one that was not busy beats all the same."""
    idle = {"uvicorn": loaded(45_000, server=0.7)}
    report = race_of_servers({"granian": 80_000.0}, idle)
    assert verdict("web.uvicorn-fastest", report).verdict == "inconclusive"
    report = race_of_servers({"granian": 20_000.0}, idle)
    found = verdict("web.uvicorn-fastest", report)
    assert found.verdict == "supported" and "÷ hypercorn at least 5.00 ×" in found.because.en


# ── Uvicorn's extras ─────────────────────────────────────────────────────────


def test_each_extra_has_its_own_ratio() -> None:
    """The parser with either loop, the loop with either parser; and FastAPI beside."""
    found = verdict("web.uvicorn-why", extras_of_uvicorn())
    assert found.verdict == "depends"
    clear, _, rest = found.because.en.partition("No clear difference: ")
    assert "bare uvloop httptools ÷ uvloop h11 4.50 ×" in clear  # the app is said once
    assert rest.startswith("bare uvloop h11 ÷ asyncio h11 1.11 ×.")
    assert found.because.en.endswith("both together gave 1.72 ×.")
    assert found.because.ko.endswith("둘을 함께 써서 1.72배였습니다.")


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ({"bare uvloop h11": 13_000.0, "bare uvloop httptools": 60_000.0}, "supported"),
        (dict.fromkeys(["bare asyncio httptools", "bare uvloop httptools"], 9_500.0), "refuted"),
        ({"bare uvloop h11": 11_000.0, "bare uvloop httptools": 42_000.0}, "inconclusive"),
    ],
)
def test_the_extras_can_come_out_either_way(rates: Mapping[str, float], expected: str) -> None:
    """Both by themselves, neither, or too little clear."""
    assert verdict("web.uvicorn-why", extras_of_uvicorn(rates)).verdict == expected


def test_without_fastapi_nothing_is_said_of_it() -> None:
    """The claim is about the bare app."""
    report = extras_of_uvicorn()
    for loop, parser in FACTORS:
        report = without_arm(report, f"fastapi {loop} {parser}")
    found = verdict("web.uvicorn-why", report)
    assert found.verdict == "depends" and "FastAPI" not in found.because.en


# ── all of them ──────────────────────────────────────────────────────────────

REPORTS = {
    "web.order": order_of_frameworks,
    "web.fastapi-node-go": order_of_frameworks,
    "web.tornado": order_of_frameworks,
    "web.uvicorn-fastest": race_of_servers,
    "web.uvicorn-why": extras_of_uvicorn,
}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("code", ["busy-machine", "service-died", "load-unknown", "one-core"])
def test_a_doubt_of_the_whole_run_blocks_all(name: str, code: str) -> None:
    """On a busy machine no list is worth anything."""
    doubt = Caveat(code, None, Text("a doubt", "의심"))
    report = REPORTS[name]()
    found = verdict(name, replace(report, caveats=[*report.caveats, doubt]))
    assert found.verdict == "inconclusive"


@pytest.mark.parametrize("name", REPORTS)
def test_one_core_is_not_enough(name: str) -> None:
    """Server and client would take it from each other."""
    report = replace(REPORTS[name](), host=builders.host(cores=1))
    assert verdict(name, report).verdict == "untested"


def test_figures_that_do_not_fit_each_other_decide_nothing() -> None:
    """Of that arm; the others stand."""
    assert "little" in BLOCKING
    odd = {"json flask/gthread": loaded(5_000, in_flight=20)}
    report = order_of_frameworks(samples=odd)
    assert [(one.code, one.arm) for one in report.caveats] == [("little", "json flask/gthread")]
    found = verdict("web.order", report).because.en.partition("Not clear: ")[2]
    assert found.count("json flask/gthread") + found.count("÷ flask/gthread") == 3


def test_the_rules_name_arms_that_the_plans_have() -> None:
    """By default, so that a plain run can be judged."""
    arms = {
        "web order": {
            *(f"json {stack}" for stack in STACKS),
            *(f"wait {stack}" for stack in WAIT_STACKS),
        },
        "web servers": set(SERVERS),
        "web uvicorn": {f"{app} {loop} {parser}" for app in APPS for loop, parser in FACTORS},
    }
    for name in REPORTS:
        claim = by_id()[name][0]
        assert claim.rule is not None and claim.experiment in arms
        for test in claim.rule.tests:
            assert {test.arm, test.measure.removeprefix("over:")} <= arms[claim.experiment]
    assert set(JSON_RATES) == set(STACKS)
