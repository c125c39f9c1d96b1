"""Files written whole or not at all, and where words go."""

import io
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from concdemo.cli import output
from concdemo.conduct.run import Event
from concdemo.errors import ConcdemoError, UsageFault
from concdemo.render.words import STAGES

POSIX = pytest.mark.skipif(os.name != "posix", reason="devices, links and modes are POSIX's")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")


def names(folder: Path) -> list[str]:
    """What is in a folder, hidden files too."""
    return sorted(os.listdir(folder))


def test_a_file_is_written_and_nothing_beside_it(tmp_path: Path) -> None:
    """The bytes are those given, and no temporary file is left."""
    file = tmp_path / "보고서.json"
    output.check_writable(str(file))
    assert names(tmp_path) == []
    output.save(b"new", str(file))
    assert file.read_bytes() == b"new"
    assert names(tmp_path) == [file.name]


def test_a_file_with_a_very_long_name_is_written(tmp_path: Path) -> None:
    """What is written beside its place first has a name that is no longer than its own."""
    file = tmp_path / ("n" * 250 + ".json")
    output.save(b"new", str(file))
    assert names(tmp_path) == [file.name]


@POSIX
def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    """A temporary file's 0600 would keep others from reading a report."""
    new, old = tmp_path / "new", tmp_path / "old"
    old.write_bytes(b"old")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        output.save(b"x", str(new))
        output.save(b"x", str(old))
    finally:
        os.umask(before)
    assert stat.S_IMODE(new.stat().st_mode) == 0o640
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert os.umask(before) == before  # looking at it did not change it


@POSIX
def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    """What a link points at is replaced, not the link."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    output.save(b"new", str(link))
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up at the worst moment: the report that was there is as it was."""
    file = tmp_path / "r.json"
    file.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConcdemoError) as caught:
        output.save(b"new", str(file))
    assert "No space left on device" in caught.value.text.en
    assert caught.value.exit_code == 1
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["r.json"]


def test_an_interruption_while_writing_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is passed on, and half a report is not left for anyone to read."""

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        output.save(b"new", str(tmp_path / "r.json"))
    assert names(tmp_path) == []


@POSIX
def test_a_device_is_written_to_and_not_replaced() -> None:
    """``--json /dev/null`` is no reason to lose a device."""
    output.check_writable("/dev/null")
    output.save(b"new", "/dev/null")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@FULL
def test_a_full_device_is_said_to_be_full() -> None:
    """The line names the place and the system's own reason, in both languages."""
    with pytest.raises(ConcdemoError) as caught:
        output.save(b"new", "/dev/full")
    text = caught.value.text
    assert all("/dev/full" in words and "\n" not in words for words in (text.en, text.ko))
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


@POSIX
def test_a_pipe_gets_the_bytes(tmp_path: Path) -> None:
    """A named pipe with a reader at its end stays a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        output.save(b"new", str(pipe))
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("place", ["absent/r.json", ".", "file/r.json", "nul\0"])
def test_a_place_that_can_not_be_written_is_refused_beforehand(tmp_path: Path, place: str) -> None:
    """A missing folder, a folder, a file taken for one, no name at all: before measuring."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageFault) as caught:
        output.check_writable(str(tmp_path / place))
    assert caught.value.exit_code == 2
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("place", ["absent/r.json", "file/r.json"])
def test_a_place_that_went_away_meanwhile_is_a_fault(tmp_path: Path, place: str) -> None:
    """The folder was there before measuring and isn't now: one line, not a traceback."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConcdemoError):
        output.save(b"new", str(tmp_path / place))


def test_a_dash_is_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes and nothing else, and it is never checked."""
    sink = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=sink, flush=sink.flush))
    output.check_writable("-")
    output.save(b"new", "-")
    assert sink.getvalue() == b"new"


def test_a_reader_that_left_is_not_a_fault_of_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """``| head`` is passed on as what it is, for the boundary to end quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb", buffering=0) as broken:
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=broken, flush=broken.flush))
        with pytest.raises(BrokenPipeError):
            output.save(b"new", "-")


def test_words_without_a_stream_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that was started with its outputs closed is no reason to fail."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    output.show("words", "en")
    output.note("words")
    line = output.ProgressLine("en")
    line.say("words")
    line.clear()


class Screen(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, live: bool) -> None:
        super().__init__()
        self._live = live

    def isatty(self) -> bool:
        """As it was made."""
        return self._live


@pytest.mark.parametrize("stage", STAGES)
def test_progress_is_drawn_on_a_terminal_and_wiped(
    monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """One line, in the user's language, and nothing of it is left."""
    screen = Screen(live=True)
    monkeypatch.setattr(sys, "stderr", screen)
    line = output.ProgressLine("ko")
    line.tell(Event(stage, "threads", 3))
    drawn = screen.getvalue()
    assert STAGES[stage].fill(arm="threads", round=3).ko in drawn
    assert "\n" not in drawn
    line.clear()
    line.clear()
    assert screen.getvalue() == drawn + "\r\x1b[K"


def test_progress_is_silent_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log file is not filled with lines that were meant to be wiped."""
    screen = Screen(live=False)
    monkeypatch.setattr(sys, "stderr", screen)
    line = output.ProgressLine("en")
    line.tell(Event("opening", "threads"))
    line.clear()
    assert screen.getvalue() == ""
