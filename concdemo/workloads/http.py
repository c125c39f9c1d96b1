"""HTTP requests through httpx, every response checked.

``Httpx`` gives each worker or lane a client of its own.  ``SharedHttpx`` lets all of
one process share one client: its connection pool looks at every request in flight for
every request that comes or goes, which grows with the square of what is in flight.
That is a property of that pool, not of asyncio.
"""

import contextlib
import ssl
import threading
import zlib
from typing import TYPE_CHECKING, Any

from concdemo.errors import TaskFailed
from concdemo.tape import Tape
from concdemo.wire import expected_body

if TYPE_CHECKING:
    import httpx

GRACE_S = 10.0
"""How much longer than the delay a response may take before the request counts as failed."""


class Httpx:
    """GET ``url`` with httpx; ``{task}`` in it becomes the task's number.

    Args:
        url: where to.
        delay_ms: how long the server is asked to wait, for the time limit.
        origin: True when the server is our own, whose exact answer is known.
        connections: how many connections one client may have open.
    """

    ran_in = 0

    def __init__(self, url: str, delay_ms: float, origin: bool, connections: int = 1) -> None:
        self._url = url
        self._timeout = delay_ms / 1000 + GRACE_S
        self._origin = origin
        self._connections = connections
        self._tls: ssl.SSLContext | bool = False if origin else _certificates()

    def _options(self) -> dict[str, Any]:
        import httpx

        return {
            "verify": self._tls,
            # httpx keeps 20 idle connections for 5 seconds unless told otherwise; between two
            # rounds of a run more would be closed and opened again, and be timed.
            "limits": httpx.Limits(
                max_connections=self._connections,
                max_keepalive_connections=self._connections,
                keepalive_expiry=None,
            ),
            "timeout": self._timeout,
            "trust_env": not self._origin,  # a proxy has no business on loopback
            "follow_redirects": not self._origin,
        }

    def _address(self, task: int, size: int) -> str:
        return self._url.replace("{task}", str(task)).replace("{size}", str(size))

    def _check(self, response: "httpx.Response", task: int, size: int) -> int:
        if response.status_code >= 400:
            raise TaskFailed(f"status {response.status_code}")
        if not self._origin:
            return response.status_code
        if response.content != expected_body(task, size):
            raise TaskFailed("wrong body")
        return zlib.crc32(response.content)

    def open(self) -> Any:
        """This worker's client."""
        import httpx

        return httpx.Client(**self._options())

    def call(self, own: "httpx.Client", task: int, size: int) -> int:
        """One request and its response."""
        import httpx

        try:
            response = own.get(self._address(task, size))
        except (httpx.HTTPError, OSError) as error:
            raise TaskFailed(type(error).__name__) from error
        return self._check(response, task, size)

    def trace(self, own: "httpx.Client", task: int, size: int, tape: Tape) -> None:
        """One request, recorded: waiting from the request sent to the response's head."""
        import httpx

        def watch(event: str, info: dict[str, Any]) -> None:
            if event.endswith("receive_response_headers.started"):
                tape.state("waiting")
            elif event.endswith("receive_response_headers.complete"):
                tape.state("running")

        with contextlib.suppress(httpx.HTTPError, OSError):
            own.get(self._address(task, size), extensions={"trace": watch})

    def close(self, own: "httpx.Client") -> None:
        """Close the client and its connection."""
        own.close()

    async def aopen(self) -> Any:
        """This lane's client."""
        import httpx

        return httpx.AsyncClient(**self._options())

    async def acall(self, own: "httpx.AsyncClient", task: int, size: int) -> int:
        """One request and its response, awaited."""
        import httpx

        try:
            response = await own.get(self._address(task, size))
        except (httpx.HTTPError, OSError) as error:
            raise TaskFailed(type(error).__name__) from error
        return self._check(response, task, size)

    async def aclose(self, own: "httpx.AsyncClient") -> None:
        """Close the client and its connection."""
        await own.aclose()


def _certificates() -> ssl.SSLContext:
    # Reading the machine's certificates takes longer than all else that a client does to
    # start, so the clients of one process share them; plain HTTP on loopback needs none.
    import httpx

    return httpx.create_ssl_context()


class SharedHttpx(Httpx):
    """The same requests through one client that all workers of a process share."""

    def __init__(self, url: str, delay_ms: float, origin: bool, connections: int) -> None:
        super().__init__(url, delay_ms, origin, connections)
        self._lock = threading.Lock()
        self._shared: Any = None

    def open(self) -> Any:
        """The one client, made by whoever comes first."""
        with self._lock:
            if self._shared is None:
                self._shared = super().open()
            return self._shared

    async def aopen(self) -> Any:
        """The one client, made by whoever comes first."""
        if self._shared is None:
            self._shared = await super().aopen()
        return self._shared
