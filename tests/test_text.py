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


def test_joining_keeps_the_languages_apart() -> None:
    """Sentences are joined language by language with the separator asked for."""
    parts = [Text("a", "가"), Text.same("=")]
    assert Text.join(parts) == Text("a =", "가 =")
    assert Text.join(parts, "") == Text("a=", "가=")
    assert Text.join([]) == Text("", "")
