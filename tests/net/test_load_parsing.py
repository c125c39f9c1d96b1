"""Parsers of responses: httptools and our own are held to the same answers."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concdemo.net.load.parsing import MakeParser, NotHttp, PlainParser, fastest


@pytest.fixture(params=["httptools", "plain"])
def make(request: pytest.FixtureRequest) -> MakeParser:
    """A parser."""
    if request.param == "plain":
        return PlainParser
    return pytest.importorskip("httptools").HttpResponseParser  # type: ignore[no-any-return]


@dataclass
class Heard:
    """What a parser told."""

    make: MakeParser
    body: bytes = b""
    whole: list[tuple[int, bytes, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser = self.make(self)

    def on_body(self, data: bytes) -> None:
        """A piece."""
        self.body += data

    def on_message_complete(self) -> None:
        """The end of a response."""
        found = self.parser.get_status_code(), self.body, self.parser.should_keep_alive()
        self.whole.append(found)
        self.body = b""

    def fed(self, data: bytes, size: int = 0) -> "Heard":
        """After these bytes, so many at a time."""
        for at in range(0, len(data), size or len(data)):
            self.parser.feed_data(data[at : at + (size or len(data))])
        return self


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
RESPONSES = {
    "a length": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", (200, b"hello", True)),
    "no reason": (b"HTTP/1.1 200\r\ncontent-length:2\r\n\r\nok", (200, b"ok", True)),
    "an empty body": (b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", (404, b"", True)),
    "no body by status": (b"HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n", (204, b"", True)),
    "not modified": (b"HTTP/1.1 304 Not Modified\r\n\r\n", (304, b"", True)),
    "what comes before an answer": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n",
        (103, b"", True),
    ),
    "its last": (
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
        (200, b"x", False),
    ),
    "an older version": (b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", (200, b"x", False)),
    "an older version that goes on": (
        b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx",
        (200, b"x", True),
    ),
    "chunks": (
        CHUNKED + b"5\r\nhello\r\n1;a=b\r\n,\r\nA\r\n0123456789\r\n0\r\n\r\n",
        (200, b"hello,0123456789", True),
    ),
    "chunks with a trailer": (
        CHUNKED + b"1\r\nx\r\n0\r\nA: b\r\n\r\n",
        (200, b"x", True),
    ),
    "line ends in the body": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\r\n\r\nHTTP",
        (200, b"\r\n\r\nHTTP", True),
    ),
}


@pytest.mark.parametrize("size", [0, 1, 2, 7])
@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_in_pieces(make: MakeParser, name: str, size: int) -> None:
    """Whole once, whatever pieces it comes in."""
    data, expected = RESPONSES[name]
    assert Heard(make).fed(data, size).whole == [expected]


@pytest.mark.parametrize("name", [name for name, (_, one) in RESPONSES.items() if one[2]])
def test_one_after_another(make: MakeParser, name: str) -> None:
    """On the same connection."""
    data, expected = RESPONSES[name]
    assert Heard(make).fed(data).fed(data).whole == [expected] * 2
    assert Heard(make).fed(data + data, 3).whole == [expected] * 2


@pytest.mark.parametrize("name", RESPONSES)
def test_what_is_cut_off_is_not_whole(make: MakeParser, name: str) -> None:
    """At any byte."""
    data, _ = RESPONSES[name]
    for end in range(1, len(data)):
        heard = Heard(make).fed(data[:end])
        assert heard.whole == [], data[:end]
        if isinstance(heard.parser, PlainParser):
            assert not heard.parser.finish()


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
        CHUNKED + b"xyz\r\n",
        CHUNKED + b"1\r\nxy\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nxHTTP/1.1 200 OK\r\n",
    ],
)
def test_what_is_not_http(make: MakeParser, data: bytes) -> None:
    """Raises, and is never half understood."""
    with pytest.raises(Exception) as raised:
        Heard(make).fed(data)
    assert raised.type.__module__ in ("httptools.parser.errors", NotHttp.__module__)


def test_a_body_that_ends_with_its_connection(make: MakeParser) -> None:
    """Goes on until then: neither length nor chunks are said."""
    heard = Heard(make).fed(b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\nhel", 4).fed(b"lo")
    assert (heard.whole, heard.body) == ([], b"hello")
    if isinstance(heard.parser, PlainParser):
        assert heard.parser.finish()
        assert heard.whole == [(200, b"hello", False)]


@pytest.mark.parametrize(
    "data", [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000, b"HTTP/1.1 200 OK\r\n" * 5_000]
)
def test_a_head_without_end(data: bytes) -> None:
    """Doesn't fill the memory of a plain parser."""
    with pytest.raises(NotHttp):
        Heard(PlainParser).fed(data, 10_000)


def test_a_line_without_end() -> None:
    """Nor does the size of a chunk."""
    with pytest.raises(NotHttp):
        Heard(PlainParser).fed(CHUNKED + b"0" * 100_000, 10_000)


@given(
    status=st.integers(200, 599).filter(lambda number: number not in (204, 304)),
    body=st.binary(max_size=60),
    sizes=st.lists(st.integers(1, 9), max_size=5),
    chunked=st.booleans(),
    last=st.booleans(),
    piece=st.integers(1, 90),
)
def test_both_understand_the_same(
    status: int, body: bytes, sizes: list[int], chunked: bool, last: bool, piece: int
) -> None:
    """Any response that is one, in any pieces."""
    httptools = pytest.importorskip("httptools")
    head = b"HTTP/1.1 %d X\r\n%b" % (status, b"Connection: close\r\n" if last else b"")
    if chunked:
        chunks, rest = b"", body
        for size in sizes:
            one, rest = rest[:size], rest[size:]
            chunks += b"%x\r\n%b\r\n" % (len(one), one) if one else b""
        chunks += b"%x\r\n%b\r\n" % (len(rest), rest) if rest else b""
        data = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    else:
        data = head + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    expected = [(status, body, not last)]
    assert Heard(httptools.HttpResponseParser).fed(data, piece).whole == expected
    assert Heard(PlainParser).fed(data, piece).whole == expected


@given(data=st.binary(max_size=80), piece=st.integers(1, 80))
def test_noise_harms_nobody(data: bytes, piece: int) -> None:
    """It is no response, or not yet."""
    try:
        heard = Heard(PlainParser).fed(b"HTTP/1.1 200 OK\r\n" + data, piece)
    except NotHttp:
        return
    assert all(status == 200 for status, _, _ in heard.whole)


def test_the_fastest_has_a_name() -> None:
    """For the facts."""
    name, make = fastest()
    assert name in ("httptools", "a plain parser") and Heard(make).whole == []
