"""The HTTP clients, blocking and on a loop, against servers that behave and that don't."""

import asyncio
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from helpers import Act, ScriptedServer, closed_port, response

from concdemo.errors import TaskFailed
from concdemo.wire import expected_body
from concdemo.workloads import http, raw

SIZE = 40
Script = Callable[[int, str], Act]


class Way(NamedTuple):
    """A client and how it is called."""

    client: str
    on_a_loop: bool

    def work(self, port: int, delay_ms: float = 0) -> Any:
        """The workload of that client."""
        path = f"/wait/{delay_ms:g}/{{size}}/{{task}}"
        if self.client == "raw":
            return raw.Raw("127.0.0.1", port, path, delay_ms)
        url = f"http://127.0.0.1:{port}{path}"
        if self.client == "httpx-shared":
            return http.SharedHttpx(url, delay_ms, True, 4)
        return http.Httpx(url, delay_ms, True)

    def outcomes(self, work: Any, tasks: int) -> list[int | str]:
        """The checksum of each task, or the kind of its failure, from one client after another."""
        if self.on_a_loop:
            return asyncio.run(self._on_a_loop(work, tasks))
        own = work.open()
        found: list[int | str] = []
        for task in range(tasks):
            try:
                found.append(work.call(own, task, SIZE))
            except TaskFailed as failed:
                found.append(failed.kind)
        work.close(own)
        return found

    async def _on_a_loop(self, work: Any, tasks: int) -> list[int | str]:
        own = await work.aopen()
        found: list[int | str] = []
        for task in range(tasks):
            try:
                found.append(await work.acall(own, task, SIZE))
            except TaskFailed as failed:
                found.append(failed.kind)
        await work.aclose(own)
        return found


WAYS = [Way(client, loop) for client in ("httpx", "httpx-shared", "raw") for loop in (False, True)]


@pytest.fixture(params=WAYS, ids=lambda way: f"{way.client}-{'async' if way.on_a_loop else 'sync'}")
def way(request: pytest.FixtureRequest) -> Way:
    """Each client, called in both ways."""
    chosen: Way = request.param
    return chosen


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A little patience only."""
    monkeypatch.setattr(http, "GRACE_S", 0.3)
    monkeypatch.setattr(raw, "GRACE_S", 0.3)


@pytest.fixture
def serving() -> Iterator[Callable[[Script], ScriptedServer]]:
    """Starts servers that do as they are told, and ends them."""
    servers = []

    def serve(script: Script) -> ScriptedServer:
        servers.append(ScriptedServer(script))
        return servers[-1]

    yield serve
    for server in servers:
        server.__exit__()


def right(line: str) -> bytes:
    """The answer that the origin would give to this request line."""
    _, target, _ = line.split(" ")
    _, _, _, size, task = target.split("/")
    return response(expected_body(int(task), int(size)))


def well(number: int, line: str) -> Act:
    """A server that does what it should."""
    return Act(right(line))


def checksums(tasks: int) -> list[int | str]:
    """What the tasks give when all goes well."""
    return [zlib.crc32(expected_body(task, SIZE)) for task in range(tasks)]


Serving = Callable[[Script], ScriptedServer]


def test_right_answers_are_summed_up(way: Way, serving: Serving) -> None:
    """Each task asks for its own body and returns its checksum, over one kept connection."""
    server = serving(well)
    assert way.outcomes(way.work(server.port), 5) == checksums(5)
    assert server.lines == [f"GET /wait/0/{SIZE}/{task} HTTP/1.1" for task in range(5)]
    assert server.connections == 1


def kinds(way: Way, of_httpx: str, of_raw: str) -> str:
    """The kind that this client gives a failure."""
    return of_raw if way.client == "raw" else of_httpx


@pytest.mark.parametrize(
    ("act", "of_httpx", "of_raw"),
    [
        (Act(response(b"x" * SIZE)), "wrong body", "wrong body"),
        (Act(response(b"")), "wrong body", "wrong body"),
        (Act(response(b"", "500 Internal Server Error")), "status 500", "status 500"),
        (Act(response(expected_body(1, SIZE), "404 Not Found")), "status 404", "status 404"),
        (Act(then="close"), "RemoteProtocolError", "ConnectionResetError"),
        (Act(then="reset"), "ReadError", "ConnectionResetError"),
        (Act(response(b"x" * SIZE)[:-9], "close"), "RemoteProtocolError", "ConnectionResetError"),
        (Act(response(b"x" * SIZE)[:-9], "reset"), "ReadError", "ConnectionResetError"),
        (Act(b"hello, is this a browser?\r\n\r\n" * 3), "RemoteProtocolError", "ValueError"),
        (Act(b"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"), "RemoteProtocolError", "ValueError"),
        (Act(then="stall"), "ReadTimeout", "TimeoutError"),
        (Act(response(b"x" * SIZE)[:-9], "stall"), "ReadTimeout", "TimeoutError"),
    ],
    ids=[
        "other-body", "no-body", "status-500", "status-404", "closed", "reset", "half-then-closed",
        "half-then-reset", "not-http", "bad-status-line", "silent", "half-then-silent",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("short")
def test_a_failure_is_counted_by_its_kind(
    way: Way, serving: Serving, act: Act, of_httpx: str, of_raw: str
) -> None:
    """Whatever goes wrong with one request has a short name, and the next request is whole."""
    server = serving(lambda number, line: act if number == 1 else Act(right(line)))
    outcomes = way.outcomes(way.work(server.port), 3)
    assert outcomes[1] == kinds(way, of_httpx, of_raw)
    assert [outcomes[0], outcomes[2]] == [checksums(3)[0], checksums(3)[2]]


def test_what_still_comes_after_a_failure_is_not_taken_for_an_answer(
    way: Way, serving: Serving
) -> None:
    """A connection that gave nonsense is given up, with what is still on its way."""

    def script(number: int, line: str) -> Act:
        server.bite = 9 if number == 1 else 0
        return Act(b"nonsense\r\n\r\n" * 20) if number == 1 else Act(right(line))

    server = serving(script)
    outcomes = way.outcomes(way.work(server.port), 3)
    assert outcomes[1] == kinds(way, "RemoteProtocolError", "ValueError")
    assert [outcomes[0], outcomes[2]] == [checksums(3)[0], checksums(3)[2]]


def test_a_slow_answer_within_the_limit_is_no_failure(way: Way, serving: Serving) -> None:
    """An answer in pieces is put together."""
    server = serving(well)
    server.bite = 7
    assert way.outcomes(way.work(server.port), 2) == checksums(2)


def test_nobody_is_listening(way: Way) -> None:
    """A server that isn't there: httpx fails request by request, the plain client at opening."""
    work = way.work(closed_port())
    if way.client == "raw":
        with pytest.raises(ConnectionRefusedError):
            way.outcomes(work, 1)
    else:
        assert way.outcomes(work, 2) == ["ConnectError", "ConnectError"]


