"""Reports as JSON and back, and what is answered to damaged ones."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from builders import TITLE, gil_report, io_report, with_arm

from concdemo import schema
from concdemo.errors import UsageFault
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Caveat, Column, Lane, Report, Span
from concdemo.text import Text

Damage = Callable[[dict[str, Any]], object]


def whole() -> Report:
    """A report in which every kind of fact occurs."""
    report = io_report(
        columns=[Column("threads", Text("threads", "스레드"), "sum")],
        caveats=[Caveat("odd", "uvloop", TITLE), Caveat("odd", None, TITLE)],
        faults={"uvloop": Text("killed", "죽음")},
        settings={
            "target": "http",
            "mode": ["async"],
            "url": None,
            "delay": 0.5,
            "requests": 20,
            "flag": True,
        },
    )
    lanes = [Lane("coroutine", 1, 10, 2**64 - 1)]
    spans = [Span(0, 0, "waiting", 0, 5), Span(0, 0, "running", 5, 9)]
    facts = {"failures": {"timeout": 3}, "facts": {"loop": "asyncio"}}
    report = with_arm(report, "async", portrait_ns=9, lanes=lanes, spans=spans, **facts)
    return with_verdicts(report)


@pytest.mark.parametrize("report", [whole(), gil_report(), gil_report(count=1)])
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    """Nothing is lost, changed or rounded on the way through a file."""
    assert schema.decode(schema.encode(report), "r.json") == report


def test_the_json_is_readable_by_anything() -> None:
    """It is plain JSON with the design's names, ends with a newline, and keeps Korean as it is."""
    data = schema.encode(whole())
    plain = json.loads(data)
    assert plain["schema"] == schema.NAME
    assert plain["arms"][2]["spans"] == [[0, 0, "waiting", 0, 5], [0, 0, "running", 5, 9]]
    assert data.endswith(b"}\n")
    assert "질문일까".encode() in data


@pytest.mark.parametrize(
    ("path", "kind"), schema.SCHEMA_FILES.items(), ids=lambda one: getattr(one, "name", "")
)
def test_the_schema_file_is_the_model_s(path: Path, kind: type) -> None:
    """``schema.json`` is what the model says now; ``python -m concdemo.schema`` renews it."""
    assert path.read_bytes() == schema.json_schema(kind)


def damaged(damage: Damage) -> bytes:
    """A whole report with one thing about it changed."""
    plain = json.loads(schema.encode(whole()))
    damage(plain)
    return json.dumps(plain).encode()


def _swap(plain: dict[str, Any]) -> None:
    interval = plain["arms"][1]["speedup"]
    interval["low"], interval["high"] = interval["high"], interval["low"]


