"""Attributes that are looked up by name or computed, and calls through a decorator."""

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import ParamSpec, TypeVar

from concdemo.experiments.slow.work import Work

TURNS, WRITTEN_OUT = 500, 10
"""Turns of a block's loop, and operations of each turn."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


def add(left: int, right: int) -> int:
    """What is decorated."""
    return left + right


class Box:
    """An object with an attribute, and a property that gives the same."""

    def __init__(self, value: int) -> None:
        self.value = value

    @property
    def same(self) -> int:
        """The value."""
        return self.value


def written(turns: int, box: Box) -> int:
    """The attribute's name stands in the code."""
    total = 0
    for _ in range(turns):
        value = box.value
        value = box.value
        value = box.value
        value = box.value
        value = box.value
        value = box.value
        value = box.value
        value = box.value
        value = box.value
        value = box.value
        total += value
    return total


def by_name(turns: int, box: Box, name: str) -> int:
    """The attribute's name is a value."""
    total = 0
    for _ in range(turns):
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        value = getattr(box, name)
        total += value
    return total


def asked(turns: int, box: Box, name: str) -> int:
    """Whether there is such an attribute is asked first."""
    total = value = 0
    for _ in range(turns):
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        if hasattr(box, name):
            value = box.value
        total += value
    return total


def computed(turns: int, box: Box) -> int:
    """What looks like an attribute is a call."""
    total = 0
    for _ in range(turns):
        value = box.same
        value = box.same
        value = box.same
        value = box.same
        value = box.same
        value = box.same
        value = box.same
        value = box.same
        value = box.same
        value = box.same
        total += value
    return total


def passing_on(decorated: Callable[Given, Result]) -> Callable[Given, Result]:
    """A decorator that does nothing of its own."""

    @wraps(decorated)
    def wrapper(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        return decorated(*args, **kwargs)

    return wrapper


def calling(turns: int, call: Callable[[int, int], int]) -> int:
    """Calls of a function, whatever is around it."""
    total = 0
    for _ in range(turns):
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
        total = call(total, 1)
    return total


def work(runs: Callable[..., int], *given: object) -> Callable[[], Work]:
    """That function, for a block's turns."""
    shown = runs if runs in SHOWN else None
    return lambda: Work(lambda: runs(TURNS, *given), TURNS * WRITTEN_OUT, shown)


SHOWN = (written, by_name, computed)
"""What the interpreter makes something else of, or can't."""

BOX, NAME = Box(7), "value"

WORKS: Mapping[str, Callable[[], Work]] = MappingProxyType(
    {
        "attribute written": work(written, BOX),
        "attribute getattr": work(by_name, BOX, NAME),
        "attribute hasattr": work(asked, BOX, NAME),
        "attribute property": work(computed, BOX),
        "decorator none": work(calling, add),
        "decorator wraps": work(calling, passing_on(add)),
    }
)
