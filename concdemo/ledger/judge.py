"""From a report to verdicts.  Pure.

Every way of not knowing is looked at before any interval is: a verdict needs the arms,
the settings, the cores, no doubt that could have made the effect, enough clean rounds,
and the control.  Only then do the tests speak.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec

from concdemo.ledger import sentences as say
from concdemo.ledger.book import Also, Band, Claim, Rule, Test, claims
from concdemo.ledger.doubts import BLOCKING as BLOCKING
from concdemo.ledger.doubts import doubt_of, is_doubted
from concdemo.ledger.listing import Outcome, conclude
from concdemo.ledger.measures import Facts, facts_of, measure, opened, others
from concdemo.model import Interval, Judgement, Report, Verdict
from concdemo.text import Text


def with_verdicts(report: Report) -> Report:
    """The report with a verdict for each claim that such a run has something to say of."""
    found = [judge(claim, report) for claim in claims() if claim.concerns(report)]
    return replace(report, verdicts=found)


def judge(claim: Claim, report: Report) -> Verdict:
    """What the report says of the claim."""
    if claim.rule is None:
        return without_rule(claim)
    judgement, because = _weigh(claim.rule, report)
    return Verdict(claim.id, claim.sentence, judgement, because)


def without_rule(claim: Claim) -> Verdict:
    """What is said of a claim that no run tests."""
    if claim.untestable is not None:
        return Verdict(claim.id, claim.sentence, "untestable", claim.untestable)
    return Verdict(claim.id, claim.sentence, "untested", say.NO_EXPERIMENT)


def _weigh(rule: Rule, report: Report) -> tuple[Judgement, Text]:
    facts = facts_of(report)
    unfit = _unfit(rule, report, facts)
    if unfit is not None:
        return "untested", unfit
    tests = [test for test in rule.tests if test.required or _are_there(report, test)]
    doubt = doubt_of(_decisive(rule, tests), rule, report)
    if doubt is not None:
        return "inconclusive", doubt
    measured = [(test, _interval(test, rule, report)) for test in tests]
    sides: list[str] = []
    for test, interval in measured:
        if interval is not None and interval.low is not None:
            sides.append(_side(test, interval, facts.numbers))
        elif rule.lists is None:
            return "inconclusive", say.TOO_FEW.fill(arm=test.arm)
        else:
            sides.append("neither")
    if rule.control is not None:
        interval = measure(rule.control.measure, rule.control.arm, report)
        if interval is None or interval.low is None:
            return "inconclusive", say.TOO_FEW.fill(arm=rule.control.arm)
        if not _inside(interval, rule.control.band, facts.numbers):
            return "inconclusive", facts.fill(rule.control.otherwise)
    if rule.lists is not None:
        outcomes = [
            _outcome(test, interval, side, rule, report)
            for (test, interval), side in zip(measured, sides, strict=True)
        ]
        judgement, told = conclude(rule, rule.lists, outcomes, facts, report)
        return judgement, _with(told, rule.also, facts, report)
    return _conclude(rule, measured, sides, facts, report)


def _interval(test: Test, rule: Rule, report: Report) -> Interval | None:
    found = measure(test.measure, test.arm, report)
    if found is None or found.low is None or not rule.leaves_open:
        return found
    return opened(found, test.measure, test.arm, report, rule.leaves_open)


def _outcome(
    test: Test, interval: Interval | None, side: str, rule: Rule, report: Report
) -> Outcome:
    """What a test gave; of one that has an end in both directions, something is known."""
    doubt = doubt_of(_both(test), rule, report)
    if doubt is not None:
        return Outcome(test, interval, "neither", doubt)
    if interval is None or interval.low is None:
        return Outcome(test, interval, side, say.TOO_FEW.fill(arm=test.arm))
    is_open = interval.low == 0 or interval.high == math.inf
    if side == "neither" and is_open:
        doubt = doubt_of(_both(test), msgspec.structs.replace(rule, leaves_open=[]), report)
    return Outcome(test, interval, side, doubt)


def _both(test: Test) -> set[str]:
    return {test.arm, *others(test.measure)}


def _conclude(
    rule: Rule,
    measured: list[tuple[Test, Interval | None]],
    sides: list[str],
    facts: Facts,
    report: Report,
) -> tuple[Judgement, Text]:
    if set(sides) == {"supported"}:
        return "supported", _told(rule.because["supported"], rule.also, facts, report)
    if set(sides) == {"refuted"}:
        return "refuted", _told(rule.because["refuted"], rule.also, facts, report)
    for (test, interval), side in zip(measured, sides, strict=True):
        if side == "neither":
            assert interval is not None
            return "inconclusive", _between(test, interval, report)
    if rule.depends:
        return "depends", _told(rule.because["depends"], rule.also, facts, report)
    required = {side for (test, _), side in zip(measured, sides, strict=True) if test.required}
    if required == {"refuted"}:
        return "refuted", _told(rule.because["refuted"], rule.also, facts, report)
    return "inconclusive", _told(say.DISAGREE, rule.also, facts, report)


def _between(test: Test, interval: Interval, report: Report) -> Text:
    """The interval that speaks for no side; a time in milliseconds, as people read it."""
    assert interval.low is not None and interval.high is not None
    kind, _, metric = test.measure.partition(":")
    units = {column.metric: column.unit for column in report.columns}
    units[report.metric.name] = report.metric.unit
    in_ms = kind == "level" and units.get(metric) == "ns"
    low, high = (end / 1e6 if in_ms else end for end in (interval.low, interval.high))
    return say.BETWEEN.fill(arm=test.arm, low=low, high=high, unit=" ms" if in_ms else "")


def _told(because: Text, also: list[Also], facts: Facts, report: Report) -> Text:
    """The sentence, and what else was measured beside it."""
    return _with(facts.fill(because), also, facts, report)


def _with(told: Text, also: list[Also], facts: Facts, report: Report) -> Text:
    added = [
        facts.fill(one.text)
        for one in also
        if _applies(one, facts, report) and not is_doubted(one, report)
    ]
    return Text.join([told, *added])


def _applies(one: Also, facts: Facts, report: Report) -> bool:
    if one.measure is None or one.band is None:
        return (one.arm in facts.measured) is not one.missing
    interval = measure(one.measure, one.arm, report)
    return interval is not None and _inside(interval, one.band, facts.numbers)


def _unfit(rule: Rule, report: Report, facts: Facts) -> Text | None:
    """Why this run can't test the claim, or None."""
    for elsewhere in rule.elsewhere:
        if all(report.settings.get(key) in words for key, words in elsewhere.where.items()):
            return _told(elsewhere.because, elsewhere.also, facts, report)
    for setting, least in rule.at_least.items():
        value = report.settings.get(setting)
        if not isinstance(value, int | float) or value < least:
            return say.SETTING_TOO_LOW.fill(setting=setting, value=value, least=least)
    if report.host.cores < rule.cores:
        return say.TOO_FEW_CORES.fill(cores=rule.cores)
    for name in _needed(rule):
        arm = report.arm(name)
        if arm is None:
            return say.ARM_NOT_RUN.fill(arm=name, experiment=report.experiment)
        if arm.status == "unavailable":
            assert arm.reason is not None
            return say.ARM_UNAVAILABLE.fill(arm=name, why=arm.reason)
    return None


