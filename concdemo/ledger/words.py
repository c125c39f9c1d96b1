"""A rule in words, made from its data, so that what is said is what is done.  Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from concdemo.drawn import Unit
from concdemo.ledger.book import Band, Bound, Claim, Control, Rule, Test
from concdemo.ledger.listing import name_of
from concdemo.ledger.metric_words import metric_words
from concdemo.text import Text

SUPPORTED = Text("Supported if: {tests}.", "맞음: {tests}.")
REFUTED = Text("Refuted if: {tests}.", "틀림: {tests}.")
SPEAKS_FOR = Text("For it speaks: {tests}.", "맞다는 쪽: {tests}.")
SPEAKS_AGAINST = Text("Against it speaks: {tests}.", "틀리다는 쪽: {tests}.")
DEPENDS = Text(
    "It depends where some are clearly on one side and some on the other.",
    "뚜렷이 이쪽인 것과 뚜렷이 저쪽인 것이 섞여 있으면 ‘조건에 따라 다름’입니다.",
)
OTHERWISE = Text(
    "Else inconclusive: a whole 95 % interval must lie there, and a count in every clean round.",
    "그 밖에는 판정 보류입니다. "
    "95 % 구간 전체가, 개수라면 깨끗한 라운드의 값 모두가 그 안에 있어야 합니다.",
)
CONTROL = Text(
    "Only if this is seen in the same rounds: {test}.",
    "다만 같은 라운드에서 이것이 보여야 합니다: {test}.",
)
CORES = Text("Needs at least {cores} usable cores.", "쓸 수 있는 코어가 {cores}개 이상 필요합니다.")
AT_LEAST = Text("Needs at least {settings}.", "{settings} 이상이어야 합니다.")
ONLY = Text("Tested by runs with {settings}.", "{settings}(으)로 실행할 때 시험합니다.")
ELSEWHERE = Text("Not tested with {settings}: {why}", "{settings}이면 시험하지 않습니다: {why}")
LISTS = Text(
    "Each of these {all} stands for itself; at least {enough} must be clear: {arms}.",
    "이 {all}가지는 저마다 따로 봅니다. {enough}가지 이상이 뚜렷해야 합니다: {arms}.",
)
ONE_REFUTES = Text(
    "One that is clearly against it refutes it.",
    "하나라도 뚜렷이 어긋나면 ‘틀림’입니다.",
)
LEAVES_OPEN: Mapping[str, Text] = MappingProxyType(
    {
        "client-saturated": Text(
            "Where a server was not the limit, what it did counts as the least that it can.",
            "서버가 한계가 아니었던 곳에서는 잰 값을 ‘적어도 이만큼’으로 봅니다.",
        ),
    }
)
"""Doubts by which an arm may be better than it was seen to be."""

EACH = Text("each", "각각")
RATIO = Text("ratio", "배율")
OPTIONAL = Text("{arm} (if measured)", "{arm}(쟀을 때)")
CLAUSE = Text("{arms} – {what} {band}", "{arms} – {what} {band}")

ABOVE = Text("above {low}", "{low} 초과")
BELOW = Text("below {high}", "{high} 미만")
BETWEEN = Text("between {low} and {high}", "{low} 초과 {high} 미만")
NAMED: Mapping[str, Text] = MappingProxyType(
    {
        "scales": Text(
            "the mark for scaling (1.4 × on two cores)", "코어 수에 맞춘 선(2개면 1.4배)"
        ),
        "half": Text("half of how many were in flight", "한꺼번에 보낸 수의 절반"),
    }
)
"""Bounds that a report's facts give."""

DOUBTS: Mapping[str, Text] = MappingProxyType(
    {
        "server-not-saturated": Text(
            "the loop's process was not busy all the time", "루프의 프로세스가 내내 바쁘지는 않았을"
        ),
    }
)
"""Doubts that make another metric stand in."""


