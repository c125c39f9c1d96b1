"""``concdemo lesson``: lists, checks, begins and gives lessons."""

import os
import pty
import re
import select
import signal
import subprocess
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import HANGUL, LONG_S, PROGRAM, environment, eventually, one_line, run_here, workplace
from lesson_scripts import HEAD, QUESTION, RUN, SAY, TINY, kept, tiny_report

from concdemo import schema
from concdemo.cli.main import main
from concdemo.lessons import shelf

Captured = pytest.CaptureFixture[str]
FAULTY = HEAD + "[[step]]\nsay.en = 'x'\n[[step]]\nrun = 'gil --moed threads'\nsing = 1\n"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with a lesson in it."""
    with workplace() as folder:
        (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
        (folder / "faulty.toml").write_text(FAULTY, encoding="utf-8")
        yield folder


def answered(capsys: Captured, *words: object, status: int = 0) -> str:
    """What a command says on standard output, with that exit status and no fault."""
    assert main(["lesson", *map(str, words), "--lang", "en"]) == status
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: Captured, *words: object) -> str:
    """The one line with which a command is refused."""
    assert main(["lesson", *map(str, words), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return one_line(err)


# ── list, new, check ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_list(language: str, capsys: Captured) -> None:
    """Every lesson that comes along, with its length, within 80 columns."""
    assert main(["lesson", "list", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in shelf.names())
    assert bool(HANGUL.search(out)) == (language == "ko")


def test_a_new_lesson_has_no_fault_and_writes_over_nothing(place: Path, capsys: Captured) -> None:
    """The template passes its check in both languages; a file that is there stays as it is."""
    new = place / "new lesson.toml"
    assert str(new) in answered(capsys, "new", new)
    assert new.read_bytes() == shelf.template()
    assert "all right" in answered(capsys, "check", new)
    new.write_text("mine", encoding="utf-8")
    assert str(new) in refused(capsys, "new", new)
    assert new.read_text(encoding="utf-8") == "mine"
    (place / "link").symlink_to(place / "nowhere")
    refused(capsys, "new", place / "link")
    refused(capsys, "new", place / "missing" / "x.toml")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("command", ["check", "run"])
def test_faults_have_file_and_line(
    command: str, language: str, place: Path, capsys: Captured
) -> None:
    """All of them, a line each, exit status 2; and such a lesson isn't given."""
    path = place / "faulty.toml"
    assert main(["lesson", command, str(path), "--lang", language]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(": ")[0] for line in err.splitlines()] == [f"{path}:{n}" for n in (4, 7)]
    assert bool(HANGUL.search(err)) == (language == "ko")


def test_a_fault_does_not_steer_the_terminal(place: Path, capsys: Captured) -> None:
    """What a script or a path holds is told in printable characters."""
    path = place / "a\x1b[2Jb.toml"
    path.write_text(HEAD + '[[step]]\n"\\u001b[2J\\n" = 1\n', encoding="utf-8")
    assert main(["lesson", "check", str(path)]) == 2
    err = capsys.readouterr().err
    assert "\x1b" not in err and len(err.splitlines()) == 1


# ── what can't be given ──────────────────────────────────────────────────────


