"""Real runs that are killed, interrupted, cut off or starved: what is left, and what is said.

A run's progress is watched on a terminal of its own, so that a signal is sent at a known
moment; all waiting is for events.
"""

import fcntl
import json
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from helpers import (
    HANGUL,
    LONG_S,
    PROGRAM,
    Ended,
    environment,
    eventually,
    listening,
    nothing_left,
    one_line,
    refused,
    run,
    semaphores_of,
    start,
    words_of,
    workplace,
)
from rich.cells import cell_len
from watching import Watching, struck

from concdemo import errors, host, schema
from concdemo.cli.main import main
from concdemo.conduct import house
from concdemo.conduct.child import Child
from concdemo.errors import ArmFault

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")

ROUNDS = 40
LOOP = "uvloop" if host.has("uvloop") else "async"
GIL = f"gil --size 2000 --tasks 2 --workers 2 --rounds {ROUNDS} --mode threads,processes,{LOOP}"
STAGES = f"gil --size 2000 --tasks 2 --workers 2 --rounds {ROUNDS} --mode processes"
IO = f"io --requests 2 --delay 2 --rounds {ROUNDS} --mode threads,async"
SHORT = "gil --size 500 --tasks 2 --workers 2 --rounds 2 --mode threads"
ENDING = {"TERM": 143, "INT": 130, "HUP": 129, "KILL": -9}
START_METHODS = {"INT": "fork", "TERM": "forkserver", "KILL": "spawn"}
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3\d|4\d|9\d|10\d)(?:;\d+)*m")


def victims(children: list[psutil.Process], role: str) -> list[psutil.Process]:
    """The processes of a run of GIL that have this role, by its children."""
    arms = dict(zip(("serial", "threads", "processes", LOOP), children, strict=True))
    if role in arms:
        return [arms[role]]
    below = arms["processes"].children(recursive=True)
    tracker = [one for one in below if "resource_tracker" in " ".join(words_of(one))]
    if role == "resource tracker":
        return tracker
    own = [one for one in below if one not in tracker]
    parents = [one for one in own if any(other.ppid() == one.pid for other in own)]
    if role == "fork server":
        return parents
    assert role == "pool worker"
    return [one for one in own if one not in parents]


# ── each process of a run, each signal ───────────────────────────────────────

KILLS = {
    "serial": ["TERM"],
    "threads": ["KILL"],
    LOOP: ["INT"],
    "processes": ["TERM", "KILL", "INT"],  # with each way of starting the pool's processes
    "pool worker": ["TERM", "KILL", "INT"],
    "fork server": ["KILL"],
    "resource tracker": ["KILL"],
}


@pytest.mark.parametrize(
    ("role", "name"), [(role, name) for role, names in KILLS.items() for name in names]
)
def test_a_killed_arm_is_a_row_and_the_others_complete(place: Path, role: str, name: str) -> None:
    """Exit status 1, the report written, every other arm whole, and nothing left behind."""
    method = "forkserver" if role == "fork server" else START_METHODS[name]
    is_child: list[bool] = []

    def kill(children: list[psutil.Process]) -> None:
        victim = victims(children, role)[0]
        is_child.append(victim in children)
        os.kill(victim.pid, getattr(signal, f"SIG{name}"))

    ended, report = struck(place, f"{GIL} --start-method {method}", "round 2:", kill)
    assert "Traceback" not in ended.err + ended.out
    hit = "processes" if role not in ("serial", "threads", LOOP) else role
    if role == "resource tracker":  # Python's own; nobody needs it while the workers live
        assert ended.status == 0
        return
    assert ended.status == 1
    for arm in report.arms:
        if arm.name == hit:
            assert arm.status == "failed" and arm.reason is not None
            assert 1 <= len(arm.samples) < ROUNDS
            if is_child == [True]:
                assert f"SIG{name}" in arm.reason.en and f"SIG{name}" in arm.reason.ko
            assert arm.reason.en in " ".join(ended.out.split())
        else:
            assert arm.status == "ok" and len(arm.samples) == ROUNDS


