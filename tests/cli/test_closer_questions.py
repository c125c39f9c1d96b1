"""Names of two words: a question, and the closer ones to it, as commands of its own."""

from types import MappingProxyType

import pytest

import concdemo.cli.app
import concdemo.experiments
from concdemo.cli.main import main
from concdemo.experiments import EXPERIMENTS, closer, named
from concdemo.text import LANGUAGES, Language


@pytest.fixture(autouse=True)
def _with_a_closer_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table with one row more, which asks what `gil` asks."""
    table = MappingProxyType({**EXPERIMENTS, "gil twice": EXPERIMENTS["gil"]})
    for module in (concdemo.experiments, concdemo.cli.app):
        monkeypatch.setattr(module, "EXPERIMENTS", table)


def test_the_closer_questions_are_found_by_their_second_words() -> None:
    """Of a question that has none there are none."""
    assert closer("gil") == {"twice": "gil twice"}
    assert closer("io") == closer("gil twice") == {}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("gil", "gil"),
        ("gil --rounds 2", "gil"),
        ("gil twice --rounds 2", "gil twice"),
        ("gil thrice", "gil"),
        ("twice", None),
        ("", None),
    ],
)
def test_the_longest_name_counts(line: str, name: str | None) -> None:
    """What follows it is for its options."""
    assert named(line.split()) == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_closer_questions_behind_the_question(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of all commands has the question alone."""
    assert main(["--help", "--lang", language]) == 0
    assert "twice" not in capsys.readouterr().out
    assert main(["gil", "--help", "--lang", language]) == 0
    said = capsys.readouterr().out
    assert "twice" in said and "--workload" in said
    assert main(["gil", "twice", "--help", "--lang", language]) == 0
    assert "--workload" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("gil thrice", ["'thrice'", "concdemo gil --help"]),
        ("gil twice stray", ["stray", "concdemo gil twice --help"]),
        ("gil --rounds 2 twice", ["--rounds", "concdemo gil twice"]),
        ("gil twice --rounds 0", ["--rounds", "1,000"]),
        ("gil twice --rouds 1", ["--rouds", "--rounds", "concdemo gil twice --help"]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_line_is_one_line(
    line: str, told: list[str], language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the help that mends it, and exit status 2."""
    assert main(["--lang", language, *line.split()]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert all(word in captured.err for word in told)
