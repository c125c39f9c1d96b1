"""Doubts that only ``concdemo io`` knows: where something other than the waiting set the time."""

from concdemo.experiments.io.words import (
    CLIENT_SATURATED,
    LITTLE_WAIT,
    POOLED_SERVER,
    SERVER_UNSEEN,
)
from concdemo.model import ArmReport, Caveat, Host, Report

MOSTLY_WAITING = 2.0
"""Times its delay that one request may take alone; what is longer can't overlap all the same."""

SATURATED = 0.7
"""Share of the cores a client can use above which its CPU, not the waiting, set the time."""


def doubts(report: Report) -> list[Caveat]:
    """The client's CPU, the transfer, or a server that can't be seen or asked directly."""
    target, found = report.settings["target"], [*_little_wait(report), *_of_server(report)]
    waits = target in ("http", "url") or _waits_for_postgres(report)
    if not waits:
        return found
    client = "psycopg" if target == "postgres" else report.settings.get("client")
    return found + [
        Caveat(
            "client-saturated",
            arm.name,
            CLIENT_SATURATED.fill(client=client, cores=arm.cores_busy.ratio),
        )
        for arm in report.arms
        if arm.cores_busy is not None
        and arm.cores_busy.ratio > SATURATED * _usable(arm, report.host)
    ]


def _waits_for_postgres(report: Report) -> bool:
    return (report.settings["target"], report.settings.get("query")) == ("postgres", "wait")


def _little_wait(report: Report) -> list[Caveat]:
    baseline = report.arm(report.baseline)
    requests, delay = report.settings["requests"], report.settings["delay"]
    assert isinstance(requests, int) and isinstance(delay, int | float)
    waits = report.settings["target"] in ("http", "sleep") or _waits_for_postgres(report)
    if not waits or not (baseline and baseline.median_ns):
        return []
    one_ms = baseline.median_ns / requests / 1e6
    if one_ms <= MOSTLY_WAITING * delay:
        return []
    return [Caveat("little-wait", None, LITTLE_WAIT.fill(ms=one_ms, delay=delay))]


def _of_server(report: Report) -> list[Caveat]:
    """What the arms were told of the PostgreSQL server that they asked."""
    found = []
    if any(arm.facts.get("between") for arm in report.arms):
        found.append(Caveat("pooled-server", None, POOLED_SERVER))
    if any(arm.facts.get("server CPU") == "not seen" for arm in report.arms):
        found.append(Caveat("server-unseen", None, SERVER_UNSEEN))
    return found


def _usable(arm: ArmReport, host: Host) -> int:
    """How many cores this arm's client could use at most."""
    if arm.mode == "processes" or (arm.mode == "threads" and host.gil == "off"):
        return min(arm.workers, host.cores)
    return 1
