"""The trace, held against the fields that the Trace Event Format documents."""

import json
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from builders import gil_report
from portraits import gil_picture, io_picture, pictured, span

from concdemo.model import Report
from concdemo.render import trace
from concdemo.text import LANGUAGES, Language

COMMON = {"name": str, "ph": str, "pid": int, "tid": int, "ts": int, "args": dict}
"""Fields that every event of ours has, and their types."""

MORE = {"X": {"cat": str, "dur": int}, "M": {}, "C": {}}
"""Fields of one kind of event: X complete, M metadata, C counter."""

METADATA = {
    "process_name": {"name": str},
    "process_sort_index": {"sort_index": int},
    "thread_name": {"name": str},
    "thread_sort_index": {"sort_index": int},
}
"""What each kind of metadata event has in its ``args``."""


def written(report: Report, language: Language = "en") -> Any:
    """The file, read again."""
    return json.loads(trace.write(report, language))


def of_kind(whole: Any, kind: str) -> list[dict[str, Any]]:
    """The events of a phase."""
    return [event for event in whole["traceEvents"] if event["ph"] == kind]


def validate(whole: Any) -> None:
    """Hold a trace in the JSON object form against the format.

    Raises:
        AssertionError: a field is missing, has the wrong type or isn't in the format.
    """
    assert isinstance(whole["traceEvents"], list)
    assert whole["displayTimeUnit"] in ("ms", "ns")
    for event in whole["traceEvents"]:
        fields = {**COMMON, **MORE[event["ph"]]}
        assert set(event) == set(fields), event
        for name, kind in fields.items():
            assert type(event[name]) is kind, (name, event)
        assert event["ts"] >= 0 and event.get("dur", 0) >= 0
        if event["ph"] == "M":
            wanted = METADATA[event["name"]]
            assert {name: type(value) for name, value in event["args"].items()} == wanted
        if event["ph"] == "C":
            assert event["args"] and all(type(v) is int for v in event["args"].values())


def validate_nesting(whole: Any) -> None:
    """Events of a track follow each other: viewers refuse those that overlap by a part."""
    ends: dict[tuple[int, int], int] = defaultdict(int)
    for event in sorted(of_kind(whole, "X"), key=lambda event: event["ts"]):
        track = event["pid"], event["tid"]
        assert event["ts"] >= ends[track], event
        ends[track] = event["ts"] + event["dur"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", [gil_picture(), io_picture(), gil_report()])
def test_valid(report: Report, language: Language) -> None:
    """Every event has the fields that the format documents, and no others."""
    whole = written(report, language)
    validate(whole)
    validate_nesting(whole)


def test_a_track_a_lane() -> None:
    """An arm is a process and a lane a track, each named and in the report's order."""
    named = [
        (event["pid"], event["tid"], event["name"], *event["args"].values())
        for event in of_kind(written(gil_picture()), "M")
        if event["pid"] == 2
    ]
    assert named == [
        (2, 0, "process_name", "threads"),
        (2, 0, "process_sort_index", 2),
        (2, 1, "thread_name", "thread 1"),
        (2, 1, "thread_sort_index", 1),
        (2, 2, "thread_name", "thread 2"),
        (2, 2, "thread_sort_index", 2),
    ]


def test_spans_are_complete_events() -> None:
    """A span is an event with its task's name, its state and its exact length."""
    events = of_kind(written(pictured(serial=("main", [span(0, 1.0004, 2.5009, 6)]))), "X")
    assert events == [
        {
            "name": "task 7",
            "cat": "running",
            "ph": "X",
            "pid": 1,
            "tid": 1,
            "ts": 1000,
            "dur": 1500,
            "args": {
                "task": 7,
                "state": "running",
                "length_ns": 1_500_500,
                "lane": 1,
                "process": 1,
                "thread": 1,
            },
        }
    ]


def test_waiting_has_its_own_name() -> None:
    """Running and waiting differ in name, by which viewers choose colours, in each language."""
    names = {event["name"] for event in of_kind(written(io_picture(), "ko"), "X")}
    assert names == {"작업 1 대기", "작업 2 대기", "작업 3 대기", "작업 4 대기"}


def test_counter() -> None:
    """Cores busy go up and down with the lanes that run, from 0 to 0, an arm each."""
    counted = [
        (event["ts"], event["args"]["cores busy"])
        for event in of_kind(written(gil_picture()), "C")
        if event["pid"] == 3
    ]
    assert counted == [(0, 0), (0, 2), (40_000, 0)]


def test_every_span_is_there() -> None:
    """No span is dropped or merged."""
    report = gil_picture()
    assert len(of_kind(written(report), "X")) == sum(len(arm.spans) for arm in report.arms)


def test_hostile_names_stay_names() -> None:
    """Quotes, line breaks and lone surrogates in a report don't break the JSON."""
    whole = gil_picture()
    name = '"}],\n\x00\ud800'
    hostile = replace(whole, arms=[replace(arm, name=name + arm.name) for arm in whole.arms])
    validate(written(hostile))
