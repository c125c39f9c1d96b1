"""Starlette: each endpoint as ``async def``, and under ``/def`` once more as a plain ``def``."""

import asyncio
import time

from anyio import from_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from concdemo.stacks.answers import HELLO, BadItem, Seen, compute, read_item, totalled, waited

seen = Seen()


async def hello(request: Request) -> JSONResponse:
    return JSONResponse(HELLO)


async def wait(request: Request) -> JSONResponse:
    ms = request.path_params["ms"]
    await asyncio.sleep(ms / 1000)
    return JSONResponse(waited(ms))


async def blocking(request: Request) -> JSONResponse:
    ms = request.path_params["ms"]
    time.sleep(ms / 1000)  # on purpose: it stops everybody
    return JSONResponse(waited(ms))


async def cpu(request: Request) -> JSONResponse:
    return JSONResponse(compute(request.path_params["n"]))


async def items(request: Request) -> JSONResponse:
    return answer_item(await request.body())


async def seen_here(request: Request) -> JSONResponse:
    with seen.inside() as visit:
        await asyncio.sleep(request.path_params["ms"] / 1000)
        return JSONResponse(seen.told(visit))


async def seen_reset(request: Request) -> JSONResponse:
    return JSONResponse(seen.reset())


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect:
        pass


def hello_on_a_thread(request: Request) -> JSONResponse:
    return JSONResponse(HELLO)


def wait_on_a_thread(request: Request) -> JSONResponse:
    ms = request.path_params["ms"]
    time.sleep(ms / 1000)
    return JSONResponse(waited(ms))


def cpu_on_a_thread(request: Request) -> JSONResponse:
    return JSONResponse(compute(request.path_params["n"]))


def items_on_a_thread(request: Request) -> JSONResponse:
    return answer_item(from_thread.run(request.body))


def seen_on_a_thread(request: Request) -> JSONResponse:
    with seen.inside() as visit:
        time.sleep(request.path_params["ms"] / 1000)
        return JSONResponse(seen.told(visit))


def answer_item(body: bytes) -> JSONResponse:
    try:
        item = read_item(body)  # Starlette has no validation of its own
    except BadItem as error:
        return JSONResponse({"error": str(error)}, status_code=422)
    return JSONResponse(totalled(item.name, item.price, item.quantity))


plain = [
    Route("/json", hello_on_a_thread),
    Route("/wait/{ms:int}", wait_on_a_thread),
    Route("/blocking/{ms:int}", wait_on_a_thread),
    Route("/cpu/{n:int}", cpu_on_a_thread),
    Route("/items", items_on_a_thread, methods=["POST"]),
    Route("/seen/{ms:int}", seen_on_a_thread),
    Route("/seen-reset", seen_reset),
]
app = Starlette(
    routes=[
        Route("/json", hello),
        Route("/wait/{ms:int}", wait),
        Route("/blocking/{ms:int}", blocking),
        Route("/cpu/{n:int}", cpu),
        Route("/items", items, methods=["POST"]),
        Route("/seen/{ms:int}", seen_here),
        Route("/seen-reset", seen_reset),
        WebSocketRoute("/ws", echo),
        Mount("/def", routes=plain),
    ]
)
