"""A pool of connections behind a dependency: how requests can wait for each other for ever.

A ``def`` dependency waits for a connection on one of the threads that ``def`` endpoints run on
(40, whatever the machine).  When all threads wait for a connection, none is left for those who
have one to go on and give it back.
"""

import asyncio
import inspect
import queue
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException

PATIENCE_S = 0.3  # pools wait for 30 s as they come, and some for ever
QUERY_S = 0.01

app = FastAPI()


class Pool:
    """So many connections; whoever finds none free waits for one."""

    def __init__(self, size: int) -> None:
        self._free: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(size):
            self._free.put(number)

    @contextmanager
    def connection(self) -> Iterator[int]:
        try:
            taken = self._free.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise HTTPException(503, "no connection came free") from None
        try:
            yield taken
        finally:
            self._free.put(taken)


few, many, free = Pool(5), Pool(50), asyncio.Semaphore(5)


def from_few() -> Iterator[int]:
    with few.connection() as connection:
        yield connection


def from_many() -> Iterator[int]:
    with many.connection() as connection:
        yield connection


def query(connection: int) -> dict[str, Any]:
    time.sleep(QUERY_S)
    return {"connection": connection}


@app.get("/few")
def with_few(connection: Annotated[int, Depends(from_few)]) -> dict[str, Any]:
    return query(connection)


@app.get("/many")
def with_many(connection: Annotated[int, Depends(from_many)]) -> dict[str, Any]:
    return query(connection)


@app.get("/inside")
def inside() -> dict[str, Any]:
    """Mended: the endpoint takes its connection itself, so whoever has one has a thread too."""
    with few.connection() as connection:
        return query(connection)


async def awaited_connection() -> AsyncIterator[int]:
    async with free:
        yield 0


@app.get("/awaited")
def awaited(connection: Annotated[int, Depends(awaited_connection)]) -> dict[str, Any]:
    """Mended: who waits for a connection awaits it, and keeps no thread meanwhile."""
    return query(connection)


if "max_concurrency" in inspect.signature(Depends).parameters:

    @app.get("/limited")
    def limited(
        connection: Annotated[int, Depends(from_few, max_concurrency=5)],
    ) -> dict[str, Any]:
        """Mended: FastAPI lets no more wait for a connection than there are connections."""
        return query(connection)
