"""Reports as JSON, and back: whole or not at all; listings of claims and ledgers as JSON.

The shapes are the frozen facts of ``model`` and ``findings``; msgspec turns them into JSON and
holds what is read against them.  ``schema.json``, ``schema_claims.json`` and
``schema_ledger.json``, made by ``python -m concdemo.schema``, are the same as JSON Schema.
"""

import json
import math
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from concdemo.drawn import HeatMap
from concdemo.errors import UsageFault
from concdemo.findings import Ledger, Listing
from concdemo.model import Interval, Report
from concdemo.text import Text

SCHEMA_FILE = Path(__file__).with_name("schema.json")
SCHEMA_FILES: Mapping[Path, type] = MappingProxyType(
    {
        SCHEMA_FILE: Report,
        SCHEMA_FILE.with_name("schema_claims.json"): Listing,
        SCHEMA_FILE.with_name("schema_ledger.json"): Ledger,
    }
)
NAME = "concdemo.report/1"
FAMILY = "concdemo.report/"
LARGEST_BYTES = 256 * 1024 * 1024
LARGEST_COUNT = 2**63 - 1  # in nanoseconds, three centuries

NOT_FOUND = Text("There is no file {path}.", "{path} 파일이 없습니다.")
NOT_READABLE = Text("{path} can't be read: {error}.", "{path}을(를) 읽을 수 없습니다: {error}.")
TOO_LARGE = Text(
    "{path} is too large to be a concdemo report ({mib:.0f} MiB).",
    "{path}은(는) concdemo 보고서라기에는 너무 큽니다({mib:.0f} MiB).",
)
NOT_JSON = Text(
    "{path} is not a concdemo report: it is not whole JSON ({error}).",
    "{path}은(는) concdemo 보고서가 아닙니다. 온전한 JSON이 아닙니다({error}).",
)
NOT_A_REPORT = Text(
    '{path} is not a concdemo report: it has no field "schema" that says so.',
    '{path}은(는) concdemo 보고서가 아닙니다. "schema" 항목이 맞지 않습니다.',
)
OTHER_VERSION = Text(
    "{path} is a report of another version ({schema}); this concdemo reads {mine}.",
    "{path}은(는) 다른 판의 보고서입니다({schema}). 이 concdemo는 {mine}을 읽습니다.",
)
DAMAGED = Text("{path} is a damaged report: {error}.", "{path} 보고서가 손상되었습니다: {error}.")


