"""The table's rows, with the pictures in them: intervals on a logarithmic axis, cores as bars.

Pure.  With several reports a row is one arm of one report, and the same arm of all
reports stands together, on one axis of ratios: a ratio is taken inside its report.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from concdemo.model import Interval, Report, Shown
from concdemo.render import units
from concdemo.render import words as common
from concdemo.render.html import words
from concdemo.render.html.scale import LogAxis, Tick
from concdemo.render.report import median_value, metric_title, more_titles, more_values, ratio
from concdemo.text import Text


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval on the axis, in per cent; ``low`` is None where there is no interval."""

    x: float
    low: float | None
    width: float | None
    said: Text


@dataclass(frozen=True, slots=True)
class Cores:
    """Cores busy of those there are, in per cent of the column's width."""

    busy: float
    there: float
    label: str
    said: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One arm of one report.  ``missing``: it isn't in that report."""

    report: int
    missing: bool
    is_baseline: bool
    workers: str
    median: str
    startup: str
    ratio: str
    range: str  # the interval in brackets, or nothing
    bar: Bar | None
    cores: Cores | None
    more: list[str]
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm and its row in every report."""

    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that the table shows."""

    arms: list[Arm]
    ticks: list[Tick]
    one: float  # where 1 × stands
    more: list[Text]  # titles of further columns
    baseline: str | None  # None: arms are compared with different ones
    compared_by: Text | None
    shows: list[Shown]
    arm_title: Text
    median_title: Text
    ratio_title: Text

    def across(self, alone: bool) -> int:
        """How many columns a row has after its name, and after its report's letter."""
        hidden = () if alone else ("median", "startup")
        shown = sum(1 + (name == "speedup") for name in self.shows if name not in hidden)
        return max(1, shown + (len(self.more) if alone else 0))

    @property
    def is_of_speed(self) -> bool:
        """Whether it compares wall times."""
        return "speedup" in self.shows and self.compared_by is None

    @property
    def has_rings(self) -> bool:
        """Whether some speed-up stands there without an interval."""
        bars = [row.bar for arm in self.arms for row in arm.rows]
        return any(bar is not None and bar.low is None for bar in bars)


def table_of(reports: Sequence[Report]) -> Table:
    """The table of one report, or of several with equal arms beside each other."""
    names = list(dict.fromkeys(arm.name for report in reports for arm in report.arms))
    axis = LogAxis.over(
        value for report in reports for arm in report.arms for value in _ends(ratio(report, arm))
    )
    widest = max(
        max([report.host.cores, *(v for arm in report.arms for v in _ends(arm.cores_busy))])
        for report in reports
    )
    first = reports[0]
    return Table(
        arms=[
            Arm(name, [_row(each, index, name, axis, widest) for index, each in enumerate(reports)])
            for name in names
        ],
        ticks=axis.ticks(),
        one=axis.x(1.0),
        more=more_titles(first),
        baseline=None if any(arm.against for arm in first.arms) else first.baseline,
        compared_by=_compared_by(first),
        shows=first.shows,
        arm_title=first.arm_title,
        median_title=words.MEDIAN if first.metric.is_wall else metric_title(first),
        ratio_title=words.SPEEDUP if first.metric.is_wall else words.TIMES,
    )


def _ends(interval: Interval | None) -> list[float]:
    if interval is None:
        return []
    return [end for end in (interval.low, interval.ratio, interval.high) if end is not None]


def _row(report: Report, index: int, name: str, axis: LogAxis, widest: float) -> Row:
    arm = report.arm(name)
    if arm is None:
        return Row(index, True, False, "–", "–", "–", "–", "", None, None, [], None)
    is_baseline = report.is_base(arm) and arm.status == "ok"
    reason = None
    if arm.reason is not None:
        template = common.UNAVAILABLE if arm.status == "unavailable" else common.BROKEN
        reason = template.fill(why=arm.reason)
    is_wall = report.metric.is_wall
    found = ratio(report, arm)
    said, _, interval = units.ratio(found).partition(" (")
    return Row(
        report=index,
        missing=False,
        is_baseline=is_baseline,
        workers=f"{arm.workers:,}",
        median=median_value(report, arm),
        startup=units.duration(arm.startup_ns),
        ratio=said,
        range=f"({interval}" if interval else "",
        bar=_bar(found, axis, words.SPEEDUP_SAID if is_wall else words.TIMES_SAID),
        cores=_cores(arm.cores_busy, report.host.cores, widest),
        more=more_values(report, arm),
        reason=reason,
    )


def _bar(interval: Interval | None, axis: LogAxis, said: Text) -> Bar | None:
    if interval is None:
        return None
    said = said.fill(ratio=units.ratio(interval))
    x = axis.x(interval.ratio)
    if interval.low is None or interval.high is None:
        return Bar(x, None, None, said)
    low = axis.x(interval.low)
    return Bar(x, low, round(axis.x(interval.high) - low, 3), said)


def _cores(busy: Interval | None, there: int, widest: float) -> Cores | None:
    if busy is None:
        return None
    return Cores(
        busy=round(100 * busy.ratio / widest, 3),
        there=round(100 * there / widest, 3),
        label=units.cores(busy),
        said=words.CORES_SAID.fill(busy=units.cores(busy), cores=there),
    )


def _compared_by(report: Report) -> Text | None:
    metric = report.metric
    if metric.is_wall or "speedup" not in report.shows:
        return None
    template = words.COMPARED_BY_LESS if metric.better == "less" else words.COMPARED_BY_MORE
    return template.fill(metric=one_line(metric_title(report)))


def one_line(title: Text) -> Text:
    """A heading as it stands in a sentence: not broken over lines."""
    return Text(title.en.replace("-\n", "").replace("\n", " "), title.ko.replace("\n", " "))
