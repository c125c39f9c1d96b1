"""So many waits of one kind, held at once, in a process of their own.

Run as a script by a bare interpreter, so that it begins with as little as can be, and what
its memory grows by is the waits' alone::

    python -P -S waiters.py KIND COUNT HOLD_MS [HOST PORT]

It says a line at each turn, and goes on from the first when it is told anything::

    ready                         everything is imported, nothing is held yet
    held START_NS SINCE_NS PID…   all of them wait; for how long the first has; processes, if any
    done TOTAL_NS FIRST_NS        all have ended; when the first of them woke up (monotonic)
    limit NAME                    the system gave no more
    failed WORDS                  anything else that went wrong

How much memory it has is read from outside, by whoever started it.
"""

import errno
import os
import sys
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from concdemo import clock

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

REFUSED = {
    errno.EMFILE: "open-files",
    errno.ENFILE: "open-files",
    errno.EADDRNOTAVAIL: "ports",
    errno.EAGAIN: "tasks",
    errno.ENOMEM: "memory",
    errno.ENOBUFS: "memory",
}
"""Which limit a system error speaks of."""

PER_ADDRESS = 1_000
"""Connections from one loopback address: of many thousands, each takes longer to get a port."""

STAMP_BYTES = 8
ADDRESS_WITHOUT_PORT = 24
"""IP_BIND_ADDRESS_NO_PORT of Linux, which Python names from 3.12 on."""

SILENCE_S = 60.0
"""How long an answer may be late before it counts as lost."""


class Turns:
    """What is asked for, and the lines to whoever asked."""

    def __init__(self, count: int, hold_ms: int, address: tuple[str, int] | None) -> None:
        self.count = count
        self.hold_ms = hold_ms
        self.address = address
        self.begin_ns = 0

    @property
    def seconds(self) -> float:
        """How long each wait lasts."""
        return self.hold_ms / 1000

    def ready(self) -> None:
        """Say that nothing is held yet, and begin when told to."""
        say("ready")
        if not os.read(0, 1):
            raise EOFError  # whoever asked is gone
        self.begin_ns = clock.monotonic_ns()

    def held(self, pids: list[int] | None = None, first_ns: int = 0) -> None:
        """Say that all of them wait, the first since ``first_ns``; 0: since the beginning."""
        now_ns = clock.monotonic_ns()
        spans = (now_ns - self.begin_ns, now_ns - (first_ns or self.begin_ns))
        say(" ".join(map(str, ["held", *spans, *(pids or [])])))


def say(line: str) -> None:
    """One line to whoever asked."""
    os.write(1, f"{line}\n".encode())


def refuse(limit: str) -> NoReturn:
    """Say what ran out and end at once: nothing is put in order where there is no room."""
    say(f"limit {limit}")
    os._exit(0)


def coroutines(turns: Turns) -> int:
    """Tasks of one asyncio loop, each in ``asyncio.sleep``; when the first woke up."""
    import asyncio

    begun, begun_ns, first_ns = 0, 0, 0

    async def wait() -> None:
        nonlocal begun, begun_ns, first_ns
        if not begun:  # long after it was created: tasks begin when the loop gets round to them
            begun_ns = clock.monotonic_ns()
        begun += 1
        await asyncio.sleep(turns.seconds)
        if not first_ns:
            first_ns = clock.monotonic_ns()

    async def all_of_them() -> None:
        turns.ready()
        try:
            tasks = [asyncio.create_task(wait()) for _ in range(turns.count)]
        except MemoryError:
            refuse("memory")
        await asyncio.sleep(0)  # comes back when each of them has had its first turn
        if begun < turns.count:
            raise RuntimeError("some did not begin")
        turns.held(first_ns=begun_ns)
        for task in tasks:
            await task

    asyncio.run(all_of_them())
    return first_ns


def threads(turns: Turns) -> int:
    """Threads, each in ``time.sleep``; when the first woke up."""
    from threading import Thread

    # Where each leaves its stamps is there, and touched, before any of them.
    begun, ended = (array("q", bytes(STAMP_BYTES * turns.count)) for _ in range(2))

    def wait(number: int) -> None:
        begun[number] = clock.monotonic_ns()
        clock.sleep(turns.seconds)
        ended[number] = clock.monotonic_ns()

    turns.ready()
    waiting = []
    for number in range(turns.count):
        thread = Thread(target=wait, args=(number,), daemon=True)
        try:
            thread.start()
        except RuntimeError:  # can't start new thread
            refuse("tasks")
        waiting.append(thread)
    while not all(begun):
        clock.sleep(0)
    turns.held()
    for thread in waiting:
        thread.join()
    return min(ended)


