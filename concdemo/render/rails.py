"""Rails: one line a lane, time to the right, all arms on one axis.

Pure: the same report, language and width give the same lines.  A character is a ``cells.Cell``;
which lines there are is decided in ``rows``.  Colour tells tasks apart but is never
the only sign: a task's number, or a stroke, stands where it begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text as Styled

from concdemo.model import ArmReport, Report
from concdemo.render import cells, closeups, rows, units
from concdemo.render import rail_words as words
from concdemo.render.axis import axis_lines
from concdemo.render.cells import Cell, Scale, bin_spans
from concdemo.render.marks import NUMBER, STROKE, UNMARKED, Marks, begin_marks, task_colours
from concdemo.render.rows import Strip
from concdemo.text import Language, Text

WIDEST, NARROWEST = 200, 40
FEWEST_CELLS = 12
LONGEST_NAME = 20
MOST_LINES, MOST_ROWS, FEWEST_ROWS = 30, 12, 4
"""All arms' rows together, and an arm's."""

BORDER = "│"


@dataclass(frozen=True, slots=True)
class Rails:
    """The rails of a report, as wide as the console that shows them.  Nothing without spans."""

    report: Report
    language: Language

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, for Rich."""
        yield from lines(self.report, self.language, options.max_width)


@dataclass(slots=True)
class Picture:
    """What is gathered while lines are drawn: what the legend has to explain."""

    language: Language
    width: int
    name_width: int
    label_width: int
    seen: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """Characters of time in a line."""
        return max(FEWEST_CELLS, self.width - self.name_width - self.label_width - 2)

    def axis(self, scale: Scale) -> Iterator[Styled]:
        """The axis below lines that use that scale."""
        for line in axis_lines(scale, self.name_width + self.label_width + 1):
            yield Styled(line, style="dim", no_wrap=True, overflow="crop")

    def said(self, text: Text) -> str:
        """Words, safe for a terminal."""
        return units.plain(text.into(self.language)).replace("\n", " ")


