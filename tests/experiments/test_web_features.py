"""``web features`` without servers: plans, what counts as refused and as named, and its claims."""

import importlib.util
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from builders import host
from feature_reports import USUAL, features_report

from concdemo.errors import ArmFault, UsageFault
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web import features
from concdemo.experiments.web.features import (
    EXPERIMENT,
    alone,
    arm,
    beside,
    client,
    database,
    docs,
    pool,
    validation,
    words,
)
from concdemo.experiments.web.features.client import Answer, Burst, brief
from concdemo.experiments.web.features.notes import Notes
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Caveat, Plan, Verdict
from concdemo.settings import Raw, settle
from concdemo.text import Text

WHY = Text("why not", "안 되는 까닭")
JSON = {"content-type": "application/json"}


# ── plans ────────────────────────────────────────────────────────────────────


def planned(**given: Raw) -> Plan:
    """The plan for these options."""
    machine = host(libraries={"psycopg": "3.2", "psycopg_pool": "3.2"})
    return EXPERIMENT.plan(settle(EXPERIMENT.options, given), machine)


def test_every_feature_by_default() -> None:
    """All arms but the one that needs a server of the user's; a service for each app."""
    plan = planned()
    assert [one.name for one in plan.arms] == [name for name in USUAL if name != "postgres"]
    assert all(one.against == one.name for one in plan.arms)
    needed = {one.parameters["service"] for one in plan.arms if one.unavailable is None}
    assert {one.name for one in plan.services} == needed
    assert plan.most_rounds == features.ENOUGH_ROUNDS and plan.settings["dsn"] is None


def test_only_what_is_asked_for() -> None:
    """Its arms, its services, and the columns that it fills."""
    plan = planned(feature="security,pool")
    assert [one.name for one in plan.arms] == ["security", "pool"]
    assert [column.metric for column in plan.columns] == ["worked"]
    assert words.TWINS not in plan.facts and words.TWINS in planned(feature="docs").facts


