"""Databases as targets of ``io``: plans, what is refused, doubts, and what the claims say."""

from typing import Any

import pytest
from builders import MS, host, row, samples, with_arm, without_arm
from databases import CALLED, HANDED, database_report

from concdemo.errors import UsageFault
from concdemo.experiments import find
from concdemo.experiments.io import dsn
from concdemo.ledger.book import claims
from concdemo.ledger.judge import BLOCKING, judge, with_verdicts
from concdemo.model import ArmPlan, Calibration, Plan, Report
from concdemo.settings import HIDDEN, Option, settle, unsecret
from concdemo.text import Text

IO = find("io")
LIBRARIES = ("aiosqlite", "httpx", "psycopg", "psycopg_pool", "uvloop")
MACHINE = host(libraries=dict.fromkeys(LIBRARIES, "1"))
SECRET = "open-sesame"
DSN = f"postgresql://anna:{SECRET}@127.0.0.1:5433/shop?sslpassword={SECRET}"
MIXING = [
    claim for claim in claims() if (claim.id, claim.experiment) == ("async.mixing-sync", "io")
]
EVERYWHERE = {"async.overlaps-io", "async.needs-threads", "async.is-multiprocess"}


def without(*libraries: str) -> dict[str, str]:
    """What is installed but for these."""
    return {name: "1" for name in LIBRARIES if name not in libraries}


def planned(target: str, machine: Any = MACHINE, **given: str) -> Plan:
    """The plan of ``concdemo io`` with that target and these options."""
    if target == "postgres":
        pytest.importorskip("psycopg")
        given = {"dsn": DSN, **given}
    return IO.plan(settle(IO.options, {"target": target, **given}), machine)


def arms(plan: Plan) -> dict[str, ArmPlan]:
    """Its arms by name."""
    return {arm.name: arm for arm in plan.arms}


# ── plans ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
@pytest.mark.parametrize("query", ["wait", "point"])
def test_ways_of_a_blocking_driver_stand_beside_the_modes(target: str, query: str) -> None:
    """Called in the coroutine, handed to a thread; and one connection where that serialises."""
    names = list(arms(planned(target, query=query)))
    extra = ["async-one-connection"] if target == "sqlite" else []
    assert names == ["serial", "threads", "processes", "async", "uvloop", CALLED, HANDED, *extra]


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_without_async_there_are_no_ways_of_it(target: str) -> None:
    """Whoever asks for threads gets threads."""
    assert list(arms(planned(target, mode="threads"))) == ["serial", "threads"]


@pytest.mark.parametrize(
    ("target", "query", "given", "size"),
    [
        ("postgres", "wait", {}, 1),
        ("postgres", "point", {}, Calibration),
        ("postgres", "point", {"size": "7"}, 7),
        ("sqlite", "wait", {}, Calibration),
        ("sqlite", "point", {"size": "7"}, 7),
    ],
)
def test_the_baseline_finds_the_size(
    target: str, query: str, given: dict[str, str], size: Any
) -> None:
    """Unless it was given, or the server waits, which has none."""
    plan = planned(target, query=query, **given)
    assert plan.size == size or (isinstance(size, type) and isinstance(plan.size, size))


def test_sqlite_s_query_takes_about_the_delay() -> None:
    """One after another they take as long as so many delays."""
    plan = planned("sqlite", requests="10", delay="30")
    assert isinstance(plan.size, Calibration)
    assert plan.size.sample_ns == 300 * MS


def test_the_server_is_asked_for_every_connection_that_is_opened() -> None:
    """One for serial, for the blocking way and for who watches; one a lane or process elsewhere."""
    plan = planned("postgres", concurrency="6", workers="3")
    (service,) = plan.services
    found = {name: arm.parameters["connections"] for name, arm in arms(plan).items()}
    assert found == {
        "serial": 1, "threads": 3, "processes": 1, "async": 6, "uvloop": 6, CALLED: 1, HANDED: 6,
    }  # fmt: skip
    assert service.parameters["needed"] == 1 + 3 + 3 + 6 + 6 + 1 + 6 + 1
    assert (service.parameters["lanes"], service.parameters["full"]) == (6, 3)


def test_few_are_in_flight_at_a_server_unless_more_are_asked_for() -> None:
    """All arms stay connected, and a server takes a hundred as it comes."""
    assert planned("postgres", requests="50").settings["concurrency"] == 10
    assert planned("postgres", requests="50", concurrency="20").settings["concurrency"] == 20


@pytest.mark.parametrize(
    ("target", "query", "given", "scheduling"),
    [
        ("postgres", "wait", {}, dict.fromkeys(("serial", "threads", "async", CALLED), "waiting")),
        (
            "sqlite",
            "wait",
            {},
            {
                "serial": "alone",
                CALLED: "alone",
                **dict.fromkeys(("threads", "processes", "async", "uvloop", HANDED), "crowded"),
            },
        ),
        ("sqlite", "wait", {"concurrency": "2"}, {"threads": "side-by-side", CALLED: "alone"}),
        (
            "sqlite",
            "point",
            {"concurrency": "2"},
            {"threads": "taking-turns", "processes": "side-by-side"},
        ),
    ],
)
def test_what_computes_is_held_to_its_share(
    target: str, query: str, given: dict[str, str], scheduling: dict[str, str]
) -> None:
    """SQLite computes, so its arms are gated as such; what waits for a server is not."""
    found = arms(planned(target, query=query, **given))
    assert {name: found[name].scheduling for name in scheduling} == scheduling


