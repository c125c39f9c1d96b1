"""Made-up facts for tests: arms, samples and reports that nobody measured.

Everything has a plausible default, so that a test names only what it is about.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from concdemo.conduct.assemble import arm_report
from concdemo.conduct.limits import Limits
from concdemo.conduct.load import Reading
from concdemo.conduct.rounds import Progress, Rounds
from concdemo.errors import ArmFault
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
    Taken,
)
from concdemo.text import Text

MS = 1_000_000
TITLE = Text("A question?", "질문일까?")
WHY = Text("its process ended", "프로세스가 끝나 버렸습니다")


def host(**changed: Any) -> Host:
    """A machine with two usable cores and the GIL."""
    return replace(
        Host(
            python="3.12.1",
            implementation="CPython",
            build="3.12.1 (main)",
            gil="on",
            cores=2,
            os="Linux 6.1",
            machine="x86_64",
            start_method="fork",
            libraries={"uvloop": "0.19.0"},
        ),
        **changed,
    )


def taken(wall_ns: int = 100 * MS, **changed: Any) -> Taken:
    """What a child says of a sample: one core busy, no wait in the run queue."""
    base = Taken(wall_ns=wall_ns, cpu_ns=wall_ns, waited_ns=0, checksum="00ff", spent_ns=wall_ns)
    return replace(base, **changed)


def sample(number: int = 1, wall_ns: int = 100 * MS, **changed: Any) -> Sample:
    """A clean sample of round ``number`` with one core busy."""
    base = Sample(
        round=number,
        wall_ns=wall_ns,
        cpu_ns=wall_ns,
        waited_ns=0,
        foreign_ns=0,
        clean=True,
        checksum="00ff",
        failed=0,
        metrics={"threads": 1.0, "processes": 1.0},
    )
    return replace(base, **changed)


def samples(
    count: int = 8, wall_ns: int = 100 * MS, cores: float = 1.0, **changed: Any
) -> list[Sample]:
    """Clean samples of rounds 1 … count, alike but for a nanosecond or two."""
    return [
        sample(number, wall_ns + number, cpu_ns=round((wall_ns + number) * cores), **changed)
        for number in range(1, count + 1)
    ]


def plan(arms: Sequence[ArmPlan], metric: Metric | None = None, **changed: Any) -> Plan:
    """A plan of those arms; the first is the baseline."""
    base = Plan(
        experiment="gil",
        settings={},
        arms=tuple(arms),
        size=1,
        metric=metric or Metric(),
    )
    return replace(base, **changed)


def arm_plan(name: str, workers: int = 2, **changed: Any) -> ArmPlan:
    """An arm as it is planned; its mode has the arm's own name."""
    return replace(ArmPlan(name, name, workers, "alone"), **changed)


def report(
    taken_by: Mapping[str, list[Sample]],
    *,
    experiment: str = "gil",
    settings: Parameters | None = None,
    workers: Mapping[str, int] | None = None,
    faults: Mapping[str, Text] | None = None,
    unavailable: Mapping[str, Text] | None = None,
    caveats: Iterable[Caveat] = (),
    metric: Metric | None = None,
    machine: Host | None = None,
    columns: Sequence[Column] = (),
) -> Report:
    """A report whose rows are derived from the samples as the package itself derives them.

    The first arm is the baseline.  Arms are named by ``taken_by`` in their order.
    """
    lanes = {"serial": 1, **(workers or {})}
    arms = [
        arm_plan(name, lanes.get(name, 2), unavailable=(unavailable or {}).get(name))
        for name in taken_by
    ]
    planned = plan(arms, metric)
    progress = Progress(faults=dict(faults or {}))
    rows = [arm_report(arm, planned, None, progress, dict(taken_by)) for arm in arms]
    return Report(
        schema="concdemo.report/1",
        concdemo="0.1.0",
        experiment=experiment,
        title=TITLE,
        facts=[Text("4 tasks.", "작업 4개.")],
        started="2026-01-02T03:04:05Z",
        command=[experiment],
        host=machine or host(),
        settings={"workload": "primes", "workers": 2, "tasks": 4} if settings is None else settings,
        metric=planned.metric,
        columns=list(columns),
        size=1_000,
        rounds=max((s.round for row in rows for s in row.samples), default=0),
        arms=rows,
        baseline=arms[0].name,
        caveats=list(caveats),
        verdicts=[],
    )


