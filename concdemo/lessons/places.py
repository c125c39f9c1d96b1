"""The places in an explanation that numbers of a run go into, as ``{arm[threads].speedup:.2f}``.

A place is a path of names into the facts that the ledger gives (``ledger.measures``), and
nothing else: no attribute of a Python object is ever looked up, so a script can't reach
into the program.
"""

import math
import re
import string
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from concdemo.text import LANGUAGES, Language, Text

FIELD = re.compile(r"[a-z_]+(?:\.[a-z_]+|\[[^\[\]{}]+\])*")
PART = re.compile(r"\[([^\[\]]+)\]|\.?([a-z_]+)")
FORMAT = re.compile(r",?(?:\.[0-3])?f?")


class BadPlace(ValueError):
    """Braces that aren't a place; ``of_format``: a number's format that isn't known."""

    def __init__(self, said: str, *, of_format: bool = False) -> None:
        super().__init__(said)
        self.of_format = of_format


def places(sentence: str) -> Iterator[tuple[str, str | None, str]]:
    """The sentence in pieces: words, then the place behind them (None at the end), its format.

    Raises:
        BadPlace: what stands in braces is not a place.
    """
    try:
        pieces = list(string.Formatter().parse(sentence))
    except ValueError as error:
        raise BadPlace(str(error)) from error
    for literal, field, form, conversion in pieces:
        if field is not None and (conversion or not FIELD.fullmatch(field)):
            raise BadPlace(field)
        if field is not None and not FORMAT.fullmatch(form or ""):
            raise BadPlace(form or "", of_format=True)
        yield literal, field, form or ""


def parts(field: str) -> list[str]:
    """The names along a place: ``arm[threads].speedup`` is arm, threads, speedup."""
    return [match.group(1) or match.group(2) for match in PART.finditer(field)]


def number(field: str, facts: Mapping[str, Any]) -> int | float | None:
    """The number at a place, or None where there is none or it is not known."""
    at: Any = facts
    for part in parts(field):
        if isinstance(at, SimpleNamespace):
            at = vars(at)
        if not isinstance(at, Mapping) or part not in at:
            return None
        at = at[part]
    if isinstance(at, bool) or not isinstance(at, int | float) or not math.isfinite(at):
        return None
    return at


def fill(text: Text, facts: Mapping[str, Any]) -> Text | None:
    """Both sentences with their numbers; None where one of them is not known.

    Raises:
        BadPlace: what stands in braces is not a place.
    """
    filled: dict[Language, str] = {}
    for language in LANGUAGES:
        made = []
        for literal, field, form in places(text.into(language)):
            made.append(literal)
            if field is not None:
                value = number(field, facts)
                if value is None:
                    return None
                made.append(format(value, form or ("d" if isinstance(value, int) else ".2f")))
        filled[language] = "".join(made)
    return Text(filled["en"], filled["ko"])
