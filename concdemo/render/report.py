"""A report as Rich shows it in a terminal: title, table, facts, doubts, verdicts.

The same report gives the same picture whether it was just measured or read from a file.
Everything that comes from a report is text and never markup.
"""

from collections.abc import Iterator
from statistics import median

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from concdemo.model import ArmReport, ArmStatus, Column, Host, Interval, Judgement, Report, Shown
from concdemo.render import turns, units, words
from concdemo.render.chart import ChartLines
from concdemo.render.heat import HeatLines
from concdemo.render.programs import programs
from concdemo.render.rails import Rails
from concdemo.text import Language, Text


def show(report: Report, language: Language, *, rails: bool = True) -> RenderableType:
    """Everything that a terminal shows of a report."""
    return Group(*_parts(report, language, rails))


def without_figures(report: Report) -> dict[tuple[ArmStatus, Text], list[str]]:
    """The arms that have no figures, by why: many may lack the same."""
    found: dict[tuple[ArmStatus, Text], list[str]] = {}
    for arm in report.arms:
        if arm.reason is not None:
            found.setdefault((arm.status, arm.reason), []).append(arm.name)
    return found


def _parts(report: Report, language: Language, rails: bool) -> Iterator[RenderableType]:
    def said(text: Text) -> str:
        return units.plain(text.into(language))

    yield Styled(said(report.title), style="bold")
    for fact in report.facts:
        yield Styled(said(fact))
    yield table(report, language)
    for (status, reason), names in without_figures(report).items():
        template = words.UNAVAILABLE if status == "unavailable" else words.BROKEN
        why = f"{', '.join(names)}: {said(template.fill(why=reason))}"
        yield Styled(units.plain(why), style="red" if status == "failed" else "yellow")
    footer = "\n".join(line.into(language) for line in footer_lines(report))
    yield Styled(units.plain(footer), style="dim")
    if rails and any(arm.spans for arm in report.arms):
        yield Styled()
        yield Rails(report, language)
    for chart in report.charts:
        yield Styled()
        yield ChartLines(chart, language)
    for heat in report.heat_maps:
        yield Styled()
        yield HeatLines(heat, language)
    yield from programs(report, language)
    if report.caveats:
        yield Styled()
        yield Styled(said(words.DOUBTS), style="bold")
        for caveat in report.caveats:
            where = f"{caveat.arm}: " if caveat.arm else ""
            yield bullet("!", "yellow", units.plain(where) + said(caveat.detail))
    if report.verdicts:
        yield Styled()
        yield Styled(said(words.VERDICTS), style="bold")
        for verdict in report.verdicts:
            yield judged(
                verdict.claim, verdict.sentence, verdict.verdict, verdict.because, language
            )


def judged(
    claim: str, sentence: Text, judgement: Judgement, because: Text, language: Language
) -> RenderableType:
    """A claim, its verdict and the evidence."""

    def said(text: Text) -> str:
        return units.plain(text.into(language))

    line = Styled(said(words.JUDGEMENTS[judgement]), style=words.STYLES[judgement])
    line.append(f"  {units.plain(claim)}", style="dim")
    line.append(f"\n{said(sentence)}", style="italic")
    line.append(f"\n{said(because)}", style="not italic not bold")
    return bullet(words.SIGNS[judgement], words.STYLES[judgement], line)


def bullet(sign: str, style: str, body: str | Styled) -> RenderableType:
    """A sign and what stands behind it, which is indented where it is broken."""
    row = Table.grid(padding=(0, 1))
    row.add_column(width=1)
    row.add_column(overflow="fold")
    row.add_row(Styled(sign, style=style), Styled(body) if isinstance(body, str) else body)
    return Padding(row, (0, 0, 0, 1))


def table(report: Report, language: Language) -> Table:
    """The arms, a row each."""
    crowded = _failures(report)  # half the space between columns fits one more into 80
    shown = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=0 if crowded else (0, 1, 0, 0),
        show_edge=not crowded,
        header_style="bold",
    )
    for place, heading in enumerate(headings(report, language)):
        shown.add_column(
            Styled(heading),
            justify="right" if place else "left",
            no_wrap=place <= len(report.shows),
            style="red" if crowded and heading == words.FAILED.into(language) else "",
        )
    for arm in report.arms:
        style = "" if arm.status == "ok" else "dim"
        shown.add_row(*map(Styled, row(report, arm, language)), style=style)
    return shown


