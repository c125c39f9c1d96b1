"""Spans binned into characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portraits import span, waits

from concdemo.model import Span
from concdemo.render.cells import Cell, Scale, bin_spans

SCALE = Scale(0, 10_000_000, 10)  # ten characters of a millisecond


def drawn(spans: list[Span], scale: Scale = SCALE, lanes: int = 1) -> str:
    """The characters of a row."""
    return "".join(cell.glyph for cell in bin_spans(spans, scale, lanes))


@pytest.mark.parametrize(
    ("spans", "row"),
    [
        ([], "          "),
        ([span(0, 0, 10)], "▇▇▇▇▇▇▇▇▇▇"),
        ([span(0, 2, 4)], "  ▇▇      "),
        ([waits(0, 2, 4)], "  ░░      "),
        ([span(0, 2.5, 4)], "  ▄▇      "),
        ([span(0, 2, 2.001)], "  ▁       "),
        ([waits(0, 2, 2.001)], "  ·       "),
        ([waits(0, 2, 2.5)], "  ░       "),
        ([span(0, 2, 2.4), waits(0, 2.4, 3)], "  ░       "),
        ([span(0, 2, 2.6), waits(0, 2.6, 3)], "  ▄       "),
        ([span(0, 2, 2.5), waits(0, 2.5, 3)], "  ▄       "),
        ([span(0, 2, 3), span(0, 3, 5, 1)], "  ▇▇▇     "),
        ([span(0, -5, 2), span(0, 9, 20)], "▇▇       ▇"),
        ([span(0, 11, 12), span(0, -3, -1)], "          "),
    ],
)
def test_glyphs(spans: list[Span], row: str) -> None:
    """A character shows the state that took most of its time, and how much when it ran."""
    assert drawn(spans) == row


@pytest.mark.parametrize(
    ("running", "glyph"),
    [(0, " "), (1, "▁"), (10, "▁"), (21, "▁"), (22, "▂"), (50, "▄"), (92, "▆"), (93, "▇"),
     (100, "▇")],
)  # fmt: skip
def test_sevenths(running: int, glyph: str) -> None:
    """A share of running time is rounded to the nearest seventh, and never down to nothing."""
    assert Cell(running, 0, 100, 0).glyph == glyph


@pytest.mark.parametrize(
    ("lanes", "row"), [(1, "▇▇▇▇▇▇▇▇▇▇"), (2, "▄▄▄▄▄▄▄▄▄▄"), (7, "▁▁▁▁▁▁▁▁▁▁")]
)
def test_shade_is_the_share_of_lanes(lanes: int, row: str) -> None:
    """One lane that runs among several fills its part of the character."""
    assert drawn([span(0, 0, 10)], lanes=lanes) == row


def test_task_of_a_cell() -> None:
    """A character belongs to the task that had most of what it shows; of equals to the first."""
    cells = bin_spans([span(0, 0, 0.7, 4), span(0, 0.7, 1, 5), span(0, 1.5, 2, 5)], SCALE)
    assert [cell.task for cell in cells[:3]] == [4, 5, None]
    assert bin_spans([span(0, 0, 0.5, 9), span(0, 0.5, 1, 8)], SCALE)[0].task == 8


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 997), st.integers(0, 400)), max_size=20),
    st.integers(1, 200),
    st.integers(0, 500),
    st.integers(1, 900),
)
def test_binning_keeps_totals(
    drawn_spans: list[tuple[bool, int, int]], count: int, begin: int, length: int
) -> None:
    """Running and waiting time inside the scale are kept exactly, whatever the characters."""
    spans = [
        Span(task, 0, "running" if runs else "waiting", since, since + time)
        for task, (runs, since, time) in enumerate(drawn_spans)
    ]
    scale = Scale(begin, begin + length, count)
    cells = bin_spans(spans, scale)

    def inside(state: str) -> int:
        return sum(
            max(0, min(one.end_ns, scale.end_ns) - max(one.begin_ns, scale.begin_ns))
            for one in spans
            if one.state == state
        )

    assert len(cells) == count
    assert sum(cell.running for cell in cells) == count * inside("running")
    assert sum(cell.waiting for cell in cells) == count * inside("waiting")


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(1, 200))
def test_column_is_where_a_span_is_drawn(begin: int, length: int, count: int) -> None:
    """The column of a time is the first that a span from that time on touches."""
    scale = Scale(0, max(begin + length, 1), count)
    cells = bin_spans([Span(0, 0, "running", begin, begin + length)], scale)
    assert next(n for n, cell in enumerate(cells) if cell.running) == scale.column(begin)