def test_no_proxy_stands_before_the_origin(
    way: Way, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loopback server is asked directly, whatever proxy the environment names."""
    server = serving(well)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    assert way.outcomes(way.work(server.port), 1) == checksums(1)


@pytest.mark.parametrize("on_a_loop", [False, True])
def test_a_url_of_ones_own(serving: Serving, on_a_loop: bool) -> None:
    """Any answer below 400 will do, redirects are followed, and the task's number is put in."""

    def script(number: int, line: str) -> Act:
        if "/page/0" in line:
            return Act(response(b"", "302 Found", "Location: /other"))
        return Act(response(b"", "418 I'm a teapot") if "/page/2" in line else response(b"hi"))

    server = serving(script)
    work = http.Httpx(f"http://127.0.0.1:{server.port}/page/{{task}}", 0, False)
    assert Way("httpx", on_a_loop).outcomes(work, 3) == [200, 200, "status 418"]
    assert [line.split()[1] for line in server.lines] == ["/page/0", "/other", "/page/1", "/page/2"]


def test_workers_have_clients_of_their_own_or_share_one() -> None:
    """httpx: a client each; httpx-shared: the same for all, which may be closed by each."""
    own, shared = (Way(client, False).work(closed_port()) for client in ("httpx", "httpx-shared"))
    mine, yours = own.open(), own.open()
    assert mine is not yours
    ours, theirs = shared.open(), shared.open()
    assert ours is theirs
    for work, client in ((own, mine), (own, yours), (shared, ours), (shared, theirs)):
        work.close(client)


def test_lanes_have_clients_of_their_own_or_share_one() -> None:
    """The same on a loop."""

    async def look() -> tuple[bool, bool]:
        same = []
        for client in ("httpx", "httpx-shared"):
            work = Way(client, True).work(closed_port())
            mine, yours = await work.aopen(), await work.aopen()
            same.append(mine is yours)
            await work.aclose(mine)
            await work.aclose(yours)
        return same[0], same[1]

    assert asyncio.run(look()) == (False, True)
