"""Made-up reports of ``io --target sqlite`` and ``--target postgres`` that nobody measured."""

from collections.abc import Mapping
from typing import Any

from builders import MS, report, samples

from concdemo.model import Parameters, Report, Sample

CALLED, HANDED = "async-blocking", "async-in-thread"


def database_report(
    target: str,
    query: str = "wait",
    *,
    blocking: float = 1.0,
    in_thread: float | None = None,
    loop: float | None = None,
    extra: Mapping[str, list[Sample]] | None = None,
    **changed: Any,
) -> Report:
    """20 queries of 20 ms each, all modes; ``blocking`` and the rest are speed-ups.

    Left alone, PostgreSQL's waits overlap and SQLite's queries share two cores.
    """
    usual = 9.0 if target == "postgres" else 1.9
    serial_ms = 400.0
    threads = {"threads": 10.0 if target == "sqlite" else 1.0, "processes": 1.0}

    def faster(times: float | None, **how: Any) -> list[Sample]:
        times = times or usual
        cores = times if target == "sqlite" else 0.1
        return samples(8, round(serial_ms / times * MS), cores, **how)

    taken_by = {
        "serial": samples(8, round(serial_ms * MS), 1.0 if target == "sqlite" else 0.05),
        "threads": faster(None, metrics={"threads": 10.0, "processes": 1.0}),
        "async": faster(loop, metrics=threads),
        "uvloop": faster(loop, metrics=threads),
        CALLED: faster(blocking),
        HANDED: faster(in_thread),
        **({"async-one-connection": faster(1.0)} if target == "sqlite" else {}),
        **(extra or {}),
    }
    settings: Parameters = {
        "target": target,
        "query": query,
        "requests": 20,
        "concurrency": 10,
        "delay": 20,
    }
    workers = {name: 1 if name == "serial" else 10 for name in taken_by}
    return report(
        taken_by, **{"experiment": "io", "settings": settings, "workers": workers, **changed}
    )
