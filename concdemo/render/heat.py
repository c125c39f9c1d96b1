"""A heat map in a terminal: a shade and a number a place, side by side as far as there is room.

The shade is a glyph, so nothing is told by colour alone.  Pure: the same map, language and
width give the same lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text as Styled

from concdemo.drawn import HeatCell, HeatMap, Panel, Side
from concdemo.render import units
from concdemo.text import Language, Text

SHADES = "·░▒▓█"
"""From empty to full, each for a fifth of the way."""

COLOURS = ("bright_black", "blue", "cyan", "green", "yellow")
WIDE = 2
"""Characters of a shade, so that it is about as wide as it is high."""

NOT_MEASURED = "–"
GAP = 4
"""Characters between two panels that stand side by side."""

NOTHING = Text("Nothing was measured for this map.", "이 표에 그릴 값을 재지 못했습니다.")
SCALE = Text(
    "{below} under 20 %   {steps}   {full} 80 % and more: {shade}",
    "{below} 20 % 미만   {steps}   {full} 80 % 이상: {shade}",
)
BLANK = Text("{sign}: not measured", "{sign}: 재지 않음")
DOWN_AND_ACROSS = Text("down: {rows}; across: {columns}", "아래로: {rows}, 옆으로: {columns}")


@dataclass(frozen=True, slots=True)
class HeatLines:
    """A heat map, as wide as the console that shows it."""

    heat: HeatMap
    language: Language

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, for Rich."""
        yield from lines(self.heat, self.language, options.max_width)


def lines(heat: HeatMap, language: Language, width: int) -> Iterator[Styled]:
    """The title, what stands where, the panels, and what the shades mean."""

    def said(text: Text) -> str:
        return units.plain(text.into(language)).replace("\n", " ")

    yield Styled(said(heat.title), style="bold")
    if not measured(heat):
        yield Styled(said(NOTHING), style="dim")
        return
    yield Styled(said(sides(heat)), style="dim")
    widths = _widths(heat)
    wide = max(
        _left(heat) + sum(widths) + (WIDE + 2) * len(widths),
        *(cell_len(units.plain(panel.name)) for panel in heat.panels),
    )
    blocks = [_block(heat, panel, widths, min(wide, width)) for panel in heat.panels]
    beside = max(1, (width + GAP) // (wide + GAP))
    for first in range(0, len(blocks), beside):
        yield from _joined(blocks[first : first + beside])
    yield Styled(said(scale(heat)), style="dim")
    if (why := blank(heat)) is not None:
        yield Styled(said(why), style="dim")


def measured(heat: HeatMap) -> bool:
    """Whether any place has a value."""
    cells = (cell for panel in heat.panels for row in panel.cells for cell in row)
    return any(cell.value is not None for cell in cells)


def level(cell: HeatCell) -> int:
    """How full a place is drawn, from 0 to 4."""
    return min(int(cell.shade * len(SHADES) + 1e-9), len(SHADES) - 1)


def label(value: float, side: Side) -> str:
    """A row's or a column's value."""
    return units.plain(units.brief(value, side.axis.unit)).replace("\n", " ")


def number(cell: HeatCell, heat: HeatMap) -> str:
    """A place's value, or what stands where none was measured."""
    if cell.value is None:
        return NOT_MEASURED
    if heat.value.unit == "count":
        return units.three(cell.value)
    return units.plain(units.in_unit(cell.value, heat.value.unit)).replace("\n", " ")


def said(cell: HeatCell, heat: HeatMap) -> str:
    """A place's value, and in brackets how full it is drawn."""
    if cell.value is None:
        return NOT_MEASURED
    return f"{number(cell, heat)} ({units.share(cell.shade)})"


def sides(heat: HeatMap) -> Text:
    """What runs down, and what across."""
    return DOWN_AND_ACROSS.fill(rows=heat.rows.axis.title, columns=heat.columns.axis.title)


def scale(heat: HeatMap) -> Text:
    """What the shades mean."""
    return SCALE.fill(
        below=SHADES[0], steps=" ".join(SHADES[1:-1]), full=SHADES[-1], shade=heat.shade
    )


def blank(heat: HeatMap) -> Text | None:
    """Why some places are empty, if some are."""
    cells = [cell for panel in heat.panels for row in panel.cells for cell in row]
    if all(cell.value is not None for cell in cells):
        return None
    told = BLANK.fill(sign=NOT_MEASURED)
    return told if heat.blank is None else Text.join([told, heat.blank], ": ")


def _block(heat: HeatMap, panel: Panel, widths: list[int], wide: int) -> list[Styled]:
    """One panel's lines, all equally wide."""
    left = _left(heat)
    heads = (label(value, heat.columns) for value in heat.columns.values)
    block = [Styled(units.plain(panel.name).replace("\n", " ")), _dim(" " * left)]
    for head, width in zip(heads, widths, strict=True):
        block[1].append(f"{' ' * (WIDE + 2)}{_right(head, width)}")
    for value, cells in zip(heat.rows.values, panel.cells, strict=True):
        line = _dim(_right(label(value, heat.rows), left))
        for cell, width in zip(cells, widths, strict=True):
            line.append(" ").append(*_shaded(cell))
            line.append(f" {_right(number(cell, heat), width)}", style="not dim")
        block.append(line)
    for line in block:
        line.truncate(wide, pad=True)
    return block


def _widths(heat: HeatMap) -> list[int]:
    """How wide each column is, the same in all panels."""
    heads = [label(value, heat.columns) for value in heat.columns.values]
    rows = [[number(cell, heat) for cell in row] for panel in heat.panels for row in panel.cells]
    return [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]


def _left(heat: HeatMap) -> int:
    return max((cell_len(label(value, heat.rows)) for value in heat.rows.values), default=0)


def _shaded(cell: HeatCell) -> tuple[str, str]:
    if cell.value is None:
        return " " * WIDE, ""
    return SHADES[level(cell)] * WIDE, f"not dim {COLOURS[level(cell)]}"


def _right(words: str, wide: int) -> str:
    return " " * (wide - cell_len(words)) + words


def _dim(words: str) -> Styled:
    return Styled(words, style="dim")


def _joined(blocks: list[list[Styled]]) -> Iterator[Styled]:
    """Blocks side by side, a line at a time."""
    for parts in zip(*blocks, strict=True):
        line = Styled(no_wrap=True, overflow="crop")
        for place, part in enumerate(parts):
            line.append(" " * GAP if place else "").append_text(part)
        line.rstrip()
        yield line