def encode(found: Report | Listing | Ledger) -> bytes:
    """The report, the listing or the ledger as indented JSON in UTF-8, with a final newline."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def decode(data: bytes, path: str) -> Report:
    """The report that ``data``, read from ``path``, holds.

    Raises:
        UsageFault: it holds none, or a damaged one.
    """
    try:
        head: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise UsageFault(NOT_JSON.fill(path=path, error=_words(error))) from error
    schema = head.get("schema") if isinstance(head, dict) else None
    if not isinstance(schema, str) or not schema.startswith(FAMILY):
        raise UsageFault(NOT_A_REPORT.fill(path=path))
    if schema != NAME:
        raise UsageFault(OTHER_VERSION.fill(path=path, schema=schema[:40], mine=NAME))
    try:
        report = msgspec.convert(head, Report)
        for problem in problems(report):
            raise msgspec.ValidationError(problem)
    except (msgspec.ValidationError, RecursionError) as error:
        raise UsageFault(DAMAGED.fill(path=path, error=_words(error))) from error
    return report


def read(path: str) -> Report:
    """The report in the file ``path``; ``-`` is standard input.

    Raises:
        UsageFault: the file can't be read, or holds no whole report.
    """
    try:
        if path == "-":
            return decode(sys.stdin.buffer.read(LARGEST_BYTES + 1), path)
        file = Path(path)
        if (size := file.stat().st_size) > LARGEST_BYTES:
            raise UsageFault(TOO_LARGE.fill(path=path, mib=size / 2**20))
        with file.open("rb") as opened:  # a device may have no size and no end
            return decode(opened.read(LARGEST_BYTES + 1), path)
    except FileNotFoundError as error:
        raise UsageFault(NOT_FOUND.fill(path=path)) from error
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageFault(NOT_READABLE.fill(path=path, error=words)) from error


def problems(report: Report) -> Iterator[str]:
    """What can't be in a report that concdemo wrote, though its shape is right."""
    names = [arm.name for arm in report.arms]
    if not names or len(set(names)) != len(names):
        yield "arms must have different names, at least one"
    if report.baseline not in names:
        yield f"its baseline {report.baseline!r} is not among its arms"
    if min(report.rounds, report.size, report.host.cores - 1) < 0:
        yield "rounds, size and cores can't be negative"
    for arm in report.arms:
        for sample in arm.samples:
            if not _are_counts(sample.wall_ns, sample.cpu_ns, sample.failed, sample.round - 1):
                yield f"a sample of {arm.name} is negative or far too large"
            if not report.metric.is_wall and report.metric.name not in sample.metrics:
                yield f"a sample of {arm.name} lacks the metric {report.metric.name!r}"
        for interval in (arm.speedup, arm.cores_busy):
            if interval is not None and not _in_order(interval):
                yield f"an interval of {arm.name} is out of order"
        if not _are_counts(arm.median_ns, arm.startup_ns, arm.portrait_ns):
            yield f"a time of {arm.name} is negative or far too large"
        for span in arm.spans:
            if not (span.lane in range(len(arm.lanes)) and 0 <= span.begin_ns <= span.end_ns):
                yield f"a span of {arm.name} is out of place"
        if arm.status != "ok" and arm.reason is None:
            yield f"{arm.name} is {arm.status} for no reason"
        if report.base(arm) not in names:
            yield f"{arm.name} is compared with {arm.against!r}, which is not there"
    for chart in report.charts:
        values = [value for series in chart.series for point in series.points for value in point]
        if any(abs(value) > LARGEST_COUNT for value in values if value is not None):
            yield "a chart has a value that is far too large"
    for drawn in report.heat_maps:
        yield from _of_heat_map(drawn)


def _of_heat_map(drawn: HeatMap) -> Iterator[str]:
    """What can't be in a heat map."""
    shape = [len(drawn.columns.values)] * len(drawn.rows.values)
    numbers = [*drawn.rows.values, *drawn.columns.values]
    for panel in drawn.panels:
        if [len(row) for row in panel.cells] != shape:
            yield f"the heat map of {panel.name!r} has other rows or columns than it says"
        for cell in (cell for row in panel.cells for cell in row):
            if not 0 <= cell.shade <= 1:
                yield f"the heat map of {panel.name!r} has a shade beyond 0 and 1"
            numbers += [number for number in cell if number is not None]
    if any(abs(number) > LARGEST_COUNT for number in numbers):
        yield "a heat map has a value that is far too large"


def _are_counts(*numbers: int | None) -> bool:
    return all(number is None or 0 <= number <= LARGEST_COUNT for number in numbers)


def _in_order(interval: Interval) -> bool:
    if (interval.low is None) != (interval.high is None):
        return False
    low = interval.ratio if interval.low is None else interval.low
    high = interval.ratio if interval.high is None else interval.high
    return 0 < low <= interval.ratio <= high < math.inf


def _words(error: BaseException) -> str:
    """What was wrong, without a final full stop, in printable characters."""
    words = str(error) or type(error).__name__
    return "".join(c if c.isprintable() else "?" for c in words).rstrip(".")[:200]


def json_schema(of: type = Report) -> bytes:
    """The JSON Schema of a report, or of another kind of what is written."""
    schema = msgspec.json.schema(of)
    return json.dumps(schema, indent=1, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    for path, kind in SCHEMA_FILES.items():
        path.write_bytes(json_schema(kind))