# ── what is refused, and what is missing ─────────────────────────────────────


def test_without_aiosqlite_only_its_arms_are_lacking() -> None:
    """The others run; the reason has the mend."""
    found = arms(planned("sqlite", host(libraries=without("aiosqlite"))))
    lacking = {name for name, arm in found.items() if arm.unavailable is not None}
    assert lacking == {"async", "uvloop", "async-one-connection"}
    assert "concdemo[sqlite]" in str(found["async"].unavailable)


@pytest.mark.parametrize("library", ["psycopg", "psycopg_pool"])
def test_without_psycopg_there_is_nothing_to_ask_with(library: str) -> None:
    """Refused, with the mend."""
    with pytest.raises(UsageFault) as fault:
        planned("postgres", host(libraries=without(library)))
    assert "pip install 'concdemo[postgres]'" in fault.value.text.en
    assert "pip install 'concdemo[postgres]'" in fault.value.text.ko


@pytest.mark.parametrize(
    "bad",
    [
        "nonsense",
        "host=localhost open sesame",
        "postgresql://anna:open@sesame@localhost/shop",
        "postgresql://anna:open/sesame@localhost/shop",
        "postgresql://anna:12/sesame@localhost/shop",
        "postgresql://anna:sesame@localhost:port/shop",
        "postgresql://localhost/shop?nonsense=sesame",
        "postgresql://anna:ses\name@localhost/shop",
        "http://anna:sesame@localhost/",
    ],
)
def test_a_dsn_that_is_none_is_refused_without_being_quoted(bad: str) -> None:
    """Parts of a password can be anywhere in it."""
    with pytest.raises(UsageFault) as fault:
        planned("postgres", dsn=bad)
    for language in (fault.value.text.en, fault.value.text.ko):
        assert "sesame" not in language and "postgresql://" in language


@pytest.mark.parametrize(
    ("given", "shown", "near"),
    [
        (DSN, "user=anna dbname=shop host=127.0.0.1 port=5433", True),
        ("host=localhost", "host=localhost", True),
        ("", "", True),
        ("host=/run/postgresql password=sesame", "host=/run/postgresql", True),
        ("postgresql://[::1]/", "host=::1", True),
        ("host=::1,db.example.org", "host=::1,db.example.org", False),
        ("postgresql://anna:sesame@db.example.org", "user=anna host=db.example.org", False),
        ("hostaddr=192.0.2.7 host=localhost", "hostaddr=192.0.2.7 host=localhost", False),
        ("service=shop", "service=shop", False),
    ],
)
def test_what_is_shown_of_a_dsn(given: str, shown: str, near: bool) -> None:
    """Nothing secret, and whether it stays on this machine."""
    psycopg = pytest.importorskip("psycopg")
    parse = psycopg.conninfo.conninfo_to_dict
    assert parse(dsn.shown(given)) == parse(shown)
    assert dsn.is_near(given) is near
    assert "sesame" not in dsn.shown(given)


def test_a_server_elsewhere_is_a_doubt_before_anything_runs() -> None:
    """As a URL is; without its password."""
    (caveat,) = planned("postgres", dsn=f"postgresql://anna:{SECRET}@db.example.org").caveats
    assert caveat.code == "leaves-machine"
    assert "db.example.org" in caveat.detail.en and SECRET not in str(caveat)
    assert planned("postgres").caveats == ()


def test_a_password_is_in_no_part_of_a_plan_that_a_report_shows() -> None:
    """Settings, sentences, doubts and arms; only the service is told it."""
    plan = planned("postgres")
    told = (plan.settings, plan.facts, plan.caveats, plan.arms)
    assert SECRET not in str(told) and "5433" in str(plan.settings["dsn"])
    assert plan.services[0].parameters["dsn"] == DSN


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["io", "--dsn", "sesame", "--rounds", "8"], ["io", "--dsn", HIDDEN, "--rounds", "8"]),
        (["io", "--dsn=sesame"], ["io", f"--dsn={HIDDEN}"]),
        (["--dsn", "a", "--dsn=b"], ["--dsn", HIDDEN, f"--dsn={HIDDEN}"]),
        (["--server", "sesame"], ["--server", HIDDEN]),
        (["--url", "x", "--dsn"], ["--url", "x", "--dsn"]),
    ],
)
def test_what_is_secret_stays_out_of_the_command(typed: list[str], kept: list[str]) -> None:
    """However it was typed, and as often."""
    words = Text("help", "도움말")
    options = (
        Option("dsn", "text", words, aliases=("server",), secret=True),
        Option("url", "text", words),
    )
    assert unsecret(options, typed) == kept


