"""Which doubts keep a claim, or a sentence beside its verdict, from being told.  Pure."""

from concdemo.ledger import sentences as say
from concdemo.ledger.book import Also, Rule
from concdemo.ledger.measures import is_seen, others
from concdemo.model import Report
from concdemo.text import Text

BLOCKING = frozenset(
    {
        "busy-machine",
        "client-saturated",
        "few-turns",
        "gil-enabled",
        "idle-load",
        "inexact",
        "limit-hit",
        "little",
        "little-wait",
        "load-unknown",
        "lost-elsewhere",
        "one-core",
        "pooled-server",
        "service-died",
        "shared-client",
        "short-tasks",
        "tasks-failed",
        "uneven-tasks",
    }
)
"""Doubts that could make or hide any of the effects that the claims are about."""

OF_OTHERS = frozenset({"busy-machine", "load-unknown"})
"""Those about what other programs did: they change how long things took, not what was answered."""

OF_THE_ARM = frozenset({"cores", "count", "level", "over", "seen"})
"""Kinds of measures into which the arm that an arm is compared with doesn't come."""


def doubt_of(named: set[str], rule: Rule, report: Report) -> Text | None:
    """What keeps the intervals of these arms from being believed, or None."""
    blocking = BLOCKING.difference(rule.leaves_open, OF_OTHERS if _is_seen(rule) else ())
    involved = named | {report.base(arm) for arm in report.arms if arm.name in named}
    for arm in report.arms:
        if arm.name in involved and arm.status == "failed":
            assert arm.reason is not None
            return say.ARM_FAILED.fill(arm=arm.name, why=arm.reason)
    for caveat in report.caveats:
        if caveat.code in blocking and (caveat.arm is None or caveat.arm in involved):
            return (
                caveat.detail
                if caveat.arm is None
                else say.OF_ARM.fill(arm=caveat.arm, detail=caveat.detail)
            )
    return None


def _is_seen(rule: Rule) -> bool:
    """Whether it is only about what other programs can't change."""
    named = [test.measure for test in rule.tests]
    named += [rule.control.measure] if rule.control is not None else []
    return all(map(is_seen, named))


def is_doubted(one: Also, report: Report) -> bool:
    """Whether there is a doubt about what it tells of: a verdict's own arms have none by then."""
    arm = report.arm(one.arm)
    if arm is None:
        return False
    kind = (one.measure or "").partition(":")[0]
    named = {arm.name, *others(one.measure or "")}
    named |= set() if kind in OF_THE_ARM else {report.base(arm)}
    return any(caveat.code in BLOCKING and caveat.arm in named for caveat in report.caveats)
