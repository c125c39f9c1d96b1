"""The history of verdicts on disk: never fatal, never half written, never another machine's."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from builders import gil_report
from helpers import HANGUL, run_here

from concdemo import host
from concdemo.cli import history
from concdemo.cli.history import VARIABLE, Past, keep
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Report

CLAIM = "gil.one-at-a-time"
NOBODY = 65_534


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to keep verdicts in."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "state"))
    return tmp_path / "state"


def judged(**changed: object) -> Report:
    """A report with verdicts."""
    return replace(with_verdicts(gil_report()), **changed)  # type: ignore[arg-type]


def file() -> Path:
    """The claim's file."""
    return history.folder() / f"{CLAIM}.json"


def test_what_is_kept_is_read_again(state: Path) -> None:
    """A file a claim, nothing beside them; the later run is the last."""
    assert Past("en").last(CLAIM) is None
    keep(judged(), "en")
    assert {path.suffix for path in history.folder().iterdir()} == {".json"}
    keep(judged(started="2027-01-01T00:00:00Z"), "en")
    last = Past("en").last(CLAIM)
    assert last is not None and last.when == "2027-01-01T00:00:00Z"
    assert Past("en").last("gil.convoy") is None


def test_it_is_kept_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the user's own folder unless another is named, and in one of this machine's."""
    monkeypatch.delenv(VARIABLE)
    assert "concdemo" in history.folder().parts
    assert history.folder().name == host.key()


def test_machines_that_share_a_home_are_kept_apart(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A verdict of one is none of the other's."""
    keep(judged(), "en")
    monkeypatch.setattr(host, "key", lambda: "another")
    assert Past("en").last(CLAIM) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"null", b'{"claim": "gil.one-at-a-time"}'])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_damaged_file_is_set_aside_with_a_warning(
    state: Path, damage: bytes, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line; then it is as if nothing had been kept, and what was there is there."""
    keep(judged(), "en")
    file().write_bytes(damage)
    past = Past(language)  # type: ignore[arg-type]
    assert past.last(CLAIM) is None
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and CLAIM in err
    assert bool(HANGUL.search(err)) == (language == "ko")
    aside = file().with_name(f"{CLAIM}.json.damaged")
    assert aside.read_bytes() == damage and not file().exists()
    assert past.last(CLAIM) is None
    assert capsys.readouterr().err == ""
    keep(judged(), "en")
    assert Past("en").last(CLAIM) is not None


@pytest.mark.parametrize("obstacle", ["a file", "a null", "a loop"])
def test_a_folder_that_can_not_be_is_one_line(
    tmp_path: Path,
    obstacle: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever is wrong with the place: nothing is kept, nothing is read, nothing else happens."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    places = {"a file": tmp_path / "file", "a null": "nul\0", "a loop": tmp_path / "loop"}
    monkeypatch.setattr(history, "folder", lambda: Path(places[obstacle]) / "verdicts")
    keep(judged(), "en")
    assert capsys.readouterr().err.count("\n") == 1
    past = Past("en")
    assert past.last(CLAIM) is None and past.last("gil.convoy") is None
    assert capsys.readouterr().err.count("\n") <= 1


def test_a_folder_that_may_not_be_written_changes_no_exit_status(place: Path) -> None:
    """The run is shown, its report is written; one line says that its verdicts are not kept."""
    state = place / "state"
    state.write_bytes(b"")
    words = "order --rounds 1 --delay 5 --json r.json"
    ended = run_here(*words.split(), folder=place, changes={VARIABLE: str(state)})
    kept = [line for line in ended.err.splitlines() if str(state) in line]
    assert ended.status == 0 and (place / "r.json").exists() and len(kept) == 1


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_file_that_may_not_be_read_is_told_once(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of somebody else's doesn't cost a line for each claim."""
    keep(judged(), "en")
    for path in history.folder().iterdir():
        path.chmod(0)
    root = os.geteuid() == 0
    for folder in state.parents if root else ():
        if folder.stat().st_uid == 0 and folder.name.startswith("pytest"):
            folder.chmod(0o755)
    if root:
        os.seteuid(NOBODY)
    try:
        past = Past("en")
        assert past.last(CLAIM) is None and past.last("gil.threads-no-speedup") is None
    finally:
        if root:
            os.seteuid(0)
    assert capsys.readouterr().err.count("\n") == 1


def test_two_runs_at_once_never_leave_half_a_file(state: Path) -> None:
    """Many writers, and a reader who always finds a whole verdict."""
    keep(judged(), "en")
    reports = [judged(started=f"2026-01-02T03:04:{second:02}Z") for second in range(2)]

    def write(report: Report) -> None:
        for _ in range(20):
            keep(report, "en")

    writers = [threading.Thread(target=write, args=[report]) for report in reports]
    for writer in writers:
        writer.start()
    past = Past("en")
    while any(writer.is_alive() for writer in writers):
        assert past.last(CLAIM) is not None
    for writer in writers:
        writer.join()
    assert {path.suffix for path in history.folder().iterdir()} == {".json"}


def test_a_run_keeps_its_verdicts(place: Path) -> None:
    """Every experiment's command does, and ``claims`` shows what was kept."""
    state = place / "state"
    words = "order --rounds 1 --delay 5"
    assert run_here(*words.split(), folder=place, changes={VARIABLE: str(state)}).status == 0
    kept = {path.name for path in state.glob("verdicts/*/*.json")}
    assert "async.one-track.json" in kept
    shown = run_here("claims", "async.one-track", folder=place, changes={VARIABLE: str(state)})
    assert shown.status == 0 and "concdemo order --rounds 1 --delay 5" in shown.out
