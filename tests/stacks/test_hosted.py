"""Apps on small servers of their own process: served by both interfaces, or why not."""

import http.client
import sys
from types import ModuleType
from typing import Any

import pytest

from concdemo.stacks import hosted

APP = "concdemo.stacks.apps"


def served(*apps: str, modules: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the service says of these apps."""
    told: list[dict[str, Any]] = []
    hosted.serve({"apps": list(apps), "modules": list(modules)}, told.append)
    [said] = told
    return said


def got(port: int, path: str) -> tuple[int, bytes]:
    """What is answered there."""
    line = http.client.HTTPConnection(hosted.HOST, port, timeout=20)
    line.request("GET", path)
    answer = line.getresponse()
    try:
        return answer.status, answer.read()
    finally:
        line.close()


def test_an_app_of_each_interface() -> None:
    """Each has a port; versions are those of what is installed."""
    pytest.importorskip("uvicorn")
    said = served(
        f"one uvicorn {APP}.asgi_app:app",
        f"two wsgiref {APP}.wsgi_app:app",
        modules=("uvicorn", "no_such_module"),
    )
    assert "fault" not in said and set(said["versions"]) == {"uvicorn"}
    for name in ("one", "two"):
        assert got(said["ports"][name], "/json") == (200, b'{"message": "hello", "number": 42}')
    assert said["routes"] == {"one": [], "two": []}


def test_the_paths_that_an_app_would_document() -> None:
    """Its own, and not those of the documents."""
    pytest.importorskip("fastapi")
    app = hosted.load(f"{APP}.validation_fastapi_app:app")
    assert hosted.routes(app) == [["POST", "/items"], ["POST", "/strict-items"]]


def test_an_app_that_can_not_be_imported_is_a_fault() -> None:
    """In both languages, with the reason; nothing is raised, since other arms can go on."""
    said = served(f"one wsgiref {APP}.no_such_app:app")
    assert "no_such_app" in said["fault"]["en"] and "ModuleNotFoundError" in said["fault"]["ko"]


def test_an_app_that_does_not_start_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its server ends, which is noticed."""
    pytest.importorskip("uvicorn")

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "no"})

    module = ModuleType("app_that_does_not_start")
    vars(module)["app"] = app
    monkeypatch.setitem(sys.modules, module.__name__, module)
    said = served(f"one uvicorn {module.__name__}:app")
    assert "didn't start" in said["fault"]["en"]


def test_what_a_wsgi_app_raises_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the server's log would."""

    def app(environ: dict[str, Any]) -> None:
        """Takes too few arguments, as an app of the other interface takes too many."""

    module = ModuleType("app_that_takes_one")
    vars(module)["app"] = app
    monkeypatch.setitem(sys.modules, module.__name__, module)
    said = served(f"one wsgiref {module.__name__}:app")
    status, body = got(said["ports"]["one"], "/")
    assert status == 500 and b"TypeError" in body and b"positional argument" in body
