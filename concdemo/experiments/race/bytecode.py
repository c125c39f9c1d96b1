"""Between which instructions of an update others may come in, from the bytecode that runs here.

An interpreter with the GIL lets another thread on only at certain instructions; which, differs
by version, and stands in the interpreter's source, in what its evaluation loop does at the end
of a call, at the start of a function and at a jump back.  Pure: no update is run.
"""

import dis
import platform
import sys
from collections.abc import Mapping
from types import MappingProxyType

from concdemo.experiments.race.programs import Program

Version = tuple[int, int]

_EVERY = frozenset({"CALL", "CALL_FUNCTION_EX", "JUMP_BACKWARD", "RESUME"})
_JUMPS = frozenset(f"POP_JUMP_BACKWARD_IF_{what}" for what in ("TRUE", "FALSE", "NONE", "NOT_NONE"))

SWITCHES: Mapping[Version, frozenset[str]] = MappingProxyType(
    {
        (3, 11): _EVERY | _JUMPS,
        (3, 12): _EVERY,
        (3, 13): _EVERY | {"CALL_KW"},
        (3, 14): _EVERY | {"CALL_KW"},
    }
)
"""Instructions of CPython at which a thread may have to hand over the GIL, by version.

A CALL of a Python function does it at the RESUME with which that function begins, a CALL of C
code at its end.
"""

AWAITS = frozenset({"YIELD_VALUE"})
"""Where a coroutine gives its thread back to the loop."""


def known_switches() -> frozenset[str] | None:
    """Those of this interpreter, or None where they aren't known."""
    if platform.python_implementation() != "CPython":
        return None
    return SWITCHES.get(sys.version_info[:2])


def between(program: Program) -> list[str]:
    """The instructions from the one that reads the number to the last before it is written.

    Empty where one call does both.

    Raises:
        LookupError: its bytecode has no such instructions.
    """
    if program.reads is None:
        return []
    instructions = list(dis.get_instructions(program.run))
    end = _last(instructions, program.writes, len(instructions))
    begin = _last(instructions, program.reads, end)
    return [one.opname for one in instructions[begin:end]]


def _last(found: list[dis.Instruction], wanted: tuple[str, str | None], before: int) -> int:
    name, what = wanted
    for place in reversed(range(before)):
        if found[place].opname == name and what in (None, found[place].argval):
            return place
    raise LookupError(name)


def places(program: Program, switches: frozenset[str]) -> list[str]:
    """The instructions between reading and writing at which others may come in."""
    return [name for name in between(program) if name in switches]


def others_come_in(
    name: str, program: Program, gil: str, switches: frozenset[str] | None
) -> list[str] | None:
    """The places of an arm; None where there are no others, or where it isn't known.

    Threads without the GIL and processes that share memory run at the same time: for them
    every instruction is one.
    """
    if name in ("one-thread", "processes"):
        return None
    if name.startswith("async"):
        return places(program, AWAITS)
    if name == "processes-shared" or gil == "off":
        return between(program)
    return None if switches is None else places(program, switches)
