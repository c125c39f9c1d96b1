"""Reading files, and writing the ones that are read.

asyncio has no file reads of its own: on a loop, a thread does them.
"""

import asyncio
import tempfile
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from concdemo.errors import TaskFailed
from concdemo.model import Parameters
from concdemo.wire import expected_body
from concdemo.workloads.blocking import Blocking


class ReadFile(Blocking):
    """Read one of the files of ``folder`` whole; the checksum is its content's CRC-32."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._lanes = 0
        self._threads: ThreadPoolExecutor | None = None

    def call(self, own: Any, task: int, size: int) -> int:
        """Read file number ``task`` and sum it up."""
        try:
            content = (self._folder / str(task)).read_bytes()
        except OSError as error:
            raise TaskFailed(type(error).__name__) from error
        if len(content) != size:
            raise TaskFailed("wrong length")
        return zlib.crc32(content)

    async def aopen(self) -> Any:
        """Nothing but one more thread that a read can be handed to."""
        self._lanes += 1

    async def acall(self, own: Any, task: int, size: int) -> int:
        """Hand the read to a thread and wait for it.

        The threads start with the first reads, which are the warm-up's, and stay: those of
        ``anyio.to_thread`` end with each run of the loop and would be started in every sample.
        """
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._lanes)
        loop = asyncio.get_running_loop()
        there = loop.run_in_executor(self._threads, self._call_there, task, size)
        checksum, self.ran_in = await there
        return checksum

    async def aclose(self, own: Any) -> None:
        """The last lane ends the threads."""
        self._lanes -= 1
        if self._lanes == 0 and self._threads is not None:
            self._threads.shutdown()
            self._threads = None

    def _call_there(self, task: int, size: int) -> tuple[int, int]:
        return self.call(None, task, size), threading.get_ident()


def write_files(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Write ``files`` files of ``size`` bytes each into a new folder; tell ``ready`` where."""
    files, size = parameters["files"], parameters["size"]
    assert isinstance(files, int) and isinstance(size, int)
    folder = Path(tempfile.mkdtemp(prefix="files-"))
    for number in range(files):
        (folder / str(number)).write_bytes(expected_body(number, size))
    ready({"folder": str(folder)})