def headings(report: Report, language: Language) -> list[str]:
    """The table's first row; a line break in one is where it may be broken."""
    standard: dict[Shown, Text] = {
        "workers": words.WORKERS,
        "median": metric_title(report),
        "speedup": words.SPEEDUP if report.metric.is_wall else words.TIMES,
        "cores": words.CORES_BUSY,
        "startup": words.STARTUP,
    }
    titles = [report.arm_title, *(standard[shown] for shown in report.shows), *more_titles(report)]
    return [units.plain(title.into(language)) for title in titles]


def row(report: Report, arm: ArmReport, language: Language) -> list[str]:
    """What the table says of an arm, under ``headings``."""
    baseline = report.is_base(arm) and arm.status == "ok"
    standard: dict[Shown, str] = {
        "workers": str(arm.workers),
        "median": median_value(report, arm),
        "speedup": words.BASELINE.into(language) if baseline else units.ratio(ratio(report, arm)),
        "cores": units.cores(arm.cores_busy),
        "startup": units.duration(arm.startup_ns),
    }
    values = [standard[shown] for shown in report.shows]
    return [units.plain(arm.name), *values, *more_values(report, arm)]


def metric_title(report: Report) -> Text:
    """What heads the column of what arms are compared by."""
    if report.metric.is_wall:
        return words.MEDIAN
    return report.metric.title or Text.same(report.metric.name)


def median_value(report: Report, arm: ArmReport) -> str:
    """The median of what arms are compared by."""
    if report.metric.is_wall:
        return units.duration(arm.median_ns)
    return units.in_unit(arm.value, report.metric.unit)


def ratio(report: Report, arm: ArmReport) -> Interval | None:
    """The speed-up; for another metric than wall time, how many times the baseline's it is."""
    found = arm.speedup
    if found is None or report.metric.is_wall or report.metric.better == "more":
        return found
    low, high = (1 / end if end else None for end in (found.high, found.low))
    return Interval(1 / found.ratio, low, high)


def more_titles(report: Report) -> list[Text]:
    """Of the columns beyond the standard ones: those of the experiment, and failures."""
    titles = [column.title for column in report.columns]
    return [*titles, words.FAILED] if _failures(report) else titles


def more_values(report: Report, arm: ArmReport) -> list[str]:
    """What stands under ``more_titles``."""
    values = [units.in_unit(column_value(arm, column), column.unit) for column in report.columns]
    if _failures(report):
        values.append(units.count(sum(sample.failed for sample in arm.samples)))
    return values


def _failures(report: Report) -> bool:
    return any(sample.failed for arm in report.arms for sample in arm.samples)


def column_value(arm: ArmReport, column: Column) -> float | None:
    """What a column shows of an arm: the median of its clean samples, or the sum of all."""
    if column.of == "sum":
        found = [sample.metrics.get(column.metric, 0.0) for sample in arm.samples]
        return sum(found) if found else None
    samples = [s for s in arm.samples if s.clean] or arm.samples
    values = [s.metrics[column.metric] for s in samples if column.metric in s.metrics]
    return median(values) if values else None


def footer_lines(report: Report) -> list[Text]:
    """What was measured and on what, a sentence each."""
    host = report.host
    clean = len(
        set.intersection(
            *({s.round for s in arm.samples if s.clean} for arm in report.arms if arm.samples)
        )
        if any(arm.samples for arm in report.arms)
        else set()
    )
    lines = [
        _same_answers(report).fill(rounds=report.rounds, clean=clean),
        machine(host),
    ]
    for method in dict.fromkeys(arm.facts.get("start method") for arm in report.arms):
        if method is not None:
            lines.insert(1, words.START_METHOD.fill(method=method))
    lines[1:1] = turns.sentences(report)
    return lines


def machine(host: Host) -> Text:
    """On what it was measured."""
    return words.HOST.fill(
        implementation=host.implementation,
        python=host.python,
        gil=words.GIL[host.gil],
        cores=host.cores,
        os=host.os,
        machine=host.machine,
    )


def _same_answers(report: Report) -> Text:
    """The sentence on rounds; it says that the answers were equal only where that was checked.

    An arm that failed may have failed by its answer, which is not among its samples.
    """
    failed = any(arm.status == "failed" for arm in report.arms)
    sums = [
        {s.checksum for s in arm.samples if s.failed == 0} for arm in report.arms if arm.samples
    ]
    equal = (
        bool(sums) and not failed and all(len(found) == 1 and None not in found for found in sums)
    )
    return words.ROUNDS if equal and len(set.union(*sums)) == 1 else words.ROUNDS_UNEQUAL
