"""An arm of ``concdemo io`` in its own process: what its tasks do, and the pool that does them."""

from concdemo.experiments.experiment import OpenArm, ServiceFacts
from concdemo.experiments.io.checks import DATABASES
from concdemo.experiments.tasks import open_tasks_arm
from concdemo.model import ArmPlan, Parameters


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The requests' pool."""
    from concdemo.host import raise_descriptor_limit
    from concdemo.modes.pool import Job

    raise_descriptor_limit()
    entry, parameters = _job(arm.parameters, services)
    tasks = arm.parameters["tasks"]
    assert isinstance(tasks, int)
    facts = _facts(arm.parameters, services)
    return open_tasks_arm(arm, Job(entry, parameters), tasks, facts)


def _job(asked: Parameters, services: ServiceFacts) -> tuple[str, Parameters]:
    """The workload's class and its arguments."""
    delay = asked["delay"]
    if asked["target"] == "sleep":
        return "concdemo.workloads.waits:Sleep", {"delay_ms": delay}
    if asked["target"] == "file":
        return "concdemo.workloads.files:ReadFile", {"folder": services["files"]["folder"]}
    if asked["target"] in DATABASES:
        return str(asked["work"]), _of_database(asked, services)
    common: Parameters = {"delay_ms": delay}
    if asked["target"] == "url":
        common |= {"url": asked["url"], "origin": False}
    else:
        origin = services["origin"]
        path = f"/wait/{delay:g}/{{size}}/{{task}}"
        if asked["client"] == "raw":
            raw: Parameters = {"host": origin["host"], "port": origin["port"], "path": path}
            return "concdemo.workloads.raw:Raw", common | raw
        url = f"http://{origin['host']}:{origin['port']}{path}"
        common |= {"url": url, "origin": True}
    if asked["client"] == "httpx-shared":
        shared: Parameters = {"connections": asked["connections"]}
        return "concdemo.workloads.http:SharedHttpx", common | shared
    return "concdemo.workloads.http:Httpx", common


def _of_database(asked: Parameters, services: ServiceFacts) -> Parameters:
    if asked["target"] == "sqlite":
        return {"path": services["sqlite"]["path"], "query": asked["query"]}
    return {
        "dsn": services["database"]["dsn"],
        "query": asked["query"],
        "delay_ms": asked["delay"],
        "connections": asked["connections"],
    }


def _facts(asked: Parameters, services: ServiceFacts) -> dict[str, str]:
    """Which driver asks which database."""
    if asked["target"] not in DATABASES:
        return {}
    from importlib.metadata import version

    workload = str(asked["work"]).partition(":")[2]
    if asked["target"] == "sqlite":
        import sqlite3

        driver = f"aiosqlite {version('aiosqlite')}" if "Aio" in workload else "sqlite3"
        return {"driver": driver, "database": f"SQLite {sqlite3.sqlite_version}"}
    server = services["database"]
    pool = "AsyncConnectionPool" if workload.startswith("Async") else "ConnectionPool"
    told = {
        "driver": f"psycopg {version('psycopg')}",
        "connections": f"{asked['connections']} in one psycopg_pool.{pool}",
        "database": f"PostgreSQL {server['version']}",
        "server CPU": "counted" if server["tree"] else "not seen" if server["near"] else "far",
    }
    return told | ({"between": "a connection pooler"} if server["pooled"] else {})
