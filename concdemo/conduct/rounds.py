"""Rounds: one sample of every arm, in a shuffled order, until enough is known.

The loop knows nothing of processes: an arm is anything that can be asked for a sample.
So it is tested with scripted arms and a fake clock, with exact numbers.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from concdemo import stats
from concdemo.conduct.gate import crowded_out, harmed
from concdemo.conduct.limits import FEWEST_ROUNDS, Limits
from concdemo.conduct.load import Reading, foreign_cores, foreign_ns
from concdemo.errors import ArmFault
from concdemo.model import Metric, Sample, Scheduling, Taken
from concdemo.pairs import paired
from concdemo.text import Text

MOST_EXTENSION = 2
"""How many budgets may be spent to narrow an interval that the plan calls wide."""

NARROW = 0.03
"""An interval within this share of its estimate on both sides is narrow enough."""

OTHER_ANSWER = Text(
    "its tasks gave other answers ({checksum}) than the baseline's ({expected})",
    "작업의 결과({checksum})가 기준의 결과({expected})와 다릅니다",
)


class Sampled(Protocol):
    """An arm that is open and can be asked for samples."""

    @property
    def name(self) -> str:
        """The arm's name."""

    @property
    def against(self) -> str | None:
        """The arm that it is compared with, which does the same work; None: the baseline."""

    @property
    def scheduling(self) -> Scheduling:
        """How its tasks share the cores."""

    def sample(self, size: int) -> Taken:
        """Take a sample.

        Raises:
            ArmFault: the arm can't go on.
        """


@dataclass(slots=True)
class Progress:
    """What the rounds have given so far; the loop's only state, kept when it is interrupted."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)
    failures: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: dict[str, Text] = field(default_factory=dict)
    harmed: set[tuple[str, int]] = field(default_factory=set)
    wall_ns: list[int] = field(default_factory=list)  # of each whole round
    foreign_ns: list[int | None] = field(default_factory=list)
    rounds: int = 0

    def gated(self) -> dict[str, list[Sample]]:
        """Each arm's samples, marked clean or not by everything known now."""
        cores = foreign_cores(self.wall_ns, self.foreign_ns)
        return {
            name: [self._marked(name, sample, cores) for sample in samples]
            for name, samples in self.samples.items()
        }

    def _marked(self, name: str, sample: Sample, cores: Sequence[float]) -> Sample:
        index = sample.round - 1
        whole = index < len(cores)  # False in a round that was interrupted
        clean = (
            whole
            and not crowded_out(cores[index])
            and (name, sample.round) not in self.harmed
            and sample.failed == 0
        )
        foreign = self.foreign_ns[index] if whole else None
        return replace(sample, clean=clean, foreign_ns=-1 if foreign is None else max(0, foreign))


Pairs = Sequence[tuple[Sequence[float], Sequence[float]]]
"""The clean pairs of every arm that is compared with another: the other's values, its own."""


def widest(pairs: Pairs) -> float | None:
    """By what share the least known ratio is uncertain, to its wider side.

    None where some arm has too few clean pairs for an interval, or a metric that can be
    zero, which has no ratio.
    """
    width = 0.0
    for base, own in pairs:
        if not base or min(*base, *own) <= 0:
            return None
        interval = stats.ratio(base, own)
        if interval is None or interval.low is None or interval.high is None:
            return None
        width = max(width, interval.high / interval.ratio - 1, interval.ratio / interval.low - 1)
    return width


def narrow_enough(pairs: Pairs) -> bool:
    """Whether every arm's ratio is known to within NARROW, from FEWEST_ROUNDS pairs at least."""
    if any(len(own) < FEWEST_ROUNDS for _, own in pairs):
        return False
    width = widest(pairs)
    return width is not None and width <= NARROW


