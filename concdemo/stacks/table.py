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
from concdemo.text import Text

THREADS = 40
"""As many as FastAPI and Starlette have for ``def`` endpoints, so that pools can be compared."""

UVICORN = ("uvicorn", "uvloop", "httptools", "websockets")
WITH_SOCKET = ENDPOINTS | {"ws"}
WORKERS: frozenset[Size] = frozenset({"workers"})
BOTH: frozenset[Size] = frozenset({"workers", "threads"})

ON_UVICORN = Text(
    "Uvicorn on uvloop with httptools, as `uvicorn[standard]` runs",
    "uvloop과 httptools를 쓰는 Uvicorn(`uvicorn[standard]`의 기본값)",
)
FACTORS = Text("Uvicorn on {loop} with {parser}", "{loop}와(과) {parser}을(를) 쓰는 Uvicorn")
ON_HYPERCORN = Text(
    "Hypercorn on uvloop (its default is asyncio's own loop)",
    "uvloop을 쓰는 Hypercorn(기본값은 asyncio 루프)",
)
ON_DAPHNE = Text(
    "Daphne, on Twisted over asyncio's own loop, the only one it has",
    "asyncio 루프 위의 Twisted로 도는 Daphne(다른 루프는 고를 수 없음)",
)
ON_GRANIAN = Text(
    "Granian on uvloop; a thread of Rust beside the loop's does HTTP",
    "uvloop을 쓰는 Granian. HTTP는 옆의 Rust 스레드가 맡습니다",
)
UNDER_GUNICORN = Text(
    "Uvicorn workers, on uvloop with httptools, managed by Gunicorn",
    "Gunicorn이 관리하는 Uvicorn 워커(uvloop, httptools)",
)
SYNC = Text(
    "Gunicorn's default, the sync worker: one request at a time, and a new connection for each",
    "Gunicorn의 기본값인 sync 워커. 한 번에 한 요청만 처리하고 요청마다 새로 연결합니다",
)
GTHREAD = Text("Gunicorn's gthread worker", "Gunicorn의 gthread 워커")
GEVENT = Text(
    "Gunicorn's gevent worker: greenlets on one thread; time.sleep and its like don't block there",
    "Gunicorn의 gevent 워커. 한 스레드에서 그린렛이 돌고, time.sleep도 그 스레드를 막지 않습니다",
)
ON_WAITRESS = Text("Waitress (its default is 4 threads)", "Waitress(기본값은 스레드 4개)")
ON_UWSGI = Text(
    "uWSGI behind its own HTTP router, which keeps connections open "
    "(a worker that did so itself would starve the others' requests)",
    "자체 HTTP 라우터를 앞에 둔 uWSGI. 연결은 라우터가 유지합니다"
    "(워커가 직접 유지하면 다른 연결의 요청이 굶습니다)",
)
GRANIAN_WSGI = Text(
    "Granian with a pool of threads for the app; a thread of Rust does HTTP",
    "앱은 스레드 풀에서 돌리는 Granian. HTTP는 Rust 스레드가 맡습니다",
)
DEF = Text(
    "plain `def` endpoints, which run on a pool of threads; Uvicorn on uvloop with httptools",
    "스레드 풀에서 도는 일반 `def` 엔드포인트. Uvicorn은 uvloop과 httptools를 씁니다",
)
ADAPTED = Text(
    "the adapter a2wsgi, which calls Flask on a pool of threads; Uvicorn on uvloop with httptools",
    "Flask를 스레드 풀에서 부르는 어댑터 a2wsgi. Uvicorn은 uvloop과 httptools를 씁니다",
)
USUAL = Text("with the middleware of a new project", "새 프로젝트의 기본 미들웨어 포함")
BARE = Text("without middleware", "미들웨어 없음")
SYNC_VIEWS = Text(
    "sync views, which run on a thread for each request", "요청마다 스레드 하나에서 도는 동기 뷰"
)
ASYNC_VIEWS = Text("async views", "비동기 뷰")
OWN = Text("its own server, on uvloop as Uvicorn is", "자체 서버. Uvicorn처럼 uvloop을 씁니다")
NODE = Text("`node:http`", "`node:http`")
GO = Text(
    "`net/http`, on all cores that it is given: one where servers are pinned",
    "`net/http`. 주어진 코어를 모두 씁니다(서버를 고정하면 하나)",
)


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


def _django_on_uvicorn(name: str, views: Text, **own: Any) -> Stack:
    about = Text.join([ON_UVICORN, USUAL, views], ", ")
    needs = ("django", *UVICORN)
    command = uvicorn("django_app:asgi")
    return Stack(
        f"{name}/uvicorn", name, "uvicorn", "asgi", needs, command, about, resizable=WORKERS, **own
    )


def _django() -> list[Stack]:
    usual = _wsgi("django", "django_app:wsgi", ("django",), USUAL)
    bare = _wsgi("django-bare", "django_app:bare_wsgi", ("django",), BARE)
    return [
        *_only(usual, "gunicorn", "gthread", "granian"),
        _django_on_uvicorn("django", SYNC_VIEWS, one_thread=False),
        *_only(bare, "gunicorn", "gthread"),
        _django_on_uvicorn("django-async", ASYNC_VIEWS, prefix="/async"),
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