def test_a_lesson_needs_keys_or_none(place: Path, capsys: Captured) -> None:
    """Without a terminal the line says what to add."""
    assert "--auto" in refused(capsys, "run", place / "tiny.toml")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("--from 9", "why"),
        ("--from nowhere", "measure"),
        ("--from 0", "1 to 6"),
        ("--save a --replay b", "--replay"),
        ("--save tiny.toml", "tiny.toml"),
        ("--save tiny.toml/x", "tiny.toml/x"),
        ("--replay nowhere", "nowhere/run-measure.json"),
        ("--handout nowhere/x.html", "nowhere/x.html"),
        ("--handout .", "."),
    ],
)
def test_what_is_asked_wrongly(
    words: str, named: str, place: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, before anything is shown."""
    monkeypatch.chdir(place)
    assert named in refused(capsys, "run", "tiny.toml", "--auto", *words.split())


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"{", "run-measure.json"),
        (schema.encode(tiny_report()).replace(b'"experiment": "gil"', b'"experiment": "io"'), "io"),
        (schema.encode(tiny_report()).replace(b'"size": 300', b'"size": 301'), "--size 301"),
        (
            schema.encode(tiny_report()).replace(
                b'"mode": [\n   "threads"', b'"mode": [\n   "async"'
            ),
            "--mode async,processes, the lesson --mode threads,processes",
        ),
    ],
)
def test_reports_that_do_not_fit(data: bytes, named: str, place: Path, capsys: Captured) -> None:
    """A damaged report, and one of another run, are refused with their file's name."""
    (place / "run-measure.json").write_bytes(data)
    line = refused(capsys, "run", place / "tiny.toml", "--auto", "--replay", place)
    assert named in line and "run-measure.json" in line


# ── replays ──────────────────────────────────────────────────────────────────


def test_a_replay(place: Path, capsys: Captured) -> None:
    """Saved numbers are shown as such: of which machine and of when; nothing is measured."""
    kept(place / "saved", {"measure": tiny_report()})
    page = place / "handout.html"
    words = ["--auto", "--replay", place / "saved", "--handout", page]
    out = answered(capsys, "run", place / "tiny.toml", *words)
    for said in (
        "Hello", "How long?", "class Primes", "Saved numbers", "Linux 6.1", "2026-01-02T03:04:05Z",
        "Nobody answered", "The run says: As long", "Threads: 1.0", "Talk.", "The end",
        "Without an answer: 1", "neither kept nor sent",
    ):  # fmt: skip
        assert said in " ".join(out.split()), said
    assert "nan" not in out
    assert "Saved numbers" in page.read_text(encoding="utf-8")


def test_a_replay_from_the_middle(place: Path, capsys: Captured) -> None:
    """The explanation knows the saved run that was not shown."""
    kept(place / "saved", {"measure": tiny_report(1.9)})
    words = ["--auto", "--replay", place / "saved", "--from", "why"]
    out = answered(capsys, "run", place / "tiny.toml", *words)
    assert "Fast: 1.9" in out and "How long?" not in out and "5/6" in out


# ── real runs ────────────────────────────────────────────────────────────────


def test_a_lesson_by_itself(place: Path) -> None:
    """--auto --fast measures for real, keeps the reports, writes the handout, and ends well."""
    ended = run_here(
        "lesson", "run", "tiny.toml", "--auto", "--fast", "--save", "kept", "--handout", "x.html",
        folder=place,
    )  # fmt: skip
    assert ended.status == 0, ended.err
    assert "Saved numbers" not in ended.out and "Doubts" in ended.out
    report = schema.read(str(place / "kept" / "run-measure.json"))
    assert report.rounds == 8 and report.settings["size"] == 300
    assert report.command[0] == "gil" and report.command[-2:] == ["--rounds", "8"]
    assert sorted(os.listdir(place / "kept")) == ["run-measure.json"]
    assert "--rounds 8" in (place / "x.html").read_text(encoding="utf-8")
    again = run_here("lesson", "run", "tiny.toml", "--auto", "--replay", "kept", folder=place)
    assert again.status == 0 and "Saved numbers" in again.out


def test_a_run_that_can_not_be_made_is_told_and_the_lesson_goes_on(place: Path) -> None:
    """Exit status 1, so that a rehearsal by machine notices."""
    script = HEAD + "[[step]]\nrun = 'io --target url'\n" + SAY
    (place / "away.toml").write_text(script, encoding="utf-8")
    ended = run_here("lesson", "run", "away.toml", "--auto", folder=place)
    assert ended.status == 1 and ended.err == ""
    assert "--url" in ended.out and "Hello" in ended.out


class Classroom:
    """A lesson that is given on a terminal of its own, by keys."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.master, self._slave = pty.openpty()
        self.before = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            [*PROGRAM, "lesson", "run", *words],
            env=environment(folder, TERM="xterm", COLUMNS="80", LINES="24"),
            cwd=folder,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
        )
        self.seen = ""

    def until(self, said: str) -> None:
        """Wait until it is on the screen since the last key."""
        eventually(lambda: self._read() and said in self.words, what=said)

    @property
    def words(self) -> str:
        """What was shown since the last key, without what steers the terminal."""
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen)
        return " ".join(plain.split())

    def _read(self) -> bool:
        while select.select([self.master], [], [], 0)[0]:
            try:
                self.seen += os.read(self.master, 65_536).decode("utf-8", "replace")
            except OSError:
                break
        return True

    def press(self, keys: str) -> None:
        """Type, as soon as the terminal hands on every key."""
        eventually(lambda: not termios.tcgetattr(self._slave)[3] & termios.ICANON, what=keys)
        self.seen = ""
        os.write(self.master, keys.encode())

    def end(self) -> int:
        """Wait for its end; the exit status.  The terminal must be as it was."""
        eventually(lambda: self._read() and self.process.poll() is not None)
        assert termios.tcgetattr(self._slave) == self.before
        return self.process.wait(LONG_S)

    def close(self) -> None:
        """Leave nothing behind."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self._slave)


@pytest.fixture
def classroom(place: Path) -> Iterator[Classroom]:
    """The tiny lesson, as it is given to a class."""
    (place / "quick.toml").write_text(HEAD + QUESTION + RUN + SAY, encoding="utf-8")
    room = Classroom(place, "quick.toml", "--fast")
    yield room
    room.close()


def test_a_class_answers_watches_and_hears(classroom: Classroom) -> None:
    """By keys: answer, run, look back, end; the score is told and the terminal is as it was."""
    classroom.until("1–3 answer")
    assert "1/3" in classroom.words and "▸" not in classroom.words
    classroom.press("2")
    classroom.until("▸ 2 As long")
    classroom.press(" ")
    classroom.until("r run again")
    assert "$ concdemo gil --mode threads,processes" in classroom.words
    while "→ more" in classroom.words:
        classroom.press("\x1b[C")
        classroom.until("r run again")
    assert "You said: As long" in classroom.words
    classroom.press("\x1b[C")
    classroom.until("Hello class")
    classroom.press("b")
    classroom.until("→ more")
    classroom.press("q")
    classroom.until("The end")
    assert classroom.end() == 0
    assert "neither kept nor sent" in classroom.words


@pytest.mark.parametrize("way", ["key", "signal"])
def test_ctrl_c_ends_with_the_score(classroom: Classroom, way: str) -> None:
    """While a key is waited for: 130, the score so far, and the terminal as it was."""
    classroom.until("1–3 answer")
    classroom.press("1")
    classroom.until("▸ 1 Half")
    if way == "key":
        classroom.press("\x03")
    else:
        classroom.process.send_signal(signal.SIGINT)
    assert classroom.end() == 130
    assert "Not reached: 1" in classroom.words and "Interrupted" in classroom.words


def test_ctrl_c_during_a_run(classroom: Classroom) -> None:
    """The run ends, nothing of it stays, and the score so far is told."""
    classroom.until("1–3 answer")
    classroom.press("1")
    classroom.until("▸ 1 Half")
    classroom.press("n")
    classroom.until("$ concdemo gil")
    classroom.process.send_signal(signal.SIGINT)
    assert classroom.end() == 130
    assert "Not reached: 1" in classroom.words
