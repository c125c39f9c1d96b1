"""How a request goes through FastAPI: what is counted in notes, what is painted, the verdicts."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from insides import FLOWS, GOOD, flow_report, notes, planned

from concdemo import host as machine
from concdemo.errors import ArmFault
from concdemo.experiments.web.flow import counts, words
from concdemo.experiments.web.flow.arm import ASKED, Flow, FlowArm, painted, told
from concdemo.ledger.book import by_id
from concdemo.ledger.judge import judge
from concdemo.model import Report, Verdict
from concdemo.render.rails import lines
from concdemo.stacks.calls import Answer
from concdemo.stacks.diary import Diary

ANSWER = Answer(200, b"")
CLAIMED = "declaration, header, body, dependency, handler, response, documentation"


def verdict(report: Report) -> Verdict:
    """What the report says of the claim."""
    (only,) = by_id()["web.fastapi-flow"]
    return judge(only, report)


# ── notes ────────────────────────────────────────────────────────────────────


def test_a_stage_notes_when_it_ran_and_whether_it_refused() -> None:
    """In the order in which stages begin; an exception goes on."""
    diary = Diary()
    with diary.stage("outer"), diary.stage("inner"):
        pass
    with pytest.raises(LookupError), diary.stage("refuses"):
        raise LookupError
    assert [note.stage for note in diary.notes] == ["outer", "inner", "refuses"]
    assert [note.refused for note in diary.notes] == [False, False, True]
    outer, inner, _ = diary.notes
    assert outer.begin_ns <= inner.begin_ns <= inner.end_ns <= outer.end_ns


def test_what_comes_again_at_once_is_one_stage() -> None:
    """Except an answer: two that leave are two."""
    taken = notes("documentation, documentation, sent, sent, documentation")
    assert counts.order(taken) == ["documentation", "sent", "sent", "documentation"]


@pytest.mark.parametrize(
    ("stages", "links"),
    [
        (CLAIMED, 5),
        (GOOD, 2),
        ("header, body, dependency, handler, response", 3),
        ("body, header, dependency", 1),
        ("header, dependency, body, dependency", 0),  # some of it came before
        ("dependency, dependency, handler", 1),
        ("", 0),
    ],
)
def test_links_of_the_chain(stages: str, links: int) -> None:
    """A link holds where all of one stage came before anything of the next."""
    assert counts.links(counts.order(notes(stages))) == links


def test_what_is_counted_of_a_request() -> None:
    """Places from 1 of what came, and nothing of what didn't."""
    seen = counts.counted([*notes("header, dependency, body"), *notes("sent", thread=2)])
    assert seen["place-header"] == 1 and seen["place-dependency"] == 2
    assert seen["place-body"] == 3 and "place-handler" not in seen
    assert (seen["header-first"], seen["body-first"], seen["dependency-ran"]) == (1, 0, 1)
    assert (seen["declared"], seen["documented"], seen["threads"]) == (0, 0, 2)
    assert counts.counted(notes(CLAIMED))["documented"] == 1


def test_silent_stages_are_missed_where_they_belong() -> None:
    """A stage that was noted elsewhere doesn't count."""
    made, asked, documented = notes("declaration"), notes(GOOD), notes("documentation")
    assert counts.silent(made, asked, documented) == []
    assert counts.silent(made, notes("header"), made) == [
        "body", "dependency", "handler", "response", "documentation",
    ]  # fmt: skip


# ── an arm ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", list(ASKED))
def test_every_kind_of_request_is_recorded(name: str) -> None:
    """Its answer is the right one, and its stages have words."""
    pytest.importorskip("fastapi")
    arm = FlowArm(name)
    try:
        taken = arm.sample(1)
        portrait = arm.portrait(1)
    finally:
        arm.close()
    assert taken.failed == 0 and taken.checksum is None and taken.metrics["request"] > 0
    assert portrait.steps and bool(portrait.spans) is ASKED[name].painted
    assert all(one.did.ko and one.why.ko for one in portrait.steps)
    assert {lane.kind for lane in portrait.lanes} <= {"stage"}
    assert taken.metrics["threads"] == (2 if ASKED[name].threads else 1)
    refused = [one for one in portrait.steps if "refused" in one.did.en]
    assert bool(refused) is (name in ("bad body", "wrong token"))


