"""Security helpers: real requests to an app that has them, and what there is with FastAPI alone."""

import base64
from collections.abc import Mapping
from typing import Any

from concdemo.experiments.web.features.client import Answer, answered, ask
from concdemo.experiments.web.features.notes import Notes
from concdemo.experiments.web.features.words import (
    ALONE,
    ALONE_NAMES,
    CORS,
    FOUND_NONE,
    GUARDED,
    MADE_UP,
    NEEDS_ANOTHER,
    NOT_GIVEN,
    ORIGIN_OTHER,
    ORIGIN_OURS,
    WITH_ALONE,
)
from concdemo.text import Text

BASIC = "Basic " + base64.b64encode(b"kim:secret").decode()
GUARDS: Mapping[str, tuple[dict[str, str], str]] = {
    "/oauth2": ({"Authorization": "Bearer made-up"}, "made-up"),
    "/bearer": ({"Authorization": "Bearer made-up"}, "made-up"),
    "/basic": ({"Authorization": BASIC}, "kim"),
    "/key": ({"X-Key": "made-up"}, "made-up"),
}
"""Path → what is sent to get in, and what the helper is to hand on of it."""

OURS, OTHER = "https://shop.example", "https://other.example"
ALLOWED = "access-control-allow-origin"
PARTS = ("oauth2", "cors", "hash", "token")
"""The four that people say are in the box, by which the claim is judged."""


def check(notes: Notes, port: int, alone: Mapping[str, Any]) -> None:
    """Ask each guarded endpoint without and with what it wants, and preflight like a browser.

    Metrics: ``let-in``: guards that let a request in that had nothing to show; ``kept-out``: that
    did not hand on what was shown; ``made-up``: guards that let in a token that was made up;
    ``cors-wrong``: answers to browsers that aren't as the app allows; and for each of PARTS
    ``alone-…``: 1 where it works with FastAPI and nothing else that one has to ask for.

    Args:
        alone: what ``alone.look`` found.
    """
    let_in = kept_out = made_up = 0
    for path, (shown, wanted) in GUARDS.items():
        refused = ask(port, "GET", path)
        entered = ask(port, "GET", path, headers=shown)
        track = Text.same(f"GET {path}")
        let_in += not notes.note(
            GUARDED, NOT_GIVEN.fill(track=track), _challenge(refused), refused.status in (401, 403)
        )
        works = entered.status == 200 and entered.json == {"given": wanted}
        kept_out += not notes.note(GUARDED, MADE_UP.fill(track=track), answered(entered, 40), works)
        made_up += works and wanted == "made-up"
    wrong = _browser(notes, port)
    notes.count(let_in=let_in, kept_out=kept_out, made_up=made_up, cors_wrong=wrong)
    works_on_wire = {"oauth2": let_in + kept_out == 0, "cors": wrong == 0}
    for name, found in alone["parts"].items():
        needs = NEEDS_ANOTHER.fill(package=found["missing"])
        notes.add(ALONE, ALONE_NAMES[name], needs if found["missing"] else WITH_ALONE)
    words = Text.same(", ".join(alone["names"])) if alone["names"] else FOUND_NONE
    notes.add(ALONE, ALONE_NAMES["names"].fill(searched=alone["searched"]), words)
    for part in PARTS:
        missing = alone["parts"][part]["missing"]
        own = not missing and works_on_wire.get(part, True)
        notes.metrics[f"alone-{part}"] = float(own or (part in alone["kinds"]))


def _browser(notes: Notes, port: int) -> int:
    """How many of four answers to a browser on other sites are not as the app allows."""
    wrong = 0
    for origin, track, is_ours in ((OURS, ORIGIN_OURS, True), (OTHER, ORIGIN_OTHER, False)):
        asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        before = ask(port, "OPTIONS", "/oauth2", headers=asked)
        plain = ask(port, "GET", "/key", headers={"Origin": origin, "X-Key": "made-up"})
        for name, answer in (("OPTIONS /oauth2", before), ("GET /key", plain)):
            allowed = answer.headers.get(ALLOWED) == origin
            fits = allowed == is_ours and (name[0] == "G" or (answer.status < 400) == is_ours)
            said = Text.same(f"{answer.status} {ALLOWED if allowed else '–'}")
            wrong += not notes.note(CORS, track.fill(track=name), said, fits)
    return wrong


def _challenge(answer: Answer) -> str:
    """The status, and by what the server says that it wants to be shown."""
    wanted = answer.headers.get("www-authenticate", "").partition(" ")[0]
    return f"{answer.status} {wanted}".strip()