def processes(turns: Turns) -> int:
    """Forked processes, each in ``time.sleep``; when the first woke up."""
    from multiprocessing import get_context

    context = get_context("fork")
    reading, writing = os.pipe()

    def wait() -> None:
        os.close(1)  # the line is its parent's: with it open, the parent's end would go unseen
        os.write(writing, bytes(STAMP_BYTES))
        clock.sleep(turns.seconds)
        os.write(writing, clock.monotonic_ns().to_bytes(STAMP_BYTES, sys.byteorder))

    turns.ready()
    waiting: list[ForkProcess] = []
    try:
        for _ in range(turns.count):
            process = context.Process(target=wait)
            process.start()
            waiting.append(process)
    except OSError:
        for process in waiting:
            process.kill()
            process.join()
        raise
    os.close(writing)
    begun, ended = 0, array("q")

    def hear() -> None:
        nonlocal begun
        stamps = array("q", os.read(reading, STAMP_BYTES * 64))
        if not stamps:
            raise ChildProcessError("a waiting process was killed")
        begun += stamps.count(0)
        ended.extend(stamp for stamp in stamps if stamp)

    while begun < turns.count:
        hear()
    turns.held([process.pid or 0 for process in waiting])
    while len(ended) < turns.count:
        hear()
    for process in waiting:
        process.join()
    return min(ended)


def sockets(turns: Turns) -> int:
    """Connections to the origin, each waiting for its answer; when the first came."""
    import selectors
    import socket
    import struct

    assert turns.address is not None
    selector = selectors.DefaultSelector()
    # Closed with a reset, a connection leaves no port behind that can't be used for a minute.
    at_once = struct.pack("ii", 1, 0)
    request = f"GET /wait/{turns.hold_ms}/0/0 HTTP/1.1\r\nHost: origin\r\n\r\n".encode()
    turns.ready()
    waiting = []
    for number in range(turns.count):
        one = socket.socket()
        waiting.append(one)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        if sys.platform == "linux":
            # All of 127.0.0.0/8 is this machine; the port is chosen when it connects.
            one.setsockopt(socket.IPPROTO_IP, ADDRESS_WITHOUT_PORT, 1)
            one.bind((f"127.0.0.{1 + number // PER_ADDRESS}", 0))
        one.connect(turns.address)
        one.send(request)
        selector.register(one, selectors.EVENT_READ)
    early = selector.select(0)
    first_ns = clock.monotonic_ns() if early else 0
    turns.held()
    left = turns.count
    while left:
        answered = selector.select(turns.seconds + SILENCE_S)
        first_ns = first_ns or clock.monotonic_ns()
        if not answered:
            raise TimeoutError("an answer did not come")
        for key, _ in answered:
            one = key.fileobj  # type: ignore[assignment]
            selector.unregister(one)
            if not one.recv(4096):
                raise ConnectionError("the server hung up")
            left -= 1
    return first_ns


KINDS: dict[str, Callable[[Turns], int]] = {
    "coroutines": coroutines,
    "threads": threads,
    "processes": processes,
    "sockets": sockets,
}


def main(words: list[str]) -> None:
    """Hold what the words ask for."""
    kind, count, hold_ms, *address = words
    where = (address[0], int(address[1])) if address else None
    turns = Turns(int(count), int(hold_ms), where)
    try:
        first_ns = KINDS[kind](turns)
        say(f"done {clock.monotonic_ns() - turns.begin_ns} {first_ns}")
    except EOFError:
        pass
    except MemoryError:
        say("limit memory")
    except Exception as error:  # noqa: BLE001 - whoever asked tells it, in a line
        number = error.errno if isinstance(error, OSError) else None
        if number in REFUSED:
            say(f"limit {REFUSED[number]}")
        else:
            say(f"failed {type(error).__name__}: {' '.join(str(error).split())}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    finally:
        os._exit(0)  # what still waits ends here, and nothing is put in order that is thrown away
