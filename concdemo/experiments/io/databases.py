"""Plans of ``--target sqlite`` and ``--target postgres``.

Beside the modes stand arms of what people do on an event loop with a driver that blocks: call
it in the coroutine, or hand it to a thread; and, where a driver serialises what shares a
connection, share one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from concdemo.experiments.io import checks
from concdemo.experiments.io.dsn import is_near, require_driver, shown
from concdemo.experiments.io.words import (
    DRIVERS,
    FAR_SERVER,
    LONG_BASELINE,
    NO_AIOSQLITE,
    SIZED,
    WHAT,
)
from concdemo.experiments.tasks import plan_arm
from concdemo.model import (
    ArmPlan,
    Calibration,
    Caveat,
    Column,
    Host,
    Parameters,
    Plan,
    Scheduling,
    ServicePlan,
)
from concdemo.text import Text

FIRST_ROWS = {"wait": 10_000, "point": 20}
POINTS_NS = {"sqlite": 20_000_000, "postgres": 200_000_000}
"""What serial look-ups take: aiosqlite takes dozens of times as long for its own."""

LONG_SAMPLE_S = 2.5
"""Of the baseline: above it, fewer than eight rounds fit into the default budget."""

COLUMNS = (Column("threads", Text("threads", "스레드")),)


class Way(NamedTuple):
    """A way of asking: the mode that it runs in, and its workload of each database."""

    mode: str
    sqlite: str
    postgres: str | None
    lanes: bool = True  # does it have a connection a lane?


SYNC, ASYNC = ("Sqlite", "Postgres"), ("AioSqlite", "AsyncPostgres")
WAYS: dict[str, Way] = {
    "serial": Way("serial", *SYNC, lanes=False),
    "threads": Way("threads", *SYNC),
    "processes": Way("processes", *SYNC),
    "async": Way("async", *ASYNC),
    "uvloop": Way("uvloop", *ASYNC),
    "async-blocking": Way("async", *SYNC, lanes=False),
    "async-in-thread": Way("async", "SqliteInThread", "PostgresInThread"),
    "async-one-connection": Way("async", "SharedAioSqlite", None, lanes=False),
}


def plan(settings: Parameters, host: Host) -> Plan:
    """Serial first, then the modes asked for, then what is done with a blocking driver.

    Args:
        settings: as ``checks.settled`` gives them.
    Raises:
        UsageFault: it can't be run as asked.
    """
    target, query = str(settings["target"]), str(settings["query"])
    requests, delay = settings["requests"], settings["delay"]
    assert isinstance(requests, int) and isinstance(delay, int | float)
    server, dsn = "", ""
    if target == "postgres":
        require_driver(host)
        dsn = str(settings["dsn"])
        server = shown(dsn)
    in_flight = checks.lanes(settings)
    arms = _arms(target, query, in_flight, settings, host)
    connections = {arm.name: _connections(arm) for arm in arms if arm.unavailable is None}
    checks.check_descriptors(max(connections.values()))
    size = _size(target, query, requests * delay, settings)
    return Plan(
        experiment="io",
        settings={
            **settings,
            "concurrency": in_flight,
            "size": size if isinstance(size, int) else None,
            "dsn": server or None,
        },
        arms=tuple(arms),
        size=size,
        facts=tuple(_facts(settings, size, in_flight, server)),
        services=(_service(target, dsn, connections, in_flight),),
        columns=COLUMNS,
        shows=("workers", "median", "speedup", "cores"),
        caveats=tuple(_known_doubts(query, requests * delay / 1000, dsn, server)),
    )


def _arms(
    target: str, query: str, in_flight: int, settings: Parameters, host: Host
) -> list[ArmPlan]:
    modes = settings["mode"]
    assert isinstance(modes, list)
    asked = ["serial", *(mode for mode in modes if mode != "serial")]
    if "async" in modes:
        asked += [name for name in WAYS if name.startswith("async-")]
    arms = []
    for name in asked:
        way = WAYS[name]
        workload = way.sqlite if target == "sqlite" else way.postgres
        if workload is None:
            continue
        workers = checks.workers(way.mode, in_flight, settings)
        shared = way.lanes and way.mode != "processes"
        arm = plan_arm(
            way.mode,
            workers,
            host,
            {
                "target": target,
                "work": f"concdemo.workloads.{target}:{workload}",
                "query": query,
                "tasks": settings["requests"],
                "delay": settings["delay"],
                "connections": workers if shared else 1,
                "start_method": settings["start-method"] or host.start_method,
                "switch_interval": settings["switch-interval"],
                "releases_gil": target == "sqlite",
            },
            scheduling=_scheduling(name, target, query, workers, host.cores),
            name=name,
        )
        arms.append(_available(arm, workload, host))
    return arms


def _available(arm: ArmPlan, workload: str, host: Host) -> ArmPlan:
    if "AioSqlite" in workload and "aiosqlite" not in host.libraries:
        return replace(arm, unavailable=NO_AIOSQLITE)
    return arm


def _scheduling(name: str, target: str, query: str, workers: int, cores: int) -> Scheduling:
    """How an arm's tasks share the cores.

    PostgreSQL's answers wake their tasks in bunches.  SQLite's queries compute, and without the
    GIL but for the small ones, which need it more often than not.
    """
    if target == "postgres":
        return "waiting"
    if name in ("serial", "async-blocking"):
        return "alone"
    if workers > cores or name == "async-one-connection":
        return "crowded"
    return "taking-turns" if query == "point" and name != "processes" else "side-by-side"


def _connections(arm: ArmPlan) -> int:
    """How many connections an arm has open, in all its processes."""
    each = arm.parameters["connections"]
    assert isinstance(each, int)
    return arm.workers * each if arm.mode == "processes" else each


def _size(target: str, query: str, all_ms: float, settings: Parameters) -> int | Calibration:
    """Rows a query computes over, or a request looks up; a wait of the server's has none."""
    if (target, query) == ("postgres", "wait"):
        return 1
    given = settings["size"]
    if given is not None:
        assert isinstance(given, int)
        return given
    sample_ns = POINTS_NS[target] if query == "point" else max(1, round(all_ms * 1e6))
    return Calibration(FIRST_ROWS[query], sample_ns)


