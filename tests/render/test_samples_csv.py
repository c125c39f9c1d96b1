"""The raw samples as CSV, read again."""

import csv
import io
from dataclasses import replace

import pytest
from builders import report, sample, samples

from concdemo.model import Report
from concdemo.render.samples_csv import FIELDS, harmless, write


def rows(whole: Report) -> list[dict[str, str]]:
    """The file, read again."""
    return list(csv.DictReader(io.StringIO(write(whole, "en").decode(), newline="")))


def test_a_row_a_sample() -> None:
    """Every sample is there, in the report's order, with its arm and its metrics."""
    whole = report({"serial": samples(2), "threads": samples(3)})
    found = rows(whole)
    assert [(row["arm"], row["round"]) for row in found] == [
        ("serial", "1"), ("serial", "2"), ("threads", "1"), ("threads", "2"), ("threads", "3"),
    ]  # fmt: skip
    assert list(found[0]) == [*FIELDS, "metric_threads", "metric_processes"]


def test_exact() -> None:
    """Times are whole nanoseconds, what is unknown is empty, and lines end in a line feed."""
    one = sample(
        1, 5, cpu_ns=4, waited_ns=-1, foreign_ns=-1, clean=False, failed=2, checksum=None,
        metrics={"bytes": 1.5},
    )  # fmt: skip
    assert write(report({"serial": [one]}), "ko").decode() == (
        "experiment,arm,mode,workers,round,wall_ns,cpu_ns,waited_ns,foreign_ns,clean,checksum,"
        "failed,metric_bytes\n"
        "gil,serial,serial,1,1,5,4,,,false,,2,1.5\n"
    )


def test_metrics_that_only_some_have() -> None:
    """A metric that a sample lacks is empty there."""
    whole = report({"a": [sample(1, metrics={"x": 1.0})], "b": [sample(1, metrics={"y": 2.0})]})
    assert [(row["metric_x"], row["metric_y"]) for row in rows(whole)] == [("1.0", ""), ("", "2.0")]


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "=cmd|' /C calc'!A0", "\n=1"]
)
def test_no_formulas(words: str) -> None:
    """What a spreadsheet would take for a formula is marked as text, in every field of words."""
    base = report({words: [sample(1, checksum=words)]})
    whole = replace(base, experiment=words, arms=[replace(base.arms[0], mode=words)])
    (row,) = rows(whole)
    for name in ("experiment", "arm", "mode", "checksum"):
        assert row[name] == "'" + words
        assert harmless(words)[0] == "'"


def test_separators_in_names() -> None:
    """Commas, quotes and line breaks in a name stay in their field; escape codes don't get in."""
    (row,) = rows(report({'a,"b"\nc\x1b\r': [sample(1)]}))
    assert row["arm"] == 'a,"b"\nc\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}'


def test_metric_names_are_no_fields() -> None:
    """A metric named like a field has its own column."""
    (row,) = rows(report({"a": [sample(1, metrics={"arm": 3.0})]}))
    assert (row["arm"], row["metric_arm"]) == ("a", "3.0")
