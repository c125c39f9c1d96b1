"""What can be asked of the load generator, as bytes and as JSON."""

import json

import pytest

from concdemo.net.load.spec import (
    POLICY,
    Expect,
    Load,
    Loaded,
    Request,
    Stream,
    StreamResult,
)


def stream(name: str = "one", **changes: object) -> Stream:
    """A stream, changed."""
    return Stream(**{"name": name, "host": "127.0.0.1", "port": 80, **changes})  # type: ignore[arg-type]


def test_a_request_without_a_body() -> None:
    """No more than HTTP/1.1 wants."""
    assert Request(target="/a?b=c").encode("127.0.0.1", 81) == (
        b"GET /a?b=c HTTP/1.1\r\nhost: 127.0.0.1:81\r\n\r\n"
    )


def test_a_request_with_a_body() -> None:
    """Its length is in bytes, and what kind it is can be said."""
    head = b"POST / HTTP/1.1\r\nhost: h:1\r\n"
    assert Request("POST", body='"é"').encode("h", 1) == (
        head + b'content-type: application/json\r\ncontent-length: 4\r\n\r\n"\xc3\xa9"'
    )
    plain = Request("post", body="x", headers={"Content-Type": "text/plain", "X-A": "b"})
    assert plain.encode("h", 1) == (
        head + b"content-type: text/plain\r\nx-a: b\r\ncontent-length: 1\r\n\r\nx"
    )
    assert Request("POST").encode("h", 1) == head + b"content-length: 0\r\n\r\n"


@pytest.mark.parametrize(
    "words",
    [
        {"target": "/a b"},
        {"target": "a"},
        {"target": "/é"},
        {"target": "/\r\nx: y"},
        {"method": "GET\r\n"},
        {"method": "HEAD"},
        {"method": ""},
        {"headers": {"x": "a\nb"}},
        {"headers": {"x\r": "a"}},
    ],
)
def test_a_request_that_would_be_another(words: dict[str, object]) -> None:
    """Line ends, and what has no meaning here."""
    with pytest.raises(ValueError):
        Request(**words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"connections": 0},
        {"port": 0},
        {"port": 1 << 16},
        {"rate": 0.0},
        {"rate": -1.0},
        {"rate": 2e6},
    ],
)
def test_a_stream_that_could_not_run(changes: dict[str, object]) -> None:
    """Is refused before anything starts."""
    with pytest.raises(ValueError):
        stream(**changes)


@pytest.mark.parametrize(
    "words",
    [
        {"streams": ()},
        {"streams": (stream(), stream())},
        {"box_ns": 0},
        {"most": 0},
        {"most": 2_000_001},
        {"drain_ns": 0},
    ],
)
def test_a_load_that_could_not_run(words: dict[str, object]) -> None:
    """Is refused before anything starts; it is bounded in time and in count."""
    with pytest.raises(ValueError):
        Load(**{"streams": (stream(),), "box_ns": 1, **words})  # type: ignore[arg-type]


def test_a_load_as_json() -> None:
    """It comes back as it was."""
    posting = Request("POST", "/items", '{"name": "a"}', {"x": "y"})
    streams = (
        stream("a", request=posting, expect=Expect(201, {"total": 1.5}), connections=7),
        stream("b", rate=12.5, expect=Expect(any_length=True)),
    )
    load = Load(streams, 10, 20, 30, (1, 2))
    assert Load.from_dict(json.loads(json.dumps(load.as_dict()))) == load


@pytest.mark.parametrize("given", [{}, {"streams": [{}]}, {"streams": 1}, [], "x"])
def test_what_is_not_a_load(given: object) -> None:
    """Says so in one of the ways that are caught."""
    with pytest.raises((ValueError, TypeError, KeyError)):
        Load.from_dict(given)  # type: ignore[arg-type]


def test_what_came_of_it_as_json() -> None:
    """It comes back as it was."""
    result = StreamResult(5, 2.5, {"closed early": 1}, 1, 2, 3, 4, 1.5, 9.75, 2, 1)
    loaded = Loaded(10, 12, {"a": result}, 1, -1, 3)
    assert Loaded.from_dict(json.loads(json.dumps(loaded.as_dict()))) == loaded


def test_the_policy_is_said_in_both_languages() -> None:
    """How everyone is asked."""
    assert POLICY.en and POLICY.ko