def test_what_is_not_installed_is_a_row_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked for and not imported; its service is not started."""
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "strawberry" else there(name)
    )
    [graphql] = planned(feature="graphql").arms
    assert graphql.unavailable == words.NEEDS_MODULES.fill(modules="strawberry")
    assert planned(feature="graphql").services == ()
    assert "concdemo[web]" in words.NEEDS_MODULES.en


def test_a_server_of_the_user_s_is_not_told_of() -> None:
    """Its address goes to the service; the settings hold what may be shown."""
    pytest.importorskip("psycopg")
    plan = planned(feature="database", dsn="postgresql://kim:sesame@h/d")
    assert [one.name for one in plan.arms] == ["database", "postgres"]
    assert "sesame" not in str(plan.settings)
    [_, postgres] = plan.services
    assert postgres.parameters["dsn"] == "postgresql://kim:sesame@h/d"
    assert all("dsn" not in one.parameters for one in plan.services if one.name != "postgres")


@pytest.mark.parametrize("given", [{"feature": "docs", "dsn": "postgresql://h/d"}])
def test_a_server_that_is_not_used_is_refused(given: dict[str, Raw]) -> None:
    """Whoever names one expects to see it."""
    with pytest.raises(UsageFault, match="--dsn"):
        planned(**given)


def test_an_app_that_can_not_be_served_is_its_arm_s_fault() -> None:
    """In the words of its service."""
    [graphql] = planned(feature="graphql").arms
    services: ServiceFacts = {"graphql": {"fault": {"en": WHY.en, "ko": WHY.ko}}}
    with pytest.raises(ArmFault, match="why not"):
        EXPERIMENT.open_arm(graphql, services)


# ── a scripted server ────────────────────────────────────────────────────────

Script = Callable[[str, str, bytes, Mapping[str, str]], tuple[int, bytes]]


@pytest.fixture
def scripted() -> Iterator[Callable[[Script], int]]:
    """Starts servers that answer as they are told; the port of each."""
    servers: list[ThreadingHTTPServer] = []

    def start(script: Script) -> int:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, answer = script(self.command, self.path, body, dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_OPTIONS = do_POST

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer((client.HOST, 0), Handler)
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        servers.append(server)
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


TOTAL = json.dumps(validation.TOTAL).encode()


def test_a_server_that_takes_everything(scripted: Callable[[Script], int]) -> None:
    """Every bad body slips through, none is named, and doubtful ones are counted apart."""
    notes = Notes()
    validation.check(notes, scripted(lambda *_: (200, TOTAL)), "/items", "answers")
    assert notes.metrics["bad"] == notes.metrics["slipped"] == notes.metrics["taken"] == 13
    assert notes.metrics["refused"] == notes.metrics["crashed"] == notes.metrics["named"] == 0
    assert notes.metrics["fielded"] == notes.metrics["unnamed"] == 9
    assert notes.metrics["lenient"] == 2
    assert (notes.asked, notes.worked) == (16, 3)
    marks = Counter(step.did.en for step in notes.steps)
    assert marks == {"200 ✘": 13, "200": 2}
    assert all(json.loads(step.why.en) == validation.TOTAL for step in notes.steps)


def test_a_doubtful_body_that_is_misunderstood(scripted: Callable[[Script], int]) -> None:
    """Taking "3" for a text and answering "33" is no leniency."""

    def script(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        if b'"3"' in body:
            return 200, b'{"name": "pen", "total": "33"}'
        return (422, b"{}") if b"colour" in body else (200, TOTAL)

    notes = Notes()
    validation.check(notes, scripted(script), "/items", "answers")
    told = {step.track.en: step.did.en for step in notes.steps}
    assert told['quantity: "3"'] == "200 ✘" and told['colour: "red"'] == "422 ○"
    assert (notes.metrics["lenient"], notes.worked) == (1, 2)


def test_a_server_that_crashes_at_what_is_not_right(scripted: Callable[[Script], int]) -> None:
    """An error of the server's is no refusal, even where it names the field."""

    def script(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        is_right = body == json.dumps(validation.GOOD).encode()
        return (200, TOTAL) if is_right else (500, b'{"error": "KeyError: quantity"}')

    notes = Notes()
    validation.check(notes, scripted(script), "/items", "errors")
    assert notes.metrics["crashed"] == 12 and notes.metrics["slipped"] == 13
    assert notes.metrics["taken"] == 1  # it is right but for its content type
    assert notes.metrics["named"] == 0


def test_a_server_that_refuses_without_a_word(scripted: Callable[[Script], int]) -> None:
    """Refused, and marked as such, but nothing is named."""

    def script(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        is_right = body == json.dumps(validation.GOOD).encode()
        return (200, TOTAL) if is_right and "json" in str(headers) else (400, b"<h1>Bad</h1>")

    notes = Notes()
    validation.check(notes, scripted(script), "/items", "errors")
    assert notes.metrics["refused"] == 13 and notes.metrics["unnamed"] == 9
    assert Counter(step.did.en for step in notes.steps) == {"400 ○": 11, "400 ✔": 4}


def test_a_server_that_refuses_what_is_right_has_no_figures(
    scripted: Callable[[Script], int],
) -> None:
    """Refusing everything is no validation."""
    port = scripted(lambda *_: (422, b"{}"))
    with pytest.raises(ArmFault, match="422"):
        validation.check(Notes(), port, "/items", "errors")


@pytest.mark.parametrize(
    ("told", "field", "is_named"),
    [
        ({"detail": [{"loc": ["body", "price"], "msg": "too small"}]}, "price", True),
        ({"price": [{"message": "This field is required."}]}, "price", True),
        ({"error": "price must be a number"}, "price", True),
        ({"error": "prices are wrong"}, "price", False),
        ({"detail": [{"loc": ["body"], "msg": "wrong", "input": {"price": -1}}]}, "price", False),
        ({"error": "price"}, "price", True),
        (["price"], "price", False),  # named, and nothing is said of it
        ({"price": None}, "price", False),
        ({}, "price", False),
        ("price is wrong", "price", True),
    ],
)
def test_naming_a_field(told: Any, field: str, is_named: bool) -> None:
    """Its name as a word of its own, and something more; an echo of what was sent is neither."""
    answer = Answer(422, JSON, json.dumps(told).encode())
    assert validation.names(answer, field) is is_named


def test_a_page_names_nothing() -> None:
    """A program that reads JSON can't be told by HTML."""
    assert not validation.names(Answer(400, {}, b"<p>price must be a number</p>"), "price")


def test_words_of_the_error_are_told() -> None:
    """Those of the first field that is wrong."""
    body = {"detail": [{"loc": ["body", "price"], "msg": "Field required"}]}
    answer = Answer(422, JSON, json.dumps(body).encode())
    told = validation._why(validation.BODIES[0], answer, "errors")
    assert told == Text.same("body.price: Field required")
    assert validation._why(validation.BODIES[0], answer, "answers").en == ""


# ── documents ────────────────────────────────────────────────────────────────

OPENAPI = {
    "openapi": "3.1.0",
    "paths": {"/items": {"post": {}, "parameters": []}},
    "components": {
        "schemas": {
            "Item": {"required": list(docs.ITEM), "properties": {**docs.ITEM}},
        }
    },
}


def documented(schema: Any, page: str = 'load("/openapi.json")') -> Script:
    """A server with that document and that page."""

    def script(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        if path == docs.SCHEMA:
            return 200, json.dumps(schema).encode()
        return 200, page.encode()

    return script


def test_what_is_cut_is_seen_to_be() -> None:
    """A word that stops in its middle looks like a mistake of the server's."""
    assert brief("as long as it may be", 20) == "as long as it may be"
    assert brief("as long  as\nit may be.", 20) == "as long as it may b…"


def test_documents_that_are_the_app_s(scripted: Callable[[Script], int]) -> None:
    """Every path, every field, and where the pages load from."""
    notes, page = Notes(), '<script src="https://cdn.example/x.js"></script>"/openapi.json"'
    docs.check(notes, scripted(documented(OPENAPI, page)), [["POST", "/items"]])
    told = {"documents": 3, "doc-paths": 1, "doc-wrong": 0, "outside": 1}
    assert notes.metrics == {**told, "scripts-outside": 2}
    assert notes.worked == 3
    assert any(step.did.en == "cdn.example" for step in notes.steps)


@pytest.mark.parametrize(
    ("schema", "page", "documents", "wrong"),
    [
        ({**OPENAPI, "paths": {}}, "/openapi.json", 3, 1),  # a path is missing
        ({**OPENAPI, "paths": {"/items": {"post": {}, "get": {}}}}, "/openapi.json", 3, 1),
        ({**OPENAPI, "components": {}}, "/openapi.json", 3, 3),
        (OPENAPI, "an empty page", 1, 2),
        ({"swagger": "2.0"}, "/openapi.json", 2, 1),
        ([], "nothing", 0, 3),
    ],
)
def test_documents_that_are_not_the_app_s(
    scripted: Callable[[Script], int], schema: Any, page: str, documents: int, wrong: int
) -> None:
    """What is missing and what is wrong is counted alike."""
    notes = Notes()
    docs.check(notes, scripted(documented(schema, page)), [["POST", "/items"]])
    assert (notes.metrics["documents"], notes.metrics["doc-wrong"]) == (documents, wrong)


def test_fields_are_held_against_the_code() -> None:
    """A bound that is lacking, and a field that isn't required, are wrong."""
    item: dict[str, Any] = {"required": ["name", "price"], "properties": {**docs.ITEM}}
    item["properties"]["price"] = {"type": "number"}
    assert docs.fields_wrong({"components": {"schemas": {"Item": item}}}) == 2


# ── the database, the pool, what comes alone ─────────────────────────────────


def test_a_file_is_taken_away_and_brought_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is where the app looks, then not, then again; none is left in the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files = database.SqliteFile()
    assert (tmp_path / database.FILE).exists()
    files.take_away()
    assert not (tmp_path / database.FILE).exists()
    files.bring_back()
    assert (tmp_path / database.FILE).exists()
    files.close()
    assert list(tmp_path.iterdir()) == []


class StillThere:
    """A database that can't be taken away."""

    def take_away(self) -> None:
        """Nothing."""

    def bring_back(self) -> None:
        """Nothing."""


def stock_app(left_open: int) -> Script:
    """An app whose database is always there."""
    counted = {"opened": left_open, "closed": 0, "ran": 0}

    def script(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        if path == database.TARGET:
            counted["ran"] += 1
            return 200, json.dumps(database.LEFT).encode()
        return 200, json.dumps(counted if path == "/counted" else {}).encode()

    return script


def test_an_endpoint_that_works_without_its_database(
    scripted: Callable[[Script], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted, as are runs of it, and connections that nobody closed."""
    monkeypatch.setattr(database, "CLEARING_LIMIT_NS", 0)
    notes = Notes()
    database.check(notes, scripted(stock_app(left_open=2)), StillThere())  # type: ignore[arg-type]
    assert notes.metrics == {
        "failed-here": 0,
        "worked-away": 4,
        "away-status": 200,
        "dead-away": 0,
        "failed-back": 0,
        "left-open": 2,
    }


@pytest.mark.parametrize("together", [True, False])
def test_a_page_is_beside_a_call_that_is_not_over(
    scripted: Callable[[Script], int], together: bool
) -> None:
    """What a call does to a page isn't known where it had its answer before the page came."""
    asked = Event()

    def script(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        if path == beside.PAGE:
            asked.set()
            return 200, b"<h1>The shop</h1> process 7"
        if together and not path.endswith("process"):
            asked.clear()
            asked.wait()
        return 200, json.dumps({"process": 7, "sum": 1}).encode()

    notes = Notes()
    beside.check(notes, scripted(script), 1)
    told = {"page-waiting", "page-computing", "held-waiting", "held-computing"}
    assert told & set(notes.metrics) == (told if together else set())
    assert notes.metrics["beside-wrong"] == 0 and notes.metrics["page-alone"] > 0


def test_a_page_with_its_own_script_needs_no_internet(scripted: Callable[[Script], int]) -> None:
    """A picture from elsewhere is none of what it needs."""
    notes = Notes()
    page = '<link href="https://e.example/i.png"><script src="/x.js"></script>"/openapi.json"'
    docs.check(notes, scripted(documented(OPENAPI, page)), [["POST", "/items"]])
    assert (notes.metrics["outside"], notes.metrics["scripts-outside"]) == (1, 0)
    changed = {"fastapi": {"outside": 1.0, "scripts-outside": 0.0}}
    found = verdicts(changed=changed)["web.auto-docs"]
    assert found.verdict == "supported" and "internet" not in found.because.en


def test_bursts_are_counted(scripted: Callable[[Script], int]) -> None:
    """All at once, each with its status."""
    came = client.burst(scripted(lambda *_: (503, b"")), "/few", 5)
    assert came.of(503) == 5 and came.of(200) == 0 and came.wall_ns > 0


@pytest.mark.parametrize(
    ("case", "answered", "why"),
    [
        (pool.ENOUGH, 40, words.WHY_ENOUGH.en),
        (pool.ENOUGH, 39, ""),  # too slow, and nothing is stuck
        (pool.STUCK, 10, words.WHY_STUCK.en),
        (pool.STUCK, 50, ""),
        (pool.INSIDE, 50, words.WHY_INSIDE_IT.en),
        (pool.INSIDE, 49, ""),
    ],
)
def test_reasons_are_those_of_what_came(
    monkeypatch: pytest.MonkeyPatch, case: pool.Case, answered: int, why: str
) -> None:
    """Nothing is explained that did not happen."""
    came = Burst(Counter({200: answered, 503: case.requests - answered}), 1_000_000)
    monkeypatch.setattr(pool, "burst", lambda *_: came)
    notes = Notes()
    pool._tried(notes, 0, case)
    assert notes.steps[0].why.en == why
    assert f"{answered} answered" in notes.steps[0].did.en


def test_only_cases_that_the_app_has_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """An older FastAPI has no ``max_concurrency``."""
    monkeypatch.setattr(pool, "burst", lambda *_: Burst(Counter(), 1))
    notes = Notes()
    pool.show(notes, 0, {"/few", "/inside"})
    assert len(notes.steps) == 3


def test_what_comes_with_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it requires and what that requires; no extras, and nothing that isn't installed."""
    required = {
        "big": ["small-one>=1", 'extra-thing; extra == "all"', "absent", "Big"],
        "small-one": ["Tiny_Thing (<2)", 'typing-x>=1; python_version < "3.9"'],
        "tiny-thing": None,
    }

    def requires(name: str) -> list[str] | None:
        if name not in required:
            raise metadata.PackageNotFoundError(name)
        return required[name]

    monkeypatch.setattr(metadata, "requires", requires)
    monkeypatch.setattr(
        metadata,
        "packages_distributions",
        lambda: {"big": ["Big"], "jwt": ["PyJWT"], "shared": ["PyJWT", "small_one"]},
    )
    assert alone.closure(["Big"]) == {"big", "small-one", "tiny-thing"}
    assert alone.others(alone.closure(["big"])) == {"jwt"}


def test_hidden_modules_are_not_there() -> None:
    """Nor is anything inside them; all others are left to be found."""
    finder = alone.Hides(["jwt"])
    assert finder.find_spec("json") is None
    for name in ("jwt", "jwt.algorithms"):
        with pytest.raises(ModuleNotFoundError, match="jwt"):
            finder.find_spec(name)


def test_a_second_python_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In its own last words."""
    monkeypatch.setattr(alone, "__file__", "/nowhere/at/all.py")
    with pytest.raises(alone.Failed, match="at/all"):
        alone.look()


def test_an_arm_takes_rounds_that_are_alike() -> None:
    """A sample has the numbers, a portrait the steps, and closing does what is to be done."""
    ended: list[bool] = []

    def ask(notes: Notes) -> None:
        notes.note(WHY, WHY, "200", True)
        notes.count(made_up=3)

    opened = arm.FeatureArm({"versions": {"x": "1"}}, ask, end=lambda: ended.append(True))
    assert opened.sample(1).metrics == {"asked": 1, "worked": 1, "made-up": 3}
    [step] = opened.portrait(1).steps
    assert step.did.en == "200 ✔" and opened.facts == {"x": "1"}
    opened.close()
    assert ended == [True]


# ── claims ───────────────────────────────────────────────────────────────────


def verdicts(**changed: Any) -> dict[str, Verdict]:
    """What is said of such a run, by claim."""
    return {one.claim: one for one in with_verdicts(features_report(**changed)).verdicts}


USUALLY = {
    "web.validation": "supported",
    "web.auto-docs": "supported",
    "web.di-db": "supported",
    "web.security-included": "depends",
    "web.wsgi-and-asgi": "depends",
    "web.graphql": "supported",
    "web.django-plus-fastapi": "depends",
}


def test_an_ordinary_run() -> None:
    """Every claim has its verdict, in whole sentences of both languages."""
    found = verdicts()
    assert {name: one.verdict for name, one in found.items()} == USUALLY
    assert all("nan" not in one.because.en + one.because.ko for one in found.values())
    assert "all 13 bad bodies" in found["web.validation"].because.en
    assert "PostgreSQL" in found["web.di-db"].because.en
    assert "40 gave up" in found["web.di-db"].because.en
    assert "Password hashing takes another package" in found["web.security-included"].because.en
    assert "could not answer on a WSGI server" in found["web.wsgi-and-asgi"].because.en
    assert "90 ms" in found["web.django-plus-fastapi"].because.en


@pytest.mark.parametrize(
    ("claim", "changed", "verdict"),
    [
        ("web.validation", {"fastapi": {"slipped": 1, "unnamed": 1}}, "refuted"),
        ("web.validation", {"fastapi": {"unnamed": 2}}, "inconclusive"),
        ("web.validation", {"flask": {"slipped": 0}}, "inconclusive"),  # the control
        ("web.auto-docs", {"fastapi": {"doc-wrong": 2}}, "inconclusive"),
        ("web.auto-docs", {"flask": {"documents": 3}}, "inconclusive"),
        ("web.auto-docs", {"fastapi": {"doc-wrong": 4}, "flask": {"documents": 1}}, "refuted"),
        ("web.di-db", {"database": {"worked-away": 2}}, "inconclusive"),
        ("web.di-db", {"database": {"dead-away": 1}}, "inconclusive"),  # the control
        ("web.di-db", {"postgres": {"failed-here": 1}}, "inconclusive"),
        (
            "web.security-included",
            {"security": {"alone-hash": 1, "alone-token": 1}},
            "supported",
        ),
        (
            "web.security-included",
            {"security": {"alone-oauth2": 0, "alone-cors": 0}},
            "refuted",
        ),
        ("web.wsgi-and-asgi", {"wsgi": {"bare-right": 1}}, "supported"),
        ("web.wsgi-and-asgi", {"wsgi": {"inside-wrong": 2}}, "refuted"),
        ("web.wsgi-and-asgi", {"wsgi": {"flask-right": 0}}, "inconclusive"),  # the control
        ("web.graphql", {"graphql": {"wrong": 6}}, "refuted"),
        ("web.graphql", {"graphql": {"wrong": 2}}, "inconclusive"),
        ("web.graphql", {"graphql": {"plain-right": 0}}, "inconclusive"),  # the control
        ("web.django-plus-fastapi", {"beside": {"held-computing": 1.1}}, "supported"),
        ("web.django-plus-fastapi", {"beside": {"held-waiting": 4}}, "inconclusive"),
        ("web.django-plus-fastapi", {"beside": {"same-process": 0}}, "inconclusive"),  # the control
        (
            "web.django-plus-fastapi",
            {"beside": {"beside-wrong": 1, "held-waiting": 9}},
            "refuted",
        ),
    ],
)
def test_what_else_could_have_been_found(
    claim: str, changed: dict[str, dict[str, float]], verdict: str
) -> None:
    """Each rule can come to each of its verdicts, and touches no other claim."""
    found = verdicts(changed=changed)
    assert found[claim].verdict == verdict
    assert "nan" not in found[claim].because.en
    others = {name: one.verdict for name, one in found.items() if name != claim}
    assert others == {name: usual for name, usual in USUALLY.items() if name != claim}


@pytest.mark.parametrize(("held", "alike"), [(1.05, True), (1.25, False), (2.5, False)])
def test_a_page_that_took_longer_is_not_told_to_be_as_quick(held: float, alike: bool) -> None:
    """Though it was not held up for as long as the call took."""
    found = verdicts(changed={"beside": {"held-waiting": held}})["web.django-plus-fastapi"]
    assert found.verdict == "depends" and "A call that waits lets it through" in found.because.en
    assert ("no clear difference" in found.because.en) is alike


def test_what_is_told_of_the_other_side() -> None:
    """Sentences that name a condition are those of what was measured."""
    other = {"security": {"alone-oauth2": 0, "alone-hash": 1}, "wsgi": {"bare-right": 1}}
    found = verdicts(changed=other)
    assert "guard did not work" in found["web.security-included"].because.en
    assert "Password hashing comes with FastAPI" in found["web.security-included"].because.en
    assert "FastAPI as it is answered" in found["web.wsgi-and-asgi"].because.en


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("fastapi", {"web.validation", "web.auto-docs"}),
        ("flask", {"web.validation", "web.auto-docs"}),
        ("graphql", {"web.graphql"}),
        ("beside", {"web.django-plus-fastapi"}),
    ],
)
def test_without_an_arm_its_claims_are_untested(name: str, claims: set[str]) -> None:
    """Whether it was not asked for or is not installed; a failed one leaves them open."""
    for how in ({"without": [name]}, {"unavailable": {name: WHY}}):
        found = verdicts(**how)
        assert {claim for claim, one in found.items() if one.verdict == "untested"} == claims
    failed = verdicts(faults={name: WHY})
    assert {claim for claim, one in failed.items() if one.verdict == "inconclusive"} == claims


def test_what_may_be_missing() -> None:
    """A user's server, and the twins that only add a sentence."""
    found = verdicts(without=["postgres", "strict", "form", "by-hand", "django", "pool"])
    assert {name: one.verdict for name, one in found.items()} == USUALLY
    assert "PostgreSQL" not in found["web.di-db"].because.en
    assert "strict types" not in found["web.validation"].because.en


def test_too_few_rounds_give_no_verdict() -> None:
    """As anywhere in this house."""
    assert {one.verdict for one in verdicts(count=5).values()} == {"inconclusive"}


def test_a_busy_machine_changes_times_and_no_answers() -> None:
    """Only the claim that rests on how long a page took is left open."""
    found = verdicts(caveats=[Caveat("busy-machine", None, WHY)])
    usual = {**USUALLY, "web.django-plus-fastapi": "inconclusive"}
    assert {name: one.verdict for name, one in found.items()} == usual