def _facts(
    settings: Parameters, size: int | Calibration, in_flight: int, server: str
) -> Iterator[Text]:
    """What is asked, and through which drivers."""
    target, query, modes = settings["target"], settings["query"], settings["mode"]
    what, delay = WHAT[f"{target} {query}"], settings["delay"]
    assert isinstance(modes, list)
    yield what.fill(requests=settings["requests"], delay=delay, lanes=in_flight, server=server)
    if query == "wait" and isinstance(size, Calibration):
        yield SIZED.fill(delay=delay)
    if "async" in modes:
        yield DRIVERS[str(target)]


def _service(target: str, dsn: str, connections: Mapping[str, int], in_flight: int) -> ServicePlan:
    """Who writes the file; or who looks whether the server has room for all connections."""
    if target == "sqlite":
        return ServicePlan("sqlite", "concdemo.workloads.sqlite:write_database", {})
    needed: Parameters = {
        "dsn": dsn,
        "needed": sum(connections.values()) + 1,  # the service itself has one
        "lanes": in_flight,
        "full": sum(number == in_flight for number in connections.values()),
    }
    return ServicePlan("database", "concdemo.workloads.postgres_server:watch", needed)


def _known_doubts(query: str, serial_s: float, dsn: str, server: str) -> list[Caveat]:
    doubts = []
    if query == "wait" and serial_s > LONG_SAMPLE_S:
        doubts.append(Caveat("long-baseline", None, LONG_BASELINE.fill(seconds=serial_s)))
    if dsn and not is_near(dsn):
        doubts.append(Caveat("leaves-machine", None, FAR_SERVER.fill(server=server)))
    return doubts
