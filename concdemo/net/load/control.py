"""An arm's line to the load generator."""

import json
import socket

from concdemo.errors import ArmFault
from concdemo.net.load.spec import Load, Loaded
from concdemo.text import Text

HOST = "127.0.0.1"
SPARE_S = 60.0
"""How much longer than a load can take its answer is waited for."""

GONE = Text("the load generator has gone", "부하 생성기가 사라졌습니다")


class Unreachable(ConnectionError):
    """A server could not be reached at all, or the load generator could not; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Line:
    """A control connection.  When it is closed, in mid-load too, the generator stops its load.

    Raises:
        ArmFault: there is no load generator any more.
    """

    def __init__(self, port: int) -> None:
        try:
            self._socket = socket.create_connection((HOST, port))
        except OSError as error:
            raise ArmFault(GONE) from error
        self._answers = self._socket.makefile("rb")

    def load(self, load: Load) -> Loaded:
        """Have the load run, and wait for what came of it.

        Raises:
            Unreachable (a ConnectionError): a server gave no answer at all, or the generator none.
        """
        # At most: of each stream a first answer and its connections, then the window and the drain.
        waits = (load.drain_ns * (1 + 2 * len(load.streams)) + load.box_ns) / 1e9
        self._socket.settimeout(waits + SPARE_S)
        try:
            self._socket.sendall(json.dumps({"load": load.as_dict()}).encode() + b"\n")
            line = self._answers.readline()
        except OSError as error:
            raise Unreachable(GONE) from error
        if not line:
            raise Unreachable(GONE)
        answer = json.loads(line)
        if "error" in answer:
            raise Unreachable(Text(**answer["error"]))
        return Loaded.from_dict(answer["ok"])

    def close(self) -> None:
        """Hang up."""
        self._answers.close()
        self._socket.close()
