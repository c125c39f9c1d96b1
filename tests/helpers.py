"""What the tests with real processes share: running the program, waiting, finding leftovers.

Nothing here asserts what the program does, and nothing of pytest is imported: workers that
are started anew import this module's neighbours.
"""

import contextlib
import io
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unittest import mock

import psutil

import concdemo
from concdemo import clock

T = TypeVar("T")

ROOT = Path(concdemo.__file__).resolve().parents[1]
PROGRAM = (sys.executable, "-m", "concdemo")
LONG_S = 60.0
"""How long a test waits for what must happen, on however busy a machine."""

GONE_S = 2.0
"""How long anything of a run may outlive it."""

SHARED_MEMORY = Path("/dev/shm")
HANGUL = re.compile(r"[\uac00-\ud7a3]")


# ── waiting ──────────────────────────────────────────────────────────────────


def eventually(
    condition: Callable[[], T], within_s: float = LONG_S, step_s: float = 0.02, what: str = ""
) -> T:
    """The condition's first true value.

    Raises:
        AssertionError: it never became true.
    """
    deadline = clock.monotonic_ns() + int(within_s * 1e9)
    never = threading.Event()
    while not (value := condition()):
        assert clock.monotonic_ns() < deadline, f"not within {within_s} s: {what or condition}"
        never.wait(step_s)
    return value


