"""What an experiment can be asked for, as data, and how a word becomes a setting.

An experiment lists its :class:`Option`s; the command line, lessons and tests all set
them by name through :func:`settle`, so that a wrong one is answered the same way
everywhere.  How an option looks in a help text is the command line's work.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from concdemo.errors import UsageFault
from concdemo.text import Text

if TYPE_CHECKING:
    from concdemo.model import Parameters, Value

Kind = Literal["count", "milliseconds", "seconds", "choice", "choices", "text", "file", "flag"]

Raw = bool | str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: ``--name``.

    ``low`` and ``high`` bound numbers, both included.  ``synonyms`` maps other words that
    are taken for a choice to the choice.  ``shown_default`` says in words what happens
    when nothing is given and ``default`` is None.  ``metavar`` stands in the help where there are
    too many choices to be listed there.  What is given to a ``secret`` one is kept
    out of the command that a report holds.
    """

    name: str
    kind: Kind
    help: Text
    default: "Value" = None
    low: float = 1
    high: float = math.inf
    choices: tuple[str, ...] = ()
    synonyms: Mapping[str, str] | None = None
    shown_default: Text | None = None
    aliases: tuple[str, ...] = ()
    secret: bool = False
    metavar: str = ""

    @property
    def flag(self) -> str:
        """The option as one types it."""
        return "--" + self.name.replace("_", "-")


HIDDEN = "***"
NOT_A_NUMBER = Text(
    "{flag} takes a whole number, not {given!r}.",
    "{flag}에는 정수를 적어야 하는데 {given!r}을(를) 받았습니다.",
)
NOT_A_LENGTH = Text(
    "{flag} takes a number of {unit}, not {given!r}.",
    "{flag}에는 {unit} 단위의 수를 적어야 하는데 {given!r}을(를) 받았습니다.",
)
OUT_OF_RANGE = Text(
    "{flag} must be between {low:,} and {high:,}, not {given}.",
    "{flag}에는 {low:,}부터 {high:,}까지만 쓸 수 있는데 {given}을(를) 받았습니다.",
)
TOO_SMALL = Text(
    "{flag} must be at least {low:,}, not {given}.",
    "{flag}에는 {low:,} 이상을 적어야 하는데 {given}을(를) 받았습니다.",
)
NOT_A_CHOICE = Text(
    "{flag} doesn't know {given!r}; choose from {choices}.",
    "{flag}에 {given!r}라는 선택지는 없습니다. 다음 가운데 고르세요: {choices}.",
)
NEARLY_A_CHOICE = Text(
    "{flag} doesn't know {given!r}; did you mean one of {choices}?",
    "{flag}에 {given!r}라는 선택지는 없습니다. 혹시 이 가운데 하나인가요: {choices}?",
)
MOST_TOLD = 20
"""Of choices: of more, those are told that are spelt nearly as what was given."""

EMPTY = Text("{flag} needs a value.", "{flag}에 값을 적어 주세요.")
UNITS: dict[str, Text] = {
    "milliseconds": Text("milliseconds", "밀리초"),
    "seconds": Text("seconds", "초"),
}


def unsecret(options: Sequence[Option], command: Sequence[str]) -> list[str]:
    """The words of a command line, with what is given to secret options hidden."""
    names = [name for one in options if one.secret for name in (one.name, *one.aliases)]
    flags = {f"--{name}" for name in names}
    said, hide = [], False
    for word in command:
        flag, equals, _ = word.partition("=")
        said.append(HIDDEN if hide else f"{flag}={HIDDEN}" if equals and flag in flags else word)
        hide = word in flags
    return said


def settle(options: Sequence[Option], given: Mapping[str, Raw]) -> "Parameters":
    """The settings of a run: what was given, checked, and defaults for the rest.

    Raises:
        UsageFault: a value doesn't fit its option.
    """
    return {option.name: _settle_one(option, given.get(option.name)) for option in options}


def _settle_one(option: Option, raw: Raw) -> "Value":
    if raw is None or raw == [] or raw == ():
        return option.default
    if isinstance(raw, bool):
        return raw
    if option.kind == "choices":
        words = [raw] if isinstance(raw, str) else raw
        parts = [part.strip() for word in words for part in word.split(",")]
        return list(dict.fromkeys(_choice(option, part) for part in parts))
    if not isinstance(raw, str):
        raw = raw[-1]
    if option.kind == "choice":
        return _choice(option, raw)
    if option.kind in ("text", "file"):
        if not raw.strip():
            raise UsageFault(EMPTY.fill(flag=option.flag))
        return raw
    return _number(option, raw)


def _choice(option: Option, word: str) -> str:
    plain = word.strip().lower()
    plain = (option.synonyms or {}).get(plain, plain)
    if not plain:
        raise UsageFault(EMPTY.fill(flag=option.flag))
    if plain in option.choices:
        return plain
    told, choices = NOT_A_CHOICE, option.choices
    if len(choices) > MOST_TOLD and (near := get_close_matches(plain, choices, MOST_TOLD)):
        told, choices = NEARLY_A_CHOICE, tuple(near)
    raise UsageFault(told.fill(flag=option.flag, given=word, choices=", ".join(choices)))


def _number(option: Option, word: str) -> int | float:
    number: int | float
    try:
        if not word.isascii() or len(word) > 40:
            raise ValueError(word)
        number = int(word) if option.kind == "count" else float(word)
        if not math.isfinite(number):
            raise ValueError(word)
    except (ValueError, OverflowError):
        if option.kind == "count":
            raise UsageFault(NOT_A_NUMBER.fill(flag=option.flag, given=word)) from None
        unit = UNITS[option.kind]
        raise UsageFault(NOT_A_LENGTH.fill(flag=option.flag, given=word, unit=unit)) from None
    if not option.low <= number <= option.high:
        template = OUT_OF_RANGE if option.high < math.inf else TOO_SMALL
        raise UsageFault(
            template.fill(flag=option.flag, low=option.low, high=option.high, given=word)
        )
    return number
