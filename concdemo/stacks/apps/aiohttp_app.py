"""aiohttp, which is a framework and a server in one: ``python -m ….aiohttp_app PORT``.

It runs on uvloop where that is installed, as Uvicorn does, else on asyncio's own loop.  No endpoint
uses an executor, so the size of none matters.
"""

import asyncio
import sys
import time

from aiohttp import WSMsgType, web

from concdemo.stacks.answers import HELLO, BadItem, Seen, compute, read_item, totalled, waited

try:
    from uvloop import new_event_loop
except ImportError:  # there is none for Windows
    from asyncio import new_event_loop  # type: ignore[assignment]

routes = web.RouteTableDef()
seen = Seen()


@routes.get("/json")
async def hello(request: web.Request) -> web.Response:
    return web.json_response(HELLO)


@routes.get(r"/wait/{ms:\d+}")
async def wait(request: web.Request) -> web.Response:
    ms = int(request.match_info["ms"])
    await asyncio.sleep(ms / 1000)
    return web.json_response(waited(ms))


@routes.get(r"/blocking/{ms:\d+}")
async def blocking(request: web.Request) -> web.Response:
    ms = int(request.match_info["ms"])
    time.sleep(ms / 1000)  # on purpose: it stops everybody
    return web.json_response(waited(ms))


@routes.get(r"/cpu/{n:\d+}")
async def cpu(request: web.Request) -> web.Response:
    return web.json_response(compute(int(request.match_info["n"])))


@routes.post("/items")
async def items(request: web.Request) -> web.Response:
    try:
        item = read_item(await request.read())  # aiohttp has no validation of its own
    except BadItem as error:
        return web.json_response({"error": str(error)}, status=422)
    return web.json_response(totalled(item.name, item.price, item.quantity))


@routes.get(r"/seen/{ms:\d+}")
async def seen_here(request: web.Request) -> web.Response:
    with seen.inside() as visit:
        await asyncio.sleep(int(request.match_info["ms"]) / 1000)
        return web.json_response(seen.told(visit))


@routes.get("/seen-reset")
async def seen_reset(request: web.Request) -> web.Response:
    return web.json_response(seen.reset())


@routes.get("/ws")
async def echo(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.type == WSMsgType.TEXT:
            await socket.send_str(message.data)
    return socket


app = web.Application()
app.add_routes(routes)

if __name__ == "__main__":
    web.run_app(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        access_log=None,
        print=None,
        loop=new_event_loop(),
    )
