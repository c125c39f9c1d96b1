"""Which processes belong to a server: a root and all that it started, and a whole group.

Nothing but the standard library is needed, so that an arm can count its server's processes:
``/proc`` is read where it is, elsewhere ``ps`` is asked.
"""

import contextlib
import os
import signal
import subprocess
import sys
from typing import NamedTuple

PROC = "/proc"
ROUNDS = 100


class Living(NamedTuple):
    """A process that has not ended."""

    pid: int
    parent: int
    group: int


def living() -> list[Living]:
    """All processes that have not ended; those that only wait to be buried have."""
    return _from_proc() if sys.platform == "linux" else _from_ps()


def _from_proc() -> list[Living]:
    found = []
    for name in os.listdir(PROC):
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError):  # it has ended since
            with open(f"{PROC}/{name}/stat", "rb") as file:
                # Its command stands in brackets and may hold anything, brackets too (proc(5)).
                state, parent, group, *_ = file.read().rpartition(b") ")[2].split()
            if state not in (b"Z", b"X"):
                found.append(Living(int(name), int(parent), int(group)))
    return found


def _from_ps() -> list[Living]:
    told = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,stat="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in told.stdout.splitlines()]
    return [
        Living(int(pid), int(parent), int(group))
        for pid, parent, group, state, *_ in rows
        if not state.startswith("Z")
    ]


def tree(root: int) -> list[int]:
    """A living process and its living descendants, itself first; empty if it has ended."""
    everyone = living()
    if not any(one.pid == root for one in everyone):
        return []
    children: dict[int, list[int]] = {}
    for one in everyone:
        children.setdefault(one.parent, []).append(one.pid)
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def end_group_but_me() -> None:
    """Kill all other processes of the group that this process leads; if it leads none, nobody.

    Who belongs to the group without being our child any more is reached as well, and who is
    started meanwhile.
    """
    me = os.getpid()
    if not hasattr(os, "getpgrp") or os.getpgrp() != me:
        return
    for _ in range(ROUNDS):  # one who can't be killed must not keep us here
        others = [one.pid for one in living() if one.group == me and one.pid != me]
        if not others:
            return
        for pid in others:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
