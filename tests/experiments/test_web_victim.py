"""What ``web victim`` plans, tells of a sample, and concludes, from loads that nobody made."""

from collections.abc import Mapping
from dataclasses import replace

import builders
import pytest
from crowds import victim_report

from concdemo import host
from concdemo.errors import UsageFault
from concdemo.experiments.web import victim
from concdemo.experiments.web.victim.arm import CULPRIT, INNOCENT, suffered
from concdemo.experiments.web.victim.words import NOBODY, STACKS, STARVED, WITH_TWINS
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.model import Parameters, Plan, Report, Verdict
from concdemo.net.load.spec import Loaded, StreamResult
from concdemo.settings import settle

WINDOW_NS = 100_000_000


def plan(**given: str) -> Plan:
    """The plan of a command line."""
    return victim.plan(settings(**given), builders.host())


def settings(**given: str) -> Parameters:
    """The settings of a command line."""
    return settle(victim.EXPERIMENT.options, given)


def result(rate: float, errors: dict[str, int] | None = None, unfinished: int = 0) -> StreamResult:
    """What came of a stream."""
    mean = 8e9 / rate if rate else 0.0
    return StreamResult(
        ok=round(rate / 10),
        rate=rate,
        errors=errors or {},
        p50_ns=round(mean),
        p90_ns=round(mean),
        p99_ns=round(2 * mean),
        max_ns=round(2 * mean),
        mean_ns=mean,
        in_flight=8.0,
        reconnects=0,
        unfinished=unfinished,
    )


def loaded(**streams: StreamResult) -> Loaded:
    """What came of a load."""
    return Loaded(WINDOW_NS, WINDOW_NS, streams, WINDOW_NS // 2, 0, WINDOW_NS)


# ── planning ─────────────────────────────────────────────────────────────────


def test_every_server_is_first_measured_with_nobody_beside() -> None:
    """And is what its other arms are compared with."""
    found = plan()
    assert [arm.name for arm in found.arms] == [
        f"{stack} {culprit}" for stack, own in STACKS.items() for culprit in (NOBODY, *own)
    ]
    for arm in found.arms:
        assert arm.against == f"{arm.parameters['stack']} {NOBODY}"
    assert any("gevent" in fact.en for fact in found.facts)


def test_culprits_can_be_chosen() -> None:
    """A twin only where there is one; the others go without."""
    found = plan(stack="fastapi,tornado", culprit="cpu,def/wait")
    assert [arm.name for arm in found.arms] == [
        f"{WITH_TWINS} nobody",
        f"{WITH_TWINS} cpu",
        f"{WITH_TWINS} def/wait",
        "tornado/tornado nobody",
        "tornado/tornado cpu",
    ]
    assert not any("gevent" in fact.en for fact in found.facts)
    assert found.services[0].name == "load"


def test_a_twin_that_no_server_has_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(UsageFault, match="blocking, wait, cpu"):
        plan(stack="flask", culprit="def/cpu")


def test_a_window_takes_several_calls() -> None:
    """Else it would be chance whether there was one."""
    with pytest.raises(UsageFault, match="600"):
        plan(wait="200", window="500")
    assert plan(wait="200", window="600").size == 600_000


def test_too_many_connections_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is started."""
    monkeypatch.setattr(host, "descriptor_limit", lambda: 120)
    with pytest.raises(UsageFault, match="ulimit -n"):
        plan(connections="100")


# ── a sample ─────────────────────────────────────────────────────────────────


def test_how_long_an_innocent_client_waits() -> None:
    """Clients × time ÷ answers; and how long one call of the other client takes."""
    taken = suffered(loaded(innocent=result(4_000), culprit=result(40)), 8)
    assert taken.metrics["each"] == 2_000_000 and taken.metrics["rate"] == 4_000
    assert taken.metrics["culprit"] == 200_000_000 and taken.metrics["per-call"] == 100
    assert taken.failed == 0 and taken.wall_ns == WINDOW_NS and taken.cpu_ns == WINDOW_NS
    alone = suffered(loaded(innocent=result(4_000)), 8)
    assert "culprit" not in alone.metrics


def test_whoever_failed_is_counted() -> None:
    """Also the culprit: what it did beside isn't known then."""
    both = loaded(
        innocent=result(100, {"reset": 2}), culprit=result(10, {"reset": 1}, unfinished=3)
    )
    taken = suffered(both, 8)
    assert taken.failed == 6 and taken.failures["reset"] == 3
    assert set(both.streams) == {INNOCENT, CULPRIT}


def test_nobody_answered_is_no_speed() -> None:
    """It can't be said how long they wait then, unless answers came later."""
    taken = suffered(loaded(innocent=result(0.0), culprit=result(10)), 8)
    assert taken.failures == {STARVED: 1} and taken.failed == 1
    late = replace(result(0.0), ok=8, mean_ns=150e6)
    taken = suffered(loaded(innocent=late, culprit=result(10)), 8)
    assert taken.failed == 0 and taken.metrics["each"] == 150e6
    taken = suffered(loaded(innocent=result(4_000), culprit=result(0.0)), 8)
    assert taken.failures == {STARVED: 1}


# ── the verdict ──────────────────────────────────────────────────────────────

BLOCKING, TWIN = f"{WITH_TWINS} blocking", f"{WITH_TWINS} def/blocking"


def verdict(report: Report) -> Verdict:
    """What the report says of blocking calls in async code."""
    (claim,) = (one for one in by_id()["async.mixing-sync"] if one.experiment == "web victim")
    return judge(claim, report)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "supported"),
        ({BLOCKING: 0.9}, "refuted"),
        ({BLOCKING: 5.0}, "inconclusive"),
        ({TWIN: 4.0}, "inconclusive"),
        # Answers take so long anyway that a call of 20 ms makes no great difference.
        ({f"{WITH_TWINS} nobody": 100.0, BLOCKING: 120.0, TWIN: 101.0}, "inconclusive"),
        ({f"{WITH_TWINS} nobody": 20.0, BLOCKING: 21.0, TWIN: 3.0}, "supported"),
    ],
)
def test_a_blocking_call_makes_all_wait(changes: Mapping[str, float], expected: str) -> None:
    """Unless it does as much harm on a thread, when something else was the cause."""
    found = verdict(victim_report(changes))
    assert found.verdict == expected
    if not changes:
        assert "got 0.95 answers. " in found.because.en
        assert "on a thread: 22.7. Beside a call that awaits as long: 23.5." in found.because.en
        assert "each answer took 26.2 times as long" in found.because.en
        assert found.because.en.endswith("Beside the plain def: 1.1 times as long.")


def test_nothing_is_said_of_what_was_not_measured() -> None:
    """How many times as long takes rounds of the run with nobody beside; the verdict does not."""
    report = victim_report()
    arms = [replace(arm, speedup=None) for arm in report.arms]
    found = verdict(replace(report, arms=arms))
    assert found.verdict == "supported" and "times as long" not in found.because.en
    assert "a plain def endpoint, which runs on a thread: 22.7." in found.because.en


def test_what_keeps_it_from_a_verdict() -> None:
    """Few rounds, a broken server, one that isn't there."""
    assert verdict(victim_report(count=5)).verdict == "inconclusive"
    assert verdict(victim_report(faults=[BLOCKING])).verdict == "inconclusive"
    assert verdict(victim_report(faults=[f"{WITH_TWINS} nobody"])).verdict == "inconclusive"
    assert verdict(victim_report(unavailable=[TWIN])).verdict == "untested"
