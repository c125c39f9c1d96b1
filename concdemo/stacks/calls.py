"""An app called in this process, as a server would call it, with no server and no socket.

What a server makes of a request and of an answer on the wire is left out; what an app is given
and what it gives are the same as under one.  Who calls how often, and when, is not decided here.
"""

import asyncio
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

HOST, PORT = "127.0.0.1", 8000

AsgiApp = Callable[..., Any]
WsgiApp = Callable[..., Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; ``target`` is a path as it is sent, with its query behind a question mark."""

    method: str = "GET"
    target: str = "/"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_headers(self) -> dict[str, str]:
        """The headers that any client sends, and its own."""
        told = {"host": f"{HOST}:{PORT}", **self.headers}
        if self.body:
            told |= {"content-type": "application/json", "content-length": str(len(self.body))}
        return told


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


class AsgiCaller:
    """Calls an ASGI app for one request, over and over, on the loop that is running."""

    def __init__(self, app: AsgiApp, request: Request) -> None:
        path, _, query = request.target.partition("?")
        self._app = app
        self._body = request.body
        self._headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in request.all_headers.items()
        ]
        self._scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "client": (HOST, 50_000),
            "server": (HOST, PORT),
        }

    async def call(self) -> Answer:
        """One request.

        Raises:
            Exception: the app raised it; a server would answer 500.
        """
        status, parts, given = 0, [], False

        async def receive() -> dict[str, Any]:
            nonlocal given
            if given:  # the client stays there for as long as it takes
                await asyncio.get_running_loop().create_future()
            given = True
            return {"type": "http.request", "body": self._body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        await self._app({**self._scope, "headers": [*self._headers]}, receive, send)
        return Answer(status, b"".join(parts))


class WsgiCaller:
    """Calls a WSGI app for one request, over and over."""

    def __init__(self, app: WsgiApp, request: Request) -> None:
        path, _, query = request.target.partition("?")
        self._app = app
        self._body = request.body
        self._environ: dict[str, Any] = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": str(PORT),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in request.all_headers.items():
            word = name.upper().replace("-", "_")
            self._environ[word if word.startswith("CONTENT_") else f"HTTP_{word}"] = value

    def call(self) -> Answer:
        """One request.

        Raises:
            Exception: the app raised it; a server would answer 500.
        """
        said = ""

        def start_response(status: str, headers: object, exc_info: object = None) -> None:
            nonlocal said
            said = status

        environ = {**self._environ, "wsgi.input": io.BytesIO(self._body)}
        parts = self._app(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()  # by which an app learns that the request is over
        return Answer(int(said[:3]), body)


class Lifespan:
    """Tells an ASGI app that it starts and that it ends, if it wants to be told."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app
        self._asked: asyncio.Queue[str] = asyncio.Queue()
        self._said: asyncio.Queue[str] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Wait until the app says that it is ready.

        Raises:
            RuntimeError: it says that it can't start.
        """
        self._task = asyncio.ensure_future(self._run())
        if await self._ask("startup") == "lifespan.startup.failed":
            raise RuntimeError("the app says that it can't start")

    async def end(self) -> None:
        """Wait until the app says that it has ended."""
        if self._task is not None and not self._task.done():
            await self._ask("shutdown")
            await self._task

    async def _ask(self, event: str) -> str:
        self._asked.put_nowait(f"lifespan.{event}")
        return await self._said.get()

    async def _run(self) -> None:
        async def receive() -> dict[str, Any]:
            return {"type": await self._asked.get()}

        async def send(message: dict[str, Any]) -> None:
            self._said.put_nowait(message["type"])

        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        try:
            await self._app(scope, receive, send)
        except Exception:  # noqa: BLE001  by which an app says that it doesn't want to be told
            pass
        finally:
            self._said.put_nowait("")  # whoever waits for a word of it need not
