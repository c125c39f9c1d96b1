"""A whole run: the warden, services, arms, size, rounds, report.

Every process that is started here belongs to the run and ends with it, whichever way it
ends.  The one thing that is kept when a run is interrupted is what was measured.
"""

import contextlib
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import concdemo
from concdemo import clock
from concdemo.conduct import assemble, caveats
from concdemo.conduct.arms import ChildArm
from concdemo.conduct.calibrate import find_size
from concdemo.conduct.house import OPENING_LIMIT_S, House, house
from concdemo.conduct.limits import Limits, expected_ns
from concdemo.conduct.load import Meter
from concdemo.conduct.rounds import Progress, Rounds
from concdemo.errors import ArmFault, Interrupted, MeasuringFault
from concdemo.experiments import EXPERIMENTS
from concdemo.experiments.experiment import Experiment
from concdemo.model import (
    ArmPlan,
    Calibration,
    Caveat,
    Host,
    Parameters,
    Plan,
    Portrait,
    Report,
    ServicePlan,
)
from concdemo.text import Text

SCHEMA = "concdemo.report/1"
SERVICE_FAILED = Text(
    "The {service} process could not be started: {why}",
    "{service} 프로세스를 시작하지 못했습니다: {why}",
)
BASELINE_FAILED = Text(
    "the baseline could not be measured, so there was no size to work at",
    "기준을 재지 못해 작업의 크기를 정할 수 없었습니다",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """How long and how often to measure.  ``None``: not asked for."""

    rounds: int | None = None
    budget_s: float | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What the run is doing now, told between samples.  ``round`` 0 is before the first."""

    stage: str  # "opening", "sizing", "warming-up", "measuring", "painting"
    arm: str
    round: int = 0


Tell = Callable[[Event], None]


class Run:
    """One run of one experiment, a step a method."""

    def __init__(self, experiment: Experiment, plan: Plan, asked: Asked, tell: Tell) -> None:
        self._experiment = experiment
        self._plan = plan
        self._asked = asked
        self._tell = tell
        self._begin_ns = clock.monotonic_ns()
        self._seed = asked.seed if asked.seed is not None else random.SystemRandom().getrandbits(32)
        self._budget_s = asked.budget_s or experiment.budget_s
        self._limits = Limits(
            budget_ns=int(self._budget_s * 1e9),
            begin_ns=self._begin_ns,
            fixed=asked.rounds,
            strict=asked.budget_s is not None,
            wide=plan.wide,
            most=plan.most_rounds,
        )
        self._opened: dict[str, assemble.Opened] = {}
        self._portraits: dict[str, Portrait | None] = {}
        self._extra: list[Caveat] = []
        self._size = plan.size if isinstance(plan.size, int) else 0
        self.progress = Progress()
        self.interrupted: Interrupted | None = None

    @property
    def expected_s(self) -> float | None:
        """About how long it will take; None where the plan doesn't say how long its parts do."""
        lasts = self._plan.lasts
        return None if lasts is None else expected_ns(lasts, self._limits) / 1e9

    def measure(self) -> None:
        """Start everything, measure, end everything.  An interruption keeps what was measured."""
        try:
            with house() as place:
                facts = self._start_services(place)
                arms = self._open_arms(place, facts)
                self._find_size(arms)
                self._rounds(place, arms, facts)
                self._paint(arms)
        except Interrupted as interrupted:
            self.interrupted = interrupted
            words = caveats.PARTIAL.fill(rounds=self.progress.rounds)
            self._extra.append(Caveat("partial", None, words))

    def _start_services(self, place: House) -> dict[str, Any]:
        """All of them side by side: nothing is timed meanwhile."""
        services, children = self._plan.services, place.services
        for service in services:
            self._tell(Event("opening", service.name))
            children[service.name] = place.start()
        facts: dict[str, Any] = {}
        for service in services:
            spec = {"entry": service.entry, "parameters": service.parameters}
            with _blaming(service, facts):
                children[service.name].tell({"service": spec})
        for service in services:
            if service.name in facts:
                continue  # it has ended before it could be told anything
            with _blaming(service, facts):
                facts[service.name] = children[service.name].hear(OPENING_LIMIT_S)
        return facts

    def _open_arms(self, place: House, services: dict[str, Any]) -> list[ChildArm]:
        arms = []
        for arm in self._plan.arms:
            if arm.unavailable is not None:
                continue
            self._tell(Event("opening", arm.name))
            child = place.start()
            spec = {
                "experiment": self._plan.experiment,
                "arm": asdict(arm),
                "services": services,
            }
            try:
                said = child.ask(spec, OPENING_LIMIT_S)
            except ArmFault as fault:
                self._lose(arm, fault)
                place.end(child)
                continue
            self._opened[arm.name] = assemble.Opened(**said)
            arms.append(ChildArm(arm, child))
        return arms

    def _lose(self, arm: ArmPlan, fault: ArmFault) -> None:
        if fault.unavailable:
            arms = tuple(
                replace(planned, unavailable=fault.text) if planned is arm else planned
                for planned in self._plan.arms
            )
            self._plan = replace(self._plan, arms=arms)
        else:
            self.progress.faults[arm.name] = fault.text

    def _find_size(self, arms: list[ChildArm]) -> None:
        wanted = self._plan.size
        if not isinstance(wanted, Calibration):
            return
        baseline = next((arm for arm in arms if arm.plan == self._plan.baseline), None)
        if baseline is not None:
            self._tell(Event("sizing", baseline.name))
            try:
                self._size = find_size(
                    lambda size: baseline.sample(size).wall_ns,
                    wanted.first_size,
                    wanted.sample_ns,
                )
                return
            except ArmFault as fault:
                self.progress.faults[baseline.name] = fault.text
        for arm in arms:
            self.progress.faults.setdefault(arm.name, BASELINE_FAILED)

    def _rounds(self, place: House, arms: list[ChildArm], facts: dict[str, Any]) -> None:
        meter = Meter(
            (child.pid for child in place.services.values()),
            (said["tree"] for said in facts.values() if said.get("tree")),
        )

        vital = [service.name for service in self._plan.services if service.vital]

        def before_sample(arm: str, number: int) -> None:
            for name in vital:
                if not place.services[name].alive:
                    raise ServiceDied(name)
            self._tell(Event("measuring" if number else "warming-up", arm, number))

        rounds = Rounds(
            arms=[arm for arm in arms if arm.name not in self.progress.faults],
            baseline=self._plan.baseline.name,
            size=self._size,
            metric=self._plan.metric,
            limits=self._limits,
            shuffle=random.Random(self._seed),
            read=meter.read,
            now_ns=clock.monotonic_ns,
            on_sample=before_sample,
            progress=self.progress,
        )
        try:
            rounds.run()
        except ServiceDied as died:
            words = caveats.SERVICE_DIED.fill(service=died.service)
            self._extra.append(Caveat("service-died", None, words))

    def _paint(self, arms: list[ChildArm]) -> None:
        """A portrait of each arm that is well; one that fails loses its picture only."""
        if any(caveat.code == "service-died" for caveat in self._extra):
            return  # what the arms do without it is no picture of what was measured
        for arm in arms:
            if arm.name in self.progress.faults or not self.progress.rounds:
                continue
            self._tell(Event("painting", arm.name))
            try:
                self._portraits[arm.name] = arm.portrait(self._size)
            except ArmFault as fault:
                words = caveats.NO_PORTRAIT.fill(why=fault.text)
                self._extra.append(Caveat("no-portrait", arm.name, words))

    def report(self, host: Host, command: list[str], started: str) -> Report:
        """What was measured, without verdicts."""
        gated = self.progress.gated()
        arms = [
            assemble.with_portrait(
                assemble.arm_report(
                    arm, self._plan, self._opened.get(arm.name), self.progress, gated
                ),
                self._portraits.get(arm.name),
            )
            for arm in self._plan.arms
        ]
        gils = {opened.gil for opened in self._opened.values()}
        host = replace(host, gil="on" if "on" in gils else "off") if gils else host
        settings: Parameters = {
            **self._plan.settings,
            "rounds": self._asked.rounds,
            "budget": self._budget_s,
            "seed": self._seed,
        }
        report = Report(
            schema=SCHEMA,
            concdemo=concdemo.__version__,
            experiment=self._plan.experiment,
            title=EXPERIMENTS[self._plan.experiment].question,
            facts=assemble.with_size(self._plan.facts, self._size),
            started=started,
            command=command,
            host=host,
            settings=settings,
            metric=self._plan.metric,
            columns=list(self._plan.columns),
            size=self._size,
            rounds=self.progress.rounds,
            arms=arms,
            baseline=self._plan.baseline.name,
            caveats=[],
            verdicts=[],
            shows=list(self._plan.shows),
            arm_title=self._plan.arm_title,
        )
        found = caveats.find(arms, report.baseline, host, report.rounds)
        for name, opened in self._opened.items():
            if opened.gil != "off" and "off" in gils:
                found.append(Caveat("gil-enabled", name, caveats.GIL_CHANGED))
        known = [*self._plan.caveats, *self._extra, *found, *self._experiment.doubts(report)]
        return replace(
            report,
            caveats=known,
            charts=self._experiment.charts(report),
            heat_maps=self._experiment.heat_maps(report),
        )


@contextlib.contextmanager
def _blaming(service: ServicePlan, facts: dict[str, Any]) -> Iterator[None]:
    """Without a vital service there is no run: its fault becomes the run's, another's its facts."""
    try:
        yield
    except ArmFault as fault:
        if not service.vital:
            facts[service.name] = {"fault": asdict(fault.text), "unavailable": fault.unavailable}
            return
        if fault.unavailable:  # it says itself what it lacks
            raise MeasuringFault(fault.text) from fault
        raise MeasuringFault(SERVICE_FAILED.fill(service=service.name, why=fault.text)) from fault


class ServiceDied(Exception):
    """A service of the run has ended by itself or was killed."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service
