"""The book of claims: what is data must be whole, since no type checker reads it."""

import math
import string
from dataclasses import replace
from itertools import chain

import msgspec
import pytest
from block_reports import block_report
from builders import gil_report, host, io_report
from collisions import race_report
from convoys import convoy_report
from crowds import inflight_report, socket_report, victim_report
from databases import database_report
from eaches import each_report
from feature_reports import features_report
from insides import cost_report, flow_report, web_report
from orders import order_report
from races import race
from scales import scale_report
from slows import slow_report
from waits import wait_report, workers_report
from webs import extras_of_uvicorn, order_of_frameworks, race_of_servers

from concdemo.conduct.assemble import speedup
from concdemo.experiments import EXPERIMENTS, find
from concdemo.ledger import book  # not its Test, which pytest would collect
from concdemo.ledger.book import CLAIMS, GROUPS, NOTES, Band, Claim, Rule, by_id, claims
from concdemo.ledger.judge import BLOCKING, judge
from concdemo.ledger.measures import facts_of, others, possible_speedup
from concdemo.ledger.words import LEAVES_OPEN
from concdemo.model import Caveat, Report
from concdemo.text import Text

TESTED = [claim for claim in claims() if claim.rule is not None]
IDS = [f"{claim.id} in {claim.experiment}" for claim in TESTED]
REPORTS = {
    "gil": gil_report(twice=1.9),
    "io": io_report(),
    "io http": io_report(),
    "io each": each_report(),
    "io sqlite": database_report("sqlite"),
    "io postgres": database_report("postgres"),
    "block": block_report(),
    "convoy": convoy_report(),
    "uvloop": race({}),
    "scale": scale_report(),
    "order": order_report(),
    "race": race_report(),
    "slow": slow_report(),
    "web order": order_of_frameworks(),
    "web uvicorn": extras_of_uvicorn(),
    "web servers": race_of_servers(),
    "web": web_report(),
    "web inflight": inflight_report(),
    "web socket": socket_report(),
    "web victim": victim_report(),
    "web cost": cost_report(),
    "web flow": flow_report(),
    "web features": features_report(),
    "web wait": wait_report(),
    "web workers": workers_report(),
}


def rule_of(claim: Claim) -> Rule:
    """The rule of a claim that has one."""
    assert claim.rule is not None
    return claim.rule


def of_run(claim: Claim) -> str:
    """The key of the report in which it is judged: its experiment, and the settings it needs."""
    return " ".join([str(claim.experiment), *(words[0] for words in claim.only.values())])


def bounds(band: Band | None) -> tuple[float, float]:
    """A band's ends, infinite where it is open, with the numbers of an ordinary report."""
    if band is None:
        return (math.inf, math.inf)  # nothing is inside
    numbers = facts_of(REPORTS["gil"]).numbers | {"half": facts_of(REPORTS["io"]).numbers["half"]}
    low, high = (numbers[b] if isinstance(b, str) else b for b in (band.above, band.below))
    return (-1e9 if low is None else low, 1e9 if high is None else high)


def sentences(rule: Rule) -> list[Text]:
    """Everything that a rule can say."""
    also = [*rule.also, *chain.from_iterable(where.also for where in rule.elsewhere)]
    said = [*rule.because.values(), *(one.text for one in also)]
    said += [where.because for where in rule.elsewhere]
    return said + ([rule.control.otherwise] if rule.control else [])


def test_the_book_holds_the_claims_of_its_experiments() -> None:
    """Claims have names of their own, which begin with their group, and experiments that exist."""
    ids = [claim.id for claim in claims()]
    assert {"gil.one-at-a-time", "gil.threads-no-speedup", "gil.processes-scale"} <= set(ids)
    assert {"gil.async-no-cpu", "async.overlaps-io", "async.needs-threads"} <= set(ids)
    assert "async.is-multiprocess" in ids
    experiments = {claim.experiment for claim in claims() if claim.experiment is not None}
    assert experiments <= set(EXPERIMENTS)
    # One file an experiment, of its name; closer questions share that of the first word.
    assert {name.split()[0] for name in experiments} <= {p.stem for p in CLAIMS.glob("*.toml")}


