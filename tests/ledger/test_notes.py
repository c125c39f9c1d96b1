"""Every claim of the notes is in the book: listed, in both languages, with a rule or a reason."""

from pathlib import Path

import pytest

from concdemo.ledger.book import by_id
from concdemo.ledger.judge import without_rule
from concdemo.ledger.words import in_words

IDS = Path(__file__).with_name("claims_of_the_notes.txt").read_text(encoding="utf-8").split()


def test_the_list_is_whole() -> None:
    """It was written down once; a claim is never dropped from it."""
    assert len(IDS) == len(set(IDS)) == 49


@pytest.mark.parametrize("name", IDS)
def test_a_claim_of_the_notes_is_in_the_book(name: str) -> None:
    """With its sentence in both languages, the notes that say it, and a rule or a reason."""
    claim, *_ = by_id()[name]
    assert claim.sentence.en and claim.sentence.ko
    assert claim.notes or name == "gil.async-no-cpu"  # which the notes only imply
    if claim.rule is not None:
        assert in_words(claim)
    else:
        verdict = without_rule(claim)
        assert verdict.verdict in ("untested", "untestable") and verdict.because.ko


@pytest.mark.parametrize("name", by_id())
def test_a_claim_has_a_nuance(name: str) -> None:
    """What is half true of it and what to look out for, in both languages."""
    nuance = by_id()[name][0].nuance
    assert nuance is not None
    assert nuance.en.strip() and nuance.ko.strip()
