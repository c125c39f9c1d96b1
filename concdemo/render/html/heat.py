"""A heat map as a table of a page: a number and a shade a place.  Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from concdemo.drawn import HeatCell, HeatMap, Panel
from concdemo.render import heat as drawn
from concdemo.render import units
from concdemo.text import Text

RANGE = Text.same("{value} ({low} – {high}), {share}")
VALUE = Text.same("{value}, {share}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its number, how full it is from 0 to 4 (None: not measured), all in words."""

    number: str
    level: int | None
    said: Text | None


@dataclass(frozen=True, slots=True)
class Grid:
    """One panel: each row with its value."""

    name: str
    rows: list[tuple[str, list[Place]]]


@dataclass(frozen=True, slots=True)
class Heat:
    """Everything that the page draws of a heat map."""

    title: Text
    sides: Text
    columns: list[str]
    grids: list[Grid]
    shade: Text
    remark: Text | None
    is_empty: bool


def heats(maps: Sequence[HeatMap]) -> list[Heat]:
    """All heat maps of a report."""
    return [_heat(heat) for heat in maps]


def _heat(heat: HeatMap) -> Heat:
    return Heat(
        title=heat.title,
        sides=drawn.sides(heat),
        columns=[drawn.label(value, heat.columns) for value in heat.columns.values],
        grids=[Grid(panel.name, _rows(heat, panel)) for panel in heat.panels],
        shade=heat.shade,
        remark=drawn.blank(heat) if drawn.measured(heat) else drawn.NOTHING,
        is_empty=not drawn.measured(heat),
    )


def _rows(heat: HeatMap, panel: Panel) -> list[tuple[str, list[Place]]]:
    return [
        (drawn.label(value, heat.rows), [_place(cell, heat) for cell in cells])
        for value, cells in zip(heat.rows.values, panel.cells, strict=True)
    ]


def _place(cell: HeatCell, heat: HeatMap) -> Place:
    shown = drawn.number(cell, heat)
    if cell.value is None:
        return Place(shown, None, None)
    return Place(shown, drawn.level(cell), said(cell, heat))


def said(cell: HeatCell, heat: HeatMap) -> Text:
    """A measured place in words: its value, with the interval if it has one, and its share."""
    share = units.share(cell.shade)
    value = drawn.number(cell, heat)
    if cell.low is None or cell.high is None:
        return VALUE.fill(value=value, share=share)
    low, high = (drawn.number(HeatCell(end), heat) for end in (cell.low, cell.high))
    return RANGE.fill(value=value, low=low, high=high, share=share)
