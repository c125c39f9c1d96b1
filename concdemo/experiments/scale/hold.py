"""One number of waits, held once in a fresh process, and what it cost.

Memory that an earlier number left behind in a process would hide what this one takes: so
each has a process that is started for it (``waiters``) and ends with it.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import concdemo
from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments import memory
from concdemo.text import Text

SCRIPT = Path(__file__).with_name("waiters.py")
PACKAGE_ROOT = Path(concdemo.__file__).resolve().parents[1]
MS = 1_000_000

KILLED = 9
"""The signal that a process gets when the system has no memory left for it."""

WENT_WRONG = Text(
    "holding {count:,} went wrong: {why}",
    "{count:,}개를 기다리다가 잘못됐습니다: {why}",
)
ENDED = Text("its process ended ({status})", "프로세스가 끝나 버렸습니다({status})")
NO_MEMORY = Text(
    "how much memory its process has can't be read",
    "프로세스가 쓰는 메모리를 읽을 수 없습니다",
)


@dataclass(frozen=True, slots=True)
class Held:
    """So many waits, held at once.  Bytes are None where the system does not tell."""

    count: int
    hold_ns: int  # what each of them ideally lasts, and so all of them together
    start_ns: int  # until the last of them waited
    total_ns: int  # until the last of them had ended
    grown_bytes: int | None  # by which memory grew
    peak_bytes: int | None  # of its process, resident, everything included

    @property
    def over_ns(self) -> int:
        """Time beyond the ideal."""
        return self.total_ns - self.hold_ns


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: waits that were held, the limit that was hit, or neither."""

    held: Held | None = None
    limit: str | None = None
    span_ns: int = 0  # from the first one's beginning to wait until memory had been read
    cpu_ns: int = 0


class Fresh:
    """A process of its own for one number of waits; it is gone when the block ends."""

    def __init__(self, kind: str, count: int, hold_ms: int, address: Sequence[str]) -> None:
        gil = sys._xoptions.get("gil")  # noqa: SLF001 - its only, documented name
        flags = ["-P", "-S", *(["-X", f"gil={gil}"] if gil is not None else [])]
        words = [kind, str(count), str(hold_ms), *address]
        self._process = subprocess.Popen(
            [sys.executable, *flags, str(SCRIPT), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(PACKAGE_ROOT)},
        )
        self.pid = self._process.pid
        self.cpu_ns = 0
        self.peak_bytes: int | None = None
        self._status = 0

    def __enter__(self) -> "Fresh":
        return self

    def __exit__(self, fault: object, *_: object) -> None:
        if fault is not None and self._process.returncode is None:
            os.kill(self.pid, KILLED)
        self.end()

    def hear(self) -> list[str]:
        """The words of the next line; none when it has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode().split()

    def go(self) -> None:
        """Tell it to begin."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()

    def end(self) -> int:
        """End it if it goes on, and take note of what it used; its exit status."""
        process = self._process
        if process.returncode is None:
            assert process.stdin is not None and process.stdout is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            if process.stdout.read(1):  # it closes its end by ending, and by nothing else
                os.kill(self.pid, KILLED)
            process.stdout.close()
            self._reap()
        return self._status

    def _reap(self) -> None:
        if not hasattr(os, "wait4"):
            self._status = self._process.wait()
            return
        _, status, used = os.wait4(self.pid, 0)
        self._status = self._process.returncode = os.waitstatus_to_exitcode(status)
        # Its own and that of the processes it has waited for.
        self.cpu_ns = round((used.ru_utime + used.ru_stime) * 1e9)
        self.peak_bytes = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def hold(kind: str, count: int, hold_ms: int, address: Sequence[str], way: memory.How) -> Outcome:
    """Hold so many waits at once, once, in a fresh process.

    Args:
        hold_ms: how long each wait lasts.
        address: host and port of the origin, for sockets.
        way: how memory is read.
    Returns:
        An outcome without ``held`` and ``limit`` where not all of them waited at once.
    Raises:
        ArmFault: something else went wrong.
    """
    try:
        fresh = Fresh(kind, count, hold_ms, address)
    except OSError as error:
        raise ArmFault(WENT_WRONG.fill(count=count, why=error.strerror or error)) from error
    with fresh:
        lines, before, after = [fresh.hear()], None, None
        span_ns = read_ns = start_ns = 0
        if lines[-1] == ["ready"]:
            before = memory.total([fresh.pid], way)
            if before is None and way != "unknown":
                raise ArmFault(WENT_WRONG.fill(count=count, why=NO_MEMORY))
            fresh.go()
            lines.append(fresh.hear())
        if lines[-1][:1] == ["held"]:
            _, start, since, *pids = lines[-1]
            heard_ns, start_ns = clock.monotonic_ns(), int(start)
            after = memory.total([fresh.pid, *map(int, pids)], way)
            read_ns = clock.monotonic_ns()
            span_ns = int(since) + read_ns - heard_ns
            lines.append(fresh.hear())
        status = fresh.end()
    last = lines[-1]
    if last[:1] == ["limit"]:
        return Outcome(limit=last[1], span_ns=span_ns, cpu_ns=fresh.cpu_ns)
    if status == -KILLED:
        return Outcome(limit="killed", span_ns=span_ns, cpu_ns=fresh.cpu_ns)
    if last[:1] != ["done"]:
        why = " ".join(last[1:]) if last[:1] == ["failed"] else ENDED.fill(status=status)
        raise ArmFault(WENT_WRONG.fill(count=count, why=why))
    total_ns, first_ns = int(last[1]), int(last[2])
    at_once = first_ns > read_ns and (way == "unknown" or after is not None)
    if not at_once:
        return Outcome(span_ns=span_ns, cpu_ns=fresh.cpu_ns)
    grown = after - before if after is not None and before is not None else None
    held = Held(count, hold_ms * MS, start_ns, total_ns, grown, fresh.peak_bytes)
    return Outcome(held, None, span_ns, fresh.cpu_ns)
