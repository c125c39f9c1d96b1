"""How long a server's own threads stood ready in the run queue, from all its processes."""

import contextlib
import os
from collections.abc import Iterable


def waited_ns(pids: Iterable[int]) -> int:
    """Run-queue wait of all living threads of these processes so far; -1 where nobody tells.

    Source: the second field of ``/proc/PID/task/TID/schedstat`` (Linux; proc(5)).
    """
    total, known = 0, False
    for pid in pids:
        with contextlib.suppress(OSError):  # it has ended since
            for thread in os.listdir(f"/proc/{pid}/task"):
                with contextlib.suppress(OSError, IndexError):
                    with open(f"/proc/{pid}/task/{thread}/schedstat", "rb") as file:
                        total += int(file.read().split()[1])
                    known = True
    return total if known else -1
