"""Can waits overlap?  The same I/O-bound tasks through every mode.

What a task waits for is the target: the loopback origin over HTTP, a pure sleep, files,
or a URL of the user's own.  Over HTTP the client matters as much as the mode, so the
table says which one ran, and a doubt is raised where its CPU was the limit.
"""

from concdemo.errors import UsageFault
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.io.options import (
    CLIENT_SATURATED,
    CLIENTS,
    LEAVES_MACHINE,
    LITTLE_WAIT,
    LONG_BASELINE,
    OPTIONS,
    RAW_NEEDS_ORIGIN,
    SHARED_CLIENT,
    TOO_MANY_DESCRIPTORS,
    TOO_MANY_PROCESSES,
    URL_BAD,
    URL_MISSING,
    URL_UNUSED,
    WHAT,
)
from concdemo.experiments.tasks import missing_library, open_tasks_arm, plan_arm
from concdemo.model import (
    ArmPlan,
    ArmReport,
    Caveat,
    Column,
    Host,
    Parameters,
    Plan,
    Report,
    ServicePlan,
)
from concdemo.text import Text

MOST_PROCESSES = 256
MOST_DEFAULT_LANES = 100
MOST_DEFAULT_PROCESSES = 20
SPARE_DESCRIPTORS = 100
"""Files, pipes and libraries of a process that aren't connections."""

DEFAULT_SIZE = {"http": 1_024, "sleep": 0, "file": 1_048_576, "url": 0}
"""Bytes: of a response's body, or of a file."""

LONG_SAMPLE_S = 2.5
"""Of the baseline: above it, fewer than eight rounds fit into the default budget."""

MOSTLY_WAITING = 2.0
"""Times its delay that one request may take alone; what is longer can't overlap all the same."""

SATURATED = 0.7
"""Share of the cores a client can use above which its CPU, not the waiting, set the time."""

