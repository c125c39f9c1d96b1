"""The options that every experiment has, beside its own."""

from dataclasses import replace

from concdemo.cli import words
from concdemo.cli.exports import EXPORTS
from concdemo.settings import Option
from concdemo.text import Text

RUN_OPTIONS = (
    Option("rounds", "count", words.ROUNDS, high=1_000, shown_default=words.ROUNDS_DEFAULT),
    Option(
        "budget",
        "seconds",
        words.BUDGET,
        low=0.1,
        high=3_600,
        shown_default=words.EACH_BUDGET_DEFAULT,
    ),
    Option("seed", "count", words.SEED, low=0, high=2**32 - 1, shown_default=words.SEED_DEFAULT),
)
"""How long and how often to measure."""


def run_options(budget_s: float) -> tuple[Option, ...]:
    """The same for one experiment, which says how long it takes."""
    told = words.BUDGET_DEFAULT.fill(seconds=budget_s)
    return tuple(
        replace(option, shown_default=told) if option.name == "budget" else option
        for option in RUN_OPTIONS
    )


VIEW_OPTIONS = (
    Option(
        "no-rails",
        "flag",
        Text(
            "Leave out the rails: who ran when, a line a lane.",
            "레일(누가 언제 실행됐는지를 한 줄씩 그린 그림)을 보이지 않습니다.",
        ),
        default=False,
    ),
)
"""How the report is shown."""

OUTPUT_OPTIONS = (*(export.option for export in EXPORTS.values()), *VIEW_OPTIONS)
"""What to do with the report."""
