"""Flask: each request is a function call on a thread of the server's."""

import time
from typing import Any

from flask import Flask, request

from concdemo.stacks.answers import HELLO, BadItem, Seen, compute, read_item, totalled, waited

app = Flask(__name__)
seen = Seen()


@app.get("/json")
def hello() -> dict[str, Any]:
    return HELLO


@app.get("/wait/<int:ms>")
@app.get("/blocking/<int:ms>")
def wait(ms: int) -> dict[str, Any]:
    time.sleep(ms / 1000)
    return waited(ms)


@app.get("/cpu/<int:n>")
def cpu(n: int) -> dict[str, Any]:
    return compute(n)


@app.post("/items")
def items() -> dict[str, Any] | tuple[dict[str, Any], int]:
    try:
        item = read_item(request.get_data())  # Flask has no validation of its own
    except BadItem as error:
        return {"error": str(error)}, 422
    return totalled(item.name, item.price, item.quantity)


@app.get("/seen/<int:ms>")
def seen_here(ms: int) -> dict[str, Any]:
    with seen.inside() as visit:
        time.sleep(ms / 1000)
        return seen.told(visit)


@app.get("/seen-reset")
def seen_reset() -> dict[str, Any]:
    return seen.reset()
