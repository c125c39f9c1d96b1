"""FastAPI: each endpoint as ``async def``, and under ``/def`` once more as a plain ``def``."""

import asyncio
import time
from typing import Any

from fastapi import APIRouter, FastAPI, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field

from concdemo.stacks.answers import HELLO, Seen, compute, totalled, waited

app = FastAPI()
plain = APIRouter(prefix="/def")  # its endpoints run on threads: 40 at most, whatever the machine
seen = Seen()


class Item(BaseModel):
    name: str
    price: float = Field(ge=0)
    quantity: int = Field(ge=1)


@app.get("/json")
async def hello() -> dict[str, Any]:
    return HELLO


@app.get("/wait/{ms}")
async def wait(ms: int) -> dict[str, Any]:
    await asyncio.sleep(ms / 1000)
    return waited(ms)


@app.get("/blocking/{ms}")
async def blocking(ms: int) -> dict[str, Any]:
    time.sleep(ms / 1000)  # a blocking call, on purpose
    return waited(ms)


@app.get("/cpu/{n}")
async def cpu(n: int) -> dict[str, Any]:
    return compute(n)


@app.post("/items")
async def items(item: Item) -> dict[str, Any]:
    return totalled(item.name, item.price, item.quantity)


@app.get("/seen/{ms}")
async def seen_here(ms: int) -> dict[str, Any]:
    with seen.inside() as visit:
        await asyncio.sleep(ms / 1000)
        return seen.told(visit)


@app.get("/seen-reset")
async def seen_reset() -> dict[str, Any]:
    return seen.reset()


@app.websocket("/ws")
async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect:
        pass


@plain.get("/json")
def hello_on_a_thread() -> dict[str, Any]:
    return HELLO


@plain.get("/wait/{ms}")
@plain.get("/blocking/{ms}")
def wait_on_a_thread(ms: int) -> dict[str, Any]:
    time.sleep(ms / 1000)
    return waited(ms)


@plain.get("/cpu/{n}")
def cpu_on_a_thread(n: int) -> dict[str, Any]:
    return compute(n)


@plain.post("/items")
def items_on_a_thread(item: Item) -> dict[str, Any]:
    return totalled(item.name, item.price, item.quantity)


@plain.get("/seen/{ms}")
def seen_on_a_thread(ms: int) -> dict[str, Any]:
    with seen.inside() as visit:
        time.sleep(ms / 1000)
        return seen.told(visit)


@plain.get("/seen-reset")
def seen_reset_on_a_thread() -> dict[str, Any]:
    return seen.reset()


app.include_router(plain)
