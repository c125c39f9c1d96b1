"""Estimates and intervals: table values, hand-made examples, coverage, invariance."""

import math
import random
from collections.abc import Sequence

import pytest
from builders import ends
from hypothesis import given
from hypothesis import strategies as st

from concdemo import stats
from concdemo.model import Interval

VALUES = st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=30)
RATIOS = st.lists(
    st.tuples(st.floats(0.001, 1_000), st.floats(0.001, 1_000)), min_size=6, max_size=20
)


@pytest.mark.parametrize(
    ("count", "rank"),
    # One more than the largest rank sum that rejects at 5 % two-sided: Wilcoxon (1945) and
    # Hollander, Wolfe & Chicken, table A.4.
    [(6, 1), (7, 3), (8, 4), (9, 6), (10, 9), (12, 14), (15, 26), (20, 53), (25, 90), (30, 138)],
)
def test_the_rank_is_the_tables(count: int, rank: int) -> None:
    """The interval ends at the Walsh average that the signed-rank tables name."""
    assert stats.walsh_rank(count) == rank


@pytest.mark.parametrize("count", range(1, stats.FEWEST_FOR_INTERVAL))
def test_fewer_than_six_values_have_no_interval(count: int) -> None:
    """Even the whole range of five values covers only 93.75 %, so nothing is claimed."""
    assert stats.walsh_rank(count) is None
    estimate, low, high = stats.location([1.0] * count)
    assert (estimate, low, high) == (1.0, None, None)


@pytest.mark.parametrize("count", range(6, 31))
def test_the_interval_covers_enough_and_the_next_one_would_not(count: int) -> None:
    """The chance of missing on one side is at most 2.5 %, and is more with one rank more."""
    ways = stats._rank_sum_counts(count)
    rank = stats.walsh_rank(count)
    assert rank is not None
    assert sum(ways) == 2**count
    assert sum(ways[:rank]) / 2**count <= 0.025 < sum(ways[: rank + 1]) / 2**count


@pytest.mark.parametrize("count", [60, stats.MOST_EXACT, 150])
def test_many_values_are_approximated_on_the_safe_side(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """The approximation for many rounds is the exact rank or the next wider one."""
    monkeypatch.setattr(stats, "MOST_EXACT", count)
    exact = stats.walsh_rank(count)
    monkeypatch.setattr(stats, "MOST_EXACT", 0)
    assert exact is not None
    assert stats.walsh_rank(count) in (exact - 1, exact)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5.0], (5.0, None, None)),
        ([1.0, 2.0], (1.5, None, None)),
        # Walsh averages 0, 0.5, 1, 5, 5.5, 10: their median is halfway between 1 and 5.
        ([0.0, 1.0, 10.0], (3.0, None, None)),
        # Six values: the interval is the whole range; the estimate is the eleventh of 21
        # averages, of which the wild 100 is in six only.
        ([1.0, 2.0, 3.0, 4.0, 5.0, 100.0], (3.5, 1.0, 100.0)),
        # Eight: rank 4 from either end of 1, 1.5, 2, 2, … and of … 7, 7, 7.5, 8.
        ([float(value) for value in range(1, 9)], (4.5, 2.0, 7.0)),
    ],
)
def test_location_by_hand(
    values: Sequence[float], expected: tuple[float, float | None, float | None]
) -> None:
    """The Hodges–Lehmann estimate and its interval on examples that paper can check."""
    assert stats.location(values) == expected


def test_location_of_nothing_is_an_error() -> None:
    """No values have no centre, and it is said so instead of a number."""
    with pytest.raises(ValueError, match="no values"):
        stats.location([])


@given(VALUES, st.integers(-50, 50), st.integers(1, 8))
def test_location_moves_and_stretches_with_its_values(
    values: list[int], shift: int, scale: int
) -> None:
    """Adding a number or changing the unit does the same to the estimate and both ends."""
    before = stats.location([float(value) for value in values])
    after = stats.location([float(scale * value + shift) for value in values])
    assert after == tuple(None if end is None else scale * end + shift for end in before)


@given(VALUES, st.randoms(use_true_random=False))
def test_location_ignores_order_and_is_symmetric(values: list[int], chance: random.Random) -> None:
    """Shuffling changes nothing, and mirrored values give the mirrored interval."""
    estimate, low, high = stats.location([float(value) for value in values])
    shuffled = [-float(value) for value in values]
    chance.shuffle(shuffled)
    mirrored = (-estimate, None if high is None else -high, None if low is None else -low)
    assert stats.location(shuffled) == mirrored


