"""What is asked before the window may be something else than what is measured."""

import asyncio
import json
from collections import Counter
from dataclasses import replace

import pytest

from concdemo.net.load.parsing import PlainParser
from concdemo.net.load.run import Run
from concdemo.net.load.spec import Expect, Load, Loaded, Request, Stream


async def loaded(connections: int, first: Request | None, seen: Counter[str]) -> Loaded:
    """Six requests to a server that counts what it is asked for."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            target = line.split()[1].decode()
            seen[target] += 1
            body = json.dumps({"asked": target}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    stream = Stream(
        "main",
        "127.0.0.1",
        port,
        Request(target="/slow"),
        Expect(json={"asked": "/slow"}),
        connections,
        first=first,
    )
    load = Load((stream,), box_ns=10**10, most=6)
    try:
        return await Run(Load.from_dict(load.as_dict()), PlainParser).whole()
    finally:
        server.close()


@pytest.mark.parametrize("connections", [1, 3])
def test_only_the_first_request_is_another(connections: int) -> None:
    """Each lane, the first one too, asks in the window for what is measured, and checks it."""
    seen: Counter[str] = Counter()
    found = asyncio.run(loaded(connections, Request(target="/quick"), seen)).streams["main"]
    assert (found.ok, found.errors) == (6, {})
    assert seen == {"/quick": 1, "/slow": 6}


def test_without_it_the_request_itself_comes_first() -> None:
    """As many again and one before the window."""
    seen: Counter[str] = Counter()
    found = asyncio.run(loaded(1, None, seen)).streams["main"]
    assert (found.ok, seen) == (6, {"/slow": 7})


def test_it_travels_as_json() -> None:
    """With it and without."""
    stream = Stream("main", "127.0.0.1", 80, first=Request("POST", "/a", "{}", {"x": "y"}))
    for one in (stream, replace(stream, first=None)):
        load = Load((one,), 1)
        assert Load.from_dict(json.loads(json.dumps(load.as_dict()))) == load
