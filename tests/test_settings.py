"""Words become settings, and wrong words are answered."""

import pytest

from concdemo.errors import UsageFault
from concdemo.settings import Option, Raw, settle
from concdemo.text import Text

HELP = Text("Help.", "도움말.")
COUNT = Option("start-count", "count", HELP, default=3, low=2, high=10)
OPEN = Option("rounds", "count", HELP)
DELAY = Option("delay", "milliseconds", HELP, default=50, low=0, high=1_000)
BUDGET = Option("budget", "seconds", HELP, low=0.1)
METHOD = Option("method", "choice", HELP, choices=("fork", "spawn"), synonyms={"new": "spawn"})
MODES = Option("mode", "choices", HELP, default=["a"], choices=("a", "b"), synonyms={"alpha": "a"})
URL = Option("url", "text", HELP)
ALL = (COUNT, OPEN, DELAY, BUDGET, METHOD, MODES, URL)


def test_defaults_stand_where_nothing_is_given() -> None:
    """Each option that is not given, or given as an empty list, has its default."""
    expected = {
        "start-count": 3,
        "rounds": None,
        "delay": 50,
        "budget": None,
        "method": None,
        "mode": ["a"],
        "url": None,
    }
    assert settle(ALL, {}) == expected
    assert settle(ALL, {"mode": [], "url": None, "method": ()}) == expected


@pytest.mark.parametrize(
    ("option", "raw", "value"),
    [
        (COUNT, "2", 2),
        (COUNT, "10", 10),
        (COUNT, ["4", "5"], 5),
        (OPEN, "1000000000000", 1_000_000_000_000),
        (DELAY, "0", 0),
        (DELAY, "2.5", 2.5),
        (BUDGET, "1e1", 10),
        (METHOD, " SPAWN ", "spawn"),
        (METHOD, "new", "spawn"),
        (METHOD, ["fork", "spawn"], "spawn"),
        (MODES, "b", ["b"]),
        (MODES, "b, a,b", ["b", "a"]),
        (MODES, ["b", "Alpha,b"], ["b", "a"]),
        (URL, "http://localhost/{x}", "http://localhost/{x}"),
    ],
)
def test_a_word_becomes_its_value(option: Option, raw: Raw, value: object) -> None:
    """Numbers are read, choices are plain and known, the last of several single values counts."""
    assert settle([option], {option.name: raw}) == {option.name: value}


def test_a_count_is_an_integer() -> None:
    """A count never becomes a float, which would travel into a report as 2.0."""
    assert type(settle([COUNT], {"start-count": "2"})["start-count"]) is int


@pytest.mark.parametrize(
    ("option", "raw", "words"),
    [
        (COUNT, "two", "whole number, not 'two'"),
        (COUNT, "2.0", "whole number"),
        (COUNT, "", "whole number, not ''"),
        (COUNT, "٣", "whole number"),  # a digit, but not one that is written back
        (COUNT, "9" * 41, "whole number"),
        (COUNT, "1", "between 2 and 10, not 1"),
        (COUNT, "11", "between 2 and 10, not 11"),
        (COUNT, "-5", "between 2 and 10, not -5"),
        (OPEN, "0", "at least 1, not 0"),
        (DELAY, "soon", "number of milliseconds, not 'soon'"),
        (DELAY, "nan", "number of milliseconds"),
        (DELAY, "inf", "number of milliseconds"),
        (DELAY, "-0.1", "between 0 and 1,000"),
        (BUDGET, "0", "at least 0.1, not 0"),
        (METHOD, "thread", "'thread'; choose from fork, spawn"),
        (METHOD, "  ", "needs a value"),
        (MODES, "a,c", "'c'; choose from a, b"),
        (MODES, "a,", "needs a value"),
        (MODES, "", "needs a value"),
        (URL, " ", "needs a value"),
    ],
)
def test_a_wrong_word_is_answered_in_one_line(option: Option, raw: Raw, words: str) -> None:
    """The answer names the option as it is typed and what it takes, in both languages."""
    with pytest.raises(UsageFault) as caught:
        settle(ALL, {option.name: raw})
    text = caught.value.text
    assert words in text.en
    assert all(option.flag in said and "\n" not in said for said in (text.en, text.ko))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("name", "flag"), [("mode", "--mode"), ("a_b", "--a-b")])
def test_the_flag_is_the_name_as_it_is_typed(name: str, flag: str) -> None:
    """Options are typed with dashes whatever their name is written with."""
    assert Option(name, "text", HELP).flag == flag
