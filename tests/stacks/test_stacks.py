"""Each server of the table, started for real by its keeper: what it answers, and what it leaves.

One row of each server and of each framework is started, all side by side, once for all tests.
"""

import contextlib
import http.client
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from helpers import LONG_S, workplace
from keepers import Keepers, keepers

from concdemo import clock
from concdemo.stacks.answers import HELLO, compute
from concdemo.stacks.plan import lacking
from concdemo.stacks.reach import Place
from concdemo.stacks.stack import ENDPOINTS
from concdemo.stacks.table import STACKS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups of POSIX")

STARTED = (
    "asgi/uvicorn", "asgi/hypercorn", "asgi/daphne", "asgi/granian", "asgi/gunicorn",
    "asgi/uvicorn-asyncio-h11", "fastapi/uvicorn", "fastapi-def/uvicorn", "starlette/granian",
    "litestar/uvicorn", "flask/gunicorn", "flask/gthread", "flask/gevent", "flask/waitress",
    "flask/uwsgi", "flask/granian", "flask/uvicorn", "django/gthread", "django-bare/gunicorn",
    "django/uvicorn", "django-async/uvicorn", "django-async-bare/uvicorn", "tornado/tornado",
    "aiohttp/aiohttp", "node/node", "go/go",
)  # fmt: skip
GOOD = {"name": "pen", "price": 1.5, "quantity": 2}
BAD: tuple[object, ...] = ({"name": "pen"}, {**GOOD, "price": -1}, {**GOOD, "quantity": 0}, [])


@pytest.fixture(scope="module")
def kept() -> Iterator[Keepers]:
    """All of them, as far as they are installed."""
    with workplace() as folder, keepers(folder) as started:
        for name in STARTED:
            if lacking(STACKS[name]) is None:
                started.begin(name)
        started.hear()
        yield started


@pytest.fixture(params=STARTED)
def place(kept: Keepers, request: pytest.FixtureRequest) -> Place:
    """Each of them."""
    why = lacking(STACKS[request.param])
    if why is not None:
        pytest.skip(why.en)
    return kept.place(request.param)


