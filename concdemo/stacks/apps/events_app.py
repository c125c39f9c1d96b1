"""Events that happen in an app: pushed over a WebSocket, waited for, or polled."""

import asyncio
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket

from concdemo.clock import monotonic_ns
from concdemo.stacks.answers import HELLO

app = FastAPI()
events: list[int] = []  # when each of them happened
sources: list[asyncio.Task[None]] = []
listeners: set[WebSocket] = set()
news = asyncio.Condition()


@app.get("/json")
async def hello() -> dict[str, Any]:
    return HELLO


@app.post("/events")
async def begin(pauses_ms: list[float]) -> dict[str, int]:
    """Let as many events happen, each after its pause."""
    for earlier in sources:
        earlier.cancel()
    events.clear()
    sources[:] = [asyncio.create_task(happen(pauses_ms))]
    return {"events": len(pauses_ms)}


async def happen(pauses_ms: list[float]) -> None:
    for number, pause in enumerate(pauses_ms):
        await asyncio.sleep(pause / 1000)
        events.append(monotonic_ns())
        for socket in list(listeners):
            await socket.send_json({"event": number, "at_ns": events[number]})
        async with news:
            news.notify_all()


@app.get("/events/{since}")
async def so_far(since: int) -> list[int]:
    """Polling: whatever has happened by now, which may be nothing."""
    return events[since:]


@app.get("/next/{since}")
async def when_there_are(since: int) -> list[int]:
    """Long polling: the answer waits until there is an event."""
    async with news:
        await news.wait_for(lambda: len(events) > since)
    return events[since:]


@app.websocket("/ws/events")
async def pushed(socket: WebSocket) -> None:
    """Events go out as they happen; what comes in goes back, over the same connection."""
    await socket.accept()
    try:
        async for text in socket.iter_text():
            if text == "listen":
                listeners.add(socket)
            elif text == "leave":
                listeners.discard(socket)
            await socket.send_text(text)
    finally:
        listeners.discard(socket)


@app.websocket("/ws")
async def echo(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


@app.post("/echo")
async def echo_once(request: Request) -> Response:
    return Response(await request.body())
