"""Rules in words: made from the data, in both languages, whatever a rule is made of."""

import re

import pytest
from builders import gil_report

from concdemo.ledger import measures, words
from concdemo.ledger.book import Band, Claim, by_id, claims
from concdemo.ledger.measures import facts_of
from concdemo.ledger.metric_words import METRICS, metric_words
from concdemo.ledger.words import in_words
from concdemo.text import Text

HANGUL = re.compile(r"[가-힣]")
TESTED = [claim for claim in claims() if claim.rule is not None]
IDS = [f"{claim.id} in {claim.experiment}" for claim in TESTED]


def said(name: str) -> list[str]:
    """The first rule of a claim, in English."""
    return [text.en for text in in_words(by_id()[name][0])]


def measured_by(claim: Claim) -> set[str]:
    """Every measure that a rule names."""
    rule = claim.rule
    assert rule is not None
    control = [rule.control.measure] if rule.control else []
    return {test.measure for test in rule.tests} | set(control)


def test_every_kind_of_measure_has_its_words() -> None:
    """A new kind can't be added without saying what it is."""
    assert words.MEASURES.keys() == measures.MEASURES.keys()


def test_every_named_bound_has_its_words() -> None:
    """Whatever number a rule may name."""
    assert words.NAMED.keys() == facts_of(gil_report()).numbers.keys()


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_every_metric_of_a_rule_has_its_words(claim: Claim) -> None:
    """No rule is told in the names of its own code."""
    for measure in measured_by(claim):
        kind, _, detail = measure.partition(":")
        if kind in ("level", "count", "seen"):
            assert detail in METRICS
        elif kind == "over" and ":" in detail:
            assert detail.partition(":")[2] in METRICS
        elif kind == "speedup-unless":
            code, _, metric = detail.partition(":")
            assert metric in METRICS and code in words.DOUBTS


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_a_rule_is_told_whole_in_both_languages(claim: Claim) -> None:
    """Its arms, its control and the settings it needs are named; nothing is left to be filled."""
    told = in_words(claim)
    rule = claim.rule
    assert rule is not None
    for language in ("en", "ko"):
        text = "\n".join(one.into(language) for one in told)
        assert "{" not in text and "None" not in text
        for test in rule.tests:
            assert test.arm.removesuffix(rule.lists.without if rule.lists else "") in text
        if rule.control is not None:
            assert rule.control.arm in text
        for name in (*rule.at_least, *claim.only, *(k for w in rule.elsewhere for k in w.where)):
            assert f"--{name}" in text
    assert all(HANGUL.search(one.ko) and not HANGUL.search(one.en) for one in told)


def test_a_rule_with_a_control() -> None:
    """Both bands with their numbers, what must be seen beside them, the cores and the settings."""
    told = said("gil.threads-no-speedup")
    assert told[:2] == [
        "Supported if: threads – speed-up over its baseline below 1.2 ×.",
        "Refuted if: threads – speed-up over its baseline above 1.4 ×.",
    ]
    control = "processes – speed-up over its baseline above 1.4 ×."
    assert f"Only if this is seen in the same rounds: {control}" in told
    assert "Needs at least 2 usable cores." in told
    assert "Needs at least --workers 2, --tasks 2." in told
    assert any(one.startswith("Not tested with --workload hash: ") for one in told)


def test_units_are_those_of_the_metric() -> None:
    """Nanoseconds become milliseconds, shares per cent."""
    assert "above 3 ms" in said("gil.thread-delays-loop")[0]
    assert "below 40 %" in said("async.others-continue")[0]
    assert words._band(Band(above=2_000_000, below=15e6), "ns").en == "between 2 ms and 15 ms"
    assert words._band(Band(below=500), "ns").en == "below 500 ns"
    assert words._band(Band(above=0.5), "count").ko == "0.5 초과"


def test_what_speaks_for_a_side_that_can_not_be_reached_alone() -> None:
    """Where only "depends" can come of it, the other side's band is told all the same."""
    told = said("async.others-continue")
    assert told[1].startswith("Against it speaks: sleep, cpu – ")
    assert told[2] == words.DEPENDS.en


def test_tests_that_need_not_be_there_are_told_as_such() -> None:
    """Arms of which the same must hold stand together."""
    assert "async, uvloop (if measured) – " in said("gil.async-no-cpu")[0]


def test_a_metric_without_words_goes_by_its_name() -> None:
    """A new experiment's metric needs no row before it is shown."""
    assert metric_words("litres").words == Text.same("litres")


def test_what_has_no_rule_has_no_words() -> None:
    """An opinion has a reason instead."""
    assert said("opinion.flexibility") == []
