"""What ``web wait`` makes of a report: its maps, and what it doubts.  Pure."""

from collections.abc import Iterable

from concdemo import stats
from concdemo.drawn import Axis, HeatCell, HeatMap, Panel, Side
from concdemo.experiments.web.doubts import CLIENT_LIMIT, usual
from concdemo.experiments.web.wait import words as say
from concdemo.experiments.web.wait.grid import LIMIT_NS, Spot
from concdemo.experiments.web.words import CLIENT_TOO_BUSY
from concdemo.model import ArmReport, Caveat, Report


def heat_maps(report: Report) -> list[HeatMap]:
    """A panel for each stack that was measured; none where the grid is empty."""
    waits, connections = (_numbers(report, name) for name in ("waits", "connections"))
    panels = [
        Panel(arm.name, [[cell(arm, Spot(wait, count)) for count in connections] for wait in waits])
        for arm in report.arms
        if arm.samples
    ]
    if not (panels and waits and connections):
        return []
    return [
        HeatMap(
            title=say.TITLE,
            rows=Side(Axis(say.ROWS, "ms"), [float(wait) for wait in waits]),
            columns=Side(Axis(say.COLUMNS), [float(count) for count in connections]),
            value=Axis(say.AT_ONCE),
            shade=say.SHADE,
            panels=panels,
            blank=say.BLANK.fill(limit=LIMIT_NS / 1e9),
        )
    ]


def _numbers(report: Report, name: str) -> list[int]:
    words = report.settings.get(name)
    return sorted(map(int, words)) if isinstance(words, list) else []


def cell(arm: ArmReport, spot: Spot) -> HeatCell:
    """How many waited at once, from the clean samples that measured it, if there are any."""
    metric = f"at-{spot.name}"
    values = _values(arm, metric, clean=True) or _values(arm, metric, clean=False)
    if not values:
        return HeatCell(None)
    found = stats.level(values)
    assert found is not None
    share = min(1.0, found.ratio / spot.connections)
    return HeatCell(found.ratio, share, found.low, found.high)


def _values(arm: ArmReport, metric: str, clean: bool) -> list[float]:
    return [s.metrics[metric] for s in arm.samples if metric in s.metrics and s.clean is clean]


def doubts(report: Report) -> list[Caveat]:
    """A client that was busy all the time may have been what set the pace."""
    return list(_saturated(arm for arm in report.arms if arm.status == "ok"))


def _saturated(arms: Iterable[ArmReport]) -> Iterable[Caveat]:
    for arm in arms:
        client = usual(arm, "client-busy")
        if client is not None and client > CLIENT_LIMIT:
            words = CLIENT_TOO_BUSY.fill(client=100 * client)
            yield Caveat("client-saturated", arm.name, words)
