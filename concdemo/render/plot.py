"""Where values stand along an axis of a chart, and which of them get a label.  Pure.

Places are shares of the axis's length, from 0 to 1, so that a terminal and a page draw the same.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from concdemo.drawn import Axis, Chart, Point, Unit
from concdemo.render import units
from concdemo.text import Text

STEPS = (1.0, 2.0, 5.0)
FEWEST_TICKS = 2

NOTHING = Text("Nothing was measured for this chart.", "이 그래프에 그릴 값을 재지 못했습니다.")
LEFT_OUT = Text(
    "Left out, since a logarithmic axis has no place for zero: {count} of the points.",
    "로그 축에는 0의 자리가 없어 뺀 점: {count}개.",
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """An axis laid over the values that it has to hold; ``low`` is below ``high``."""

    low: float
    high: float
    log: bool
    unit: Unit
    whole: bool = False  # counts of things, which nothing stands between

    @classmethod
    def over(cls, values: Iterable[float], axis: Axis) -> "Line":
        """The shortest axis that holds the values; from zero where it isn't logarithmic.

        A logarithmic axis has no place for zero and below: such values are left out.
        """
        found = [value for value in values if math.isfinite(value) and (value > 0 or not axis.log)]
        if not found:
            return cls(1.0, 10.0, axis.log, axis.unit)
        low, high = min(found), max(found)
        if axis.log:
            return cls(low / 1.2, high * 1.2, True, axis.unit)
        low, high = min(0.0, low), max(0.0, high)
        whole = axis.unit == "count" and all(float(value).is_integer() for value in found)
        return cls(low, high if high > low else low + 1.0, False, axis.unit, whole)

    def holds(self, value: float) -> bool:
        """Whether the value has a place here."""
        return math.isfinite(value) and self.low <= value <= self.high

    def place(self, value: float) -> float:
        """From 0 to 1; what lies beyond an end stands at that end."""
        value = min(max(value, self.low), self.high)
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> list[Tick]:
        """Round values, at most so many, and at least two where that can be."""
        values, step = self._at(max(FEWEST_TICKS, most))
        return [Tick(self.place(value), self._label(value, step or value)) for value in values]

    def _label(self, value: float, step: float) -> str:
        """A round value with as many decimals as steps of that length need."""
        if self.unit in ("ns", "bytes"):
            return units.brief(value, self.unit) if value else "0"
        value, step = (100 * value, 100 * step) if self.unit == "share" else (value, step)
        decimals = max(0, -math.floor(math.log10(abs(step)) + 1e-9))
        name = {"share": " %", "count": ""}.get(self.unit, f" {self.unit}")
        return _line(f"{value:,.{decimals}f}{name}")

    def _at(self, most: int) -> tuple[list[float], float]:
        """The values, and the step between them; 0 where each is one step of its own size."""
        if self.log:
            base = 2.0 if self.unit == "bytes" else 10.0
            powers = _powers(self.low, self.high, base)
            if len(powers) < FEWEST_TICKS and base != 2.0:
                wider = _powers(self.low / 10, self.high, base)
                powers = [step * power for power in wider for step in STEPS]
                powers = [value for value in powers if self.holds(value)]
            if len(powers) >= FEWEST_TICKS:
                return powers[:: math.ceil(len(powers) / most)], 0.0
        step = _nice((self.high - self.low) / (most - 1), self.unit)
        step = max(1.0, step) if self.whole else step
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [step * place for place in range(first, last + 1)], step


def _powers(low: float, high: float, base: float) -> list[float]:
    first = math.ceil(math.log(low, base) - 1e-9)
    last = math.floor(math.log(high, base) + 1e-9)
    return [base**power for power in range(first, last + 1)]


def _nice(length: float, unit: Unit) -> float:
    """The smallest of … 1, 2, 5, 10, 20 … that is at least that long; of bytes, a power of two."""
    if unit == "bytes":
        return 2.0 ** math.ceil(math.log2(length) - 1e-9)
    power = 10.0 ** math.floor(math.log10(length))
    steps = (step * power for step in (*STEPS, 10.0))
    return next(step for step in steps if step >= length * (1 - 1e-9))


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart's two axes."""

    x: Line
    y: Line

    @classmethod
    def of(cls, chart: Chart) -> "Plot":
        """Axes that hold all points, and the intervals around them."""
        points = [point for series in chart.series for point in series.points]
        ends = [end for point in points for end in _ends(point)]
        return cls(Line.over((p.x for p in points), chart.x), Line.over(ends, chart.y))

    def shown(self, points: Iterable[Point]) -> Iterator[Point]:
        """Those that have a place."""
        return (p for p in points if self.x.holds(p.x) and self.y.holds(p.y))


def remark(chart: Chart) -> Text | None:
    """What has to be said of points that can't be drawn, or None."""
    plot = Plot.of(chart)
    points = [point for series in chart.series for point in series.points]
    shown = len(list(plot.shown(points)))
    if not shown:
        return NOTHING
    return LEFT_OUT.fill(count=len(points) - shown) if shown < len(points) else None


def _ends(point: Point) -> list[float]:
    return [end for end in (point.low, point.y, point.high) if end is not None]


def values(chart: Chart) -> Iterator[tuple[str, str, str]]:
    """Every point in words: its series, x, and y with its interval."""
    for series in chart.series:
        for point in series.points:
            x = _line(units.in_unit(point.x, chart.x.unit))
            yield series.name, x, said(point, chart.y)


def said(point: Point, axis: Axis) -> str:
    """A point's value with its interval, if it has one."""
    value = _line(units.in_unit(point.y, axis.unit))
    if point.low is None or point.high is None:
        return value
    low, high = (_line(units.in_unit(end, axis.unit)) for end in (point.low, point.high))
    return f"{value} ({low} – {high})"


def _line(words: str) -> str:
    """A value's words; its unit's name may come from outside."""
    return units.plain(words).replace("\n", " ")
