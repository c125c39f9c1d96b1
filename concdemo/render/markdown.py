"""A report as Markdown, for a paper, a slide or an issue: the table, verdicts, doubts, host.

Tables are GitHub's kind.  Everything that comes from a report is text and never markup: no
link, tag or table cell can be made from it.
"""

import re
from collections.abc import Iterable

from concdemo.drawn import Chart, HeatMap
from concdemo.model import Report
from concdemo.render import units, words
from concdemo.render.heat import blank, label, sides
from concdemo.render.heat import said as said_of_place
from concdemo.render.plot import values
from concdemo.render.programs import OTHER, THING, WHAT, WHY, Cell, Program, programs_of
from concdemo.render.report import footer_lines, headings, row, without_figures
from concdemo.text import Language, Text

SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$@]|(?<=www)\.|:(?=//)")
SHARES_MEAN = Text("In brackets: {shade}", "괄호 안: {shade}")
LIST_OPENING = re.compile(r"^(?:[-+=]|\d+(?=[.)](?:\s|$)))")


def write(report: Report, language: Language) -> bytes:
    """The file's bytes, in UTF-8."""
    blocks = [
        f"# {_of(report.title, language)}",
        *(_of(fact, language) for fact in report.facts),
        table(report, language),
        *_missing(report, language),
        "\n".join(f"- {_of(line, language)}" for line in footer_lines(report)),
    ]
    blocks += [block for chart in report.charts for block in _chart(chart, language)]
    blocks += [block for heat in report.heat_maps for block in _heat(heat, language)]
    blocks += [block for program in programs_of(report) for block in _program(program, language)]
    if report.caveats:
        blocks += [f"## {_of(words.DOUBTS, language)}", _doubts(report, language)]
    if report.verdicts:
        blocks += [f"## {_of(words.VERDICTS, language)}", _verdicts(report, language)]
    return ("\n\n".join(blocks) + "\n").encode()


def escape(said: str) -> str:
    """Words of a report on one line, with nothing in them that Markdown would take for its own."""
    line = " ".join(units.plain(said).replace("-\n", "-").split())
    line = SPECIAL.sub(lambda found: "\\" + found.group(), line)
    return LIST_OPENING.sub(_opened, line)


def _opened(found: "re.Match[str]") -> str:
    """What would begin a list or a heading, escaped: of ``1.`` it is the full stop."""
    sign = found.group()
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _of(text: Text, language: Language) -> str:
    return escape(text.into(language))


def table(report: Report, language: Language) -> str:
    """The arms, a row each."""
    rows = [row(report, arm, language) for arm in report.arms]
    return lined(headings(report, language), rows, "---:")


def lined(titles: list[str], rows: Iterable[list[str]], align: str) -> str:
    """A table of words, the first column to the left, the others as ``align`` says."""
    rule = ["---", *[align] * (len(titles) - 1)]
    lines = [list(map(escape, titles)), rule, *(list(map(escape, cells)) for cells in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _chart(chart: Chart, language: Language) -> list[str]:
    """A chart's values."""
    titles = ["", chart.x.title.into(language), chart.y.title.into(language)]
    return [f"## {_of(chart.title, language)}", lined(titles, map(list, values(chart)), "---:")]


def _heat(heat: HeatMap, language: Language) -> list[str]:
    """A heat map: a table for each panel, every place with its number and how full it is."""
    blocks = [f"## {_of(heat.title, language)}", _of(sides(heat), language)]
    for panel in heat.panels:
        titles = [panel.name, *(label(value, heat.columns) for value in heat.columns.values)]
        rows = [
            [label(value, heat.rows), *(said_of_place(cell, heat) for cell in cells)]
            for value, cells in zip(heat.rows.values, panel.cells, strict=True)
        ]
        blocks.append(lined(titles, rows, "---:"))
    blocks.append(_of(SHARES_MEAN.fill(shade=heat.shade), language))
    if (why := blank(heat)) is not None:
        blocks.append(_of(why, language))
    return blocks


def _program(program: Program, language: Language) -> list[str]:
    """A program's steps; where arms differ, the reasons of each step in a table of their own."""
    rows = []
    for place, cells in enumerate(program.rows, 1):
        things = [program.things[place - 1].into(language)] if program.things else []
        rows.append([str(place), *things, *(_did(cell, program, language) for cell in cells)])
        if program.why_beside and cells[0].step is not None:
            rows[-1].append(cells[0].step.why.into(language))
    what = [THING.into(language)] if program.things else []
    titles = [program.numbers.into(language), *what, *program.columns]
    titles += [WHY.into(language)] if program.why_beside else []
    blocks = [f"## {_of(program.title, language)}", lined(titles, rows, "---")]
    if program.why_below:
        whys = [
            [reason.step.into(language), names, why.into(language)]
            for reason in program.reasons
            for names, why in reason.whys
        ]
        first = THING if program.things else WHAT
        titles = [first.into(language), "", program.tells.into(language)]
        blocks.append(lined(titles, whys, "---"))
    return blocks


def _did(cell: Cell, program: Program, language: Language) -> str:
    if cell.step is None:
        return "–"
    return (f"{OTHER} " if cell.differs else "") + program.words(cell).into(language)


def _missing(report: Report, language: Language) -> list[str]:
    """Why arms have no figures, a paragraph each."""
    lines = []
    for (status, reason), names in without_figures(report).items():
        template = words.UNAVAILABLE if status == "unavailable" else words.BROKEN
        why = template.fill(why=reason).into(language)
        lines.append(escape(f"{', '.join(names)}: {why}"))
    return lines


def _doubts(report: Report, language: Language) -> str:
    return "\n".join(
        "- " + escape(f"{caveat.arm}: " if caveat.arm else "") + (" " if caveat.arm else "")
        + _of(caveat.detail, language)
        for caveat in report.caveats
    )  # fmt: skip


def _verdicts(report: Report, language: Language) -> str:
    return "\n".join(
        f"- {words.SIGNS[one.verdict]} **{_of(words.JUDGEMENTS[one.verdict], language)}** "
        f"({escape(one.claim)}): {_of(one.sentence, language)} *{_of(one.because, language)}*"
        for one in report.verdicts
    )
