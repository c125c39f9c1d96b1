"""Tornado, which is a framework and a server in one: ``python -m ….tornado_app PORT``.

It runs on uvloop where that is installed, as Uvicorn does, else on asyncio's own loop.  No endpoint
uses an executor, so the size of none matters.
"""

import asyncio
import sys
import time

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from concdemo.stacks.answers import HELLO, BadItem, Seen, compute, read_item, totalled, waited

try:
    from uvloop import run
except ImportError:  # there is none for Windows
    from asyncio import run  # type: ignore[assignment]

seen = Seen()


class Hello(RequestHandler):
    def get(self) -> None:
        self.write(HELLO)


class Wait(RequestHandler):
    async def get(self, ms: str) -> None:
        await asyncio.sleep(int(ms) / 1000)
        self.write(waited(int(ms)))


class Blocking(RequestHandler):
    def get(self, ms: str) -> None:
        time.sleep(int(ms) / 1000)
        self.write(waited(int(ms)))


class Cpu(RequestHandler):
    def get(self, n: str) -> None:
        self.write(compute(int(n)))


class Items(RequestHandler):
    def post(self) -> None:
        try:
            item = read_item(self.request.body)  # Tornado has no validation of its own
        except BadItem as error:
            self.set_status(422)
            self.write({"error": str(error)})
        else:
            self.write(totalled(item.name, item.price, item.quantity))


class SeenHere(RequestHandler):
    async def get(self, ms: str) -> None:
        with seen.inside() as visit:
            await asyncio.sleep(int(ms) / 1000)
            self.write(seen.told(visit))


class SeenReset(RequestHandler):
    def get(self) -> None:
        self.write(seen.reset())


class Echo(WebSocketHandler):
    async def on_message(self, message: str | bytes) -> None:
        await self.write_message(message)


app = Application(
    [
        (r"/json", Hello),
        (r"/wait/(\d+)", Wait),
        (r"/blocking/(\d+)", Blocking),
        (r"/cpu/(\d+)", Cpu),
        (r"/items", Items),
        (r"/seen/(\d+)", SeenHere),
        (r"/seen-reset", SeenReset),
        (r"/ws", Echo),
    ],
    log_function=lambda _: None,  # no access log
)


async def main(port: int) -> None:
    HTTPServer(app).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    run(main(int(sys.argv[1])))
