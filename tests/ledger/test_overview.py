"""Claims as they are listed."""

from builders import gil_report

from concdemo.findings import CLAIMS_SCHEMA
from concdemo.ledger.book import by_id
from concdemo.ledger.history import remembered
from concdemo.ledger.judge import with_verdicts
from concdemo.ledger.overview import listing
from concdemo.ledger.words import in_words


def test_a_listing_holds_what_is_known_of_each_claim(unbuilt: str) -> None:
    """Its ways with their lines and rules, its last verdict, or why nothing tests it."""
    last = {one.claim: one for one in remembered(with_verdicts(gil_report()))}
    found = listing(["gil.one-at-a-time", unbuilt, "opinion.packages"], last.get)
    assert found.schema == CLAIMS_SCHEMA
    assert [group.id for group in found.groups] == ["gil", "web", "opinion"]
    tested, untested, opinion = found.claims
    assert tested.last == last["gil.one-at-a-time"] and tested.because is None
    (way,) = tested.ways
    assert way.command == ["gil"] and way.rule == in_words(by_id()["gil.one-at-a-time"][0])
    assert untested.ways == [] and untested.because is not None and not untested.untestable
    assert opinion.untestable and opinion.because == by_id()["opinion.packages"][0].untestable


def test_a_claim_of_several_rules_has_several_ways() -> None:
    """Its own first."""
    (found,) = listing(["async.mixing-sync"], {}.get).claims
    assert {way.command[0] for way in found.ways} == {"block", "io", "web"}
    assert found.ways[0].command == ["block"]
