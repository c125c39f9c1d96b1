"""Ways of making an item: which module and function of ``stacks.checks`` each arm has.

A library is imported where its way is opened, in the arm's own process.
"""

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from concdemo.errors import ArmFault
from concdemo.experiments.web.cost.words import NO_V1

GOOD: Mapping[str, Any] = MappingProxyType({"name": "pen", "price": 1.5, "quantity": 3})
BAD: Mapping[str, Any] = MappingProxyType({"name": "pen", "price": -1.5, "quantity": 0})
GOOD_TEXT, BAD_TEXT = (json.dumps(dict(one)).encode() for one in (GOOD, BAD))

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "by-hand": "by_hand",
        "dataclass": "not_at_all",
        "msgspec": "by_msgspec",
        "pydantic": "by_pydantic",
        "pydantic-v1": "by_pydantic_v1",
    }
)
"""By the second words of arms' names; the first says from what."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an item is made from what came in, and what is raised where that is refused.

    ``refusal`` None: whatever came in is taken.
    """

    make: Callable[[Any], Any]
    refusal: type[Exception] | None = ValueError


def way(name: str) -> Way:
    """The way of the arm of that name.

    Raises:
        ArmFault: its library doesn't bring it any more.
    """
    source, _, how = name.partition(" ")
    try:
        module = importlib.import_module(f"concdemo.stacks.checks.{MODULES[how]}")
    except ImportError as error:
        if how != "pydantic-v1":
            raise
        raise ArmFault(NO_V1, unavailable=True) from error
    return Way(getattr(module, f"from_{source}"), module.REFUSAL)
