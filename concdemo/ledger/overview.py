"""Claims as they are listed: what is known of each.  Pure."""

from collections.abc import Callable, Sequence

import concdemo
from concdemo.findings import CLAIMS_SCHEMA, Group, Known, Listing, Remembered, Way
from concdemo.ledger.book import GROUPS, NOTES, by_id
from concdemo.ledger.judge import without_rule
from concdemo.ledger.needs import line_of
from concdemo.ledger.words import in_words
from concdemo.text import Text


def listing(names: Sequence[str], last: Callable[[str], Remembered | None]) -> Listing:
    """The listing of these claims.

    Args:
        last: gives the last verdict on a claim here, if there is one.
    """
    claims = [_known(name, last(name)) for name in names]
    groups = groups_of(names)
    return Listing(CLAIMS_SCHEMA, concdemo.__version__, groups, dict(NOTES), claims)


def groups_of(names: Sequence[str]) -> list[Group]:
    """The groups that these claims are in; one without a title goes by its own name."""
    there = dict.fromkeys(by_id()[name][0].group for name in names)
    return [Group(group, GROUPS.get(group, Text.same(group))) for group in there]


def _known(name: str, last: Remembered | None) -> Known:
    rules = by_id()[name]
    claim = rules[0]
    lines = [(rule, line_of(rule)) for rule in rules]
    return Known(
        id=name,
        group=claim.group,
        notes=claim.notes,
        sentence=claim.sentence,
        nuance=claim.nuance,
        ways=[Way(line.words, in_words(rule)) for rule, line in lines if line is not None],
        because=without_rule(claim).because if claim.rule is None else None,
        untestable=claim.untestable is not None,
        last=last,
    )
