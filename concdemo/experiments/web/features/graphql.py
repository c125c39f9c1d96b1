"""GraphQL queries to a library's router inside a FastAPI app, and the answers they should get."""

import json
from pathlib import Path
from typing import Any

from concdemo.experiments.web.features.client import ask, brief
from concdemo.experiments.web.features.notes import Notes
from concdemo.experiments.web.features.words import GRAPHQL, PLAIN_GET
from concdemo.stacks import apps
from concdemo.text import Text

PATH = "/graphql"
FIND = "query ($t: String!) { book(title: $t) { pages } }"
QUERIES: tuple[tuple[str, dict[str, Any], Any], ...] = (
    ("{ books { title } }", {}, {"books": [{"title": "Dune"}, {"title": "Emma"}]}),
    (FIND, {"t": "Emma"}, {"book": {"pages": 474}}),
    (FIND, {"t": "Ulysses"}, {"book": None}),
    ("{ __schema { queryType { name } } }", {}, {"__schema": {"queryType": {"name": "Query"}}}),
)
"""Query, variables, and the data that it should give."""

BAD: tuple[tuple[str, dict[str, Any]], ...] = (("{ books { colour } }", {}), (FIND, {}))
"""An unknown field, and a variable that is missing: to be answered with errors that say so."""

MEANT = ("colour", "$t")

LENGTH = 90
"""Of what is shown of an answer, in characters."""


def check(notes: Notes, port: int) -> None:
    """Ask every query, and an ordinary path of the same app.

    Metrics: ``queries`` and ``wrong``, those not answered as they should be; ``plain-right``;
    ``lines`` of the app that aren't empty.
    """
    wrong = 0
    for query, variables, data in QUERIES:
        told = _told(port, query, variables)
        works = told.get("data") == data and not told.get("errors")
        wrong += not notes.note(GRAPHQL, _named(query, variables), _short(told), works)
    for (query, variables), meant in zip(BAD, MEANT, strict=True):
        told = _told(port, query, variables)
        said = [str(error.get("message", "")) for error in told.get("errors") or ()]
        works = any(meant in message for message in said) and not told.get("data")
        wrong += not notes.note(
            GRAPHQL, _named(query, variables), brief((said or [_short(told)])[0], LENGTH), works
        )
    plain = ask(port, "GET", "/books")
    works = plain.status == 200 and plain.json == ["Dune", "Emma"]
    notes.note(GRAPHQL, PLAIN_GET, f"{plain.status} {plain.text}", works)
    notes.count(queries=len(QUERIES) + len(BAD), wrong=wrong, plain_right=works, lines=lines())


def lines() -> int:
    """How long the app is, without empty lines."""
    path = Path(apps.__path__[0]) / "graphql_app.py"
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())


def _told(port: int, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables}).encode()
    answer = ask(port, "POST", PATH, body, {"Content-Type": "application/json"})
    return answer.json if isinstance(answer.json, dict) else {"status": answer.status}


def _named(query: str, variables: dict[str, Any]) -> Text:
    given = f" {json.dumps(variables)}" if variables else ""
    return Text.same(query + given)


def _short(told: dict[str, Any]) -> str:
    return brief(json.dumps(told.get("data", told), ensure_ascii=False), LENGTH)
