"""Lists of choices in help texts: no choice is broken, however many there are."""

import pytest

from concdemo.cli.forms import CHOICES_WIDE, listed
from concdemo.cli.main import main
from concdemo.experiments import EXPERIMENTS, find


def test_choices_stand_on_as_many_lines_as_they_need() -> None:
    """Whole, with the bar that says that more follow."""
    assert listed(()) == ""
    assert listed(("json", "wait")) == "json|wait"
    lines = listed(("blocking", "wait", "cpu", "def/blocking", "def/wait")).split("\n")
    assert lines == ["blocking|wait|cpu|", "def/blocking|def/wait"]
    assert listed(("a" * 40, "b")).split("\n") == ["a" * 40 + "|", "b"]


@pytest.mark.parametrize("name", [name for name in EXPERIMENTS if name.startswith("web")])
def test_no_choice_is_broken_in_80_columns(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of every list stands in the help as it is."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*name.split(), "--help"]) == 0
    told = capsys.readouterr().out
    for option in find(name).options:
        if not option.metavar:
            for line in filter(None, listed(option.choices).split("\n")):
                assert len(line) <= CHOICES_WIDE and f" {line} " in told
