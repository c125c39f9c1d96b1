"""Node.js as a child of its arm: a line asks for a run, a line with the steps answers.

The child lives in its arm's process group, ends with its standard input, and is killed when
an answer takes too long.  It gets nothing of the user's environment that could change it.
"""

import contextlib
import json
import os
import select
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.order.programs import Done
from concdemo.text import Text

SCRIPT = Path(__file__).with_name("programs.js")
KEPT_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT")
LIMIT_S = 20.0
"""Longer than its programs wait by far, for a machine that is very busy."""

ENDING_S = 2.0

NO_START = Text("node can't be started: {error}", "node를 시작할 수 없습니다: {error}")
SILENT = Text(
    "node gave no answer for {seconds:.0f} s and was ended",
    "node가 {seconds:.0f}초 동안 답하지 않아 종료했습니다",
)
STRANGE = Text(
    "{path} doesn't answer as Node.js does; name another with --node",
    "{path}은(는) Node.js처럼 답하지 않습니다. --node로 다른 것을 지정해 주세요",
)


class Node:
    """A Node.js process that runs the programs when it is asked to.

    Raises:
        ArmFault: it can't be started, or isn't Node.js.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._pending = b""
        kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        try:
            self._process = subprocess.Popen(
                [path, str(SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=kept,
                bufsize=0,
            )
        except OSError as error:
            raise ArmFault(NO_START.fill(error=error.strerror or error)) from error
        try:
            ready = self._hear()
            self.version = str(ready["version"])
            self._cpu_ns = int(ready["cpu_ns"])
        except (KeyError, TypeError, ValueError):
            self.close()
            raise ArmFault(STRANGE.fill(path=path)) from None
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def run(self, names: Iterable[str], wait_s: float) -> tuple[list[Done], int]:
        """The steps of these programs, and the CPU time that it used since its last answer, in ns.

        Raises:
            ArmFault: it ended, was silent for too long, or answered something else.
        """
        asked = {"programs": list(names), "wait_ms": wait_s * 1000}
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(json.dumps(asked).encode() + b"\n")
            answer = self._hear()
            done = [
                Done(str(program), str(track), str(did), int(at_ns), int(thread))
                for program, track, did, at_ns, thread in answer["steps"]
            ]
            used_ns = int(answer["cpu_ns"]) - self._cpu_ns
        except (OSError, KeyError, TypeError, ValueError):
            raise ArmFault(STRANGE.fill(path=self._path)) from None
        self._cpu_ns += used_ns
        return done, used_ns

    def _hear(self) -> Any:
        """Its next line; ValueError where there is none, or no JSON on it."""
        stdout = self._process.stdout
        assert stdout is not None
        deadline = clock.monotonic_ns() + int(LIMIT_S * 1e9)
        while b"\n" not in self._pending:
            left_s = (deadline - clock.monotonic_ns()) / 1e9
            if left_s <= 0 or not select.select([stdout], [], [], left_s)[0]:
                self.close()
                raise ArmFault(SILENT.fill(seconds=LIMIT_S))
            data = os.read(stdout.fileno(), 1 << 16)
            if not data:
                raise ValueError("it ended")
            self._pending += data
        line, _, self._pending = self._pending.partition(b"\n")
        return json.loads(line)

    def close(self) -> None:
        """End it.  Doing so twice does no harm."""
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with contextlib.suppress(OSError):
                stream.close()
        try:
            self._process.wait(ENDING_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