DAMAGES: dict[str, Damage] = {
    "a field is missing": lambda r: r.pop("host"),
    "a field has another type": lambda r: r.update(rounds="eight"),
    "an arm is no arm": lambda r: r.update(arms=[1]),
    "no arms": lambda r: r.update(arms=[]),
    "two arms of one name": lambda r: r["arms"].append(r["arms"][0]),
    "the baseline isn't there": lambda r: r.update(baseline="fibers"),
    "rounds below zero": lambda r: r.update(rounds=-1),
    "no core": lambda r: r["host"].update(cores=0),
    "a sample below zero": lambda r: r["arms"][0]["samples"][0].update(wall_ns=-1),
    "a sample of three centuries": lambda r: r["arms"][0]["samples"][0].update(wall_ns=2**63),
    "a start-up of an age": lambda r: r["arms"][0].update(startup_ns=10**400),
    "a round zero": lambda r: r["arms"][0]["samples"][0].update({"round": 0}),
    "a metric is missing": lambda r: r["metric"].update(name="latency"),
    "an interval turned round": _swap,
    "half an interval": lambda r: r["arms"][1]["speedup"].update(low=None),
    "a ratio of zero": lambda r: r["arms"][1].update(
        cores_busy={"ratio": 0, "low": None, "high": None}
    ),
    "a failure for no reason": lambda r: r["arms"][1].update(status="failed"),
    "an unknown status": lambda r: r["arms"][1].update(status="fine"),
    "an unknown verdict": lambda r: r["verdicts"][0].update(verdict="maybe"),
    "a sentence in one language": lambda r: r["title"].pop("ko"),
    "a setting that is a map": lambda r: r["settings"].update(mode={}),
    "a span on no lane": lambda r: r["arms"][2]["spans"][0].__setitem__(1, 1),
    "a span turned round": lambda r: r["arms"][2]["spans"][0].__setitem__(4, -1),
    "a span that is cut short": lambda r: r["arms"][2]["spans"][0].pop(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_report_is_refused(damage: Damage) -> None:
    """What concdemo can't have written is answered with one line that names the file."""
    with pytest.raises(UsageFault) as caught:
        schema.decode(damaged(damage), "r.json")
    text = caught.value.text
    assert text.en.startswith("r.json is a damaged report: ")
    assert all("\n" not in words and words.endswith(".") for words in (text.en, text.ko))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not whole JSON"),
        (b"{", "not whole JSON"),
        (b"\xff\xfe", "not whole JSON"),
        (b"[" * 100_000, "not whole JSON"),
        (b'{"schema": NaN}', "not whole JSON"),
        (b"null", 'no field "schema"'),
        (b"[]", 'no field "schema"'),
        (b"{}", 'no field "schema"'),
        (b'{"schema": 1}', 'no field "schema"'),
        (b'{"schema": "http://json-schema.org/"}', 'no field "schema"'),
        (b'{"schema": "concdemo.report/2"}', "another version (concdemo.report/2)"),
        (b'{"schema": "concdemo.report/1"}', "damaged"),
        (schema.encode(whole())[:-30], "not whole JSON"),
    ],
)
def test_what_is_no_report_is_told_apart(data: bytes, words: str) -> None:
    """Another file, a cut file and a report of another version each get their own answer."""
    with pytest.raises(UsageFault) as caught:
        schema.decode(data, "r.json")
    assert words in caught.value.text.en
    assert "r.json" in caught.value.text.ko


def test_an_answer_holds_nothing_that_could_steer_a_terminal() -> None:
    """Control characters from a file don't reach the screen through its error."""
    data = damaged(lambda r: r.update(baseline="\x1b[2J\n\x07"))
    with pytest.raises(UsageFault) as caught:
        schema.decode(data, "r.json")
    assert caught.value.text.en.isprintable()


def test_reading_a_file_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path reads that file, and ``-`` what is piped in."""
    report = gil_report()
    file = tmp_path / "r.json"
    file.write_bytes(schema.encode(report))
    assert schema.read(str(file)) == report
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(file.read_bytes())))
    assert schema.read("-") == report


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent.json", "There is no file"),
        ("folder", "can't be read"),
        ("nul\0", "can't be read"),
        ("huge", "too large"),
    ],
)
def test_a_file_that_can_not_be_read_is_answered(tmp_path: Path, name: str, words: str) -> None:
    """Missing, a folder, a name that is none, far too large: one line each."""
    (tmp_path / "folder").mkdir()
    with open(tmp_path / "huge", "wb") as file:
        file.truncate(schema.LARGEST_BYTES + 1)  # a hole: it takes no space
    with pytest.raises(UsageFault) as caught:
        schema.read(str(tmp_path / name))
    assert words in caught.value.text.en


def test_a_report_need_not_have_measured_anything() -> None:
    """A run in which every arm failed, or that was interrupted at once, still reads back."""
    arms = [
        replace(arm, samples=[], median_ns=None, speedup=None, cores_busy=None)
        for arm in gil_report().arms
    ]
    report = replace(gil_report(), arms=arms, rounds=0, size=0)
    assert schema.decode(schema.encode(report), "r.json") == report
