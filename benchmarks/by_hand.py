"""The same tasks as anyone would write them, without concdemo: what ``overhead.py`` compares with.

Started with a mode and its settings as JSON; runs all tasks once for each line on standard
input, and answers with the nanoseconds that took.
"""

import asyncio
import contextlib
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

SETTINGS: dict[str, Any] = json.loads(sys.argv[1])
TASKS: int = SETTINGS["tasks"]
WORKERS: int = SETTINGS["workers"]


def primes(size: int) -> int:
    """Count the primes below ``size`` by trial division."""
    count = 1 if size > 2 else 0
    for candidate in range(3, size, 2):
        divisor = 3
        while divisor * divisor <= candidate:
            if candidate % divisor == 0:
                break
            divisor += 2
        else:
            count += 1
    return count


LOCAL = threading.local()


def client_options() -> dict[str, Any]:
    """One connection, kept open."""
    import httpx

    limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=None)
    return {"limits": limits, "timeout": 10, "trust_env": False, "verify": False}


def fetch(task: int) -> int:
    """One request with this worker's client."""
    import httpx

    if not hasattr(LOCAL, "client"):
        LOCAL.client = httpx.Client(**client_options())
    response = LOCAL.client.get(SETTINGS["url"].format(task=task))
    assert response.status_code == 200
    return len(response.content)


def compute(task: int) -> int:
    """One CPU-bound task."""
    return primes(SETTINGS["size"])


WORK = fetch if "url" in SETTINGS else compute


@contextlib.contextmanager
def pooled(executor: Executor) -> Iterator[Callable[[], None]]:
    """All tasks through an executor."""
    with executor:
        yield lambda: print_nothing(list(executor.map(WORK, range(TASKS))))


def print_nothing(_: object) -> None:
    """Take a result and drop it."""


@contextlib.contextmanager
def looped(factory: Callable[[], asyncio.AbstractEventLoop] | None) -> Iterator[Callable[[], None]]:
    """All tasks on a loop, ``WORKERS`` at a time."""
    clients: list[Any] = []

    async def lane(number: int, queue: Iterator[int]) -> None:
        for task in queue:
            if "url" in SETTINGS:
                response = await clients[number].get(SETTINGS["url"].format(task=task))
                assert response.status_code == 200
            else:
                compute(task)

    async def everything() -> None:
        queue = iter(range(TASKS))
        await asyncio.gather(*(lane(number, queue) for number in range(WORKERS)))

    with asyncio.Runner(loop_factory=factory) as runner:
        if "url" in SETTINGS:
            import httpx

            clients = [httpx.AsyncClient(**client_options()) for _ in range(WORKERS)]
        yield lambda: runner.run(everything())


@contextlib.contextmanager
def serial() -> Iterator[Callable[[], None]]:
    """All tasks one after another."""
    yield lambda: print_nothing([WORK(task) for task in range(TASKS)])


def opened(mode: str) -> contextlib.AbstractContextManager[Callable[[], None]]:
    """The mode's way of doing all tasks."""
    if mode == "threads":
        return pooled(ThreadPoolExecutor(WORKERS))
    if mode == "processes":
        context = get_context(SETTINGS["start_method"])
        return pooled(ProcessPoolExecutor(WORKERS, mp_context=context))
    if mode == "async":
        return looped(None)
    if mode == "uvloop":
        import uvloop

        return looped(uvloop.new_event_loop)
    return serial()


def main() -> None:
    """Run once a line."""
    with opened(SETTINGS["mode"]) as everything:
        for _ in sys.stdin:
            begin = time.perf_counter_ns()
            everything()
            print(time.perf_counter_ns() - begin, flush=True)


if __name__ == "__main__":
    main()