def _needed(rule: Rule) -> Iterable[str]:
    tests = [test for test in rule.tests if test.required]
    names = [name for test in tests for name in (test.arm, *others(test.measure))]
    names += [rule.control.arm] if rule.control else []
    return dict.fromkeys(names)


def _are_there(report: Report, test: Test) -> bool:
    """Whether its arms ran, well or not: what a failed one would have said isn't known."""
    arms = [report.arm(name) for name in _both(test)]
    return all(arm is not None and arm.status != "unavailable" for arm in arms)


def _decisive(rule: Rule, tests: list[Test]) -> set[str]:
    """The arms of which a doubt keeps the whole claim from a verdict."""
    if rule.lists is None:
        return {*_needed(rule), *(test.arm for test in tests)}
    return {rule.control.arm} if rule.control else set()


def _side(test: Test, interval: Interval, numbers: Mapping[str, float]) -> str:
    for side, band in (("supported", test.supported), ("refuted", test.refuted)):
        if band is not None and _inside(interval, band, numbers):
            return side
    return "neither"


def _inside(interval: Interval, band: Band, numbers: Mapping[str, float]) -> bool:
    """Whether the whole interval lies inside the band."""
    if interval.low is None or interval.high is None:
        return False
    above, below = (
        numbers[bound] if isinstance(bound, str) else bound for bound in (band.above, band.below)
    )
    return (above is None or interval.low > above) and (below is None or interval.high < below)
