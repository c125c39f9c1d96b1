"""Litestar: types in the signature, as in FastAPI; msgspec checks them."""

import asyncio
import time
from typing import Annotated, Any

from litestar import Litestar, get, post, websocket_listener
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from concdemo.stacks.answers import HELLO, Seen, compute, totalled, waited

seen = Seen()


class Item(Struct):
    name: str
    price: Annotated[float, Meta(ge=0)]
    quantity: Annotated[int, Meta(ge=1)]


@get("/json")
async def hello() -> dict[str, Any]:
    return HELLO


@get("/wait/{ms:int}")
async def wait(ms: FromPath[int]) -> dict[str, Any]:
    await asyncio.sleep(ms / 1000)
    return waited(ms)


@get("/blocking/{ms:int}")
async def blocking(ms: FromPath[int]) -> dict[str, Any]:
    time.sleep(ms / 1000)  # on purpose: it stops everybody
    return waited(ms)


@get("/cpu/{n:int}")
async def cpu(n: FromPath[int]) -> dict[str, Any]:
    return compute(n)


@post("/items", status_code=200)
async def items(data: JSONBody[Item]) -> dict[str, Any]:
    return totalled(data.name, data.price, data.quantity)


@get("/seen/{ms:int}")
async def seen_here(ms: FromPath[int]) -> dict[str, Any]:
    with seen.inside() as visit:
        await asyncio.sleep(ms / 1000)
        return seen.told(visit)


@get("/seen-reset")
async def seen_reset() -> dict[str, Any]:
    return seen.reset()


@websocket_listener("/ws")
async def echo(data: str) -> str:
    return data


app = Litestar([hello, wait, blocking, cpu, items, seen_here, seen_reset, echo])
