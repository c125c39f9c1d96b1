"""The GIL's convoy: what a thread that only answers waits for while others compute.

A pinger in a process of its own sends eight bytes to an echo thread, waits for them to come
back, and pauses before the next; the round trips are timed there.  Beside the echo run no
thread, or CPU-bound threads: of pure Python, which keep the GIL until they are asked for it,
or of C code that lets go of it while it computes.

What to expect of a round trip.  recv() lets go of the GIL before it waits and needs it again
before it returns: if another thread has it, the echo asks for it once it has waited for a
switch interval, and then it is handed over.  send() lets go of it as well, but the answer is
on its way before the GIL is needed again: the wait at the end of send() delays the echo, and
not this answer.  It would be part of the next round trip; the pause is longer than every
interval, so that beside one CPU-bound thread the echo is back in recv() by then, and a round
trip is one wait.  With several, the GIL may go to another of them first, more than once.

What others do to it.  Programs on the same cores make round trips longer, which is seen in
the arm beside C code: it is the claims' control.  But they also make them shorter: a
CPU-bound thread that was handed the GIL and gets no core leaves it to the echo.  Each such
round trip takes a whole pause in which that thread did not run: with pauses longer than the
interval, half of the pings can only be so lucky if the thread was off its core for a third of
the time.  Where it ran less than LEAST_LOAD, nothing is concluded.  The claims look at one
CPU-bound thread only, for which two cores are enough.

Arms aren't compared with the echo alone by ratios: some tens of microseconds differ by a
third from sample to sample, and all ratios would with them.
"""

from collections.abc import Iterable
from statistics import median

from concdemo import stats
from concdemo.drawn import Axis, Chart, Point, Series
from concdemo.experiments.convoy.options import (
    BESIDE,
    CHARTS,
    IDLE_LOAD,
    INTERVALS,
    OPTIONS,
    OWN_INTERVAL,
    PICTURE,
    PINGS,
    ROUND_TRIP,
    SHARE_OF_PINGS,
    THREADS,
)
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.model import (
    ArmPlan,
    ArmReport,
    Caveat,
    Column,
    Host,
    Metric,
    Parameters,
    Plan,
    Report,
    Scheduling,
    ServicePlan,
)
from concdemo.text import Text

ALONE, PYTHON, C = "alone", "python", "C"
ENTRIES = {
    ALONE: "concdemo.workloads.cpu:Loop",
    PYTHON: "concdemo.workloads.cpu:Loop",
    C: "concdemo.workloads.cpu:Hash",
}

LEAST_LOAD = 0.8
"""Cores that CPU-bound threads keep busy, if they are what the echo is measured beside."""

