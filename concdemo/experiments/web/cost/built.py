"""From which language a package's compiled modules were made, told by what is written in them.

Rust's compiler leaves the paths of its own library in what it compiles, and Cython the names of
its run time.  Nothing is imported: the files are read as they lie there.
"""

import mmap
from collections.abc import Iterable
from importlib import metadata
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

RUST, CYTHON = (b"/rustc/", b"\\rustc\\"), (b"__pyx_", b"cython_runtime")


class Built(NamedTuple):
    """How many compiled modules packages have, and how many of them bear marks of a language."""

    modules: int
    rust: int
    cython: int


def built(*packages: str) -> Built:
    """What was found in the files of these packages, as they are installed here.

    Raises:
        importlib.metadata.PackageNotFoundError: one isn't.
    """
    found = [path for package in packages for path in compiled(package)]
    return Built(
        len(found),
        sum(bears(path, RUST) for path in found),
        sum(bears(path, CYTHON) for path in found),
    )


def compiled(package: str) -> list[Path]:
    """The compiled modules of a package."""
    suffixes = tuple({"." + suffix.rpartition(".")[2] for suffix in EXTENSION_SUFFIXES})
    return [path for path in _files(package) if path.name.endswith(suffixes)]


def _files(package: str) -> list[Path]:
    """What a package consists of; where no list of that was kept, what is in its folder."""
    listed = metadata.distribution(package).files
    if listed is not None:
        return [Path(str(file.locate())) for file in listed]
    spec = find_spec(package.replace("-", "_"))
    folders = spec.submodule_search_locations if spec is not None else None
    return [path for folder in folders or () for path in Path(folder).rglob("*")]


def bears(path: Path, marks: Iterable[bytes]) -> bool:
    """Whether one of the marks is in the file."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return any(content.find(mark) >= 0 for mark in marks)
