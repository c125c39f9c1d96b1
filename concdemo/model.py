"""Frozen facts: what is planned, what was taken, what is reported.

Integers of nanoseconds and bytes.  Nothing here measures, decides or prints, and
only the standard library is imported, so that any interpreter can run the measured
side.  How a report becomes JSON and back is ``schema``'s work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from concdemo.drawn import Chart, HeatMap, Unit
from concdemo.text import Text

Value = bool | int | float | str | list[str] | None
"""What a setting can be."""

Parameters = dict[str, Value]
"""Settings as they travel to a child and into a report."""

Scheduling = Literal["alone", "taking-turns", "side-by-side", "crowded", "waiting"]
"""How an arm's own tasks share the cores, which decides how long they may stand in the run queue.

``alone``: one task is ready at a time.  ``taking-turns``: threads hand one lock round.
``side-by-side``: at most a core each.  ``crowded``: more ready tasks than cores.
``waiting``: tasks mostly wait, and wake in bunches.
"""

Shown = Literal["workers", "median", "speedup", "cores", "startup"]
"""A column of the table that most experiments have."""

ArmStatus = Literal["ok", "unavailable", "failed"]
Judgement = Literal["supported", "refuted", "depends", "inconclusive", "untested", "untestable"]
SpanState = Literal["running", "waiting"]
LaneKind = Literal["main", "thread", "process", "coroutine", "stage"]


# ── planned ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ArmPlan:
    """One way of doing the work, as the parent plans it and the child opens it.

    ``against`` names the arm that it is compared with, which must do the same work; its own
    name where others are compared with it, None where it is the plan's baseline.
    """

    name: str
    mode: str
    workers: int
    scheduling: Scheduling
    parameters: Parameters = field(default_factory=dict)
    unavailable: Text | None = None  # why it can't run here, when that is known beforehand
    against: str | None = None


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A process that the arms need beside them, such as the origin server.

    ``entry`` is "module:function"; it is called with ``parameters`` and a function to call
    with the facts that the arms need, once it is ready.  Without a ``vital`` one nothing can be
    measured; of another only the arms that need it are lost: its facts are then ``fault``, in
    both languages, and ``unavailable``.
    """

    name: str
    entry: str
    parameters: Parameters
    vital: bool = True


@dataclass(frozen=True, slots=True)
class Calibration:
    """Let the baseline find the size at which one sample lasts ``sample_ns``."""

    first_size: int
    sample_ns: int


@dataclass(frozen=True, slots=True)
class Metric:
    """What arms are compared by: ``wall``, the sample's wall time, or one of its metrics.

    ``title`` heads its column, its name does where there is none.  Wall times are shown beside
    speed-ups, any other metric beside how many times the baseline's it is.
    """

    name: str = "wall"
    unit: Unit = "ns"
    better: Literal["less", "more"] = "less"
    title: Text | None = None

    @property
    def is_wall(self) -> bool:
        """Whether it is wall time."""
        return self.name == "wall"


@dataclass(frozen=True, slots=True)
class Column:
    """A metric that the table shows: the median over clean samples, or the sum of all."""

    metric: str
    title: Text
    of: Literal["median", "sum"] = "median"
    unit: Unit = "count"


EVERY_COLUMN: tuple[Shown, ...] = ("workers", "median", "speedup", "cores", "startup")
MODE = Text("mode", "방식")


@dataclass(frozen=True, slots=True)
class Lasts:
    """About how long a run is busy before its first sample, and with a round of all its arms."""

    opening_s: float
    round_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the conductor needs to know of an experiment.  The first arm is the baseline."""

    experiment: str
    settings: Parameters
    arms: tuple[ArmPlan, ...]
    size: int | Calibration
    facts: tuple[Text, ...] = ()  # sentences of what runs; "{size}" in them becomes the size
    services: tuple[ServicePlan, ...] = ()
    metric: Metric = Metric()
    columns: tuple[Column, ...] = ()
    shows: tuple[Shown, ...] = EVERY_COLUMN
    arm_title: Text = MODE  # heads the column of arms' names
    caveats: "tuple[Caveat, ...]" = ()  # doubts that are known before anything ran
    wide: float | None = None
    """A run in which a ratio is known less well than this share when its time is up gets more."""
    most_rounds: int | None = None
    """So many rounds are enough, as where counts are asked for; None: as many as there is time for.

    Who asks for a budget gets as many as fit.
    """
    lasts: Lasts | None = None  # of a run so long that it is said before it starts

    @property
    def baseline(self) -> ArmPlan:
        """The arm that the others are compared with."""
        return self.arms[0]


# ── taken ────────────────────────────────────────────────────────────────────


class TaskRecord(NamedTuple):
    """One task as it ran: who ran it, when, at what cost, and what came out."""

    task: int
    process: int
    thread: int
    begin_ns: int
    end_ns: int
    cpu_begin_ns: int  # CPU clock of the process that ran it
    cpu_end_ns: int
    waited_ns: int  # ready to run but not running; -1: unknown
    checksum: int
    failure: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a child says of one sample.  Whether it is clean is for the conductor to say."""

    wall_ns: int
    cpu_ns: int
    waited_ns: int  # of all tasks together, in the run queue; -1: unknown
    checksum: str | None
    failed: int = 0  # tasks whose result was wrong or missing
    metrics: Mapping[str, float] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)  # kind → how many
    elsewhere_ns: int = 0  # of ``cpu_ns``, what processes other than the arm's own used
    spent_ns: int = 0  # CPU time of the arm since its last answer, timed or not; set by the worker


