"""What every app of the stacks answers: the same in each framework, so that only they differ.

Standard library only.  How a framework reads a request and writes an answer is for its app.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from concdemo import clock

HELLO: dict[str, Any] = {"message": "hello", "number": 42}
"""What ``/json`` answers."""


def waited(ms: int) -> dict[str, Any]:
    """What is answered after ``ms`` milliseconds of waiting, or of blocking."""
    return {"waited": ms}


def compute(n: int) -> dict[str, Any]:
    """``n`` steps of arithmetic in plain Python; the numbers stay small in any language."""
    total = 0
    for step in range(n):
        total = (total * 31 + step) % 1_000_003
    return {"sum": total}


@dataclass(frozen=True, slots=True)
class Item:
    """What is posted to ``/items``."""

    name: str
    price: float
    """At least 0."""
    quantity: int
    """At least 1."""


class BadItem(ValueError):
    """The posted body isn't an item; the words say which field is wrong, and why."""


def read_item(body: bytes) -> Item:
    """Check a posted body by hand, as frameworks without validation leave it to their users.

    Raises:
        BadItem: it isn't JSON, isn't an object, or a field is missing or wrong.
    """
    try:
        given = json.loads(body)
    except ValueError:
        raise BadItem("the body is not JSON") from None
    if not isinstance(given, dict):
        raise BadItem("the body is not an object")
    name, price, quantity = given.get("name"), given.get("price"), given.get("quantity")
    if not isinstance(name, str):
        raise BadItem("name must be a string")
    if not isinstance(price, int | float) or isinstance(price, bool) or not price >= 0:
        raise BadItem("price must be a number of at least 0")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        raise BadItem("quantity must be an integer of at least 1")
    return Item(name, price, quantity)


def totalled(name: str, price: float, quantity: int) -> dict[str, Any]:
    """What is answered for an item that was accepted."""
    return {"name": name, "total": price * quantity}


class Visit(NamedTuple):
    """A request that is inside an app."""

    in_flight: int  # inside when it came, itself included
    begin_ns: int


class Seen:
    """Counts the requests that are inside an app at the same time, from any of its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self._most = 0

    @contextmanager
    def inside(self) -> Iterator[Visit]:
        """A request that comes in now and leaves when the block ends."""
        with self._lock:
            self._now += 1
            self._most = max(self._most, self._now)
            visit = Visit(self._now, clock.monotonic_ns())
        try:
            yield visit
        finally:
            with self._lock:
                self._now -= 1

    def told(self, visit: Visit) -> dict[str, Any]:
        """What a request answers: where it was, how many with it, and from when until now."""
        return {
            "pid": os.getpid(),
            "thread": threading.get_native_id(),
            "in_flight": visit.in_flight,
            "most": self._most,
            "begin_ns": visit.begin_ns,
            "end_ns": clock.monotonic_ns(),
        }

    def reset(self) -> dict[str, Any]:
        """Forget the most that there were; those inside now still count."""
        with self._lock:
            self._most = self._now
            return {"most": self._most}
