"""What is measured, as data: groups of arms that do the same work, its plainest way first.

What an arm does is in the module that its group names, under the arm's own name in that module's
``WORKS``; none of them is imported by this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from concdemo.experiments.slow import words
from concdemo.text import Text


@dataclass(frozen=True, slots=True)
class Group:
    """Arms that do the same; the first is what the others are compared with.

    ``operation`` says what one operation is.  ``observed``: nothing is timed, each arm only
    looks at something, and stands for itself.
    """

    module: str
    arms: tuple[str, ...]
    operation: Text
    observed: bool = False


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "loop": Group("interpreted", ("loop compiled", "loop bytecode"), words.LOOP),
        "crc32": Group("interpreted", ("crc32 zlib", "crc32 bytecode"), words.CRC32),
        "types": Group(
            "typed",
            ("types float", "types int", "types alternating", "types int+float"),
            words.TYPES,
        ),
        "classes": Group("typed", ("classes sorted", "classes alternating"), words.CLASSES),
        "gc": Group(
            "collected", ("gc off", "gc frozen", "gc small-heap", "gc on"), words.CONTAINERS
        ),
        "atoms": Group("collected", ("atoms gc-off", "atoms gc-on"), words.ATOMS),
        "calls": Group(
            "called",
            (
                "calls inline",
                "calls builtin",
                "calls function",
                "calls method",
                "calls keyword",
                "calls partial",
            ),
            words.CALLS,
        ),
        "objects": Group(
            "created",
            (
                "objects none",
                "objects tuple",
                "objects slots",
                "objects class",
                "objects dataclass",
            ),
            words.OBJECTS,
        ),
        "try": Group("caught", ("try none", "try not-raised", "try raised"), words.TRY),
        "attributes": Group(
            "extras",
            ("attribute written", "attribute getattr", "attribute hasattr", "attribute property"),
            words.ATTRIBUTES,
        ),
        "decorators": Group("extras", ("decorator none", "decorator wraps"), words.DECORATORS),
        "names": Group("names", ("names",), words.NAMES, observed=True),
        "memory": Group("memory_map", ("memory map",), words.MEMORY, observed=True),
    }
)
"""By the words that ``--measure`` takes."""
