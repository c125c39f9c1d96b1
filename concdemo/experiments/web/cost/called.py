"""What is called, as data: frameworks by the interface that servers call them through.

The bare interface comes first in each group; the others are compared with it.  Importing this
imports no framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Interface = Literal["asgi", "wsgi"]


@dataclass(frozen=True, slots=True)
class Framework:
    """An app: where it is, below which path, and what has to be installed for it.

    ``threads``: its requests, or parts of them, are handed to threads.
    """

    interface: Interface
    app: str
    requires: tuple[str, ...] = ()
    prefix: str = ""
    threads: bool = False


APPS = "concdemo.stacks.apps"

FRAMEWORKS: Mapping[str, Framework] = MappingProxyType(
    {
        "asgi": Framework("asgi", f"{APPS}.asgi_app:app"),
        "starlette": Framework("asgi", f"{APPS}.starlette_app:app", ("starlette",)),
        "litestar": Framework("asgi", f"{APPS}.litestar_app:app", ("litestar", "msgspec")),
        "fastapi": Framework("asgi", f"{APPS}.fastapi_app:app", ("fastapi",)),
        "fastapi-def": Framework(
            "asgi", f"{APPS}.fastapi_app:app", ("fastapi",), prefix="/def", threads=True
        ),
        "django-async-bare": Framework(
            "asgi", f"{APPS}.django_app:bare_asgi", ("django",), prefix="/async", threads=True
        ),
        "django-async": Framework(
            "asgi", f"{APPS}.django_app:asgi", ("django",), prefix="/async", threads=True
        ),
        "wsgi": Framework("wsgi", f"{APPS}.wsgi_app:app"),
        "flask": Framework("wsgi", f"{APPS}.flask_app:app", ("flask",)),
        "django-bare": Framework("wsgi", f"{APPS}.django_app:bare_wsgi", ("django",)),
        "django": Framework("wsgi", f"{APPS}.django_app:wsgi", ("django",)),
    }
)

CHECKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "dict by-hand": (),
        "dict dataclass": (),
        "dict msgspec": ("msgspec",),
        "dict pydantic": ("pydantic",),
        "dict pydantic-v1": ("pydantic",),
        "text by-hand": (),
        "text msgspec": ("msgspec",),
        "text pydantic": ("pydantic",),
    }
)
"""Ways of making an item, from a dictionary or from JSON text → what has to be installed.

Written by hand comes first in each group; how each is done is in ``stacks.checks``.
"""
