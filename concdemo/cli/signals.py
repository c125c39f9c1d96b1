"""Signals that ask a run to end become one exception, so that everything is cleared up."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from concdemo.errors import Interrupted

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


def _raise(number: int, frame: FrameType | None) -> None:
    # The first signal ends the run in order; until that is done, others would only tear it.
    # (Not by SIG_IGN: Python complains aloud of a signal that had come already.)
    for name in NAMES:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _hear_no_more)
    raise Interrupted(number)


def _hear_no_more(number: int, frame: FrameType | None) -> None:
    """What a further signal does: nothing."""


@contextlib.contextmanager
def ending_in_order() -> Iterator[None]:
    """Turn the first signal into Interrupted; put the handlers back afterwards.

    A signal that was being ignored (as under ``nohup``) stays ignored.
    """
    before = {}
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, _raise)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
