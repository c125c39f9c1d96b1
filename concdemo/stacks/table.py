"""The table of stacks: which framework runs on which server, and with which options.

A row is data: what it needs, the words that start it, what is said of it.  To add one, write
it here; its app is a file in ``apps``.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from concdemo.stacks import runtimes, servers
from concdemo.stacks.servers import gunicorn, uvicorn
from concdemo.stacks.stack import ENDPOINTS, Size, Sizes, Stack
from concdemo.stacks.words import (
    ADAPTED,
    ASYNC_VIEWS,
    BARE,
    DEF,
    FACTORS,
    GEVENT,
    GO,
    GRANIAN_WSGI,
    GTHREAD,
    NODE,
    ON_DAPHNE,
    ON_GRANIAN,
    ON_HYPERCORN,
    ON_UVICORN,
    ON_UWSGI,
    ON_WAITRESS,
    OWN,
    SYNC,
    SYNC_VIEWS,
    UNDER_GUNICORN,
    USUAL,
)
from concdemo.text import Text

THREADS = 40
"""As many as FastAPI and Starlette have for ``def`` endpoints, so that pools can be compared."""

UVICORN = ("uvicorn", "uvloop", "httptools", "websockets")
WITH_SOCKET = ENDPOINTS | {"ws"}
WORKERS: frozenset[Size] = frozenset({"workers"})
BOTH: frozenset[Size] = frozenset({"workers", "threads"})


def _asgi(framework: str, target: str, needs: tuple[str, ...], **more: Any) -> list[Stack]:
    """An ASGI app on Uvicorn, Granian, Hypercorn, Daphne, and Uvicorn managed by Gunicorn."""
    rows = {
        "uvicorn": (uvicorn(target), UVICORN, ON_UVICORN),
        "granian": (servers.granian(target, "asgi"), ("granian", "uvloop"), ON_GRANIAN),
        "hypercorn": (servers.hypercorn(target), ("hypercorn", "uvloop"), ON_HYPERCORN),
        "daphne": (servers.daphne(target), ("daphne",), ON_DAPHNE),
        "gunicorn": (
            gunicorn(target, "uvicorn_worker.UvicornWorker"),
            ("gunicorn", "uvicorn_worker", *UVICORN),
            UNDER_GUNICORN,
        ),
    }
    return [
        Stack(
            f"{framework}/{server}",
            framework,
            server,
            "asgi",
            (*needs, *modules),
            command,
            about,
            **{
                "endpoints": WITH_SOCKET,
                "resizable": frozenset() if server == "daphne" else WORKERS,
                **more,
            },
        )
        for server, (command, modules, about) in rows.items()
    ]


def _factors(framework: str, target: str, needs: tuple[str, ...]) -> list[Stack]:
    """An ASGI app on Uvicorn with each event loop and each parser."""
    return [
        Stack(
            f"{framework}/uvicorn-{loop}-{parser}",
            framework,
            f"uvicorn-{loop}-{parser}",
            "asgi",
            (*needs, *_needed(loop, parser)),
            uvicorn(target, loop, parser),
            FACTORS.fill(loop=loop, parser=parser),
            endpoints=WITH_SOCKET,
            resizable=WORKERS,
        )
        for loop in ("asyncio", "uvloop")
        for parser in ("h11", "httptools")
    ]


def _needed(loop: str, parser: str) -> list[str]:
    return ["uvicorn", "websockets", parser, *(["uvloop"] if loop == "uvloop" else [])]


def _wsgi(framework: str, target: str, needs: tuple[str, ...], note: Text | None) -> list[Stack]:
    """A WSGI app on the servers for such apps."""
    pool: dict[str, Any] = {"sizes": Sizes(threads=THREADS), "one_thread": False}
    rows: dict[str, tuple[Any, tuple[str, ...], Text, dict[str, Any]]] = {
        "gunicorn": (gunicorn(target, "sync"), ("gunicorn",), SYNC, {"keeps_alive": False}),
        "gthread": (
            gunicorn(target, "gthread"),
            ("gunicorn",),
            GTHREAD,
            {**pool, "resizable": BOTH},
        ),
        "gevent": (gunicorn(target, "gevent"), ("gunicorn", "gevent"), GEVENT, {}),
        "waitress": (
            servers.waitress(target),
            ("waitress",),
            ON_WAITRESS,
            {**pool, "resizable": frozenset({"threads"})},
        ),
        "uwsgi": (servers.uwsgi(target), ("pyuwsgi",), ON_UWSGI, {**pool, "resizable": BOTH}),
        "granian": (
            servers.granian(target, "wsgi"),
            ("granian",),
            GRANIAN_WSGI,
            {**pool, "resizable": BOTH},
        ),
    }
    return [
        Stack(
            f"{framework}/{server}",
            framework,
            server,
            "wsgi",
            (*needs, *modules),
            command,
            about if note is None else Text.join([about, note], ", "),
            **{"resizable": WORKERS, **own},
        )
        for server, (command, modules, about, own) in rows.items()
    ]


def _only(rows: list[Stack], *names: str) -> list[Stack]:
    return [row for row in rows if row.server in names]


def _django_on_uvicorn(name: str, app: str, *about: Text, **own: Any) -> Stack:
    needs, command = ("django", *UVICORN), uvicorn(f"django_app:{app}")
    told = Text.join([ON_UVICORN, *about], ", ")
    return Stack(
        f"{name}/uvicorn", name, "uvicorn", "asgi", needs, command, told, resizable=WORKERS, **own
    )


def _django() -> list[Stack]:
    usual = _wsgi("django", "django_app:wsgi", ("django",), USUAL)
    bare = _wsgi("django-bare", "django_app:bare_wsgi", ("django",), BARE)
    return [
        *_only(usual, "gunicorn", "gthread", "granian"),
        _django_on_uvicorn("django", "asgi", USUAL, SYNC_VIEWS, one_thread=False),
        *_only(bare, "gunicorn", "gthread"),
        _django_on_uvicorn("django-async", "asgi", USUAL, ASYNC_VIEWS, prefix="/async"),
        _django_on_uvicorn("django-async-bare", "bare_asgi", BARE, ASYNC_VIEWS, prefix="/async"),
    ]


def _flask() -> list[Stack]:
    return [
        *_wsgi("flask", "flask_app:app", ("flask",), None),
        Stack(
            "flask/uvicorn",
            "flask",
            "uvicorn",
            "asgi",
            ("flask", "a2wsgi", *UVICORN),
            uvicorn("flask_asgi_app:app"),
            ADAPTED,
            sizes=Sizes(threads=THREADS),
            one_thread=False,
            resizable=WORKERS,
        ),
    ]


def _fastapi() -> list[Stack]:
    rows = _asgi("fastapi", "fastapi_app:app", ("fastapi",))
    return [
        *_only(rows, "uvicorn", "granian", "hypercorn", "gunicorn"),
        *_factors("fastapi", "fastapi_app:app", ("fastapi",)),
        Stack(
            "fastapi-def/uvicorn",
            "fastapi-def",
            "uvicorn",
            "asgi",
            ("fastapi", *UVICORN),
            uvicorn("fastapi_app:app"),
            DEF,
            sizes=Sizes(threads=THREADS),
            one_thread=False,
            prefix="/def",
            resizable=WORKERS,
        ),
    ]


def _own() -> list[Stack]:
    """Frameworks that are their own server, and other languages'."""
    return [
        Stack(
            f"{name}/{name}",
            name,
            name,
            "own",
            (name, "uvloop"),
            servers.itself(f"{name}_app"),
            OWN,
            endpoints=WITH_SOCKET,
        )
        for name in ("tornado", "aiohttp")
    ] + [
        Stack(
            "node/node",
            "node",
            "node",
            "own",
            (),
            lambda _, port: [
                runtimes.node() or "node",
                servers.beside_apps("node_app.js"),
                str(port),
            ],
            NODE,
            runtime="node",
        ),
        Stack(
            "go/go",
            "go",
            "go",
            "own",
            (),
            lambda _, port: [runtimes.PROGRAM, str(port)],
            GO,
            one_thread=False,
            runtime="go",
        ),
    ]


ROWS = (
    *_asgi("asgi", "asgi_app:app", ()),
    *_factors("asgi", "asgi_app:app", ()),
    *_fastapi(),
    *_only(_asgi("starlette", "starlette_app:app", ("starlette",)), "uvicorn", "granian"),
    *_only(_asgi("litestar", "litestar_app:app", ("litestar",)), "uvicorn"),
    *_flask(),
    *_django(),
    *_own(),
    *_only(_wsgi("wsgi", "wsgi_app:app", (), None), "gunicorn", "gthread", "waitress"),
)

STACKS: Mapping[str, Stack] = MappingProxyType({row.name: row for row in ROWS})
"""Every stack by its name, ``framework/server``."""
