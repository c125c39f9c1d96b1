"""Calling a function with a try around it, and without."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from concdemo.experiments.slow.work import Work

TURNS, WRITTEN_OUT = 500, 10
"""Turns of a block's loop, and operations of each turn."""


def add(left: int, right: int) -> int:
    """What is called."""
    return left + right


def refuse(left: int, right: int) -> int:
    """What is called and raises."""
    raise ValueError


def without_try(turns: int) -> int:
    """Calls, with nothing around them."""
    total = 0
    for _ in range(turns):
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
        total = add(total, 1)
    return total


def not_raised(turns: int) -> int:
    """Each call is in a try of its own."""
    total = 0
    for _ in range(turns):
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = add(total, 1)
        except ValueError:
            total = total + 1
    return total


def raised(turns: int) -> int:
    """Each call raises, and the addition is where that is caught."""
    total = 0
    for _ in range(turns):
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
        try:
            total = refuse(total, 1)
        except ValueError:
            total = total + 1
    return total


def work(runs: Callable[[int], int]) -> Callable[[], Work]:
    """That function, for a block's turns."""
    return lambda: Work(lambda: runs(TURNS), TURNS * WRITTEN_OUT)


WORKS: Mapping[str, Callable[[], Work]] = MappingProxyType(
    {
        "try none": work(without_try),
        "try not-raised": work(not_raised),
        "try raised": work(raised),
    }
)
