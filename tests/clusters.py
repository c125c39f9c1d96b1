"""A private PostgreSQL for tests: a cluster in a folder of its own, gone when they end.

The server reads nothing of the machine's own servers and writes outside its folder nothing.  It
ends with this process, however that ends: a shell beside it waits for the end of a pipe whose
other end is here, and takes the server and the folder away.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers import LONG_S, closed_port, eventually

ROLE = "postgres"
GUARDED = "guarded"
PASSWORD = "open-sesame"
ATTEMPTS = 3
"""Between finding a free port and listening on it, another may take it."""

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps the server's programs, which are on nobody's PATH."""

RULES = f"""
host all {GUARDED} 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
local all all trust
"""
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
}
"""Nothing of it needs to outlive anything, and nothing should compute beside what is measured."""

GUARD = """
"$@" </dev/null >>log 2>&1 &
cat
kill -QUIT $!
wait
rm -rf "$0"
"""
"""Nothing is ever written into the pipe, so ``cat`` ends when its other end is closed."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server that runs.  ``folder`` holds its socket; ``pid`` is its first process."""

    folder: Path
    port: int
    pid: int

    @property
    def dsn(self) -> str:
        """Over TCP, as a role that needs no password."""
        return f"postgresql://{ROLE}@127.0.0.1:{self.port}/postgres"

    @property
    def socket_dsn(self) -> str:
        """The same over its Unix socket."""
        return f"host={self.folder} port={self.port} user={ROLE} dbname=postgres"

    def guarded(self, password: str = PASSWORD) -> str:
        """As a role that needs a password, with this one."""
        return f"postgresql://{GUARDED}:{password}@127.0.0.1:{self.port}/postgres"

    def kill(self) -> None:
        """End it as a crash would, and with it all its processes."""
        os.kill(self.pid, signal.SIGKILL)


def programs() -> Path | None:
    """The folder of the newest server's programs; None where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    if INSTALLED.is_dir():
        versions = [one for one in INSTALLED.iterdir() if one.name.isdigit()]
        folders += [one / "bin" for one in sorted(versions, key=lambda one: -int(one.name))]
    wanted = ("initdb", "postgres")
    return next(
        (folder for folder in folders if all((folder / name).exists() for name in wanted)), None
    )


def why_not() -> str | None:
    """Why no cluster can be had here; None if one can."""
    if os.name != "posix":
        return "private clusters need POSIX"
    if programs() is None:
        return "PostgreSQL is not installed"
    if os.geteuid() == 0 and not _lesser():
        return "PostgreSQL refuses to run as root, and there is no other user"
    return None


def _lesser() -> dict[str, Any]:
    """How a program is started that refuses to run as root; as whom, by number."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {}


@contextlib.contextmanager
def files() -> Iterator[Path]:
    """The folder of a cluster that no server runs, for many to begin with a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="cd-pg-", dir="/tmp"))
    try:
        _make(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def cluster(like: Path | None = None, **settings: str) -> Iterator[Cluster]:
    """A running server with these settings in postgresql.conf's words, ``max_connections`` say.

    Args:
        like: the files of another cluster to copy, which is far quicker than making them.

    Raises:
        AssertionError: it does not start; with what it said.
    """
    for attempt in range(1, ATTEMPTS + 1):
        # A short name: a Unix socket's path may not be long.
        folder = Path(tempfile.mkdtemp(prefix="cd-pg-", dir="/tmp"))
        try:
            _make(folder) if like is None else _copy(like, folder)
            port = closed_port()
            with _serving(folder, port, {**QUICK, **settings}) as pid:
                if pid > 0:
                    yield Cluster(folder, port, pid)
                    return
                assert attempt < ATTEMPTS, (folder / "log").read_text()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _make(folder: Path) -> None:
    """The cluster's files, and the role with a password."""
    lesser, place = _lesser(), programs()
    assert place is not None
    if lesser:
        os.chown(folder, lesser["user"], lesser["group"])
    how: dict[str, Any] = {"cwd": folder, "capture_output": True, "text": True, **lesser}
    words = ("-D", "data", "-U", ROLE, "--auth=trust", "--no-sync", "--locale=C", "-E", "UTF8")
    made = subprocess.run([place / "initdb", *words], check=False, timeout=2 * LONG_S, **how)
    assert made.returncode == 0, made.stderr
    (folder / "data" / "pg_hba.conf").write_text(RULES)
    role = f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}';\n"
    single = [str(place / "postgres"), "--single", "-D", "data", "postgres"]
    done = subprocess.run(single, input=role, check=False, timeout=LONG_S, **how)
    assert done.returncode == 0, done.stderr


def _copy(like: Path, folder: Path) -> None:
    """Another cluster's files, with their owner and modes."""
    if lesser := _lesser():
        os.chown(folder, lesser["user"], lesser["group"])
    subprocess.run(["cp", "-a", like / "data", folder / "data"], check=True, timeout=LONG_S)


@contextlib.contextmanager
def _serving(folder: Path, port: int, settings: dict[str, str]) -> Iterator[int]:
    """The number of the server's first process; -1 where it has not started."""
    place = programs()
    assert place is not None
    places = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder)}
    words = [f"--{name}={value}" for name, value in {**places, **settings}.items()]
    server = [str(place / "postgres"), "-D", "data", "-p", str(port), *words]
    guard = subprocess.Popen(
        ["sh", "-c", GUARD, str(folder), *server],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **_lesser(),
    )
    try:
        yield eventually(lambda: _started(folder), what="PostgreSQL starts")
    finally:
        assert guard.stdin is not None
        guard.stdin.close()
        try:
            guard.wait(LONG_S)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(guard.pid, signal.SIGKILL)


def _started(folder: Path) -> int:
    """The server's number once it takes connections, 0 before; -1 where it has given up."""
    with contextlib.suppress(OSError):
        lines = (folder / "data" / "postmaster.pid").read_text().split()
        if lines and lines[-1] == "ready":
            return int(lines[0])
    log = folder / "log"
    return -1 if log.exists() and "FATAL" in log.read_text() else 0
