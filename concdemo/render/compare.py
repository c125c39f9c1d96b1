"""Which reports may be set side by side: those that asked the same question the same way.  Pure.

The rule.  Experiment, baseline and the metric must be equal, and so must every setting
but those that say how long and how often to measure (``IGNORED``) and which modes were
asked for: an arm that only one report has stands alone and says so.  A task's size may
differ where no ``--size`` fixed it: calibration gives every machine tasks that last about
as long, and the ratios that are compared are taken inside one report.  A default that
depends on the machine, such as the number of workers, is in the settings as it was used,
so two machines with different defaults are refused and the option that mends it is named.
"""

from collections.abc import Sequence

from concdemo.errors import UsageFault
from concdemo.model import Report, Value
from concdemo.text import Text

IGNORED = frozenset({"budget", "lang", "mode", "rounds", "seed"})
"""Settings that change neither what an arm does nor what is compared."""

DIFFERENT = Text(
    "These reports can't be set side by side: {what} is {first} in the first and {other} in "
    "report {number}. Measure one of them again with the same value.",
    "이 보고서들은 나란히 놓을 수 없습니다. {what}이(가) 첫 번째 보고서에서는 {first}, "
    "{number}번째 보고서에서는 {other}입니다. 한쪽을 같은 값으로 다시 재 주세요.",
)
OTHER_QUESTION = Text(
    "These reports can't be set side by side: the first is of the experiment {first}, "
    "report {number} of {other}.",
    "이 보고서들은 나란히 놓을 수 없습니다. 첫 번째는 {first} 실험, {number}번째는 {other} 실험의 "
    "보고서입니다.",
)
THE_BASELINE = Text("the baseline", "기준 방식")
THE_METRIC = Text("what arms are compared by", "견주는 값")
THE_SIZE = Text("the size of a task", "작업 크기")
NOT_SET = Text("not set", "정하지 않음")
ON = Text("on", "켜짐")
OFF = Text("off", "꺼짐")


def comparable(reports: Sequence[Report]) -> None:
    """Make sure that the reports may be set side by side.

    Raises:
        UsageFault: two of them differ in what makes their ratios mean the same; names it.
    """
    for number, other in enumerate(reports[1:], 2):
        _compare(reports[0], other, number)


def _compare(first: Report, other: Report, number: int) -> None:
    if first.experiment != other.experiment:
        raise UsageFault(
            OTHER_QUESTION.fill(first=first.experiment, other=other.experiment, number=number)
        )
    pairs: list[tuple[Text, Value, Value]] = [
        (Text.same(f"--{name}"), first.settings.get(name), other.settings.get(name))
        for name in dict.fromkeys([*first.settings, *other.settings])
        if name not in IGNORED
    ]
    pairs.append((THE_BASELINE, first.baseline, other.baseline))
    pairs.append((THE_METRIC, _metric(first), _metric(other)))
    if first.settings.get("size") is not None:
        pairs.append((THE_SIZE, first.size, other.size))
    for what, one, another in pairs:
        if one != another:
            raise UsageFault(
                DIFFERENT.fill(what=what, first=_said(one), other=_said(another), number=number)
            )


def _metric(report: Report) -> str:
    metric = report.metric
    return f"{metric.name} ({metric.unit}, {metric.better})"


def _said(value: Value) -> Text:
    if value is None:
        return NOT_SET
    if isinstance(value, bool):
        return ON if value else OFF
    if isinstance(value, list):
        return Text.same(", ".join(value))
    return Text.same(str(value))
