"""Claims about many things at once: pairs by name, what may be better than seen, and "the most"."""

import math
from collections.abc import Iterable, Mapping

import builders
import pytest
from builders import ends

from concdemo.ledger import book  # not its book.Test, which pytest would collect
from concdemo.ledger.book import Band, Claim, Lists, Rule
from concdemo.ledger.judge import judge
from concdemo.ledger.measures import measure, opened
from concdemo.ledger.words import in_words
from concdemo.model import Caveat, Metric, Report, Sample, Verdict
from concdemo.text import Text

RATE = Metric("rate", "/s", "more")
MORE, NO_MORE = Band(above=1.3), Band(below=1.2)
LIMITED = Text("it may be better", "더 나을 수 있음")
SAID = Lists(
    enough=2,
    supported=Text("More: {arms}.", "더: {arms}."),
    refuted=Text("Not more: {arms}.", "아님: {arms}."),
    neither=Text("Not clear: {arms}.", "모름: {arms}."),
    pairs=True,
)


def rates(rate: float, count: int = 8) -> list[Sample]:
    """Samples of about that rate."""
    return [
        builders.sample(number, metrics={"rate": rate * (1 + number / 10_000)})
        for number in range(1, count + 1)
    ]


def seen(limited: Iterable[str] = (), **by_arm: float) -> Report:
    """A report of these rates; of the limited ones it is doubted that they are the most."""
    return builders.report(
        {name: rates(rate) for name, rate in by_arm.items()},
        metric=RATE,
        caveats=[Caveat("client-saturated", name, LIMITED) for name in limited],
    )


def over(arm: str, other: str, **changed: bool) -> book.Test:
    """Whether one is more than 1.3 times the other."""
    return book.Test(arm, f"over:{other}", MORE, NO_MORE, **changed)


def claim(tests: list[book.Test], lists: Lists = SAID, *, open_ended: bool = True) -> Claim:
    """A claim of these pairs."""
    because = {
        verdict: Text(verdict, verdict)
        for verdict in ("supported", "refuted", *(() if lists.one_refutes else ("depends",)))
    }
    rule = Rule(
        tests=tests,
        because=because,  # type: ignore[arg-type]
        depends=not lists.one_refutes,
        lists=lists,
        leaves_open=["client-saturated"] if open_ended else [],
    )
    return Claim("web.made-up", [], Text("A sentence.", "문장."), experiment="gil", rule=rule)


def verdict(report: Report, *tests: book.Test, **settings: bool) -> Verdict:
    """What the report says of a claim of these pairs."""
    return judge(claim(list(tests), **settings), report)  # type: ignore[arg-type]


# ── pairs ────────────────────────────────────────────────────────────────────


def test_pairs_are_named_by_both_arms() -> None:
    """The ratio is of the first to the second, whatever both are compared with in the table."""
    found = verdict(seen(a=100, b=200, c=210), over("b", "a"), over("c", "b"))
    assert found.verdict == "depends"
    assert found.because.en == "depends More: b ÷ a 2.00 ×. Not more: c ÷ b 1.05 ×."
    assert found.because.ko == "depends 더: b ÷ a 2.00배. 아님: c ÷ b 1.05배."


def test_what_both_names_begin_with_is_said_once() -> None:
    """The endpoint of both."""
    report = builders.report({"json a": rates(100), "json b": rates(300)}, metric=RATE)
    found = verdict(report, over("json b", "json a"), over("json b", "json a"))
    assert "More: json b ÷ a 3.00 ×, json b ÷ a 3.00 ×." in found.because.en
    report = builders.report({"wait a": rates(100), "json b": rates(300)}, metric=RATE)
    found = verdict(report, over("json b", "wait a"), over("json b", "wait a"))
    assert "json b ÷ wait a 3.00 ×" in found.because.en


def test_a_pair_without_its_other_is_left_out_where_it_may_be() -> None:
    """What isn't there says nothing; what must be there keeps the claim from being tested."""
    report = seen(a=100, b=200, c=250)
    optional = over("b", "missing", required=False)
    found = verdict(report, over("b", "a"), over("c", "a"), optional)
    assert found.verdict == "supported" and "missing" not in found.because.en
    assert verdict(report, over("b", "a"), over("b", "missing")).verdict == "untested"


def test_a_doubt_of_either_arm_makes_a_pair_unclear() -> None:
    """Of the second as of the first."""
    report = seen(a=100, b=200, c=250)
    for name in ("a", "b"):
        doubted = builders.report(
            {arm.name: arm.samples for arm in report.arms},
            metric=RATE,
            caveats=[Caveat("tasks-failed", name, LIMITED)],
        )
        assert "Not clear: b ÷ a" in verdict(doubted, over("b", "a"), over("c", "b")).because.en


def test_what_failed_could_have_been_on_the_other_side() -> None:
    """Enough that are clear on one side say nothing for one of which nothing is known.

    Clear ones on both sides are a condition all the same, and an interval that lies on neither
    side is known.
    """
    tests = [over("b", "a"), over("c", "a"), over("d", "a")]
    whole = seen(a=100, b=200, c=250, d=125)
    assert verdict(whole, *tests).verdict == "supported"
    samples = {arm.name: arm.samples for arm in whole.arms}
    failed = builders.report(samples, metric=RATE, faults={"d": LIMITED})
    found = verdict(failed, *tests)
    assert found.verdict == "inconclusive"
    assert found.because.en.startswith("d failed: it may be better More: c ÷ a 2.50 ×")
    few = builders.report({**samples, "d": samples["d"][:5]}, metric=RATE)
    assert verdict(few, *tests).because.en.startswith("too few clean rounds of d")
    failed = builders.report({**samples, "c": rates(90)}, metric=RATE, faults={"d": LIMITED})
    assert verdict(failed, *tests).verdict == "depends"


