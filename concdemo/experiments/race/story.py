"""One lost update, step by step, from notes of who read and wrote what.  Pure.

Looked for is somebody who wrote what it had made of a number that others had changed since it
was read.  Nothing is said of it that isn't in the notes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from concdemo.experiments.race import words
from concdemo.model import Step
from concdemo.text import Text

Noted = tuple[int, bool, int]
"""Who, whether it wrote (or read), which number."""

MOST_SHOWN = 12
HEAD = 4
"""Of a longer story, what is told of its beginning before the rest is summed up."""

MOST_BACK = 8
"""Notes before the stale reading that are looked at for what else was read before it."""


class Lost(NamedTuple):
    """Places in the notes: where the story begins, the stale reading, its writing."""

    begin: int
    read: int
    wrote: int


def find(notes: Sequence[Noted]) -> Lost | None:
    """The first lost updates, or None."""
    reading: dict[int, int] = {}  # who → place of its last reading
    last_write = -1
    for place, (who, wrote, _) in enumerate(notes):
        if not wrote:
            reading[who] = place
            continue
        if who in reading and last_write > reading[who]:
            return Lost(_begin(notes, reading[who], place), reading[who], place)
        last_write = place
    return None


def _begin(notes: Sequence[Noted], read: int, wrote: int) -> int:
    """The reading that came just before the stale one, where its writing is part of the story."""
    within = {who for who, did, _ in notes[read:wrote] if did}
    begin = read
    for place in range(read - 1, max(-1, read - 1 - MOST_BACK), -1):
        who, did, _ = notes[place]
        if did:
            break
        if who in within:
            begin = place
    return begin


def tell(notes: Sequence[Noted], title: Text, who: Text) -> list[Step]:
    """The first lost update in the notes; nothing where none was lost."""
    lost = find(notes)
    if lost is None:
        return []
    story = notes[lost.begin : lost.wrote]
    over = sum(wrote for _, wrote, _ in notes[lost.read : lost.wrote])
    head = HEAD if len(story) > MOST_SHOWN and any(note[1] for note in story[HEAD:]) else len(story)
    steps = [_step(note, title, who) for note in story[:head]]
    if head < len(story):
        steps.append(_summed_up(story[head:], title, who))
    me, _, value = notes[lost.wrote]
    stale = words.STALE.fill(read=f"{notes[lost.read][2]:,}", over=f"{over:,}")
    steps.append(Step(title, who.fill(number=me + 1), words.WROTE.fill(n=f"{value:,}"), stale))
    return steps


def _step(note: Noted, title: Text, who: Text) -> Step:
    number, wrote, value = note
    did, why = (words.WROTE, words.WHY_WROTE) if wrote else (words.READ, words.WHY_READ)
    return Step(title, who.fill(number=number + 1), did.fill(n=f"{value:,}"), why)


def _summed_up(rest: Sequence[Noted], title: Text, who: Text) -> Step:
    writes = [(number, value) for number, wrote, value in rest if wrote]
    numbers = sorted({number + 1 for number, _ in writes})
    did = words.MORE.fill(count=f"{len(writes):,}", n=f"{writes[-1][1]:,}")
    names = who.fill(number=", ".join(map(str, numbers)))
    return Step(title, names, did, words.WHY_MORE)