COLUMNS = (
    Column("threads", Text("threads", "스레드")),
    Column("processes", Text("procs", "프로세스")),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Serial first, then each mode asked for, all with the same number in flight."""
    target, client = str(settings["target"]), str(settings["client"])
    requests, delay = settings["requests"], settings["delay"]
    modes = settings["mode"]
    assert isinstance(requests, int) and isinstance(delay, int | float) and isinstance(modes, list)
    url = _checked_url(target, settings["url"])
    if client == "raw" and target != "http":
        raise UsageFault(RAW_NEEDS_ORIGIN)
    lanes = settings["concurrency"] or min(requests, MOST_DEFAULT_LANES)
    size = settings["size"] or DEFAULT_SIZE[target]
    assert isinstance(lanes, int) and isinstance(size, int)
    lanes = min(lanes, requests)
    workers = {mode: _workers(mode, lanes, settings) for mode in modes}
    if target in ("http", "url"):
        _check_descriptors(max(workers.values()))
    parameters: Parameters = {
        "target": target,
        "client": client,
        "tasks": requests,
        "delay": delay,
        "url": url,
        "connections": lanes,
        "start_method": settings["start-method"] or host.start_method,
        "switch_interval": settings["switch-interval"],
    }
    missing = _missing(target, client, host)
    arms = [plan_arm("serial", 1, host, parameters, scheduling="waiting")]
    for mode in modes:
        if mode != "serial":
            arms.append(plan_arm(mode, workers[mode], host, parameters, scheduling="waiting"))
    if missing is not None:
        raise UsageFault(missing)
    what = WHAT[target].fill(requests=requests, delay=delay, lanes=lanes, size=size, url=url)
    return Plan(
        experiment="io",
        settings={**settings, "concurrency": lanes, "size": size},
        arms=tuple(arms),
        size=size,
        facts=(what, CLIENTS[client]) if target in ("http", "url") else (what,),
        services=_services(target, requests, size),
        columns=COLUMNS,
        caveats=tuple(_known_doubts(target, client, url, requests * delay / 1000)),
    )


def _checked_url(target: str, url: object) -> str:
    from urllib.parse import urlsplit

    if target != "url":
        if url is not None:
            raise UsageFault(URL_UNUSED)
        return ""
    if url is None:
        raise UsageFault(URL_MISSING)
    try:
        parts = urlsplit(str(url))
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not str(url).isprintable() or " " in str(url):
        raise UsageFault(URL_BAD.fill(url=url))
    return str(url)


def _workers(mode: str, lanes: int, settings: Parameters) -> int:
    given = settings["workers"]
    if mode not in ("threads", "processes"):
        return lanes
    if given is None:
        return min(lanes, MOST_DEFAULT_PROCESSES) if mode == "processes" else lanes
    assert isinstance(given, int)
    if mode == "processes" and given > MOST_PROCESSES:
        raise UsageFault(TOO_MANY_PROCESSES.fill(workers=given, most=MOST_PROCESSES))
    return given


def _check_descriptors(lanes: int) -> None:
    from concdemo.host import descriptor_limit

    limit = descriptor_limit()
    if limit is not None and lanes + SPARE_DESCRIPTORS > limit:
        raise UsageFault(
            TOO_MANY_DESCRIPTORS.fill(
                lanes=lanes, limit=limit, possible=max(1, limit - SPARE_DESCRIPTORS)
            )
        )


def _missing(target: str, client: str, host: Host) -> Text | None:
    if target in ("http", "url") and client != "raw":
        return missing_library(host, "httpx")
    return None


def _services(target: str, files: int, size: int) -> tuple[ServicePlan, ...]:
    if target == "http":
        return (ServicePlan("origin", "concdemo.net.origin:serve", {}),)
    if target == "file":
        entry = "concdemo.workloads.files:write_files"
        return (ServicePlan("files", entry, {"files": files, "size": size}),)
    return ()


def _known_doubts(target: str, client: str, url: str, serial_s: float) -> list[Caveat]:
    doubts = []
    if target in ("http", "sleep") and serial_s > LONG_SAMPLE_S:
        words = LONG_BASELINE.fill(seconds=serial_s)
        doubts.append(Caveat("long-baseline", None, words))
    if target == "url":
        doubts.append(Caveat("leaves-machine", None, LEAVES_MACHINE.fill(url=url)))
    if client == "httpx-shared" and target in ("http", "url"):
        doubts.append(Caveat("shared-client", None, SHARED_CLIENT))
    return doubts


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The requests' pool, in the arm's own process."""
    from concdemo.host import raise_descriptor_limit
    from concdemo.modes.pool import Job

    raise_descriptor_limit()
    entry, parameters = _job(arm.parameters, services)
    tasks = arm.parameters["tasks"]
    assert isinstance(tasks, int)
    return open_tasks_arm(arm, Job(entry, parameters), tasks)


def _job(asked: Parameters, services: ServiceFacts) -> tuple[str, Parameters]:
    """The workload's class and its arguments."""
    delay = asked["delay"]
    if asked["target"] == "sleep":
        return "concdemo.workloads.waits:Sleep", {"delay_ms": delay}
    if asked["target"] == "file":
        return "concdemo.workloads.files:ReadFile", {"folder": services["files"]["folder"]}
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


def doubts(report: Report) -> list[Caveat]:
    """Where something other than the waiting set the time: the client's CPU, or the transfer."""
    target, found = report.settings["target"], _little_wait(report)
    if target not in ("http", "url"):
        return found
    return found + [
        Caveat(
            "client-saturated",
            arm.name,
            CLIENT_SATURATED.fill(client=report.settings["client"], cores=arm.cores_busy.ratio),
        )
        for arm in report.arms
        if arm.cores_busy is not None
        and arm.cores_busy.ratio > SATURATED * _usable(arm, report.host)
    ]


def _little_wait(report: Report) -> list[Caveat]:
    baseline = report.arm(report.baseline)
    requests, delay = report.settings["requests"], report.settings["delay"]
    assert isinstance(requests, int) and isinstance(delay, int | float)
    if report.settings["target"] not in ("http", "sleep") or not (baseline and baseline.median_ns):
        return []
    one_ms = baseline.median_ns / requests / 1e6
    if one_ms <= MOSTLY_WAITING * delay:
        return []
    return [Caveat("little-wait", None, LITTLE_WAIT.fill(ms=one_ms, delay=delay))]


def _usable(arm: ArmReport, host: Host) -> int:
    """How many cores this arm's client could use at most."""
    if arm.mode == "processes" or (arm.mode == "threads" and host.gil == "off"):
        return min(arm.workers, host.cores)
    return 1


EXPERIMENT = Experiment(
    name="io",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    missing=lambda host: missing_library(host, "httpx"),
    doubts=doubts,
)
