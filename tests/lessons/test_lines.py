"""On which line everything in a script stands."""

import tomllib
from typing import Any

import pytest

from concdemo.lessons import shelf
from concdemo.lessons.lines import Path, lines_of

TRICKY = '''\
# a remark with = and [brackets]
top = "a # no remark"

[[step]]       # the first
"quoted key" = 1
say.en = """
x = 1
[[step]]
\\""" and ""quotes"" at the end"""
say.ko = \'\'\'
[step.no]
it's\'\'\'

[[ step ]]
deep = [ 1, { a = 2, b.c = [ "x", "]", # remark ]
  3 ] },
  2020-01-01 ]

[step.predict]
"a.b".c = \'"\'
[[step.predict.choices]]
text = 1
[[step.predict.choices]]
text = 2
[[step]]
[[step.predict.choices]]
text = 3
'''

PLACES: dict[Path, int] = {
    ("top",): 2,
    ("step",): 1,
    ("step", 0): 4,
    ("step", 0, "quoted key"): 5,
    ("step", 0, "say"): 6,
    ("step", 0, "say", "en"): 6,
    ("step", 0, "say", "ko"): 10,
    ("step", 1): 14,
    ("step", 1, "deep", 0): 15,
    ("step", 1, "deep", 1): 15,
    ("step", 1, "deep", 1, "b", "c", 1): 15,
    ("step", 1, "deep", 1, "b", "c", 2): 16,
    ("step", 1, "deep", 2): 17,
    ("step", 1, "predict"): 19,
    ("step", 1, "predict", "a.b", "c"): 20,
    ("step", 1, "predict", "choices", 0): 21,
    ("step", 1, "predict", "choices", 0, "text"): 22,
    ("step", 1, "predict", "choices", 1, "text"): 24,
    ("step", 2): 25,
    ("step", 2, "predict", "choices", 0, "text"): 27,
}


@pytest.mark.parametrize(("path", "line"), PLACES.items(), ids=str)
def test_everything_has_its_line(path: Path, line: int) -> None:
    """Strings with brackets, remarks, dotted and quoted keys, tables in tables: none misleads."""
    tomllib.loads(TRICKY)
    assert lines_of(TRICKY).of(*path) == line


def test_what_is_not_there_has_the_line_of_what_should_hold_it() -> None:
    """A missing key is told of where its table begins; in an empty file that is the first line."""
    lines = lines_of(TRICKY)
    assert lines.of("step", 1, "predict", "claim") == 19
    assert lines.of("step", 0, "say", "fr") == 6
    assert lines.of("nothing") == 1
    assert lines_of("").of("title") == 1


def paths(found: Any, path: Path = ()) -> set[Path]:
    """The paths of all values in a document that was read."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(found, dict):
        inner = list(found.items())
    elif isinstance(found, list):
        inner = list(enumerate(found))
    return {path}.union(*(paths(value, (*path, key)) for key, value in inner))


@pytest.mark.parametrize(
    "script", [TRICKY, *(path.read_text("utf-8") for path in shelf.SCRIPTS.glob("*.toml"))]
)
def test_what_the_scanner_finds_is_what_the_reader_finds(script: str) -> None:
    """No key is missed and none is made up, whatever a script looks like."""
    found = set(lines_of(script).known)
    read = paths(tomllib.loads(script)) - {()}
    assert found <= read
    # A table that only its parts were written of, as [[a.b]] without [a], has no line of its own.
    assert all(isinstance(path[-1], str) for path in read - found)
    assert not [path for path in read - found if path[-1] in ("en", "ko", "run", "text", "claim")]
