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
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