# ── doubts ───────────────────────────────────────────────────────────────────


def codes(of: Report) -> list[str]:
    """What the experiment doubts."""
    return [caveat.code for caveat in IO.doubts(of)]


def test_an_ordinary_run_raises_no_doubt() -> None:
    """Nor does one of SQLite, which is meant to keep cores busy."""
    assert codes(database_report("postgres")) == []
    busy = samples(8, 200 * MS, 1.9)
    assert codes(database_report("sqlite", extra={"threads": busy})) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"server CPU": "counted"}, []),
        ({"server CPU": "far"}, []),
        ({"server CPU": "not seen"}, ["server-unseen"]),
        ({"between": "a connection pooler"}, ["pooled-server"]),
    ],
)
def test_what_the_arms_heard_of_the_server(facts: dict[str, str], code: list[str]) -> None:
    """A pooler may hold queries up, so that nothing is decided behind one."""
    of = with_arm(database_report("postgres"), "serial", facts=facts)
    assert codes(of) == code
    assert "pooled-server" in BLOCKING


@pytest.mark.parametrize("query", ["wait", "point"])
def test_a_client_whose_cpu_is_the_limit(query: str) -> None:
    """Is doubted where it ought to wait; look-ups are the driver's own work."""
    busy = database_report("postgres", query, extra={"async": samples(8, 60 * MS, 0.9)})
    assert codes(busy) == (["client-saturated"] if query == "wait" else [])


def test_a_slow_way_to_the_server_leaves_little_wait() -> None:
    """Where one query takes far longer than the server waits."""
    settings = {**database_report("postgres").settings, "delay": 5}
    assert codes(database_report("postgres", settings=settings)) == ["little-wait"]
    assert codes(database_report("sqlite", settings={**settings, "target": "sqlite"})) == []


# ── claims ───────────────────────────────────────────────────────────────────


def mixing(of: Report) -> str:
    """What the report says of blocking calls in async code."""
    (claim,) = [claim for claim in MIXING if claim.concerns(of)]
    return judge(claim, of).verdict


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
@pytest.mark.parametrize(
    ("speedups", "verdict"),
    [
        ({}, "supported"),
        ({"blocking": 1.3}, "inconclusive"),
        ({"blocking": 1.8}, "refuted"),
        ({"in_thread": 1.2}, "inconclusive"),
        ({"blocking": 1.8, "in_thread": 1.0}, "inconclusive"),
    ],
)
def test_blocking_calls_are_judged_beside_handed_ones(
    target: str, speedups: dict[str, float], verdict: str
) -> None:
    """One at a time means something only where the same queries can overlap."""
    assert mixing(database_report(target, **speedups)) == verdict  # type: ignore[arg-type]


def test_computing_queries_overlap_only_where_there_are_cores() -> None:
    """One core tells nothing of SQLite; waits for a server need none."""
    one = host(cores=1)
    assert mixing(database_report("sqlite", machine=one)) == "untested"
    assert mixing(without_arm(database_report("postgres"), HANDED)) == "untested"


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_small_queries_decide_nothing(target: str) -> None:
    """They are too short to hold anything up; what the drivers took is told."""
    of = with_verdicts(database_report(target, "point"))
    found = {verdict.claim: verdict for verdict in of.verdicts}
    assert {found[name].verdict for name in EVERYWHERE | {"async.mixing-sync"}} == {"untested"}
    assert "400 ms" in found["async.mixing-sync"].because.en
    assert "400 ms" in found["async.mixing-sync"].because.ko


def test_a_server_s_waits_overlap_and_sqlite_has_none() -> None:
    """The claims on waits are tested with the one and not with the other."""
    found = {one.claim: one.verdict for one in with_verdicts(database_report("postgres")).verdicts}
    assert {name: found[name] for name in EVERYWHERE} == {
        "async.overlaps-io": "supported",
        "async.needs-threads": "refuted",
        "async.is-multiprocess": "refuted",
    }
    assert found["web.postgres"] == "untestable"
    said = {one.claim: one for one in with_verdicts(database_report("sqlite")).verdicts}
    assert {said[name].verdict for name in EVERYWHERE} == {"untested"}
    assert "aiosqlite" in said["async.needs-threads"].because.en
    assert "web.postgres" not in said


def test_behind_a_pooler_nothing_is_decided() -> None:
    """It may let one query through at a time, which would look as if nothing overlapped."""
    of = database_report("postgres", loop=1.0, in_thread=1.0)
    assert {one.verdict for one in with_verdicts(of).verdicts} & {"refuted"} == {"refuted"}
    pooled = with_arm(of, "serial", facts={"between": "a connection pooler"})
    doubted = database_report("postgres", loop=1.0, in_thread=1.0, caveats=IO.doubts(pooled))
    assert row(doubted, "async").speedup is not None
    decided = {one.verdict for one in with_verdicts(doubted).verdicts}
    assert decided <= {"inconclusive", "untestable", "untested"}
