"""Bad bodies for an endpoint that takes an item: data, which everybody can look at."""

import json
from typing import NamedTuple

from concdemo.text import Text

GOOD = {"name": "pen", "price": 2, "quantity": 3}
"""An item, which every endpoint must take."""

TOTAL = {"name": "pen", "total": 6}
"""What is answered then."""

JSON, PLAIN = "application/json", "text/plain"


class Bad(NamedTuple):
    """A body that isn't an item.  ``field`` is what is wrong in it, None if all of it is.

    ``is_doubtful``: whether it should be refused is a matter of taste.
    """

    name: Text
    body: bytes
    field: str | None = None
    content_type: str = JSON
    is_doubtful: bool = False

    @property
    def has_field(self) -> bool:
        """Whether it is wrong in one field, which an answer could name."""
        return self.field is not None and not self.is_doubtful


def _without(field: str) -> Bad:
    body = {name: value for name, value in GOOD.items() if name != field}
    return Bad(Text(f"no {field}", f"{field} 없음"), json.dumps(body).encode(), field)


def _with(field: str, value: object, doubtful: bool = False) -> Bad:
    said = Text.same(f"{field}: {json.dumps(value)}")
    return Bad(said, json.dumps({**GOOD, field: value}).encode(), field, is_doubtful=doubtful)


BODIES = (
    _without("name"),
    _without("price"),
    _without("quantity"),
    _with("name", 5),
    _with("price", "cheap"),
    _with("price", -1),
    _with("quantity", 0),
    _with("quantity", 1.5),
    _with("quantity", None),
    Bad(Text("empty body", "빈 본문"), b""),
    Bad(Text("broken JSON", "깨진 JSON"), b'{"name": "pen", '),
    Bad(Text("a list", "리스트"), b"[1, 2, 3]"),
    Bad(Text("text/plain", "text/plain"), json.dumps(GOOD).encode(), content_type=PLAIN),
    _with("quantity", "3", doubtful=True),
    _with("colour", "red", doubtful=True),
)
