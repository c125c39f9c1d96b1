"""Finding a size: scripted durations, so that every probe is known."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concdemo.conduct.calibrate import AIM, LARGEST_SIZE, MOST, MOST_PROBES, find_size

TARGET = 200_000_000


class Probes:
    """Durations as a function of the size; ``sizes`` are those that were tried."""

    def __init__(self, duration: Callable[[int], float]) -> None:
        self.sizes: list[int] = []
        self._duration = duration

    def __call__(self, size: int) -> int:
        """How long a sample of that size lasts, in nanoseconds."""
        self.sizes.append(size)
        return round(self._duration(size))


@pytest.mark.parametrize("factor", [1.0, 1.1, MOST])
def test_a_first_size_that_fits_is_kept(factor: float) -> None:
    """At the target or up to a quarter above, the size is kept once a second probe agrees."""
    probes = Probes(lambda size: TARGET * factor * size / 500)
    assert find_size(probes, 500, TARGET) == 500
    assert probes.sizes == [500, 500]


def test_work_that_grows_in_proportion_takes_two_steps() -> None:
    """From 1,000 (20 ms) the step is the ratio, aimed a tenth above the target."""
    probes = Probes(lambda size: size * 20_000)
    assert find_size(probes, 1_000, TARGET) == round(1_000 * 10 * AIM)
    assert probes.sizes == [1_000, 11_000, 11_000]


def test_a_disturbed_probe_fixes_no_size() -> None:
    """A probe that was long enough only because it was disturbed is taken again."""
    disturbed = iter([1.2, 0.6])
    probes = Probes(lambda size: TARGET * next(disturbed, AIM * size / 917))
    assert find_size(probes, 500, TARGET) == round(500 * AIM / 0.6)


def test_a_step_is_bounded_in_both_directions() -> None:
    """A tiny or a huge first probe tells little, so no step is more than sixteenfold."""
    probes = Probes(lambda size: size)
    find_size(probes, 1, TARGET)
    assert probes.sizes[:3] == [1, 16, 256]
    probes = Probes(lambda size: size * TARGET)
    assert find_size(probes, 1_000, TARGET) == 1
    assert probes.sizes[:2] == [1_000, 62]


@given(
    st.floats(0.6, 3.5),
    st.floats(1e3, 1e11),
    st.integers(1, 10_000),
    st.floats(0, 1e7),
)
def test_any_power_is_found(power: float, ideal: float, first: int, overhead: float) -> None:
    """Time may grow with any power of the size, above a fixed cost: the target is met.

    ``ideal`` is the size, to the power, at which the target is met exactly.
    """
    exact = ideal ** (1 / power)
    if not 20 <= exact <= LARGEST_SIZE / 2:
        return  # steps of one are too coarse, or too large a size would be needed
    probes = Probes(lambda size: overhead + (TARGET - overhead) * size**power / ideal)
    found = find_size(probes, first, TARGET)
    assert 1 <= probes(found) / TARGET <= MOST
    assert len(probes.sizes) <= MOST_PROBES + 1


def test_work_that_ignores_its_size_ends_at_the_largest() -> None:
    """There is no size to find, and the search says so by ending, not by going on for ever."""
    probes = Probes(lambda size: 1_000 + 0 * size)
    assert find_size(probes, 1, TARGET) == LARGEST_SIZE
    assert probes.sizes == [16**step for step in range(8)] + [LARGEST_SIZE]


def test_a_clock_that_reads_nothing_is_no_error() -> None:
    """A sample of zero nanoseconds is taken for one."""
    assert find_size(Probes(lambda size: 0 if size < 100 else TARGET), 1, TARGET) == 256


def test_noise_ends_the_search_all_the_same() -> None:
    """Durations that jump about are given up after a fixed number of probes."""
    probes = Probes(lambda size: TARGET * (2 if math.log2(size) % 2 < 1 else 0.5))
    assert find_size(probes, 1_000, TARGET) >= 1
    assert len(probes.sizes) <= MOST_PROBES
