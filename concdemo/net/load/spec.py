"""What the load generator can be asked for, and what it answers: facts with a form in JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from concdemo.text import Text

MOST_REQUESTS = 2_000_000
"""Of one load: their latencies take 16 MB."""

DRAIN_NS = 5_000_000_000

POLICY = Text(
    "One client asks all servers in the same way: one process, which waits in the system for its "
    "sockets to be readable (it doesn't poll), reads and checks what has come, and sends the next "
    "requests of those connections at once.",
    "어느 서버든 같은 클라이언트가 같은 방식으로 요청합니다. 프로세스 하나가 소켓에 읽을 것이 올 "
    "때까지 운영체제 안에서 기다리고(폴링하지 않음), 온 답을 읽어서 확인한 뒤 곧바로 그 연결들의 "
    "다음 요청을 보냅니다.",
)
"""The one way in which every server of every row is asked, for the facts of a report.

Which core it is on is said beside it: not everywhere it has one of its own.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP/1.1 request.  ``HEAD`` isn't understood: its answers have a length and no body."""

    method: str = "GET"
    target: str = "/"
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = (self.method, self.target, *self.headers, *self.headers.values())
        if any(set(word) & set("\r\n\0") for word in words):
            raise ValueError("a request's words can't hold line ends")
        if not self.method.isalpha() or self.method.upper() == "HEAD":
            raise ValueError(f"not a method: {self.method}")
        if not self.target.startswith("/") or not self.target.isascii() or " " in self.target:
            raise ValueError(f"not a target: {self.target}")

    def encode(self, host: str, port: int) -> bytes:
        """The bytes that are sent; a body is said to be JSON unless ``headers`` say otherwise."""
        headers = {"host": f"{host}:{port}"}
        if self.body:
            headers["content-type"] = "application/json"
        headers |= {name.lower(): value for name, value in self.headers.items()}
        body = self.body.encode()
        if body or self.method.upper() in ("POST", "PUT", "PATCH"):
            headers["content-length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return (
            f"{self.method.upper()} {self.target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body
        )


@dataclass(frozen=True, slots=True)
class Expect:
    """What a right answer is.

    Every body is compared as JSON with ``json``.  Where that is None, a body must be as long as
    the stream's first, unless ``any_length``.
    """

    status: int = 200
    json: Any = None
    any_length: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of request to one server.

    ``rate`` None is the closed model: ``connections`` requests are in flight, and the next is sent
    as soon as an answer is there.  A number is the open model: so many requests are due a second,
    evenly spaced, whatever becomes of those before; each waits for one of ``connections`` free
    connections, and its latency counts from the moment when it was due.

    ``first`` is asked before the window in place of ``request``, where that would take long; of its
    answer only the status is looked at.
    """

    name: str
    host: str
    port: int
    request: Request = field(default_factory=Request)
    expect: Expect = field(default_factory=Expect)
    connections: int = 1
    rate: float | None = None
    first: Request | None = None

    def __post_init__(self) -> None:
        if self.connections < 1 or not 0 < self.port < 1 << 16:
            raise ValueError("a stream needs a port and at least one connection")
        if self.rate is not None and not 0 < self.rate <= 1e6:
            raise ValueError("a rate is above 0 and at most a million a second")


@dataclass(frozen=True, slots=True)
class Load:
    """Streams that run side by side for ``box_ns``, and at most ``most`` requests of them all.

    What is in flight at the end of the window is waited for, for at most ``drain_ns``; so long is
    also waited for the connections and for one first answer of each stream, before the window.
    ``pids`` are the processes whose CPU time within the window is told.
    """

    streams: tuple[Stream, ...]
    box_ns: int
    most: int = MOST_REQUESTS
    drain_ns: int = DRAIN_NS
    pids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.streams or len({one.name for one in self.streams}) < len(self.streams):
            raise ValueError("a load needs streams, each with a name of its own")
        if self.box_ns < 1 or self.drain_ns < 1 or not 0 < self.most <= MOST_REQUESTS:
            raise ValueError("a load needs a window, a drain and a number of requests")

    def as_dict(self) -> dict[str, Any]:
        """Its form in JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> "Load":
        """A load from its form in JSON.

        Raises:
            ValueError, TypeError, KeyError: it isn't one.
        """
        streams = tuple(
            Stream(
                **{
                    **stream,
                    "request": Request(**stream["request"]),
                    "expect": Expect(**stream["expect"]),
                    "first": Request(**stream["first"]) if stream.get("first") else None,
                }
            )
            for stream in given["streams"]
        )
        return cls(**{**given, "streams": streams, "pids": tuple(given["pids"])})


@dataclass(frozen=True, slots=True)
class StreamResult:
    """What came of one stream.  Latencies are in nanoseconds and of right answers alone.

    Those that came while what was in flight was waited for have their latencies here and are part
    of ``ok``, since the slow ones would be missing otherwise; of ``rate`` they are not.
    """

    ok: int
    rate: float
    """Right answers that came within the window, per second."""

    errors: dict[str, int]
    """Answers that were wrong or broke off, by kind."""

    p50_ns: int
    p90_ns: int
    p99_ns: int
    max_ns: int
    mean_ns: float
    in_flight: float
    """Requests that were due and not answered, the mean over the window by time."""

    reconnects: int
    """Connections that were opened anew within the window or after it."""

    unfinished: int
    """Requests that had no answer when the waiting for them was over."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load.  CPU and waiting are within the window; -1 is unknown."""

    window_ns: int
    whole_ns: int
    """From the window's begin until nothing was in flight, or was waited for no longer."""

    streams: dict[str, StreamResult]
    client_cpu_ns: int
    client_waited_ns: int
    server_cpu_ns: int

    def as_dict(self) -> dict[str, Any]:
        """Its form in JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> "Loaded":
        """What came of a load, from its form in JSON."""
        streams = {name: StreamResult(**stream) for name, stream in given["streams"].items()}
        return cls(**{**given, "streams": streams})
