"""What an app notes of itself while it runs: which stage, on which thread, from when until when."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from concdemo import clock


@dataclass(slots=True)
class Noted:
    """A stage as it ran, in ns of the wall clock; ``refused``: it ended with an exception."""

    stage: str
    thread: int
    begin_ns: int
    end_ns: int
    refused: bool = False


class Diary:
    """Everything that was noted, in the order in which it began."""

    def __init__(self) -> None:
        self.notes: list[Noted] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note that a stage runs."""
        now = clock.monotonic_ns()
        noted = Noted(name, threading.get_ident(), now, now)
        self.notes.append(noted)
        try:
            yield
        except Exception:
            noted.refused = True
            raise
        finally:
            noted.end_ns = clock.monotonic_ns()
