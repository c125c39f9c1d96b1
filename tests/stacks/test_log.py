"""A server's last lines, as the one line that a failed row shows."""

from pathlib import Path

import pytest

from concdemo.stacks.log import (
    LINES,
    LONGEST_LINE,
    NOTHING,
    READ_BYTES,
    ending,
    last_words,
    note_ending,
    says_in_use,
)
from concdemo.text import Text


def log(folder: Path, words: bytes) -> str:
    """A log that holds these bytes."""
    path = folder / "log"
    path.write_bytes(words)
    return str(path)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"one\n", "one"),
        (b"one\n\n  two  words \n", "one | two words"),
        (b"1\n2\n3\n4\n5\n6\n", "3 | 4 | 5 | 6"),
        (b'  File "app.py", line 3\n    def f(\n         ^\nSyntaxError: x\n', None),
        (b"\x1b[31mred\x1b[0m and \x07loud\r\n", "[31mred [0m and loud"),
        (b"\xff\xfe broken", "\ufffd\ufffd broken"),
        ("한국어 로그\n".encode(), "한국어 로그"),
        (b"====\n----\nreal\n****\n", "real"),
    ],
)
def test_the_last_lines_are_one_line(tmp_path: Path, written: bytes, told: str | None) -> None:
    """Empty lines, frames and whatever moves a cursor are left out."""
    if told is None:
        told = 'File "app.py", line 3 | def f( | SyntaxError: x'
    assert last_words(log(tmp_path, written)) == Text.same(told)


def test_long_lines_and_long_logs_are_cut(tmp_path: Path) -> None:
    """A line has at most so many letters, and only the log's end is read."""
    words = last_words(log(tmp_path, b"first\n" + b"x" * 10 * READ_BYTES + b"\nlast\n")).en
    assert words.endswith("… | last") and "first" not in words
    assert len(words) <= LINES * (LONGEST_LINE + 3)


@pytest.mark.parametrize("written", [b"", b"\n \n", b"^^^^\n"])
def test_an_empty_log_is_said_to_be_empty(tmp_path: Path, written: bytes) -> None:
    """In both languages."""
    assert last_words(log(tmp_path, written)) == NOTHING


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """Its server never came to write one."""
    assert last_words(str(tmp_path / "none")) == NOTHING
    assert not says_in_use(str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("written", "in_use"),
    [
        (b"OSError: [Errno 98] Address already in use\n", True),
        (b"ERROR: [Errno 98] error while attempting to bind: address already in use\n", True),
        (b"Error: listen EADDRINUSE: address already in use 127.0.0.1:80\n", True),
        (b"bind(): Address already in use [core/socket.c line 769]\n", True),
        (b"listen tcp 127.0.0.1:80: bind: address already in use\n", True),
        (b"ImportError: no module named app\n", False),
    ],
)
def test_a_taken_port_is_known_by_its_words(tmp_path: Path, written: bytes, in_use: bool) -> None:
    """As each server says it."""
    assert says_in_use(log(tmp_path, written)) is in_use


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (0, Text("exit status 0", "종료 코드 0")),
        (3, Text("exit status 3", "종료 코드 3")),
        (-11, Text("killed by SIGSEGV", "SIGSEGV 신호로 종료")),
        (-99, Text("killed by 99", "99 신호로 종료")),
    ],
)
def test_how_a_server_ended_is_told_beside_its_log(tmp_path: Path, code: int, told: Text) -> None:
    """Once its keeper has left word."""
    path = log(tmp_path, b"")
    assert ending(path) is None
    note_ending(path, code)
    assert ending(path) == told
