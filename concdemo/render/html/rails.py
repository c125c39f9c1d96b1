"""Rails as rectangles: what each lane did, or how much of it where there is too much to draw.

Pure geometry in per cent of a line's width and height.  The page's script draws a part of
the same picture by the same rules when someone zooms in (``page.js``); a test holds the
two together.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from concdemo.model import ArmReport, Lane, Report, Span
from concdemo.render import units
from concdemo.render.html import words
from concdemo.render.html.scale import time_ticks
from concdemo.text import Text

MOST_ROWS = 40
"""Lines of one arm; more lanes than that share lines."""

MOST_MARKS = 3_000
"""Rectangles of one arm, which a browser draws without delay."""

FEWEST_SLICES, MOST_SLICES = 20, 200
COLOURS = 8
NARROWEST = 0.05
"""Per cent of the width below which nothing could be seen at all."""

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
class Row:
    """One line: a lane, or several that share it."""

    name: Text
    marks: list[Mark]
    sliced: bool = False


@dataclass(frozen=True, slots=True)
class Rail:
    """One arm's lines."""

    arm: int  # index into the report's arms
    name: str
    length: str
    end_x: float
    rows: list[Row] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    can_expand: bool = False

    @property
    def size(self) -> str:
        """CSS class for the height of a line: the fewer, the higher."""
        count = len(self.rows)
        return "tall" if count <= 8 else "middling" if count <= 20 else "low"


@dataclass(frozen=True, slots=True)
class Rails:
    """All arms of a report that were recorded, on one time axis."""

    end_ns: int
    ticks: list[tuple[float, str]]
    rails: list[Rail]


def end_of(report: Report) -> int:
    """The moment at which the longest portrait ends; 0 where none was recorded."""
    return max((_length(arm) for arm in report.arms if arm.lanes), default=0)


def rails_of(report: Report) -> Rails | None:
    """The picture of a whole report, or None where nothing was recorded."""
    end_ns = end_of(report)
    if end_ns <= 0:
        return None
    rails = [
        rail_of(arm, index, end_ns) for index, arm in enumerate(report.arms) if arm.lanes
    ]
    ticks = [(x, units.duration(moment) if moment else "0") for x, moment in time_ticks(end_ns)]
    return Rails(end_ns, ticks, rails)


def rail_of(arm: ArmReport, index: int, end_ns: int) -> Rail:
    """One arm's picture on an axis that ends at ``end_ns``."""
    groups = group_lanes(len(arm.lanes), MOST_ROWS)
    by_group = share_out(arm.spans, groups)
    most = marks_a_row(len(groups))
    rows = [
        row_of(group, arm.lanes, spans, most, end_ns)
        for group, spans in zip(groups, by_group, strict=True)
    ]
    notes = []
    if any(row.sliced for row in rows):
        notes.append(words.SLICED.fill(spans=f"{len(arm.spans):,}"))
    if len(groups) < len(arm.lanes):
        notes.append(words.GROUPED.fill(lanes=f"{len(arm.lanes):,}", rows=len(groups)))
    return Rail(
        arm=index,
        name=arm.name,
        length=units.duration(_length(arm)),
        end_x=_per_cent(_length(arm), end_ns),
        rows=rows,
        notes=notes,
        can_expand=len(groups) < len(arm.lanes) <= 1_000,
    )


def _length(arm: ArmReport) -> int:
    last = max((span.end_ns for span in arm.spans), default=0)
    return max(arm.portrait_ns or 0, last)


def group_lanes(lanes: int, most: int) -> list[range]:
    """Lane numbers in at most ``most`` runs of neighbours, equally long but for the last."""
    each = max(1, -(-lanes // most))
    return [range(first, min(first + each, lanes)) for first in range(0, lanes, each)]


def share_out(spans: Sequence[Span], groups: Sequence[range]) -> list[list[Span]]:
    """The spans of each group in order of time; one on a lane that isn't there is left out."""
    found: list[list[Span]] = [[] for _ in groups]
    each = len(groups[0]) if groups else 1
    lanes = groups[-1].stop if groups else 0
    for span in spans:
        if 0 <= span.lane < lanes and span.end_ns > span.begin_ns >= 0:
            found[span.lane // each].append(span)
    for one in found:
        one.sort(key=lambda span: span.begin_ns)
    return found


def marks_a_row(rows: int) -> int:
    """How many spans a line may show one by one."""
    return max(FEWEST_SLICES, min(2 * MOST_SLICES, MOST_MARKS // max(rows, 1)))


def row_of(
    group: range, lanes: Sequence[Lane], spans: Sequence[Span], most: int, end_ns: int
) -> Row:
    """One line, its spans one by one, or in slices where they are too many or lanes share it."""
    name = lane_name(lanes[group.start])
    if len(group) > 1:
        name = words.LANE_GROUP.fill(first=name, last=lanes[group[-1]].number)
    elif len(spans) <= most:
        return Row(name, [_span_mark(span, end_ns) for span in spans])
    count = min(most, MOST_SLICES)
    shares = slices(spans, 0, end_ns, count)
    return Row(name, list(_slice_marks(shares, end_ns, len(group))), sliced=True)


def lane_name(lane: Lane) -> Text:
    """A lane as people call it."""
    return words.LANES[lane.kind].fill(number=lane.number)


def slices(
    spans: Sequence[Span], begin_ns: int, end_ns: int, count: int
) -> list[tuple[int, int]]:
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
    label = str(span.task)
    fits = width >= PER_CENT_BESIDE + PER_CENT_OF_A_DIGIT * len(label)
    return Mark(
        f"{span.state} t{span.task % COLOURS}", x, width, label=label if fits else ""
    )


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
