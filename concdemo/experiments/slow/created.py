"""Adding up two numbers, as they are and out of an object that is made to hold them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from concdemo.experiments.slow.work import Work

TURNS, WRITTEN_OUT = 500, 5
"""Turns of a block's loop, and operations of each turn."""


class Point(Protocol):
    """Two numbers."""

    x: int
    y: int


class Plain:
    """Attributes in a table of each object's own."""

    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y


class Slotted:
    """Attributes in fixed places."""

    __slots__ = ("x", "y")

    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y


@dataclass
class Data:
    """A class whose methods are generated."""

    x: int
    y: int


def as_they_are(turns: int) -> int:
    """No object."""
    total = 0
    for y in range(turns):
        x = total
        total = x + y
        x = total
        total = x + y
        x = total
        total = x + y
        x = total
        total = x + y
        x = total
        total = x + y
    return total


def through_tuple(turns: int) -> int:
    """A tuple each time."""
    total = 0
    for y in range(turns):
        point = (total, y)
        total = point[0] + point[1]
        point = (total, y)
        total = point[0] + point[1]
        point = (total, y)
        total = point[0] + point[1]
        point = (total, y)
        total = point[0] + point[1]
        point = (total, y)
        total = point[0] + point[1]
    return total


def through(turns: int, make: Callable[[int, int], Point]) -> int:
    """An object of a class each time."""
    total = 0
    for y in range(turns):
        point = make(total, y)
        total = point.x + point.y
        point = make(total, y)
        total = point.x + point.y
        point = make(total, y)
        total = point.x + point.y
        point = make(total, y)
        total = point.x + point.y
        point = make(total, y)
        total = point.x + point.y
    return total


def work(runs: Callable[..., int], *given: object) -> Callable[[], Work]:
    """That function, for a block's turns."""
    return lambda: Work(lambda: runs(TURNS, *given), TURNS * WRITTEN_OUT)


WORKS: Mapping[str, Callable[[], Work]] = MappingProxyType(
    {
        "objects none": work(as_they_are),
        "objects tuple": work(through_tuple),
        "objects slots": work(through, Slotted),
        "objects class": work(through, Plain),
        "objects dataclass": work(through, Data),
    }
)
