"""The warden: a process that clears up when the conductor can't.

Run as a script by the bare interpreter, so that it starts at once and costs little.  It
is told, a line each, which process groups belong to the run; when its standard input
ends, because the run is over or because the conductor was killed, it kills what is left
of them and removes the run's folder.  Signals that end a run must not end it first.
"""

import contextlib
import os
import shutil
import signal
import sys

SHARED_MEMORY = "/dev/shm"
"""Where Linux keeps named semaphores."""


def forget_semaphores(group: int) -> None:
    """Remove the semaphores that the killed process group's pool had named and not removed."""
    with contextlib.suppress(OSError):
        for name in os.listdir(SHARED_MEMORY):
            if name.startswith(f"sem.concdemo-{group}-"):
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(SHARED_MEMORY, name))


def main(folder: str) -> None:
    """Wait for the end of standard input, then clear up."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        word, _, group = line.strip().partition(" ")
        if word == "add":
            groups.add(int(group))
        else:
            groups.discard(int(group))
    for group in groups:
        with contextlib.suppress(OSError):
            os.killpg(group, signal.SIGKILL)
        forget_semaphores(group)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