@pytest.mark.parametrize("name", ["TERM", "KILL"])
def test_a_killed_warden_costs_nothing(watched: Watching, name: str) -> None:
    """Signals that end a run don't end the warden; killed, it is not needed as long as we live."""
    going = watched(GIL)
    going.until("round 2:")
    going.send(name, going.warden)
    ended = going.end()
    assert ended.status == 0
    assert all(arm.status == "ok" for arm in going.report().arms)


@pytest.mark.parametrize("name", ["TERM", "KILL", "INT", "HUP"])
def test_a_run_that_is_ended_keeps_what_it_measured(watched: Watching, name: str) -> None:
    """INT and TERM: shown, saved, marked as partial.  KILL: nothing is written, nor left."""
    going = watched(f"{GIL} --start-method {START_METHODS.get(name, 'spawn')}")
    going.until("round 3:")
    going.send(name)
    ended = going.end()
    assert ended.status == ENDING[name]
    if name == "KILL":
        assert ended.out == "" and not going.json.exists()
        return
    report = going.report()
    assert 1 <= report.rounds < ROUNDS
    assert {len(arm.samples) - report.rounds for arm in report.arms} <= {0, 1}
    assert "partial" in {caveat.code for caveat in report.caveats}
    assert "Interrupted" in ended.out and "threads" in ended.out
    assert ended.err.rstrip().endswith("Interrupted.")


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("starting serial", "KILL"),
        ("starting serial", "INT"),
        ("starting processes", "KILL"),
        ("starting processes", "TERM"),
        ("finding a", "KILL"),
        ("finding a", "INT"),
        ("warming up", "KILL"),
        ("warming up", "TERM"),
        ("recording a", "KILL"),
        ("recording a", "INT"),
        ("recording a", "TERM"),
    ],
)
def test_a_run_can_be_ended_at_any_stage(watched: Watching, stage: str, name: str) -> None:
    """Half of the arms open, the size not found, the pictures not drawn: nothing is left."""
    words = f"{STAGES} --start-method {START_METHODS[name]} --rounds 1"
    going = watched(words.replace("--size 2000", "") if stage.startswith("finding") else words)
    going.until(stage)
    going.send(name)
    ended = going.end()
    assert ended.status == ENDING[name]
    assert "Traceback" not in ended.err
    if name != "KILL":
        assert going.report().rounds == (1 if stage.startswith("recording") else 0)


@pytest.mark.parametrize("name", ["KILL", "INT"])
def test_a_run_that_is_ended_does_not_wait_for_its_work(watched: Watching, name: str) -> None:
    """An arm in the middle of a task of hours, and stopped workers, end with the run."""
    words = GIL.replace("--size 2000", "--size 1000000000")
    going = watched(f"{words} --start-method {START_METHODS[name]}")
    going.until("warming up serial")
    for victim in victims(going.children, "pool worker"):
        going.send("STOP", victim)
    going.send(name)
    assert going.end().status == ENDING[name]


def test_impatience_does_no_harm(watched: Watching) -> None:
    """Many signals at once end the run once, in order."""
    going = watched(GIL)
    going.until("round 2:")
    for name in ("INT", "TERM", "INT", "HUP", "TERM"):
        going.send(name)
    ended = going.end()
    assert ended.status in (130, 143, 129)
    assert going.report().rounds >= 1 and "Traceback" not in ended.err


@pytest.mark.parametrize("name", ["TERM", "KILL"])
def test_an_origin_that_is_killed_ends_the_measuring(place: Path, name: str) -> None:
    """What was measured until then is shown and saved, with the reason, and the port is free."""
    ports: list[int] = []

    def kill(children: list[psutil.Process]) -> None:
        ports.extend(listening(children[0]))
        os.kill(children[0].pid, getattr(signal, f"SIG{name}"))

    ended, report = struck(place, IO, "round 2:", kill)
    (port,) = ports
    assert ended.status == 1 and refused(port)
    assert 1 <= report.rounds < ROUNDS
    assert "service-died" in {caveat.code for caveat in report.caveats}
    assert "origin" in ended.out


