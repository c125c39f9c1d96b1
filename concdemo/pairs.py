"""Pairs: what two arms gave in the same rounds, from which ratios are taken.  Pure."""

from collections.abc import Sequence

from concdemo.model import Metric, Sample


def paired(
    arm: Sequence[Sample], baseline: Sequence[Sample], metric: Metric
) -> tuple[list[float], list[float]]:
    """The metric's values of the rounds in which both are clean: the baseline's, the arm's.

    What a sample doesn't tell of, since its arm never measures it, is in no pair.
    """
    by_round = {s.round: s.value(metric) for s in baseline if s.clean and s.tells(metric)}
    both = [s for s in arm if s.clean and s.round in by_round and s.tells(metric)]
    return [by_round[sample.round] for sample in both], [s.value(metric) for s in both]
