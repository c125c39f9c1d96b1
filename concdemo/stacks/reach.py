"""Where an arm finds the server that it asks, and which processes that server is.

Standard library only: it runs in arms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concdemo.errors import ArmFault
from concdemo.stacks import family
from concdemo.stacks.log import ending, last_words
from concdemo.stacks.plan import find
from concdemo.stacks.stack import Stack
from concdemo.text import Text

GONE = Text("the server has ended: {log}", "서버가 끝나 버렸습니다: {log}")
GONE_SO = Text("the server has ended ({how}): {log}", "서버가 끝나 버렸습니다({how}): {log}")


@dataclass(frozen=True, slots=True)
class Place:
    """A server that has answered: where it is and what it is.

    ``startup_ns`` is from its start to its first answer.  ``root`` is its first process.
    """

    host: str
    port: int
    stack: Stack
    startup_ns: int
    versions: dict[str, str]
    root: int
    log: str

    def pids(self) -> list[int]:
        """The numbers of all processes that it has now, its root first.

        Raises:
            ArmFault: it has ended.
        """
        found = family.tree(self.root)
        if not found:
            how = ending(self.log)
            words = GONE if how is None else GONE_SO
            raise ArmFault(words.fill(how=how, log=last_words(self.log)))
        return found


def is_there(services: Mapping[str, Mapping[str, Any]], name: str) -> bool:
    """Whether the run has a server of that stack, and it has started."""
    told = services.get(f"stack:{name}")
    return told is not None and "fault" not in told


def place(services: Mapping[str, Mapping[str, Any]], name: str) -> Place:
    """Where the server of a stack is, as its keeper told.

    Args:
        services: what the services of the run said when they were ready.
        name: the stack's name, or the key that its service was given.
    Raises:
        ArmFault: it could not be started, or has ended since.
    """
    told = services[f"stack:{name}"]
    if "fault" in told:
        raise ArmFault(Text(**told["fault"]), unavailable=bool(told["unavailable"]))
    stack = find(told["stack"], told.get("table")).sized(told["workers"], told["threads"])
    found = Place(
        host=told["host"],
        port=told["port"],
        stack=stack,
        startup_ns=told["startup_ns"],
        versions=dict(told["versions"]),
        root=told["tree"],
        log=told["log"],
    )
    found.pids()
    return found
