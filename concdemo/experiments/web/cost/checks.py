"""An item validated in several ways: by hand, not at all, by msgspec, and by Pydantic.

Each way takes what came in and gives an object with the item's three fields, or refuses it and
says which fields are wrong.  A library is imported by the function that needs it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any

from concdemo.errors import ArmFault
from concdemo.experiments.web.cost.words import NO_V1

GOOD: Mapping[str, Any] = MappingProxyType({"name": "pen", "price": 1.5, "quantity": 3})
BAD: Mapping[str, Any] = MappingProxyType({"name": "pen", "price": -1.5, "quantity": 0})
GOOD_TEXT, BAD_TEXT = (json.dumps(dict(one)).encode() for one in (GOOD, BAD))


@dataclass(frozen=True, slots=True)
class Way:
    """How an item is made from what came in, and what is raised where that is refused.

    ``refuses`` False: whatever came in is taken.
    """

    make: Callable[[Any], Any]
    refusal: type[Exception] = ValueError
    refuses: bool = True


@dataclass(slots=True)
class Item:
    """An item that is made without a library."""

    name: str
    price: float
    quantity: int


def checked(given: dict[str, Any]) -> Item:
    """The item, checked by hand, with every field that is wrong named.

    Raises:
        ValueError: some field is missing or wrong.
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


def checked_text(body: bytes) -> Item:
    """The item in a JSON text, checked by hand."""
    return checked(json.loads(body))


def unchecked(given: dict[str, Any]) -> Item:
    """The item as a dataclass takes it, whatever its fields are."""
    return Item(**given)


def by_msgspec() -> tuple[Way, Way]:
    """From a dictionary and from a text, by msgspec."""
    from msgspec import Meta, Struct, ValidationError, convert, json

    class Item(Struct):
        name: str
        price: Annotated[float, Meta(ge=0)]
        quantity: Annotated[int, Meta(ge=1)]

    def from_dict(given: dict[str, Any]) -> Item:
        return convert(given, Item)

    return Way(from_dict, ValidationError), Way(json.Decoder(Item).decode, ValidationError)


def by_pydantic() -> tuple[Way, Way]:
    """From a dictionary and from a text, by Pydantic."""
    from pydantic import BaseModel, Field

    class Item(BaseModel):
        name: str
        price: float = Field(ge=0)
        quantity: int = Field(ge=1)

    return Way(Item.model_validate), Way(Item.model_validate_json)


def by_pydantic_v1() -> Way:
    """From a dictionary, by the Python code of Pydantic 1 that comes with Pydantic 2.

    Raises:
        ArmFault: it doesn't any more.
    """
    try:
        from pydantic.v1 import BaseModel, Field
    except ImportError as error:
        raise ArmFault(NO_V1, unavailable=True) from error

    class Item(BaseModel):
        name: str
        price: float = Field(ge=0)
        quantity: int = Field(ge=1)

    return Way(Item.parse_obj)


WAYS: Mapping[str, Callable[[], Way]] = MappingProxyType(
    {
        "dict by-hand": lambda: Way(checked),
        "dict dataclass": lambda: Way(unchecked, refuses=False),
        "dict msgspec": lambda: by_msgspec()[0],
        "dict pydantic": lambda: by_pydantic()[0],
        "dict pydantic-v1": by_pydantic_v1,
        "text by-hand": lambda: Way(checked_text),
        "text msgspec": lambda: by_msgspec()[1],
        "text pydantic": lambda: by_pydantic()[1],
    }
)
"""The ways by their arms' names."""
