"""Help texts whose letters are two columns wide, as Rich should break them but does not.

Rich takes the blanks off a broken line's end only where the line has too many letters, although
it is columns that there are too many of: such a line then loses its last letter to an
ellipsis.  Nothing else of Rich is changed, and only while a help text is made.
"""

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def broken_by_columns() -> Iterator[None]:
    """Meanwhile the blanks at a line's end go as soon as its columns are too many."""
    from rich.text import Text

    by_letters = Text.rstrip_end

    def rstrip_end(self: Text, size: int) -> None:
        blanks = len(self.plain) - len(self.plain.rstrip())
        excess = min(blanks, self.cell_len - size)
        if excess > 0:
            self.right_crop(excess)

    Text.rstrip_end = rstrip_end  # type: ignore[method-assign]
    try:
        yield
    finally:
        Text.rstrip_end = by_letters  # type: ignore[method-assign]
