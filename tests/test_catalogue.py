"""Every sentence of the package is there in both languages, and says the same things."""

import importlib
import pkgutil
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import msgspec
import pytest

import concdemo
from concdemo import schema
from concdemo.cli import words as cli_words
from concdemo.experiments import EXPERIMENTS
from concdemo.experiments.gil import WORKLOADS
from concdemo.ledger.book import claims
from concdemo.text import Text

HANGUL = re.compile(r"[가-힣]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def modules() -> Iterator[str]:
    """The names of all modules but those that run when they are imported.

    Apps of stacks say nothing to users, and can't all be in one process.
    """
    for found in pkgutil.walk_packages(concdemo.__path__, "concdemo."):
        if not found.name.endswith("__main__") and ".stacks.apps." not in found.name:
            yield found.name


def texts(where: str, thing: object, seen: set[int]) -> Iterator[tuple[str, Text]]:
    """Every sentence within a thing, with the path to it; each object is entered once."""
    if id(thing) in seen or isinstance(thing, str | type):
        return
    seen.add(id(thing))
    if isinstance(thing, Text):
        yield where, thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from texts(f"{where}[{key!r}]", value, seen)
    elif isinstance(thing, list | tuple | set | frozenset):
        for index, value in enumerate(thing):
            yield from texts(f"{where}[{index}]", value, seen)
    elif is_dataclass(thing) or isinstance(thing, msgspec.Struct):
        names = [f.name for f in fields(thing)] if is_dataclass(thing) else thing.__struct_fields__
        for name in names:
            yield from texts(f"{where}.{name}", getattr(thing, name), seen)


def catalogue() -> dict[str, Text]:
    """All sentences that can be reached from a module's globals, and those of the claims."""
    found, seen = dict[str, Text](), set[int]()
    for name in modules():
        module = importlib.import_module(name)
        for key, value in vars(module).items():
            found.update(texts(f"{name}.{key}", value, seen))
    found.update(texts("claims", claims(), seen))
    return found


CATALOGUE = catalogue()


Place = tuple[str, str | None, str | None]
"""Of a sentence, where a fact goes into: name, format, conversion."""


def all_places(words: str) -> set[Place]:
    """The places of a sentence."""
    parts = string.Formatter().parse(words)
    return {(name, form, conversion) for _, name, form, conversion in parts if name is not None}


def is_word(place: Place) -> bool:
    """Whether a word goes there that differs with a number, which not every language has."""
    return "|" in (place[1] or "")


def places(words: str) -> set[Place]:
    """The places of a sentence where a fact is told."""
    return {place for place in all_places(words) if not is_word(place)}


def test_the_catalogue_is_found() -> None:
    """The search sees globals, tables, tuples, options and claims; or the rest proves nothing."""
    found = set(map(id, CATALOGUE.values()))
    option = next(row for row in importlib.import_module("concdemo.experiments.gil").OPTIONS)
    for text in (
        schema.NOT_FOUND,
        cli_words.ABOUT,
        EXPERIMENTS["gil"].question,
        WORKLOADS["hash"][2],
        option.help,
        claims()[0].sentence,
        claims()[0].rule.because["supported"],
    ):
        assert id(text) in found
    assert len(CATALOGUE) > 200


@pytest.mark.parametrize(("where", "text"), CATALOGUE.items(), ids=CATALOGUE.keys())
def test_a_sentence_is_there_in_both_languages(where: str, text: Text) -> None:
    """Neither is empty, and Korean is Korean but where both are one name or symbol."""
    if where.endswith(".NOTHING") and text == Text.same(""):
        return  # it is there to say nothing
    assert text.en.strip()
    assert text.ko.strip()
    assert not HANGUL.search(text.en)
    if not HANGUL.search(text.ko):
        assert text.ko == text.en
        assert not SENTENCE.search(text.en)


@pytest.mark.parametrize(("where", "text"), CATALOGUE.items(), ids=CATALOGUE.keys())
def test_both_languages_have_places_for_the_same_facts(where: str, text: Text) -> None:
    """No fact is told in one language only, or rounded differently."""
    assert places(text.en) == places(text.ko)


@pytest.mark.parametrize(("where", "text"), CATALOGUE.items(), ids=CATALOGUE.keys())
def test_a_word_that_goes_with_a_number_stands_beside_it(where: str, text: Text) -> None:
    """Which is told in whole; in Korean words don't differ."""
    told = {name for name, _, _ in places(text.en)}
    assert {place[0] for place in all_places(text.en) if is_word(place)} <= told
    assert not any(map(is_word, all_places(text.ko)))
