"""``concdemo io --target each``: what it plans and refuses, and what its claim makes of reports."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from builders import WHY, host, with_arm, without_arm
from eaches import DSN, MACHINE, ON_LINUX, each_report, planned
from hypothesis import given
from hypothesis import strategies as st

from concdemo.errors import UsageFault
from concdemo.experiments.io import each, each_arm
from concdemo.host import has
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Caveat, Report, Verdict
from concdemo.text import Text

CLAIM = "async.db-file-net"
needs_psycopg = pytest.mark.skipif(not has("psycopg"), reason="psycopg is not installed")


def found(report: Report) -> Verdict:
    """The one verdict."""
    (verdict,) = with_verdicts(report).verdicts
    assert verdict.claim == CLAIM
    return verdict


# ── the plan ─────────────────────────────────────────────────────────────────


@needs_psycopg
def test_every_kind_has_its_own_serial_arm() -> None:
    """Arms stand in groups; the run's services are those that they need, and no secret is told."""
    plan = planned(dsn=DSN)
    assert [arm.name for arm in plan.arms] == list(ON_LINUX)
    assert all(arm.against == f"{arm.name.split()[0]} serial" for arm in plan.arms)
    assert all(arm.unavailable is None for arm in plan.arms)
    assert [one.name for one in plan.services] == ["origin", "slow", "database", "sqlite"]
    assert plan.settings["delay"] == 15 and plan.settings["concurrency"] == 20
    assert not plan.caveats
    shown = [str(plan.settings), *(one.en + one.ko for one in plan.facts)]
    assert "secret" not in " ".join(shown) and "secret" in str(plan.services[2].parameters)


def test_without_a_server_there_is_no_postgres() -> None:
    """Neither in the arms nor in the words."""
    plan = planned()
    assert [arm.name for arm in plan.arms] == [one for one in ON_LINUX if "postgres" not in one]
    assert [one.name for one in plan.services] == ["origin", "slow", "sqlite"]
    assert "pg_sleep" not in " ".join(one.en for one in plan.facts)


def test_what_is_lacking_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No aiosqlite, no pipes: those arms can't run; the others do."""
    monkeypatch.setattr(each, "has_pipes", lambda: False)
    plan = planned(host(libraries={"httpx": "1"}))
    lacking = {arm.name for arm in plan.arms if arm.unavailable is not None}
    assert lacking == {"file serial", "file async", "file in-thread", "sqlite async"}
    assert [one.name for one in plan.services] == ["origin", "sqlite"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"mode": "threads"}, "--mode"),
        ({"client": "httpx-shared"}, "--client"),
        ({"workers": "3"}, "--workers"),
        ({"size": "3"}, "--size"),
        ({"start-method": "spawn"}, "--start-method"),
        ({"query": "wait"}, "--query"),
        ({"url": "http://localhost/"}, "--url"),
        ({"requests": str(each.MOST_FILES + 1)}, str(each.MOST_FILES)),
        pytest.param({"dsn": "no dsn"}, "--dsn", marks=needs_psycopg),
    ],
)
def test_what_it_has_no_use_for_is_refused(given: Mapping[str, str], named: str) -> None:
    """In both languages, by name."""
    with pytest.raises(UsageFault) as refused:
        planned(MACHINE, **given)
    assert named in refused.value.text.en and named in refused.value.text.ko


def test_a_server_needs_its_driver() -> None:
    """With the mend."""
    with pytest.raises(UsageFault, match="psycopg"):
        planned(host(libraries={"httpx": "1"}), dsn=DSN)


@needs_psycopg
def test_a_long_run_and_a_far_server_are_told_beforehand() -> None:
    """Both are known from what was asked."""
    codes = [one.code for one in planned(delay="500").caveats]
    assert codes == ["long-round"]
    far = planned(dsn="postgresql://db.example/db").caveats
    assert [one.code for one in far] == ["leaves-machine"]


def test_a_loop_is_asked_to_watch_a_file() -> None:
    """Linux refuses, with its reason; elsewhere it may not."""
    said = each_arm.watching_refused()
    assert said == "" or said.startswith("PermissionError: ")


