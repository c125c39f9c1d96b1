"""A chart in a terminal: a sign a point, the same in every colour and without any.

Pure: the same chart, language and width give the same lines.  Where values stand is
``plot``'s work.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text as Styled

from concdemo.drawn import Chart
from concdemo.render import units
from concdemo.render.plot import Plot, Tick, remark
from concdemo.text import Language, Text

SIGNS = "●○▲△■□◆◇" + string.ascii_letters
COLOURS = ("cyan", "magenta", "yellow", "green", "bright_blue", "red", "white", "bright_cyan")
SEVERAL = "✱"
RANGE = "│"
HEIGHT, WIDEST, NARROWEST = 12, 100, 24
CELLS_A_TICK = 10

SEVERAL_SAID = Text("several in one place", "여러 점이 겹침")
RANGE_SAID = Text("95 % interval", "95 % 구간")

Field = dict[tuple[int, int], tuple[str, str]]
"""(column, row) → the sign there and its style."""


@dataclass(frozen=True, slots=True)
class ChartLines:
    """A chart, as wide as the console that shows it."""

    chart: Chart
    language: Language

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, for Rich."""
        yield from lines(self.chart, self.language, options.max_width)


def lines(chart: Chart, language: Language, width: int) -> Iterator[Styled]:
    """Title, the y axis's name, the field, the x axis with its name, the legend."""

    def said(text: Text) -> str:
        return units.plain(text.into(language)).replace("\n", " ")

    yield Styled(said(chart.title), style="bold")
    plot, remarked = Plot.of(chart), remark(chart)
    shown = Field()
    if any(list(plot.shown(series.points)) for series in chart.series):
        y_ticks = {_row(tick.place): tick.label for tick in plot.y.ticks(HEIGHT // 3)}
        left = max((cell_len(label) for label in y_ticks.values()), default=1)
        count = max(NARROWEST, min(width, WIDEST) - left - 2)
        shown = _field(chart, plot, count)
        yield Styled(f"{' ' * left} {said(chart.y.title)}", style="dim")
        yield from _rows(shown, y_ticks, left, count)
        yield from _x_axis(plot.x.ticks(count // CELLS_A_TICK), left, count)
        yield Styled(f"{' ' * (left + 2)}{said(chart.x.title)}", style="dim")
        yield from _legend(chart, shown, language, width)
    if remarked is not None:
        yield Styled(said(remarked), style="dim")


def _row(place: float) -> int:
    return round((HEIGHT - 1) * (1 - place))


def _rows(field: Field, y_ticks: dict[int, str], left: int, count: int) -> Iterator[Styled]:
    for row in range(HEIGHT):
        label = y_ticks.get(row, "")
        edge = "┤" if label else "│"
        line = _uncut(f"{' ' * (left - cell_len(label))}{label} {edge}")
        for column in range(count):
            sign, style = field.get((column, row), (" ", "default"))
            line.append(sign, style=f"not dim {style}")
        line.rstrip()
        yield line


def _uncut(words: str) -> Styled:
    """A line that is never wrapped; a terminal that is too narrow loses its end."""
    return Styled(words, style="dim", no_wrap=True, overflow="crop")


def _field(chart: Chart, plot: Plot, count: int) -> Field:
    """Points stand before intervals, and where several series meet a sign says so."""
    found = Field()
    for number, series in enumerate(chart.series):
        for point in plot.shown(series.points):
            if point.low is None or point.high is None:
                continue
            column = round((count - 1) * plot.x.place(point.x))
            for row in range(_row(plot.y.place(point.high)), _row(plot.y.place(point.low)) + 1):
                found[column, row] = RANGE, COLOURS[number % len(COLOURS)]
    for number, series in enumerate(chart.series):
        sign, style = SIGNS[number % len(SIGNS)], COLOURS[number % len(COLOURS)]
        for point in plot.shown(series.points):
            place = round((count - 1) * plot.x.place(point.x)), _row(plot.y.place(point.y))
            taken = found.get(place, (RANGE, ""))[0] not in (RANGE, sign)
            found[place] = (SEVERAL, "default") if taken else (sign, style)
    return found


def _x_axis(ticks: list[Tick], left: int, count: int) -> Iterator[Styled]:
    """The axis, and below it a label under the middle of each stroke that has room for one."""
    strokes, labels = ["─"] * count, ""
    for tick in ticks:
        column, long = round((count - 1) * tick.place), cell_len(tick.label)
        first = max(0, min(column - long // 2, count - long))
        if labels and first <= cell_len(labels):
            continue
        strokes[column] = "┬"
        labels += " " * (first - cell_len(labels)) + tick.label
    indent = " " * (left + 1)
    yield _uncut(f"{indent}└{''.join(strokes)}")
    yield _uncut(f"{indent} {labels}")


def _legend(chart: Chart, field: Field, language: Language, width: int) -> Iterator[Styled]:
    """What each sign stands for, side by side where there is room."""
    seen = {sign for sign, _ in field.values()}
    entries = [
        (SIGNS[number % len(SIGNS)], units.plain(series.name), COLOURS[number % len(COLOURS)])
        for number, series in enumerate(chart.series)
        if series.points
    ]
    for sign, text in ((SEVERAL, SEVERAL_SAID), (RANGE, RANGE_SAID)):
        if sign in seen:
            entries.append((sign, text.into(language), "default"))
    line = Styled()
    for sign, name, style in entries:
        if line and line.cell_len + 5 + cell_len(name) > width:
            yield line
            line = Styled()
        line.append("   " if line else "").append(sign, style=style).append(f" {name}")
    yield line