def test_another_status_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a sample counts for nothing."""
    pytest.importorskip("fastapi")
    arm = FlowArm("bad body")

    async def whole() -> Flow:
        return Flow([], notes("sent"), [], 0, 9, Answer(500, b""))

    monkeypatch.setattr(arm, "_whole", whole)
    taken = arm.sample(1)
    arm.close()
    assert taken.failed == 1 and taken.failures == {"wrong status 500": 1}


def test_stages_that_do_not_note_themselves_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """With some future version nothing would be known of their order."""
    pytest.importorskip("fastapi")

    def silent(*phases: Sequence[object]) -> list[str]:
        return ["body", "response"]

    monkeypatch.setattr(counts, "silent", silent)
    FlowArm("wrong token").close()  # whose request needn't pass all
    with pytest.raises(ArmFault) as caught:
        FlowArm("async def")
    assert "body, response" in caught.value.text.en and "body, response" in caught.value.text.ko


def test_steps_are_told_with_the_status_and_refusals() -> None:
    """A reason stands at each."""
    taken = notes("dependency, sent")
    taken[0].refused = True
    first, second = told(words.MADE, taken, 401)
    assert first.did.en == "runs → refused" and second.did.en.endswith("401")
    assert first.program == words.MADE and first.why.en


def test_lines_are_numbered_in_the_order_of_the_claim() -> None:
    """Whatever the order in which stages came."""
    asked = notes("sent, header, dependency, header")
    lanes, spans = painted(Flow([], asked, [], 0, 9_000, ANSWER))
    numbers = list(words.STAGES)
    assert [numbers[lane.number - 1] for lane in lanes] == ["header", "dependency", "sent"]
    assert [span.lane for span in spans] == [2, 0, 1, 0]
    assert [span.task for span in spans] == [8, 2, 4, 2]
    assert [span.begin_ns for span in spans] == [0, 1_000, 2_000, 3_000]
    claimed = [stage for link in counts.CHAIN for stage in link]
    assert [stage for stage in numbers if stage in claimed] == claimed


def test_the_picture_has_those_numbers() -> None:
    """A line a stage, also where stages between them never came."""
    lanes, spans = painted(Flow([], notes("header, dependency, sent"), [], 0, 9_000, ANSWER))
    report = flow_report()
    first = replace(report.arms[0], portrait_ns=9_000, lanes=lanes, spans=spans)
    drawn = [line.plain for line in lines(replace(report, arms=[first]), "en", 80)]
    labels = [line[:12].removeprefix("async def").strip() for line in drawn[1:4]]
    assert labels == ["3│", "5│", "9│"]


def test_the_plan_names_the_lines() -> None:
    """Every request stands for itself, and a few rounds are enough."""
    plan = planned("web flow")
    assert [arm.name for arm in plan.arms] == list(ASKED) == list(FLOWS)
    assert all(arm.against == arm.name for arm in plan.arms) and plan.most_rounds == 10
    said = " ".join(fact.en + fact.ko for fact in plan.facts)
    assert "5 dependency" in said and "11 문서" in said


def test_without_fastapi_every_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the mend."""
    monkeypatch.setattr(machine, "has", lambda _: False)
    for arm in planned("web flow").arms:
        assert arm.unavailable is not None and "concdemo[web]" in arm.unavailable.ko


def test_a_thread_apart_notes_as_well() -> None:
    """The app's functions may run on other threads."""
    diary = Diary()

    def run() -> None:
        with diary.stage("handler"):
            pass

    async def both() -> None:
        run()
        await asyncio.to_thread(run)

    asyncio.run(both())
    assert len({note.thread for note in diary.notes}) == 2


# ── verdicts ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ({}, "refuted"),
        ({"async def": CLAIMED, "def": CLAIMED}, "supported"),
        ({"async def": CLAIMED}, "inconclusive"),  # neither is the condition
        ({"async def": "header, body, dependency, handler, response"}, "refuted"),
    ],
)
def test_the_order_of_the_claim(flows: dict[str, str], expected: str) -> None:
    """Every step of it must hold."""
    assert verdict(flow_report(flows)).verdict == expected


def test_what_is_told_of_the_order() -> None:
    """Only what was seen."""
    told = verdict(flow_report()).because
    assert "of the five steps" in told.en and "2 came in that order" in told.en
    for part in ("a header, was checked before", "only after the dependency", "body was refused"):
        assert part in told.en
    assert "when the app was made" in told.en and "first asked for it" in told.en
    other = dict.fromkeys(("async def", "def"), "header, body, dependency, handler, response")
    told = verdict(flow_report({**other, "bad body": "header, body, sent"})).because
    assert "3 came in that order" in told.en
    assert "only after" not in told.en and "body was refused" not in told.en


def test_too_few_rounds_or_a_fault_decide_nothing() -> None:
    """Nor does a library that isn't there."""
    assert verdict(flow_report(count=5)).verdict == "inconclusive"
    assert verdict(flow_report(faults=["def"])).verdict == "inconclusive"
    assert verdict(flow_report(unavailable=["async def"])).verdict == "untested"
