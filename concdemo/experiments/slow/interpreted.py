"""The same steps as bytecode and as compiled code."""

import ctypes
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from concdemo.errors import ArmFault
from concdemo.experiments.slow import words
from concdemo.experiments.slow.work import Work

STEPS = 50_000
"""In a block.  Each needs the last one's result, so that no compiler can leave one out, and every
number on the way fits into one digit of Python's integers."""

BYTES = 20_000
COMPILER_LIMIT_S = 60.0

SOURCE = """
unsigned int steps(unsigned int count) {
    unsigned int number = 1;
    for (unsigned int step = 0; step < count; step++)
        number = (number * 16301u + 13849u) & 65535u;
    return number;
}
"""


def steps(count: int) -> int:
    """What ``SOURCE`` does, in Python."""
    number = 1
    for _ in range(count):
        number = (number * 16301 + 13849) & 65535
    return number


def bytecode() -> Work:
    """The steps as Python runs them."""
    return Work(lambda: steps(STEPS), STEPS, steps)


def compiled(compiler: str) -> Work:
    """The steps as machine code, made here and now in the run's own folder.

    Raises:
        ArmFault: the compiler doesn't work here.
    """
    try:
        version = _said([compiler, "--version"]).partition("\n")[0]
        # A library that is loaded can't be deleted everywhere; the run's folder goes anyway.
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            source, library = Path(folder, "steps.c"), Path(folder, "steps.so")
            source.write_text(SOURCE, encoding="ascii")
            _said([compiler, "-O1", "-shared", "-fPIC", "-o", str(library), str(source)])
            function = ctypes.CDLL(str(library)).steps
    except (OSError, AttributeError, subprocess.SubprocessError) as error:
        fault = words.NOT_COMPILED.fill(compiler=compiler, error=_in_a_line(error))
        raise ArmFault(fault, unavailable=True) from error
    function.argtypes, function.restype = [ctypes.c_uint], ctypes.c_uint
    return Work(lambda: int(function(STEPS)), STEPS, facts=(("compiled by", version),))


def _said(command: list[str]) -> str:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=COMPILER_LIMIT_S,
        check=True,
    )
    return done.stdout


def _in_a_line(error: Exception) -> str:
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else None
    return " ".join(str(said or error).split())


def table() -> list[int]:
    """What each byte does to a CRC-32 (the reflected polynomial 0xEDB88320)."""
    found = []
    for byte in range(256):
        rest = byte
        for _ in range(8):
            rest = rest >> 1 ^ (0xEDB88320 if rest & 1 else 0)
        found.append(rest)
    return found


def crc32(data: bytes, of_byte: list[int]) -> int:
    """What ``zlib.crc32`` does, in Python, a byte at a time."""
    rest = 0xFFFFFFFF
    for byte in data:
        rest = of_byte[(rest ^ byte) & 255] ^ rest >> 8
    return rest ^ 0xFFFFFFFF


DATA = bytes(number * 131 % 251 for number in range(BYTES))


def crc32_bytecode() -> Work:
    """The checksum as Python runs it."""
    of_byte = table()
    return Work(lambda: crc32(DATA, of_byte), BYTES)


def crc32_zlib() -> Work:
    """The checksum by the C library that comes with Python."""
    version = (("library", f"zlib {zlib.ZLIB_RUNTIME_VERSION}"),)
    return Work(lambda: zlib.crc32(DATA), BYTES, facts=version)


WORKS: Mapping[str, Callable[..., Work]] = MappingProxyType(
    {
        "loop compiled": compiled,
        "loop bytecode": bytecode,
        "crc32 zlib": crc32_zlib,
        "crc32 bytecode": crc32_bytecode,
    }
)
