"""Pages taller than the terminal, in screenfuls."""

import pytest
from rich.text import Text as Styled

from concdemo.cli.lesson_screens import broken, screens


@pytest.mark.parametrize(
    ("lines", "rows", "parts"),
    [
        ("a", 3, ["a"]),
        ("abc", 3, ["abc"]),
        ("abcd", 3, ["abc", "d"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("abc ef", 5, ["abc", "ef"]),
        ("a bcdefg", 5, ["a bcd", "efg"]),  # a gap in the upper half would waste too much
        ("abcde", 4, ["abcd", "e"]),
        ("abcd  ef", 4, ["abcd", "ef"]),
        ("abcd ", 4, ["abcd"]),
    ],
)
def test_a_page_is_broken_at_its_gaps(lines: str, rows: int, parts: list[str]) -> None:
    """Nothing is lost but the gap itself, and no part is too tall."""
    assert ["".join(part) for part in broken(list(lines), rows)] == parts


def test_screenfuls_fit_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many lines as it has, less those below."""
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("COLUMNS", "80")
    made = screens(Styled("\n".join(map(str, range(50)))), below=4)
    assert [len(part.split("\n")) for part in made] == [20, 20, 10]
    assert len(screens(Styled("one"), below=4)) == 1
