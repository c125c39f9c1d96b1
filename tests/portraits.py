"""Made-up portraits for tests of pictures: spans that nobody recorded, with times to the point."""

from dataclasses import replace

from builders import report, row, samples

from concdemo.model import ArmReport, Lane, LaneKind, Report, Span, SpanState

MS = 1_000_000


def span(
    lane: int, begin_ms: float, end_ms: float, task: int | None = None, state: str = "running"
) -> Span:
    """A span in milliseconds; its task has its lane's number unless it is named."""
    known: SpanState = "waiting" if state == "waiting" else "running"
    number = lane if task is None else task
    return Span(number, lane, known, round(begin_ms * MS), round(end_ms * MS))


def waits(lane: int, begin_ms: float, end_ms: float, task: int | None = None) -> Span:
    """A waiting span in milliseconds."""
    return span(lane, begin_ms, end_ms, task, "waiting")


def portrayed(arm: ArmReport, kind: LaneKind, *spans: Span) -> ArmReport:
    """The arm with these spans, on as many lanes as they name."""
    lanes = [Lane(kind, n + 1, 1, n + 1) for n in range(max(one.lane for one in spans) + 1)]
    last = max(one.end_ns for one in spans)
    return replace(arm, lanes=lanes, spans=list(spans), portrait_ns=last)


def pictured(**arms: tuple[LaneKind, list[Span]]) -> Report:
    """A report of arms with these portraits; arms that are named with no spans have none."""
    whole = report({name: samples(6) for name in arms})
    drawn = [
        portrayed(row(whole, name), kind, *spans) if spans else row(whole, name)
        for name, (kind, spans) in arms.items()
    ]
    return replace(whole, arms=drawn)


SERIAL_TASKS = [span(0, 0, 40, 0), span(0, 40, 80, 1)]
TURNS = [
    span(0, 0, 10, 0), span(1, 10, 20, 1), span(0, 20, 30, 0), span(1, 30, 40, 1),
    span(0, 40, 60, 0), span(1, 60, 80, 1),
]  # fmt: skip
SIDE_BY_SIDE = [span(0, 0, 40, 0), span(1, 0, 40, 1)]
STAIRCASE = [waits(0, 20 * n, 20 * n + 20, n) for n in range(4)]
OVERLAPPING = [waits(n, 0, 20, n) for n in range(4)]


def gil_picture() -> Report:
    """Two tasks one after another, by two threads in turns, and by two processes at once."""
    return pictured(
        serial=("main", SERIAL_TASKS),
        threads=("thread", TURNS),
        processes=("process", SIDE_BY_SIDE),
    )


def io_picture() -> Report:
    """Four waits one after another, and all at once."""
    return pictured(serial=("main", STAIRCASE), loop=("coroutine", OVERLAPPING))
