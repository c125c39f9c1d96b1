"""What made-up runs of ``web wait`` and ``web workers`` say of their claims."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from builders import host, samples
from waits import wait_report, waited, workers_report

from concdemo.experiments.web.wait.grid import FEW, MANY
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.model import Judgement, Report, Verdict
from concdemo.text import LANGUAGES

WAITING = ("web.fastapi-beats-flask-io", "web.starlette-io", "web.django-sync", "web.flask-sync")
WORKERS = "web.gunicorn-workers"


def verdict(claim: str, report: Report) -> Verdict:
    """What the report says of a claim, by the rule of its own experiment."""
    [rule] = [one for one in by_id()[claim] if one.experiment == report.experiment]
    return judge(rule, report)


JUDGED: dict[str, tuple[str, Judgement, dict[str, Mapping[str, float]]]] = {
    "FastAPI ahead above the threads only": ("web.fastapi-beats-flask-io", "depends", {}),
    "FastAPI ahead with few as well": (
        "web.fastapi-beats-flask-io",
        "supported",
        {"few": {"flask/gthread": 3.0}},
    ),
    "FastAPI ahead nowhere": (
        "web.fastapi-beats-flask-io",
        "refuted",
        {"many": {"fastapi/uvicorn": 40.0}},
    ),
    "FastAPI ahead a little": (
        "web.fastapi-beats-flask-io",
        "inconclusive",
        {"many": {"fastapi/uvicorn": 38.0 * 1.25}},
    ),
    "Starlette light and fast": ("web.starlette-io", "supported", {}),
    "Starlette fast, no lighter": (
        "web.starlette-io",
        "depends",
        {"cpu_us": {"starlette/uvicorn": 110.0}},
    ),
    "Starlette neither": (
        "web.starlette-io",
        "refuted",
        {"cpu_us": {"starlette/uvicorn": 110.0}, "many": {"starlette/uvicorn": 39.0}},
    ),
    "Starlette a little lighter": (
        "web.starlette-io",
        "inconclusive",
        {"cpu_us": {"starlette/uvicorn": 96.0}},
    ),
    "nothing async ahead but Starlette": (
        "web.starlette-io",
        "inconclusive",
        {"many": {"fastapi/uvicorn": 40.0}},
    ),
    "Django behind, its async view not": ("web.django-sync", "supported", {}),
    "Django behind, its async view too": (
        "web.django-sync",
        "depends",
        {"many": {"django-async-bare/uvicorn": 40.0}},
    ),
    "Django not behind": (
        "web.django-sync",
        "refuted",
        {"many": {"django-async-bare/uvicorn": 40.0, "fastapi/uvicorn": 40.0}},
    ),
    "Django a little behind": (
        "web.django-sync",
        "inconclusive",
        {"many": {"django-async-bare/uvicorn": 37.0 / 0.8}},
    ),
    "Django held back by more than its threads": (
        "web.django-sync",
        "inconclusive",
        {"many": {"django/gthread": 25.0}},
    ),
    "Flask one at a time": ("web.flask-sync", "supported", {}),
    "Flask several at a time": ("web.flask-sync", "depends", {"few": {"flask/gunicorn": 4.0}}),
    "Flask one or two at a time": (
        "web.flask-sync",
        "inconclusive",
        {"few": {"flask/gunicorn": 1.5}},
    ),
    "no threads anywhere": ("web.flask-sync", "inconclusive", {"few": {"flask/gthread": 1.0}}),
}


@pytest.mark.parametrize(("claim", "judgement", "changed"), JUDGED.values(), ids=JUDGED.keys())
def test_what_a_run_says(
    claim: str, judgement: Judgement, changed: dict[str, Mapping[str, float]]
) -> None:
    """Both sides, the gap between them, and conditions that are named with their figures."""
    found = verdict(claim, wait_report(**changed))
    assert found.verdict == judgement, found.because.en
    assert not any(word in found.because.into(one) for one in LANGUAGES for word in ("nan", "{"))


def test_flask_would_be_refuted_by_an_answer() -> None:
    """If its app answered on an ASGI server as it is, and a sync worker took several at a time."""
    whole = wait_report(unadapted=1.0, few={"flask/gunicorn": 4.0})
    assert verdict("web.flask-sync", whole).verdict == "refuted"
    assert verdict("web.flask-sync", wait_report(unadapted=1.0)).verdict == "depends"


def test_the_condition_is_named() -> None:
    """*Depends* tells the number of threads and the figures on both sides of it."""
    said = verdict("web.fastapi-beats-flask-io", wait_report()).because
    assert "40 threads" in said.en and "Below the number of threads" in said.en
    assert all(word in said.en for word in ("1501", "380", "with 5, 47 and 47"))
    assert "스레드 40개" in said.ko and "뚜렷한 차이가 없었습니다" in said.ko


def test_what_else_is_told_depends_on_what_was_seen() -> None:
    """What a view's middleware costs, and what threads for each request can do, if measured."""
    whole = verdict("web.django-sync", wait_report()).because.en
    assert "answered 400: a request without any wait then took its server 1701 µs" in whole
    assert "a thread for each request: 300" in whole
    without = wait_report(unavailable=["django-async/uvicorn"])
    assert "then took its server" not in verdict("web.django-sync", without).because.en
    without = wait_report(samples={"django/uvicorn": waited(5.0, None, 1_200.0)})
    assert "a thread for each request" not in verdict("web.django-sync", without).because.en


