"""What this machine and this interpreter are.  Facts only; what follows from them is elsewhere."""

import hashlib
import importlib.util
import math
import os
import platform
import sys
from pathlib import Path
from typing import Literal

from concdemo.model import Host

LIBRARIES = (
    "aiosqlite", "anyio", "httpx", "msgspec", "psutil", "psycopg", "psycopg_pool", "rich", "trio",
    "typer", "uvloop",
)  # fmt: skip


def gil() -> Literal["on", "off"]:
    """Whether this interpreter, as it stands now, runs one thread at a time."""
    enabled = getattr(sys, "_is_gil_enabled", None)
    return "on" if enabled is None or enabled() else "off"


def cgroup_quota(
    root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")
) -> float:
    """How many cores' worth of time this process's control groups allow; infinity if no limit.

    Reads version 2's ``cpu.max`` from the own group upwards, and version 1's quota.
    """
    limits = [math.inf]
    try:
        groups = [line.split(":", 2)[2].lstrip("/") for line in own.read_text().splitlines()]
    except (OSError, IndexError):
        groups = [""]
    for group in groups:
        folder = root / group
        while True:
            limits.append(_quota_of(folder))
            if folder == root or root not in folder.parents:
                break
            folder = folder.parent
    limits.append(_quota_of(root / "cpu"))
    return min(limits)


def _quota_of(folder: Path) -> float:
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text().split()
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text().strip()
            period = (folder / "cpu.cfs_period_us").read_text().strip()
        return math.inf if quota in ("max", "-1") else int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return math.inf


def usable_cpus() -> frozenset[int]:
    """The numbers of the cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return frozenset(os.sched_getaffinity(0))
    return frozenset(range(os.cpu_count() or 1))


def usable_cores() -> int:
    """How many cores this process can keep busy: affinity and quota, never below one."""
    return max(
        1,
        min(
            len(usable_cpus()),
            math.floor(cgroup_quota() + 0.01) if cgroup_quota() < math.inf else sys.maxsize,
        ),
    )


def library_versions() -> dict[str, str]:
    """The versions of the libraries that concdemo can use, those that are installed."""
    from importlib import metadata  # half of a child's start, which never asks

    versions = {}
    for name in LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def has(module: str) -> bool:
    """Whether a module can be imported here, without importing it."""
    return importlib.util.find_spec(module) is not None


def descriptor_limit() -> int | None:
    """How many files and sockets one process may have open; None where there is no such limit."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return None if hard == resource.RLIM_INFINITY else hard


def raise_descriptor_limit() -> None:
    """Let this process open as many files and sockets as it may without asking anyone."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def key(machine_id: Path = Path("/etc/machine-id")) -> str:
    """A name for this machine that can be a folder's, so that a shared home keeps them apart.

    The machine's own name, and some digits of its name and its number (``machine-id``, where
    there is one) together: cloned machines share the one, careless networks the other.
    """
    name = platform.node() or "unknown"
    try:
        number = machine_id.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        number = ""
    digits = hashlib.sha256(f"{name}\n{number}".encode()).hexdigest()[:8]
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name)
    return f"{plain[:40]}-{digits}"


def describe() -> Host:
    """This machine and interpreter."""
    import multiprocessing  # as above

    return Host(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        build=sys.version.replace("\n", " "),
        gil=gil(),
        cores=usable_cores(),
        os=f"{platform.system()} {platform.release().partition('-')[0]}",
        machine=platform.machine(),
        start_method=multiprocessing.get_start_method(allow_none=True)
        or multiprocessing.get_all_start_methods()[0],
        libraries=library_versions(),
    )
