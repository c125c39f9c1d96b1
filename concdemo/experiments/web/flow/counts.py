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


def counted(
    made: Sequence[Noted], asked: Sequence[Noted], documented: Sequence[Noted]
) -> dict[str, float]:
    """The metrics of a sample: of the making of an app, of a request, of its documentation.

    ``place-STAGE`` counts from 1, where the stage came.  ``links`` of the claim's chain hold, of
    five.  ``body-first`` and ``header-first``: whether that was checked before the dependency
    ran.  ``in-request``: how many of declaration and documentation were in the request.
    ``hooks``: how many of the seven stages that the claim is about were noted anywhere, which
    shows that they can be.
    """
    stages = order(asked)
    noted = {note.stage for notes in (made, asked, documented) for note in notes}
    claimed = [stage for link in CHAIN for stage in link]
    return {
        **{f"place-{stage}": float(stages.index(stage) + 1) for stage in dict.fromkeys(stages)},
        "links": float(links(stages)),
        "body-first": float(before(stages, ("body",), ("dependency",))),
        "header-first": float(before(stages, ("header",), ("dependency",))),
        "declared": float(stages.count("declaration")),
        "documented": float(stages.count("documentation")),
        "hooks": float(sum(stage in noted for stage in claimed)),
        "stages": float(len(stages)),
        "threads": float(len({note.thread for note in asked})),
    }
