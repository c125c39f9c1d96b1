"""How noisy the machine is right now: equal work again and again, and what others use meanwhile."""

from dataclasses import asdict, dataclass
from statistics import median, quantiles

from concdemo import clock
from concdemo.conduct.house import OPENING_LIMIT_S, house
from concdemo.conduct.load import Meter, foreign_cores, foreign_ns
from concdemo.errors import ArmFault, MeasuringFault
from concdemo.model import Plan, Taken
from concdemo.text import Text

SAMPLE_LIMIT_S = 60.0

FAILED = Text("The noise could not be measured: {why}", "잡음을 재지 못했습니다: {why}")


@dataclass(frozen=True, slots=True)
class Noise:
    """What listening gave.  ``foreign_cores`` is None where the system doesn't tell."""

    foreign_cores: float | None
    spread: float  # (third quartile - first) / median of equal work
    samples: int


def listen(plan: Plan, seconds: float) -> Noise:
    """Repeat the plan's baseline for that long and watch.

    Raises:
        MeasuringFault: its process can't be started or fails.
    """
    assert isinstance(plan.size, int)
    with house() as place:
        child = place.start()
        spec = {"experiment": plan.experiment, "arm": asdict(plan.baseline), "services": {}}
        try:
            child.ask(spec, OPENING_LIMIT_S)
            child.ask({"sample": {"size": plan.size}}, SAMPLE_LIMIT_S)
            meter = Meter()
            before, spent_ns = meter.read(), 0
            walls: list[int] = []
            while clock.monotonic_ns() - before.wall_ns < seconds * 1e9 or len(walls) < 2:
                answer = child.ask({"sample": {"size": plan.size}}, SAMPLE_LIMIT_S)
                taken = Taken(**answer)
                spent_ns += taken.spent_ns
                walls.append(taken.wall_ns)
            after = meter.read()
        except ArmFault as fault:
            raise MeasuringFault(FAILED.fill(why=fault.text)) from fault
    foreign = foreign_ns(before, after, spent_ns)
    cores = foreign_cores([after.wall_ns - before.wall_ns], [foreign])[0]
    first, _, third = quantiles(walls, n=4)
    return Noise(
        foreign_cores=None if foreign is None else cores,
        spread=(third - first) / median(walls),
        samples=len(walls),
    )
