"""Every endpoint of every app answers rightly, and refuses what isn't an item.

The apps are called in process, each through its own interface; servers are for other tests.
"""

import asyncio
import importlib
import io
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from concdemo.stacks.answers import HELLO, BadItem, Seen, compute, read_item

APPS = "concdemo.stacks.apps"
GOOD = {"name": "pen", "price": 1.5, "quantity": 2}
BAD = {
    "empty": b"",
    "no JSON": b'{"name": "pen", ',
    "no object": b"[1, 2]",
    "null": b"null",
    "no name": b'{"price": 1.5, "quantity": 2}',
    "no price": b'{"name": "pen", "quantity": 2}',
    "no quantity": b'{"name": "pen", "price": 1.5}',
    "price below 0": b'{"name": "pen", "price": -1, "quantity": 2}',
    "price a word": b'{"name": "pen", "price": "cheap", "quantity": 2}',
    "quantity 0": b'{"name": "pen", "price": 1.5, "quantity": 0}',
    "quantity no integer": b'{"name": "pen", "price": 1.5, "quantity": 1.5}',
    "quantity null": b'{"name": "pen", "price": 1.5, "quantity": null}',
}

Answer = tuple[int, Any]
Ask = Callable[..., Answer]
"""``ask(method, path, body=b"")`` gives the status and the JSON."""


def asgi(app: Any) -> Ask:
    """Ask an ASGI app without a server."""

    async def once(method: str, path: str, body: bytes) -> Answer:
        sent: list[dict[str, Any]] = []
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if given:
                return given.pop()
            await asyncio.Event().wait()  # the client stays
            raise AssertionError

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        headers = [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 2),
            "state": {},
        }
        await app(scope, receive, send)
        whole = b"".join(message.get("body", b"") for message in sent)
        return sent[0]["status"], json.loads(whole)

    return lambda method, path, body=b"": asyncio.run(once(method, path, body))


def wsgi(app: Any) -> Ask:
    """Ask a WSGI app without a server."""

    def ask(method: str, path: str, body: bytes = b"") -> Answer:
        statuses: list[str] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        answered = app(environ, lambda *told: statuses.append(told[0]))
        whole = b"".join(answered)
        if hasattr(answered, "close"):
            answered.close()
        return int(statuses[0].split()[0]), json.loads(whole)

    return ask


def tornado(app: Any) -> Ask:
    """Ask Tornado over a socket: it has no interface of that kind."""

    async def once(method: str, path: str, body: bytes) -> Answer:
        from tornado.httpclient import AsyncHTTPClient
        from tornado.httpserver import HTTPServer
        from tornado.testing import bind_unused_port

        listening, port = bind_unused_port()
        server = HTTPServer(app)
        server.add_sockets([listening])
        try:
            answer = await AsyncHTTPClient(force_instance=True).fetch(
                f"http://127.0.0.1:{port}{path}",
                method=method,
                body=body if method == "POST" else None,
                raise_error=False,
            )
            return answer.code, json.loads(answer.body)
        finally:
            server.stop()
            await server.close_all_connections()

    return lambda method, path, body=b"": asyncio.run(once(method, path, body))


def aiohttp(app: Any) -> Ask:
    """Ask aiohttp over a socket: it has no interface of that kind."""

    async def once(method: str, path: str, body: bytes) -> Answer:
        from aiohttp import web
        from aiohttp.test_utils import TestClient, TestServer

        fresh = web.Application()  # an application belongs to the loop that it first ran on
        fresh.add_routes(app)
        async with (
            TestClient(TestServer(fresh)) as client,
            client.request(method, path, data=body or None) as answer,
        ):
            return answer.status, await answer.json()

    return lambda method, path, body=b"": asyncio.run(once(method, path, body))


HOW: dict[str, tuple[str, str, Callable[[Any], Ask], str]] = {
    "asgi": ("asgi_app", "app", asgi, ""),
    "wsgi": ("wsgi_app", "app", wsgi, ""),
    "fastapi": ("fastapi_app", "app", asgi, ""),
    "fastapi-def": ("fastapi_app", "app", asgi, "/def"),
    "starlette": ("starlette_app", "app", asgi, ""),
    "starlette-def": ("starlette_app", "app", asgi, "/def"),
    "litestar": ("litestar_app", "app", asgi, ""),
    "flask": ("flask_app", "app", wsgi, ""),
    "flask-asgi": ("flask_asgi_app", "app", asgi, ""),
    "django": ("django_app", "wsgi", wsgi, ""),
    "django-bare": ("django_app", "bare_wsgi", wsgi, ""),
    "django-asgi": ("django_app", "asgi", asgi, ""),
    "django-async": ("django_app", "asgi", asgi, "/async"),
    "django-bare-async": ("django_app", "bare_asgi", asgi, "/async"),
    "tornado": ("tornado_app", "app", tornado, ""),
    "aiohttp": ("aiohttp_app", "routes", aiohttp, ""),
}
NEEDS = {"flask-asgi": ("flask", "a2wsgi"), "asgi": (), "wsgi": ()}
WITH_SOCKETS = ("asgi", "fastapi", "starlette")


def load(name: str) -> tuple[Any, Ask, str]:
    """The app, how it is asked, and where its endpoints begin."""
    for needed in NEEDS.get(name, (name.split("-")[0],)):
        pytest.importorskip(needed)
    module, attribute, how, prefix = HOW[name]
    app = getattr(importlib.import_module(f"{APPS}.{module}"), attribute)
    return app, how(app), prefix


