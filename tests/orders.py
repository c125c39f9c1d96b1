"""Made-up recordings and reports of ``order``: steps that nobody took."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from builders import report, row, samples

from concdemo.experiments.order.programs import Done
from concdemo.model import Metric, Report, Sample, Step
from concdemo.text import Text

MS = 1_000_000
STEPS = Metric("steps", "count", "more", Text("steps", "단계"))
PAIRS = (
    "runs-to-end", "alternate", "when-due", "callback-first", "next-turn", "starts-at-once",
    "overtakes", "equal-timers",
)  # fmt: skip
AS_ASYNCIO = {
    "steps": 37.0,
    "suspended": 4.0,
    "interrupted-plain": 0.0,
    "overlap-plain": 0.0,
    "overlap-waiting": 0.99,
    "overlap-computing": 0.0,
    "threads": 1.0,
    "reordered": 0.0,
}

TURNS = (
    "main starts, main waits, A starts, B starts, A goes on, B goes on, A ends, B ends, "
    "main goes on"
)
TURNS_IN_NODE = (
    "main starts, A starts, B starts, main waits, A goes on, B goes on, A ends, B ends, "
    "main goes on"
)
BEHIND = "A starts, A ends, B starts, B ends, C starts, C ends"
ALL_AT_ONCE = "A starts, B starts, C starts, A ends, B ends, C ends"
QUEUES = (
    "script starts, script ends, task starts, callback 1 runs, callback 2 runs, timer 0 ms runs, "
    "timer 1 ms runs, task goes on, callback 3 runs, timer 40 ms runs"
)
QUEUES_IN_NODE = (
    "script starts, task starts, script ends, callback 1 runs, task goes on, callback 2 runs, "
    "timer 1 ms runs, timer 0 ms runs, callback 3 runs, timer 40 ms runs"
)
LOOP = {
    "turns": TURNS, "serial": BEHIND, "waits": ALL_AT_ONCE, "computing": BEHIND, "queues": QUEUES,
}  # fmt: skip
NODE = {**LOOP, "turns": TURNS_IN_NODE, "queues": QUEUES_IN_NODE}


def recorded(programs: Mapping[str, str], step_ns: int = MS, thread: int = 7) -> list[Done]:
    """The steps written there, one every ``step_ns``; last stands what was done."""
    done: list[Done] = []
    for program, steps in programs.items():
        for words in steps.split(", "):
            did = next(
                one for one in ("goes on", "starts", "ends", "waits", "runs") if words.endswith(one)
            )
            done.append(Done(program, words[: -len(did) - 1], did, len(done) * step_ns, thread))
    return done


def counted_in(
    count: int = 8, holds: Mapping[str, float] | None = None, **changed: float
) -> list[Sample]:
    """Samples with these metrics; ``holds`` are the pairs of an arm that is compared."""
    metrics = {**AS_ASYNCIO, **changed}
    if holds is not None:
        agree = sum(value in (0, 3) for value in holds.values())
        metrics |= {"pairs": len(holds), "agree": agree, "differ": len(holds) - agree}
        metrics |= {f"pair-{name}": value for name, value in holds.items()}
    return samples(count, 150 * MS, 0.1, metrics=metrics, checksum=None)


def order_report(
    *,
    count: int = 8,
    asyncio: Mapping[str, float] | None = None,
    differing: Sequence[str] = PAIRS[5:],
    **changed: Any,
) -> Report:
    """A report of ``order``; in Node.js the ``differing`` pairs stand the other way round."""
    holds = {name: 2.0 if name in differing else 3.0 for name in PAIRS}
    taken_by = {
        "asyncio": counted_in(count, **(asyncio or {})),
        "uvloop": counted_in(count, dict.fromkeys(PAIRS, 3.0)),
        "node": counted_in(count, holds),
    }
    how: dict[str, Any] = {
        "experiment": "order",
        "settings": {"delay": 20, "node": None},
        "workers": dict.fromkeys(taken_by, 1),
        "metric": STEPS,
        **changed,
    }
    return report(taken_by, **how)


def steps(program: str, *words: str, why: str = "so") -> list[Step]:
    """Steps of a program, each written as "track/did" or "track/did/why"."""
    found = []
    for word in words:
        track, did, *own = word.split("/")
        reason = own[0] if own else why
        found.append(
            Step(
                Text(program, f"{program}는"),
                Text.same(track),
                Text(did, f"{did}함"),
                Text(reason, f"{reason}라서"),
            )
        )
    return found


def stepped(**arms: list[Step]) -> Report:
    """A report whose arms recorded these steps."""
    whole = report({name: samples(6) for name in arms})
    return replace(whole, arms=[replace(row(whole, name), steps=own) for name, own in arms.items()])
