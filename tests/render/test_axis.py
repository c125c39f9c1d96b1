"""The time axis."""

import pytest

from concdemo.render.axis import axis_lines, tick_step
from concdemo.render.cells import Scale

MS = 1_000_000


@pytest.mark.parametrize(
    ("scale", "step"),
    [
        (Scale(0, 300 * MS, 60), (50 * MS, MS, "ms")),
        (Scale(0, 1000 * MS, 100), (100 * MS, MS, "ms")),
        (Scale(0, 5000 * MS, 100), (500 * MS, 1000 * MS, "s")),
        (Scale(0, 700_000, 60), (200_000, 1_000, "µs")),
        (Scale(0, 1, 60), (1, 1, "ns")),
        (Scale(0, 3600 * 1000 * MS, 60), (1000 * 1000 * MS, 1000 * MS, "s")),
    ],
)
def test_steps_are_round(scale: Scale, step: tuple[int, int, str]) -> None:
    """Ticks are 1, 2 or 5 of a power of ten apart, in a unit of which the end has some."""
    assert tick_step(scale) == step


def test_axis() -> None:
    """Ticks stand at their characters, and times below their ticks."""
    assert axis_lines(Scale(0, 300 * MS, 60), 3) == (
        "   └┬─────────┬─────────┬─────────┬─────────┬─────────┬─────────",
        "    0         50 ms     100 ms    150 ms    200 ms    250 ms",
    )


def test_axis_of_a_stretch() -> None:
    """An axis that begins later has its first tick at the first round time."""
    assert axis_lines(Scale(105 * MS, 145 * MS, 40), 0) == (
        "└─────┬─────────┬─────────┬─────────┬────",
        "      110 ms    120 ms    130 ms",
    )
