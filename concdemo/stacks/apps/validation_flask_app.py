"""A POST in Flask, once as one writes it first, and once with every check written by hand."""

from typing import Any

from flask import Flask, request

from concdemo.stacks.answers import BadItem, read_item

app = Flask(__name__)


@app.post("/items")
def items() -> dict[str, Any]:
    item = request.get_json()
    return {"name": item["name"], "total": item["price"] * item["quantity"]}


@app.post("/checked-items")
def checked_items() -> dict[str, Any] | tuple[dict[str, Any], int]:
    try:
        item = read_item(request.get_data())  # thirty lines, written and tested by ourselves
    except BadItem as error:
        return {"error": str(error)}, 422
    return {"name": item.name, "total": item.price * item.quantity}
