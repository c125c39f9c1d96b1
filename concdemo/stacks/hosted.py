"""Apps on small servers in this very process: for what an app answers, not for how fast.

A service of a run, or part of one.  Stacks whose speed is asked for have servers of their own,
which the keeper starts.
"""

import contextlib
import importlib
import socket
import threading
from collections.abc import Callable, Iterable
from importlib import metadata
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from concdemo import clock
from concdemo.model import Parameters
from concdemo.text import Text

HOST = "127.0.0.1"
BACKLOG = 256
STARTING_LIMIT_NS, POLL_S = 20_000_000_000, 0.005

NOT_SERVED = Text(
    "{app} can't be served: {error}",
    "{app}을(를) 서버에 올리지 못했습니다: {error}",
)


def serve(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve some apps, and tell ``ready`` of them; they are served until the process ends.

    Told are ``ports``, by the apps' names; ``routes``: the methods and paths that an app itself
    knows of and would document; and the ``versions`` of the modules.  Where one can't be served,
    ``fault`` says so in both languages instead: that is the matter of the arms that need it.

    Args:
        parameters: ``apps``, a list of "name server module:attribute", where the server is
            ``uvicorn`` or ``wsgiref``; and the names of the ``modules`` that they are made of.
    """
    apps, modules = parameters["apps"], parameters["modules"]
    assert isinstance(apps, list) and isinstance(modules, list)
    told: dict[str, Any] = {"ports": {}, "routes": {}, "versions": versions(modules)}
    for line in apps:
        name, server, where = line.split()
        try:
            app = load(where)
            told["ports"][name] = STARTS[server](app)
            told["routes"][name] = routes(app)
        except Exception as error:  # noqa: BLE001 - whatever an app does when it is imported
            words = " ".join(f"{type(error).__name__}: {error}".split())
            fault = NOT_SERVED.fill(app=where.partition(":")[0].rpartition(".")[2], error=words)
            ready({"fault": {"en": fault.en, "ko": fault.ko}})
            return
    ready(told)


def load(where: str) -> Any:
    """The app at "module:attribute"."""
    module, _, attribute = where.partition(":")
    return getattr(importlib.import_module(module), attribute)


def versions(modules: Iterable[str]) -> dict[str, str]:
    """The versions of the distributions that these modules come in, by the modules' names."""
    owners = metadata.packages_distributions()
    return {name: metadata.version(owners[name][0]) for name in modules if owners.get(name)}


def routes(app: Any) -> list[list[str]]:
    """The methods and paths of an app that has a list of routes and documents them."""
    return sorted(
        [method, route.path]
        for route in getattr(app, "routes", ())
        if getattr(route, "include_in_schema", False)
        for method in getattr(route, "methods", None) or ()
    )


def start_uvicorn(app: Any) -> int:
    """Serve an ASGI app on a thread; the port.

    Raises:
        RuntimeError: it doesn't start.
    """
    import uvicorn

    listening = socket.create_server((HOST, 0), backlog=BACKLOG)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))

    def run() -> None:
        with contextlib.suppress(SystemExit):  # by which it says that it can't start
            server.run([listening])

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    since = clock.monotonic_ns()
    while not server.started:
        if not thread.is_alive() or clock.monotonic_ns() - since > STARTING_LIMIT_NS:
            raise RuntimeError("the server didn't start")
        clock.sleep(POLL_S)
    port: int = listening.getsockname()[1]
    return port


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = BACKLOG


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own name
        """No access log."""


def telling(app: Any) -> Any:
    """The same WSGI app; where calling it raises, the answer says what, as servers' logs do."""

    def call(environ: dict[str, Any], start_response: Any) -> Any:
        try:
            return app(environ, start_response)
        except Exception as error:  # noqa: BLE001 - what servers answer with 500
            body = f"{type(error).__name__}: {error}".encode()
            start_response("500 Internal Server Error", [("Content-Length", str(len(body)))])
            return [body]

    return call


def start_wsgiref(app: Any) -> int:
    """Serve an app on a thread as WSGI servers do, by the standard library's own; the port."""
    server = _Server((HOST, 0), _Quiet)
    server.set_app(telling(app))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


STARTS: dict[str, Callable[[Any], int]] = {"uvicorn": start_uvicorn, "wsgiref": start_wsgiref}
