"""No framework: the bare interface that ASGI servers call, written out by hand."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from concdemo.stacks.answers import HELLO, BadItem, Seen, compute, read_item, totalled, waited

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

seen = Seen()


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await echo(receive, send)
    else:
        await http(scope, receive, send)


async def http(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    status, answer = 200, HELLO
    match scope["method"], *scope["path"].strip("/").split("/"):
        case "GET", "json":
            pass
        case "GET", "wait", ms:
            await asyncio.sleep(int(ms) / 1000)
            answer = waited(int(ms))
        case "GET", "blocking", ms:
            time.sleep(int(ms) / 1000)  # on purpose: it stops everybody
            answer = waited(int(ms))
        case "GET", "cpu", n:
            answer = compute(int(n))
        case "POST", "items":
            try:
                item = read_item(await whole_body(receive))
                answer = totalled(item.name, item.price, item.quantity)
            except BadItem as error:
                status, answer = 422, {"error": str(error)}
        case "GET", "seen", ms:
            with seen.inside() as visit:
                await asyncio.sleep(int(ms) / 1000)
                answer = seen.told(visit)
        case "GET", "seen-reset":
            answer = seen.reset()
        case _:
            status, answer = 404, {"error": "not found"}
    body = json.dumps(answer).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def whole_body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def echo(receive: Receive, send: Send) -> None:
    await receive()  # "websocket.connect"
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


async def lifespan(receive: Receive, send: Send) -> None:
    for _ in range(2):  # "lifespan.startup", then "lifespan.shutdown"
        message = await receive()
        await send({"type": message["type"] + ".complete"})
