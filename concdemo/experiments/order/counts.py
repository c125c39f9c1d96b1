"""What is counted in a recorded order: interruptions, overlaps, and pairs that two models share.

Pure.  A count is taken from the steps alone; which step should come first is nowhere said.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from concdemo.experiments.order.programs import Done
from concdemo.model import Lane, Span, SpanState

OVERLAPS = {"plain": "serial", "waiting": "waits", "computing": "computing"}
"""Kind of job → the program that has three of them."""

STATES: dict[str, SpanState] = {"serial": "waiting", "waits": "waiting", "computing": "running"}


def order(done: Sequence[Done]) -> list[tuple[str, str, str]]:
    """What was done in which order, without times."""
    return [step[:3] for step in done]


def counted(done: Sequence[Done]) -> dict[str, float]:
    """The metrics of a run of all programs."""
    shares = {f"overlap-{kind}": overlap(done, program) for kind, program in OVERLAPS.items()}
    return {
        "steps": float(len(done)),
        "suspended": float(suspended(done)),
        "interrupted-plain": float(interrupted(done, "serial")),
        **shares,
        "threads": float(len({step.thread for step in done})),
    }


def suspended(done: Sequence[Done]) -> int:
    """How often one of the two walkers stood in the middle while the other took a step."""
    walkers = [step.track for step in done if step.program == "turns" and step.track != "main"]
    return sum(
        any(track != walker for track in walkers[since + 1 : until])
        for walker in dict.fromkeys(walkers)
        for since, until in _neighbours(walkers, walker)
    )


def _neighbours(tracks: Sequence[str], of: str) -> list[tuple[int, int]]:
    places = [place for place, track in enumerate(tracks) if track == of]
    return list(pairwise(places))


def interrupted(done: Sequence[Done], program: str) -> int:
    """How many steps of others came between the first and the last step of a job."""
    tracks = [step.track for step in done if step.program == program]
    found = 0
    for job in dict.fromkeys(tracks):
        first, last = tracks.index(job), len(tracks) - 1 - tracks[::-1].index(job)
        found += sum(track != job for track in tracks[first:last])
    return found


def overlap(done: Sequence[Done], program: str) -> float:
    """0 where jobs stood one behind another, 1 where all were under way at once."""
    stretches = sorted(_stretches(done, program).values())
    lengths = [end - begin for begin, end in stretches]
    together, until = 0, stretches[0][0]
    for begin, end in stretches:
        together += max(0, end - max(begin, until))
        until = max(until, end)
    most = sum(lengths) - max(lengths)
    return (sum(lengths) - together) / most if most else 0.0


def _stretches(done: Sequence[Done], program: str) -> dict[str, tuple[int, int]]:
    """Job → when it began and ended."""
    times: dict[str, list[int]] = {}
    for step in done:
        if step.program == program:
            times.setdefault(step.track, []).append(step.at_ns)
    return {job: (min(at), max(at)) for job, at in times.items()}


def painted(done: Sequence[Done]) -> tuple[int, list[Lane], list[Span]]:
    """How long the three programs with jobs took, their thread, and every job on it."""
    first = {step.program: step for step in reversed(done)}
    stretches = {program: _stretches(done, program) for program in STATES}
    ends = [end for jobs in stretches.values() for pair in jobs.values() for end in pair]
    zero = min(ends)
    threads = list(dict.fromkeys(first[program].thread for program in STATES))
    lanes = [Lane("main", number, 0, thread) for number, thread in enumerate(threads, 1)]
    spans: list[Span] = []
    for program, jobs in stretches.items():
        lane = threads.index(first[program].thread)
        for begin, end in jobs.values():
            task = len(spans)
            spans.append(Span(task, lane, STATES[program], begin - zero, end - zero))
    return max(ends) - zero, lanes, spans


def pairs(done: Sequence[Done]) -> dict[str, bool]:
    """Which of two steps came first, of the pairs by which two models are compared.

    Raises:
        KeyError: a step was never taken.
    """
    at: dict[tuple[str, str, str], int] = {}
    for place, step in enumerate(done):
        at.setdefault(step[:3], place)

    def queued(track: str, did: str = "runs") -> int:
        return at["queues", track, did]

    callbacks = [queued(f"callback {number}") for number in (1, 2, 3)]
    none, short, late = (queued(f"timer {length} ms") for length in (0, 1, 40))
    script = queued("script", "ends")
    return {
        "runs-to-end": script < min(*callbacks, none, short, late),
        "alternate": at["turns", "B", "starts"] < at["turns", "A", "goes on"],
        "when-due": short < late,
        "callback-first": callbacks[0] < none,
        "next-turn": max(none, short, callbacks[1]) < callbacks[2],
        "starts-at-once": queued("task", "starts") < script,
        "overtakes": queued("task", "goes on") < callbacks[1],
        "equal-timers": short < none,
    }


def compared(mine: Mapping[str, bool], theirs: Mapping[str, bool]) -> dict[str, float]:
    """In how many pairs two models agree, and of each pair in which of them it holds.

    ``pair-NAME`` is 0 where it holds in neither, 1: in theirs only, 2: in mine only, 3: in both.
    """
    agree = sum(mine[name] == theirs[name] for name in theirs)
    found = {f"pair-{name}": 2.0 * mine[name] + theirs[name] for name in theirs}
    return {
        "pairs": float(len(theirs)),
        "agree": float(agree),
        "differ": float(len(theirs) - agree),
        **found,
    }
