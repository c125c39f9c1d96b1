"""Numbers as people read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concdemo.model import Interval
from concdemo.render import units


@pytest.mark.parametrize(
    ("ns", "shown"),
    [
        (None, "–"),
        (0, "0 ns"),
        (999, "999 ns"),
        (7.0, "7 ns"),
        (0.254, "0.25 ns"),
        (12.34, "12.3 ns"),
        (123.4, "123 ns"),
        (1_000, "1.00 µs"),
        (9_994, "9.99 µs"),
        (9_995, "10.0 µs"),
        (99_940, "99.9 µs"),
        (99_950, "100 µs"),
        (999_499, "999 µs"),
        (999_500, "1.00 ms"),
        (12_345_678, "12.3 ms"),
        (999_500_000, "1.00 s"),
        (123_456_000_000, "123 s"),
    ],
)
def test_a_duration_has_three_digits_and_the_unit_that_fits(ns: float | None, shown: str) -> None:
    """It never says 1000 ms, and nothing measured is a dash and not 0."""
    assert units.duration(ns) == shown


@given(st.integers(1_000, 10**15))
def test_a_duration_can_be_read_back(ns: int) -> None:
    """What is shown differs from what was measured by at most half of its last digit."""
    number, unit = units.duration(ns).split(" ")
    assert "e" not in number
    back = float(number) * {"µs": 1e3, "ms": 1e6, "s": 1e9}[unit]
    assert math.isclose(back, ns, rel_tol=0.0051)


@pytest.mark.parametrize(
    ("interval", "shown"),
    [
        (None, "–"),
        (Interval(1.934, None, None), "1.93 ×"),
        (Interval(1.934, 1.9, 1.958), "1.93 × (1.90–1.96)"),
        (Interval(17.26, 9.994, 123.4), "17.3 × (9.99–123)"),
        (Interval(0.004, 0.001, 0.01), "0.00 × (0.00–0.01)"),
    ],
)
def test_a_ratio_comes_with_its_interval_where_there_is_one(
    interval: Interval | None, shown: str
) -> None:
    """A single pair shows no brackets, so that nobody takes it for certain."""
    assert units.ratio(interval) == shown


@pytest.mark.parametrize(
    ("interval", "shown"),
    [(None, "–"), (Interval(1.005, 0.9, 1.1), "1.00"), (Interval(12.3456, None, None), "12.35")],
)
def test_cores_have_two_decimals(interval: Interval | None, shown: str) -> None:
    """Cores busy are told from 1.00 by hundredths."""
    assert units.cores(interval) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (3.0, "3"),
        (2.25, "2.2"),
        (12_345, "12,345"),
        (12_345.678, "12,345.7"),
        (math.inf, "inf"),
    ],
)
def test_a_count_has_decimals_only_where_it_is_not_whole(value: float | None, shown: str) -> None:
    """Medians of counts may lie between two of them; sums may exceed all numbers."""
    assert units.count(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0.0, "0.00 /s"),
        (9.991, "9.99 /s"),
        (19.04, "19.0 /s"),
        (99.96, "100 /s"),
        (27_012.5, "27,012 /s"),
        (105_000.7, "105,001 /s"),
    ],
)
def test_a_rate_has_three_digits_or_all_before_the_point(value: float | None, shown: str) -> None:
    """So many a second is not counted to a tenth where there are hundreds."""
    assert units.in_unit(value, "/s") == shown


@given(st.text())
def test_plain_words_can_not_steer_a_terminal(words: str) -> None:
    """Only printable characters and line breaks are left, and none is lost or added."""
    plain = units.plain(words)
    assert all(c.isprintable() or c == "\n" for c in plain)
    assert len(plain) == len(words)
    assert units.plain(plain) == plain


def test_plain_words_stay_as_they_are() -> None:
    """Korean, signs and markup-like brackets are words like any other."""
    assert units.plain("스레드 × [red]µ[/]\nα") == "스레드 × [red]µ[/]\nα"
    assert units.plain("\x1b[31m\t\u202e") == "\ufffd[31m\ufffd\ufffd"
