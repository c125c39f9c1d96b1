"""Made-up heat maps: places that nobody measured."""

from concdemo.drawn import Axis, HeatCell, HeatMap, Panel, Side
from concdemo.text import Text

TITLE = Text("How many waited at once", "한꺼번에 기다린 요청의 수")


def heat_map(
    *panels: tuple[str, list[list[HeatCell]]], blank: Text | None = None, unit: str = "count"
) -> HeatMap:
    """A map over waits of 0 and 50 ms and 1, 10 and 200 requests, with those panels."""
    return HeatMap(
        title=TITLE,
        rows=Side(Axis(Text("the wait", "기다리는 시간"), "ms"), [10, 50]),
        columns=Side(Axis(Text("in flight", "동시 요청 수")), [1, 10, 200]),
        value=Axis(Text("waiting at once", "동시에 기다린 수"), unit),
        shade=Text("share of the requests in flight", "동시 요청 가운데 기다린 비율"),
        panels=[Panel(name, cells) for name, cells in panels],
        blank=blank,
    )


def row(*values: float | None, shades: tuple[float, ...] = (1.0, 0.5, 0.1)) -> list[HeatCell]:
    """A row of places."""
    return [
        HeatCell(None) if value is None else HeatCell(value, shade)
        for value, shade in zip(values, shades, strict=True)
    ]


def two_panels() -> HeatMap:
    """Two stacks: one of them has a place that was not measured, one an interval."""
    first = [row(0.99, 5.0, 20.04), row(1.0, 9.9, None, shades=(1.0, 0.99, 0.0))]
    second = [row(1.0, 4.0, 183.2, shades=(0.199, 0.4, 0.92)), row(1.0, 10.0, 40.0)]
    second[1][2] = HeatCell(40.0, 0.2, 39.0, 41.0)
    blank = Text("it would take too long.", "너무 오래 걸립니다.")
    return heat_map(("flask/gthread", first), ("fastapi/uvicorn", second), blank=blank)
