"""Fill the pages with what concdemo says, in both languages, from the same runs.

In a page, a comment names an experiment and the parts of its report that the next fenced
block shows::

    <!-- gil: table verdicts -->

    python docs/refresh.py [--reports DIR] [NAME …]

measures the experiments of that name, or all that the pages show, and writes the blocks and the
pictures anew.  Reports are kept in DIR, and one that is there already is not measured again.
"""

import argparse
import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console, Group, RenderableType

from concdemo import schema
from concdemo.experiments.web.words import VERSIONS
from concdemo.model import Report
from concdemo.render import report as rendered
from concdemo.render import svg, words
from concdemo.render.chart import ChartLines
from concdemo.render.heat import HeatLines
from concdemo.render.programs import programs
from concdemo.render.rails import Rails
from concdemo.text import Language, Text

DOCS = Path(__file__).parent
PAGES = [*DOCS.parent.glob("README*.md"), *DOCS.glob("*.md")]
MARKED = re.compile(r"<!-- (?P<name>[\w -]+): (?P<parts>[\w ]+) -->\n```\n.*?^```$", re.S | re.M)
WIDTH = 80
PICTURES = ("gil", "io", "block")
VERSION = re.compile(r"\d+(\.\d+)+\S*")


def lines(shown: RenderableType) -> list[str]:
    """What a terminal of 80 columns shows, without the space at the ends of lines."""
    console = Console(file=io.StringIO(), width=WIDTH, highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        console.print(shown)
    return [line.rstrip() for line in captured.get().splitlines()]


def part(report: Report, name: str, language: Language) -> list[str]:
    """One part of what ``concdemo`` shows of a report.

    ``all``; ``title``; ``table``; ``facts``, the lines below the table; ``versions`` of the
    libraries that ran; ``rails``; ``chart1`` and so on; ``heat``, all heat maps; ``program1`` and
    so on, without its reasons; ``verdicts``, below the doubts if there are any.
    """
    whole = lines(rendered.show(report, language))
    if name == "all":
        return whole
    if name == "title":
        return [
            line for text in (report.title, *report.facts) for line in lines(text.into(language))
        ]
    if name == "table":
        return lines(rendered.table(report, language))
    if name == "facts":
        return [
            line for text in rendered.footer_lines(report) for line in lines(text.into(language))
        ]
    if name == "rails":
        return lines(Rails(report, language))
    if name == "heat":
        return [line for heat in report.heat_maps for line in lines(HeatLines(heat, language))]
    if name == "versions":
        return lines(versions(report).into(language))
    if name == "verdicts":
        heading = words.DOUBTS if report.caveats else words.VERDICTS
        return whole[whole.index(heading.into(language)) :]
    kind, number = name[:-1], int(name[-1]) - 1
    if kind == "chart":
        return lines(ChartLines(report.charts[number], language))
    titles = dict.fromkeys(step.program for arm in report.arms for step in arm.steps)
    told = lines(Group(*programs(report, language)))
    begin = told.index(list(titles)[number].into(language))
    return told[begin : told.index("", begin)]


def versions(report: Report) -> Text:
    """What the report itself says of versions; else those that its arms ran with."""
    opening = VERSIONS.en.partition("{")[0]
    told = next((fact for fact in report.facts if fact.en.startswith(opening)), None)
    if told is not None:
        return told
    found = {
        name: value
        for arm in report.arms
        for name, value in arm.facts.items()
        if VERSION.fullmatch(value)
    }
    listed = ", ".join(f"{name} {value}" for name, value in sorted(found.items()))
    return VERSIONS.fill(versions=listed)


def block(report: Report, names: str, language: Language) -> str:
    """The named parts, an empty line between them."""
    parts = ["\n".join(part(report, name, language)).strip("\n") for name in names.split()]
    return "\n\n".join(parts)


def filled(text: str, reports: Mapping[str, Report], language: Language) -> str:
    """The page with its blocks written anew, where their report is there."""

    def anew(found: re.Match[str]) -> str:
        name, names = found["name"], found["parts"]
        if name not in reports:
            return found[0]
        return f"<!-- {name}: {names} -->\n```\n{block(reports[name], names, language)}\n```"

    return MARKED.sub(anew, text)


def shown_in(pages: list[Path]) -> list[str]:
    """The command lines that pages show something of."""
    found = [match["name"] for page in pages for match in MARKED.finditer(page.read_text("utf-8"))]
    return list(dict.fromkeys(found))


def report_of(name: str, folder: Path) -> Report:
    """The report of a command line: the one that is there, or a new one."""
    path = folder / f"{name.replace(' ', '')}.json"
    if not path.exists():
        command = [sys.executable, "-m", "concdemo", *name.split(), "--json", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return schema.read(str(path))


def main() -> None:
    """Measure what is missing, then write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--reports", type=Path, help="a folder for reports, to be kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.reports or Path(passing)
        folder.mkdir(exist_ok=True)
        reports = {name: report_of(name, folder) for name in asked.names or shown_in(PAGES)}
    for page in PAGES:
        language: Language = "ko" if page.name.endswith(".ko.md") else "en"
        text = page.read_text("utf-8")
        page.write_text(filled(text, reports, language), "utf-8")
    for name in set(PICTURES) & set(reports):
        (DOCS / f"{name}.svg").write_bytes(svg.write(reports[name], "en"))


if __name__ == "__main__":
    main()