@given(VALUES)
def test_the_interval_holds_the_estimate_within_the_values(values: list[int]) -> None:
    """Least ≤ low ≤ estimate ≤ high ≤ largest."""
    estimate, low, high = stats.location([float(value) for value in values])
    ends = [min(values), low, estimate, high, max(values)]
    known = [end for end in ends if end is not None]
    assert known == sorted(known)


@pytest.mark.parametrize("wild", [1e-9, 1e9])
def test_one_wild_round_moves_nothing_far(wild: float) -> None:
    """Of twelve rounds one may be off by any factor: the interval stays among the others."""
    found = stats.ratio([2.0 + 0.01 * number for number in range(11)] + [wild], [1.0] * 12)
    low, _, high = ends(found)
    assert 2.0 <= low <= high <= 2.1


@pytest.mark.parametrize("wild", [1e-9, 1e9])
def test_one_wild_round_of_eight_widens_the_interval_but_not_the_estimate(wild: float) -> None:
    """With few rounds a wild one makes us unsure of one end, never sure of something else."""
    found = stats.ratio([2.0 + 0.01 * number for number in range(7)] + [wild], [1.0] * 8)
    low, estimate, high = ends(found)
    assert 2.0 <= estimate <= 2.06
    assert (low < 2.0) is (wild < 1)
    assert (high > 2.06) is (wild > 1)


@pytest.mark.parametrize("count", [8, 12])
def test_the_interval_covers_the_truth_with_noise_that_only_slows_down(count: int) -> None:
    """With each arm's noise skewed, 95 % intervals of the paired ratio miss in about 5 %."""
    chance, trials, missed = random.Random(2_024), 1_500, 0

    def slowed(time: float) -> float:
        return time * (1 + chance.expovariate(20) + (0.5 if chance.random() < 0.1 else 0.0))

    for _ in range(trials):
        over = [slowed(1.9) for _ in range(count)]
        low, _, high = ends(stats.ratio(over, [slowed(1.0) for _ in range(count)]))
        missed += not low <= 1.9 <= high
    expected = 2 * sum(stats._rank_sum_counts(count)[: stats.walsh_rank(count)]) / 2**count
    # The seed makes it exact; the margin is three standard errors, should it ever change.
    assert abs(missed / trials - expected) < 3 * math.sqrt(expected * (1 - expected) / trials)


def test_a_ratio_is_taken_pair_by_pair() -> None:
    """Rounds that are slow for both arms leave the ratio as it is."""
    under = [1.0, 5.0, 0.2, 30.0, 2.0, 7.0]
    assert ends(stats.ratio([3 * value for value in under], under)) == pytest.approx((3, 3, 3))


@given(RATIOS)
def test_a_ratio_turned_round_is_its_inverse(pairs: list[tuple[float, float]]) -> None:
    """Twice as fast and half as fast are one finding seen from either side."""
    over, under = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    low, estimate, high = ends(stats.ratio(over, under))
    turned = ends(stats.ratio(under, over))
    assert turned == pytest.approx((1 / high, 1 / estimate, 1 / low))


def test_no_pair_has_no_ratio_and_one_pair_no_interval() -> None:
    """What isn't known is None, never 0 and never a made-up interval."""
    assert stats.ratio([], []) is None
    assert stats.ratio([2.0], [2.0]) == Interval(1.0, None, None)


@pytest.mark.parametrize(
    ("over", "under"),
    [([1.0], []), ([1.0, 2.0], [1.0]), ([0.0], [1.0]), ([1.0], [0.0]), ([-2.0], [-1.0])],
)
def test_pairs_that_have_no_ratio_are_refused(over: list[float], under: list[float]) -> None:
    """Unequal lengths and values that aren't above zero raise what the docstring says."""
    with pytest.raises(ValueError, match=r"equal lengths|above zero"):
        stats.ratio(over, under)


def test_a_level_is_the_centre_on_the_log_scale() -> None:
    """The level of 1, 10 and 100 is 10, and it needs as many values as any interval."""
    ten = stats.level([1.0, 10.0, 100.0])
    assert ten is not None
    assert ten.ratio == pytest.approx(10.0)
    assert ten.low is ten.high is None
    assert ends(stats.level([2.0] * 6)) == pytest.approx((2, 2, 2))
    assert stats.level([]) is None
