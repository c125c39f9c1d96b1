"""Is uvloop faster?  The same work on asyncio's loop and on uvloop, measure by measure.

An arm is one measure on one loop, and each uvloop arm is compared with the asyncio arm of its
measure.  Throughput says which loop is faster only where the loop was what set the pace: who was
busy is measured, and where the loop's process was not, CPU time per operation is compared.
"""

from statistics import median

from concdemo import stats
from concdemo.drawn import Axis, Chart, Point, Series
from concdemo.errors import UsageFault
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.loops.words import (
    BUSY,
    CHART,
    CHART_X,
    CHART_Y,
    CPU_EACH,
    ECHO,
    ECHO_APIS,
    ECHO_FACT,
    HTTP_FACT,
    MEASURE_TITLE,
    MEASURES,
    MEMORY_FACT,
    NEEDS_UVLOOP,
    NOT_ON_WINDOWS,
    NOT_SATURATED,
    NOT_SATURATED_BY,
    OPTIONS,
    PEER_BUSY,
    PER_OPERATION,
    REQUESTS_IN_FLIGHT,
    TOO_MANY_DESCRIPTORS,
    WHAT,
)
from concdemo.model import (
    ArmPlan,
    ArmReport,
    Caveat,
    Column,
    Host,
    Interval,
    Metric,
    Parameters,
    Plan,
    Report,
    Sample,
    Scheduling,
    ServicePlan,
)
from concdemo.pairs import paired
from concdemo.text import Text

SATURATED = 0.95
"""Share of a core from which a loop's process is what set the pace."""

HTTP = {"http", "http-fresh"}
SPARE_DESCRIPTORS = 200
"""Files, pipes and control connections of the load generator that aren't messages' connections."""

MODES = {"asyncio": "async", "uvloop": "uvloop"}
METRIC = Metric("per-op", "ns", "less", PER_OPERATION)
BY_CPU = Metric("cpu-per-op", "ns", "less")
COLUMNS = (
    Column("cpu-per-op", CPU_EACH, unit="ns"),
    Column("busy", BUSY, unit="share"),
    Column("peer-busy", PEER_BUSY, unit="share"),
)


def missing(host: Host) -> Text | None:
    """uvloop, where it isn't there."""
    if "uvloop" in host.libraries:
        return None
    return NOT_ON_WINDOWS if host.os.startswith("Windows") else NEEDS_UVLOOP


def plan(settings: Parameters, host: Host) -> Plan:
    """Every measure that was asked for, on asyncio first and then on uvloop."""
    asked, connections, box_ms = settings["measure"], settings["connections"], settings["box"]
    assert isinstance(asked, list) and isinstance(connections, int)
    assert isinstance(box_ms, int | float)
    lacking = missing(host)
    if lacking is not None:
        raise UsageFault(lacking)
    measures = [name for name in MEASURES if name in asked]
    echoes = sum(name in ECHO for name in measures)
    _check_descriptors(2 * echoes, connections)
    arms = [_arm(measure, loop, connections) for measure in measures for loop in MODES]
    facts = [WHAT.fill(count=len(measures), version=host.libraries["uvloop"], box=box_ms)]
    if echoes:
        facts.append(ECHO_FACT.fill(connections=connections))
    if HTTP & set(measures):
        facts.append(HTTP_FACT.fill(lanes=REQUESTS_IN_FLIGHT))
    if "http-fresh" in measures:
        facts.append(MEMORY_FACT)
    return Plan(
        experiment="uvloop",
        settings={**settings, "measure": measures},
        arms=tuple(arms),
        size=round(box_ms * 1_000),
        facts=tuple(facts),
        services=_services(measures),
        metric=METRIC,
        columns=COLUMNS,
        shows=("median", "speedup"),
        arm_title=MEASURE_TITLE,
    )


