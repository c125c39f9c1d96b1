"""Is the load generator fast enough?  Its rate beside wrk's, per second of the client's CPU time.

A tiny server in C, compiled on the spot, is asked by both in turn, pair by pair; the server has
one core and the client, whichever it is, another.  Ours parses and checks every response and times
it, as it does in every run.  CPU time is that of our window and of wrk's whole life, of which its
start is some milliseconds.  What is printed is the ratio ours ÷ wrk with the Hodges–Lehmann
interval of the pairs, for 50 and 200 connections.  Without a C compiler the server is one of
uvloop's; without wrk on the PATH only our own rate is printed.

    python benchmarks/load.py [--pairs 8] [--seconds 1] [--plain]
"""

import argparse
import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from concdemo import stats
from concdemo.conduct.house import house
from concdemo.net.cores import apart
from concdemo.net.load.control import Line
from concdemo.net.load.spec import Expect, Load, Request, Stream

LIMIT = 0.9
CONNECTIONS = (50, 200)
LIMIT_S = 60.0
BODY = {"message": "hello", "number": 42}
SOURCE = Path(__file__).with_name("fast_server.c")
ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 31\r\n\r\n"
    b'{"message":"hello","number":42}'
)


class Rate(NamedTuple):
    """What a client did in one run."""

    answers: int
    wall_s: float
    cpu_s: float

    @property
    def per_cpu_s(self) -> float:
        """Answers for each second of its CPU time."""
        return self.answers / self.cpu_s


class Same(asyncio.Protocol):
    """Answers whatever comes with the same response."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport's writing end."""
        assert isinstance(transport, asyncio.Transport)
        self._write = transport.write

    def data_received(self, data: bytes) -> None:
        """Answer."""
        self._write(ANSWER)


def serve_here() -> None:
    """The server in Python, until standard input ends."""
    import uvloop

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Same, "127.0.0.1", 0, backlog=4096)
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.read)

    uvloop.run(serve())


@contextlib.contextmanager
def fast_server(core: int | None) -> Iterator[tuple[str, int]]:
    """What the server is, and its port."""
    with tempfile.TemporaryDirectory() as folder:
        command, kind = [sys.executable, __file__, "--serve"], "uvloop"
        if (compiler := shutil.which("cc")) is not None:
            program = str(Path(folder) / "fast_server")
            subprocess.run([compiler, "-O2", "-o", program, str(SOURCE)], check=True)
            command, kind = [program], "C"
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert server.stdin is not None and server.stdout is not None
        with server:
            pin(server.pid, core)
            yield kind, int(server.stdout.readline())
            server.stdin.close()


def pin(pid: int, core: int | None) -> None:
    """Keep a process to one core, where that can be done."""
    if core is not None:
        os.sched_setaffinity(pid, {core})


def ask_wrk(wrk: str, port: int, connections: int, seconds: int, core: int | None) -> Rate:
    """One run of wrk, on one thread.

    Raises:
        SystemExit: some of its requests failed.
    """
    words = [wrk, "-t1", f"-c{connections}", f"-d{seconds}", f"http://127.0.0.1:{port}/json"]
    client = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    pin(client.pid, core)
    assert client.stdout is not None
    said = client.stdout.read()
    client.stdout.close()
    _, status, used = os.wait4(client.pid, 0)
    client.returncode = status
    found = re.search(r"(\d+) requests in ([\d.]+)s", said)
    if status or not found or "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"wrk failed:\n{said}")
    return Rate(int(found[1]), float(found[2]), used.ru_utime + used.ru_stime)


def ask_ours(line: Line, port: int, connections: int, seconds: int) -> Rate:
    """One load of ours.

    Raises:
        SystemExit: some of its requests failed.
    """
    request, expect = Request(target="/json"), Expect(json=BODY)
    stream = Stream("all", "127.0.0.1", port, request, expect, connections)
    loaded = line.load(Load((stream,), seconds * 1_000_000_000))
    own = loaded.streams["all"]
    if own.errors or own.unfinished or own.reconnects:
        raise SystemExit(f"ours failed: {own}")
    in_window = round(own.rate * loaded.window_ns / 1e9)
    return Rate(in_window, loaded.window_ns / 1e9, loaded.client_cpu_ns / 1e9)


def show(name: str, rates: list[Rate]) -> None:
    """Print one client's row."""
    print(
        f"  {name:<5}{median(rate.answers / rate.wall_s for rate in rates):>9,.0f}/s, "
        f"{median(rate.cpu_s / rate.wall_s for rate in rates):.2f} of a core busy: "
        f"{median(rate.per_cpu_s for rate in rates):>9,.0f} a second of its CPU time",
        flush=True,
    )


def compare(connections: int, line: Line, port: int, asked: argparse.Namespace) -> bool:
    """Measure both in turn; False where the limit is broken."""
    cores, wrk = apart(), shutil.which("wrk")
    ours: list[Rate] = []
    theirs: list[Rate] = []
    ask_ours(line, port, connections, 1)  # warms both ends up
    for _ in range(asked.pairs):
        ours.append(ask_ours(line, port, connections, asked.seconds))
        if wrk is not None:
            core = cores[1] if cores else None
            theirs.append(ask_wrk(wrk, port, connections, asked.seconds, core))
    print(f"{connections} connections")
    show("ours", ours)
    if wrk is None:
        print("  no wrk on the PATH to compare it with")
        return True
    show("wrk", theirs)
    found = stats.ratio([one.per_cpu_s for one in ours], [one.per_cpu_s for one in theirs])
    assert found is not None
    within = "" if found.low is None else f" ({found.low:.3f}–{found.high:.3f})"
    good = found.ratio >= LIMIT
    print(
        f"  ours ÷ wrk {found.ratio:.3f}{within}   limit {LIMIT}{'' if good else '   UNDER'}",
        flush=True,
    )
    return good


def main() -> int:
    """Compare; 1 where ours is slower than the limit allows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="ours without httptools and uvloop")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve_here()
        return 0
    cores = apart()
    with house() as place, fast_server(cores[0] if cores else None) as (kind, port):
        parameters = {"plain": 1} if asked.plain else {}
        entry = {"entry": "concdemo.net.load.service:serve", "parameters": parameters}
        facts = place.start().ask({"service": entry}, LIMIT_S)
        print(f"a server in {kind}; ours is {facts['client']}")
        line = Line(facts["port"])
        good = [compare(number, line, port, asked) for number in CONNECTIONS]
        line.close()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
