"""Sentences in two languages."""

import pytest

from concdemo.text import LANGUAGES, Text

GREETING = Text("Hello {who}, {count:.1f}!", "{who} 안녕, {count:.1f}!")


def test_each_language_has_its_own_sentence() -> None:
    """English and Korean are kept apart, and both are offered."""
    assert LANGUAGES == ("en", "ko")
    assert [Text("one", "하나").into(language) for language in LANGUAGES] == ["one", "하나"]


def test_filling_replaces_places_in_both_languages() -> None:
    """A fact goes into both sentences, formatted, and one that is a Text in its own language."""
    filled = GREETING.fill(who=Text("class", "여러분"), count=2)
    assert filled == Text("Hello class, 2.0!", "여러분 안녕, 2.0!")


def test_a_fact_is_not_filled_again() -> None:
    """Braces that come with a fact, as in a file's name, stay as they are."""
    assert GREETING.fill(who="{count}", count=1).en == "Hello {count}, 1.0!"


def test_a_place_without_a_fact_is_an_error() -> None:
    """A forgotten fact is found at once instead of being shown as a brace."""
    with pytest.raises(KeyError, match="count"):
        GREETING.fill(who="you")


@pytest.mark.parametrize(("count", "said"), [(0, "0 rounds"), (1, "1 round"), (2, "2 rounds")])
def test_a_word_goes_with_its_number(count: int, said: str) -> None:
    """And the number is formatted as ever; Korean has one word for all."""
    rounds = Text("{count:,} {count:round|rounds}", "{count:,}라운드")
    assert rounds.fill(count=count) == Text(said, f"{count}라운드")
    assert rounds.fill(count=12_000).en == "12,000 rounds"
    others = Text.same("{yes} {whole:.1f} {again!r}")
    assert others.fill(yes=True, whole=1, again=1).en == "True 1.0 1"


def test_joining_keeps_the_languages_apart() -> None:
    """Sentences are joined language by language with the separator asked for."""
    parts = [Text("a", "가"), Text.same("=")]
    assert Text.join(parts) == Text("a =", "가 =")
    assert Text.join(parts, "") == Text("a=", "가=")
    assert Text.join([]) == Text("", "")
