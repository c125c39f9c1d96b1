"""On which line each key of a TOML document stands, which Python's own reader doesn't tell.

Only for documents that the reader has accepted: what is not TOML isn't looked for here.
"""

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Keys and places in arrays that lead to a value, from the document's top."""

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""("{0,2})' + "|" + r"'''.*?'''('{0,2})" + "|"
    r'"(?:\\.|[^"\\])*"' + "|" + r"'[^']*'",
    re.DOTALL,
)
BARE = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]}\n#]+")


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of each key, counted from 1."""

    known: dict[Path, int]

    def of(self, *path: str | int) -> int:
        """The line of a key; of the nearest one above it where it isn't there itself."""
        while path and path not in self.known:
            path = path[:-1]
        return self.known.get(path, 1)


def lines_of(document: str) -> Lines:
    """Where everything in the document stands.

    Args:
        document: whole TOML, as ``tomllib`` has read it.
    """
    scanner = _Scanner(document)
    scanner.scan()
    return Lines(scanner.found)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._counts: dict[Path, int] = {}  # of the tables in each array of tables

    def scan(self) -> None:
        base: Path = ()
        while self._skip():
            line = self._line()
            if self._take("[["):
                base = self._enter(self._key(), array=True)
                self._take("]]")
            elif self._take("["):
                base = self._enter(self._key(), array=False)
                self._take("]")
            else:
                self._pair(base)
                continue
            self.found.setdefault(base, line)

    def _enter(self, parts: list[str], *, array: bool) -> Path:
        """The path of the table that a header opens."""
        path: Path = ()
        for number, part in enumerate(parts, 1):
            path = (*path, part)
            if array and number == len(parts):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _pair(self, base: Path) -> None:
        line = self._line()
        path = base
        for part in self._key():
            path = (*path, part)
            self.found.setdefault(path, line)
        self._take("=")
        self._value(path)

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._skip()
            bare = BARE.match(self._text, self._at)
            if bare is not None:
                parts.append(bare.group())
                self._at = bare.end()
            else:
                quoted = STRING.match(self._text, self._at)
                assert quoted is not None
                parts.extend(tomllib.loads(f"{quoted.group()} = 0"))
                self._at = quoted.end()
            self._skip()
            if not self._take("."):
                return parts

    def _value(self, path: Path) -> None:
        self._skip()
        if self._take("["):
            place = 0
            while self._skip() and not self._take("]"):
                self.found.setdefault((*path, place), self._line())
                self._value((*path, place))
                self._skip()
                self._take(",")
                place += 1
        elif self._take("{"):
            while self._skip() and not self._take("}"):
                self._pair(path)
                self._skip()
                self._take(",")
        else:
            value = STRING.match(self._text, self._at) or SCALAR.match(self._text, self._at)
            assert value is not None
            self._at = value.end()

    def _skip(self) -> bool:
        """Go past blanks and remarks; whether anything follows."""
        blank = BLANK.match(self._text, self._at)
        assert blank is not None
        self._at = blank.end()
        return self._at < len(self._text)

    def _take(self, sign: str) -> bool:
        self._skip()
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at - 1) + 1
