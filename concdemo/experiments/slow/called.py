"""Adding 1 to a number, written where it is needed and through a call of each kind."""

import operator
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from concdemo.experiments.slow.work import Work

TURNS, WRITTEN_OUT = 500, 10
"""Turns of a block's loop, and operations of each turn."""


def add(left: int, right: int) -> int:
    """What is called."""
    return left + right


class Adder:
    """What has the method that is called."""

    def add(self, left: int, right: int) -> int:
        """What is called."""
        return left + right


def inline(turns: int) -> int:
    """No call."""
    total = 0
    for _ in range(turns):
        total = total + 1
        total = total + 1
        total = total + 1
        total = total + 1
        total = total + 1
        total = total + 1
        total = total + 1
        total = total + 1
        total = total + 1
        total = total + 1
    return total


def function(turns: int) -> int:
    """Calls of a Python function."""
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


def keyword(turns: int) -> int:
    """Calls with arguments by name."""
    total = 0
    for _ in range(turns):
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
        total = add(left=total, right=1)
    return total


def method(turns: int, adder: Adder) -> int:
    """Calls of a method, looked up each time."""
    total = 0
    for _ in range(turns):
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
        total = adder.add(total, 1)
    return total


def other(turns: int, call: Callable[[int, int], int]) -> int:
    """Calls of what is no Python function: one of C, or a partial."""
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


def one(turns: int, call: Callable[[int], int]) -> int:
    """Calls with one argument, where the other is bound beforehand."""
    total = 0
    for _ in range(turns):
        total = call(total)
        total = call(total)
        total = call(total)
        total = call(total)
        total = call(total)
        total = call(total)
        total = call(total)
        total = call(total)
        total = call(total)
        total = call(total)
    return total


def work(runs: Callable[..., int], *given: object) -> Callable[[], Work]:
    """That function, for a block's turns."""
    shown = runs if runs in SHOWN else None
    return lambda: Work(lambda: runs(TURNS, *given), TURNS * WRITTEN_OUT, shown)


SHOWN = (function, method)
"""What differs in kind; the others' instructions are like one of these."""


WORKS: Mapping[str, Callable[[], Work]] = MappingProxyType(
    {
        "calls inline": work(inline),
        "calls builtin": work(other, operator.add),
        "calls function": work(function),
        "calls method": work(method, Adder()),
        "calls keyword": work(keyword),
        "calls partial": work(one, partial(add, 1)),
    }
)
