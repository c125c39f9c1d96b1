"""How much memory processes have, shared pages counted once.  Never resident size summed up.

Linux says a process's proportional set size: its own pages, and of each shared one its part.
Elsewhere it is the unique set size, by psutil, where that may be asked.
"""

import importlib
import os
import sys
from collections.abc import Iterable
from typing import Literal

from concdemo.host import has

How = Literal["PSS", "USS", "unknown"]

ROLLUP = "/proc/{}/smaps_rollup"


def how() -> How:
    """What can be known here of other processes of ours."""
    try:
        if _proportional("self") is not None:
            return "PSS"
    except OSError:
        pass
    # macOS tells nobody but root what belongs to another process.
    may = sys.platform != "darwin" or os.geteuid() == 0
    return "USS" if sys.platform != "linux" and has("psutil") and may else "unknown"


def total(pids: Iterable[int], way: How) -> int | None:
    """Bytes of these processes together; None where one of them is gone or nothing is known."""
    if way == "unknown":
        return None
    read = _proportional if way == "PSS" else _unique
    found = 0
    for pid in pids:
        try:
            size = read(pid)
        except OSError:
            return None
        if size is None:
            return None
        found += size
    return found


def _proportional(pid: int | str) -> int | None:
    with open(ROLLUP.format(pid), "rb") as lines:
        for line in lines:
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024
    return None


def _unique(pid: int | str) -> int | None:
    # By name, since the measured side imports nothing but the standard library.
    psutil = importlib.import_module("psutil")
    try:
        return int(psutil.Process(int(pid)).memory_full_info().uss)
    except psutil.Error:
        return None
