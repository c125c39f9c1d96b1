"""Every bad body posted to an endpoint: what is refused, and how clearly."""

import json
import re
from typing import Any

from concdemo.errors import ArmFault
from concdemo.experiments.web.features.bodies import BODIES, GOOD, JSON, TOTAL, Bad
from concdemo.experiments.web.features.client import Answer, ask
from concdemo.experiments.web.features.notes import NOTHING, RIGHT, WRONG, Notes
from concdemo.experiments.web.features.words import GOOD_REFUSED, VALIDATION
from concdemo.text import Text

UNSAID = "○"
"""Refused, without the name of the field that is wrong."""


def check(notes: Notes, port: int, path: str, words: str) -> None:
    """Post one right body and every bad one.

    Metrics: ``bad`` bodies and, of them, ``refused``, ``taken``, ``crashed`` (5xx) and ``slipped``
    (not refused); ``fielded``: those with one wrong field, ``named``: refused with its name and a
    reason, ``unnamed``: not so; ``lenient``: doubtful ones that were taken.

    Args:
        words: whose reasons are told: "errors" of the answers, or the "answers" themselves.
    Raises:
        ArmFault: the right body isn't answered rightly.
    """
    good = ask(port, "POST", path, json.dumps(GOOD).encode(), {"Content-Type": JSON})
    if good.status != 200 or good.json != TOTAL:
        raise ArmFault(GOOD_REFUSED.fill(status=good.status, answer=good.text[:200]))
    answers = [
        (bad, ask(port, "POST", path, bad.body, {"Content-Type": bad.content_type}))
        for bad in BODIES
    ]
    for bad, answer in answers:
        notes.add(VALIDATION, bad.name, Text.same(_mark(bad, answer)), _why(bad, answer, words))
    bads = [(bad, answer) for bad, answer in answers if not bad.is_doubtful]
    fielded = [(bad, answer) for bad, answer in bads if bad.has_field]
    refused = sum(is_refused(answer) for _, answer in bads)
    named = sum(_is_clear(bad, answer) for bad, answer in fielded)
    notes.asked += 1 + len(answers)
    notes.worked += 1 + sum(_is_fine(bad, answer) for bad, answer in answers)
    notes.count(
        bad=len(bads),
        refused=refused,
        slipped=len(bads) - refused,
        taken=sum(answer.status < 400 for _, answer in bads),
        crashed=sum(answer.status >= 500 for _, answer in bads),
        fielded=len(fielded),
        named=named,
        unnamed=len(fielded) - named,
        lenient=sum(answer.status < 400 for bad, answer in answers if bad.is_doubtful),
    )


def is_refused(answer: Answer) -> bool:
    """Whether the server says that the client is wrong."""
    return 400 <= answer.status < 500


def _is_clear(bad: Bad, answer: Answer) -> bool:
    return is_refused(answer) and bad.field is not None and names(answer, bad.field)


def _is_fine(bad: Bad, answer: Answer) -> bool:
    """A bad body is to be refused; a doubtful one may be taken, if what comes of it is right."""
    is_taken = bad.is_doubtful and answer.status == 200 and answer.json == TOTAL
    return is_refused(answer) or is_taken


def _mark(bad: Bad, answer: Answer) -> str:
    if not is_refused(answer) and _is_fine(bad, answer):
        return str(answer.status)
    if not is_refused(answer):
        return f"{answer.status} {WRONG}"
    clear = bad.field is None or names(answer, bad.field)
    return f"{answer.status} {RIGHT if clear else UNSAID}"


def names(answer: Answer, field: str) -> bool:
    """Whether a JSON answer names the field, and says something of it, apart from what was sent."""
    words = _words(answer.json)
    names_it = re.compile(rf"\b{re.escape(field)}\b")
    return any(map(names_it.search, words)) and any(word.strip() != field for word in words)


def _words(told: Any) -> list[str]:
    """All names and strings in it, but for an echo of the input."""
    if isinstance(told, dict):
        inner = [_words(value) for key, value in told.items() if key != "input"]
        return [*(key for key in told if key != "input"), *(word for one in inner for word in one)]
    if isinstance(told, list):
        return [word for one in told for word in _words(one)]
    return [told] if isinstance(told, str) else []


def _why(bad: Bad, answer: Answer, words: str) -> Text:
    """The server's own words, so that they can be read."""
    told = answer.json
    if words == "errors" and is_refused(answer) and isinstance(told, dict):
        details = told.get("detail")
        if isinstance(details, list) and details and isinstance(details[0], dict):
            first = details[0]
            where = ".".join(str(part) for part in first.get("loc", ()))
            return Text.same(f"{where}: {first.get('msg', '')}")
    if words == "answers" and answer.status < 400 and told is not None:
        return Text.same(json.dumps(told, ensure_ascii=False))
    return NOTHING
