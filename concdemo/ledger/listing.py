"""Verdicts of claims about many things at once, each of which stands for itself.  Pure.

Where one test is unclear, the others may still be told: what was seen is listed, by side, in
names and numbers.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from concdemo.ledger import sentences as say
from concdemo.ledger.book import Lists, Rule, Test
from concdemo.ledger.measures import Facts, others, stands_in
from concdemo.model import Interval, Judgement, Report
from concdemo.text import Text


class Outcome(NamedTuple):
    """What one test gave; ``side`` is "supported", "refuted" or "neither".

    ``unknown`` is why it can't be told how far it may lie on either side, where that is so.
    """

    test: Test
    interval: Interval | None
    side: str
    unknown: Text | None = None


def conclude(
    rule: Rule, lists: Lists, outcomes: Sequence[Outcome], facts: Facts, report: Report
) -> tuple[Judgement, Text]:
    """The verdict, and the lists.

    Clear ones on both sides are a condition, unless one refutes a claim that is of all; on one
    side only they must be enough to speak for all, and of each of the others something must be
    known: what failed, or had no limit of its own, could have been on the other side.
    """
    sides = [outcome.side for outcome in outcomes if outcome.side != "neither"]
    told = _lists(lists, outcomes, report)
    if lists.one_refutes and "refuted" in sides:
        return "refuted", Text.join([facts.fill(rule.because["refuted"]), *told])
    if len(set(sides)) == 2:
        return "depends", Text.join([facts.fill(rule.because["depends"]), *told])
    enough = min(lists.enough, len(outcomes)) if lists.one_refutes else lists.enough
    if len(sides) < enough:
        words = say.TOO_FEW_CLEAR.fill(clear=len(sides), all=len(outcomes), enough=enough)
        return "inconclusive", Text.join([words, *told])
    unknown = next((one.unknown for one in outcomes if one.unknown is not None), None)
    if unknown is not None:
        return "inconclusive", Text.join([unknown, *told])
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
    return [*told, lists.marked] if marked and lists.marked else told


def name_of(test: Test, lists: Lists) -> str:
    """What a test is called in a list: its arm, and the other where the list is of pairs.

    Words that both begin with are said once.
    """
    name = test.arm.removesuffix(lists.without)
    if not lists.pairs:
        return name
    (other,) = others(test.measure)
    first, space, rest = other.partition(" ")
    return f"{name} ÷ {rest if space and name.startswith(first + space) else other}"


def _entry(outcome: Outcome, lists: Lists, mark: bool) -> Text:
    name, interval = name_of(outcome.test, lists), outcome.interval
    sign = "*" if mark else ""
    if interval is None or (interval.low == 0 and interval.high == math.inf):
        return Text.same(f"{name}{sign} –")
    if interval.high == math.inf:
        return say.AT_LEAST.fill(name=f"{name}{sign}", ratio=interval.ratio)
    template = say.AT_MOST if interval.low == 0 else say.TIMES
    return template.fill(name=f"{name}{sign}", ratio=interval.ratio)
