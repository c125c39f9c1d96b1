"""How long several runs will take yet: a guess that corrects itself."""

import pytest

from concdemo.cli.pace import LONGER, Pace


def said(pace: Pace, running_s: float) -> str:
    """The words in English, or nothing."""
    text = pace.said(running_s)
    return text.en if text else ""


def test_it_begins_with_the_budgets() -> None:
    """Of the run that is being made, and of those that come."""
    pace = Pace([15.0] * 4)
    assert pace.left_s(0) == 60
    assert pace.left_s(10) == 50
    assert said(pace, 0) == "about 60 s left"
    assert said(pace, 11) == "about 50 s left"


def test_it_goes_on_with_what_was_really_spent() -> None:
    """The mean of the runs so far, be it longer or shorter than the budget."""
    pace = Pace([15.0] * 4, spent_s=[30.0])
    assert pace.left_s(0) == 90
    assert said(pace, 0) == "about 2 min left"
    pace.spent_s.append(10.0)
    assert pace.left_s(5) == 35
    assert said(pace, 5) == "about 35 s left"


def test_a_run_that_takes_longer_than_expected_corrects_what_is_to_come() -> None:
    """The others will take as long, as far as is known; of the last nothing is promised."""
    pace = Pace([15.0] * 2)
    assert pace.left_s(40) == 40
    pace.spent_s.append(15.0)
    assert pace.left_s(40) == 0
    assert pace.said(40) == LONGER


def test_a_longer_run_is_expected_to_take_longer() -> None:
    """By as much as those so far took longer than usual."""
    pace = Pace([15.0, 15.0, 60.0])
    assert pace.left_s(0) == 90
    pace.spent_s.append(30.0)
    assert pace.left_s(0) == 150
    pace.spent_s.append(15.0)
    assert pace.left_s(30) == 60


def test_nothing_is_said_before_anything_is_known() -> None:
    """A run of so many rounds takes as long as it takes; the next is known from it."""
    pace = Pace([15.0] * 2, promised=False)
    assert said(pace, 3) == ""
    pace.spent_s.append(8.0)
    assert said(pace, 3) == "about 5 s left"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (0.1, "about 5 s left"),
        (5, "about 5 s left"),
        (5.1, "about 10 s left"),
        (60, "about 60 s left"),
        (61, "about 2 min left"),
        (3600, "about 60 min left"),
    ],
)
def test_what_is_left_is_rounded_up(left: float, words: str) -> None:
    """To what can be meant: five seconds, a minute."""
    assert said(Pace([left]), 0) == words


def test_both_languages() -> None:
    """Korean has its own order of words."""
    text = Pace([20.0]).said(0)
    assert text is not None and text.ko == "약 20초 남음"
