"""How tasks run: one module a mode, and the table that names them.

A mode's module has ``open_pool(job, workers, parameters)``, which returns a
:class:`~concdemo.modes.pool.Pool` whose workers are all alive.  A mode knows nothing
of what its tasks do; a module imports its own library only when a pool is opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from concdemo.model import Scheduling


@dataclass(frozen=True, slots=True)
class Mode:
    """One row of the table.  ``entry`` is "module:function"; ``requires`` a module's name."""

    entry: str
    parallel: bool  # does it use ``workers``, or is there one lane whatever they are?
    scheduling: Scheduling  # of CPU-bound tasks, with no more workers than cores
    requires: tuple[str, ...] = ()


MODES: Mapping[str, Mode] = MappingProxyType(
    {
        "serial": Mode("concdemo.modes.serial:open_pool", False, "alone"),
        "threads": Mode("concdemo.modes.threads:open_pool", True, "taking-turns"),
        "processes": Mode("concdemo.modes.processes:open_pool", True, "side-by-side"),
        "async": Mode("concdemo.modes.loops:open_asyncio", False, "alone"),
        "uvloop": Mode("concdemo.modes.loops:open_uvloop", False, "alone", ("uvloop",)),
    }
)

SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "threading": "threads",
        "thread": "threads",
        "multiprocessing": "processes",
        "process": "processes",
        "asyncio": "async",
    }
)
