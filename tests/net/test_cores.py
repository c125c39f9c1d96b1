"""Cores for two processes that talk to each other, on machines that have them or not."""

import os

import pytest

from concdemo import host
from concdemo.net.cores import apart, keep_loop, keep_peer


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """What this thread would be kept to."""
    asked: list[set[int]] = []
    monkeypatch.setattr(os, "sched_setaffinity", lambda _, to: asked.append(to), raising=False)
    return asked


def test_the_loop_and_its_peer_are_far_apart(
    kept: list[set[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first and the last core that may be used, whatever their numbers."""
    monkeypatch.setattr(host, "usable_cpus", lambda: frozenset({7, 3, 4}))
    assert apart() == (3, 7)
    keep_loop()
    keep_peer()
    assert kept == [{3}, {7}]


def test_one_core_is_shared(kept: list[set[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to keep apart."""
    monkeypatch.setattr(host, "usable_cpus", lambda: frozenset({0}))
    assert apart() is None
    keep_loop()
    keep_peer()
    assert kept == []


def test_a_system_that_pins_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as macOS, where the scheduler decides."""
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    assert apart() is None
