"""The service that serves the app of ``database`` with a PostgreSQL server behind it.

The endpoint stays what it is; FastAPI is told to provide another dependency in its place.
Nothing is made in the server.
"""

import contextlib
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from concdemo.experiments.web.features.database import LEFT, SWITCH
from concdemo.model import Parameters
from concdemo.stacks import hosted
from concdemo.text import Text
from concdemo.workloads.postgres import in_one_line

QUERY = "SELECT left_over FROM (VALUES ('{name}', {left})) AS stock (name, left_over)".format(
    **LEFT
)
CONNECTING_LIMIT_S = 10
NO_SERVER = Text(
    "The PostgreSQL server could not be asked: {why}",
    "PostgreSQL 서버에 연결하지 못했습니다: {why}",
)


def serve(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve it with the server at ``dsn``; as ``hosted.serve`` otherwise."""
    import psycopg

    dsn = str(parameters["dsn"])
    try:
        with psycopg.connect(dsn, connect_timeout=CONNECTING_LIMIT_S) as connection:
            version = str(connection.info.parameter_status("server_version"))
    except psycopg.Error as error:
        fault = NO_SERVER.fill(why=in_one_line(error, dsn))
        ready({"fault": {"en": fault.en, "ko": fault.ko}})
        return
    from concdemo.stacks.apps import database_app

    database_app.app.dependency_overrides[database_app.stock] = provided(dsn)

    def with_version(told: dict[str, Any]) -> None:
        ready({**told, "versions": {**told.get("versions", {}), "PostgreSQL": version}})

    hosted.serve(parameters, with_version)


def provided(dsn: str) -> Callable[[], Iterator[Any]]:
    """A dependency that connects to that server, or nowhere while the switch says so."""
    import psycopg
    from fastapi import HTTPException

    from concdemo.stacks.apps.database_app import Stock, counted

    switch = Path(tempfile.gettempdir()) / SWITCH
    nobody = socket.socket()  # bound and never listening: whoever connects is refused
    nobody.bind((hosted.HOST, 0))

    def stock() -> Iterator[Stock]:
        where: dict[str, Any] = {}
        if switch.exists():
            host, port = nobody.getsockname()
            where = {"host": host, "hostaddr": host, "port": port}
        try:
            database = psycopg.connect(dsn, connect_timeout=CONNECTING_LIMIT_S, **where)
        except psycopg.OperationalError as error:
            raise HTTPException(503, f"no database: {in_one_line(error, dsn)}") from error
        counted["opened"] += 1
        try:
            with contextlib.closing(database):
                yield Stock(database, f"{QUERY} WHERE name = %s")
        finally:
            counted["closed"] += 1

    return stock
