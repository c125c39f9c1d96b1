"""What tells a right answer from a wrong one."""

import json

from concdemo.net.load.spec import Expect

WRONG_STATUS = "wrong status {}"
WRONG_BODY = "wrong body"
WRONG_LENGTH = "wrong length"


class Check:
    """What a stream's answers are held against.

    ``status`` and ``body`` are those of an answer that was found right: one that is equal to it is
    right too, so that comparing bytes is all that most answers cost.
    """

    __slots__ = ("_any_length", "_json", "body", "status")

    def __init__(self, expect: Expect) -> None:
        self.status = expect.status
        self.body: bytes | None = None
        self._json = expect.json
        self._any_length = expect.any_length

    def fault(self, status: int, body: bytes) -> str | None:
        """What is wrong with an answer; None: it is right."""
        if status != self.status:
            return WRONG_STATUS.format(status)
        if self._json is not None:
            try:
                found = json.loads(body)
            except (ValueError, RecursionError):
                return WRONG_BODY
            if not same(found, self._json):
                return WRONG_BODY
        elif not self._any_length and self.body is not None and len(body) != len(self.body):
            return WRONG_LENGTH
        self.body = body
        return None


def same(one: object, other: object) -> bool:
    """Whether two values of JSON are equal; unlike in Python, ``true`` is no number."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other
