"""Do threads speed up CPU-bound Python?  The same CPU-bound tasks through every mode.

The processes arm is the positive control: it shows that this machine has cores to give
while threads are being watched.  A second arm with twice as many processes as cores
shows that there are no more cores than there are.
"""

from typing import NamedTuple

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.tasks import (
    MODE,
    START_METHOD,
    SWITCH_INTERVAL,
    open_tasks_arm,
    plan_arm,
)
from concdemo.model import ArmPlan, Calibration, Caveat, Host, Parameters, Plan, Report
from concdemo.settings import Option
from concdemo.text import Text

MOST_WORKERS = 256
MOST_DEFAULT_WORKERS = 4
SAMPLE_NS = 200_000_000
SHORTEST_TASK_NS = 50_000_000
SHORT_TASK_NS = 5_000_000
"""Handing a task to another process and back costs about a tenth of that."""


class Workload(NamedTuple):
    """What a task does: its class as "module:name", and what it does in words."""

    entry: str
    first_size: int  # takes a few milliseconds anywhere
    said: Text
    releases_gil: bool = False


WORKLOADS: dict[str, Workload] = {
    "primes": Workload(
        "concdemo.workloads.cpu:Primes",
        2_000,
        Text("count primes below {size}", "{size}보다 작은 소수 세기"),
    ),
    "loop": Workload(
        "concdemo.workloads.cpu:Loop",
        20_000,
        Text("{size} steps of integer arithmetic", "정수 계산 {size}번"),
    ),
    "fib": Workload(
        "concdemo.workloads.cpu:Fibonacci",
        20,
        Text("recursive Fibonacci(12), {size} times", "재귀 피보나치(12) {size}번"),
    ),
    "hash": Workload(
        "concdemo.workloads.cpu:Hash",
        2,
        Text(
            "SHA-256 of {size} MiB in C, GIL released",
            "C로 {size} MiB를 SHA-256 해시(GIL을 놓음)",
        ),
        releases_gil=True,
    ),
}

WIDE = 0.10
"""Half the gap between a claim's two bands, about: an interval that is wider reaches over one of
them by chance where the machine's speed wanders."""

TASKS = Text("{tasks} tasks, each of them:", "작업 {tasks}개. 작업 하나가 하는 일:")
UNEVEN_TASKS = Text(
    "{tasks} tasks can't be shared out evenly among {workers} workers, so some wait for the last.",
    "작업 {tasks}개는 작업자 {workers}개에 고르게 나눌 수 없어, 일부는 마지막 작업을 기다립니다.",
)
SHORT_TASKS = Text(
    "One task took {ms:.2g} ms, so handing tasks over counts for too much; raise --size.",
    "작업 하나가 {ms:.2g} ms밖에 걸리지 않아 작업을 넘겨주는 시간이 너무 큰 몫을 차지합니다. "
    "--size를 키우세요.",
)

OPTIONS = (
    MODE,
    Option(
        "workers",
        "count",
        Text("Threads, processes, or lanes of a loop.", "스레드, 프로세스, 루프 레인의 수."),
        high=MOST_WORKERS,
        shown_default=Text("usable cores, 2 to 4", "쓸 수 있는 코어 수, 2~4"),
    ),
    Option(
        "tasks",
        "count",
        Text("Tasks in a sample.", "한 번 잴 때 하는 작업의 수."),
        high=10_000,
        shown_default=Text("twice the workers", "작업자 수의 두 배"),
    ),
    Option(
        "size",
        "count",
        Text(
            "Size of one task, fixed; without it the baseline is calibrated to about 0.2 s.",
            "작업 하나의 크기를 고정합니다. 없으면 기준이 0.2초쯤 걸리도록 맞춥니다.",
        ),
        high=1_000_000_000,
        shown_default=Text("calibrated", "자동 조정"),
    ),
    Option(
        "workload",
        "choice",
        Text(
            "What each task does; hash is C code that releases the GIL.",
            "작업이 하는 일. hash는 GIL을 놓는 C 코드입니다.",
        ),
        default="primes",
        choices=tuple(WORKLOADS),
    ),
    START_METHOD,
    SWITCH_INTERVAL,
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Serial first, then each mode asked for, and processes once more with too many of them."""
    workers = settings["workers"] or min(max(host.cores, 2), MOST_DEFAULT_WORKERS)
    assert isinstance(workers, int)
    tasks = settings["tasks"] or 2 * workers
    modes, size = settings["mode"], settings["size"]
    assert isinstance(tasks, int) and isinstance(modes, list)
    assert size is None or isinstance(size, int)
    workload = WORKLOADS[str(settings["workload"])]
    parameters: Parameters = {
        "entry": workload.entry,
        "releases_gil": workload.releases_gil,
        "tasks": tasks,
        "start_method": settings["start-method"] or host.start_method,
        "switch_interval": settings["switch-interval"],
    }
    arms = [plan_arm("serial", 1, host, parameters)]
    arms += [plan_arm(mode, workers, host, parameters) for mode in modes if mode != "serial"]
    # Fewer processes than cores would rightly be beaten by more of them.
    if "processes" in modes and workers == host.cores and tasks >= 2 * host.cores > 2:
        arms.append(plan_arm("processes", 2 * host.cores, host, parameters, name="processes-2x"))
    caveats: tuple[Caveat, ...] = ()
    if tasks % workers:
        uneven = UNEVEN_TASKS.fill(tasks=tasks, workers=workers)
        caveats = (Caveat("uneven-tasks", None, uneven),)
    return Plan(
        experiment="gil",
        settings={**settings, "workers": workers, "tasks": tasks},
        arms=tuple(arms),
        size=size or Calibration(workload.first_size, max(SAMPLE_NS, SHORTEST_TASK_NS * tasks)),
        facts=(Text.join([TASKS.fill(tasks=tasks), workload.said]),),
        caveats=caveats,
        wide=WIDE,
    )


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The tasks' pool, in the arm's own process."""
    from concdemo.modes.pool import Job

    tasks = arm.parameters["tasks"]
    assert isinstance(tasks, int)
    return open_tasks_arm(arm, Job(str(arm.parameters["entry"]), {}), tasks)


def doubts(report: Report) -> list[Caveat]:
    """Where a size that was asked for makes the tasks too short to be shared out."""
    baseline, tasks = report.arm(report.baseline), report.settings["tasks"]
    assert isinstance(tasks, int)
    if baseline is None or not baseline.median_ns or baseline.median_ns >= tasks * SHORT_TASK_NS:
        return []
    return [Caveat("short-tasks", None, SHORT_TASKS.fill(ms=baseline.median_ns / tasks / 1e6))]


EXPERIMENT = Experiment(
    name="gil",
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
)
