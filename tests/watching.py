"""A real run, watched on a terminal of its own, so that signals are sent at a known moment."""

import contextlib
import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import psutil
from helpers import (
    LONG_S,
    PROGRAM,
    Ended,
    environment,
    eventually,
    nothing_left,
    processes_under,
    run_here,
    words_of,
)

from concdemo import schema
from concdemo.cli.output import ProgressLine
from concdemo.model import Report


def started_by(conductor: int, found: list[psutil.Process]) -> list[psutil.Process]:
    """Services, then arms, in the order in which they were started."""
    workers = [one for one in found if "concdemo.worker" in words_of(one)]
    ours = [one for one in workers if one.ppid() == conductor]
    return sorted(ours, key=lambda one: (one.create_time(), one.pid))


def struck(
    folder: Path, words: str, progress: str, strike: Callable[[list[psutil.Process]], None]
) -> tuple[Ended, Report]:
    """A run conducted from here, to whose children that is done when it says that; its report.

    It waits meanwhile, and is held to leaving nothing behind.
    """
    own = psutil.Process()
    before = {*own.children(recursive=True)}
    known: list[psutil.Process] = []

    def say(_: ProgressLine, line: str) -> None:
        if progress in line and not known:
            known.extend({*own.children(recursive=True)} - before)
            strike(started_by(own.pid, known))

    with mock.patch.object(ProgressLine, "say", say):
        ended = run_here(*words.split(), "--json", "report.json", folder=folder)
    assert known, ended.err
    nothing_left(folder, known)
    return ended, schema.read(str(folder / "report.json"))


class Watched:
    """A run whose progress goes to a terminal of its own, and is read from there."""

    def __init__(self, folder: Path, words: str, code: str = "") -> None:
        self.folder = folder
        self.json = folder / "report.json"
        self._master, slave = pty.openpty()
        self._seen = ""
        self._over = False
        self._changed = threading.Condition()
        command = [sys.executable, "-c", code] if code else list(PROGRAM)
        self.process = subprocess.Popen(
            [*command, *words.split(), "--json", str(self.json)],
            env=environment(folder),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=(folder / "out").open("wb"),
            stderr=slave,
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.known: list[psutil.Process] = [psutil.Process(self.process.pid)]

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 4096)
            except OSError:  # the last one who had the terminal open is gone
                data = b""
            with self._changed:
                self._seen += data.decode("utf-8", "replace")
                self._over = not data
                self._changed.notify_all()
            if not data:
                return

    def until(self, progress: str) -> None:
        """Wait until the run says that; then stop it there, and look who belongs to it."""
        with self._changed:
            self._changed.wait_for(lambda: progress in self._seen or self._over, LONG_S)
        assert progress in self._seen, f"{progress!r} is not in {self._seen!r}"
        self.send("STOP")
        still = (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE)
        eventually(lambda: self.known[0].status() in still, what="it is stopped")
        self.known += self.known[0].children(recursive=True)

    def send(self, name: str, to: psutil.Process | None = None) -> None:
        """A signal to the run, or to one of its processes."""
        os.kill((to or self.known[0]).pid, getattr(signal, f"SIG{name}"))

    def end(self) -> Ended:
        """Let it go on, wait for its end, and hold it to leaving nothing behind."""
        self.send("CONT")
        status = self.process.wait(2 * LONG_S)
        nothing_left(self.folder, self.known)
        self._reader.join(LONG_S)
        out = (self.folder / "out").read_text(encoding="utf-8")
        return Ended(status, out, self._seen)

    def close(self) -> None:
        """Leave nothing behind of a test that failed half-way."""
        for process in {*self.known, *processes_under(self.folder)}:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self.process.kill()
        self.process.wait()
        self._reader.join(LONG_S)
        os.close(self._master)

    @property
    def warden(self) -> psutil.Process:
        """The warden."""
        return next(one for one in self.known[1:] if "warden.py" in " ".join(words_of(one)))

    @property
    def children(self) -> list[psutil.Process]:
        """Services, then arms, in the order in which they were started.

        Of what was found, a program that an arm measures may have ended meanwhile.
        """
        return started_by(self.process.pid, self.known[1:])

    def report(self) -> Report:
        """The report that it wrote."""
        return schema.decode(self.json.read_bytes(), str(self.json))


Watching = Callable[..., Watched]
"""Starts a run that is watched."""
