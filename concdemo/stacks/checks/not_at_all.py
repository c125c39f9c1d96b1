"""A dataclass, which takes whatever its fields are."""

from typing import Any

from concdemo.stacks.checks.by_hand import Item

REFUSAL = None


def from_dict(given: dict[str, Any]) -> Item:
    """The item, unchecked."""
    return Item(**given)