@pytest.mark.parametrize("name", ["KILL", "INT"])
def test_a_file_service_that_is_killed_ends_the_measuring(place: Path, name: str) -> None:
    """The same for the process that wrote the files; they are removed with the rest."""
    files: list[Path] = []

    def kill(children: list[psutil.Process]) -> None:
        files.extend(place.glob("concdemo-*/files-*"))
        os.kill(children[0].pid, getattr(signal, f"SIG{name}"))

    ended, report = struck(place, f"{IO} --target file --size 100", "round 2:", kill)
    assert ended.status == 1 and files
    assert "service-died" in {caveat.code for caveat in report.caveats}


def test_a_run_with_an_origin_that_is_killed_frees_the_port(watched: Watching) -> None:
    """Killed without a chance to clear up, its server is gone with it."""
    going = watched(IO)
    going.until("round 2:")
    (port,) = listening(going.children[0])
    going.send("KILL")
    assert going.end().status == ENDING["KILL"]
    assert refused(port)


def test_named_semaphores_are_known_by_the_arm_that_made_them(watched: Watching) -> None:
    """What the other tests look for in shared memory is really there while a pool is open."""
    if not Path("/dev/shm").is_dir():
        pytest.skip("semaphores have no names in the file system here")
    going = watched(f"{STAGES} --start-method spawn")
    going.until("round 2:")
    assert semaphores_of([one.pid for one in going.children])
    going.send("KILL")
    going.end()


# ── hanging ──────────────────────────────────────────────────────────────────

IMPATIENT = """
import sys
from concdemo.conduct import arms
arms.LATER_SAMPLE_LIMIT_S, arms.LATER_SAMPLE_FACTOR = 1.0, 0
from concdemo.cli.main import main
sys.exit(main())
"""


@pytest.mark.parametrize("role", ["threads", "pool worker"])
def test_a_hanging_arm_is_a_row_that_says_so(watched: Watching, role: str) -> None:
    """An arm that is stopped is given up after its limit, and the others complete."""
    going = watched(GIL, IMPATIENT)
    going.until("round 2:")
    for victim in victims(going.children, role):
        going.send("STOP", victim)
    assert going.end().status == 1
    for arm in going.report().arms:
        if arm.name == ("threads" if role == "threads" else "processes"):
            assert arm.status == "failed" and arm.reason is not None
            assert "no answer for 1 s" in arm.reason.en and "1초" in arm.reason.ko
        else:
            assert arm.status == "ok" and len(arm.samples) == ROUNDS


def test_a_child_that_is_silent_is_ended(place: Path) -> None:
    """Hearing waits no longer than it is told to, and leaves no process."""
    child = Child(place)
    with pytest.raises(ArmFault, match="nothing_to_serve"):  # but it is up
        child.ask({"service": {"entry": "builtins:nothing_to_serve"}}, LONG_S)
    process = psutil.Process(child.pid)
    process.suspend()
    eventually(lambda: process.status() == psutil.STATUS_STOPPED, what="it is stopped")
    with pytest.raises(ArmFault, match="gave no answer"):
        child.ask({"sample": {"size": 1}}, 0.3)
    assert not child.alive and not process.is_running()
    child.kill()