@pytest.mark.parametrize("claim", WAITING)
def test_no_verdict_without_what_it_needs(claim: str) -> None:
    """An arm that is missing, one that failed, too few rounds."""
    needed = {
        "web.fastapi-beats-flask-io": "fastapi/uvicorn",
        "web.starlette-io": "starlette/uvicorn",
        "web.django-sync": "django-async-bare/uvicorn",
        "web.flask-sync": "flask/gunicorn",
    }[claim]
    assert verdict(claim, wait_report(unavailable=[needed])).verdict == "untested"
    assert verdict(claim, wait_report(faults=[needed])).verdict == "inconclusive"
    few = wait_report(samples={needed: waited(4.7, 70.0, 100.0, count=5)})
    assert verdict(claim, few).verdict == "inconclusive"


def test_a_busy_client_blocks() -> None:
    """Who may have been the limit keeps the verdict open."""
    busy = waited(4.7, 74.0, 120.0, **{"client-busy": 0.95})
    report = wait_report(samples={"fastapi/uvicorn": busy})
    assert [one.code for one in report.caveats] == ["client-saturated"]
    found = verdict("web.fastapi-beats-flask-io", report)
    assert found.verdict == "inconclusive" and "client" in found.because.en


def test_the_sentences_say_what_is_measured() -> None:
    """Numbers that stand in the claims' sentences are those of the grid."""
    for claim in WAITING[:3]:
        [rule] = [one.rule for one in by_id()[claim] if one.experiment == "web wait"]
        assert rule is not None
        for text in rule.because.values():
            assert f"{MANY.connections}" in text.en and f"{MANY.wait_ms} ms" in text.en
            assert f"{MANY.connections}개" in text.ko and f"{MANY.wait_ms} ms" in text.ko
    assert FEW.wait_ms == MANY.wait_ms and FEW.name == "100-5"
    assert re.fullmatch(r"at-\d+-\d+", f"at-{FEW.name}")


@pytest.mark.parametrize(
    ("gain", "cores", "judgement"),
    [
        (1.9, 1.95, "supported"),
        (1.0, 1.95, "refuted"),
        (1.3, 1.95, "inconclusive"),
        (1.0, 1.0, "inconclusive"),
        (1.9, 1.2, "inconclusive"),
    ],
)
def test_workers(gain: float, cores: float, judgement: Judgement) -> None:
    """Two workers that gain nothing refute the claim only if both of them worked."""
    found = verdict(WORKERS, workers_report({"fastapi/gunicorn": gain}, cores=cores))
    assert found.verdict == judgement, found.because.en


def test_workers_need_cores() -> None:
    """On one core nothing is learnt."""
    assert verdict(WORKERS, workers_report(machine_cores=1)).verdict == "untested"
    assert host().cores == 2


def test_uvicorn_s_own_workers_are_told_of() -> None:
    """Where they gain as much."""
    assert "--workers 2" in verdict(WORKERS, workers_report()).because.en
    alone = workers_report({"fastapi/uvicorn": 1.0})
    assert "--workers 2" not in verdict(WORKERS, alone).because.en


def test_a_dirty_run_says_nothing() -> None:
    """Samples that others harmed give no interval."""
    whole = workers_report()
    arms = [
        replace(arm, samples=[replace(one, clean=False) for one in samples(8)], speedup=None)
        for arm in whole.arms
    ]
    assert verdict(WORKERS, replace(whole, arms=arms)).verdict == "inconclusive"


def test_what_an_arm_never_measures_keeps_the_verdict_open() -> None:
    """A stack that would have taken too long with many at once."""
    slow = wait_report(samples={"flask/gthread": waited(1.0, None, 350.0)})
    for claim in ("web.fastapi-beats-flask-io", "web.starlette-io"):
        assert verdict(claim, slow).verdict == "inconclusive"