def asked(place: Place, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """The status and the JSON that are answered, over a connection of its own."""
    connection = http.client.HTTPConnection(place.host, place.port, timeout=30)
    try:
        data = None if body is None else json.dumps(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method, f"{place.stack.prefix}/{path}", data, headers)
        answer = connection.getresponse()
        said = answer.read()
    finally:
        connection.close()
    try:
        return answer.status, json.loads(said)
    except ValueError:
        return answer.status, None


def test_each_server_and_each_framework_is_started() -> None:
    """Rows that aren't started differ from one that is by their app or their options only."""
    kinds = {(row.server.partition("-")[0], row.interface) for row in STACKS.values()}
    started = [STACKS[name] for name in STARTED]
    assert kinds == {(row.server.partition("-")[0], row.interface) for row in started}
    assert {row.framework for row in STACKS.values()} - {"wsgi"} == {
        row.framework for row in started
    }


def test_all_endpoints_answer_alike(place: Place) -> None:
    """Whatever the framework and the language."""
    assert asked(place, "GET", "json") == (200, HELLO)
    assert asked(place, "GET", "wait/3") == (200, {"waited": 3})
    assert asked(place, "GET", "blocking/3") == (200, {"waited": 3})
    assert asked(place, "GET", "cpu/5000") == (200, compute(5000))
    assert asked(place, "POST", "items", GOOD) == (200, {"name": "pen", "total": 3.0})
    assert asked(place, "GET", "nothing")[0] == 404
    assert place.stack.endpoints >= ENDPOINTS


def test_what_is_no_item_is_refused(place: Place) -> None:
    """By the framework's validation or by hand."""
    for bad in BAD:
        status, _ = asked(place, "POST", "items", bad)
        assert 400 <= status < 500, bad


def test_requests_are_seen_by_a_process_of_the_server(place: Place) -> None:
    """So what is counted as the server's CPU is that of those who answer."""
    assert asked(place, "GET", "seen-reset")[1] == {"most": 0}
    status, seen = asked(place, "GET", "seen/2")
    assert status == 200 and seen.keys() >= {"pid", "thread", "in_flight", "most"}
    assert seen["in_flight"] == seen["most"] == 1
    assert seen["pid"] in place.pids()


HELD = [
    name
    for name in STARTED
    if STACKS[name].runtime == "python"
    and (STACKS[name].interface == "wsgi" or not STACKS[name].one_thread)
]
MORE_THAN_A_POOL = 44


@pytest.mark.parametrize("place", HELD, indirect=True)
def test_as_many_requests_wait_at_once_as_the_table_says(place: Place) -> None:
    """No more, and no fewer where more are there for long enough."""
    held = place.stack.waits_at_once or MORE_THAN_A_POOL
    for wait_ms in (100, 400, 1600, 6400):  # all may take long to arrive
        asked(place, "GET", "seen-reset")
        with contextlib.ExitStack() as opened:
            clients = [
                opened.enter_context(
                    contextlib.closing(
                        http.client.HTTPConnection(place.host, place.port, timeout=LONG_S)
                    )
                )
                for _ in range(min(held + 4, MORE_THAN_A_POOL))
            ]
            for client in clients:
                client.request("GET", f"{place.stack.prefix}/seen/{wait_ms}")
            for client in clients:
                client.getresponse().read()
                client.close()
        most = asked(place, "GET", "seen/1")[1]["most"]
        assert most <= held
        if most == held:
            return
    raise AssertionError(f"{most} of {held}")


def test_a_connection_is_kept_where_the_table_says_so(place: Place) -> None:
    """Two requests over one connection."""
    connection = http.client.HTTPConnection(place.host, place.port, timeout=30)
    try:
        connection.request("GET", f"{place.stack.prefix}/json")
        answer = connection.getresponse()
        answer.read()
        assert (not answer.will_close) is place.stack.keeps_alive
        if place.stack.keeps_alive:
            before = connection.sock
            connection.request("GET", f"{place.stack.prefix}/json")
            assert json.loads(connection.getresponse().read()) == HELLO
            assert connection.sock is before
    finally:
        connection.close()


def test_websockets_echo_where_the_table_says_so(place: Place) -> None:
    """Text comes back as it was sent."""
    client = pytest.importorskip("websockets.sync.client")
    if "ws" not in place.stack.endpoints:
        return
    with client.connect(f"ws://{place.host}:{place.port}{place.stack.prefix}/ws") as connection:
        for words in ("one", "둘"):
            connection.send(words)
            assert connection.recv(30) == words


def test_go_keeps_to_one_core_without_being_pinned() -> None:
    """As a worker process of the others does, whatever it is asked at once."""
    if (why := lacking(STACKS["go/go"])) is not None:
        pytest.skip(why.en)
    with workplace() as folder, keepers(folder) as started:
        said = started.start("go/go", pinned=False)
        server, place = psutil.Process(said["tree"]), started.place("go/go")
        before, begin = server.cpu_times(), clock.monotonic_ns()
        with ThreadPoolExecutor(4) as four:
            answers = list(four.map(lambda _: asked(place, "GET", "cpu/20000000"), range(4)))
        wall_s, after = (clock.monotonic_ns() - begin) / 1e9, server.cpu_times()
    assert {status for status, _ in answers} == {200}
    assert after.user + after.system - before.user - before.system < 1.2 * wall_s


def test_nobody_leaves_the_keeper_s_group(kept: Keepers, place: Place) -> None:
    """One signal to the group reaches everyone."""
    keeper = kept.children[place.stack.name]
    assert {os.getpgid(pid) for pid in place.pids()} == {keeper.pid}


def test_versions_of_all_that_ran_are_told(place: Place) -> None:
    """Each module's, or the runtime's."""
    told = set(place.versions)
    assert told == set(place.stack.modules) or told == {place.stack.runtime}
    assert all(version[0].isdigit() for version in place.versions.values())


def test_no_request_is_logged(place: Place) -> None:
    """Access logs cost a quarter of a server's speed; after all these requests there is none."""
    assert asked(place, "GET", "json")[0] == 200
    log = Path(place.log).read_text(encoding="utf-8")
    assert "/json" not in log and "GET" not in log
