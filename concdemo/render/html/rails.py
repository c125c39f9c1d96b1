"""Rails as rectangles: what each lane did, or how much of it where there is too much to draw.

Pure geometry in per cent of a line's width and height.  The page's script draws a part of
the same picture by the same rules when someone zooms in (``page.js``); a test holds the
two together.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from concdemo.model import Report, Span
from concdemo.render import rows, units
from concdemo.render.html import words
from concdemo.render.html.scale import Tick, time_ticks
from concdemo.text import Text

MOST_LINES = 40
"""Lines of one arm; more lanes than that share lines."""

MOST_EXPANDED = 1_000
"""Lanes up to which all of them can be shown on lines of their own when someone asks."""

MOST_MARKS = 3_000
"""Rectangles of one arm, which a browser draws without delay."""

FEWEST_SLICES, MOST_SLICES = 20, 200
COLOURS = 8
NARROWEST = 0.05
"""Per cent of the width below which nothing could be seen at all."""

EDGED = 0.8
"""Per cent of the width from which a span has an edge; a narrower one would be all edge."""

SHORT = 40.0
"""Per cent of the axis up to which an arm is offered to be zoomed to."""

PER_CENT_OF_A_DIGIT = 1.3
PER_CENT_BESIDE = 0.6
"""What a number takes of a line's width on a small laptop; the script measures it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle: its CSS class, its place in per cent, and a number that fits in it."""

    style: str
    x: float
    width: float
    y: float = 0.0
    height: float = 100.0
    label: str = ""

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a lane or a task, or several that share it; ``first`` to ``last`` say which."""

    name: Text
    first: int
    last: int
    marks: list[Mark]
    sliced: bool = False


@dataclass(frozen=True, slots=True)
class Rail:
    """One arm's lines."""

    arm: int  # index into the report's arms
    name: str
    length: str
    end_x: float
    by: Literal["lane", "task"]
    lines: list[Line]
    notes: list[Text]
    shared: Text | None  # said while several share a line
    can_expand: bool

    @property
    def is_short(self) -> bool:
        """Whether it ends so early on the common axis that one would look at it more closely."""
        return self.end_x <= SHORT

    @property
    def size(self) -> str:
        """CSS class for the height of a line: the fewer, the higher."""
        count = len(self.lines)
        return "tall" if count <= 8 else "middling" if count <= 20 else "low"


@dataclass(frozen=True, slots=True)
class Rails:
    """All arms of a report that were recorded, on one time axis."""

    end_ns: int
    ticks: list[Tick]
    rails: list[Rail]


def rails_of(report: Report) -> Rails | None:
    """The picture of a whole report, or None where nothing was recorded."""
    strips = {strip.arm.name: strip for strip in rows.strips(report, MOST_LINES)}
    if not strips:
        return None
    end_ns = rows.end_ns(report)
    rails = [
        rail_of(strips[arm.name], index, end_ns)
        for index, arm in enumerate(report.arms)
        if arm.name in strips
    ]
    return Rails(end_ns, list(time_ticks(end_ns)), rails)


def rail_of(strip: rows.Strip, index: int, end_ns: int) -> Rail:
    """One arm's picture on an axis that ends at ``end_ns``."""
    most = marks_a_line(len(strip.rows))
    lines = [_line(strip, number, most, end_ns) for number in range(len(strip.rows))]
    length = max(strip.arm.portrait_ns or 0, *(span.end_ns for span in strip.arm.spans))
    notes = []
    if any(line.sliced for line in lines):
        notes.append(words.SLICED.fill(spans=f"{len(strip.arm.spans):,}"))
    if any(line.sliced and line.first == line.last for line in lines):
        notes.append(words.ZOOM_FOR_SPANS)
    shared = None
    if strip.each > 1:
        template = words.SHARED_BY_TASKS if strip.of_tasks else words.SHARED
        shared = template.fill(all=f"{strip.all:,}", things=strip.things, lines=len(lines))
    return Rail(
        arm=index,
        name=strip.arm.name,
        length=units.duration(length),
        end_x=_per_cent(length, end_ns),
        by="task" if strip.of_tasks else "lane",
        lines=lines,
        notes=[Text.join(notes)] if notes else [],
        shared=shared,
        can_expand=MOST_LINES < strip.all <= MOST_EXPANDED,
    )


