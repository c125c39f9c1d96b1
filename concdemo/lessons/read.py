"""From a script's text to a lesson: every fault in its form, each with its line.

What a script refers to (commands, claims, code) is looked at by ``check``.
"""

import difflib
import re
import shlex
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from concdemo.lessons import words
from concdemo.lessons.lines import Lines, Path, lines_of
from concdemo.lessons.model import (
    ANSWERED,
    SPOKEN,
    Answered,
    Choice,
    Explain,
    Lesson,
    Part,
    Pause,
    Predict,
    Run,
    Say,
    Show,
    Step,
)
from concdemo.text import LANGUAGES, Text

MOST_BYTES = 1024 * 1024
MOST_MINUTES = 600
LEAST_CHOICES, MOST_CHOICES = 2, 9
ID = re.compile(r"[a-z][a-z0-9-]*")
TOP_KEYS = ("title", "minutes", "audience", "step")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong on a line.  ``here``: it may be right on another machine."""

    line: int
    text: Text = field(compare=False)
    here: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read: ``lesson`` is None where there were faults."""

    lesson: Lesson | None
    faults: list[Fault]
    lines: Lines


def read(data: bytes) -> Draft:
    """The lesson that a script holds, or all its faults in the order of their lines."""
    if len(data) > MOST_BYTES:
        return _nothing(1, words.TOO_LARGE.fill(most=MOST_BYTES))
    try:
        document = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return _nothing(1 + data[: error.start].count(b"\n"), words.NOT_UTF8)
    try:
        found = tomllib.loads(document)
        lines = lines_of(document)
    except tomllib.TOMLDecodeError as error:
        return _nothing(*_not_toml(str(error), document))
    except RecursionError:
        return _nothing(1, words.TOO_DEEP)
    reader = _Reader(lines)
    lesson = reader.lesson(found)
    return Draft(None if reader.faults else lesson, sorted(reader.faults), lines)


def _nothing(line: int, text: Text) -> Draft:
    return Draft(None, [Fault(line, text)], Lines({}))


def _not_toml(error: str, document: str) -> tuple[int, Text]:
    """The line that the reader's own message names, and the message without it."""
    place = re.search(r" \(at line (\d+), column \d+\)$| \(at end of document\)$", error)
    if place is None:
        return 1, words.NOT_TOML.fill(error=error)
    line = int(place.group(1)) if place.group(1) else document.rstrip("\n").count("\n") + 1
    return line, words.NOT_TOML.fill(error=error[: place.start()])