def test_a_run_has_one_rule_for_a_claim() -> None:
    """Claims that are tested twice are tested in different runs."""
    runs = [(claim.id, claim.experiment, str(claim.only)) for claim in claims()]
    assert len(set(runs)) == len(runs)


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_a_claim_has_a_rule_or_a_reason(claim: Claim) -> None:
    """What can be tested names its experiment; what can't says why.

    Neither is for claims about the web only, which this version has no experiment for.
    """
    assert claim.rule is None or claim.untestable is None
    assert claim.rule or claim.untestable or claim.group == "web"
    assert claim.rule is None or claim.experiment is not None
    if claim.experiment is not None:
        options = {option.name: option for option in find(claim.experiment).options}
        for key, choices in claim.only.items():
            assert set(choices) <= set(options[key].choices)


def test_claims_are_in_groups_that_have_titles() -> None:
    """Every claim is found by its name and listed under a heading, in the headings' order."""
    assert list(by_id()) == sorted(by_id(), key=lambda name: list(GROUPS).index(group_of(name)))
    assert sum(map(len, by_id().values())) == len(claims())
    assert {group_of(name) for name in by_id()} <= set(GROUPS)
    assert group_of("uvloop.faster") == "async"


def group_of(name: str) -> str:
    """The group of the claim with that name."""
    return by_id()[name][0].group


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_a_claim_tests_something_that_must_be_there(claim: Claim) -> None:
    """Without a required test a run that measured nothing of it could support a claim."""
    assert any(test.required for test in rule_of(claim).tests)
    assert rule_of(claim).cores >= 1


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.id)
def test_a_claim_says_which_notes_it_is_from(claim: Claim) -> None:
    """By names that are explained."""
    assert set(claim.notes) <= set(NOTES)


@pytest.mark.parametrize(
    "test", [test for claim in TESTED for test in rule_of(claim).tests], ids=lambda test: test.arm
)
def test_bands_are_apart_with_a_gap_between_them(test: book.Test) -> None:
    """No interval can speak for and against a claim, and none is torn by a hair's breadth."""
    assert test.supported or test.refuted
    (low, high), (other_low, other_high) = bounds(test.supported), bounds(test.refuted)
    assert low <= high
    assert other_low <= other_high
    gap = max(low - other_high, other_low - high)
    assert gap >= 0.1


@pytest.mark.parametrize("cores", range(2, 9))
@pytest.mark.parametrize("workers", range(2, 9))
def test_the_bands_that_depend_on_the_machine_keep_their_gap(cores: int, workers: int) -> None:
    """Whatever can be asked for: "scales" is above 1.2, and within what the cores allow."""
    for tasks in range(workers, 40, workers):
        report = gil_report(
            machine=host(cores=cores),
            settings={"tasks": tasks, "workers": workers},
            workers={"threads": workers, "processes": workers},
        )
        scales = facts_of(report).numbers["scales"]
        assert scales >= 1.3
        assert scales < possible_speedup(tasks, workers, cores)


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_every_verdict_that_a_rule_can_reach_has_its_words(claim: Claim) -> None:
    """A missing sentence would be found in front of a class."""
    rule = rule_of(claim)
    reachable = set()
    for verdict in ("supported", "refuted"):
        if all(getattr(test, verdict) for test in rule.tests):
            reachable.add(verdict)
    if rule.depends:
        reachable.add("depends")
    assert reachable == set(rule.because)


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_every_sentence_can_be_filled(claim: Claim) -> None:
    """Each place in each sentence has a fact in a report of its experiment."""
    facts = facts_of(REPORTS[of_run(claim)])
    for sentence in sentences(rule_of(claim)):
        filled = facts.fill(sentence)
        assert "{" not in filled.en + filled.ko
        assert "nan" not in filled.en


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_what_an_arm_did_not_tell_is_in_no_verdict(claim: Claim) -> None:
    """Whichever of its arms has no clean round, no sentence has a number that isn't one."""
    whole = REPORTS[of_run(claim)]
    for arm in whole.arms:
        found = judge(claim, without_clean_rounds(whole, arm.name))
        assert "nan" not in found.because.en.split(), arm.name


