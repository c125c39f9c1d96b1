"""What a framework tells of an app by itself: fetched, and held against the app."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from concdemo.experiments.web.features.client import Answer, ask
from concdemo.experiments.web.features.notes import Notes
from concdemo.experiments.web.features.words import DOCUMENTS, FIELDS, OUTSIDE, PATHS
from concdemo.text import Text

SCHEMA = "/openapi.json"
PAGES = ("/docs", "/redoc")
ITEM: Mapping[str, dict[str, Any]] = {
    "name": {"type": "string"},
    "price": {"type": "number", "minimum": 0},
    "quantity": {"type": "integer", "minimum": 1},
}
"""What the app's code says of an item; all of it is required."""

METHODS = frozenset({"get", "put", "post", "delete", "patch"})
OTHERS = re.compile(r"""(?:src|href)=["']https?://([^/"']+)""")
SCRIPTS = re.compile(r"""<script[^>]*\ssrc=["']https?://""")


def check(notes: Notes, port: int, routes: Sequence[Sequence[str]]) -> None:
    """Fetch the OpenAPI document and both pages.

    Metrics: ``documents`` of three that are there; ``doc-paths`` that they tell of, ``doc-wrong``:
    documents missing, paths and fields that aren't the app's own; ``outside``: other machines
    from which the pages load something; ``scripts-outside``: pages whose script is there.

    Args:
        routes: the methods and paths that the app has.
    """
    schema = ask(port, "GET", SCHEMA)
    told: dict[str, Any] = schema.json if isinstance(schema.json, dict) else {}
    is_there = schema.status == 200 and "openapi" in told
    did = f"{schema.status} OpenAPI {told['openapi']}" if is_there else str(schema.status)
    notes.note(DOCUMENTS, Text.same(f"GET {SCHEMA}"), did, is_there)
    pages = {page: ask(port, "GET", page) for page in PAGES}
    there = {page: answer.status == 200 and SCHEMA in answer.text for page, answer in pages.items()}
    for page, answer in pages.items():
        notes.note(DOCUMENTS, Text.same(f"GET {page}"), str(answer.status), there[page])
    outside = {host for page, fits in there.items() if fits for host in _outside(pages[page])}
    documents = is_there + sum(there.values())
    wrong, paths = 1 + len(PAGES) - documents, set()
    if is_there:
        wanted = {(method, path) for method, path in routes}
        paths, fields = paths_of(told), fields_wrong(told)
        notes.add(DOCUMENTS, PATHS, _of(len(paths & wanted), len(wanted)))
        notes.add(DOCUMENTS, FIELDS, _of(len(ITEM) - fields, len(ITEM)))
        notes.add(DOCUMENTS, OUTSIDE, Text.same(", ".join(sorted(outside)) or "–"))
        wrong += len(paths ^ wanted) + fields
    scripts = sum(bool(SCRIPTS.search(pages[page].text)) for page, fits in there.items() if fits)
    notes.count(documents=documents, doc_paths=len(paths), doc_wrong=wrong)
    notes.count(outside=len(outside), scripts_outside=scripts)


def paths_of(schema: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The methods and paths of an OpenAPI document."""
    return {
        (method.upper(), path)
        for path, operations in schema.get("paths", {}).items()
        for method in operations
        if method in METHODS
    }


def fields_wrong(schema: Mapping[str, Any]) -> int:
    """How many fields of an item it doesn't describe as the code does."""
    item = schema.get("components", {}).get("schemas", {}).get("Item", {})
    described: dict[str, dict[str, Any]] = item.get("properties", {})
    return sum(
        name not in item.get("required", ())
        or described.get(name, {}) | wanted != described.get(name, {})
        for name, wanted in ITEM.items()
    )


def _outside(page: Answer) -> list[str]:
    return OTHERS.findall(page.text)


def _of(right: int, all_: int) -> Text:
    return Text.same(f"{right} / {all_}")