class _Reader:
    """Goes through the document and keeps every fault; what is faulty is left out."""

    def __init__(self, lines: Lines) -> None:
        self.faults: list[Fault] = []
        self._lines = lines

    def lesson(self, found: dict[str, Any]) -> Lesson | None:
        self._known((), found, TOP_KEYS)
        title = self._text(("title",), found.get("title"))
        audience = None
        if "audience" in found:
            audience = self._text(("audience",), found["audience"])
        minutes = found.get("minutes")
        if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
            missing = words.MISSING_KEY.fill(key="minutes")
            wrong = words.NOT_MINUTES.fill(most=MOST_MINUTES)
            self._fault(("minutes",), missing if minutes is None else wrong)
        steps = self._steps(found.get("step"))
        if title is None or type(minutes) is not int:
            return None
        return Lesson(title, minutes, steps, audience)

    def _steps(self, found: Any) -> tuple[Step, ...]:
        if found is None or found == []:
            self._fault((), words.NO_STEPS)
            return ()
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self._fault(("step",), words.STEPS_SHAPE)
            return ()
        steps = [self._step(("step", place), one) for place, one in enumerate(found)]
        seen: set[str] = set()
        for place, step in enumerate(steps):
            if step is not None and step.id is not None:
                if step.id in seen:
                    self._fault(("step", place, "id"), words.SAME_ID.fill(id=step.id))
                seen.add(step.id)
        return tuple(step for step in steps if step is not None)

    def _step(self, path: Path, found: dict[str, Any]) -> Step | None:
        kinds: dict[str, Callable[[Path, Any], Part | None]] = {
            "say": self._say,
            "predict": self._predict,
            "run": self._run,
            "show": self._show,
            "explain": self._explain,
            "pause": self._pause,
        }
        self._known(path, found, ("id", *kinds))
        name = found.get("id")
        if name is not None and not (isinstance(name, str) and ID.fullmatch(name)):
            self._fault((*path, "id"), words.BAD_ID)
            name = None
        named = [kind for kind in kinds if kind in found]
        parts = [kinds[kind]((*path, kind), found[kind]) for kind in named]
        if len(named) != 1:
            if named or set(found) <= {"id"}:  # or else the key that isn't known was told of
                text = words.ONE_KIND.fill(kinds=", ".join(kinds), count=len(named))
                self._fault(path, text)
            return None
        return Step(parts[0], name) if parts[0] is not None else None

    # ── the six kinds ──

    def _say(self, path: Path, found: Any) -> Say | None:
        text = self._text(path, found)
        return None if text is None else Say(text)

    def _pause(self, path: Path, found: Any) -> Pause | None:
        text = self._text(path, found)
        return None if text is None else Pause(text)

    def _run(self, path: Path, found: Any) -> Run | None:
        if isinstance(found, str):
            try:
                found = shlex.split(found)
            except ValueError as error:
                self._fault(path, words.NOT_WORDS.fill(error=error))
                return None
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            self._fault(path, words.NOT_A_LINE)
            return None
        return Run(tuple(found))

    def _show(self, path: Path, found: Any) -> Show | None:
        if isinstance(found, str):
            return Show(found)
        if not self._is_table(path, found):
            return None
        self._known(path, found, ("symbol", "text"))
        symbol = self._string((*path, "symbol"), found.get("symbol"))
        text = None
        if "text" in found:
            text = self._text((*path, "text"), found["text"])
        return None if symbol is None else Show(symbol, text)

    def _explain(self, path: Path, found: Any) -> Explain | None:
        if not self._is_table(path, found):
            return None
        self._known(path, found, ("claim", *SPOKEN))
        claim = self._string((*path, "claim"), found.get("claim"))
        texts = {}
        for verdict in SPOKEN:
            if verdict in found:
                text = self._text((*path, verdict), found[verdict])
                if text is not None:
                    texts[verdict] = text
        return None if claim is None else Explain(claim, texts)

    def _predict(self, path: Path, found: Any) -> Predict | None:
        if not self._is_table(path, found):
            return None
        self._known(path, found, ("question", "claim", "choices"))
        question = self._text((*path, "question"), found.get("question"))
        claim = self._string((*path, "claim"), found.get("claim"))
        rows = found.get("choices")
        inner = (*path, "choices")
        if (
            not isinstance(rows, list)
            or not LEAST_CHOICES <= len(rows) <= MOST_CHOICES
            or not all(isinstance(row, dict) for row in rows)
        ):
            self._fault(inner, words.NOT_CHOICES.fill(least=LEAST_CHOICES, most=MOST_CHOICES))
            return None
        choices = [self._choice((*inner, place), row) for place, row in enumerate(rows)]
        whole = tuple(choice for choice in choices if choice is not None)
        return None if question is None or claim is None else Predict(question, claim, whole)

    def _choice(self, path: Path, found: dict[str, Any]) -> Choice | None:
        self._known(path, found, ("text", "right_when", "misconception"))
        text = self._text((*path, "text"), found.get("text"))
        verdicts = found.get("right_when", [])
        if not isinstance(verdicts, list) or not all(one in ANSWERED for one in verdicts):
            known = ", ".join(ANSWERED)
            self._fault((*path, "right_when"), words.NOT_VERDICTS.fill(known=known))
            return None
        misconception = None
        if "misconception" in found:
            misconception = self._text((*path, "misconception"), found["misconception"])
        right: tuple[Answered, ...] = tuple(one for one in ANSWERED if one in verdicts)
        return None if text is None else Choice(text, right, misconception)

    # ── what they are made of ──

    def _fault(self, path: Path, text: Text) -> None:
        self.faults.append(Fault(self._lines.of(*path), text))

    def _known(self, path: Path, found: dict[str, Any], known: Sequence[str]) -> None:
        for key in found:
            if key not in known:
                listed = ", ".join(known)
                text = words.UNKNOWN_KEY.fill(key=key, known=listed)
                self._fault((*path, key), Text.join([text, *did_you_mean(key, known)]))

    def _is_table(self, path: Path, found: Any) -> bool:
        if not isinstance(found, dict):
            self._fault(path, words.NOT_A_TABLE.fill(key=path[-1]))
        return isinstance(found, dict)

    def _string(self, path: Path, found: Any) -> str | None:
        if isinstance(found, str) and found.strip():
            return found
        text = words.MISSING_KEY if found is None else words.NOT_A_STRING
        self._fault(path, text.fill(key=path[-1]))
        return None

    def _text(self, path: Path, found: Any) -> Text | None:
        key = path[-1]
        if found is None:
            self._fault(path, words.MISSING_KEY.fill(key=key))
            return None
        if not isinstance(found, dict):
            self._fault(path, words.NOT_A_TEXT.fill(key=key))
            return None
        self._known(path, found, LANGUAGES)
        whole = True
        for language in LANGUAGES:
            said = found.get(language)
            if said is None or (isinstance(said, str) and not said.strip()):
                lacking = words.MISSING_LANGUAGE.fill(key=key, language=language)
                self._fault((*path, language), lacking)
                whole = False
            elif not isinstance(said, str):
                self._fault((*path, language), words.NOT_A_STRING.fill(key=language))
                whole = False
        return Text(found["en"].strip("\n"), found["ko"].strip("\n")) if whole else None


def did_you_mean(given: str, known: Sequence[str]) -> list[Text]:
    """A sentence that offers the nearest known word, or none."""
    near = difflib.get_close_matches(given, known, 1)
    return [words.DID_YOU_MEAN.fill(meant=near[0])] if near else []
