"""Checks written by hand, which name every field that is wrong."""

import json
from dataclasses import dataclass
from typing import Any

REFUSAL = ValueError


@dataclass(slots=True)
class Item:
    """What was ordered."""

    name: str
    price: float
    quantity: int


def from_dict(given: dict[str, Any]) -> Item:
    """The item.

    Raises:
        ValueError: fields are missing or wrong; each with why.
    """
    name, price, quantity = given.get("name"), given.get("price"), given.get("quantity")
    wrong = []
    if not isinstance(name, str):
        wrong.append(("name", "must be a string"))
    if not isinstance(price, int | float) or isinstance(price, bool):
        wrong.append(("price", "must be a number"))
    elif not price >= 0:
        wrong.append(("price", "must be at least 0"))
    if not isinstance(quantity, int) or isinstance(quantity, bool):
        wrong.append(("quantity", "must be an integer"))
    elif quantity < 1:
        wrong.append(("quantity", "must be at least 1"))
    if wrong:
        raise ValueError(wrong)
    return Item(name, price, quantity)  # type: ignore[arg-type]  # what they are has been checked


def from_text(body: bytes) -> Item:
    """The item in a JSON text.

    Raises:
        ValueError: fields are missing or wrong; each with why.
    """
    return from_dict(json.loads(body))
