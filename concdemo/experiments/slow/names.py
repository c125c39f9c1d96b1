"""What an assignment does, seen by identity: one object with two names, or two objects.

Every line of a story is really executed, and what its names stand for is written down after
it: which object (``is``), and what it looks like.  What comes of it is counted in the record;
nothing here says what it should be.  Values are made while running, from numbers and words
that are kept nowhere, so that two equal ones can be two objects: a control of each story sees
whether they are.  Standard library only.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from concdemo.experiments.slow import names_words as words
from concdemo.model import Step
from concdemo.text import Text


@dataclass
class Point:
    """A plain object: two of them are equal where their places are."""

    x: int


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is made, how a name is bound to another one, and how it is changed in place.

    ``primitive``: what people call so and believe to be copied.  ``mutate`` is None where a
    value can't be changed.
    """

    make: str
    rebind: str
    augment: str | None
    mutate: str | None
    primitive: bool = False


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "int": Kind("int('10' * 5)", "b = b + 1", "b += 1", None, primitive=True),
        "float": Kind("float('2.5')", "b = b + 1", "b += 1", None, primitive=True),
        "str": Kind("'-'.join(['a', 'b'])", "b = b + '!'", "b += '!'", None, primitive=True),
        "tuple": Kind("tuple([1, 2])", "b = b + (3,)", "b += (3,)", None),
        "list": Kind("[1, 2]", "b = b + [3]", "b += [3]", "b.append(4)"),
        "dict": Kind("{'x': 1}", "b = b | {'y': 2}", "b |= {'y': 2}", "b['z'] = 3"),
        "object": Kind("Point(1)", "b = Point(2)", None, "b.x = 5"),
    }
)

TOLD = ("int", "list")
"""Kinds whose whole story is told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A line that was executed, and what its names stood for afterwards.

    ``objects`` numbers the objects in the order in which they were first named; two names with
    one number are names of one object.  ``changed_a``: ``a`` shows something else than before.
    """

    role: str
    line: str
    objects: dict[str, int]
    shown: dict[str, str]
    changed_a: bool
    equal: bool  # what the last name and ``a`` stand for

    @property
    def same(self) -> bool:
        """Whether the name that the line is about stands for the object that ``a`` does."""
        return self.objects[self.name] == self.objects["a"]

    @property
    def name(self) -> str:
        """The name that the line is about."""
        return self.line[0]


def record(kind: Kind) -> list[Seen]:
    """The story of one kind, line by line as it was executed."""
    scope: dict[str, Any] = {"copy": copy, "Point": Point}
    kept: list[object] = []  # nothing may go, or a later object could have its place
    seen: list[Seen] = []
    for role, line in _script(kind):
        before = repr(scope["a"]) if "a" in scope else None
        exec(line, scope)
        names = [name for name in "abc" if name in scope]
        seen.append(
            Seen(
                role,
                line,
                {name: _number(scope[name], kept) for name in names},
                {name: repr(scope[name]) for name in names},
                before not in (None, repr(scope["a"])),
                bool(scope[line[0]] == scope["a"]),
            )
        )
    return seen


def _script(kind: Kind) -> list[tuple[str, str]]:
    """Lines with their roles; each that rebinds or changes begins with two names anew."""
    lines = [("make", f"a = {kind.make}"), ("assign", "b = a"), ("control", f"c = {kind.make}")]
    for role, line in (("rebind", kind.rebind), ("augment", kind.augment), ("mutate", kind.mutate)):
        if line is not None:
            lines += [("again", "b = a"), (role, line)]
    del lines[3]  # the two names are still as they were
    return [*lines, ("copy", "b = copy.copy(a)"), ("deepcopy", "b = copy.deepcopy(a)")]


def _number(value: object, kept: list[object]) -> int:
    """Which object it is, from 1."""
    for number, known in enumerate(kept, 1):
        if known is value:
            return number
    kept.append(value)
    return len(kept)


def observe() -> dict[str, float]:
    """What was seen of all kinds, as counts of kinds.

    ``copied-primitives`` and ``copied-references``: after ``b = a`` there were two objects;
    ``shared-…``: one.  ``told-apart``: two equal values that were made apart were two objects,
    without which ``is`` says nothing here.  ``rebinding-changed``, ``augmenting-changed``,
    ``mutation-changed``: ``a`` showed something else after ``b = b + …``, ``b += …``, or a
    change of the object through ``b``; ``copy-copied`` and ``deepcopy-copied``: the copy was
    another object.  ``kinds``, ``primitives``, ``references``, ``mutable``: how many there are.
    """
    stories = {name: {one.role: one for one in record(kind)} for name, kind in KINDS.items()}
    primitives = [name for name, kind in KINDS.items() if kind.primitive]
    references = [name for name, kind in KINDS.items() if not kind.primitive]

    def having(role: str, of: list[str] | None = None) -> list[Seen]:
        return [stories[name][role] for name in of or KINDS if role in stories[name]]

    found = {
        "kinds": len(KINDS),
        "primitives": len(primitives),
        "references": len(references),
        "mutable": len(having("mutate")),
        "told-apart": sum(one.equal and not one.same for one in having("control")),
        "rebinding-changed": sum(one.changed_a for one in having("rebind")),
        "augmenting-changed": sum(one.changed_a for one in having("augment")),
        "mutation-changed": sum(one.changed_a for one in having("mutate")),
        "copy-copied": sum(not one.same for one in having("copy")),
        "deepcopy-copied": sum(not one.same for one in having("deepcopy")),
    }
    for word, of in (("primitives", primitives), ("references", references)):
        shared = sum(one.same for one in having("assign", of))
        found |= {f"shared-{word}": shared, f"copied-{word}": len(of) - shared}
    return {name: float(count) for name, count in found.items()}


def steps() -> list[Step]:
    """The stories of a whole number and of a list, as they were when they ran just now."""
    return [_told(name, one) for name in TOLD for one in record(KINDS[name])]


def _told(kind: str, one: Seen) -> Step:
    names = dict.fromkeys(("a", one.name))
    objects = ", ".join(f"{name} → #{one.objects[name]}" for name in names)
    return Step(
        words.STORIES[kind],
        Text.same(one.line),
        Text.same(objects),
        words.why(one.role, name=one.name, shown=one.shown, same=one.same, changed=one.changed_a),
    )
