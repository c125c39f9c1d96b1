"""The table of stacks: its rows are whole, and its words and sizes are what they say."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from helpers import HANGUL, ROOT

from concdemo.stacks.servers import HOST
from concdemo.stacks.stack import ENDPOINTS, Stack
from concdemo.stacks.table import STACKS, THREADS

UVICORNS = [
    f"uvicorn-{loop}-{parser}" for loop in ("asyncio", "uvloop") for parser in ("h11", "httptools")
]
WANTED = {
    "asgi": ["uvicorn", "hypercorn", "daphne", "granian", "gunicorn", *UVICORNS],
    "fastapi": ["uvicorn", "hypercorn", "granian", "gunicorn", *UVICORNS],
    "fastapi-def": ["uvicorn"],
    "starlette": ["uvicorn", "granian"],
    "litestar": ["uvicorn"],
    "flask": ["gunicorn", "gthread", "gevent", "waitress", "uwsgi", "granian", "uvicorn"],
    "django": ["gunicorn", "gthread", "uvicorn", "granian"],
    "django-bare": ["gunicorn", "gthread"],
    "django-async": ["uvicorn"],
    "django-async-bare": ["uvicorn"],
    "tornado": ["tornado"],
    "aiohttp": ["aiohttp"],
    "wsgi": ["gunicorn", "gthread", "waitress"],
    "node": ["node"],
    "go": ["go"],
}
PORT = 54_321

every_row = pytest.mark.parametrize("row", STACKS.values(), ids=STACKS)


def words(row: Stack) -> list[str]:
    """The words that start it."""
    return row.command(row.sizes, PORT)


def test_all_frameworks_are_there_on_their_servers() -> None:
    """No row is missing, and none is there twice."""
    assert set(STACKS) == {f"{one}/{server}" for one in WANTED for server in WANTED[one]}
    assert all(name == f"{row.framework}/{row.server}" for name, row in STACKS.items())


@every_row
def test_a_row_says_how_it_is_run(row: Stack) -> None:
    """In one line, in both languages, nothing left to be filled in."""
    assert "{" not in row.about.en + row.about.ko
    assert "\n" not in row.about.en + row.about.ko
    assert str(row.sizes.workers) in row.told.en and str(row.sizes.workers) in row.told.ko
    assert HANGUL.search(row.told.ko) and not HANGUL.search(row.told.en)
    assert (f"threads: {row.sizes.threads}" in row.told.en) is (row.sizes.threads > 1)


@every_row
def test_a_server_is_told_its_port_and_no_other_address(row: Stack) -> None:
    """It listens on loopback only; the apps that are their own server say so themselves."""
    said = " ".join(words(row))
    assert str(PORT) in said
    addresses = set(re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", said))
    if row.interface == "own":
        sources = Path(ROOT, "concdemo", "stacks", "apps").glob(f"{row.framework}_app.*")
        assert [HOST in source.read_text("utf-8") for source in sources] == [True]
    else:
        assert addresses == {HOST}


@every_row
def test_nothing_is_imported_from_the_current_folder(row: Stack) -> None:
    """Python starts with a safe path."""
    if row.runtime == "python":
        assert words(row)[:2] == [sys.executable, "-P"]


@every_row
def test_a_size_that_can_be_chosen_reaches_the_server(row: Stack) -> None:
    """A size that can't be chosen changes nothing, so asking for it is refused."""
    for name in ("workers", "threads"):
        other = getattr(row.sizes, name) + 6
        if name in row.resizable:
            changed = row.sized(**{name: other})
            assert getattr(changed.sizes, name) == other
            said = re.findall(r"\d+", " ".join(words(changed)))
            assert str(other) in said
        else:
            assert row.sized(**{name: getattr(row.sizes, name)}) == row
            with pytest.raises(ValueError, match=re.escape(row.name)):
                row.sized(**{name: other})
    assert row.sized() == row


@every_row
def test_threads_and_sizes_agree(row: Stack) -> None:
    """One process each; a pool has as many threads as FastAPI's, and then it isn't one thread."""
    assert row.sizes.workers == 1
    assert row.sizes.threads in (1, THREADS)
    if row.sizes.threads > 1:
        assert not row.one_thread
    assert row.endpoints >= ENDPOINTS


def test_how_many_requests_wait_at_once() -> None:
    """As many as a server for WSGI apps has threads; in others any number, but for two pools."""
    for row in STACKS.values():
        pooled = row.interface == "wsgi" or row.name in ("fastapi-def/uvicorn", "flask/uvicorn")
        held = row.sizes.threads if pooled and row.server != "gevent" else None
        assert row.waits_at_once == held, row.name
    assert STACKS["flask/gthread"].sized(2, 8).waits_at_once == 16


def test_an_adapter_has_the_threads_that_its_row_tells() -> None:
    """Its pool is the app's own, which no server is told of."""
    for needed in ("flask", "a2wsgi"):
        pytest.importorskip(needed)
    from concdemo.stacks.apps.flask_asgi_app import app

    assert app.executor._max_workers == STACKS["flask/uvicorn"].sizes.threads


def test_who_has_websockets() -> None:
    """ASGI apps at their own paths, and the frameworks that are their own server."""
    own = {"asgi", "fastapi", "starlette", "litestar", "tornado", "aiohttp"}
    assert {row.framework for row in STACKS.values() if "ws" in row.endpoints} == own
    assert all("ws" in row.endpoints for row in STACKS.values() if row.framework in own)


def test_only_the_sync_worker_ends_connections() -> None:
    """All other servers keep them."""
    short = {name for name, row in STACKS.items() if not row.keeps_alive}
    assert short == {f"{one}/gunicorn" for one in ("flask", "django", "django-bare", "wsgi")}


def test_what_is_needed_can_be_installed() -> None:
    """Each module that a row needs comes with an extra, and the tests have all of both extras."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        project = tomllib.load(file)
    extras = project["project"]["optional-dependencies"]
    comes = {re.split(r"[\[<>=; ]", one)[0] for one in extras["web"]}
    comes |= {"uvloop", "httptools", "websockets"}  # with uvicorn[standard]
    for row in STACKS.values():
        assert {name.replace("_", "-") for name in row.modules} <= comes
    tested = {
        one.partition(";")[0]
        for one in project["dependency-groups"]["test"]
        if isinstance(one, str)
    }
    assert {one.partition(";")[0] for one in extras["web"] + extras["go"]} <= tested
