"""Which way heap and stack grow, from the process's own map (``/proc/self/maps``, Linux; proc(5)).

Each look is a forked child's, so that memory grows afresh in it.  The child makes three things
grow and reads its map before and after: C's heap, by small blocks from ``malloc``; the stack,
by calls that go through C; and the memory of Python's own objects, by making many of them.
Where any of them went is read from the map and nowhere assumed.  Standard library only.
"""

import ctypes
import json
import os
import sys
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from concdemo.errors import ArmFault
from concdemo.text import Text

MAPS = "/proc/self/maps"
BLOCK = 64 * 1024
"""Bytes; smaller than what malloc takes straight from the system (128 KiB with glibc)."""

MOST_BLOCKS = 1_024
ENOUGH = 1 << 20
"""Bytes by which C's heap is to grow."""

LEVELS = (50, 100, 200, 400)
"""Depths of nested calls, until the stack has grown; a level takes some KiB."""

OBJECT = 400
"""Bytes of contents; from 512 on Python asks malloc instead of its own allocator."""

STEPS = 8
OBJECTS = 6_000
"""Made in one step, 2.5 MiB: more than the piece (1 MiB) in which CPython takes memory."""

NO_MAP = Text(
    "the map of a process's memory can be read on Linux only ({why})",
    "프로세스의 메모리 지도는 리눅스에서만 읽을 수 있습니다({why})",
)
ENDED = Text(
    "the process that looked at its own memory ended early (status {status})",
    "자기 메모리를 살펴보던 프로세스가 도중에 끝났습니다(상태 {status})",
)


class Range(NamedTuple):
    """A stretch of addresses that may be read and written, the high end excluded."""

    low: int
    high: int
    name: str


def ranges(lines: Iterable[str]) -> list[Range]:
    """What may be read and written of a map, in the order of addresses."""
    found = []
    for line in lines:
        fields = line.split(maxsplit=5)
        if len(fields) > 1 and fields[1].startswith("rw"):
            low, _, high = fields[0].partition("-")
            found.append(
                Range(int(low, 16), int(high, 16), fields[5].strip() if fields[5:] else "")
            )
    return found


def bounds(found: Iterable[Range], name: str) -> tuple[int, int] | None:
    """The lowest and the highest address of what has that name; None where nothing has it."""
    named = [one for one in found if one.name == name]
    return (min(one.low for one in named), max(one.high for one in named)) if named else None


def missing() -> Text | None:
    """Why nothing can be seen here, or None."""
    try:
        found = _read()
    except OSError as error:
        return NO_MAP.fill(why=error.strerror or error)
    lacking = [name for name in ("[heap]", "[stack]") if bounds(found, name) is None]
    return NO_MAP.fill(why=f"{', '.join(lacking)}?") if lacking else None


def observe() -> dict[str, float]:
    """What one forked child, which is gone afterwards, saw of its own memory.

    ``heap-low-moved``, ``heap-high-moved``, ``stack-low-moved``, ``stack-high-moved``: by how
    many bytes an end moved, upward positive.  ``heap-way``, ``stack-way``, ``objects-way``: 1
    where it grew upward, -1 downward, 0 neither; of objects the mean over the steps in which
    they took new memory.  ``objects-mapped``: which part of that lay outside C's heap.

    Raises:
        ArmFault: it can't be seen on this system, or the child ended early.
    """
    lacking = missing()
    if lacking is not None:
        raise ArmFault(lacking, unavailable=True)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _look(writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if status or not said:
        raise ArmFault(ENDED.fill(status=os.waitstatus_to_exitcode(status)))
    metrics: dict[str, float] = json.loads(said)
    return metrics


def _look(writing: int) -> None:
    """The child: make memory grow, say what was seen, and end, whatever happens."""
    status = 1
    try:
        os.write(writing, json.dumps(seen()).encode())
        status = 0
    finally:
        os._exit(status)


def seen() -> dict[str, float]:
    """Make heap, stack and objects grow in this process, and tell as ``observe`` does."""
    heap, stack = grown("[heap]", _malloc()), grown("[stack]", _calls())
    way, mapped = objects()
    return {
        "heap-low-moved": float(heap[0]),
        "heap-high-moved": float(heap[1]),
        "heap-way": direction(*heap),
        "stack-low-moved": float(stack[0]),
        "stack-high-moved": float(stack[1]),
        "stack-way": direction(*stack),
        "objects-way": way,
        "objects-mapped": mapped,
    }


def direction(low_moved: int, high_moved: int) -> float:
    """1 where only the high end moved outward, -1 where only the low end did, else 0."""
    if low_moved == 0 and high_moved > 0:
        return 1.0
    return -1.0 if low_moved < 0 and high_moved == 0 else 0.0


def grown(name: str, more: Iterable[None]) -> tuple[int, int]:
    """By how many bytes both ends moved, while more was asked for until one has moved enough."""
    low, high = before = _ends(name)
    for _ in more:
        low, high = _ends(name)
        if before[0] - low >= ENOUGH // 8 or high - before[1] >= ENOUGH // 8:
            break
    return low - before[0], high - before[1]


def _ends(name: str) -> tuple[int, int]:
    found = bounds(_read(), name)
    if found is None:
        raise LookupError(name)
    return found


def _malloc() -> Iterable[None]:
    """Blocks from C's malloc, which stay; many between two looks."""
    malloc = ctypes.CDLL(None).malloc
    malloc.restype, malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    for _ in range(MOST_BLOCKS * BLOCK // ENOUGH):
        for _ in range(ENOUGH // BLOCK):
            malloc(BLOCK)
        yield


def _calls() -> Iterable[None]:
    """Calls within calls that go through C each time: between Python's own there is no C stack."""
    for levels in LEVELS:
        if levels < sys.getrecursionlimit() // 2:
            _nested(levels)
            yield


def _nested(levels: int) -> int:
    return levels and sorted([levels - 1], key=_nested)[0]


def objects() -> tuple[float, float]:
    """Which way the memory of Python's objects grew, and which part of it is not on C's heap."""
    kept: list[list[bytes]] = []
    new: list[tuple[int, bool]] = []  # the lowest new page of a step, and whether it is mapped
    for step in range(STEPS + 1):
        before = _read()
        kept.append([bytes(OBJECT) for _ in range(OBJECTS)])
        heap = bounds(_read(), "[heap]") or (0, 0)
        pages = fresh(map(id, kept[-1]), before)
        if pages and step:  # the first fills what was there and unused
            new.append((pages[0], not heap[0] <= pages[0] < heap[1]))
    return ways([low for low, _ in new]), sum(mapped for _, mapped in new) / (len(new) or 1)


def fresh(addresses: Iterable[int], before: Iterable[Range]) -> list[int]:
    """The pages that objects lie in and that were not there before, in order of addresses."""
    there = sorted(before)
    lows = [one.low for one in there]

    def is_new(page: int) -> bool:
        place = bisect_right(lows, page) - 1
        return place < 0 or page >= there[place].high

    return [page for page in sorted({address & -4096 for address in addresses}) if is_new(page)]


def ways(lows: Iterable[int]) -> float:
    """1 where each lay above the one before it, -1 where each lay below, between where mixed."""
    turns = [1 if later > earlier else -1 for earlier, later in pairwise(lows)]
    return sum(turns) / len(turns) if turns else 0.0


def _read() -> list[Range]:
    with open(MAPS, encoding="utf-8", errors="replace") as lines:
        return ranges(lines)
