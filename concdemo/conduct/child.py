"""A child process and the line to it: start, ask, wait, kill with everything it started.

Each child leads a process group of its own, which its workers join, so that one signal
reaches all of them and none of the terminal's signals reaches any of them.
"""

import contextlib
import errno
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from concdemo import clock
from concdemo.conduct.warden import forget_semaphores
from concdemo.errors import ArmFault, MeasuringFault
from concdemo.text import Text

PACKAGE_ROOT = Path(__file__).resolve().parents[2]

KEPT_ENVIRONMENT = (
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "VIRTUAL_ENV", "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "PYTHON_GIL",
    "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy",
    "all_proxy", "no_proxy",
)  # fmt: skip
"""What a child may know of the user's environment; all else could make two runs differ."""

DIED = Text(
    "its process ended: {how}{last}",
    "프로세스가 끝나 버렸습니다: {how}{last}",
)
BY_SIGNAL = Text("killed by {signal}", "{signal} 신호로 종료")
BY_EXIT = Text("exit status {code}", "종료 코드 {code}")
SILENT = Text(
    "it gave no answer for {seconds:.0f} s and was ended",
    "{seconds:.0f}초 동안 답이 없어 종료했습니다",
)
CANNOT_START = Text(
    "No process could be started ({error}); free some memory or processes and try again.",
    "프로세스를 시작할 수 없습니다({error}). 메모리나 프로세스를 정리한 뒤 다시 해 보세요.",
)
NO_FILES_LEFT = Text(
    "No process could be started: there are too many open files; "
    "close some programs or raise the limit (ulimit -n).",
    "프로세스를 시작할 수 없습니다. 열린 파일이 너무 많습니다. "
    "다른 프로그램을 닫거나 한도(ulimit -n)를 올려 주세요.",
)
LAST_WORDS_BYTES = 4_096
DYING_POLLS, DYING_POLL_S = 100, 0.01


def environment(folder: Path) -> dict[str, str]:
    """The environment of a child whose temporary files go to ``folder``."""
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return {
        **kept,
        "TMPDIR": str(folder),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(PACKAGE_ROOT),
        "PYTHONUTF8": "1",
    }


def interpreter_flags() -> list[str]:
    """Flags of this interpreter that a child must share, and safe import paths."""
    gil = sys._xoptions.get("gil")  # noqa: SLF001 - its only, documented name
    return ["-P", *(["-X", f"gil={gil}"] if gil is not None else [])]


def cannot_start(error: OSError) -> MeasuringFault:
    """What to say when the system starts no process, with the mend that fits."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return MeasuringFault(NO_FILES_LEFT)
    return MeasuringFault(CANNOT_START.fill(error=error.strerror or error))


class Child:
    """One process of the run.

    Raises (from ``ask``):
        ArmFault: the child said that it can't, died, or was silent for too long.
    """

    def __init__(self, folder: Path) -> None:
        self._last_words: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._pending = b""
        try:
            self._process = subprocess.Popen(
                [sys.executable, *interpreter_flags(), "-m", "concdemo.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._last_words,
                env=environment(folder),
                cwd=folder,
                start_new_session=True,
            )
        except OSError as error:
            self._last_words.close()
            raise cannot_start(error) from error
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        os.set_blocking(self._from.fileno(), False)

    @property
    def pid(self) -> int:
        """Its process number, which is also its group's."""
        return self._process.pid

    def tell(self, request: dict[str, Any]) -> None:
        """Send a request without waiting for the answer."""
        try:
            self._to.write(json.dumps(request).encode() + b"\n")
            self._to.flush()
        except OSError:
            raise self._died() from None

    def hear(self, limit_s: float) -> dict[str, Any]:
        """Sleep until the answer is there, ``limit_s`` seconds at most."""
        deadline = clock.monotonic_ns() + int(limit_s * 1e9)
        while b"\n" not in self._pending:
            left = (deadline - clock.monotonic_ns()) / 1e9
            if left <= 0 or not select.select([self._from], [], [], left)[0]:
                self.kill()
                raise ArmFault(SILENT.fill(seconds=limit_s))
            data = os.read(self._from.fileno(), 1 << 16)
            if not data:
                raise self._died()
            self._pending += data
        line, _, self._pending = self._pending.partition(b"\n")
        answer = json.loads(line)
        if "error" in answer:
            error = answer["error"]
            raise ArmFault(Text(error["en"], error["ko"]), unavailable=error["unavailable"])
        ok: dict[str, Any] = answer["ok"]
        return ok

    def ask(self, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        """Send a request and sleep until its answer is there."""
        self.tell(request)
        return self.hear(limit_s)

    def _died(self) -> ArmFault:
        # Its pipe closes a moment before it is gone: wait for it to end in its own way, so
        # that the row tells that way and not our signal.
        for _ in range(DYING_POLLS):
            if not self.alive:
                break
            select.select([], [], [], DYING_POLL_S)
        self.kill()
        code = self._process.returncode
        if code < 0:
            try:
                how = BY_SIGNAL.fill(signal=signal.Signals(-code).name)
            except ValueError:
                how = BY_SIGNAL.fill(signal=-code)
        else:
            how = BY_EXIT.fill(code=code)
        return ArmFault(DIED.fill(how=how, last=self._last_line()))

    def _last_line(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            end = self._last_words.seek(0, os.SEEK_END)
            self._last_words.seek(max(0, end - LAST_WORDS_BYTES))
            lines = self._last_words.read().decode("utf-8", "replace").split("\n")
            lines = [line.strip() for line in lines if line.strip()]
            return f" ({lines[-1]})" if lines else ""
        return ""

    @property
    def alive(self) -> bool:
        """Whether it has not ended yet, without waiting and without reaping it."""
        if not hasattr(os, "waitid"):
            return self._process.poll() is None
        if self._process.returncode is not None:
            return False
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.pid, flags) is None

    def kill(self) -> None:
        """End it and everything it started, at once.  Doing so twice does no harm."""
        if self._process.returncode is None:
            # Its workers may outlive it: the group is killed before its leader is reaped,
            # while the group's number can't have gone to anyone else.
            if hasattr(os, "killpg"):
                with contextlib.suppress(OSError):
                    os.killpg(self.pid, signal.SIGKILL)
            else:
                self._process.kill()
            self._process.wait()
            forget_semaphores(self.pid)
        for stream in (self._to, self._from):
            with contextlib.suppress(OSError):
                stream.close()