SHARES = {"p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "most": 1.0}

METRIC = Metric("p50", title=Text("round trip\n(median)", "왕복 시간\n(중앙값)"))
COLUMNS = (
    Column("p90", Text("90 %\nwithin", "90 %\n이내"), unit="ns"),
    Column("most", Text("longest", "최장"), unit="ns"),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """The echo alone, then beside pure Python at each interval, then beside C code.

    C code at Python's own interval is the claims' control, and is there whatever was chosen.
    """
    from concdemo.experiments.convoy.arm import PAUSE_NS, PORTRAIT_PAUSE_NS, PORTRAIT_PINGS

    pings, threads = settings["pings"], _chosen(settings, "threads", THREADS)
    assert isinstance(pings, int)
    chosen = _chosen(settings, "interval", INTERVALS)
    with_own = [one for one in INTERVALS if one in (*chosen, OWN_INTERVAL)]
    arms = [(ALONE, 0, OWN_INTERVAL)]
    for kind, intervals in ((PYTHON, chosen), (C, with_own)):
        arms += [(kind, int(count), one) for count in threads for one in intervals]
    return Plan(
        experiment="convoy",
        settings=settings,
        arms=tuple(_arm(*one, host) for one in arms),
        size=pings,
        facts=(
            PINGS.fill(pause=PAUSE_NS / 1e6, pings=pings),
            BESIDE,
            PICTURE.fill(pause=PORTRAIT_PAUSE_NS // 1_000_000, pings=PORTRAIT_PINGS),
        ),
        services=(ServicePlan("pinger", "concdemo.net.pinger:serve", {}),),
        metric=METRIC,
        columns=COLUMNS,
        shows=("median", "cores"),
        arm_title=Text("beside it", "함께 도는 것"),
    )


def _chosen(settings: Parameters, name: str, choices: Iterable[str]) -> list[str]:
    """What was chosen, in the order of the choices."""
    chosen = settings[name]
    assert isinstance(chosen, list)
    return [choice for choice in choices if choice in chosen]


def _arm(kind: str, threads: int, interval: str, host: Host) -> ArmPlan:
    name = ALONE if kind == ALONE else f"{kind}-{threads} {interval}ms"
    return ArmPlan(
        name=name,
        mode=kind.lower(),
        workers=1 + threads,
        scheduling=_scheduling(kind, threads, interval, host),
        parameters={
            "entry": ENTRIES[kind],
            "threads": threads,
            "interval_ms": float(interval),
        },
        against=name,
    )


def _scheduling(kind: str, threads: int, interval: str, host: Host) -> Scheduling:
    """Which run-queue waits are others' doing: of the arm's threads and the pinger together.

    The GIL keeps all but one thread asleep, and a hand-over costs about as much as the shorter
    intervals.  Without it the echo, the pinger and each thread may want a core at once.
    """
    if kind == ALONE:
        return "waiting"
    if kind == PYTHON and host.gil == "on":
        return "taking-turns" if threads == 1 and interval == OWN_INTERVAL else "crowded"
    return "side-by-side" if threads + 2 <= host.cores else "crowded"


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The arm's line to the pinger, in the arm's own process."""
    from concdemo.experiments.convoy.arm import open_convoy_arm

    pinger = services["pinger"]
    return open_convoy_arm(arm, pinger["host"], pinger["port"])


def doubts(report: Report) -> list[Caveat]:
    """Where the threads beside the echo did not compute enough to be what it waits for."""
    found = []
    for arm in report.arms:
        loads = _values(arm, "load")
        if arm.name != report.baseline and loads and median(loads) < LEAST_LOAD:
            words = IDLE_LOAD.fill(load=median(loads))
            found.append(Caveat("idle-load", arm.name, words))
    return found


def _values(arm: ArmReport, metric: str) -> list[float]:
    samples = [sample for sample in arm.samples if sample.clean]
    return [sample.metrics[metric] for sample in samples if metric in sample.metrics]


def charts(report: Report) -> list[Chart]:
    """For each number of CPU-bound threads, how many of the pings came back within which time."""
    found = []
    for threads in THREADS:
        names = [ALONE, *(arm.name for arm in report.arms if f"-{threads} " in arm.name)]
        arms = [arm for arm in report.arms if arm.name in names and _values(arm, "p50")]
        if any(arm.name != ALONE for arm in arms):
            found.append(
                Chart(
                    title=CHARTS[threads],
                    x=Axis(SHARE_OF_PINGS, "share"),
                    y=Axis(ROUND_TRIP, "ns", log=True),
                    series=[Series(arm.name, _points(arm)) for arm in arms],
                )
            )
    return found


def _points(arm: ArmReport) -> list[Point]:
    """The usual percentiles of a sample; for the median also the interval."""
    points = []
    for name, share in SHARES.items():
        values = _values(arm, name)
        level = stats.level(values) if name == METRIC.name and min(values) > 0 else None
        ends = (level.low, level.high) if level is not None else (None, None)
        points.append(Point(share, median(values), *ends))
    return points


EXPERIMENT = Experiment(
    name="convoy",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
    charts=charts,
)
