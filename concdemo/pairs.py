"""Pairs: what two arms gave in the same rounds, from which ratios are taken.  Pure."""

from collections.abc import Sequence

from concdemo.model import Metric, Sample


def paired(
    arm: Sequence[Sample], baseline: Sequence[Sample], metric: Metric
) -> tuple[list[float], list[float]]:
    """The metric's values of the rounds in which both are clean: the baseline's, the arm's."""
    by_round = {sample.round: sample.value(metric) for sample in baseline if sample.clean}
    both = [sample for sample in arm if sample.clean and sample.round in by_round]
    return [by_round[sample.round] for sample in both], [s.value(metric) for s in both]