@pytest.fixture(params=HOW)
def ask(request: pytest.FixtureRequest) -> Ask:
    """How one of the apps is asked."""
    _, how, prefix = load(request.param)
    return lambda method, path, body=b"": how(method, prefix + path, body)


def test_every_endpoint_answers_the_same(ask: Ask) -> None:
    """What differs between the apps is the framework alone."""
    assert ask("GET", "/json") == (200, HELLO)
    assert ask("GET", "/wait/1") == (200, {"waited": 1})
    assert ask("GET", "/blocking/1") == (200, {"waited": 1})
    assert ask("GET", "/cpu/1000") == (200, compute(1000))
    assert ask("POST", "/items", json.dumps(GOOD).encode()) == (200, {"name": "pen", "total": 3.0})


def test_whoever_is_inside_is_counted(ask: Ask) -> None:
    """An app alone with one request sees one."""
    assert ask("GET", "/seen-reset") == (200, {"most": 0})
    status, seen = ask("GET", "/seen/1")
    assert status == 200
    assert (seen["in_flight"], seen["most"]) == (1, 1)
    assert isinstance(seen["pid"], int) and isinstance(seen["thread"], int)
    assert seen["begin_ns"] < seen["end_ns"]


@pytest.mark.parametrize("name", HOW)
def test_what_is_no_item_is_refused(name: str) -> None:
    """By the framework's own validation, or by hand where it has none."""
    _, how, prefix = load(name)
    statuses = {why: how("POST", prefix + "/items", body)[0] for why, body in BAD.items()}
    assert {why for why, status in statuses.items() if not 400 <= status < 500} == set()


@pytest.mark.parametrize("name", WITH_SOCKETS)
def test_a_web_socket_echoes(name: str) -> None:
    """Each message comes back, in order, until the client goes."""
    app, _, _ = load(name)

    async def talk() -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []
        given: list[dict[str, Any]] = [
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "text": "one"},
            {"type": "websocket.receive", "text": "two"},
            {"type": "websocket.disconnect", "code": 1000},
        ]

        async def receive() -> dict[str, Any]:
            return given.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {"type": "websocket", "path": "/ws", "root_path": "", "query_string": b""}
        await app({**scope, "headers": [], "subprotocols": [], "scheme": "ws"}, receive, send)
        return sent

    told = asyncio.run(asyncio.wait_for(talk(), 10))
    assert [message["type"] for message in told[:1]] == ["websocket.accept"]
    assert [message.get("text") for message in told if "text" in message] == ["one", "two"]


def test_a_bare_app_takes_a_body_in_parts_and_lives_a_life() -> None:
    """What frameworks do for their users, it does by hand."""
    app, _, _ = load("asgi")
    parts = [b'{"name": "pen", ', b'"price": 1.5, "quantity": 2}']

    async def call(scope: dict[str, Any], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return given.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await app(scope, receive, send)
        return sent

    messages = [
        {"type": "http.request", "body": part, "more_body": more}
        for part, more in zip(parts, (True, False), strict=True)
    ]
    sent = asyncio.run(call({"type": "http", "method": "POST", "path": "/items"}, messages))
    assert json.loads(sent[1]["body"]) == {"name": "pen", "total": 3.0}
    life = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    told = asyncio.run(call({"type": "lifespan"}, life))
    assert [message["type"] for message in told] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


@pytest.mark.parametrize("name", ["asgi", "wsgi"])
def test_what_an_app_has_not_is_not_found(name: str) -> None:
    """A path that nobody answers is 404."""
    assert load(name)[1]("GET", "/nothing")[0] == 404


def test_plain_functions_run_on_threads_and_async_ones_on_the_loop() -> None:
    """The answer names the thread."""
    _, how, _ = load("fastapi")
    assert how("GET", "/seen/0")[1]["thread"] == threading.get_native_id()
    assert how("GET", "/def/seen/0")[1]["thread"] != threading.get_native_id()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "the body is not JSON"),
        (b"\xff", "the body is not JSON"),
        (b"3", "the body is not an object"),
        (b'{"name": 3}', "name must be a string"),
        (b'{"name": "", "price": true}', "price must be a number of at least 0"),
        (b'{"name": "", "price": NaN}', "price must be a number of at least 0"),
        (b'{"name": "", "price": 0, "quantity": true}', "quantity must be an integer"),
        (b'{"name": "", "price": 0, "quantity": "3"}', "quantity must be an integer"),
    ],
)
def test_checks_by_hand_say_what_is_wrong(body: bytes, said: str) -> None:
    """True and NaN are numbers to Python, and no quantity or price."""
    with pytest.raises(BadItem, match=said):
        read_item(body)


def test_the_most_inside_is_remembered_until_it_is_reset() -> None:
    """The most is what is asked for after many requests at once."""
    seen = Seen()
    with seen.inside() as first, seen.inside() as second:
        assert (first.in_flight, second.in_flight) == (1, 2)
    with seen.inside() as third:
        assert (seen.told(third)["in_flight"], seen.told(third)["most"]) == (1, 2)
        assert seen.reset() == {"most": 1}  # those inside still count
    assert seen.reset() == {"most": 0}


def test_steps_are_the_same_in_every_language() -> None:
    """Worked out by hand, for those who write the app in another language."""
    assert [compute(n)["sum"] for n in (0, 1, 2, 3)] == [0, 0, 1, 33]
