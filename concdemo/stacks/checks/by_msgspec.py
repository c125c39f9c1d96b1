"""An item validated by msgspec."""

from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert, json

REFUSAL = ValidationError


class Item(Struct):
    """What was ordered."""

    name: str
    price: Annotated[float, Meta(ge=0)]
    quantity: Annotated[int, Meta(ge=1)]


def from_dict(given: dict[str, Any]) -> Item:
    """The item."""
    return convert(given, Item)


from_text = json.Decoder(Item).decode
