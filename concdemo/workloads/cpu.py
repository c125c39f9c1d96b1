"""CPU-bound tasks: three in pure Python bytecode, and one in C code that releases the GIL.

``size`` is what the time of a task grows with; each class says how.  Only the
standard library, since any interpreter must be able to run these.
"""

import hashlib

from concdemo.workloads.blocking import Blocking

HASHED_BYTES = 1 << 20
"""Per call of ``update``: far above the 2047 bytes from which hashlib releases the GIL."""


class Primes(Blocking):
    """Count the primes below ``size`` by trial division.  Time grows about as size ** 1.5."""

    def call(self, own: None, task: int, size: int) -> int:
        """The number of primes below ``size``."""
        count = 1 if size > 2 else 0
        for candidate in range(3, size, 2):
            divisor = 3
            while divisor * divisor <= candidate:
                if candidate % divisor == 0:
                    break
                divisor += 2
            else:
                count += 1
        return count


class Loop(Blocking):
    """``size`` steps of a linear congruential generator: integer arithmetic and a loop."""

    def call(self, own: None, task: int, size: int) -> int:
        """The generator's state after ``size`` steps from the task's number."""
        state = task + 1
        for _ in range(size):
            state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        return state


class Fibonacci(Blocking):
    """The twelfth Fibonacci number by plain recursion, ``size`` times: function calls."""

    def call(self, own: None, task: int, size: int) -> int:
        """The sum of all results."""
        return sum(_fibonacci(12) for _ in range(size))


def _fibonacci(n: int) -> int:
    return n if n < 2 else _fibonacci(n - 1) + _fibonacci(n - 2)


class Hash(Blocking):
    """SHA-256 over ``size`` times one MiB: C code that releases the GIL while it computes."""

    def open(self) -> bytes:
        """The buffer that this worker hashes."""
        return bytes(range(256)) * (HASHED_BYTES // 256)

    def call(self, own: bytes, task: int, size: int) -> int:
        """The first eight bytes of the digest."""
        digest = hashlib.sha256()
        for _ in range(size):
            digest.update(own)
        return int.from_bytes(digest.digest()[:8], "big")
