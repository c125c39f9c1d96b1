"""Can waits overlap?  The same I/O-bound tasks through every mode.

What a task waits for is the target: the loopback origin over HTTP, a pure sleep, files,
a URL of the user's own, or a database (``databases``).  Over HTTP the client matters as much
as the mode, so the table says which one ran, and a doubt is raised where its CPU was the
limit.  The child's half is ``arm``.
"""

from concdemo.errors import UsageFault
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.io import arm as child
from concdemo.experiments.io import checks, databases, each
from concdemo.experiments.io.databases import LONG_SAMPLE_S
from concdemo.experiments.io.doubts import doubts
from concdemo.experiments.io.options import OPTIONS
from concdemo.experiments.io.words import (
    CLIENTS,
    LEAVES_MACHINE,
    LONG_BASELINE,
    SHARED_CLIENT,
    WHAT,
)
from concdemo.experiments.tasks import missing_library, plan_arm
from concdemo.model import ArmPlan, Caveat, Column, Host, Parameters, Plan, ServicePlan
from concdemo.text import Text

DEFAULT_SIZE = {"http": 1_024, "sleep": 0, "file": 1_048_576, "url": 0}
"""Bytes: of a response's body, or of a file."""

COLUMNS = (
    *databases.COLUMNS,
    Column("processes", Text("procs", "프로세스")),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Serial first, then each mode asked for, all with the same number in flight."""
    settings = checks.settled(settings)
    target, client = str(settings["target"]), str(settings["client"])
    url = checks.checked_url(target, settings["url"])
    if target in checks.DATABASES:
        return databases.plan(settings, host)
    if target == "each":
        return each.plan(settings, host)
    requests, delay = settings["requests"], settings["delay"]
    modes = settings["mode"]
    assert isinstance(requests, int) and isinstance(delay, int | float) and isinstance(modes, list)
    lanes = checks.lanes(settings)
    size = settings["size"] or DEFAULT_SIZE[target]
    assert isinstance(size, int)
    workers = {mode: checks.workers(mode, lanes, settings) for mode in modes}
    if target in ("http", "url"):
        checks.check_descriptors(max(workers.values()))
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
    if arm.parameters.get("each"):
        from concdemo.experiments.io import each_arm

        return each_arm.open_arm(arm, services)
    return child.open_arm(arm, services)


EXPERIMENT = Experiment(
    name="io",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    missing=lambda host: missing_library(host, "httpx"),
    doubts=doubts,
)
