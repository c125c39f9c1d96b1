"""What is counted in the recorded stages of a request.  Pure.

Which stage should come first is nowhere said but in the claim's own chain, link by link.
"""

from collections.abc import Sequence
from itertools import pairwise

from concdemo.stacks.diary import Noted

CHECKED = ("header", "body")
"""Stages that check what came in."""

CHAIN: tuple[tuple[str, ...], ...] = (
    ("declaration",),
    CHECKED,
    ("dependency",),
    ("handler",),
    ("response",),
    ("documentation",),
)
"""The claim: a request passes all stages of one link before those of the next."""


def merged(notes: Sequence[Noted]) -> list[Noted]:
    """The stages in the order in which they came.

    What came again at once is one, unless it is an answer that left.
    """
    found: list[Noted] = []
    for note in notes:
        if not found or found[-1].stage != note.stage or note.stage == "sent":
            found.append(note)
    return found


def order(notes: Sequence[Noted]) -> list[str]:
    """Their names."""
    return [note.stage for note in merged(notes)]


def links(stages: Sequence[str]) -> int:
    """How many links of the claim's chain came in its order."""
    return sum(before(stages, earlier, later) for earlier, later in pairwise(CHAIN))


def before(stages: Sequence[str], earlier: Sequence[str], later: Sequence[str]) -> bool:
    """Whether all of these came, and the earlier ones before the later ones."""
    if not all(stage in stages for stage in (*earlier, *later)):
        return False
    last = max(len(stages) - 1 - stages[::-1].index(stage) for stage in earlier)
    return last < min(stages.index(stage) for stage in later)


def silent(made: Sequence[Noted], asked: Sequence[Noted], documented: Sequence[Noted]) -> list[str]:
    """The claim's stages that did not note themselves where they must, so that nothing is known."""
    where = {"declaration": made, "documentation": documented}
    return [
        stage
        for link in CHAIN
        for stage in link
        if stage not in {note.stage for note in where.get(stage, asked)}
    ]


def counted(asked: Sequence[Noted]) -> dict[str, float]:
    """The metrics of a request.

    ``place-STAGE`` counts from 1, where the stage came.  Of the claim's chain of five, so many
    ``links`` came in its order.  ``body-first`` and ``header-first``: whether that was checked
    before the dependency ran, if it did.  ``declared``, ``documented``, ``dependency-ran``: how
    often that came in the request.
    """
    stages = order(asked)
    return {
        **{f"place-{stage}": float(stages.index(stage) + 1) for stage in dict.fromkeys(stages)},
        "links": float(links(stages)),
        "body-first": float(before(stages, ("body",), ("dependency",))),
        "header-first": float(before(stages, ("header",), ("dependency",))),
        "declared": float(stages.count("declaration")),
        "documented": float(stages.count("documentation")),
        "dependency-ran": float(stages.count("dependency")),
        "threads": float(len({note.thread for note in asked})),
    }