@dataclass(slots=True)
class Rounds:
    """The loop.  ``on_sample`` is called between samples, with the arm that comes next."""

    arms: Sequence[Sampled]
    baseline: str
    size: int
    metric: Metric
    limits: Limits
    shuffle: random.Random
    read: Callable[[], Reading]
    now_ns: Callable[[], int]
    on_sample: Callable[[str, int], None]
    progress: Progress = field(default_factory=Progress)
    expected: dict[str, str] = field(default_factory=dict)  # answers, by the arm compared with

    def run(self) -> None:
        """Warm every arm up, then measure rounds until there are enough."""
        for arm in list(self.arms):
            self.on_sample(arm.name, 0)
            self._take(arm)
        while self._alive() and not self._enough():
            self._round()

    def _alive(self) -> list[Sampled]:
        return [arm for arm in self.arms if arm.name not in self.progress.faults]

    def _enough(self) -> bool:
        budget_ns, spent_ns = self.limits.budget_ns, self.now_ns() - self.limits.begin_ns
        reached = self.limits.reached(self.progress.rounds, spent_ns)
        if reached is not None:
            return reached
        pairs = self._pairs()
        if not pairs:
            return spent_ns >= budget_ns
        if spent_ns < budget_ns:
            return narrow_enough(pairs)
        if self.limits.wide is None or spent_ns >= budget_ns * MOST_EXTENSION:
            return True
        width = widest(pairs)
        return width is None or width <= self.limits.wide

    def _base(self, arm: Sampled) -> str:
        return arm.against or self.baseline

    def _pairs(self) -> Pairs:
        gated = self.progress.gated()
        alive = {arm.name for arm in self._alive()}
        return [
            paired(gated[arm.name], gated[self._base(arm)], self.metric)
            for arm in self._alive()
            if self._base(arm) in alive - {arm.name}
        ]

    def _order(self) -> list[Sampled]:
        """Shuffled, but what is compared stays together: a machine's speed wanders meanwhile."""
        groups: dict[str, list[Sampled]] = {}
        for arm in self._alive():
            groups.setdefault(self._base(arm), []).append(arm)
        order = list(groups.values())
        self.shuffle.shuffle(order)
        for group in order:
            self.shuffle.shuffle(group)
        return [arm for group in order for arm in group]

    def _round(self) -> None:
        number = self.progress.rounds + 1
        order = self._order()
        before, spent_ns = self.read(), 0
        for arm in order:
            self.on_sample(arm.name, number)
            taken = self._take(arm)
            if taken is not None:
                spent_ns += taken.spent_ns
                self._keep(arm, taken, number)
        after = self.read()
        self.progress.wall_ns.append(after.wall_ns - before.wall_ns)
        self.progress.foreign_ns.append(foreign_ns(before, after, spent_ns))
        self.progress.rounds = number

    def _take(self, arm: Sampled) -> Taken | None:
        try:
            taken = arm.sample(self.size)
            if taken.failed == 0 and taken.checksum is not None:
                expected = self.expected.setdefault(self._base(arm), taken.checksum)
                if taken.checksum != expected:
                    raise ArmFault(OTHER_ANSWER.fill(checksum=taken.checksum, expected=expected))
        except ArmFault as fault:
            self.progress.faults[arm.name] = fault.text
            return None
        return taken

    def _keep(self, arm: Sampled, taken: Taken, number: int) -> None:
        sample = Sample(
            round=number,
            wall_ns=taken.wall_ns,
            cpu_ns=taken.cpu_ns,
            waited_ns=taken.waited_ns,
            foreign_ns=-1,
            clean=False,
            checksum=taken.checksum,
            failed=taken.failed,
            metrics=dict(taken.metrics),
        )
        self.progress.samples.setdefault(arm.name, []).append(sample)
        if harmed(taken, arm.scheduling):
            self.progress.harmed.add((arm.name, number))
        counted = self.progress.failures.setdefault(arm.name, {})
        for kind, count in taken.failures.items():
            counted[kind] = counted.get(kind, 0) + count
