"""The same tasks as anyone would write them: what ``overhead.py`` compares concdemo with."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

SETTINGS: dict[str, Any] = {}
LOCAL = threading.local()


def configure(settings: dict[str, Any]) -> None:
    """What to do: mode, workers, tasks, size or url, start_method."""
    SETTINGS.update(settings)


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


def work(task: int) -> int:
    """One task."""
    return fetch(task) if "url" in SETTINGS else primes(SETTINGS["size"])


@contextlib.contextmanager
def pooled(executor: Executor) -> Iterator[Callable[[], object]]:
    """All tasks through an executor."""
    with executor:
        yield lambda: list(executor.map(work, range(SETTINGS["tasks"])))


@contextlib.contextmanager
def looped(
    factory: Callable[[], asyncio.AbstractEventLoop] | None,
) -> Iterator[Callable[[], object]]:
    """All tasks on a loop, ``workers`` at a time."""
    clients: list[Any] = []

    async def lane(number: int, queue: Iterator[int]) -> None:
        for task in queue:
            if clients:
                response = await clients[number].get(SETTINGS["url"].format(task=task))
                assert response.status_code == 200
            else:
                work(task)

    async def everything() -> None:
        queue = iter(range(SETTINGS["tasks"]))
        await asyncio.gather(*(lane(number, queue) for number in range(SETTINGS["workers"])))

    with asyncio.Runner(loop_factory=factory) as runner:
        if "url" in SETTINGS:
            import httpx

            clients = [httpx.AsyncClient(**client_options()) for _ in range(SETTINGS["workers"])]
        yield lambda: runner.run(everything())


@contextlib.contextmanager
def serial() -> Iterator[Callable[[], object]]:
    """All tasks one after another."""
    yield lambda: [work(task) for task in range(SETTINGS["tasks"])]


def opened(settings: dict[str, Any]) -> contextlib.AbstractContextManager[Callable[[], object]]:
    """The mode's way of doing all tasks once, to be called again and again."""
    configure(settings)
    mode, workers = settings["mode"], settings["workers"]
    if mode == "threads":
        return pooled(ThreadPoolExecutor(workers))
    if mode == "processes":
        context = get_context(settings["start_method"])
        pool = ProcessPoolExecutor(
            workers, mp_context=context, initializer=configure, initargs=(settings,)
        )
        return pooled(pool)
    if mode == "async":
        return looped(None)
    if mode == "uvloop":
        import uvloop

        return looped(uvloop.new_event_loop)
    return serial()
