"""A chart as SVG: places in the units of a fixed view box, which the page scales.  Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from concdemo.drawn import Chart, Series
from concdemo.render import units
from concdemo.render.plot import Plot, Tick, remark, said, values
from concdemo.text import Text

WIDTH, HEIGHT = 1000, 420
LEFT, RIGHT, TOP, BOTTOM = 110, 40, 16, 46
COLOURS = 8
MOST_X_TICKS, MOST_Y_TICKS = 9, 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A point; ``low`` and ``high`` are the ends of its interval on the page, or None."""

    x: float
    y: float
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series: its colour's number, its line through the points."""

    name: str
    colour: int
    path: str
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the page draws of a chart."""

    title: Text
    x_title: Text
    y_title: Text
    x_ticks: list[Tick]  # ``place`` is in the view box's units here
    y_ticks: list[Tick]
    series: list[Drawn]
    said: list[tuple[str, str, str]]  # of each point: its series, x, y with its interval
    remark: Text | None

    @property
    def is_empty(self) -> bool:
        """Whether no point can be drawn."""
        return not any(series.marks for series in self.series)


def pictures(charts: Sequence[Chart]) -> list[Picture]:
    """All charts of a report."""
    return [_picture(chart) for chart in charts]


def _picture(chart: Chart) -> Picture:
    plot = Plot.of(chart)
    return Picture(
        title=chart.title,
        x_title=chart.x.title,
        y_title=chart.y.title,
        x_ticks=[Tick(_x(tick.place), tick.label) for tick in plot.x.ticks(MOST_X_TICKS)],
        y_ticks=[Tick(_y(tick.place), tick.label) for tick in plot.y.ticks(MOST_Y_TICKS)],
        series=[
            _drawn(series, number % COLOURS, plot, chart)
            for number, series in enumerate(chart.series)
        ],
        said=list(values(chart)),
        remark=remark(chart),
    )


def _x(place: float) -> float:
    return round(LEFT + place * (WIDTH - LEFT - RIGHT), 2)


def _y(place: float) -> float:
    return round(HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM), 2)


def _drawn(series: Series, colour: int, plot: Plot, chart: Chart) -> Drawn:
    marks = [
        Mark(
            _x(plot.x.place(point.x)),
            _y(plot.y.place(point.y)),
            None if point.low is None else _y(plot.y.place(point.low)),
            None if point.high is None else _y(plot.y.place(point.high)),
            f"{series.name}: {units.in_unit(point.x, chart.x.unit)}, {said(point, chart.y)}",
        )
        for point in plot.shown(series.points)
    ]
    return Drawn(series.name, colour, " ".join(f"{mark.x},{mark.y}" for mark in marks), marks)
