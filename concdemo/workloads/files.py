"""Reading files, and writing the ones that are read.

asyncio has no file reads of its own: on a loop, a thread does them.
"""

import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from concdemo.errors import TaskFailed
from concdemo.model import Parameters
from concdemo.wire import expected_body
from concdemo.workloads.blocking import HandedToThreads


class ReadFile(HandedToThreads):
    """Read one of the files of ``folder`` whole; the checksum is its content's CRC-32."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def call(self, own: Any, task: int, size: int) -> int:
        """Read file number ``task`` and sum it up."""
        try:
            content = (self._folder / str(task)).read_bytes()
        except OSError as error:
            raise TaskFailed(type(error).__name__) from error
        if len(content) != size:
            raise TaskFailed("wrong length")
        return zlib.crc32(content)


def write_files(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Write ``files`` files of ``size`` bytes each into a new folder; tell ``ready`` where."""
    files, size = parameters["files"], parameters["size"]
    assert isinstance(files, int) and isinstance(size, int)
    folder = Path(tempfile.mkdtemp(prefix="files-"))
    for number in range(files):
        (folder / str(number)).write_bytes(expected_body(number, size))
    ready({"folder": str(folder)})
