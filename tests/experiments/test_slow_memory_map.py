"""Which way memory grows: made-up maps, and what a real process sees of itself."""

import os
import sys
from collections.abc import Iterator

import pytest

from concdemo.errors import ArmFault
from concdemo.experiments.slow import memory_map
from concdemo.experiments.slow.memory_map import (
    Range,
    bounds,
    direction,
    fresh,
    grown,
    missing,
    observe,
    ranges,
    ways,
)

KIB = 1024
MAP = """\
55d0c0000000-55d0c0002000 r--p 00000000 fe:00 260131   /usr/bin/a program
55d0c1000000-55d0c1021000 rw-p 00000000 00:00 0        [heap]
7f0000000000-7f0000100000 rw-p 00000000 00:00 0
7f0000200000-7f0000300000 ---p 00000000 00:00 0
7ffe00000000-7ffe00021000 rw-p 00000000 00:00 0        [stack]
"""
needs_map = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="there is no /proc/self/maps"
)


def test_a_map_is_read() -> None:
    """What may be read and written, with its name where it has one."""
    found = ranges(MAP.splitlines())
    assert found == [
        Range(0x55D0C1000000, 0x55D0C1021000, "[heap]"),
        Range(0x7F0000000000, 0x7F0000100000, ""),
        Range(0x7FFE00000000, 0x7FFE00021000, "[stack]"),
    ]
    assert bounds(found, "[stack]") == (0x7FFE00000000, 0x7FFE00021000)
    assert bounds(found, "[elsewhere]") is None


def test_a_map_of_pieces_has_outer_bounds() -> None:
    """The kernel may show one heap as several lines."""
    pieces = [Range(10, 20, "[heap]"), Range(20, 30, "[heap]"), Range(50, 60, "")]
    assert bounds(pieces, "[heap]") == (10, 30)


@pytest.mark.parametrize(
    ("low", "high", "way"), [(0, 4096, 1), (-4096, 0, -1), (0, 0, 0), (-1, 1, 0), (1, 0, 0)]
)
def test_a_way_needs_one_end_that_moved(low: int, high: int, way: int) -> None:
    """Whatever else moved, it says nothing."""
    assert direction(low, high) == way


def test_growth_is_asked_for_until_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no longer; if it is never seen, nothing moved."""
    maps = iter([[Range(1000, 2000, "[heap]")]] * 2 + [[Range(1000, 2000 + 512 * KIB, "[heap]")]])
    monkeypatch.setattr(memory_map, "_read", lambda: next(maps))
    asked = []

    def more() -> Iterator[None]:
        while True:
            asked.append(1)
            yield

    assert grown("[heap]", more()) == (0, 512 * KIB)
    assert len(asked) == 2
    monkeypatch.setattr(memory_map, "_read", lambda: [Range(1000, 2000, "[heap]")])
    assert grown("[heap]", iter([None] * 3)) == (0, 0)


def test_new_pages_are_those_that_no_range_had() -> None:
    """Each once, from the lowest; the end of a range is outside it."""
    before = [Range(0x8000, 0x9000, ""), Range(0x1000, 0x3000, "")]
    addresses = [0x9010, 0x2FF0, 0x9FF0, 0x3000, 0x8ABC, 0x10]
    assert fresh(addresses, before) == [0x0000, 0x3000, 0x9000]


@pytest.mark.parametrize(
    ("lows", "way"), [([], 0), ([5], 0), ([1, 2, 3], 1), ([3, 2, 1], -1), ([1, 2, 1], 0)]
)
def test_ways_of_what_came_one_after_another(lows: list[int], way: float) -> None:
    """One alone has no way."""
    assert ways(lows) == way


def test_without_a_map_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """In both languages, and no child is forked."""
    monkeypatch.setattr(memory_map, "MAPS", "/nonexistent/maps")
    monkeypatch.setattr(os, "fork", None, raising=False)
    reason = missing()
    assert reason is not None and reason.en != reason.ko
    with pytest.raises(ArmFault) as caught:
        observe()
    assert caught.value.unavailable


def test_a_map_without_a_heap_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be found can't be watched."""
    monkeypatch.setattr(memory_map, "_read", lambda: [Range(1, 2, "[stack]")])
    reason = missing()
    assert reason is not None and "[heap]" in reason.en and "[stack]" not in reason.en


@needs_map
def test_a_child_that_ends_early_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status is told, and it is no longer there."""
    fork, children = os.fork, []

    def noted() -> int:
        children.append(fork())
        return children[0]

    def broken() -> dict[str, float]:
        raise MemoryError

    monkeypatch.setattr(os, "fork", noted)
    monkeypatch.setattr(memory_map, "seen", broken)
    with pytest.raises(ArmFault, match="status 1"):
        observe()
    # This one child: the test run may have others.
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)


@needs_map
def test_a_real_look() -> None:
    """Memory grows afresh at each look, and the map of this process stays as it was."""
    before = {name: bounds(memory_map._read(), name) for name in ("[heap]", "[stack]")}
    looks = [observe(), observe()]
    for seen in looks:
        assert seen["heap-way"] in (1, -1, 0) and seen["stack-way"] in (1, -1, 0)
        assert -1 <= seen["objects-way"] <= 1 and 0 <= seen["objects-mapped"] <= 1
        assert max(abs(seen["stack-low-moved"]), abs(seen["stack-high-moved"])) >= 64 * KIB
    assert {name: bounds(memory_map._read(), name) for name in before}["[stack]"] == before[
        "[stack]"
    ]