# ── the claim ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("server", [True, False])
def test_on_linux_it_depends_on_what_can_be_awaited(server: bool) -> None:
    """The condition is named, with the numbers; a database only where one was asked."""
    verdict = found(each_report(server=server))
    assert verdict.verdict == "depends"
    for words, condition in ((verdict.because.en, "can be awaited"), (verdict.because.ko, "await")):
        assert condition in words
        assert all(number in words for number in ("10.0", "1.0", "15.5", "1.7"))
        assert ("10.7" in words) is server and ("--dsn" in words) is not server
    assert "system refused" in verdict.because.en and "거절" in verdict.because.ko


def test_where_files_can_be_watched_nothing_is_said_of_it() -> None:
    """As on macOS, which lets a loop watch one."""
    assert "refused" not in found(each_report(watchable=1.0)).because.en


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"file async": 30}, "supported", id="files overlap as well"),
        pytest.param({"network async": 200}, "inconclusive", id="a network that hardly overlaps"),
        pytest.param({"network async": 330}, "inconclusive", id="a network that doesn't"),
        pytest.param({"postgres async": 320}, "inconclusive", id="a driver that doesn't"),
        pytest.param({"file async": 200}, "inconclusive", id="files that overlap a little"),
        pytest.param({"file in-thread": 300}, "inconclusive", id="not even in threads"),
        pytest.param({"sqlite async": 60}, "depends", id="SQLite on one core"),
        pytest.param({"sqlite async": 6}, "depends", id="SQLite on ten"),
    ],
)
def test_the_verdict_follows_the_intervals(changes: Mapping[str, float], expected: str) -> None:
    """What must overlap can't refute anything; SQLite decides nothing."""
    assert found(each_report(changes)).verdict == expected


def test_all_that_overlaps_is_told_with_its_numbers() -> None:
    """In both languages."""
    because = found(each_report({"file async": 31})).because
    for words in (because.en, because.ko):
        assert "10.0" in words and "20 " in words.replace("20개", "20 ")


@pytest.mark.parametrize("arm", [name for name in ON_LINUX if "sqlite" not in name])
def test_an_arm_that_failed_decides_nothing(arm: str) -> None:
    """Nor what was compared with it."""
    of = with_arm(each_report(), arm, status="failed", reason=WHY, speedup=None, cores_busy=None)
    assert found(of).verdict == "inconclusive"


def test_sqlite_may_fail() -> None:
    """It is no test."""
    of = with_arm(
        each_report(), "sqlite async", status="failed", reason=WHY, speedup=None, cores_busy=None
    )
    assert found(of).verdict == "depends" and "SQLite" not in found(of).because.en


@pytest.mark.parametrize("code", ["busy-machine", "tasks-failed", "load-unknown", "service-died"])
def test_a_doubt_keeps_it_from_a_verdict(code: str) -> None:
    """Of the whole run, or of an arm that is tested."""
    doubt = Text("doubt", "의심")
    for arm in (None, "file async", "file serial", "postgres async"):
        of = replace(each_report(), caveats=[Caveat(code, arm, doubt)])
        assert found(of).verdict == "inconclusive"


def test_without_pipes_it_is_untested(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says why."""
    monkeypatch.setattr(each, "has_pipes", lambda: False)
    verdict = found(each_report())
    assert verdict.verdict == "untested" and "named pipes" in verdict.because.en
    assert found(without_arm(each_report(), "network async")).verdict == "untested"


@pytest.mark.parametrize("setting", ["requests", "delay", "concurrency"])
def test_too_little_to_tell(setting: str) -> None:
    """Few requests, or hardly a wait."""
    of = each_report()
    low = replace(of, settings={**of.settings, setting: 4})
    verdict = found(low)
    assert verdict.verdict == "untested" and f"--{setting}" in verdict.because.en


@given(st.lists(st.floats(1, 1_000), min_size=9, max_size=9))
def test_it_depends_only_where_the_condition_was_measured(took: list[float]) -> None:
    """Whatever else the arms said: network beyond 2, file at 1, file in threads beyond 2."""
    ms = dict(zip(ON_LINUX, took, strict=True))
    if found(each_report(ms)).verdict == "depends":
        assert ms["network serial"] > 1.99 * ms["network async"]
        assert ms["postgres serial"] > 1.99 * ms["postgres async"]
        assert ms["file serial"] < 1.21 * ms["file async"]
        assert ms["file serial"] > 1.99 * ms["file in-thread"]