def marks_a_line(lines: int) -> int:
    """How many spans a line may show one by one."""
    return max(FEWEST_SLICES, min(2 * MOST_SLICES, MOST_MARKS // max(lines, 1)))


def _line(strip: rows.Strip, number: int, most: int, end_ns: int) -> Line:
    """One line, its spans one by one, or in slices where they are too many or lanes share it."""
    row = strip.rows[number]
    first = number * strip.each
    last = first + row.members - 1
    spans = sorted(row.spans, key=lambda span: (span.begin_ns, span.end_ns))
    name = _name(strip, row, first)
    if row.members == 1 and len(spans) <= most:
        return Line(name, first, last, [_span_mark(span, end_ns) for span in spans])
    shares = slices(spans, 0, end_ns, min(most, MOST_SLICES))
    # Tasks that share a line ran one after another on one lane; lanes ran side by side.
    marks = _slice_marks(shares, end_ns, 1 if strip.of_tasks else row.members)
    return Line(name, first, last, list(marks), sliced=True)


def _name(strip: rows.Strip, row: rows.Row, first: int) -> Text:
    if row.members > 1:
        return Text.join([strip.things, Text.same(row.label)])
    if strip.of_tasks:
        return words.TASK.fill(task=row.label)
    lane = strip.arm.lanes[first]
    return words.LANES[lane.kind].fill(number=lane.number)


def slices(spans: Sequence[Span], begin_ns: int, end_ns: int, count: int) -> list[tuple[int, int]]:
    """Nanoseconds (running, waiting) in each of ``count`` equal slices of a stretch of time.

    Nothing is lost or counted twice: the sums over all slices are the spans' own, cut to
    the stretch.
    """
    edges = [begin_ns + (end_ns - begin_ns) * index // count for index in range(count + 1)]
    totals = [[0, 0] for _ in range(count)]
    for span in spans:
        first, last = max(span.begin_ns, begin_ns), min(span.end_ns, end_ns)
        index = max(bisect_right(edges, first) - 1, 0)
        which = 0 if span.state == "running" else 1
        while first < last and index < count:
            until = min(last, edges[index + 1])
            totals[index][which] += until - first
            first, index = until, index + 1
    return [(running, waiting) for running, waiting in totals]


def _span_mark(span: Span, end_ns: int) -> Mark:
    x = _per_cent(span.begin_ns, end_ns)
    width = max(_per_cent(span.end_ns - span.begin_ns, end_ns), NARROWEST)
    label = str(rows.task_number(span.task))
    fits = width >= PER_CENT_BESIDE + PER_CENT_OF_A_DIGIT * len(label)
    style = f"{span.state} t{span.task % COLOURS}" + (" edged" if width >= EDGED else "")
    return Mark(style, x, width, label=label if fits else "")


def _slice_marks(shares: Sequence[tuple[int, int]], end_ns: int, lanes: int) -> Iterator[Mark]:
    """Each slice's running share from below, its waiting share above it."""
    width = 100 / len(shares)
    room = lanes * end_ns / len(shares)
    for index, (running, waiting) in enumerate(shares):
        solid = min(100.0, 100 * running / room)
        hatched = min(100.0 - solid, 100 * waiting / room)
        for style, height, y in (
            ("running some", solid, 100 - solid),
            ("waiting some", hatched, 100 - solid - hatched),
        ):
            if height > 0:
                yield Mark(style, _round(index * width), _round(width), _round(y), _round(height))


def _per_cent(part: int, whole: int) -> float:
    return _round(100 * part / whole)


def _round(number: float) -> float:
    return round(number, 4)
