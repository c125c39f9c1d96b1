"""An item validated by Pydantic."""

from pydantic import BaseModel, Field

REFUSAL = ValueError  # which its own error is one of


class Item(BaseModel):
    """What was ordered."""

    name: str
    price: float = Field(ge=0)
    quantity: int = Field(ge=1)


from_dict = Item.model_validate
from_text = Item.model_validate_json
