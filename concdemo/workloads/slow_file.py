"""Reading slow files: named pipes, whose writer takes its time.

What a file on this machine holds is read from memory at once, so a wait for a file can only be
had from a slow one.  A named pipe is opened and read like any file, and its writer decides when
the bytes come: the first at once, the rest after the delay.

::

    reader                        writer, a thread a file
    open ───────────────────────▶ its open returns
    (first byte there)  ◀──────── a new pipe takes the name; first byte
    read() … blocks … ◀────────── after the delay: the rest, and the end

The name is given to a new pipe before the old one ends, so that a reader who comes next can
never meet the writer's end of the last delivery.
"""

import contextlib
import os
import select
import tempfile
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from concdemo import clock
from concdemo.errors import TaskFailed
from concdemo.model import Parameters
from concdemo.tape import Tape, recording
from concdemo.wire import expected_body
from concdemo.workloads.blocking import Blocking, HandedToThreads

PATIENCE_MS = 3_000
"""How long the first byte, which comes at once, may take before the writer counts as gone."""


class SlowFile(Blocking):
    """Read file number ``task`` of ``folder`` with an ordinary read; on a loop, in the coroutine.

    The checksum is the content's CRC-32.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._writer_is_gone = False

    def call(self, own: Any, task: int, size: int) -> int:
        """Open the file, block until it has been read to its end, and sum it up."""
        return self._read(task, size, None)

    def trace(self, own: Any, task: int, size: int, tape: Tape) -> None:
        """``call``, recorded: the read is waiting."""
        self._read(task, size, tape)

    async def acall(self, own: Any, task: int, size: int) -> int:
        """``call``, on the loop's own thread: the loop does nothing else meanwhile."""
        return self._read(task, size, recording.get())

    def _read(self, task: int, size: int, tape: Tape | None) -> int:
        try:
            with open(self._folder / str(task), "rb", opener=self._open) as file:
                if tape is not None:
                    tape.state("waiting")
                content = file.read()
                if tape is not None:
                    tape.state("running")
        except OSError as error:
            raise TaskFailed(type(error).__name__) from error
        if content != expected_body(task, size):
            raise TaskFailed("wrong content")
        return zlib.crc32(content)

    def _open(self, path: str, flags: int) -> int:
        """Open a pipe without waiting for its writer for ever, then let reads block as usual.

        Raises:
            TaskFailed: nobody writes into it.
        """
        if self._writer_is_gone:
            raise TaskFailed("no writer")
        descriptor = os.open(path, flags | os.O_NONBLOCK)
        try:
            poll = select.poll()
            poll.register(descriptor, select.POLLIN)
            if not poll.poll(PATIENCE_MS):
                self._writer_is_gone = True  # the tasks that follow need not find it out again
                raise TaskFailed("no writer")
            os.set_blocking(descriptor, True)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


class SlowFileInThread(HandedToThreads, SlowFile):
    """The same read; on a loop, handed to a thread."""


def deliver_slowly(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Make ``files`` pipes and deliver ``size`` bytes, ``delay_ms`` late, whenever one is opened.

    ``ready`` is told their folder; their threads go on until this process is ended.
    """
    files, size, delay_ms = parameters["files"], parameters["size"], parameters["delay_ms"]
    assert isinstance(files, int) and isinstance(size, int)
    assert isinstance(delay_ms, int | float)
    folder = Path(tempfile.mkdtemp(prefix="slow-"))
    for number in range(files):
        path, body = folder / str(number), expected_body(number, size)
        os.mkfifo(path)
        how = (path, body, delay_ms / 1000)
        threading.Thread(target=_deliver, args=how, daemon=True).start()
    ready({"folder": str(folder)})


def _deliver(path: Path, body: bytes, seconds: float) -> None:
    following = path.with_suffix(".next")
    while True:
        descriptor = os.open(path, os.O_WRONLY)  # blocks until somebody reads
        try:
            os.mkfifo(following)
            following.replace(path)
            with contextlib.suppress(BrokenPipeError):  # whoever read it has gone
                os.write(descriptor, body[:1])
                clock.sleep(seconds)
                os.write(descriptor, body[1:])
        finally:
            os.close(descriptor)
