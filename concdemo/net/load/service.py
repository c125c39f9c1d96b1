"""The load generator's process: it does what its control connections ask, one load at a time.

A line of JSON is answered by one line::

    {"load": {…}}  →  {"ok": {…}}, as ``spec`` has them
                   →  {"error": {"en", "ko"}}

A control connection that ends stops its load.  Between loads the process sleeps.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from concdemo.model import Parameters
from concdemo.net.cores import keep_peer
from concdemo.net.load.control import HOST, Unreachable
from concdemo.net.load.latencies import histogram_name
from concdemo.net.load.parsing import MakeParser, PlainParser, fastest
from concdemo.net.load.run import Run
from concdemo.net.load.spec import Load
from concdemo.text import Text

LINE_BYTES = 64 << 20
NOT_A_LOAD = Text("not a load: {error}", "부하 명세가 아닙니다: {error}")


class Generator:
    """Control connections and their loads."""

    def __init__(self, make_parser: MakeParser) -> None:
        self._make_parser = make_parser
        self._turn = asyncio.Lock()

    async def control(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one control connection to its end."""
        with contextlib.closing(writer), contextlib.suppress(OSError, ValueError):
            line = await reader.readline()
            while line:
                # The next line is awaited beside the load: its end is the connection's.
                following = asyncio.ensure_future(reader.readline())
                answering = asyncio.ensure_future(self._answer(line))
                await asyncio.wait([following, answering], return_when=asyncio.FIRST_COMPLETED)
                if following.done() and (following.exception() or not following.result()):
                    answering.cancel()
                    await asyncio.wait([answering])
                    return
                writer.write(json.dumps(await answering).encode() + b"\n")
                await writer.drain()
                line = await following

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            load = Load.from_dict(json.loads(line)["load"])
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            said = NOT_A_LOAD.fill(error=f"{type(error).__name__}: {error}")
            return {"error": {"en": said.en, "ko": said.ko}}
        async with self._turn:
            try:
                return {"ok": (await Run(load, self._make_parser).whole()).as_dict()}
            except Unreachable as fault:
                return {"error": {"en": fault.text.en, "ko": fault.text.ko}}


def loop_factory() -> tuple[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop to use here, and its name; sockets can be waited for on it, which not every can."""
    try:
        import uvloop
    except ImportError:
        return "asyncio", asyncio.SelectorEventLoop
    return "uvloop", uvloop.new_event_loop


def serve(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Do what arms ask until this process is ended; tell ``ready`` where, and by what.

    Parameter ``plain``: use the standard library alone, as where nothing else is installed.
    """
    keep_peer()
    loop_name, factory = loop_factory()
    parser_name, make_parser = fastest()
    if parameters.get("plain"):
        loop_name, factory = "asyncio", asyncio.SelectorEventLoop
        parser_name, make_parser = "a plain parser", PlainParser

    async def main() -> None:
        server = await asyncio.start_server(
            Generator(make_parser).control, HOST, 0, limit=LINE_BYTES
        )
        ready(
            {
                "host": HOST,
                "port": server.sockets[0].getsockname()[1],
                "client": f"{parser_name} on {loop_name}",
                "histogram": histogram_name(),
            }
        )
        await server.serve_forever()

    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main())