# ── running the program ──────────────────────────────────────────────────────


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A new folder with a short name: the sockets of a process pool's start need a short one."""
    folder = Path(tempfile.mkdtemp(prefix="cd-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """A small environment whose temporary folder is ``folder``, so that leftovers can be found."""
    kept = (
        "PATH",
        "HOME",
        "VIRTUAL_ENV",
        "LD_LIBRARY_PATH",
        "PYTHONPYCACHEPREFIX",
        "CONCDEMO_STATE",
    )
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
        "PYTHONPATH": str(ROOT),
        **changes,
    }


def start(*words: str, folder: Path, changes: dict[str, str] | None = None, **how: Any) -> Any:
    """Start ``concdemo`` with these words; its ``subprocess.Popen``."""
    return subprocess.Popen(
        [*PROGRAM, *words],
        env=environment(folder, **(changes or {})),
        cwd=folder,
        **{"stdin": subprocess.DEVNULL, **how},
    )


def run(
    *words: str, folder: Path, changes: dict[str, str] | None = None, stdin: str | None = None
) -> Ended:
    """Run ``concdemo`` with these words to its end."""
    ended = subprocess.run(
        [*PROGRAM, *words],
        env=environment(folder, **(changes or {})),
        cwd=folder,
        input=stdin if stdin is not None else "",
        capture_output=True,
        encoding="utf-8",
        timeout=2 * LONG_S,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def run_here(*words: str, folder: Path, changes: dict[str, str] | None = None) -> Ended:
    """Run ``concdemo`` to its end as ``run`` does, but conduct it from this process.

    Its arms and services are processes all the same, which find the same environment; what is
    spared is a start of Python for each run. It is for what a run records and shows: what is
    asked of the process itself (signals, closed streams, terminals) is asked with ``run``.
    """
    from concdemo.cli.main import main

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, environment(folder, **(changes or {})), clear=True),
        mock.patch.object(tempfile, "tempdir", str(folder)),
        mock.patch.object(sys, "stdin", io.StringIO()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = main(words)
    if status > 128:  # a signal, which a run takes for itself, and which meant the tests
        raise KeyboardInterrupt
    return Ended(status, *(one.buffer.getvalue().decode() for one in (out, err)))


def one_line(err: str) -> str:
    """The one line that a fault is answered with.

    Raises:
        AssertionError: it is not one line of ours.
    """
    assert err.endswith("\n") and err.count("\n") == 1, err
    assert err.startswith("concdemo: ") and "Traceback" not in err, err
    return err.strip()


def in_its_language(line: str, language: str) -> bool:
    """Whether the line is written in the language that was asked for."""
    return bool(HANGUL.search(line)) == (language == "ko")


# ── what a run leaves behind ─────────────────────────────────────────────────


def alive(process: psutil.Process) -> bool:
    """Whether it still runs; what has ended and waits for its parent does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def words_of(process: psutil.Process) -> list[str]:
    """Its command line; nothing of one that has ended since it was found."""
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []


def processes_under(folder: Path) -> list[psutil.Process]:
    """All processes whose temporary folder is this one or one in it: those of a run started here.

    Children get an environment of their own, and their folder in it.
    """
    found = []
    for process in psutil.process_iter():
        try:
            place = process.environ().get("TMPDIR", "")
        except (psutil.Error, OSError):
            continue
        if Path(place).is_relative_to(folder) and place and alive(process):
            found.append(process)
    return found


def semaphores_of(numbers: list[int]) -> list[str]:
    """The named semaphores of these processes' pools."""
    if not SHARED_MEMORY.is_dir():
        return []
    prefixes = tuple(f"sem.concdemo-{number}-" for number in numbers)
    return [name for name in os.listdir(SHARED_MEMORY) if name.startswith(prefixes)]


def leftovers(folder: Path, known: list[psutil.Process]) -> list[str]:
    """What a run that was started in ``folder`` has left: processes, folders, semaphores."""
    left = [str(process) for process in {*known, *processes_under(folder)} if alive(process)]
    left += [str(path) for path in folder.glob("concdemo-*")]
    return left + semaphores_of([process.pid for process in known])


def nothing_left(folder: Path, known: list[psutil.Process]) -> None:
    """Hold a run that has ended to its promise.

    Raises:
        AssertionError: something of it is still there.
    """
    with contextlib.suppress(AssertionError):
        eventually(lambda: not leftovers(folder, known), within_s=GONE_S)
    assert leftovers(folder, known) == []


def listening(process: psutil.Process) -> list[int]:
    """The ports that a process listens on."""
    connections = process.net_connections(kind="tcp")
    return [one.laddr.port for one in connections if one.status == psutil.CONN_LISTEN]


def refused(port: int) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


# ── a server that misbehaves as it is told ───────────────────────────────────


class Act(NamedTuple):
    """What the server does with one request: bytes to send, and then."""

    data: bytes = b""
    then: str = "keep"  # the connection; or "close" it, "reset" it, "stall" until the client goes


def response(body: bytes, status: str = "200 OK", *more: str) -> bytes:
    """A whole HTTP response."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *more, "", ""]
    return "\r\n".join(head).encode() + body


@dataclass
class ScriptedServer:
    """Answers request after request as ``script(number, request line)`` says, from 0."""

    script: Callable[[int, str], Act]

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.lines: list[str] = []
        self.connections = 0
        self.bite = 0  # send so many bytes at a time; 0: all at once
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: list[socket.socket] = []
        self._closing = False
        self._threads[0].start()

    def __enter__(self) -> "ScriptedServer":
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closing = True
            connections = list(self._open)
        # A shutdown wakes whoever is blocked on the socket, which a close would not.
        for one in (self._listener, *connections):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(LONG_S)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            with self._lock:
                if self._closing:
                    connection.close()
                    return
                self.connections += 1
                self._open.append(connection)
                thread = threading.Thread(target=self._serve, args=[connection], daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, contextlib.suppress(OSError):
            while True:
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    data = connection.recv(1)
                    if not data:
                        return
                    head += data
                with self._lock:
                    number = len(self.lines)
                    self.lines.append(head.split(b"\r\n")[0].decode())
                data, then = self.script(number, self.lines[number])
                bite = self.bite or max(1, len(data))
                for at in range(0, len(data), bite):
                    connection.sendall(data[at : at + bite])
                    if self.bite:
                        threading.Event().wait(0.002)
                if then == "reset":
                    linger = struct.pack("ii", 1, 0)
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                if then in ("reset", "close"):
                    return
                if then == "stall":
                    connection.recv(1)
                    return


def closed_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