def without_clean_rounds(whole: Report, name: str) -> Report:
    """The report as it would be had others harmed every round of that arm."""
    samples = {arm.name: arm.samples for arm in whole.arms}
    samples[name] = [replace(sample, clean=False) for sample in samples[name]]
    arms = []
    for arm in whole.arms:
        base = whole.base(arm)
        ratio = speedup(samples[arm.name], samples.get(base, []), whole.metric)
        arms.append(
            replace(
                arm,
                samples=samples[arm.name],
                speedup=None if arm.speedup is None else ratio,
                cores_busy=None if arm.name == name else arm.cores_busy,
            )
        )
    return replace(whole, arms=arms)


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_what_is_in_doubt_is_told_beside_no_verdict(claim: Claim) -> None:
    """A doubt about an arm that the verdict can do without takes its sentence away."""
    whole = REPORTS[of_run(claim)]
    facts = facts_of(whole)
    for one in rule_of(claim).also:
        if not one.missing and whole.arm(one.arm) is not None:
            doubt = Caveat("tasks-failed", one.arm, Text("a doubt", "의심"))
            found = judge(claim, replace(whole, caveats=[*whole.caveats, doubt]))
            assert facts.fill(one.text).en not in found.because.en


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_sentences_name_only_arms_that_must_be_there(claim: Claim) -> None:
    """What a verdict names is tested, a control, or named only where it was measured."""
    rule = rule_of(claim)
    tests = [test for test in rule.tests if test.required]
    needed = {name for test in tests for name in (test.arm, *others(test.measure))}
    needed |= {rule.control.arm} if rule.control else set()
    for sentence in rule.because.values():
        assert named(sentence) <= needed
    for where in rule.elsewhere:
        assert named(where.because) == set()
    for one in [*rule.also, *chain.from_iterable(where.also for where in rule.elsewhere)]:
        assert named(one.text) <= (needed if one.missing else {one.arm})


def named(sentence: Text) -> set[str]:
    """The arms that a sentence names."""
    parse = string.Formatter().parse
    places = [*parse(sentence.en), *parse(sentence.ko)]
    fields = [field for _, field, _, _ in places if field and field.startswith("arm[")]
    return {field[len("arm[") : field.index("]")] for field in fields}


@pytest.mark.parametrize(
    "wrong",
    [
        {"arm": "a", "measure": "cores", "suported": {"above": 1}},
        {"arm": "a", "measure": "cores", "supported": {"over": 1}},
        {"arm": "a", "measure": "cores", "supported": {"above": [1]}},
        {"measure": "cores"},
    ],
)
def test_a_slip_in_a_claim_is_an_error(wrong: dict[str, object]) -> None:
    """An unknown word is not passed over as if the test had no such band."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, book.Test)


@pytest.mark.parametrize(
    "claim", [one for one in TESTED if rule_of(one).lists], ids=lambda one: one.id
)
def test_a_claim_of_many_lists_them_all(claim: Claim) -> None:
    """Each side has a place for names, most tests must be clear, and all verdicts have words.

    A claim of all takes all, and never depends.
    """
    rule = rule_of(claim)
    assert rule.lists is not None and rule.control is None
    assert rule.depends is not rule.lists.one_refutes
    assert set(rule.because) == {"supported", "refuted", *(["depends"] if rule.depends else [])}
    assert len(rule.tests) / 2 < rule.lists.enough <= len(rule.tests)
    assert rule.depends or rule.lists.enough == len(rule.tests)
    for template in (rule.lists.supported, rule.lists.refuted, rule.lists.neither):
        fields = {field for _, field, _, _ in string.Formatter().parse(template.en)}
        assert "arms" in fields
    assert all(test.arm.endswith(rule.lists.without) for test in rule.tests)
    assert all(others(test.measure) for test in rule.tests) or not rule.lists.pairs


@pytest.mark.parametrize("claim", TESTED, ids=IDS)
def test_what_leaves_an_interval_open_would_else_block_the_verdict(claim: Claim) -> None:
    """It is told in lists, where one knows how to say "at least"."""
    rule = rule_of(claim)
    assert set(rule.leaves_open) <= BLOCKING & set(LEAVES_OPEN)
    assert rule.lists is not None or not rule.leaves_open
