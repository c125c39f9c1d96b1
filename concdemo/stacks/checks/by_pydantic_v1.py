"""An item validated by Pydantic 1, of which the Python code comes with Pydantic 2."""

from pydantic.v1 import BaseModel, Field

REFUSAL = ValueError  # which its own error is one of


class Item(BaseModel):
    """What was ordered."""

    name: str
    price: float = Field(ge=0)
    quantity: int = Field(ge=1)


from_dict = Item.parse_obj
