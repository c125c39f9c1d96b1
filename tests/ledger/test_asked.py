"""What is asked of the ledger: names, groups and expectations, and what is answered to slips."""

import pytest

from concdemo.errors import UsageFault
from concdemo.findings import Difference, Entry
from concdemo.ledger.asked import (
    chosen,
    differences,
    expectations,
    expectations_of_file,
    together,
)
from concdemo.ledger.book import by_id
from concdemo.model import Judgement
from concdemo.text import Text


def entry(name: str, verdict: Judgement) -> Entry:
    """A claim's verdict."""
    return Entry(name, "gil", Text.same("x"), verdict, Text.same("y"))


def refused(words: list[str]) -> str:
    """The English answer to names."""
    with pytest.raises(UsageFault) as caught:
        chosen(words)
    return caught.value.text.en


def test_claims_and_groups_are_chosen_in_the_order_of_the_book() -> None:
    """Whatever the order of the words, and each once."""
    names = chosen(["async.one-track", "gil", "gil.convoy"])
    assert names == [name for name in by_id() if name.startswith("gil.")] + ["async.one-track"]
    assert "uvloop.faster" in chosen(["async"])
    assert chosen([]) == []


def test_a_name_that_is_not_there_is_answered_with_near_ones() -> None:
    """And with the list, where nothing is near."""
    assert "gil.convoy" in refused(["gil.convoi"])
    assert "async.one-track" in refused(["gil", "one-track"])
    assert refused(["zzzz"]) == "There is no claim 'zzzz'. All of them: concdemo claims"


def test_expectations_are_read_from_words_and_files() -> None:
    """Spaces, comments, blank lines and capitals don't matter."""
    found = {"gil.convoy": "supported", "uvloop.faster": "depends"}
    assert expectations(["gil.convoy=supported", "uvloop.faster = Depends"]) == found
    text = "# what a class should see\n\ngil.convoy = supported  # always\nuvloop.faster=depends\n"
    assert expectations_of_file(text, "f") == found
    assert together({"gil.convoy": "supported"}, {"uvloop.faster": "depends"}) == found


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("gil.convoy", "ID=VERDICT"),
        ("=supported", "ID=VERDICT"),
        ("gil.convoy=", "ID=VERDICT"),
        ("gil.convoy=true", "inconclusive"),
        ("gil.convoy=supported=x", "no verdict"),
        ("gil=supported", "'gil'"),
        ("gil.convoi=supported", "gil.convoy"),
    ],
)
def test_a_wrong_expectation_is_answered(word: str, said: str) -> None:
    """In a file with its line."""
    with pytest.raises(UsageFault) as caught:
        expectations([word])
    assert said in caught.value.text.en
    with pytest.raises(UsageFault) as caught:
        expectations_of_file(f"# one\n\n{word}\n", "some.txt")
    assert caught.value.text.en.startswith("some.txt, line 3: ")
    assert caught.value.text.ko.startswith("some.txt 3번째 줄: ")


def test_a_claim_is_expected_to_be_one_thing() -> None:
    """The same twice is not a contradiction."""
    assert expectations(["gil.convoy=refuted", "gil.convoy=refuted"]) == {"gil.convoy": "refuted"}
    with pytest.raises(UsageFault, match="refuted and supported"):
        expectations(["gil.convoy=refuted", "gil.convoy=supported"])
    with pytest.raises(UsageFault):
        together({"gil.convoy": "refuted"}, {"gil.convoy": "supported"})


def test_differences_are_told_of_what_was_expected_only() -> None:
    """Inconclusive is not what was expected, either."""
    found = [entry("a", "supported"), entry("b", "inconclusive"), entry("c", "refuted")]
    assert differences(found, {"a": "supported", "b": "supported"}) == [
        Difference("b", "supported", "inconclusive")
    ]
