"""Latencies summed up, against lists whose percentiles are known."""

import random
from array import array

import pytest

from concdemo.net.load import latencies
from concdemo.net.load.latencies import Summary, nearest_rank, summarise


@pytest.fixture(params=["histogram", "sorted"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How they are kept: in the package's histogram, or sorted where there is none."""
    if request.param == "histogram":
        pytest.importorskip("hdrh", reason="hdrhistogram isn't installed")
    else:
        monkeypatch.setattr(latencies, "_histogram_class", lambda: None)
    return str(request.param)


def summary(*values: int) -> Summary:
    """Of these, in an order of their own."""
    shuffled = random.Random(1).sample(values, len(values))
    return summarise(array("q", shuffled))


def test_each_percentile_is_the_one_that_it_is_called(kept: str) -> None:
    """Of a hundred different ones, so that none can be taken for its neighbour."""
    found = summary(*(1_000_000 * number for number in range(1, 101)))
    assert found.p50 == pytest.approx(50_000_000, rel=1e-3)
    assert found.p90 == pytest.approx(90_000_000, rel=1e-3)
    assert found.p99 == pytest.approx(99_000_000, rel=1e-3)
    assert found.max == 100_000_000
    assert found.mean == 50_500_000


@pytest.mark.parametrize("count", [2, 11, 51, 60, 99, 101, 151, 199, 260])
def test_no_percentile_is_a_rank_too_low(kept: str, count: int) -> None:
    """Of few latencies one rank is more than a percent: of 60 the largest is p99."""
    found = summary(*(1_000_000 * number for number in range(1, count + 1)))
    for percent, value in ((50, found.p50), (90, found.p90), (99, found.p99)):
        assert value == pytest.approx(1_000_000 * nearest_rank(range(1, count + 1), percent), 1e-3)


def test_a_tail_is_not_lost(kept: str) -> None:
    """Two in a hundred are slow: p99 tells them, p90 doesn't."""
    found = summary(*[200_000] * 980, *[300_000_000] * 20)
    assert found.p50 == found.p90 == pytest.approx(200_000, rel=1e-3)
    assert found.p99 == pytest.approx(300_000_000, rel=1e-3)
    assert found.max == 300_000_000
    assert found.mean == pytest.approx(6_196_000)


@pytest.mark.parametrize("value", [1, 7, 999, 123_456, 98_765_432, 59_999_999_999])
def test_three_digits_at_every_size(kept: str, value: int) -> None:
    """However far from each other they are, and never above the largest."""
    found = summary(1, value, value, value, value)
    for percentile in (found.p50, found.p90, found.p99):
        assert percentile == pytest.approx(value, rel=1e-3) and percentile <= value
    assert found.max == value


@pytest.mark.parametrize("count", [1, 2, 3, 10, 99, 101, 1_000])
def test_they_are_in_order(kept: str, count: int) -> None:
    """Few or many."""
    values = [random.Random(count).randrange(1, 10**9) for _ in range(count)]
    found = summary(*values)
    assert min(values) <= found.p50 * 1.001
    assert found.p50 <= found.p90 <= found.p99 <= found.max == max(values)
    assert found.mean == pytest.approx(sum(values) / count)


def test_none(kept: str) -> None:
    """Zeros."""
    assert summarise(array("q")) == Summary(0, 0, 0, 0, 0.0)


def test_a_clock_that_stood_still(kept: str) -> None:
    """An answer within one tick counts too."""
    found = summary(0, 0)
    assert found.max == 0 and found.p99 == 0


def test_the_name_of_what_is_used(kept: str) -> None:
    """For the facts."""
    assert latencies.histogram_name() in ("an HDR histogram", "sorted latencies")
    assert (latencies.histogram_name() == "sorted latencies") == (kept == "sorted")


@pytest.mark.parametrize(
    ("count", "percent", "rank"),
    [(1, 50, 1), (2, 50, 1), (3, 50, 2), (10, 90, 9), (11, 90, 10), (99, 99, 99), (200, 99, 198)],
)
def test_nearest_rank(count: int, percent: int, rank: int) -> None:
    """By its definition."""
    assert nearest_rank(range(1, count + 1), percent) == rank
