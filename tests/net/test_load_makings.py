"""What is said of a load generator that lacks the libraries it would use."""

import importlib.util

import pytest
from helpers import HANGUL

from concdemo.net.load import makings


@pytest.mark.parametrize("lacks", [{"httptools"}, {"httptools", "uvloop"}])
def test_what_is_missing_is_named(lacks: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the mend; what is there is not named."""
    monkeypatch.setattr(makings, "FAST", ("httptools", "uvloop"))
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in lacks else object()
    )
    words = makings.without()
    assert words is not None
    for said in (words.en, words.ko):
        assert {name for name in makings.FAST if name in said} == lacks
        assert "concdemo[web]" in said
    assert HANGUL.search(words.ko)


def test_with_everything_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the usual case."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    assert makings.without() is None
