"""The few lines that ``race`` is about: what threads, tasks and processes do to one shared number.

These functions are what runs, and what is disassembled to say where others may come in
between.  Each adds one, ``times`` times.  How they are run and counted is ``arm``'s work.
"""

import asyncio
import ctypes
import mmap
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from concdemo.workloads.blocking import Blocking

WORD = "word"

Lock = AbstractContextManager[Any]
Note = Callable[[tuple[int, bool, int]], None]
"""Told who it was, whether it wrote (or read), and which number."""


class Box:
    """What is shared: a number, a dictionary with a number in it, a list, a dictionary to fill."""

    def __init__(self) -> None:
        self.n = 0
        self.counts = {WORD: 0}
        self.items: list[int] = []
        self.kept: dict[object, int] = {}

    @property
    def found(self) -> int:
        """How many of the updates are there; a program uses only one of the four."""
        return self.n + self.counts[WORD] + len(self.items) + len(self.kept)


class _Nobody:
    """A lock for programs that take none."""

    def __enter__(self) -> None:
        """Nothing is locked."""

    def __exit__(self, *_: object) -> None:
        """Nothing is released."""


NO_LOCK = _Nobody()


def step(n: int) -> int:
    """One more."""
    return n + 1


def plain(box: Box, lock: Lock, times: int) -> None:
    """Read, add and write in one line."""
    for _ in range(times):
        box.n += 1


def call(box: Box, lock: Lock, times: int) -> None:
    """The same, with the adding done by a function."""
    for _ in range(times):
        box.n = step(box.n)


def locked(box: Box, lock: Lock, times: int) -> None:
    """The same, by whoever has the lock."""
    for _ in range(times):
        with lock:
            box.n = step(box.n)


def counted(box: Box, lock: Lock, times: int) -> None:
    """Count a word in a dictionary."""
    counts = box.counts
    for _ in range(times):
        counts[WORD] = counts.get(WORD, 0) + 1


def appended(box: Box, lock: Lock, times: int) -> None:
    """Put something at the end of a list: reading and writing are within one call of C code."""
    items = box.items
    for _ in range(times):
        items.append(1)


def kept(box: Box, lock: Lock, times: int) -> None:
    """Set a new key of a dictionary: finding its place and writing are within one instruction."""
    found = box.kept
    for _ in range(times):
        found[object()] = 1


async def awaiting(box: Box, times: int) -> None:
    """Read, wait, write."""
    for _ in range(times):
        n = box.n
        await asyncio.sleep(0)
        box.n = n + 1


async def straight(box: Box, times: int) -> None:
    """Read and write, then wait."""
    for _ in range(times):
        n = box.n
        box.n = step(n)
        await asyncio.sleep(0)


# The same again, writing down what they do.  With the GIL, nothing can come between reading
# (or writing) the number and the call that notes it: so notes stand in the order of what they
# tell.  What is called is C code, list.append, which is done before threads may switch.


def call_noted(box: Box, times: int, me: int, note: Note) -> None:
    """``call``, noted."""
    for _ in range(times):
        n = box.n
        note((me, False, n))
        n = step(n)
        box.n = n
        note((me, True, n))


async def awaiting_noted(box: Box, times: int, me: int, note: Note) -> None:
    """``awaiting``, noted."""
    for _ in range(times):
        n = box.n
        note((me, False, n))
        await asyncio.sleep(0)
        box.n = n + 1
        note((me, True, n + 1))


# In other processes.


OURS = Box()
"""A global variable, such as programs have: each process has one of its own."""


class Owned(Blocking):
    """``call`` in a process, on its global variable."""

    def call(self, own: Any, task: int, size: int) -> int:
        """Update it ``size`` times; by how much this process then finds it larger."""
        before = OURS.n
        call(OURS, NO_LOCK, size)
        return OURS.n - before


class Mapped(Blocking):
    """``+= 1`` in a process, on a number in memory that several processes have in common."""

    def __init__(self, path: str) -> None:
        self._path = path

    def open(self) -> ctypes.c_longlong:
        """The number."""
        return mapped_number(self._path)

    def call(self, own: ctypes.c_longlong, task: int, size: int) -> int:
        """Update it ``size`` times."""
        added(own, size)
        return 0


def added(number: ctypes.c_longlong, times: int) -> None:
    """Read, add and write in one line."""
    for _ in range(times):
        number.value += 1


def mapped_number(path: str) -> ctypes.c_longlong:
    """The number at the beginning of a file of eight bytes, in memory shared by all who map it."""
    with open(path, "r+b") as file:
        return ctypes.c_longlong.from_buffer(mmap.mmap(file.fileno(), 8))


Update = Callable[[Box, Lock, int], None]


@dataclass(frozen=True, slots=True)
class Program:
    """A function, and the instructions by which it reads the shared number and writes it.

    Without them one call of C code does both.  ``part`` of the updates of other programs are
    done, where each takes longer; ``safe``: none of them may be lost.
    """

    run: Callable[..., Any]
    reads: tuple[str, str | None] | None = ("LOAD_ATTR", "n")
    writes: tuple[str, str | None] = ("STORE_ATTR", "n")
    part: int = 1
    safe: bool = False


PROGRAMS: Mapping[str, Program] = MappingProxyType(
    {
        "one-thread": Program(call, safe=True),
        "threads-call": Program(call),
        "threads-lock": Program(locked, part=8, safe=True),
        "threads-own-locks": Program(locked, part=8),
        "threads-plain": Program(plain),
        "threads-dict": Program(counted, ("CALL", None), ("STORE_SUBSCR", None), 2),
        "threads-append": Program(appended, None, safe=True),
        "threads-set": Program(kept, None, part=8, safe=True),
        "threads-brief": Program(call),
        "async-await": Program(awaiting, part=80),
        "async": Program(straight, part=80, safe=True),
        "processes": Program(call, part=4, safe=True),
        "processes-shared": Program(added, ("LOAD_ATTR", "value"), ("STORE_ATTR", "value"), 8),
    }
)
"""By the arms' names, in their order; the first is the baseline."""
