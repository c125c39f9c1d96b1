"""Verdicts of claims about many things at once, each of which stands for itself.  Pure.

Where one test is unclear, the others may still be told: what was seen is listed, by side, in
names and numbers.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from concdemo.ledger import sentences as say
from concdemo.ledger.book import Lists, Rule, Test
from concdemo.ledger.measures import Facts, stands_in
from concdemo.model import Interval, Judgement, Report
from concdemo.text import Text


class Outcome(NamedTuple):
    """What one test gave; ``side`` is "supported", "refuted" or "neither"."""

    test: Test
    interval: Interval | None
    side: str


def conclude(
    rule: Rule, lists: Lists, outcomes: Sequence[Outcome], facts: Facts, report: Report
) -> tuple[Judgement, Text]:
    """The verdict, and the lists.

    Clear ones on both sides are a condition; on one side only they must be enough to speak
    for all.
    """
    sides = [outcome.side for outcome in outcomes if outcome.side != "neither"]
    told = _lists(lists, outcomes, report)
    if len(set(sides)) == 2:
        return "depends", Text.join([facts.fill(rule.because["depends"]), *told])
    if len(sides) < lists.enough:
        words = say.TOO_FEW_CLEAR.fill(clear=len(sides), all=len(outcomes), enough=lists.enough)
        return "inconclusive", Text.join([words, *told])
    judgement: Literal["supported", "refuted"] = (
        "supported" if sides[0] == "supported" else "refuted"
    )
    return judgement, Text.join([facts.fill(rule.because[judgement]), *told])


def _lists(lists: Lists, outcomes: Sequence[Outcome], report: Report) -> list[Text]:
    """A sentence for each side that has something, largest ratio first."""
    told, marked = [], False
    for side, template in (
        ("supported", lists.supported),
        ("refuted", lists.refuted),
        ("neither", lists.neither),
    ):
        own = [outcome for outcome in outcomes if outcome.side == side]
        own.sort(key=lambda outcome: -outcome.interval.ratio if outcome.interval else 0.0)
        if not own:
            continue
        marks = [stands_in(one.test.measure, one.test.arm, report) for one in own]
        marked = marked or any(marks)
        entries = [_entry(one, lists, mark) for one, mark in zip(own, marks, strict=True)]
        told.append(template.fill(arms=Text.join(entries, ", ")))
    return [*told, lists.marked] if marked else told


def _entry(outcome: Outcome, lists: Lists, mark: bool) -> Text:
    name = outcome.test.arm.removesuffix(lists.without)
    sign = "*" if mark else ""
    if outcome.interval is None:
        return Text.same(f"{name}{sign} –")
    return say.TIMES.fill(name=f"{name}{sign}", ratio=outcome.interval.ratio)
