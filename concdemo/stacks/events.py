"""The stack of an app in which events happen: not one of those that are compared."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.stacks.servers import uvicorn
from concdemo.stacks.stack import Stack
from concdemo.stacks.words import ON_UVICORN

NAME = "events/uvicorn"
TABLE = "concdemo.stacks.events:STACKS"

STACKS: Mapping[str, Stack] = MappingProxyType(
    {
        NAME: Stack(
            NAME,
            "fastapi",
            "uvicorn",
            "asgi",
            ("fastapi", "uvicorn", "uvloop", "httptools", "websockets"),
            uvicorn("events_app:app"),
            ON_UVICORN,
            endpoints=frozenset({"json", "ws"}),
        )
    }
)
