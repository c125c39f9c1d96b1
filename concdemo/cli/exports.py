"""What a report can be written as: a table of options and of the functions that write them.

Every experiment's subcommand and ``concdemo report`` loop over the table; to add a format,
add its row.  What a format looks like is its renderer's work, and writing to a path is
``output``'s.
"""

import importlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from concdemo.cli import words
from concdemo.errors import ConcdemoError, UsageFault
from concdemo.model import Report
from concdemo.settings import Option, Raw, settle
from concdemo.text import Language, Text

STANDARD_OUTPUT = "-"

TRACE = Text(
    "Write who ran when as a trace that Perfetto (ui.perfetto.dev) opens.",
    "누가 언제 실행됐는지를 Perfetto(ui.perfetto.dev)에서 열 수 있는 트레이스로 씁니다.",
)
MARKDOWN = Text("Write table and verdicts as Markdown.", "표와 판정을 마크다운으로 씁니다.")
CSV = Text("Write the raw samples as CSV, one row each.", "잰 값을 한 줄에 하나씩 CSV로 씁니다.")
SVG = Text("Write what the terminal shows as a picture.", "터미널에 보이는 화면을 그림으로 씁니다.")
HTML = Text(
    "Write one page with verdicts, table, pictures and data, for any browser.",
    "판정, 표, 그림, 데이터를 담은 웹 페이지 하나로 씁니다.",
)
SAME_PLACE = Text(
    "{first} and {second} would both be written to {path}; give each a place of its own.",
    "{first}와(과) {second}을(를) 모두 {path}에 쓰게 됩니다. 서로 다른 곳을 정해 주세요.",
)
ONE_ONLY = Text(
    "{flag} writes one report; give it one FILE.",
    "{flag}에는 보고서를 하나만 쓸 수 있습니다. FILE을 하나만 적어 주세요.",
)
OVER_INPUT = Text(
    "{flag} would write over {path}, the report to be shown; choose another place.",
    "{flag}을(를) 쓰면 지금 볼 보고서 {path}을(를) 덮어씁니다. 다른 곳을 정해 주세요.",
)


@dataclass(frozen=True, slots=True)
class Export:
    """One format.

    ``write`` is "module:function"; the function takes a report, or what else the command
    exports, and a language and gives the file's bytes.  It is named and not imported, so that a
    help text costs no renderer.
    ``write_several`` takes a list of reports instead; None where a file holds one only.
    """

    option: Option
    write: str
    write_several: str | None = None


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "json": Export(Option("json", "file", words.JSON), "concdemo.cli.exports:as_json"),
        "trace": Export(Option("trace", "file", TRACE), "concdemo.render.trace:write"),
        "markdown": Export(Option("markdown", "file", MARKDOWN), "concdemo.render.markdown:write"),
        "csv": Export(Option("csv", "file", CSV), "concdemo.render.samples_csv:write"),
        "svg": Export(Option("svg", "file", SVG), "concdemo.render.svg:write"),
        "html": Export(
            Option("html", "file", HTML),
            "concdemo.render.html.page:as_html",
            "concdemo.render.html.page:as_html_of",
        ),
    }
)


def as_json(report: Report, language: Language) -> bytes:
    """The report itself: it holds every language, so it is the same in each."""
    from concdemo import schema

    return schema.encode(report)


def writer(export: Export) -> Callable[[Any, Language], bytes]:
    """The function that makes the file's bytes."""
    function: Callable[[Any, Language], bytes] = _named(export.write)
    return function


def writer_of_several(export: Export) -> Callable[[Sequence[Report], Language], bytes]:
    """The function that makes the bytes of a file that holds several reports.

    Raises:
        UsageFault: such a file holds one report only.
    """
    if export.write_several is None:
        raise UsageFault(ONE_ONLY.fill(flag=export.option.flag))
    function: Callable[[Sequence[Report], Language], bytes] = _named(export.write_several)
    return function


def _named(entry: str) -> Any:
    module, _, name = entry.partition(":")
    return getattr(importlib.import_module(module), name)


def settle_paths(
    given: Mapping[str, Raw],
    inputs: Iterable[str] = (),
    exports: Mapping[str, Export] = EXPORTS,
) -> dict[str, str]:
    """Format → path of what was asked for, each of them known to be writable.

    Args:
        given: the command line's values by option name; others than the table's are left alone.
        inputs: files that the command reads, which no export may write over.
        exports: the formats that the command has.
    Raises:
        UsageFault: a path can't be written, or would be written twice.
    """
    from concdemo.cli import output

    options = [export.option for export in exports.values()]
    paths = {name: str(path) for name, path in settle(options, given).items() if path is not None}
    read = {os.path.realpath(path) for path in inputs if path != STANDARD_OUTPUT}
    first: dict[str, str] = {}
    for name, path in paths.items():
        flag, place = exports[name].option.flag, path
        if path != STANDARD_OUTPUT:
            output.check_writable(path)
            place = os.path.realpath(path)
        if place in read:
            raise UsageFault(OVER_INPUT.fill(flag=flag, path=path))
        if place in first:
            raise UsageFault(SAME_PLACE.fill(first=first[place], second=flag, path=path))
        first[place] = flag
    return paths


def alone(paths: Mapping[str, str]) -> bool:
    """Whether a file has standard output for itself, so that nothing else may be shown there."""
    return STANDARD_OUTPUT in paths.values()


def save_all(
    paths: Mapping[str, str],
    found: Any,
    language: Language,
    exports: Mapping[str, Export] = EXPORTS,
) -> None:
    """Write every file that was asked for; one that can't be written doesn't cost the others.

    Args:
        found: a report, or what else the formats write.

    Raises:
        ConcdemoError: one could not be written; the first such fault, after all were tried.
    """
    from concdemo.cli import output

    faults = []
    for name, path in paths.items():
        try:
            output.save(writer(exports[name])(found, language), path)
        except ConcdemoError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
