"""Doubts about a loaded server: who was the limit, do its figures fit each other.  Pure."""

from collections.abc import Mapping
from statistics import median

from concdemo.experiments.web.words import (
    CLIENT_TOO_BUSY,
    LITTLE,
    RATE_UNMET,
    SERVER_NOT_BUSY,
    SERVER_UNKNOWN,
)
from concdemo.model import ArmReport, Caveat, Report

SATURATED = 0.95
"""Share of a core from which a server is what set the pace."""

CLIENT_LIMIT = 0.90
"""Share of a core from which the client may have been what set the pace."""

KEPT_UP = 0.95
"""Share of the requests that were due that must be answered in time: else they queue up."""

LITTLE_SHARE = 0.10
"""By how much what was seen in flight may differ from rate × mean latency."""


def doubts(report: Report) -> list[Caveat]:
    """Who was the limit where the server should be, and whether the figures fit each other."""
    found = []
    for arm in report.arms:
        client = usual(arm, "client-busy")
        if arm.status == "ok" and client is not None:  # a client loaded it
            found.extend(_limits(arm, client))
            found.extend(_unmet(arm))
            found.extend(_little(arm))
    return found


def _limits(arm: ArmReport, client: float) -> list[Caveat]:
    server = usual(arm, "server-busy")
    shares = {"server": 100 * (server or 0), "client": 100 * client}
    if client > CLIENT_LIMIT:
        return [Caveat("client-saturated", arm.name, CLIENT_TOO_BUSY.fill(**shares))]
    if not usual(arm, "saturating"):
        return []
    if server is None:
        return [Caveat("client-saturated", arm.name, SERVER_UNKNOWN)]
    if server < SATURATED:
        return [Caveat("client-saturated", arm.name, SERVER_NOT_BUSY.fill(**shares))]
    return []


def _unmet(arm: ArmReport) -> list[Caveat]:
    """Whether it kept up with a rate that was asked for."""
    asked, rate = usual(arm, "asked"), usual(arm, "answered")
    if asked is None or rate is None or rate >= KEPT_UP * asked:
        return []
    return [Caveat("rate-unmet", arm.name, RATE_UNMET.fill(rate=rate, asked=asked))]


def _little(arm: ArmReport) -> list[Caveat]:
    """Little's law, sample by sample: half of them or more must keep it.

    What is still under way when the window ends was seen in flight and has no latency yet.
    """
    breaches = [
        sample.metrics for sample in arm.samples if sample.clean and not fits(sample.metrics)
    ]
    if 2 * len(breaches) <= sum(sample.clean for sample in arm.samples):
        return []
    worst = max(breaches, key=lambda one: abs(one["in-flight"] - one["rate"] * one["mean"] / 1e9))
    told = worst["rate"] * worst["mean"] / 1e9
    return [Caveat("little", arm.name, LITTLE.fill(seen=worst["in-flight"], told=told))]


def fits(metrics: Mapping[str, float]) -> bool:
    """Whether in flight = rate × mean latency, to LITTLE_SHARE.

    Of requests that were under way when the window ended a part was seen in it, and all of their
    latency is in the mean: that is allowed for, by the usual ones and by the slow ones.
    """
    seen, mean, window = metrics["in-flight"], metrics["mean"], metrics["window"]
    gap = seen - metrics["rate"] * mean / 1e9
    most = seen * (LITTLE_SHARE + min(1.0, mean / window))
    least = -seen * (LITTLE_SHARE + min(1.0, metrics["p99"] / window))
    return least <= gap <= most


def usual(arm: ArmReport, metric: str) -> float | None:
    """The median of a metric over the clean samples; None where there is none."""
    values = [s.metrics[metric] for s in arm.samples if s.clean and metric in s.metrics]
    return median(values) if values else None
