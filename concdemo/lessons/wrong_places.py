"""Places in explanations that no number of a run will ever fill.  Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from concdemo.lessons import words
from concdemo.lessons.places import BadPlace, number, parts, places
from concdemo.lessons.read import did_you_mean
from concdemo.text import LANGUAGES, Text


def wrong_places(
    said: Text, facts: Mapping[str, Any] | None
) -> Iterator[tuple[tuple[str, ...], Text]]:
    """What is wrong with a text, and the keys below its own that lead to where it is wrong.

    Args:
        facts: everything that may be named; None: only the form of places is looked at.
    """
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        try:
            named = places(said.into(language))
            found[language] = {name for _, name, _ in named if name is not None}
        except BadPlace as bad:
            yield (language,), (words.BAD_FORMAT if bad.of_format else words.BAD_BRACES).fill()
            return
    lonely = found["en"] ^ found["ko"]
    if lonely:
        listed = ", ".join(f"{{{name}}}" for name in sorted(lonely))
        yield (), words.OTHER_PLACES.fill(places=listed)
    for name in sorted(found["en"] | found["ko"]):
        if facts is not None and number(name, facts) is None:
            yield (), words.NO_PLACE.fill(place=name, why=_why_not(name, facts))


def _why_not(name: str, facts: Mapping[str, Any]) -> Text:
    """What could have stood where the place leads nowhere."""
    at: Any = facts
    for depth, part in enumerate(parts(name)):
        known = _names(at)
        if part not in known:
            template = words.NO_SUCH_ARM if depth == 1 else words.KNOWN_NAMES
            listed = ", ".join(known) or "–"
            return Text.join([template.fill(known=listed), *did_you_mean(part, known)])
        at = at[part] if isinstance(at, Mapping) else vars(at)[part]
    return words.KNOWN_NAMES.fill(known=", ".join(_names(at)))


def _names(at: Any) -> list[str]:
    return list(at if isinstance(at, Mapping) else getattr(at, "__dict__", ()))
