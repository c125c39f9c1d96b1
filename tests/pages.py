"""Made-up reports for tests of the page: every kind of arm, verdict, doubt and picture."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from builders import gil_report, io_report, row, samples, with_arm
from portraits import MS, OVERLAPPING, SIDE_BY_SIDE, STAIRCASE, TURNS, portrayed, span

from concdemo.drawn import Axis, Chart, Point, Series
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Caveat, Column, Lane, Report, Span, Step
from concdemo.text import Text

HOSTILE = (
    "</script><script>window.broken=1</script><!--<img src=x onerror='window.broken=1'>"
    "\"'`><svg onload=window.broken=1>{{7*7}}{%raw%}&lt;\\u003c\\\\u003c\x00\x1b[31m\r\n\u202e]]>"
)


CHART = Chart(
    Text("Growth", "커지는 모습"),
    Axis(Text("how many", "몇 개")),
    Axis(Text("how long", "얼마나"), "ns", log=True),
    [Series("slow", [Point(1, 1e6, 9e5, 2e6), Point(2, 4e6)]), Series("fast", [Point(2, 1e5)])],
)
PROGRAM = Text("A program", "프로그램")
STEPS = [
    Step(PROGRAM, Text.same("main"), Text.same(did), Text("it was next", "다음 차례였습니다"))
    for did in ("begins", "ends")
]


def gil_page() -> Report:
    """``gil`` with verdicts, portraits, one arm that failed and one that can't run."""
    whole = gil_report(
        twice=1.9,
        faults={"uvloop": Text("its process was killed", "프로세스가 강제로 끝났습니다")},
        unavailable={"async": Text("it isn't installed", "설치되어 있지 않습니다")},
        caveats=[
            Caveat("some", None, Text("One core was warm.", "코어 하나가 따뜻했습니다.")),
            Caveat("other", "threads", Text("it was slow.", "느렸습니다.")),
        ],
    )
    pictures = {
        "serial": portrayed(row(whole, "serial"), "main", span(0, 0, 40, 0), span(0, 40, 80, 1)),
        "threads": portrayed(row(whole, "threads"), "thread", *TURNS),
        "processes": portrayed(row(whole, "processes"), "process", *SIDE_BY_SIDE),
    }
    whole = replace(whole, arms=[pictures.get(arm.name, arm) for arm in whole.arms], charts=[CHART])
    whole = with_arm(whole, "serial", steps=STEPS)
    return with_verdicts(with_arm(whole, "threads", facts={"pool": "a pool"}, steps=STEPS[::-1]))


def io_page() -> Report:
    """``io`` with further columns, failures, and waits drawn as a staircase."""
    whole = io_report(columns=[Column("threads", Text("threads", "스레드"))])
    whole = with_arm(whole, "threads", samples=samples(8, 60 * MS, failed=2))
    drawn = {
        "serial": portrayed(row(whole, "serial"), "main", *STAIRCASE),
        "async": portrayed(row(whole, "async"), "coroutine", *OVERLAPPING),
    }
    whole = replace(whole, arms=[drawn.get(arm.name, arm) for arm in whole.arms])
    return with_verdicts(whole)


def crowded_page(lanes: int = 200, tasks_a_lane: int = 10) -> Report:
    """``io`` with more lanes than lines, and one lane with more spans than can be drawn."""
    spans = [
        Span(lane * tasks_a_lane + number, lane, state, begin, begin + length)
        for lane in range(lanes)
        for number in range(tasks_a_lane)
        for state, begin, length in (
            ("running", number * 10 * MS, MS),
            ("waiting", number * 10 * MS + MS, 8 * MS),
        )
    ]
    busy = [span(0, 0.2 * number, 0.2 * number + 0.1, number) for number in range(500)]
    whole = io_page()
    arms = [
        replace(
            row(whole, "async"),
            lanes=[Lane("coroutine", number + 1, 1, 1) for number in range(lanes)],
            spans=spans,
            portrait_ns=100 * MS,
        ),
        replace(row(whole, "uvloop"), lanes=[Lane("main", 1, 1, 1)], spans=busy),
    ]
    return replace(whole, arms=[row(whole, "serial"), *arms], verdicts=[])


def hostile(value: Any, prefix: str = HOSTILE) -> Any:
    """The same facts with ``prefix`` before every text in them, names and keys included.

    Words of a fixed vocabulary stay as they are: a report with others can't be read.
    """
    if isinstance(value, str):
        return prefix + value
    if isinstance(value, dict):
        return {hostile(key, prefix): hostile(item, prefix) for key, item in value.items()}
    if isinstance(value, Span | Point):
        return value
    if isinstance(value, list):
        return [hostile(item, prefix) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value))
        changed = {
            field.name: hostile(getattr(value, field.name), prefix)
            for field in fields(value)
            if not _is_fixed(hints[field.name])
        }
        return replace(value, **changed)
    return value


def _is_fixed(hint: Any) -> bool:
    """Whether a field holds words of a fixed vocabulary, or a list of them."""
    kinds = get_args(hint) if get_origin(hint) is list else [hint]
    return any(get_origin(kind) is Literal for kind in kinds)
