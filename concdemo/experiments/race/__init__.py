"""Can threads that share memory spoil each other's data?  Updates of one number, counted.

Everybody adds 1 to one number, without a lock, with one, with the wrong ones, in a loop's tasks
and in processes, and at the end it is counted what is missing.  Nothing sleeps to make it
happen: where an interpreter lets another thread on between reading and writing, a whole switch
interval of the others' updates is written over at once.  Where it can do that is read from the
bytecode, for the reader; verdicts rest on the counts.

What others on the machine do to it.  They can make threads take fewer turns, which is counted,
but can neither lose an update nor save one; so how long its threads stood in the run queue
says nothing against a sample, and only whole rounds in which others were busy are left out.
"""

from statistics import median

from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.race import bytecode, words
from concdemo.experiments.race.programs import PROGRAMS
from concdemo.experiments.tasks import START_METHOD, SWITCH_INTERVAL
from concdemo.model import (
    ArmPlan,
    ArmReport,
    Calibration,
    Caveat,
    Column,
    Host,
    Metric,
    Parameters,
    Plan,
    Report,
    Sample,
)
from concdemo.settings import Option
from concdemo.text import Text

DEFAULT_WORKERS, MOST_WORKERS = 4, 16
MOST_UPDATES = 10_000_000
FIRST_SIZE = 5_000
SHORTEST_NS, LONGEST_NS = 100_000_000, 400_000_000
TURNS_EACH = 5
"""Switch intervals that every thread has in a sample: about half of them end in a gap."""

OWN_INTERVAL_MS = 5.0
"""Python's own switch interval."""

ENOUGH_ROUNDS = 9

FEWEST_RETURNS = 6
"""In half of the samples at least.  About every second return is to a number that is stale where
any can be, so that in six samples with fewer it would be no wonder that nothing was lost."""

LOOKED_AT = ("threads-call", "threads-lock")
"""The arms whose threads must have come in between each other for the claim to be tested."""

MODES = {"one": "serial", "threads": "threads", "async": "async", "processes": "processes"}
"""The first word of an arm's name → the word for its kind that other experiments use."""

