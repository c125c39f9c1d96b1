"""Report files that are no reports, or not whole: each is answered by one line, exit status 2.

The reports that are damaged here were really measured, once for all tests.
"""

import copy
import functools
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import in_its_language, one_line, run, workplace

from concdemo.cli.main import main

LANGUAGES = ("en", "ko")
EXPORTS = ("--json", "--trace", "--markdown", "--csv", "--svg", "--html")
NOBODY = 65_534

Damage = Callable[[Any], object]


@pytest.fixture(scope="module")
def good() -> dict[str, Any]:
    """A report that was measured."""
    with workplace() as folder:
        words = "gil --mode threads --tasks 2 --workers 2 --size 500 --rounds 6 --json -"
        ended = run(*words.split(), folder=folder)
    assert ended.status == 0, ended.err
    measured: dict[str, Any] = ended.report
    return measured


def refused(path: Path, language: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that this file is answered with."""
    status = main(["report", str(path), "--lang", language])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    line = one_line(err)
    assert in_its_language(line, language) and str(path) in line
    assert line.isprintable() and len(line) < 500
    return line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"concdemo",
        b"\x00\x01\x02\xff\xfe" * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\xef\xbb\xbf{}",
        b'{"schema": "concdemo.report/1"',
        b'{"schema": "concdemo.report/1"} and more',
        b'{"schema": "concdemo.report/1", "title": "\xff\xfe"}',
        b'{"schema": "concdemo.report/1", "rounds": NaN}',
        b'{"schema": "concdemo.report/1", "rounds": Infinity}',
        b'{"schema": "concdemo.report/1", "rounds": 1e999}',
        b'{"schema": "concdemo.report/1", "rounds": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b'{"schema": "concdemo.report/1", "arms": ' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"a":' * 50_000,
        b"null",
        b"[]",
        b"[1, 2, 3]",
        b"17",
        b'"concdemo.report/1"',
        b"{}",
        b'{"schema": null}',
        b'{"schema": ["concdemo.report/1"]}',
        b'{"schema": "another.tool/1"}',
        b'{"schema": "concdemo.report/2"}',
        b'{"schema": "concdemo.report/\\u001b[31m"}',
        b'{"schema": "concdemo.report/1"}',
    ],
    ids=lambda data: repr(data[:60])[2:-1],
)
def test_what_is_no_report(
    data: bytes, language: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that are no JSON, no report, or a report of another version are refused."""
    path = place / "report.json"
    path.write_bytes(data)
    refused(path, language, capsys)


DAMAGES: dict[str, Damage] = {
    "no host": lambda r: r.pop("host"),
    "no arms": lambda r: r.update(arms=[]),
    "no baseline": lambda r: r.pop("baseline"),
    "another baseline": lambda r: r.update(baseline="nobody"),
    "two arms of one name": lambda r: r["arms"].append(r["arms"][0]),
    "arms as a table": lambda r: r.update(arms={"serial": {}}),
    "a word for a number": lambda r: r.update(rounds="six"),
    "a number for a word": lambda r: r.update(experiment=5),
    "a part for a whole number": lambda r: r.update(size=1.5),
    "nothing for a word": lambda r: r.update(started=None),
    "rounds below zero": lambda r: r.update(rounds=-1),
    "no cores": lambda r: r["host"].update(cores=0),
    "a GIL that is neither on nor off": lambda r: r["host"].update(gil="maybe"),
    "a status that isn't one": lambda r: r["arms"][1].update(status="fine"),
    "failed for no reason": lambda r: r["arms"][1].update(status="failed"),
    "a time below zero": lambda r: r["arms"][1]["samples"][0].update(wall_ns=-5),
    "a time in words": lambda r: r["arms"][1]["samples"][0].update(wall_ns="5 ms"),
    "a time beyond all clocks": lambda r: r["arms"][1]["samples"][0].update(wall_ns=10**30),
    "round nought": lambda r: r["arms"][1]["samples"][0].update(round=0),
    "a sample without its sum": lambda r: r["arms"][1]["samples"][0].pop("checksum"),
    "an interval in disorder": lambda r: r["arms"][1].update(
        speedup={"ratio": 1.0, "low": 1.2, "high": 0.8}
    ),
    "half an interval": lambda r: r["arms"][1].update(
        speedup={"ratio": 1.0, "low": None, "high": 1.1}
    ),
    "a ratio below zero": lambda r: r["arms"][1].update(
        speedup={"ratio": -1.0, "low": -2.0, "high": 1.0}
    ),
    "a verdict that isn't one": lambda r: r["verdicts"][0].update(verdict="true"),
    "a verdict without a reason": lambda r: r["verdicts"][0].pop("because"),
    "a sentence in one language": lambda r: r["title"].pop("ko"),
    "a metric that no sample has": lambda r: r.update(
        metric={"name": "lateness", "unit": "ns", "better": "less"}
    ),
    "a span on a lane that isn't there": lambda r: r["arms"][1]["spans"].append(
        [0, 99, "running", 0, 1]
    ),
    "a span that ends before it begins": lambda r: r["arms"][1]["spans"].append(
        [0, 0, "running", 9, 1]
    ),
    "a state that isn't one": lambda r: r["arms"][1]["spans"].append([0, 0, "asleep", 0, 1]),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_report(
    good: dict[str, Any],
    name: str,
    language: str,
    place: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A measured report with one thing wrong in it is refused, and nothing of it is shown."""
    report = copy.deepcopy(good)
    DAMAGES[name](report)
    path = place / "report.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    refused(path, language, capsys)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_report_that_was_cut_off(
    good: dict[str, Any],
    kept: float,
    language: str,
    place: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The beginning of a report is no report."""
    data = json.dumps(good).encode()
    path = place / "report.json"
    path.write_bytes(data[: int(kept * len(data))])
    refused(path, language, capsys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_file(language: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, a folder, a link to nothing or to itself, a name that is too long."""
    (place / "dangling").symlink_to("nowhere")
    (place / "circle").symlink_to("circle")
    for path in (place / "missing", place, place / "dangling", place / "circle", place / "x" / "y"):
        refused(path, language, capsys)
    assert main(["report", "a" * 300, "--lang", language]) == 2
    assert in_its_language(one_line(capsys.readouterr().err), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_may_not_be_read(
    good: dict[str, Any], language: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that belongs to somebody else is refused with the reason."""
    path = place / "report.json"
    refused(path, language, capsys)  # all that is imported is imported now
    path.write_text(json.dumps(good), encoding="utf-8")
    path.chmod(0)
    place.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        refused(path, language, capsys)
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_file_without_end(capsys: pytest.CaptureFixture[str]) -> None:
    """A device that never ends is read so far and refused."""
    refused(Path("/dev/zero"), "en", capsys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_standard_input_may_be_damaged_too(language: str, place: Path) -> None:
    """``report -`` answers as for a file, and a damaged report is written nowhere else."""
    ended = run("report", "-", "--lang", language, "--csv", "x.csv", folder=place, stdin="{}")
    assert (ended.status, ended.out) == (2, "")
    assert in_its_language(one_line(ended.err), language)
    assert not (place / "x.csv").exists()


NUMBERS = [0, -1, 1, 2, 7, 10**6, 2**53, 10**18, 2**63 - 1, 0.5, 1e9, 1e300, 1e-300, None]
WORDS = ["", "x", "serial", "\x1b[31mred", "[bold]x[/]", "한" * 200, "a\nb", "\u202ex", "{x}", "ok"]


def places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each leaf and list of a report, of a long list to its first three."""
    if isinstance(part, dict):
        for key in part:
            yield from places(part[key], (*path, key))
        return
    if path:
        yield path
    if isinstance(part, list):
        for index in range(min(3, len(part))):
            yield from places(part[index], (*path, index))


def change(report: Any, way: tuple[Any, ...], chance: random.Random) -> None:
    """Put something else at that place, of the same kind; unless it went by an earlier change."""
    try:
        holder: Any = functools.reduce(lambda part, key: part[key], way[:-1], report)
        old = holder[way[-1]]
    except (TypeError, LookupError):
        return
    if isinstance(old, list):
        holder[way[-1]] = chance.choice([[], old + old, None])
    elif old is not None:
        holder[way[-1]] = chance.choice(WORDS if isinstance(old, str) else NUMBERS)


@pytest.mark.parametrize("seed", range(120))
def test_whatever_is_in_a_report_is_shown_or_refused(
    good: dict[str, Any], seed: int, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report with a few values changed at random never ends in a traceback or an escape."""
    chance = random.Random(seed)
    report = copy.deepcopy(good)
    for way in chance.sample(list(places(good)), chance.choice([1, 1, 2, 3])):
        change(report, way, chance)
    path = place / "report.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    words = ["report", str(path), "--lang", LANGUAGES[seed % 2]]
    if seed % 3 == 0:
        words += [word for flag in EXPORTS for word in (flag, str(place / f"out{flag}"))]
    status = main(words)
    out, err = capsys.readouterr()
    if status == 0:
        assert out and err == "" and "\x1b" not in out
    else:
        assert status == 2 and out == ""
        one_line(err)
