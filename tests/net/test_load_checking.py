"""What counts as a right answer."""

import json

import pytest

from concdemo.net.load.checking import Check
from concdemo.net.load.spec import Expect

ITEM = {"name": "a", "total": 3.0, "tags": ["x", {"y": None}], "new": True}


def test_the_same_json_in_other_bytes() -> None:
    """Order and spaces are each server's own; so is how a number is written."""
    check = Check(Expect(json=ITEM))
    assert check.fault(200, json.dumps(ITEM).encode()) is None
    assert check.fault(200, json.dumps(ITEM, indent=2, sort_keys=True).encode()) is None
    assert check.fault(200, b'{"new":true,"tags":["x",{"y":null}],"total":3,"name":"a"}') is None


@pytest.mark.parametrize(
    "body",
    [
        {**ITEM, "total": 4},
        {**ITEM, "more": 1},
        {"name": "a"},
        {**ITEM, "new": 1},
        {**ITEM, "tags": ["x"]},
        {**ITEM, "tags": ["x", {"y": False}]},
        [],
        None,
    ],
)
def test_other_json_is_wrong(body: object) -> None:
    """In whatever it differs; true isn't 1."""
    assert Check(Expect(json=ITEM)).fault(200, json.dumps(body).encode()) == "wrong body"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_not_json_is_wrong(body: bytes) -> None:
    """And harms nobody."""
    assert Check(Expect(json={})).fault(200, body) == "wrong body"


def test_the_status_comes_first() -> None:
    """And is named."""
    assert Check(Expect(json={})).fault(503, b"{}") == "wrong status 503"
    assert Check(Expect(404)).fault(200, b"") == "wrong status 200"
    assert Check(Expect(404)).fault(404, b"") is None


def test_without_json_the_length_stays() -> None:
    """What the first right one was."""
    check = Check(Expect())
    assert check.fault(500, b"a long error") == "wrong status 500"
    assert check.fault(200, b"12345") is None
    assert check.fault(200, b"54321") is None
    assert check.fault(200, b"1234") == "wrong length"
    assert check.fault(200, b"") == "wrong length"
    assert check.fault(200, b"67890") is None


def test_any_length() -> None:
    """Where it says so."""
    check = Check(Expect(any_length=True))
    assert [check.fault(200, body) for body in (b"1", b"22", b"")] == [None] * 3


def test_what_was_right_is_remembered() -> None:
    """So that the next can be compared as bytes; what was wrong is not."""
    check = Check(Expect(json={"a": 1}))
    assert check.body is None
    check.fault(200, b'{"a": 2}')
    assert check.body is None
    check.fault(200, b'{"a": 1}')
    assert (check.status, check.body) == (200, b'{"a": 1}')
