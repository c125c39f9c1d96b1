"""Items made over and over in one way, and wrong ones refused in it."""

import json
import zlib
from importlib import metadata
from itertools import repeat
from typing import Any

from concdemo.errors import ArmFault
from concdemo.experiments.web.cost import words
from concdemo.experiments.web.cost.built import built
from concdemo.experiments.web.cost.timing import Timed, time_makes
from concdemo.experiments.web.cost.ways import BAD, BAD_TEXT, GOOD, GOOD_TEXT, Way, way

PYDANTIC = ("pydantic", "pydantic-core")
KNOWN_CYTHON = "uvloop"
"""A package that is compiled by Cython, in which the search must find it."""


class Makes:
    """Items made in one way."""

    def __init__(self, name: str) -> None:
        text = name.startswith("text ")
        self._way = way(name)
        self._good = GOOD_TEXT if text else dict(GOOD)
        self._bad = BAD_TEXT if text else dict(BAD)

    def check(self) -> int:
        """One item that is right, and one that is wrong where wrong ones are refused."""
        item = self._way.make(self._good)
        told = [getattr(item, name) for name in GOOD]
        if told != list(GOOD.values()):
            raise ArmFault(words.TOOK_WRONG.fill(item=repr(item)[:200]))
        if self._way.refusal is not None and refuse(self._way, self._bad, 1):
            raise ArmFault(words.TOOK_BAD)
        return zlib.crc32(json.dumps(told).encode())

    def time(self, box_ns: int) -> dict[str, Timed]:
        """Right ones, then wrong ones where they are refused."""
        timed = {"each": time_makes(lambda count: make(self._way, self._good, count), box_ns)}
        if self._way.refusal is not None:
            timed["refused"] = time_makes(lambda count: refuse(self._way, self._bad, count), box_ns)
        return timed

    def facts(self) -> dict[str, str]:
        """There is nothing to name."""
        return {}

    def close(self) -> None:
        """Nothing outlives the process."""


def make(way: Way, given: Any, count: int) -> int:
    """Make ``count`` items; how many went wrong, which is none."""
    one = way.make
    for _ in repeat(None, count):
        one(given)
    return 0


def refuse(way: Way, given: Any, count: int) -> int:
    """Try ``count`` wrong items, and read why each is refused; how many were not."""
    one, refusal, taken = way.make, way.refusal or (), count
    for _ in repeat(None, count):
        try:
            one(given)
        except refusal as error:
            str(error)  # a library may put its words together only when they are asked for
            taken -= 1
    return taken


def looked_at(name: str) -> dict[str, float]:
    """What can be seen of Pydantic's compiled modules, for the arms that run them.

    Metrics, counts of modules: ``compiled``; ``rust`` and ``cython`` of those, by their marks;
    ``cython-elsewhere``, in a package where there are some.
    """
    if name.partition(" ")[2] != "pydantic":
        return {}
    found = built(*PYDANTIC)
    try:
        known = built(KNOWN_CYTHON).cython
    except metadata.PackageNotFoundError:
        known = 0
    return {
        "compiled": float(found.modules),
        "rust": float(found.rust),
        "cython": float(found.cython),
        "cython-elsewhere": float(known),
    }
