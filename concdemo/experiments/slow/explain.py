"""The bytecode of a function as it is after running: each instruction, and what became of it.

Since 3.11 CPython exchanges instructions, while they run, for forms made for the types that
came by.  This reads them back from the code object (``dis``), the general name beside the
special one; what they mean is in ``explain_words`` and ``explain_forms``.  Instructions that
stand there several times in a row are shown once.  Standard library only.
"""

import dis
import linecache
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from types import CodeType
from typing import Any, NamedTuple

from concdemo.experiments.slow import explain_words as words
from concdemo.experiments.slow.explain_forms import is_general, why
from concdemo.model import Step
from concdemo.text import Text

LONGEST = 24
"""Instructions that a row of equal pieces may have each."""


class Instruction(NamedTuple):
    """One instruction: its general name, the form it runs in, and what it works on.

    ``source`` is the source line that it begins, or nothing.
    """

    name: str
    form: str
    argument: str
    source: str


class Piece(NamedTuple):
    """Instructions that stand there ``times`` in a row."""

    times: int
    instructions: list[Instruction]


def specialises() -> bool:
    """Whether this interpreter exchanges instructions for special forms while it runs."""
    return (
        sys.implementation.name == "cpython"
        and sys.version_info >= (3, 11)
        and not (sys.version_info < (3, 14) and sysconfig.get_config_var("Py_GIL_DISABLED"))
    )


def steps(function: Callable[..., Any], title: Text) -> list[Step]:
    """The instructions of a function that has run, under ``title``, in their order.

    A function of C has none, and says so.
    """
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        name = getattr(function, "__name__", type(function).__name__)
        return [Step(title, Text.same(name), words.COMPILED, words.NO_BYTECODE)]
    found = [] if specialises() else [Step(title, words.PYTHON, _version(), words.UNSPECIALISED)]
    before = ""
    for piece in pieces(instructions(code)):
        if piece.times > 1:
            count = words.TIMES.fill(times=piece.times)
            following = words.FOLLOWING.fill(count=len(piece.instructions))
            found.append(Step(title, count, following, words.REPEATED))
        for one in piece.instructions:
            if one.source:
                found.append(Step(title, words.LINE, Text.same(one.source), words.NOTHING))
            said = why(one.name, one.form, before)
            found.append(Step(title, Text.same(one.name), _did(one), said))
            before = one.form
    return found


def _version() -> Text:
    version = ".".join(map(str, sys.version_info[:2]))
    return Text.same(f"{sys.implementation.name} {version}")


def _did(one: Instruction) -> Text:
    if one.form == one.name:
        return Text.same(one.argument)
    # A special form's name begins with the general one, which stands before it.
    return Text.same(f"{one.argument} → {one.form.removeprefix(one.name)}".lstrip())


def instructions(code: CodeType) -> list[Instruction]:
    """Those of a code object, as they are now."""
    general = {one.offset: one.opname for one in dis.get_instructions(code)}
    found, line = [], None
    for one in _as_they_are(code):
        name = general.get(one.offset, one.opname)
        form = name if is_general(one.opname) else one.opname
        number = _line(one)
        begins = number is not None and number not in (line, code.co_firstlineno)
        source = linecache.getline(code.co_filename, number or 0).strip() if begins else ""
        line = line if number is None else number
        found.append(Instruction(name, form, argument(one.argrepr), source))
    return found


def argument(shown: str) -> str:
    """What an instruction works on, without what nobody but the interpreter needs."""
    if shown.startswith("to "):  # a place in the code that nothing here shows
        return ""
    return " ".join(part for part in shown.split(" + ") if part not in ("NULL", "NULL|self"))


def _as_they_are(code: CodeType) -> Iterator[Any]:
    if specialises():
        return dis.get_instructions(code, adaptive=True)
    return dis.get_instructions(code)


def _line(instruction: Any) -> int | None:
    """Its source line, where that is known."""
    positions = getattr(instruction, "positions", None)
    return positions.lineno if positions is not None else None


def pieces(found: Sequence[Instruction]) -> list[Piece]:
    """All of them in order, pieces that follow one another unchanged put together."""
    cut: list[Piece] = []
    place = 0
    while place < len(found):
        length, times = _row(found, place)
        piece = list(found[place : place + length])
        if times == 1 and cut and cut[-1].times == 1:
            cut[-1].instructions.extend(piece)
        else:
            cut.append(Piece(times, piece))
        place += length * times
    return cut


def _row(found: Sequence[Instruction], place: int) -> tuple[int, int]:
    """The length of the piece here that, repeated, spares most lines, and how often it comes."""
    best = (1, 1)
    for length in range(1, LONGEST + 1):
        piece, times = found[place : place + length], 1
        while found[place + times * length : place + (times + 1) * length] == piece:
            times += 1
        if length * (times - 1) > max(1, best[0] * (best[1] - 1)):
            best = (length, times)
    return best
