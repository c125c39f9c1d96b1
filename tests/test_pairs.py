"""What two arms gave in the same rounds."""

from builders import sample

from concdemo.model import Metric
from concdemo.pairs import paired


def test_pairs_are_the_rounds_in_which_both_are_clean() -> None:
    """A round that either lost is in neither list, and the others stay side by side."""
    base = [sample(1, 10), sample(2, 20, clean=False), sample(3, 30), sample(4, 40)]
    arm = [sample(1, 1), sample(2, 2), sample(3, 3, clean=False), sample(4, 4), sample(5, 5)]
    assert paired(arm, base, Metric()) == ([10.0, 40.0], [1.0, 4.0])


def test_a_metric_of_its_own_is_read_from_the_metrics() -> None:
    """``wall`` is the wall time; any other name is one of the sample's metrics."""
    one = sample(1, 10, metrics={"rate": 2.5})
    assert one.value(Metric()) == 10
    assert one.value(Metric("rate", "1/s", "more")) == 2.5


def test_a_sample_that_does_not_tell_is_in_no_pair() -> None:
    """An arm may never measure what others do; there is nothing to compare then."""
    rate = Metric("rate", "/s", "more")
    base = [sample(1, metrics={"rate": 2.0}), sample(2, metrics={}), sample(3, metrics={"rate": 4})]
    arm = [sample(number, metrics={"rate": 1.0} if number < 3 else {}) for number in (1, 2, 3)]
    assert paired(arm, base, rate) == ([2.0], [1.0])
    assert sample(1, metrics={}).tells(Metric())
