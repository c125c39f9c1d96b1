"""Operands of one type and of several, at the same place of the same code."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from concdemo.experiments.slow.work import Work

PAIRS, ADDITIONS = 2_000, 10
"""Pairs of numbers in a block, and what is done with each."""

THINGS, READINGS = 2_000, 10
"""Objects in a block, and how often each is read."""

Number = int | float


def add(pairs: Sequence[tuple[Number, Number]]) -> int:
    """Ten additions for each pair; the sum of the last pair."""
    total: Number = 0
    for left, right in pairs:
        total = left + right
        total = left + right
        total = left + right
        total = left + right
        total = left + right
        total = left + right
        total = left + right
        total = left + right
        total = left + right
        total = left + right
    return int(total)


def additions(kinds: Callable[[int], tuple[type[Number], type[Number]]]) -> Callable[[], Work]:
    """The additions with numbers of these types: the same numbers, whatever their types."""

    def work() -> Work:
        pairs = []
        for number in range(PAIRS):
            left, right = kinds(number)
            pairs.append((left(number % 100 + 1), right(number % 100 + 5)))
        return Work(lambda: add(pairs), PAIRS * ADDITIONS, add)

    return work


class First:
    """An object of which one attribute is read."""

    def __init__(self, value: int) -> None:
        self.value = value


class Second:
    """The same attribute in the second place."""

    def __init__(self, value: int) -> None:
        self.other = self.value = value


class Third:
    """The same attribute in the third place."""

    def __init__(self, value: int) -> None:
        self.other = self.another = self.value = value


class Fourth:
    """The same attribute in the fourth place."""

    def __init__(self, value: int) -> None:
        self.other = self.another = self.third = self.value = value


CLASSES: tuple[Callable[[int], First | Second | Third | Fourth], ...] = (
    First,
    Second,
    Third,
    Fourth,
)


def read(things: Sequence[First | Second | Third | Fourth]) -> int:
    """Ten readings of an attribute of each; the sum of the last reading of each."""
    total = 0
    for thing in things:
        value = thing.value
        value = thing.value
        value = thing.value
        value = thing.value
        value = thing.value
        value = thing.value
        value = thing.value
        value = thing.value
        value = thing.value
        value = thing.value
        total += value
    return total


def readings(place: Callable[[int], int]) -> Callable[[], Work]:
    """The readings of as many objects of each class; ``place`` says which class comes when."""

    def work() -> Work:
        things = [CLASSES[place(number)](number % 100) for number in range(THINGS)]
        return Work(lambda: read(things), THINGS * READINGS, read)

    return work


WORKS: Mapping[str, Callable[[], Work]] = MappingProxyType(
    {
        "types float": additions(lambda _: (float, float)),
        "types int": additions(lambda _: (int, int)),
        "types alternating": additions(lambda n: (int, int) if n % 2 else (float, float)),
        "types int+float": additions(lambda _: (int, float)),
        "classes sorted": readings(lambda n: n * len(CLASSES) // THINGS),
        "classes alternating": readings(lambda n: n % len(CLASSES)),
    }
)