TIMES = (("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("ns", 1))


class Said(NamedTuple):
    """What a test looks at, and the unit of its bounds; ``×`` for ratios."""

    what: Text
    unit: Unit


def _speedup(_: str) -> Said:
    return Said(Text("speed-up over its baseline", "기준과 견준 속도 배율"), "×")


def _times(_: str) -> Said:
    return Said(Text("its value ÷ its baseline's", "자신의 값 ÷ 기준의 값"), "×")


def _speedup_unless(detail: str) -> Said:
    code, _, metric = detail.partition(":")
    words = Text(
        "speed-up over its baseline (of {metric}, where {doubt})",
        "기준과 견준 속도 배율({doubt} 때는 {metric}의 배율)",
    )
    return Said(
        words.fill(doubt=DOUBTS.get(code, Text.same(code)), metric=metric_words(metric).words), "×"
    )


def _over(detail: str) -> Said:
    other, _, metric = detail.partition(":")
    if not metric:
        return Said(
            Text("times better than {other}", "{other}와(과) 견준 배율").fill(other=other), "×"
        )
    words = Text("{metric} of {other} ÷ its own", "{other}의 {metric} ÷ 자신의 값")
    return Said(words.fill(other=other, metric=metric_words(metric).words), "×")


def _cores(_: str) -> Said:
    return Said(Text("cores kept busy", "쓴 코어 수"), "count")


def _all_over_one(_: str) -> Said:
    words = Text("time for a batch in flight ÷ for one alone", "한 묶음에 쓴 시간 ÷ 하나에 쓴 시간")
    return Said(words, "×")


def _metric(metric: str) -> Said:
    said = metric_words(metric)
    return Said(said.words, said.unit)


MEASURES: Mapping[str, Callable[[str], Said]] = MappingProxyType(
    {
        "speedup": _speedup,
        "times": _times,
        "speedup-unless": _speedup_unless,
        "cores": _cores,
        "all-over-one": _all_over_one,
        "over": _over,
        "count": _metric,
        "seen": _metric,
        "level": _metric,
    }
)
"""The words of each kind of measure."""


def in_words(claim: Claim) -> list[Text]:
    """The claim's rule, a sentence each; nothing where it has none."""
    rule = claim.rule
    if rule is None:
        return []
    told = [ONLY.fill(settings=_settings(claim.only))] if claim.only else []
    told += _listed(rule) if rule.lists else _tested(rule)
    if rule.control is not None:
        told.append(CONTROL.fill(test=_control(rule.control)))
    if rule.cores > 1:
        told.append(CORES.fill(cores=rule.cores))
    if rule.at_least:
        least = ", ".join(f"--{name} {n:g}" for name, n in rule.at_least.items())
        told.append(AT_LEAST.fill(settings=least))
    for one in rule.elsewhere:
        told.append(ELSEWHERE.fill(settings=_settings(one.where), why=one.because))
    return told


def _tested(rule: Rule) -> list[Text]:
    told = []
    sides = (("supported", SUPPORTED, SPEAKS_FOR), ("refuted", REFUTED, SPEAKS_AGAINST))
    for side, decides, speaks in sides:
        if side in rule.because:
            told.append(decides.fill(tests=_side(rule.tests, side)))
        elif rule.depends and any(_of(test, side) for test in rule.tests):
            told.append(speaks.fill(tests=_side(rule.tests, side)))
    return [*told, *([DEPENDS] if rule.depends else []), OTHERWISE]


def _listed(rule: Rule) -> list[Text]:
    """A rule whose tests stand for themselves: what they have in common once, then their names."""
    assert rule.lists is not None
    arms = ", ".join(name_of(test, rule.lists) for test in rule.tests)
    told = [LISTS.fill(all=len(rule.tests), enough=rule.lists.enough, arms=arms)]
    for side, template in (("supported", SUPPORTED), ("refuted", REFUTED)):
        for said, band in dict.fromkeys(
            (_said(test, rule), _of(test, side)) for test in rule.tests
        ):
            if band is not None:
                clause = CLAUSE.fill(arms=EACH, what=said.what, band=_band(band, said.unit))
                told.append(template.fill(tests=clause))
    told += [LEAVES_OPEN[code] for code in rule.leaves_open]
    return [*told, ONE_REFUTES if rule.lists.one_refutes else DEPENDS, OTHERWISE]


def _said(test: Test, rule: Rule) -> Said:
    if rule.lists is not None and rule.lists.pairs:
        return Said(RATIO, "×")  # the names say what is divided by what
    kind, _, detail = test.measure.partition(":")
    return MEASURES[kind](detail)


def _of(test: Test, side: str) -> Band | None:
    return test.supported if side == "supported" else test.refuted


def _side(tests: Iterable[Test], side: str) -> Text:
    """What of all tests must hold for that side; arms of which the same must hold, together."""
    alike: dict[tuple[str, Band], list[Text]] = {}
    for test in tests:
        band, arm = _of(test, side), Text.same(test.arm)
        if band is not None:
            arms = alike.setdefault((test.measure, band), [])
            arms.append(arm if test.required else OPTIONAL.fill(arm=arm))
    clauses = [
        _clause(Text.join(arms, ", "), measure, band) for (measure, band), arms in alike.items()
    ]
    return Text.join(clauses, "; ")


def _control(control: Control) -> Text:
    return _clause(Text.same(control.arm), control.measure, control.band)


def _clause(arms: Text, measure: str, band: Band) -> Text:
    kind, _, detail = measure.partition(":")
    said = MEASURES[kind](detail)
    return CLAUSE.fill(arms=arms, what=said.what, band=_band(band, said.unit))


def _band(band: Band, unit: Unit) -> Text:
    low = None if band.above is None else _bound(band.above, unit)
    high = None if band.below is None else _bound(band.below, unit)
    if low is not None and high is not None:
        return BETWEEN.fill(low=low, high=high)
    return ABOVE.fill(low=low) if low is not None else BELOW.fill(high=high)


def _bound(bound: Bound, unit: Unit) -> Text:
    if isinstance(bound, str):
        return NAMED[bound]
    if unit == "×":
        return Text(f"{bound:g} ×", f"{bound:g}배")
    if unit == "ns":
        return Text.same(next(f"{bound / n:g} {u}" for u, n in TIMES if bound >= n or n == 1))
    return Text.same(f"{100 * bound:g} %" if unit == "share" else f"{bound:g}")


def _settings(chosen: Mapping[str, Sequence[str]]) -> Text:
    either = (f"--{name} {'|'.join(choices)}" for name, choices in chosen.items())
    return Text.same(" ".join(either))