def gil_report(
    *,
    threads: float = 1.0,
    processes: float = 1.95,
    loops: float = 1.0,
    twice: float | None = None,
    count: int = 8,
    **changed: Any,
) -> Report:
    """A report of ``gil`` whose arms are that many times as fast as serial.

    The cores that an arm keeps busy are its speed-up, never below one.
    """
    speeds = {"serial": 1.0, "threads": threads, "processes": processes}
    speeds |= {"async": loops, "uvloop": loops}
    if twice is not None:
        speeds["processes-2x"] = twice
    taken_by = {
        name: samples(count, round(200 * MS / speed), max(1.0, speed))
        for name, speed in speeds.items()
    }
    workers = {"async": 1, "uvloop": 1, "processes-2x": 4, **changed.pop("workers", {})}
    return report(taken_by, workers=workers, **changed)


def io_report(
    *,
    all_ms: float = 60,
    uvloop_ms: float | None = None,
    count: int = 8,
    extra: Mapping[str, list[Sample]] | None = None,
    **changed: Any,
) -> Report:
    """A report of ``io``: 20 waits of 50 ms, all at once in ``all_ms``, one by one in 1 s.

    ``extra`` are further arms.
    """
    taken_by = {
        "serial": samples(count, 1_000 * MS, 0.02),
        "threads": samples(count, 60 * MS, 0.3, metrics={"threads": 20.0, "processes": 1.0}),
        "async": samples(count, round(all_ms * MS), 0.3),
        "uvloop": samples(count, round((uvloop_ms or all_ms) * MS), 0.3),
        **(extra or {}),
    }
    settings: Parameters = {"target": "http", "requests": 20, "concurrency": 20, "delay": 50}
    return report(
        taken_by,
        **{
            "experiment": "io",
            "settings": settings,
            "workers": {"threads": 20, "async": 20, "uvloop": 20},
            **changed,
        },
    )


def with_arm(whole: Report, name: str, **changed: Any) -> Report:
    """The report with one arm's row changed."""
    arms = [replace(arm, **changed) if arm.name == name else arm for arm in whole.arms]
    return replace(whole, arms=arms)


def without_arm(whole: Report, name: str) -> Report:
    """The report of a run in which that arm was not asked for."""
    return replace(whole, arms=[arm for arm in whole.arms if arm.name != name])


def row(whole: Report, name: str) -> ArmReport:
    """An arm's row, which must be there."""
    found = whole.arm(name)
    assert found is not None
    return found


def ends(interval: Interval | None) -> tuple[float, float, float]:
    """An interval's low end, estimate and high end, all of which must be known."""
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.ratio, interval.high


# ── a scripted run ───────────────────────────────────────────────────────────


class FakeTime:
    """A clock that only moves when a sample is taken, and the meter that reads it."""

    def __init__(self) -> None:
        self.ns = 1_000_000_000_000  # a clock's zero is anywhere
        self.busy_ns = 0
        self.own_ns = 0
        self.known = True

    def now_ns(self) -> int:
        """The time now."""
        return self.ns

    def read(self) -> Reading:
        """The counters now."""
        return Reading(self.ns, self.busy_ns if self.known else -1, self.own_ns)


Answer = int | Taken | BaseException
"""A wall time; a whole sample; what is raised instead."""


class ScriptedArm:
    """An arm that answers from a script, then repeats its last answer; time passes as it says.

    While it runs, others use ``foreign`` cores.  ``calls`` are the sizes it was asked for.
    """

    def __init__(
        self,
        time: FakeTime,
        name: str,
        script: Sequence[Answer] = (100 * MS,),
        scheduling: Scheduling = "alone",
    ) -> None:
        self.name = name
        self.scheduling: Scheduling = scheduling
        self.against: str | None = None
        self.foreign = 0.0
        self.calls: list[int] = []
        self._time = time
        self._script = list(script)

    def sample(self, size: int) -> Taken:
        """The next answer of the script."""
        self.calls.append(size)
        answer = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        if isinstance(answer, BaseException):
            raise answer
        given = taken(answer) if isinstance(answer, int) else answer
        self._time.ns += given.wall_ns
        self._time.busy_ns += given.spent_ns + round(self.foreign * given.wall_ns)
        return given


def fault(words: str = "broken") -> ArmFault:
    """The end of an arm."""
    return ArmFault(Text(words, "고장"))


def _unheard(arm: str, number: int) -> None:
    """Nobody is told what is measured next."""


def rounds_of(
    time: FakeTime,
    arms: Sequence[ScriptedArm],
    *,
    limits: Limits | None = None,
    seed: int = 1,
    on_sample: Callable[[str, int], None] = _unheard,
    metric: Metric | None = None,
) -> Rounds:
    """The loop over scripted arms; the first is the baseline, without a budget to speak of."""
    return Rounds(
        arms=arms,
        baseline=arms[0].name,
        size=7,
        metric=metric or Metric(),
        limits=limits or Limits(budget_ns=10**15, begin_ns=time.ns),
        shuffle=random.Random(seed),
        read=time.read,
        now_ns=time.now_ns,
        on_sample=on_sample,
    )
