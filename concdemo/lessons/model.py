"""A lesson as frozen facts: steps in the order in which a class meets them.

Nothing here reads a file, runs or shows anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from concdemo.model import Judgement
from concdemo.text import Text

Answered = Literal["supported", "refuted", "depends"]
"""The verdicts that answer a question."""

ANSWERED: tuple[Answered, ...] = get_args(Answered)
SPOKEN: tuple[Judgement, ...] = (*ANSWERED, "inconclusive", "untested")
"""The verdicts for which an explanation may have words."""


@dataclass(frozen=True, slots=True)
class Say:
    """Something to read, in Markdown."""

    text: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: by which verdicts it is right, and what one believes who errs."""

    text: Text
    right_when: tuple[Answered, ...] = ()
    misconception: Text | None = None


@dataclass(frozen=True, slots=True)
class Predict:
    """A question that is answered before the run that tests its claim."""

    question: Text
    claim: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A concdemo command line, in words: the experiment's name and its options."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """A piece of concdemo's own code, by its name "module:name"; ``text`` stands above it."""

    symbol: str
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Explain:
    """What a verdict on the claim means, in Markdown with places for the run's numbers."""

    claim: str
    texts: Mapping[Judgement, Text]


@dataclass(frozen=True, slots=True)
class Pause:
    """Something to do away from the screen, in Markdown."""

    text: Text


Part = Say | Predict | Run | Show | Explain | Pause


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``id`` is how ``--from`` and saved reports name it, beside its number."""

    part: Part
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A whole lesson.  ``minutes`` is how long it takes with a class."""

    title: Text
    minutes: int
    steps: tuple[Step, ...]
    audience: Text | None = None

    def name_of(self, place: int) -> str:
        """How the step at that place, counted from 0, is named: by its id, else its number."""
        return self.steps[place].id or str(place + 1)