def test_a_stopped_warden_does_not_hold_up_the_end(
    watched: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warden that hangs is given a few seconds at the end, and no more."""
    patience = IMPATIENT.replace(
        "from concdemo.cli", "from concdemo.conduct import house\nhouse.WARDEN_LIMIT_S = 0.5\n"
        "from concdemo.cli", 1
    )  # fmt: skip
    going = watched(SHORT, patience)
    going.until("round 1:")
    going.send("STOP", going.warden)
    assert going.end().status == 0


# ── interrupted before there is anything to interrupt ────────────────────────


@pytest.mark.parametrize(
    "fault", [errors.Interrupted(15), KeyboardInterrupt(), OSError(11, "no more processes")]
)
def test_a_house_that_could_not_be_built_leaves_no_folder(
    place: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    """Whatever comes between the folder and the warden, the folder goes."""
    monkeypatch.setattr("tempfile.tempdir", str(place))

    def popen(*_: object, **__: object) -> Any:
        raise fault

    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises((type(fault), errors.MeasuringFault)), house.house():
        pass
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_room_for_a_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    """A disk that is full is told in one line, with the mend."""

    def full(*_: object, **__: object) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    assert main([*SHORT.split(), "--lang", language]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "TMPDIR" in one_line(err)
    assert bool(HANGUL.search(err)) == (language == "ko")


@pytest.mark.parametrize("limit", [6, 8, 10, 12, 16, 24])
def test_too_few_descriptors_for_the_run_itself(place: Path, limit: int) -> None:
    """However few files may be open: one line or a table, no traceback, nothing left."""
    command = f"ulimit -n {limit}; exec {shlex.join(PROGRAM)} {SHORT} --rounds 1"
    ended = shell(command, place)
    assert ended.status in (0, 1)
    if ended.out == "":
        assert "descriptor" in ended.err or "open files" in ended.err
    nothing_left(place, [])


# ── terminals and pipes ──────────────────────────────────────────────────────


def shell(command: str, place: Path, **changes: str) -> Ended:
    """Run a line of shell."""
    ended = subprocess.run(
        ["sh", "-c", command],
        env=environment(place, **changes),
        cwd=place,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=2 * LONG_S,
        check=False,
    )
    assert "Traceback" not in ended.stderr + ended.stdout, ended.stderr
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def on_a_terminal(
    words: list[str], place: Path, then: Callable[[int, str], None] | None = None, **changes: str
) -> tuple[int, str, bool]:
    """Run on a terminal that controls it; status, all output, and whether its settings are kept.

    ``then`` is called with the terminal's other end and all output so far, again and again.
    """
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)

    def take_the_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [*PROGRAM, *words],
        env=environment(place, TERM="xterm-256color", **changes),
        cwd=place,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=take_the_terminal,
    )
    seen = b""
    try:
        while process.poll() is None or select.select([master], [], [], 0)[0]:
            if select.select([master], [], [], 0.05)[0]:
                seen += os.read(master, 65_536)
                if then is not None:
                    then(master, seen.decode("utf-8", "replace"))
        kept = termios.tcgetattr(slave) == before
    finally:
        process.kill()
        process.wait()
        os.close(slave)
        os.close(master)
    return process.returncode, seen.decode("utf-8", "replace"), kept


def test_control_c_on_a_terminal(place: Path) -> None:
    """Ctrl-C: status 130, the rounds so far are shown and saved, the terminal is as it was."""
    pressed: list[int] = []

    def press(master: int, seen: str) -> None:
        if "round 3:" in seen and not pressed:
            pressed.append(os.write(master, b"\x03"))

    words = [*GIL.split(), "--json", "report.json"]
    status, seen, kept = on_a_terminal(words, place, press)
    nothing_left(place, [])
    assert pressed and status == 130 and kept
    report = schema.read(str(place / "report.json"))
    assert report.rounds >= 1 and "partial" in {caveat.code for caveat in report.caveats}
    assert "Interrupted" in seen and "Traceback" not in seen
    for switched in re.findall(r"\x1b\[\?(\d+)l", seen):  # a cursor that is hidden is shown again
        assert f"\x1b[?{switched}h" in seen


def test_control_c_on_the_doctor(place: Path) -> None:
    """The doctor can be sent away too."""
    pressed: list[int] = []

    def press(master: int, seen: str) -> None:
        if "listening" in seen and not pressed:
            pressed.append(os.write(master, b"\x03"))

    status, seen, kept = on_a_terminal(["doctor"], place, press)
    nothing_left(place, [])
    assert pressed and status == 130 and kept
    assert "Interrupted" in seen and "Traceback" not in seen


def test_a_terminal_that_is_closed(place: Path) -> None:
    """When the window goes, the run goes with it, and saves what it had measured."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *GIL.split(), "--json", "report.json"],
        env=environment(place),
        cwd=place,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    try:
        os.close(slave)
        seen = b""
        while b"round 2:" not in seen:
            assert select.select([master], [], [], LONG_S)[0]
            seen += os.read(master, 65_536)
        os.close(master)
        status = process.wait(LONG_S)
        nothing_left(place, [])
    finally:
        process.kill()
        process.wait()
    assert status in (ENDING["HUP"], 1)
    assert schema.read(str(place / "report.json")).rounds >= 1


@pytest.fixture(scope="module")
def saved() -> Iterator[tuple[Path, Ended]]:
    """A report that was measured, saved and shown, as a pipe was shown it."""
    with workplace() as folder:
        words = "gil --size 500 --tasks 2 --workers 2 --rounds 6 --json saved.json"
        ended = run(*words.split(), folder=folder)
        assert ended.status == 0, ended.err
        yield folder / "saved.json", ended


def test_a_reader_who_has_enough(place: Path, saved: tuple[Path, Ended]) -> None:
    """``| head -1``: the line is there, and not a word on standard error."""
    program = shlex.join(PROGRAM)
    ended = shell(f"{program} report {saved[0]} | head -1", place)
    assert ended.err == "" and ended.out.count("\n") == 1
    ended = shell(f"{program} --help | head -1", place)
    assert ended.err == ""


@pytest.mark.parametrize("words", ["report {saved}", "report {saved} --json -", "--help", SHORT])
def test_a_reader_who_is_gone(place: Path, saved: tuple[Path, Ended], words: str) -> None:
    """Nobody at the other end of the pipe, from the start: silence, and nothing left."""
    process = start(
        *words.format(saved=saved[0]).split(),
        folder=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(LONG_S) == 0 and err == b""
    nothing_left(place, [])


def test_a_reader_who_is_gone_does_not_cost_the_file(place: Path) -> None:
    """A report that was asked for is written though nobody reads the table."""
    words = [*SHORT.split(), "--json", "report.json"]
    process = start(*words, folder=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.close()
    process.wait(LONG_S)
    assert schema.read(str(place / "report.json")).rounds == 2


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed(place: Path, closed: str) -> None:
    """Without standard streams it measures and saves all the same."""
    ended = shell(f"{shlex.join(PROGRAM)} {SHORT} --json report.json {closed}", place)
    assert ended.status == 0
    assert schema.read(str(place / "report.json")).rounds == 2
    assert ended.err == ""
    assert bool(ended.out) == (">&-" not in closed.replace("2>&-", ""))


def test_json_on_a_closed_stream(place: Path, saved: tuple[Path, Ended]) -> None:
    """A report that was to be printed and can't be is told in one line."""
    ended = shell(f"{shlex.join(PROGRAM)} report {saved[0]} --json - >&-", place)
    assert ended.status == 1
    one_line(ended.err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_disk_that_is_full(place: Path, saved: tuple[Path, Ended], language: str) -> None:
    """Output that can't be written: one line and exit status 1, whichever way it was to go."""
    program = f"{shlex.join(PROGRAM)} report {saved[0]} --lang {language}"
    for words in (f"{program} > /dev/full", f"{program} --json - > /dev/full"):
        ended = shell(words, place)
        assert ended.status == 1
        assert bool(HANGUL.search(one_line(ended.err))) == (language == "ko")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_file_or_an_error_line_on_a_full_disk(place: Path, saved: tuple[Path, Ended]) -> None:
    """The table is shown all the same, unless it is the table that has no room."""
    program = f"{shlex.join(PROGRAM)} report {saved[0]}"
    ended = shell(f"{program} --json /dev/full", place)
    assert ended.status == 1 and "/dev/full" in one_line(ended.err) and ended.out
    ended = shell(f"{program} 2> /dev/full", place)
    assert ended.status == 0 and ended.out
    ended = shell(f"{shlex.join(PROGRAM)} {SHORT} > /dev/full", place)
    assert ended.status == 1
    one_line(ended.err)


def test_help_on_a_full_disk(place: Path) -> None:
    """Even a help text that can't be written is one line."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    ended = shell(f"{shlex.join(PROGRAM)} --help > /dev/full", place)
    assert ended.status == 1
    one_line(ended.err)


def test_a_pipe_gets_no_escapes(saved: tuple[Path, Ended]) -> None:
    """Without a terminal there is neither colour nor progress, and nothing on standard error."""
    _, ended = saved
    assert "\x1b" not in ended.out and "\r" not in ended.out
    assert ended.err == ""


def test_colour_on_a_terminal_unless_it_is_unwanted(place: Path, saved: tuple[Path, Ended]) -> None:
    """A terminal gets colour; with NO_COLOR it gets none; a dumb one no escape at all."""
    words = ["report", str(saved[0])]
    status, seen, kept = on_a_terminal(words, place)
    assert status == 0 and kept and COLOUR.search(seen)
    _, seen, _ = on_a_terminal(words, place, NO_COLOR="1")
    assert not COLOUR.search(seen) and "threads" in seen
    dumb = shell(f"TERM=dumb {shlex.join(PROGRAM)} {shlex.join(words)}", place)
    assert "\x1b" not in dumb.out


@pytest.mark.parametrize(("columns", "language"), [(60, "ko"), (80, "en"), (80, "ko"), (200, "en")])
def test_it_is_as_wide_as_it_is_told(
    place: Path, saved: tuple[Path, Ended], columns: int, language: str
) -> None:
    """No line is wider than COLUMNS, and every arm and verdict is still there."""
    words = ["report", str(saved[0]), "--lang", language]
    ended = run(*words, folder=place, changes={"COLUMNS": str(columns)})
    assert ended.status == 0
    assert max(cell_len(line) for line in ended.out.splitlines()) <= columns
    report = schema.read(str(saved[0]))
    for name in [arm.name for arm in report.arms] + [one.claim for one in report.verdicts]:
        assert name in ended.out
    assert bool(HANGUL.search(ended.out)) == (language == "ko")


def test_json_alone_on_standard_output(place: Path) -> None:
    """``--json -`` prints the report and nothing else, on neither stream."""
    ended = run(*SHORT.split(), "--json", "-", folder=place)
    assert ended.status == 0 and ended.err == ""
    assert schema.decode(ended.out.encode(), "-").rounds == 2
    assert ended.report["schema"] == "concdemo.report/1"


@pytest.mark.parametrize(
    ("words", "language"),
    [(SHORT, "en"), (f"{IO} --rounds 2", "ko"), ("gil --size 9 --rounds 1", "ko")],
)
def test_a_report_is_shown_again_as_it_was(place: Path, words: str, language: str) -> None:
    """What ``report`` shows is what the run showed, to the last character, also from a pipe."""
    words = f"{words} --lang {language} --json report.json"
    first = run(*words.split(), folder=place)
    again = run("report", "report.json", "--lang", language, folder=place)
    assert again == first
    saved = (place / "report.json").read_text(encoding="utf-8")
    piped = run("report", "-", "--lang", language, folder=place, stdin=saved)
    assert piped == first
    copied = run("report", "report.json", "--json", "-", folder=place)
    assert copied.out == saved and json.loads(saved)["command"] == words.split()
