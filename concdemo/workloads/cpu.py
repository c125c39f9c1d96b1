"""CPU-bound tasks: three in pure Python bytecode, and one in C code that releases the GIL.

``size`` is what the time of a task grows with; each class says how.  A task is written
once, in slices of about a tenth of a millisecond, which are run to their end when a
sample is timed and stamped one by one when a portrait is recorded.  Only the standard
library, since any interpreter must be able to run these.
"""

import hashlib
from abc import abstractmethod
from collections.abc import Generator
from typing import Any

from concdemo.tape import Tape
from concdemo.workloads.blocking import Blocking

CANDIDATES_A_SLICE = 128
STEPS_A_SLICE = 1_500
SUMS_A_SLICE = 6
HASHED_A_SLICE = 1 << 18
"""Bytes: far above the 2047 from which hashlib releases the GIL."""
SLICES_A_MIB = (1 << 20) // HASHED_A_SLICE

Slices = Generator[None, None, int]


class Sliced(Blocking):
    """Base of tasks that are written as slices."""

    @abstractmethod
    def slices(self, own: Any, task: int, size: int) -> Slices:
        """The task: yields after every slice and returns the checksum."""

    def call(self, own: Any, task: int, size: int) -> int:
        """All slices, without a stop."""
        return _last(self.slices(own, task, size))

    def trace(self, own: Any, task: int, size: int, tape: Tape) -> None:
        """All slices, each of them stamped."""
        for _ in self.slices(own, task, size):
            tape.slice()
        tape.slice()


def _last(slices: Slices) -> int:
    while True:
        try:
            next(slices)
        except StopIteration as end:
            checksum: int = end.value
            return checksum


class Primes(Sliced):
    """Count the primes below ``size`` by trial division.  Time grows about as size ** 1.5."""

    def slices(self, own: None, task: int, size: int) -> Slices:
        """The number of primes below ``size``."""
        count = 1 if size > 2 else 0
        for first in range(3, size, 2 * CANDIDATES_A_SLICE):
            for candidate in range(first, min(first + 2 * CANDIDATES_A_SLICE, size), 2):
                divisor = 3
                while divisor * divisor <= candidate:
                    if candidate % divisor == 0:
                        break
                    divisor += 2
                else:
                    count += 1
            yield
        return count


class Loop(Sliced):
    """``size`` steps of a linear congruential generator: integer arithmetic and a loop."""

    def slices(self, own: None, task: int, size: int) -> Slices:
        """The generator's state after ``size`` steps from the task's number."""
        state = task + 1
        for first in range(0, size, STEPS_A_SLICE):
            for _ in range(min(STEPS_A_SLICE, size - first)):
                state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
            yield
        return state


class Fibonacci(Sliced):
    """The twelfth Fibonacci number by plain recursion, ``size`` times: function calls."""

    def slices(self, own: None, task: int, size: int) -> Slices:
        """The sum of all results."""
        total = 0
        for first in range(0, size, SUMS_A_SLICE):
            for _ in range(min(SUMS_A_SLICE, size - first)):
                total += _fibonacci(12)
            yield
        return total


def _fibonacci(n: int) -> int:
    return n if n < 2 else _fibonacci(n - 1) + _fibonacci(n - 2)


class Hash(Sliced):
    """SHA-256 over ``size`` MiB: C code that releases the GIL while it computes."""

    def open(self) -> bytes:
        """The buffer that this worker hashes again and again."""
        return bytes(range(256)) * (HASHED_A_SLICE // 256)

    def slices(self, own: bytes, task: int, size: int) -> Slices:
        """The first eight bytes of the digest."""
        digest = hashlib.sha256()
        for _ in range(size * SLICES_A_MIB):
            digest.update(own)
            yield
        return int.from_bytes(digest.digest()[:8], "big")
