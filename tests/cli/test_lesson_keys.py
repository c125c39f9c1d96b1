"""What keys mean: letters, arrows, page keys of remote controls, Korean letters."""

import pytest

from concdemo.cli import lesson_keys
from concdemo.cli.lesson_keys import keys, meant
from concdemo.lessons.session import Key


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" ", ["next"]),
        ("\r", ["next"]),
        ("\x1b[C", ["next"]),
        ("\x1bOC", ["next"]),
        ("\x1b[6~", ["next"]),
        ("\x1b[1;5C", []),
        ("\xe0M", ["next"]),
        ("N", ["next"]),
        ("ㅜ", ["next"]),
        ("b", ["back"]),
        ("\x1b[D", ["back"]),
        ("\x1b[5~", ["back"]),
        ("\x00K", ["back"]),
        ("ㅠ", ["back"]),
        ("q", ["quit"]),
        ("ㅂ", ["quit"]),
        ("r", ["again"]),
        ("R", ["again"]),
        ("ㄱ", ["again"]),
        ("1", ["1"]),
        ("9", ["9"]),
        ("0", []),
        ("x", []),
        ("\x1b", []),
        ("\x1b[A", []),
        ("\x1b[11~", []),
        ("", []),
        (" 2\x1b[Cq", ["next", "2", "next", "quit"]),
    ],
)
def test_what_is_typed_is_understood(typed: str, expected: list[Key]) -> None:
    """Several presses at once are several keys; what has no meaning is nothing."""
    assert meant(typed) == expected


def test_keys_end_with_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-D and a terminal that is gone end the lesson as if it had been left."""
    script = iter(["1n", "", "never"])
    monkeypatch.setattr("typer.getchar", lambda: next(script))
    assert list(keys()) == ["1", "next"]

    def at_end() -> str:
        raise EOFError

    monkeypatch.setattr("typer.getchar", at_end)
    assert list(keys()) == []


def test_nothing_to_forget_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no terminal, dropping what was typed does no harm."""
    with open("/dev/null", encoding="ascii") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        lesson_keys.forget_typed()
