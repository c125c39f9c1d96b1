"""Apps called without a server: what they are given, and what is made of what they give."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from concdemo.stacks.apps import asgi_app, wsgi_app
from concdemo.stacks.calls import Answer, AsgiCaller, Lifespan, Request, WsgiCaller

ITEM = b'{"name": "pen", "price": 1.5, "quantity": 3}'
POST = Request("POST", "/caf%C3%A9?why=this%20one", ITEM, {"x-token": "abc"})


def test_an_asgi_app_is_given_a_whole_request() -> None:
    """Path, query and headers apart, the body at once; then a client that stays."""
    seen: dict[str, Any] = {}

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        seen.update(scope, first=await receive())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(receive(), 0.001)
        await send({"type": "http.response.start", "status": 201, "headers": []})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        await send({"type": "http.response.body", "body": b"b"})

    answer = asyncio.run(AsgiCaller(app, POST).call())
    assert answer == Answer(201, b"ab")
    assert (seen["type"], seen["method"], seen["path"]) == ("http", "POST", "/café")
    assert seen["query_string"] == b"why=this%20one"
    assert seen["first"] == {"type": "http.request", "body": ITEM, "more_body": False}
    headers = dict(seen["headers"])
    assert headers[b"x-token"] == b"abc" and headers[b"content-length"] == b"44"
    assert b"host" in headers


def test_a_wsgi_app_is_given_a_whole_request() -> None:
    """As PEP 3333 names its parts; and it is told when its answer has been read."""
    seen: dict[str, Any] = {}

    class Parts(list[bytes]):
        def close(self) -> None:
            seen["closed"] = True

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.update(environ, body=environ["wsgi.input"].read())
        start_response("201 Created", [])
        return Parts([b"a", b"b"])

    caller = WsgiCaller(app, POST)
    assert caller.call() == Answer(201, b"ab") == caller.call()
    assert seen["closed"] and seen["body"] == ITEM
    assert (seen["REQUEST_METHOD"], seen["PATH_INFO"]) == ("POST", "/cafÃ©")  # as PEP 3333 has it
    assert seen["QUERY_STRING"] == "why=this%20one" and seen["HTTP_X_TOKEN"] == "abc"
    assert seen["CONTENT_LENGTH"] == "44" and seen["CONTENT_TYPE"] == "application/json"


def test_what_one_request_changes_the_next_does_not_see() -> None:
    """Each is called with a scope or an environment of its own."""

    async def asgi(scope: dict[str, Any], receive: Any, send: Any) -> None:
        fresh = "state" not in scope and len(scope["headers"]) == 1
        scope["state"] = 1
        scope["headers"].append((b"a", b"b"))
        await send({"type": "http.response.start", "status": 200 if fresh else 500})
        await send({"type": "http.response.body"})

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("500 No" if "seen" in environ else "200 OK", [])
        environ["seen"] = True
        return []

    async def twice() -> list[Answer]:
        caller = AsgiCaller(asgi, Request())
        return [await caller.call(), await caller.call()]

    assert [answer.status for answer in asyncio.run(twice())] == [200, 200]
    caller = WsgiCaller(wsgi, Request())
    assert [caller.call().status for _ in range(2)] == [200, 200]


def test_the_bare_apps_answer_alike() -> None:
    """One request, both interfaces."""
    right = Answer(200, b'{"name": "pen", "total": 4.5}')
    asked = Request("POST", "/items", ITEM)
    assert asyncio.run(AsgiCaller(asgi_app.app, asked).call()) == right
    assert WsgiCaller(wsgi_app.app, asked).call() == right


@pytest.mark.parametrize("says", ["complete", "failed", "nothing", "error"])
def test_an_app_is_told_that_it_starts_and_ends(says: str) -> None:
    """One that has nothing to say to that is called all the same."""
    heard = []

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        assert scope["type"] == "lifespan"
        if says == "error":
            raise ValueError(scope["type"])
        if says == "nothing":
            return
        for _ in range(2):
            heard.append((await receive())["type"])
            await send({"type": f"{heard[-1]}.{says}"})

    async def live() -> None:
        lifespan = Lifespan(app)
        if says == "failed":
            with pytest.raises(RuntimeError):
                await lifespan.start()
            await lifespan.end()
            return
        await lifespan.start()
        await lifespan.end()

    asyncio.run(live())
    whole = ["lifespan.startup", "lifespan.shutdown"]
    assert heard == (whole if says in ("complete", "failed") else [])
