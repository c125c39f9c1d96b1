"""What is asked of a stack, by endpoint, and the answer that must come back."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from concdemo.net.load.spec import Expect, Request
from concdemo.stacks.answers import HELLO, compute, totalled, waited

ITEM = {"name": "pencil", "price": 1.5, "quantity": 4}
JSON_BODY = {"Content-Type": "application/json"}


class Asked(NamedTuple):
    """A request, and the answer that must come back."""

    request: Request
    expect: Expect


def _json(prefix: str, argument: int) -> Asked:
    return Asked(Request(target=f"{prefix}/json"), Expect(json=HELLO))


def _wait(prefix: str, argument: int) -> Asked:
    return Asked(Request(target=f"{prefix}/wait/{argument}"), Expect(json=waited(argument)))


def _blocking(prefix: str, argument: int) -> Asked:
    return Asked(Request(target=f"{prefix}/blocking/{argument}"), Expect(json=waited(argument)))


def _cpu(prefix: str, argument: int) -> Asked:
    return Asked(Request(target=f"{prefix}/cpu/{argument}"), Expect(json=compute(argument)))


def _items(prefix: str, argument: int) -> Asked:
    request = Request("POST", f"{prefix}/items", json.dumps(ITEM), JSON_BODY)
    return Asked(request, Expect(json=totalled("pencil", 1.5, 4)))


ASKED: Mapping[str, Callable[[str, int], Asked]] = MappingProxyType(
    {"json": _json, "wait": _wait, "blocking": _blocking, "cpu": _cpu, "items": _items}
)
"""By endpoint, from the stack's prefix and the number in the path: ms to wait, steps to compute."""
