"""How many requests were inside an app at once, from what each of them said of itself.  Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

EARLY_NS = 1_000_000
"""Timers may go off so much before their time: what they count in is coarser than the clock."""


class Visit(NamedTuple):
    """A request's stay in an app, told by the app: where, when, and how many it found there.

    ``begin_ns`` and ``end_ns`` are of the machine's monotonic clock; ``inside`` counts the
    requests in its process when it came, itself included.
    """

    process: int
    thread: int
    begin_ns: int
    end_ns: int
    inside: int


def visit(answer: Any) -> Visit | None:
    """The visit that an answer tells of; None where it is no such answer."""
    keys = ("pid", "thread", "begin_ns", "end_ns", "in_flight")
    if not isinstance(answer, Mapping):
        return None
    told = [answer.get(key) for key in keys]
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in told):
        return None
    return Visit(*(int(value) for value in told if value is not None))


def is_right(one: Visit, wait_ns: int, sent_ns: int, heard_ns: int) -> bool:
    """Whether it waited as long as it was asked to, between its being sent and being answered."""
    waited = one.end_ns - one.begin_ns >= wait_ns - EARLY_NS
    return waited and sent_ns <= one.begin_ns and one.end_ns <= heard_ns


def most_at_once(visits: Iterable[Visit]) -> int:
    """The most that were inside at one moment; one that ends as another begins isn't with it."""
    changes = [(one.begin_ns, 1) for one in visits] + [(one.end_ns, -1) for one in visits]
    now = most = 0
    for _, change in sorted(changes):
        now += change
        most = max(most, now)
    return most


def counted(visits: Sequence[Visit]) -> dict[str, float]:
    """What is counted of visits that belong together.

    Metrics: ``at-once``, the most inside at one moment; ``at-once-in-process`` and
    ``at-once-in-thread`` of those in one process or thread; ``threads`` and ``processes``.
    """
    processes = {one.process for one in visits}
    threads = {(one.process, one.thread) for one in visits}
    return {
        "at-once": float(most_at_once(visits)),
        "at-once-in-process": float(
            max(most_at_once(of_process(visits, each)) for each in processes)
        ),
        "at-once-in-thread": float(
            max(
                most_at_once([one for one in visits if (one.process, one.thread) == each])
                for each in threads
            )
        ),
        "threads": float(len(threads)),
        "processes": float(len(processes)),
    }


def of_process(visits: Iterable[Visit], process: int) -> list[Visit]:
    """The visits to one process."""
    return [one for one in visits if one.process == process]


def contradicts(visits: Sequence[Visit]) -> bool:
    """Whether the app's own counter says that fewer were inside than their times do."""
    return any(
        max(one.inside for one in own) < most_at_once(own)
        for own in (of_process(visits, each) for each in {one.process for one in visits})
    )