OPTIONS = (
    Option("workers", "count", words.WORKERS, default=DEFAULT_WORKERS, low=2, high=MOST_WORKERS),
    Option("size", "count", words.SIZE, high=MOST_UPDATES, shown_default=words.CALIBRATED),
    SWITCH_INTERVAL,
    START_METHOD,
)
COLUMNS = (
    Column("share", words.SHARE, unit="share"),
    Column("updates", words.UPDATES),
    Column("wrong", words.WRONG, of="sum"),
    Column("returns", words.RETURNS),
    Column("places", words.PLACES),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """One thread first, then everybody who shares."""
    from concdemo.experiments.race.arm import BRIEF_RUNS, BRIEF_TIMES

    workers, size = settings["workers"], settings["size"]
    assert isinstance(workers, int) and (size is None or isinstance(size, int))
    parameters: Parameters = {
        "workers": workers,
        "switch_interval": settings["switch-interval"],
        "start_method": settings["start-method"] or host.start_method,
    }
    return Plan(
        experiment="race",
        settings=settings,
        arms=tuple(_arm(name, workers, parameters) for name in PROGRAMS),
        size=size or Calibration(FIRST_SIZE, sample_ns(settings, workers)),
        facts=(
            # The size is filled in when it is known.
            words.TASK.fill(workers=workers, size="{size}"),
            words.CODE,
            words.OTHERS.fill(runs=BRIEF_RUNS, times=BRIEF_TIMES),
            gaps(host),
        ),
        metric=Metric("lost", "count", title=words.LOST),
        columns=COLUMNS,
        shows=("median",),
        arm_title=words.WAY,
        most_rounds=ENOUGH_ROUNDS,
    )


def sample_ns(settings: Parameters, workers: int) -> int:
    """How long a sample of the baseline lasts: several turns of each thread, within bounds."""
    interval_ms = settings["switch-interval"] or OWN_INTERVAL_MS
    assert isinstance(interval_ms, int | float)
    turns_ns = round(workers * TURNS_EACH * interval_ms * 1e6)
    return min(max(SHORTEST_NS, turns_ns), LONGEST_NS)


def _arm(name: str, workers: int, parameters: Parameters) -> ArmPlan:
    mode = MODES[name.partition("-")[0]]
    several = mode in ("threads", "processes")
    return ArmPlan(
        name=name,
        mode=mode,
        workers=1 if mode == "serial" else workers,
        scheduling="crowded" if several else "alone",
        parameters=parameters,
    )


def gaps(host: Host) -> Text:
    """Where this interpreter may let another thread on between reading and writing."""
    python = f"{host.implementation} {host.python}"
    if host.gil == "off":
        return words.PLACES_FREE
    found, switches = [], bytecode.known_switches()
    for name, program in PROGRAMS.items():
        if not name.startswith("threads") or name in ("threads-own-locks", "threads-brief"):
            continue
        places = bytecode.others_come_in(name, program, host.gil, switches)
        if places is None:
            return words.PLACES_UNKNOWN.fill(python=python)
        template = words.SOMEWHERE if places else words.NOWHERE
        arm = name.removeprefix("threads-")
        found.append(template.fill(arm=arm, count=len(places), names=", ".join(places)))
    return words.PLACES_GIL.fill(python=python, found=Text.join(found, ", "))


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The arm, in its own process."""
    import gc
    import sys

    from concdemo.experiments.race import apart
    from concdemo.experiments.race import arm as threads

    interval_ms, workers = arm.parameters["switch_interval"], arm.parameters["workers"]
    assert isinstance(workers, int)
    if isinstance(interval_ms, int | float):
        sys.setswitchinterval(interval_ms / 1000)
    opened: OpenArm
    if arm.name == "one-thread":
        opened = threads.OneThread(arm, workers)
    elif arm.name == "threads-brief":
        opened = threads.Brief(arm)
    elif arm.mode == "threads":
        opened = threads.Threads(arm)
    elif arm.mode == "async":
        opened = apart.Tasks(arm)
    else:
        opened = apart.Shared(arm) if arm.name == "processes-shared" else apart.Processes(arm)
    gc.collect()
    gc.freeze()  # imports and pools stay: no collection need look at them again
    return opened


def doubts(report: Report) -> list[Caveat]:
    """Where threads hardly met, where what is safe was not exact, where arms contradict it."""
    found = []
    for arm in report.arms:
        clean = [sample for sample in arm.samples if sample.clean]
        if arm.name in LOOKED_AT and clean:
            usual = median(sample.metrics["returns"] for sample in clean)
            if usual < FEWEST_RETURNS:
                few = words.NO_TURNS.fill(usual=usual, fewest=FEWEST_RETURNS)
                found.append(Caveat("few-turns", arm.name, few))
        found.extend(_misjudged(arm, report.host))
    return found + _lost_elsewhere(report)


def _lost_elsewhere(report: Report) -> list[Caveat]:
    """Where the arm of the claim lost nothing in what counts, but something was lost somewhere.

    One update lost by threads is a collision, in whichever arm and however busy the machine.
    """
    arm = report.arm(LOOKED_AT[0])
    clean = [sample for sample in arm.samples if sample.clean] if arm is not None else []
    if arm is None or not clean or any(sample.metrics["lost"] for sample in clean):
        return []
    lost = [
        other.name
        for other in report.arms
        if other.name.startswith("threads")
        and any(sample.metrics["lost"] for sample in other.samples)
    ]
    elsewhere = words.LOST_ELSEWHERE.fill(arms=", ".join(lost))
    return [Caveat("lost-elsewhere", arm.name, elsewhere)] if lost else []


def _misjudged(arm: ArmReport, host: Host) -> list[Caveat]:
    """What was held safe, or without a gap, and lost updates."""
    wrong = [sample for sample in arm.samples if sample.metrics["lost"]]
    if not wrong:
        return []
    if PROGRAMS[arm.name].safe:
        inexact = words.INEXACT.fill(wrong=len(wrong), all=len(arm.samples))
        return [Caveat("inexact", arm.name, inexact)]
    if any(_closed(sample) for sample in wrong) and host.gil == "on":
        return [Caveat("unexplained", arm.name, words.UNEXPLAINED)]
    return []


def _closed(sample: Sample) -> bool:
    """Whether no gap was found."""
    return sample.metrics.get("places") == 0


EXPERIMENT = Experiment(name="race", options=OPTIONS, plan=plan, open_arm=open_arm, doubts=doubts)
