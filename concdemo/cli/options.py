"""The options that every experiment has, beside its own."""

from concdemo.cli import words
from concdemo.settings import Option

RUN_OPTIONS = (
    Option("rounds", "count", words.ROUNDS, high=1_000, shown_default=words.ROUNDS_DEFAULT),
    Option(
        "budget", "seconds", words.BUDGET, low=0.1, high=3_600, shown_default=words.BUDGET_DEFAULT
    ),
    Option("seed", "count", words.SEED, low=0, high=2**32 - 1, shown_default=words.SEED_DEFAULT),
)
"""How long and how often to measure."""

OUTPUT_OPTIONS = (Option("json", "text", words.JSON),)
"""What to do with the report."""
