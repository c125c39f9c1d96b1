"""A report's portraits as Chrome trace-event JSON, which Perfetto and chrome://tracing open.

The JSON object form of the Trace Event Format: a process an arm, a track a lane, a complete
event ("X") a span, a counter ("C") of the lanes that run.  Times are microseconds from
each portrait's beginning, so arms lie one below the other on one time axis, although
they ran one after another.  They are whole ones, since events of a track must not
overlap and fractions, read back, may by a nanosecond; ``args`` has the exact length.
Samples and verdicts are not in it.
"""

import json
from collections.abc import Iterator
from typing import Any

from concdemo.model import ArmReport, Lane, LaneKind, Report, Span, SpanState
from concdemo.render.rows import task_number
from concdemo.spans import busy
from concdemo.text import Language, Text

Event = dict[str, Any]

NAMES: dict[SpanState, Text] = {
    "running": Text("task {number}", "작업 {number}"),
    "waiting": Text("task {number}, waiting", "작업 {number} 대기"),
}
"""Viewers colour events by their names, so that the two states look different."""

CORES_BUSY = Text("cores busy", "사용 코어")
LANES: dict[LaneKind, Text] = {
    "main": Text("main thread", "메인 스레드"),
    "thread": Text("thread {number}", "스레드 {number}"),
    "process": Text("process {number}", "프로세스 {number}"),
    "coroutine": Text("coroutine {number}", "코루틴 {number}"),
    "stage": Text("stage {number}", "{number}단계"),
}


def write(report: Report, language: Language) -> bytes:
    """The file's bytes, in UTF-8."""
    whole = {
        "traceEvents": list(events(report, language)),
        "displayTimeUnit": "ms",
        "otherData": {
            "version": f"concdemo {report.concdemo}",
            "experiment": report.experiment,
            "title": report.title.into(language),
            "started": report.started,
            "python": f"{report.host.implementation} {report.host.python}",
            "gil": report.host.gil,
        },
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(
        errors="replace"
    ) + b"\n"  # fmt: skip


def events(report: Report, language: Language) -> Iterator[Event]:
    """All events, an arm after another; arms without spans have none.

    Numbers of processes and tracks are the report's own and not the system's: threads and
    processes of different arms could have had the same.
    """
    for number, arm in enumerate(report.arms, start=1):
        if arm.spans:
            yield from _arm(arm, number, language)


def _arm(arm: ArmReport, pid: int, language: Language) -> Iterator[Event]:
    yield _named("process_name", pid, 0, name=arm.name)
    yield _named("process_sort_index", pid, 0, sort_index=pid)
    for tid, lane in enumerate(arm.lanes, start=1):
        name = LANES[lane.kind].fill(number=lane.number).into(language)
        yield _named("thread_name", pid, tid, name=name)
        yield _named("thread_sort_index", pid, tid, sort_index=tid)
    known = range(len(arm.lanes))
    spans = [span for span in arm.spans if span.lane in known]
    for span in sorted(spans, key=lambda span: (span.begin_ns, span.lane)):
        yield _complete(span, arm.lanes[span.lane], pid, language)
    for time_ns, running in [(0, 0), *busy(spans)]:
        yield {
            "name": CORES_BUSY.into(language),
            "ph": "C",
            "pid": pid,
            "tid": 0,
            "ts": time_ns // 1000,
            "args": {CORES_BUSY.into(language): running},
        }


def _named(what: str, pid: int, tid: int, **args: str | int) -> Event:
    return {"name": what, "ph": "M", "pid": pid, "tid": tid, "ts": 0, "args": args}


def _complete(span: Span, lane: Lane, pid: int, language: Language) -> Event:
    number = task_number(span.task)
    return {
        "name": NAMES[span.state].fill(number=number).into(language),
        "cat": span.state,
        "ph": "X",
        "pid": pid,
        "tid": span.lane + 1,
        "ts": span.begin_ns // 1000,
        "dur": span.end_ns // 1000 - span.begin_ns // 1000,
        "args": {
            "task": number,
            "state": span.state,
            "length_ns": span.end_ns - span.begin_ns,
            "lane": lane.number,
            "process": lane.process,
            "thread": lane.thread,
        },
    }