def test_what_has_no_limit_could_have_been_on_the_other_side() -> None:
    """It was not more, but may be; whoever is more at least needs no limit."""
    tests = [over("b", "a"), over("c", "a"), over("d", "a")]
    found = verdict(seen(["d"], a=100, b=105, c=110, d=100), *tests)
    assert found.verdict == "inconclusive" and found.because.en.startswith("d: it may be better")
    assert verdict(seen(["d"], a=100, b=200, c=250, d=200), *tests).verdict == "supported"


# ── what may be better than it was seen to be ────────────────────────────────


@pytest.mark.parametrize(
    ("limited", "expected"),
    [
        ([], (2.0, 2.0, 2.0)),
        (["b"], (2.0, 2.0, math.inf)),
        (["a"], (0.0, 2.0, 2.0)),
        (["a", "b"], (0.0, 2.0, math.inf)),
        (["c"], (2.0, 2.0, 2.0)),
    ],
)
@pytest.mark.parametrize("name", ["over:a", "speedup"])
def test_an_interval_is_open_at_the_side_of_who_was_limited(
    name: str, limited: list[str], expected: tuple[float, float, float]
) -> None:
    """The arm may be better, so may the other; a third one changes nothing."""
    report = seen(limited, a=100, b=200, c=300)
    found = measure(name, "b", report)
    assert found is not None
    interval = opened(found, name, "b", report, ["client-saturated"])
    assert ends(interval) == pytest.approx(expected)
    assert opened(found, name, "b", report, ["little"]) == found
    assert opened(found, "level:rate", "b", report, ["client-saturated"]) == found


def test_the_least_that_it_can_do_is_enough() -> None:
    """Twice as much at least is more; no less than the same may be more."""
    found = verdict(seen(["b"], a=100, b=200, c=250), over("b", "a"), over("c", "a"))
    assert found.verdict == "supported"
    assert "b ÷ a at least 2.00 ×" in found.because.en
    assert "b ÷ a 적어도 2.00배" in found.because.ko
    found = verdict(seen(["b"], a=100, b=100, c=250), over("b", "a"), over("c", "a"))
    assert (
        found.verdict == "inconclusive" and "Not clear: b ÷ a at least 1.00 ×" in found.because.en
    )


def test_the_other_may_be_better_too() -> None:
    """At most as much can't be said to be more, and is no more if it is little."""
    found = verdict(seen(["a"], a=100, b=200, c=250), over("b", "a"), over("c", "b"))
    assert "Not clear: b ÷ a at most 2.00 ×" in found.because.en
    found = verdict(seen(["a"], a=100, b=50, c=60), over("b", "a"), over("c", "a"))
    assert found.verdict == "refuted" and "b ÷ a 많아야 0.50배" in found.because.ko


def test_of_two_that_were_limited_nothing_is_known() -> None:
    """Both may be better."""
    found = verdict(seen(["a", "b"], a=100, b=500, c=250), over("b", "a"), over("c", "a"))
    assert "Not clear: b ÷ a –, c ÷ a at most 2.50 ×." in found.because.en
    assert found.verdict == "inconclusive"


def test_without_leave_the_doubt_blocks() -> None:
    """As everywhere else."""
    report = seen(["b"], a=100, b=200, c=250)
    found = verdict(report, over("b", "a"), over("c", "a"), open_ended=False)
    assert found.verdict == "inconclusive" and "Not clear: b ÷ a 2.00 ×" in found.because.en


# ── the most of all ──────────────────────────────────────────────────────────

MOST = Lists(
    enough=3,
    supported=SAID.supported,
    refuted=SAID.refuted,
    neither=SAID.neither,
    pairs=True,
    one_refutes=True,
)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"b": 50, "c": 50, "d": 50}, "supported"),
        ({"b": 50, "c": 50}, "supported"),
        ({"b": 50, "c": 50, "d": 200}, "refuted"),
        ({"b": 79, "c": 79, "d": 200}, "refuted"),
        ({"b": 50, "c": 50, "d": 79}, "inconclusive"),
        ({"b": 50, "c": 79}, "inconclusive"),
    ],
)
def test_one_counterexample_refutes_what_is_said_of_all(
    others: Mapping[str, float], expected: str
) -> None:
    """Clear ones on the other side make no condition of it; all that are there must be clear."""
    tests = [over("a", "b"), over("a", "c"), over("a", "d", required=False)]
    assert judge(claim(tests, MOST), seen(a=100, **others)).verdict == expected


def test_such_rules_are_told_in_words() -> None:
    """Names of pairs once, the bands once, and what the verdict is made of."""
    told = [words.en for words in in_words(claim([over("b", "a"), over("c", "b")]))]
    assert told[:5] == [
        "Each of these 2 stands for itself; at least 2 must be clear: b ÷ a, c ÷ b.",
        "Supported if: each – ratio above 1.3 ×.",
        "Refuted if: each – ratio below 1.2 ×.",
        "Where a server was not the limit, what it did counts as the least that it can.",
        "It depends where some are clearly on one side and some on the other.",
    ]
    korean = " ".join(words.ko for words in in_words(claim([over("b", "a")], MOST)))
    assert "하나라도 뚜렷이 어긋나면" in korean and "섞여" not in korean
