"""The time axis below rails: ticks at round times, and the times in the unit that fits.

Pure text; who draws it chooses its style.
"""

from concdemo.render.cells import Scale

TICK_CELLS = 10
"""Fewest characters from one tick to the next, so that their times have room."""

UNITS = (("s", 10**9), ("ms", 10**6), ("µs", 10**3), ("ns", 1))


def axis_lines(scale: Scale, indent: int) -> tuple[str, str]:
    """The line of ticks and the line of their times, so many characters from the left."""
    step, size, unit = tick_step(scale)
    strokes, times = ["─"] * scale.count, ""
    tick = -(-scale.begin_ns // step) * step
    while tick < scale.end_ns:
        column, label = scale.column(tick), f"{tick / size:.10g} {unit}" if tick else "0"
        strokes[column] = "┬"
        if column >= len(times) and column + len(label) <= scale.count:
            times = times.ljust(column) + label
        tick += step
    left = " " * indent
    return f"{left}└{''.join(strokes)}", f"{left} {times}"


def tick_step(scale: Scale) -> tuple[int, int, str]:
    """(nanoseconds between ticks, nanoseconds in the unit, the unit).

    The step is 1, 2 or 5 times a power of 10; the unit is one that the end has two of.
    """
    least = scale.cell_ns * TICK_CELLS
    power = 1
    while power * 10 < least:
        power *= 10
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= least)
    unit, size = next((unit, size) for unit, size in UNITS if scale.end_ns >= 2 * size or size == 1)
    return step, size, unit
