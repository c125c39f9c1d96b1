"""What ``scale`` makes of a report: its charts, and what it doubts.  Pure."""

from collections.abc import Iterable, Iterator
from statistics import median

from concdemo import stats
from concdemo.drawn import Axis, Chart, Point, Series, Unit
from concdemo.experiments.scale.arm import LIMITS, STOPPED
from concdemo.experiments.scale.limits import NAMES
from concdemo.experiments.scale.options import HIT
from concdemo.model import ArmReport, Caveat, Report, Sample
from concdemo.text import Text

HELD = Text("held at once", "한꺼번에 기다리는 수")
CHARTS: tuple[tuple[str, Unit, Text, Text], ...] = (
    # the metric of each number, its unit, the chart's title, the axis's
    (
        "bytes-",
        "bytes",
        Text("Memory of one wait", "기다림 하나의 메모리"),
        Text("memory each", "하나의 메모리"),
    ),
    (
        "start-",
        "ns",
        Text("Time to start all of them", "모두 시작하는 데 걸린 시간"),
        Text("time to start", "시작 시간"),
    ),
    (
        "over-",
        "ns",
        Text(
            "Time that all of them took beyond the wait", "모두 끝날 때까지 기다림보다 더 걸린 시간"
        ),
        Text("time over the ideal", "이상적인 시간을 넘은 만큼"),
    ),
)


def charts(report: Report) -> list[Chart]:
    """Memory and times by how many were held; what was held once has no interval."""
    found = []
    for prefix, unit, title, axis in CHARTS:
        series = [Series(arm.name, list(points(arm, prefix))) for arm in report.arms]
        shown = [one for one in series if one.points]
        if shown:
            sides = Axis(HELD, "count", log=True), Axis(axis, unit, log=True)
            found.append(Chart(title, *sides, shown))
    return found


def points(arm: ArmReport, prefix: str) -> Iterator[Point]:
    """A point for each number that was held, from the clean samples if there are any of it."""
    values = _by_count((s for s in arm.samples if not s.clean), prefix)
    values |= _by_count((s for s in arm.samples if s.clean), prefix)
    for count in sorted(values):
        if min(values[count]) > 0:
            level = stats.level(values[count])
            assert level is not None
            yield Point(count, level.ratio, level.low, level.high)
        else:
            yield Point(count, median(values[count]))


def _by_count(samples: Iterable[Sample], prefix: str) -> dict[int, list[float]]:
    values: dict[int, list[float]] = {}
    for sample in samples:
        for name, value in sample.metrics.items():
            if name.startswith(prefix):
                values.setdefault(int(name.removeprefix(prefix)), []).append(value)
    return values


def doubts(report: Report) -> list[Caveat]:
    """Limits that were hit, though they had been looked for."""
    found = []
    for arm in report.arms:
        stopped = {
            int(name.removeprefix(STOPPED)): LIMITS[int(value)]
            for sample in arm.samples
            for name, value in sample.metrics.items()
            if name.startswith(STOPPED)
        }
        for count, limit in sorted(stopped.items()):
            words = HIT.fill(count=count, limit=NAMES[limit])
            found.append(Caveat("limit-hit", arm.name, words))
    return found
