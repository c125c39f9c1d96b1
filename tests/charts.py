"""Made-up charts: points that nobody measured."""

from concdemo.drawn import Axis, Chart, Point, Series
from concdemo.text import Text

MS = 1_000_000


def chart(*series: tuple[str, list[Point]], x: Axis | None = None, y: Axis | None = None) -> Chart:
    """A chart of those series, of a count against a time unless other axes are given."""
    return Chart(
        title=Text("How it grows", "어떻게 늘어나나"),
        x=x or Axis(Text("at once", "동시에")),
        y=y or Axis(Text("time", "걸린 시간"), "ns"),
        series=[Series(name, points) for name, points in series],
    )


def growing(log: bool = False) -> Chart:
    """Two series over 1 to 1,000 on axes of either kind; one of them has intervals."""
    places = (1, 10, 100, 1000)
    return chart(
        ("threads", [Point(at, at * MS, at * MS * 0.8, at * MS * 1.2) for at in places]),
        ("async", [Point(at, 5 * MS) for at in places]),
        x=Axis(Text("at once", "동시에"), log=log),
        y=Axis(Text("time", "걸린 시간"), "ns", log=log),
    )
