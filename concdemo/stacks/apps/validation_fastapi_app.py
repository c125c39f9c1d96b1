"""A POST that FastAPI checks by the types in the code; once as it comes, and once strictly."""

from typing import Annotated, Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI()


class Item(BaseModel):
    name: str
    price: Annotated[float, Field(ge=0)]
    quantity: Annotated[int, Field(ge=1)]


class StrictItem(Item):
    model_config = ConfigDict(strict=True, extra="forbid")


@app.post("/items")
async def items(item: Item) -> dict[str, Any]:
    return {"name": item.name, "total": item.price * item.quantity}


@app.post("/strict-items")
async def strict_items(item: StrictItem) -> dict[str, Any]:
    return {"name": item.name, "total": item.price * item.quantity}