def lines(report: Report, language: Language, width: int) -> Iterator[Styled]:
    """The picture, a line at a time; none where no arm has a portrait."""
    arms = sum(bool(arm.spans) for arm in report.arms)
    if not arms:
        return
    found = rows.strips(report, max(FEWEST_ROWS, min(MOST_ROWS, MOST_LINES // arms)))
    axis_ns = rows.end_ns(report)
    # An arm that is drawn again below needs only its length on the common axis.
    common = [
        rows.strip(strip.arm, 1) if closeups.is_short(strip.arm, axis_ns) else strip
        for strip in found
    ]
    width = max(NARROWEST, min(width, WIDEST))
    picture = Picture(
        language,
        width,
        min(LONGEST_NAME, width // 4, max(cell_len(_name(strip.arm)) for strip in found)),
        max(cell_len(row.label) for strip in (*found, *common) for row in strip.rows),
    )
    scale = Scale(0, axis_ns, picture.count)
    title = Styled(picture.said(words.TITLE), style="bold")
    yield title.append(f"  {picture.said(words.PORTRAIT)}", style="not bold dim")
    for strip in common:
        yield from _strip(picture, strip, scale)
    yield from picture.axis(scale)
    again = [one for strip in found for one in closeups.of_turns(strip, scale)]
    for one in [*again, *closeups.of_short_arms(found, scale)]:
        yield Styled(picture.said(one.said), style="bold")
        for strip in one.strips:
            yield from _strip(picture, strip, one.scale)
        yield from picture.axis(one.scale)
    yield from _legend(picture)
    yield from _notes(picture, found, scale)


def _name(arm: ArmReport) -> str:
    return units.plain(arm.name).replace("\n", " ")


def _fit(name: str, width: int) -> str:
    """The name in so many columns; an ellipsis says that some of it is missing."""
    if cell_len(name) > width:
        return set_cell_size(name, width - 1) + "…"
    return set_cell_size(name, width)


def _strip(picture: Picture, strip: Strip, scale: Scale) -> Iterator[Styled]:
    name = _fit(_name(strip.arm), picture.name_width)
    for row in strip.rows:
        label = " " * (picture.label_width - cell_len(row.label)) + row.label
        line = Styled(no_wrap=True, overflow="crop", end="\n")
        line.append(name, style="bold").append(f" {label}", style="dim").append(BORDER, style="dim")
        binned = bin_spans(row.spans, scale, row.lanes)
        single = row.lanes == 1
        told = single and not (strip.of_tasks and strip.each == 1)  # else its label tells it
        marks = begin_marks(row, binned, scale) if told else Marks()
        colours = task_colours(row) if single else {}
        picture.seen |= marks.kinds
        for column, cell in enumerate(binned):
            picture.seen.add(cell.glyph)
            if column in marks.at:
                glyph, task = marks.at[column]
                _append(line, glyph, f"bold {colours[task]}")
            else:
                _append(line, cell.glyph, _style(cell, colours))
        yield line
        name = " " * picture.name_width


def _append(line: Styled, glyph: str, style: str) -> None:
    """Add a character; neighbours in one style become one run, which keeps an SVG small."""
    last = line.spans[-1] if line.spans else None
    if last is not None and last.style == style and last.end == len(line):
        line.spans[-1] = last._replace(end=last.end + 1)
        line.append(glyph)
    else:
        line.append(glyph, style=style)


def _style(cell: Cell, colours: dict[int, str]) -> str:
    colour = "default" if cell.task is None else colours.get(cell.task, "default")
    return f"dim {colour}" if cell.waiting > cell.running else colour


def _legend(picture: Picture) -> Iterator[Styled]:
    seen, said = picture.seen, picture.said
    part = next((glyph for glyph in "▄▃▅▂▆▁" if glyph in seen), "")
    entries = [
        (cells.RUNNING in seen, f"{cells.RUNNING} {said(words.RUNNING)}"),
        (bool(part), f"{part} {said(words.PARTLY_RUNNING)}"),
        (cells.WAITING in seen, f"{cells.WAITING} {said(words.WAITING)}"),
        (
            cells.PARTLY_WAITING in seen,
            f"{cells.PARTLY_WAITING} {said(words.PARTLY_WAITING)}",
        ),
        (cells.IDLE in seen, said(words.IDLE)),
        (NUMBER in seen, said(words.NUMBER)),
        (STROKE in seen, f"{STROKE} {said(words.BOUNDARY)}"),
    ]
    yield from _wrapped([words for shown, words in entries if shown], picture.width)


def _wrapped(entries: list[str], width: int) -> Iterator[Styled]:
    """Entries side by side, none of them torn at a line's end."""
    line = ""
    for entry in entries:
        if line and cell_len(line) + 3 + cell_len(entry) > width:
            yield Styled(line)
            line = ""
        line += ("   " if line else "") + entry
    yield Styled(line)


def _notes(picture: Picture, found: list[Strip], scale: Scale) -> Iterator[Styled]:
    lengths = [span.end_ns - span.begin_ns for strip in found for span in strip.arm.spans]
    short = sum(length < scale.cell_ns for length in lengths)
    cell = units.duration(scale.cell_ns)
    notes = [
        words.BINNED.fill(cell=cell, short=short, all=len(lengths))
        if short
        else words.CELL.fill(cell=cell)
    ]
    if UNMARKED in picture.seen:
        notes.append(words.UNMARKED)
    alike: dict[tuple[bool, int, int], list[str]] = {}
    for strip in found:
        if strip.of_tasks or strip.each > 1:
            key = (strip.of_tasks, strip.all, strip.each)
            alike.setdefault(key, []).append(_name(strip.arm))
    for (of_tasks, count, each), names in alike.items():
        several = words.ROW_IS_TASKS if of_tasks else words.ROW_IS_LANES
        template = several if each > 1 else words.ROW_IS_TASK
        notes.append(template.fill(arms=", ".join(names), all=count, each=each))
    for note in notes:
        yield Styled(picture.said(note), style="dim")
