"""Arms without figures: each reason is told once, with all that it holds for."""

import io
from dataclasses import replace

import pytest
from builders import WHY, gil_report, with_arm
from rich.console import Console

from concdemo.model import Report
from concdemo.render import markdown
from concdemo.render import report as rendered
from concdemo.text import LANGUAGES, Language, Text

OTHER = Text("it burst", "터졌습니다")


def lacking() -> Report:
    """Two arms lack the same, a third failed, a fourth failed as others lack."""
    found = gil_report()
    for name, status, reason in (
        ("threads", "unavailable", WHY),
        ("processes", "failed", OTHER),
        ("async", "unavailable", WHY),
        ("uvloop", "failed", WHY),
    ):
        found = with_arm(found, name, status=status, reason=reason, samples=[])
    return replace(found, verdicts=[], caveats=[])


def test_arms_that_lack_the_same_stand_together() -> None:
    """In the order of the rows; failing is not lacking."""
    assert rendered.without_figures(lacking()) == {
        ("unavailable", WHY): ["threads", "async"],
        ("failed", OTHER): ["processes"],
        ("failed", WHY): ["uvloop"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_told_once(language: Language) -> None:
    """In the terminal and in Markdown."""
    console = Console(file=io.StringIO(), width=200)
    with console.capture() as captured:
        console.print(rendered.show(lacking(), language))
    for told in (captured.get(), markdown.write(lacking(), language).decode()):
        assert sum("threads, async: " in line for line in told.splitlines()) == 1
        assert told.count(OTHER.into(language)) == 1
