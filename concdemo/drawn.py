"""What is drawn: charts and heat maps, as frozen facts of a report.

Nothing here draws; how a picture looks in a terminal or on a page is ``render``'s work.
"""

from dataclasses import dataclass
from typing import NamedTuple

from concdemo.text import Text

Unit = str
"""Of a metric, a column or an axis: ns, bytes, count, share (a part of one), /s or another word."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What runs along one side of a chart."""

    title: Text
    unit: Unit = "count"
    log: bool = False


class Point(NamedTuple):
    """A measured value, with its 95 % interval where there is one."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Points that belong together, in the order of their x."""

    name: str
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers: how y goes with x, a series a line."""

    title: Text
    x: Axis
    y: Axis
    series: list[Series]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a heat map: what runs along it, and the values at which was measured."""

    axis: Axis
    values: list[float]


class HeatCell(NamedTuple):
    """What was measured where a row and a column meet, with its 95 % interval where there is one.

    ``shade`` is how full the place is drawn, from 0 to 1.  ``value`` None: it was not measured.
    """

    value: float | None
    shade: float = 0.0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing's cells, a list for each row, in the order of the rows' and columns' values."""

    name: str
    cells: list[list[HeatCell]]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """How a value goes with two others, drawn the same for several things: a panel each.

    ``shade`` says what a full place means; ``blank`` why some places were not measured.
    """

    title: Text
    rows: Side
    columns: Side
    value: Axis  # never logarithmic: what it is called, and its unit
    shade: Text
    panels: list[Panel]
    blank: Text | None = None