def _arm(measure: str, loop: str, connections: int) -> ArmPlan:
    parameters: Parameters = {"kind": measure, "loop": loop}
    if measure in ECHO:
        api, size = ECHO[measure]
        parameters |= {"kind": "echo", "api": api, "size": size, "connections": connections}
    if measure == "http-fresh":
        parameters |= {"kind": "http", "fresh": True}
    return ArmPlan(
        name=f"{measure} {loop}",
        mode=MODES[loop],
        workers=1,
        scheduling=_scheduling(measure),
        parameters=parameters,
        against=f"{measure} asyncio",
    )


def _scheduling(measure: str) -> Scheduling:
    """Where the other end has a core of its own, a loop never waits for one by its own doing."""
    from concdemo.net.cores import apart

    talks = measure in ECHO or measure == "connect" or measure in HTTP
    return "waiting" if measure == "subprocess" or (talks and apart() is None) else "alone"


def _services(measures: list[str]) -> tuple[ServicePlan, ...]:
    found = []
    if any(name in ECHO or name == "connect" for name in measures):
        found.append(ServicePlan("load", "concdemo.net.echo_load:serve", {}))
    if HTTP & set(measures):
        found.append(ServicePlan("origin", "concdemo.net.echo_load:serve_origin", {}))
    return tuple(found)


def _check_descriptors(servers: int, connections: int) -> None:
    """The load generator holds its connections to all servers at once."""
    from concdemo.host import descriptor_limit

    limit, wanted = descriptor_limit(), servers * connections
    if limit is not None and servers and wanted + SPARE_DESCRIPTORS > limit:
        possible = max(1, (limit - SPARE_DESCRIPTORS) // servers)
        raise UsageFault(TOO_MANY_DESCRIPTORS.fill(wanted=wanted, limit=limit, possible=possible))


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The measure on its loop, in the arm's own process."""
    from concdemo.experiments.loops import arm as opened

    return opened.open_arm(arm, services)


def doubts(report: Report) -> list[Caveat]:
    """Where the loop's process was not what set the pace."""
    found = []
    for arm in report.arms:
        busy, peer = _usual(arm, "busy"), _usual(arm, "peer-busy")
        if arm.status != "ok" or not _clean(arm) or busy is None or busy >= SATURATED:
            continue
        words = NOT_SATURATED.fill(busy=100 * busy)
        if peer is not None and arm.name.partition(" ")[0] in ECHO:
            words = NOT_SATURATED_BY.fill(busy=100 * busy, peer=100 * peer)
        found.append(Caveat("server-not-saturated", arm.name, words))
    return found


def _clean(arm: ArmReport) -> list[Sample]:
    return [sample for sample in arm.samples if sample.clean]


def _usual(arm: ArmReport, metric: str) -> float | None:
    values = [sample.metrics[metric] for sample in _clean(arm) if metric in sample.metrics]
    return median(values) if values else None


def charts(report: Report) -> list[Chart]:
    """How many times as fast uvloop echoed, by the size of the messages and the API."""
    series = []
    for api in ECHO_APIS:
        points = []
        for name, (its_api, size) in ECHO.items():
            faster = _faster(report, name) if its_api == api else None
            if faster is not None:
                points.append(Point(float(size), faster.ratio, faster.low, faster.high))
        if points:
            series.append(Series(api, points))
    if not series:
        return []
    return [Chart(CHART, Axis(CHART_X, "bytes", log=True), Axis(CHART_Y), series)]


def _faster(report: Report, measure: str) -> Interval | None:
    """By time per operation where both loops set the pace, else by CPU time per operation."""
    base, arm = report.arm(f"{measure} asyncio"), report.arm(f"{measure} uvloop")
    if base is None or arm is None or "failed" in (base.status, arm.status):
        return None
    busy = [_usual(one, "busy") for one in (base, arm)]
    metric = METRIC if all(share and share >= SATURATED for share in busy) else BY_CPU
    worse, better = paired(arm.samples, base.samples, metric)
    return None if any(value <= 0 for value in worse + better) else stats.ratio(worse, better)


EXPERIMENT = Experiment(
    name="uvloop",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    missing=missing,
    doubts=doubts,
    charts=charts,
)
