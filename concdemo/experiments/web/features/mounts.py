"""A WSGI app inside FastAPI, and FastAPI on a WSGI server: without an adapter, and with one."""

import json
from collections.abc import Mapping

from concdemo.experiments.web.features.client import answered, ask
from concdemo.experiments.web.features.notes import NOTHING, Notes
from concdemo.experiments.web.features.words import (
    INSIDE,
    ON_WSGI,
    WHY_ADAPTED,
    WHY_FAILS,
    WHY_INSIDE,
    WITH_ADAPTER,
    WITHOUT_ADAPTER,
)
from concdemo.stacks.answers import HELLO, compute
from concdemo.text import Text

ITEM = {"name": "pen", "price": 1.5, "quantity": 2}
TOTAL = {"name": "pen", "total": 3.0}
NEW = {"from": "FastAPI"}


def check(notes: Notes, ports: Mapping[str, int]) -> None:
    """Ask the apps, on both servers.

    Metrics: ``inside-wrong`` of ``inside`` answers of Flask inside FastAPI; ``bare-right``:
    whether FastAPI answered on a WSGI server, ``adapted-right``: whether it did through an
    adapter; ``flask-right``: whether Flask did, on the same server.

    Args:
        ports: of ``mounted``, the ASGI server; and of ``flask``, ``bare`` and ``adapted`` on WSGI.
    """
    port = ports["mounted"]
    body = json.dumps(ITEM).encode()
    inside = [
        ("GET /old/json", ask(port, "GET", "/old/json"), HELLO),
        ("GET /old/cpu/10", ask(port, "GET", "/old/cpu/10"), compute(10)),
        ("POST /old/items", ask(port, "POST", "/old/items", body), TOTAL),
        ("GET /new", ask(port, "GET", "/new"), NEW),
    ]
    wrong = 0
    for name, answer, wanted in inside:
        why = WHY_INSIDE if name == "GET /old/json" else NOTHING
        works = answer.status == 200 and answer.json == wanted
        wrong += not notes.note(INSIDE, Text.same(name), answered(answer, 80), works, why)
    on_wsgi = {
        "flask": (Text.same("Flask: GET /json"), "/json", HELLO, NOTHING),
        "bare": (WITHOUT_ADAPTER, "/new", NEW, NOTHING),
        "adapted": (WITH_ADAPTER, "/new", NEW, WHY_ADAPTED),
    }
    right = {}
    for name, (track, target, wanted, why) in on_wsgi.items():
        answer = ask(ports[name], "GET", target)
        works = answer.status == 200 and answer.json == wanted
        right[f"{name}_right"] = notes.note(ON_WSGI, track, answered(answer, 80), works, why)
        if name == "bare" and "positional argument" in answer.text:
            notes.explain(WHY_FAILS)
    notes.count(inside=len(inside), inside_wrong=wrong, **right)
