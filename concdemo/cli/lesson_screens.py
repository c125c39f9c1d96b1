"""A page that is taller than the terminal, in screenfuls: a class can't scroll back."""

from collections.abc import Sequence

from rich.console import Console, RenderableType

LEAST_ROWS = 8


def screens(page: RenderableType, below: int) -> list[str]:
    """The page as the terminal shows it, broken where there is room, ``below`` rows left free."""
    console = Console(highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        console.print(page)
    lines = captured.get().rstrip("\n").split("\n")
    return ["\n".join(part) for part in broken(lines, max(LEAST_ROWS, console.height - below))]


def broken(lines: Sequence[str], rows: int) -> list[list[str]]:
    """Lines in parts of at most so many, broken at the last empty line of a part's lower half."""
    parts, rest = [], list(lines)
    while len(rest) > rows:
        gaps = [place for place in range(rows // 2, rows + 1) if not rest[place].strip()]
        cut = gaps[-1] if gaps else rows
        parts.append(rest[:cut])
        rest = rest[cut:]
        while rest and not rest[0].strip():
            rest = rest[1:]
    return [*parts, rest] if rest or not parts else parts
