"""Real keepers with their servers, started as a run starts them."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from helpers import LONG_S, alive, workplace
from stack_rows import TABLE

from concdemo.conduct.child import Child
from concdemo.model import Value
from concdemo.stacks import events, table
from concdemo.stacks.plan import KEEPER, lacking
from concdemo.stacks.reach import Place, place

EVERY = {**table.STACKS, **events.STACKS}


def needs(*stacks: str) -> None:
    """Skip where one of these can't run."""
    for stack in stacks:
        if (why := lacking(EVERY[stack])) is not None:
            pytest.skip(why.en)


@contextlib.contextmanager
def child_alone() -> Iterator[Child]:
    """A child without a run, to serve what the tests ask it for; it ends with the block."""
    with workplace() as folder:
        child = Child(folder)
        try:
            yield child
        finally:
            child.kill()


@dataclass
class Keepers:
    """Keepers whose temporary files go to ``folder``."""

    folder: Path
    children: dict[str, Child] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)

    def begin(self, stack: str, key: str = "", **parameters: Value) -> None:
        """Start a keeper without waiting for what it says."""
        child = self.children[key or stack] = Child(self.folder)
        given = {"stack": stack, **parameters}
        child.tell({"service": {"entry": KEEPER, "parameters": given}})

    def hear(self) -> dict[str, Any]:
        """What all keepers said, by the names that services have."""
        for name, child in self.children.items():
            if f"stack:{name}" not in self.told:
                self.told[f"stack:{name}"] = child.hear(2 * LONG_S)
        return self.told

    def start(self, stack: str, **parameters: Value) -> dict[str, Any]:
        """Start a keeper, and what it said."""
        self.begin(stack, **parameters)
        said: dict[str, Any] = self.hear()[f"stack:{stack}"]
        return said

    def tiny(self, how: str, **parameters: Value) -> dict[str, Any]:
        """Start a keeper of one of the tests' own servers."""
        return self.start(f"tiny/{how}", table=TABLE, **parameters)

    def place(self, stack: str) -> Place:
        """Where that stack's server is, as an arm finds it."""
        return place(self.told, stack)

    def members(self) -> list[psutil.Process]:
        """All processes of the keepers' groups."""
        groups = {child.pid for child in self.children.values()}
        return [one for one in psutil.process_iter() if group_of(one) in groups and alive(one)]

    def end(self) -> None:
        """End them all, as a run does."""
        for child in self.children.values():
            child.kill()


def group_of(process: psutil.Process) -> int:
    """The number of a process's group; -1 if it has gone."""
    import os

    try:
        return os.getpgid(process.pid)
    except OSError:
        return -1


@contextlib.contextmanager
def keepers(folder: Path) -> Iterator[Keepers]:
    """Keepers that end with the block."""
    started = Keepers(folder)
    try:
        yield started
    finally:
        started.end()
