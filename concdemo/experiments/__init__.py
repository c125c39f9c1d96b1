"""The questions that can be asked: one module each, and the table that names them.

To add one, write its module here, add its row, and write the claims that it can test
in ``ledger/claims``.  Nothing else needs to change.
"""

import importlib
from collections.abc import Mapping
from types import MappingProxyType

from concdemo.experiments.experiment import Experiment

EXPERIMENTS: Mapping[str, str] = MappingProxyType(
    {
        "gil": "concdemo.experiments.gil:EXPERIMENT",
        "io": "concdemo.experiments.io:EXPERIMENT",
    }
)


def find(name: str) -> Experiment:
    """The experiment of that name.

    Raises:
        KeyError: there is none.
    """
    module, _, attribute = EXPERIMENTS[name].partition(":")
    experiment: Experiment = getattr(importlib.import_module(module), attribute)
    return experiment
