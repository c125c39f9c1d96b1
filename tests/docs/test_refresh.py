"""``docs/refresh.py``: pages show what concdemo says of one report, in their own language."""

import importlib.util
from dataclasses import replace
from types import ModuleType

import pytest
from builders import gil_report
from helpers import ROOT

from concdemo.experiments.web.words import VERSIONS
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Caveat
from concdemo.text import Text

PAGE = """Words.

<!-- gil: table verdicts -->
```
old
```

More words.

<!-- other: all -->
```
kept
```
"""


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_marked_block_is_filled_from_its_report(refresh: ModuleType) -> None:
    """The table and the verdicts take the old block's place; nothing else is touched."""
    report = with_verdicts(gil_report())
    english = refresh.filled(PAGE, {"gil": report}, "en")
    assert "old" not in english and "Verdicts" in english and "speed-up" in english
    assert english.startswith("Words.\n\n<!-- gil: table verdicts -->\n```\n")
    assert "More words." in english and "```\nkept\n```" in english
    assert refresh.filled(english, {"gil": report}, "en") == english
    assert "판정" in refresh.filled(english, {"gil": report}, "ko")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", ["all", "title", "table", "facts", "verdicts"])
def test_every_part_has_lines_that_fit(refresh: ModuleType, name: str, language: str) -> None:
    """No part is empty, and none is wider than a page shows."""
    found = refresh.part(with_verdicts(gil_report()), name, language)
    assert any(found) and max(map(len, found)) <= refresh.WIDTH


def test_versions_are_told_by_the_report_or_by_its_arms(refresh: ModuleType) -> None:
    """A fact that tells them stands as it is; else they come from what the arms ran with."""
    report = gil_report()
    arms = [
        replace(arm, facts={"loop": "uvloop", "b": "1.2", "a": "3.4.post1"}) for arm in report.arms
    ]
    assert refresh.versions(replace(report, arms=arms)).en == "Versions: a 3.4.post1, b 1.2."
    told = VERSIONS.fill(versions="c 5.6")
    assert refresh.versions(replace(report, arms=arms, facts=[told])) == told


def test_doubts_stand_above_the_verdicts(refresh: ModuleType) -> None:
    """What a run could not tell is no less on the page than what it could."""
    report = with_verdicts(gil_report())
    doubted = replace(report, caveats=[Caveat("little", None, Text.same("Hm."))])
    assert refresh.part(report, "verdicts", "en")[0] == "Verdicts"
    assert refresh.part(doubted, "verdicts", "en")[:2] == ["Doubts", " ! Hm."]


def test_what_the_pages_show_can_be_asked_for(refresh: ModuleType) -> None:
    """Every name in a marked block is a command line that begins with a command."""
    from concdemo.experiments import EXPERIMENTS

    names = refresh.shown_in(refresh.PAGES)
    assert {name.split()[0] for name in names} <= set(EXPERIMENTS)
