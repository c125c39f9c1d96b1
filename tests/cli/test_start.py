"""``concdemo`` alone: on a terminal it asks what one would like to know, elsewhere it helps."""

import contextlib
import os
import pty
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import HANGUL, LONG_S, PROGRAM, environment, run

from concdemo.cli import start
from concdemo.experiments import EXPERIMENTS
from concdemo.text import LANGUAGES, Language

CTRL_C = b"\x03"
AGAIN_S = 5.0

pytestmark = pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")


def typed(*lines: str) -> "Iterator[str]":
    """What somebody types, and then the end of what is typed."""
    yield from lines


def chosen(*lines: str, language: Language = "en") -> tuple[str, ...] | None:
    """What these lines choose."""
    answers = typed(*lines)

    def ask(prompt: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    return start.choose(language, ask)


def test_a_number_chooses_its_question() -> None:
    """Questions are numbered from 1, experiments first."""
    assert chosen("1") == (next(iter(EXPERIMENTS)),)
    assert chosen(f" {len(start.questions())} ") == ("doctor",)


@pytest.mark.parametrize("line", ["", "q", "  "])
def test_nothing_need_be_chosen(line: str) -> None:
    """Enter alone ends, and so does the end of what is typed."""
    assert chosen(line) is None
    assert chosen() is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", ["0", "99", "-1", "gil", "1.0", "²", "\x1b[2J"])
def test_a_wrong_number_is_asked_for_again(
    wrong: str, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says what can be chosen, and the next answer counts."""
    assert chosen(wrong, "2", language=language) == (list(EXPERIMENTS)[1],)
    err = capsys.readouterr().err
    assert str(len(start.questions())) in err and "\x1b" not in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_asked_not_commands(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every question stands there in the language asked for."""
    assert chosen(language=language) is None
    out = " ".join(capsys.readouterr().out.split())
    for text, _ in start.questions():
        assert " ".join(text.into(language).split()) in out
    assert bool(HANGUL.search(out)) == (language == "ko")


def test_without_a_terminal_there_is_help(place: Path) -> None:
    """A script that says nothing is told what it can say."""
    ended = run(folder=place)
    assert ended.status == 0
    assert "--help" in ended.out and "gil" in ended.out


@pytest.mark.parametrize(("keys", "status"), [(b"\n", 0), (b"77\nq\n", 0), (CTRL_C, 130)])
def test_on_a_terminal_one_is_asked(place: Path, keys: bytes, status: int) -> None:
    """A real terminal: the questions, an answer, and an end in order."""
    said, code = at_a_terminal(place, keys)
    assert "Traceback" not in said
    assert "Do threads speed up CPU-bound Python?" in said
    assert code == status


def test_the_chosen_one_runs(place: Path) -> None:
    """The last question is the doctor's, who answers."""
    said, code = at_a_terminal(place, f"{len(start.questions())}\n".encode())
    assert code == 0
    assert "concdemo doctor" in said and "usable cores" in said


def at_a_terminal(place: Path, keys: bytes) -> tuple[str, int]:
    """What ``concdemo`` says on a terminal on which these keys are typed, and its status."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        PROGRAM,
        env=environment(place, COLUMNS="80"),
        cwd=place,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        preexec_fn=_own_terminal,
    )
    os.close(slave)
    said, asked = b"", threading.Event()

    def read() -> None:
        nonlocal said
        while True:
            try:
                data = os.read(master, 4096)
            except OSError:
                data = b""
            said += data
            if b"ends)" in said or not data:
                asked.set()
            if not data:
                return

    reader = threading.Thread(target=read)
    reader.start()
    assert asked.wait(LONG_S)
    code = None
    while code is None:
        os.write(master, keys)
        # Ctrl-C that comes in the instant before Python begins to read is heard at the next key.
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(AGAIN_S if keys == CTRL_C else LONG_S)
    reader.join(LONG_S)
    os.close(master)
    return said.decode("utf-8", "replace"), code


def _own_terminal() -> None:
    """Make standard input the terminal that keys such as Ctrl-C come from."""
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
