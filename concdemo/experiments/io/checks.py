"""What ``concdemo io`` refuses before anything runs, and how many of everything it takes."""

from concdemo.errors import UsageFault
from concdemo.experiments.io.words import (
    DSN_MISSING,
    DSN_UNUSED,
    QUERY_UNUSED,
    RAW_NEEDS_ORIGIN,
    SIZE_UNUSED,
    TOO_MANY_DESCRIPTORS,
    TOO_MANY_PROCESSES,
    URL_BAD,
    URL_MISSING,
    URL_UNUSED,
)
from concdemo.model import Parameters

MOST_PROCESSES = 256
MOST_DEFAULT_LANES = 100
MOST_DEFAULT_PROCESSES = 20
MOST_DEFAULT_CONNECTIONS = 10
"""In flight at a PostgreSQL server: all arms stay connected, and servers often take 100."""

SPARE_DESCRIPTORS = 100
"""Files, pipes and libraries of a process that aren't connections."""

DATABASES = ("sqlite", "postgres")
DEFAULT_DELAY_MS = {"sqlite": 8, "postgres": 20, "each": 15}
"""Where it isn't 50: arms that don't overlap take so long that a run of 15 s needs less."""


def settled(settings: Parameters) -> Parameters:
    """The settings with what follows from the target.

    Raises:
        UsageFault: one is given that this target has no use for, or one that it needs isn't.
    """
    target, query, dsn = str(settings["target"]), settings["query"], settings["dsn"]
    if settings["client"] == "raw" and target != "http":
        raise UsageFault(RAW_NEEDS_ORIGIN)
    if query is not None and target not in DATABASES:
        raise UsageFault(QUERY_UNUSED)
    if dsn is not None and target not in ("postgres", "each"):
        raise UsageFault(DSN_UNUSED)
    if dsn is None and target == "postgres":
        raise UsageFault(DSN_MISSING)
    if target in DATABASES:
        query = query or "wait"
    if settings["size"] is not None and (target, query) == ("postgres", "wait"):
        raise UsageFault(SIZE_UNUSED)
    delay = settings["delay"]
    default = DEFAULT_DELAY_MS.get(target, 50)
    return {**settings, "query": query, "delay": default if delay is None else delay}


def checked_url(target: str, url: object) -> str:
    """The address of ``--target url``, empty with any other target.

    Raises:
        UsageFault: it is missing, is no address, or isn't used.
    """
    from urllib.parse import urlsplit

    if target != "url":
        if url is not None:
            raise UsageFault(URL_UNUSED)
        return ""
    if url is None:
        raise UsageFault(URL_MISSING)
    try:
        parts = urlsplit(str(url))
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not str(url).isprintable() or " " in str(url):
        raise UsageFault(URL_BAD.fill(url=url))
    return str(url)


def lanes(settings: Parameters) -> int:
    """How many requests are in flight at once."""
    requests = settings["requests"]
    most = MOST_DEFAULT_CONNECTIONS if settings["target"] == "postgres" else MOST_DEFAULT_LANES
    asked = settings["concurrency"] or most
    assert isinstance(requests, int) and isinstance(asked, int)
    return min(asked, requests)


def workers(mode: str, in_flight: int, settings: Parameters) -> int:
    """How many workers a mode gets.

    Raises:
        UsageFault: more processes than can be meant.
    """
    given = settings["workers"]
    if mode not in ("threads", "processes"):
        return in_flight
    if given is None:
        return min(in_flight, MOST_DEFAULT_PROCESSES) if mode == "processes" else in_flight
    assert isinstance(given, int)
    if mode == "processes" and given > MOST_PROCESSES:
        raise UsageFault(TOO_MANY_PROCESSES.fill(workers=given, most=MOST_PROCESSES))
    return given


def check_descriptors(connections: int) -> None:
    """Refuse more connections in one process than it may have files open.

    Raises:
        UsageFault: with the number that is possible.
    """
    from concdemo.host import descriptor_limit

    limit = descriptor_limit()
    if limit is not None and connections + SPARE_DESCRIPTORS > limit:
        raise UsageFault(
            TOO_MANY_DESCRIPTORS.fill(
                lanes=connections, limit=limit, possible=max(1, limit - SPARE_DESCRIPTORS)
            )
        )