class Span(NamedTuple):
    """A stretch of one task's time on one lane, counted from the portrait's beginning."""

    task: int
    lane: int  # index into the portrait's lanes
    state: SpanState
    begin_ns: int
    end_ns: int


@dataclass(frozen=True, slots=True)
class Lane:
    """What a line of rails stands for: a thread, a process, a coroutine, a stage of a request."""

    kind: LaneKind
    number: int  # from 1, among the lanes of its arm; of a stage, among those of all arms
    process: int
    thread: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a recorded program did, in the order in which things were done.

    ``track`` and ``did`` are the same words in every arm that does the same step.
    """

    program: Text  # steps of one program are shown together
    track: Text  # what did it: a task, a callback, a thread
    did: Text
    why: Text  # why it came now


@dataclass(frozen=True, slots=True)
class Portrait:
    """One extra, untimed run of an arm that recorded what each task did when.

    Every arm's portrait begins at 0, so that arms share one time axis.
    """

    wall_ns: int
    lanes: list[Lane]
    spans: list[Span]
    steps: list[Step] = field(default_factory=list)


# ── reported ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its 95 % interval; no interval where there are too few values for one."""

    ratio: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Sample:
    """One timed run of one arm."""

    round: int
    wall_ns: int
    cpu_ns: int  # of the whole arm, child processes included
    waited_ns: int  # its own tasks in the run queue; -1: unknown
    foreign_ns: int  # CPU time that others used on our cores in its round; -1: unknown
    clean: bool
    checksum: str | None
    failed: int
    metrics: dict[str, float]

    def value(self, metric: Metric) -> float:
        """What this sample gave of what arms are compared by."""
        return float(self.wall_ns if metric.is_wall else self.metrics[metric.name])

    def tells(self, metric: Metric) -> bool:
        """Whether it has such a value."""
        return metric.is_wall or metric.name in self.metrics


@dataclass(frozen=True, slots=True)
class ArmReport:
    """One arm: what it was, what it gave, and the numbers derived from it."""

    name: str
    mode: str
    status: ArmStatus
    reason: Text | None
    workers: int
    startup_ns: int | None
    samples: list[Sample]
    median_ns: int | None
    value: float | None  # median of the experiment's metric, in its unit
    speedup: Interval | None
    cores_busy: Interval | None
    failures: dict[str, int] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    portrait_ns: int | None = None  # wall time of the portrait, which is in no table
    lanes: list[Lane] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    against: str | None = None  # the arm it is compared with; None: the report's baseline


@dataclass(frozen=True, slots=True)
class Caveat:
    """A named reason for doubt.  ``arm`` is None when it concerns the whole run."""

    code: str
    arm: str | None
    detail: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the samples say of a claim."""

    claim: str
    sentence: Text
    verdict: Judgement
    because: Text


@dataclass(frozen=True, slots=True)
class Host:
    """The machine and the interpreter.  ``gil`` is as found in the arms, after their imports."""

    python: str
    implementation: str
    build: str
    gil: Literal["on", "off"]
    cores: int  # usable: affinity and quota, not what is built in
    os: str
    machine: str
    start_method: str
    libraries: dict[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run, self-contained: it can be shown without the experiment that made it."""

    schema: str
    concdemo: str
    experiment: str
    title: Text
    facts: list[Text]
    started: str
    command: list[str]
    host: Host
    settings: Parameters
    metric: Metric
    columns: list[Column]
    size: int
    rounds: int
    arms: list[ArmReport]
    baseline: str
    caveats: list[Caveat]
    verdicts: list[Verdict]
    shows: list[Shown] = field(default_factory=lambda: list(EVERY_COLUMN))
    arm_title: Text = MODE
    charts: list[Chart] = field(default_factory=list)
    heat_maps: list[HeatMap] = field(default_factory=list)

    def base(self, arm: ArmReport) -> str:
        """The name of the arm that this one is compared with."""
        return arm.against or self.baseline

    def is_base(self, arm: ArmReport) -> bool:
        """Whether others are compared with this one, and it with none."""
        if arm.name == self.baseline:
            return self.base(arm) == arm.name
        compared = [other.name for other in self.arms if self.base(other) == arm.name]
        return arm.name in compared and len(compared) > 1

    def arm(self, name: str) -> ArmReport | None:
        """The arm of that name, or None."""
        return next((arm for arm in self.arms if arm.name == name), None)
