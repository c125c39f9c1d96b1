"""The words that start each server, with the options that it usually has in production.

For all alike: loopback, the sizes named, no access log, warnings and worse to one log, and
connections that may be idle for a minute wherever a server would close them sooner.
"""

import os
import sys
from pathlib import Path

from concdemo.stacks.stack import Command, Sizes

HOST = "127.0.0.1"
IDLE_S = 65
"""After how long an idle connection may be closed: what proxies in front of servers expect."""

BACKLOG = 2048
BEGIN = "concdemo.stacks.begin"
APPS = "concdemo.stacks.apps"

WAITRESS = (
    "import logging, waitress.runner; "
    "logging.getLogger('waitress.queue').setLevel('ERROR'); "
    "waitress.runner.run()"
)
"""Waitress warns at each request that finds no idle thread; that would be an access log."""

UWSGI = "import pyuwsgi, sys; pyuwsgi.run(sys.argv[1:])"


def python(*words: str) -> list[str]:
    """This interpreter with these words; nothing is imported from the current folder by name."""
    gil = sys._xoptions.get("gil")  # noqa: SLF001 - its only, documented name
    return [sys.executable, "-P", *(["-X", f"gil={gil}"] if gil is not None else []), *words]


def app(name: str) -> str:
    """``fastapi_app:app`` as servers want it said."""
    return f"{APPS}.{name}"


def uvicorn(target: str, loop: str = "uvloop", parser: str = "httptools") -> Command:
    """Uvicorn on that event loop, with that HTTP parser."""

    def command(sizes: Sizes, port: int) -> list[str]:
        return [
            *python("-m", BEGIN, "uvicorn", app(target), "--host", HOST, "--port", str(port)),
            *("--loop", loop, "--http", parser, "--workers", str(sizes.workers)),
            *("--backlog", str(BACKLOG), "--timeout-keep-alive", str(IDLE_S)),
            *("--no-access-log", "--log-level", "warning"),
        ]

    return command


def gunicorn(target: str, worker_class: str) -> Command:
    """Gunicorn with workers of that class; only gthread uses the threads."""
    # A worker tells that it is alive through a file, which should not be on a disk.
    memory = "/dev/shm"
    place = ["--worker-tmp-dir", memory] if os.access(memory, os.W_OK) else []

    def command(sizes: Sizes, port: int) -> list[str]:
        threads = ["--threads", str(sizes.threads)] if worker_class == "gthread" else []
        return [
            *python("-m", "gunicorn", app(target), "--bind", f"{HOST}:{port}"),
            *("--worker-class", worker_class, "--workers", str(sizes.workers), *threads),
            *("--backlog", str(BACKLOG), "--keep-alive", str(IDLE_S)),
            *("--log-level", "warning", "--no-control-socket", *place),
        ]

    return command


def hypercorn(target: str) -> Command:
    """Hypercorn on uvloop."""

    def command(sizes: Sizes, port: int) -> list[str]:
        return [
            *python("-m", BEGIN, "hypercorn", app(target), "--bind", f"{HOST}:{port}"),
            *("--worker-class", "uvloop", "--workers", str(sizes.workers)),
            *("--backlog", str(BACKLOG), "--keep-alive", str(IDLE_S), "--log-level", "warning"),
        ]

    return command


def daphne(target: str) -> Command:
    """Daphne, which has one process, on Twisted's reactor over asyncio's own loop."""

    def command(sizes: Sizes, port: int) -> list[str]:
        words = ("-m", "daphne", "--bind", HOST, "--port", str(port), "--verbosity", "0")
        return python(*words, app(target))

    return command


def granian(target: str, interface: str) -> Command:
    """Granian; an ASGI app runs on uvloop, a WSGI app on as many threads as are named."""

    def command(sizes: Sizes, port: int) -> list[str]:
        on_loop = interface == "asgi"
        own = ("--loop", "uvloop") if on_loop else ("--blocking-threads", str(sizes.threads))
        return [
            *python("-m", BEGIN, "granian", app(target), "--host", HOST, "--port", str(port)),
            *("--interface", interface, "--workers", str(sizes.workers), *own),
            *("--runtime-mode", "st", "--runtime-threads", "1", "--http", "1"),
            *("--backlog", str(BACKLOG), "--no-access-log", "--log-level", "warning"),
        ]

    return command


def waitress(target: str) -> Command:
    """Waitress, which has one process and a pool of threads."""

    def command(sizes: Sizes, port: int) -> list[str]:
        return [
            *python("-c", WAITRESS, f"--listen={HOST}:{port}", f"--threads={sizes.threads}"),
            *(f"--backlog={BACKLOG}", "--connection-limit=1000", app(target)),
        ]

    return command


def uwsgi(target: str) -> Command:
    """Start uWSGI with its own HTTP router before the workers, which keeps connections for them.

    A worker that kept connections itself would answer nobody else until one is closed.
    """
    module, _, name = app(target).partition(":")

    def command(sizes: Sizes, port: int) -> list[str]:
        return [
            *python("-c", UWSGI, "--http", f"{HOST}:{port}", f"--http-keepalive={IDLE_S}"),
            *("--http-auto-chunked", "--module", module, "--callable", name),
            *("--master", "--die-on-term", "--need-app", "--lazy-apps"),
            *("--processes", str(sizes.workers), "--threads", str(sizes.threads)),
            *("--listen", str(_backlog()), "--disable-logging", "--no-orphans"),
        ]

    return command


def _backlog() -> int:
    """BACKLOG, or the system's limit where that is less: uWSGI doesn't start with more."""
    try:
        return min(BACKLOG, int(Path("/proc/sys/net/core/somaxconn").read_text("ascii")))
    except OSError:  # only Linux tells; 128 is the least that others have
        return 128


def itself(module: str) -> Command:
    """A framework that is its own server: a program that takes the port."""
    return lambda _, port: python("-m", app(module), str(port))


def beside_apps(name: str) -> str:
    """Where a file of the apps' folder is."""
    return str(Path(__file__).parent / "apps" / name)
