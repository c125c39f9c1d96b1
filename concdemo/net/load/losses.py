"""What becomes of a connection, in a word or two that are the same for all of a kind."""

import errno
import os

REFUSED, RESET, CLOSED_EARLY = "connection refused", "connection reset", "closed early"
NOT_HTTP, TOO_LONG = "not HTTP", "too long"
KINDS = {
    errno.ECONNREFUSED: REFUSED,
    errno.ECONNRESET: RESET,
    errno.EPIPE: RESET,
    errno.ETIMEDOUT: "timeout",
    errno.EMFILE: "too many open files",
    errno.ENFILE: "too many open files",
    errno.EADDRNOTAVAIL: "no free port",
}


def kind_of(error: OSError) -> str:
    """What went wrong."""
    code = error.errno or 0
    return KINDS.get(code) or os.strerror(code).lower()
