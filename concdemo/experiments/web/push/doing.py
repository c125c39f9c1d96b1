"""What an arm of ``web socket`` does in a sample, and what it tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Event(NamedTuple):
    """An event, as its client learnt of it; by the machine's monotonic clock."""

    number: int
    at_ns: int
    heard_ns: int


@dataclass(frozen=True, slots=True)
class Done:
    """``took_ns`` is of one event, message or connection, the mean; ``metrics`` is all else."""

    took_ns: float
    metrics: Mapping[str, float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


class Doing(Protocol):
    """One way of talking to the app, on an event loop that stays open between samples."""

    async def open(self) -> None:
        """Connect, where connections outlast samples.

        Raises:
            OSError: nobody listens there.
            TaskFailed: the server doesn't take it.
        """

    async def do(self) -> Done:
        """A sample's worth of it, every answer checked.

        Raises:
            TaskFailed: an answer is wrong or missing.
            OSError: the server can't be reached.
        """

    async def give_up(self) -> None:
        """After a failure: drop connections on which something may still be under way."""
