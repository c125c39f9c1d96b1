"""The footer's line on GIL hand-offs: how often, how long the GIL was held, what was agreed.

Counted by ``spans`` from what was recorded; a build without the GIL has no such line.
"""

import math

from concdemo.model import ArmReport, Report
from concdemo.render import units
from concdemo.spans import Holds, handoffs
from concdemo.text import Text

FACT = "switch interval"
"""The fact of an arm that says for how long a thread may keep the GIL, in seconds."""

THREADS = "threads"
"""The mode of those arms."""

RELEASED = "GIL"
"""The fact of an arm whose work lets go of the GIL while it computes."""

MOST_NAMED = 4

HANDOFFS = Text(
    "{arm}: {count} GIL hand-offs ({held}){interval}.",
    "{arm}: GIL을 {count}번 넘겨주었습니다({held}){interval}.",
)
FIRST_HELD = Text("thread {number} held it {mean} on average", "스레드 {number} 평균 {mean}")
NEXT_HELD = Text("thread {number} {mean}", "스레드 {number} 평균 {mean}")
SEVERAL_HELD = Text(
    "each of {threads} threads held it {least} to {most} on average",
    "스레드 {threads}개가 저마다 평균 {least}~{most}",
)
INTERVAL = Text("; switch interval {interval}", ". 전환 간격은 {interval}입니다")


def sentences(report: Report) -> list[Text]:
    """One for every arm that ran its tasks in threads which took turns.

    Other arms' threads may wait for something else than each other, or be pictured in part;
    those that let go of the GIL while they compute wait for a core, if for anything.
    """
    if report.host.gil != "on":
        return []
    threads = [arm for arm in report.arms if arm.mode == THREADS and RELEASED not in arm.facts]
    found = ((arm, handoffs(arm)) for arm in threads)
    return [_sentence(arm, holds) for arm, holds in found if holds]


def _sentence(arm: ArmReport, holds: list[Holds]) -> Text:
    interval = _interval(arm.facts.get(FACT))
    return HANDOFFS.fill(
        arm=arm.name,
        count=sum(hold.handoffs for hold in holds),
        held=_held(arm, holds),
        interval=Text.same("") if interval is None else INTERVAL.fill(interval=interval),
    )


def _held(arm: ArmReport, holds: list[Holds]) -> Text:
    if len(holds) > MOST_NAMED:
        means = [hold.mean_ns for hold in holds]
        least, most = units.duration(min(means)), units.duration(max(means))
        return SEVERAL_HELD.fill(threads=len(holds), least=least, most=most)
    said = [
        (FIRST_HELD if place == 0 else NEXT_HELD).fill(
            number=arm.lanes[hold.lane].number, mean=units.duration(hold.mean_ns)
        )
        for place, hold in enumerate(holds)
    ]
    return Text.join(said, ", ")


def _interval(seconds: str | None) -> str | None:
    """The interval with its unit, if the report has one that makes sense."""
    try:
        number = float(seconds or "")
    except ValueError:
        return None
    return f"{number * 1e3:.6g} ms" if 0 < number < math.inf else None
