"""Does async serve database, file and network alike?  Each kind beside its own serial arm.

A regular file of this machine is read from memory at once, so what is read here is a slow one
(``workloads/slow_file``).  Of databases a PostgreSQL server is asked where one is named; SQLite
has nothing to wait for and is there to be seen.  The child's half is ``each_arm``.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

from concdemo.errors import UsageFault
from concdemo.experiments.io import checks
from concdemo.experiments.io.dsn import is_near, require_driver, shown
from concdemo.experiments.io.each_words import (
    FILE,
    KIND,
    LONG_ROUND,
    NETWORK,
    NO_PIPES,
    POSTGRES,
    SQLITE,
    TOO_MANY_FILES,
    UNUSED,
    WHAT,
)
from concdemo.experiments.io.words import FAR_SERVER, NO_AIOSQLITE
from concdemo.experiments.tasks import missing_library, plan_arm
from concdemo.model import ArmPlan, Caveat, Column, Host, Parameters, Plan, Scheduling, ServicePlan
from concdemo.text import Text

MOST_FILES = 200
BYTES = 1_024
"""Of each response and file."""

ROWS = 20_000
"""Over which SQLite computes in each task, for a few milliseconds."""

LONG_ROUND_S = 2.0
"""Of the arms in which nothing overlaps: above it, a run of eight rounds lasts 20 s and more."""

UNUSED_OPTIONS = ("mode", "client", "workers", "size", "start-method")
COLUMNS = (Column("threads", Text("threads", "스레드")),)


def plan(settings: Parameters, host: Host) -> Plan:
    """Each kind's serial arm, and its async ones beside it.

    Args:
        settings: as ``checks.settled`` gives them.
    Raises:
        UsageFault: it can't be run as asked.
    """
    _check_unused(settings)
    requests, delay = settings["requests"], settings["delay"]
    assert isinstance(requests, int) and isinstance(delay, int | float)
    if requests > MOST_FILES:
        raise UsageFault(TOO_MANY_FILES.fill(most=MOST_FILES))
    dsn = None if settings["dsn"] is None else str(settings["dsn"])
    if dsn is not None:
        require_driver(host)
    lanes = checks.lanes(settings)
    checks.check_descriptors(lanes)
    arms = list(_arms(settings, lanes, host))
    kinds = [NETWORK, FILE, *([POSTGRES] if dsn else []), SQLITE]
    facts = [WHAT.fill(requests=requests, lanes=lanes), *(one.fill(delay=delay) for one in kinds)]
    server = shown(dsn) if dsn else None
    return Plan(
        experiment="io",
        settings={**settings, "concurrency": lanes, "size": BYTES, "dsn": server},
        arms=tuple(arms),
        size=BYTES,
        facts=tuple(facts),
        services=tuple(_services(settings, lanes)),
        columns=COLUMNS,
        shows=("median", "speedup", "cores"),
        arm_title=KIND,
        caveats=tuple(_known_doubts(arms, requests * delay / 1000, dsn)),
    )


def _check_unused(settings: Parameters) -> None:
    from concdemo.experiments.io.options import OPTIONS

    defaults = {option.name: option.default for option in OPTIONS}
    for name in UNUSED_OPTIONS:
        if settings[name] != defaults[name]:
            raise UsageFault(UNUSED.fill(option=name))


def _arms(settings: Parameters, lanes: int, host: Host) -> Iterator[ArmPlan]:
    common: Parameters = {
        "each": True,
        "own_size": None,
        "tasks": settings["requests"],
        "delay": settings["delay"],
        "switch_interval": settings["switch-interval"],
    }

    def arm(kind: str, way: str, scheduling: Scheduling, lacking: Text | None = None) -> ArmPlan:
        mode = "serial" if way == "serial" else "async"
        own = common | _parameters(kind, way, 1 if way == "serial" else lanes)
        planned = plan_arm(mode, lanes, host, own, scheduling=scheduling, name=f"{kind} {way}")
        return replace(planned, against=f"{kind} serial", unavailable=lacking)

    for way in ("serial", "async"):
        yield arm("network", way, "waiting", missing_library(host, "httpx"))
    for way in ("serial", "async", "in-thread"):
        yield arm("file", way, "waiting", None if has_pipes() else NO_PIPES)
    if settings["dsn"] is not None:
        for way in ("serial", "async"):
            yield arm("postgres", way, "waiting")
    yield arm("sqlite", "serial", "alone")
    lacking = None if "aiosqlite" in host.libraries else NO_AIOSQLITE
    yield arm("sqlite", "async", "crowded", lacking)


def _parameters(kind: str, way: str, connections: int) -> Parameters:
    """What an arm's tasks do, as ``arm`` and ``each_arm`` read it."""
    if kind == "network":
        return {"target": "http", "client": "httpx"}
    if kind == "file":
        reader = "SlowFileInThread" if way == "in-thread" else "SlowFile"
        work = f"concdemo.workloads.slow_file:{reader}"
        return {"target": "slow-file", "work": work, "watches": way == "async"}
    driver = {
        "postgres": {"serial": "Postgres", "async": "AsyncPostgres"},
        "sqlite": {"serial": "Sqlite", "async": "AioSqlite"},
    }[kind][way]
    asked: Parameters = {"target": kind, "query": "wait", "connections": connections}
    asked["work"] = f"concdemo.workloads.{kind}:{driver}"
    return asked | ({"own_size": ROWS} if kind == "sqlite" else {})


def has_pipes() -> bool:
    """Whether this system has files that keep their readers waiting."""
    return hasattr(os, "mkfifo")


def _services(settings: Parameters, lanes: int) -> Iterator[ServicePlan]:
    yield ServicePlan("origin", "concdemo.net.origin:serve", {})
    if has_pipes():
        files, delay = settings["requests"], settings["delay"]
        slow: Parameters = {"files": files, "size": BYTES, "delay_ms": delay}
        yield ServicePlan("slow", "concdemo.workloads.slow_file:deliver_slowly", slow)
    if settings["dsn"] is not None:
        needed = 1 + lanes + 1  # one after another, with async, and the service's own
        server: Parameters = {"dsn": settings["dsn"], "needed": needed, "lanes": lanes, "full": 1}
        yield ServicePlan("database", "concdemo.workloads.postgres_server:watch", server)
    yield ServicePlan("sqlite", "concdemo.workloads.sqlite:write_database", {})


def _known_doubts(arms: list[ArmPlan], serial_s: float, dsn: str | None) -> Iterator[Caveat]:
    in_a_row = [arm for arm in arms if arm.name == "file async" or arm.mode == "serial"]
    waiting = [arm for arm in in_a_row if arm.parameters["target"] != "sqlite"]
    round_s = serial_s * sum(arm.unavailable is None for arm in waiting)
    if round_s > LONG_ROUND_S:
        yield Caveat("long-round", None, LONG_ROUND.fill(seconds=round_s))
    if dsn and not is_near(dsn):
        yield Caveat("leaves-machine", None, FAR_SERVER.fill(server=shown(dsn)))
