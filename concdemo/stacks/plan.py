"""Which services a plan needs for its stacks, and what keeps a stack from running here.

Nothing is imported of what a stack needs: it is only looked for.
"""

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata

from concdemo.model import Parameters, ServicePlan, Value
from concdemo.stacks import runtimes
from concdemo.stacks.stack import Stack
from concdemo.stacks.table import STACKS
from concdemo.text import Text

KEEPER = "concdemo.stacks.keeper:serve"

NEEDS_MODULES = Text(
    "it needs {modules}: pip install 'concdemo[web]'",
    "{modules}이(가) 있어야 합니다: pip install 'concdemo[web]'",
)
NOT_ON_WINDOWS = Text(
    "it needs {modules}, and there is none for Windows",
    "{modules}이(가) 있어야 하는데 Windows용은 없습니다",
)
NEEDS_NODE = Text(
    "it needs Node.js: there is no `node` on the PATH",
    "Node.js가 있어야 합니다: PATH에 `node`가 없습니다",
)
NEEDS_GO = Text(
    "it needs Go: pip install 'concdemo[go]', or put `go` on the PATH",
    "Go가 있어야 합니다: pip install 'concdemo[go]'를 하거나 `go`를 PATH에 두세요",
)
RUNTIMES = {"node": (runtimes.node, NEEDS_NODE), "go": (runtimes.go, NEEDS_GO)}

UNIX_ONLY = frozenset({"uvloop", "gunicorn", "uvicorn_worker", "pyuwsgi"})
"""Modules that the extra leaves out on Windows, or that don't run there."""

DISTRIBUTIONS = {"uvicorn_worker": "uvicorn-worker", "strawberry": "strawberry-graphql"}
"""Modules whose distribution has another name."""


def find(name: str, table: Value = None) -> Stack:
    """The stack of that name.

    Args:
        table: "module:attribute" or "/path/file.py:attribute" of another table than STACKS.
    Raises:
        KeyError: there is none.
    """
    return (STACKS if table is None else _table(str(table)))[name]


def _table(where: str) -> Mapping[str, Stack]:
    place, _, attribute = where.rpartition(":")
    if not place.endswith(".py"):
        rows: Mapping[str, Stack] = getattr(importlib.import_module(place), attribute)
        return rows
    spec = importlib.util.spec_from_file_location("stacks_of_a_file", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows = getattr(module, attribute)
    return rows


def lacking(stack: Stack) -> Text | None:
    """What isn't installed of what a stack needs, with the mend; None if nothing."""
    missing = [name for name in stack.modules if importlib.util.find_spec(name) is None]
    if sys.platform == "win32" and (never := [name for name in missing if name in UNIX_ONLY]):
        return NOT_ON_WINDOWS.fill(modules=", ".join(never))
    if missing:
        return NEEDS_MODULES.fill(modules=", ".join(missing))
    if stack.runtime in RUNTIMES:
        look, words = RUNTIMES[stack.runtime]
        if look() is None:
            return words
    return None


def versions(stack: Stack) -> dict[str, str]:
    """The versions of what a stack runs on, by the names of modules; those that are known."""
    found = installed(stack.modules)
    if stack.runtime in RUNTIMES and (own := runtimes.version(stack.runtime)) is not None:
        found[stack.runtime] = own
    return found


def installed(modules: Iterable[str]) -> dict[str, str]:
    """The versions of modules, by their names; of those that are installed."""
    found = {}
    for name in modules:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(DISTRIBUTIONS.get(name, name))
    return found


def service_for(
    name: str,
    *,
    key: str | None = None,
    workers: int | None = None,
    threads: int | None = None,
    pinned: bool = True,
    table: str | None = None,
) -> ServicePlan:
    """The service that keeps a stack's server.

    Args:
        key: by what ``reach.place`` finds it, where one stack runs more than once; else its name.
        workers, threads: other sizes than the stack's own.
        pinned: whether it is kept to one core, away from the load generator's.
        table: as for ``find``.
    Raises:
        KeyError: there is no such stack.
        ValueError: that size isn't the stack's to choose.
    """
    find(name, table).sized(workers, threads)
    given = {"workers": workers, "threads": threads, "table": table}
    parameters: Parameters = {
        "stack": name,
        "pinned": pinned,
        **{word: value for word, value in given.items() if value is not None},
    }
    return ServicePlan(f"stack:{key or name}", KEEPER, parameters, vital=False)


def services_for(
    names: Iterable[str], workers: int | None = None, threads: int | None = None
) -> tuple[ServicePlan, ...]:
    """A service for each of these stacks, once for one that is named again."""
    return tuple(
        service_for(name, workers=workers, threads=threads) for name in dict.fromkeys(names)
    )
