"""What the error boundary says of exceptions that aren't ours.

Faults of a command's form are in ``test_bad_lines``, with the lines that have them.
"""

import errno
import os

import pytest

from concdemo.cli.faults import explain


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ModuleNotFoundError("no", name="httpx"), "The package httpx is missing"),
        (ImportError("libfoo.so: not found"), "libfoo.so: not found"),
        (MemoryError(), "out of memory"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), os.strerror(errno.ENOSPC)),
        (OSError(), "OSError"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (ValueError("{not} a place"), "ValueError: {not} a place"),
    ],
)
def test_an_exception_is_one_line_in_both_languages(error: Exception, words: str) -> None:
    """The line says what is known and exits with 1; braces in it stay as they are."""
    text, status = explain(error)
    assert words in text.en
    assert text.ko != text.en
    assert all("\n" not in said and said.strip() for said in (text.en, text.ko))
    assert status == 1
