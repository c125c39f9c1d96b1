"""How many waits of a kind this machine can hold: limits that are found and not run into.

Finding reads what the system says is left of each thing that a wait needs.  What follows
from it is pure: a share of what is left, divided by what one wait needs at most.
"""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from concdemo.host import descriptor_limit
from concdemo.text import Text

KIB, MIB = 1024, 1024**2

NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "memory": Text("free memory", "남은 메모리"),
        "address-space": Text("address space (ulimit -v)", "주소 공간(ulimit -v)"),
        "tasks": Text("no more threads or processes", "스레드나 프로세스가 더 없음"),
        "user-tasks": Text("processes of one user (ulimit -u)", "사용자 프로세스 수(ulimit -u)"),
        "threads-max": Text("threads of the system (threads-max)", "시스템 스레드 수(threads-max)"),
        "pid-max": Text("process numbers (pid_max)", "프로세스 번호(pid_max)"),
        "group-tasks": Text("threads of this container (pids.max)", "컨테이너 스레드 수(pids.max)"),
        "maps": Text("memory maps (max_map_count)", "메모리 매핑 수(max_map_count)"),
        "open-files": Text("open files (ulimit -n)", "열 수 있는 파일 수(ulimit -n)"),
        "ports": Text("local ports", "로컬 포트"),
        "killed": Text(
            "its process was killed, as when memory runs out",
            "메모리가 바닥났을 때처럼 프로세스가 강제로 종료됨",
        ),
    }
)
"""Every limit that can end a series, by name."""

SHARE = 0.5
"""Of what is left: others need some of it too, and more of it in a moment."""

SHARES = {"open-files": 1.0}
"""Open files are a process's own, and nobody else needs any of them."""

SPARE_FILES = 100
"""Files, pipes and libraries of a process that aren't connections."""

SPARE_MAPS = 2_000
OTHER_PORTS = 16_384
"""Where the system doesn't say: the range that is kept for this purpose."""

ADDRESSES = 250
"""From so many loopback addresses Linux lets us connect, each of which has all the ports."""

USUAL_STACK = 8 * MIB
HUGE_PAGE = 2 * MIB
NO_LIMIT = 2**60


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most waits of a kind that are safe, and the name of the limit that makes it so."""

    most: int
    limit: str


def needs(stack: int, huge_pages: bool) -> dict[str, dict[str, int]]:
    """What one wait of each kind takes of each thing at most; generous, since it keeps us safe.

    ``stack`` is the address space of a thread's stack; where ``huge_pages`` are given out
    unasked, the first byte of a stack can take one.
    """
    task = dict.fromkeys(("user-tasks", "threads-max", "pid-max", "group-tasks"), 1)
    thread = HUGE_PAGE if huge_pages else 128 * KIB
    return {
        "coroutines": {"memory": 4 * KIB, "address-space": 4 * KIB},
        "threads": {"memory": thread, "address-space": stack + thread, "maps": 3, **task},
        "processes": {"memory": 32 * MIB, "open-files": 2, **task},
        # The kernel's part of both ends, and the server's, is more than ours.
        "sockets": {"memory": 32 * KIB, "address-space": 4 * KIB, "open-files": 1, "ports": 1},
    }


def ceiling(left: Mapping[str, int], need: Mapping[str, int]) -> Ceiling:
    """The most that is safe where so much of each thing is ``left``; others have no end."""
    safe = {
        name: int(left[name] * SHARES.get(name, SHARE)) // each
        for name, each in need.items()
        if name in left
    }
    if not safe:
        return Ceiling(NO_LIMIT, "memory")
    name = min(safe, key=lambda name: safe[name])
    return Ceiling(max(0, safe[name]), name)


def ceilings() -> dict[str, Ceiling]:
    """The most of each kind that is safe on this machine, as it is now."""
    left = find()
    return {kind: ceiling(left, need) for kind, need in needs(_stack(), _huge_pages()).items()}


def find(root: Path = Path("/")) -> dict[str, int]:
    """What is left of each thing that has an end, in bytes or numbers.  ``root`` is for tests."""
    system, tasks = root / "proc/sys", _tasks(root)
    found = {
        "memory": _least(_memory(root), _group(root, "memory")),
        "address-space": _own("RLIMIT_AS"),
        "user-tasks": None if _is_root() else _minus(_own("RLIMIT_NPROC"), tasks),
        "threads-max": _minus(_number(system / "kernel/threads-max"), tasks),
        "pid-max": _minus(_number(system / "kernel/pid_max"), tasks),
        "group-tasks": _group(root, "pids"),
        "maps": _minus(_number(system / "vm/max_map_count"), SPARE_MAPS),
        "open-files": _minus(descriptor_limit(), SPARE_FILES),
        "ports": _ports(system / "net/ipv4/ip_local_port_range"),
    }
    return {name: max(0, value) for name, value in found.items() if value is not None}


def _least(*values: int | None) -> int | None:
    return min((value for value in values if value is not None), default=None)


def _minus(value: int | None, used: int) -> int | None:
    return None if value is None else value - used


def _number(path: Path) -> int | None:
    """The whole number in a file; None where there is none, or where it means "no limit"."""
    try:
        value = int(path.read_text())
    except (OSError, ValueError):
        return None
    return value if value < NO_LIMIT else None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _own(name: str) -> int | None:
    """A limit of this process; None where it has none."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    number = getattr(resource, name, None)
    soft = resource.RLIM_INFINITY if number is None else resource.getrlimit(number)[0]
    return None if soft == resource.RLIM_INFINITY else soft


def _stack() -> int:
    return _own("RLIMIT_STACK") or USUAL_STACK


def _huge_pages(root: Path = Path("/")) -> bool:
    """Whether memory is given out in huge pages unasked."""
    try:
        return "[always]" in (root / "sys/kernel/mm/transparent_hugepage/enabled").read_text()
    except OSError:
        return False


def _tasks(root: Path) -> int:
    """All threads of the system: an upper bound of those of one user."""
    try:
        return int((root / "proc/loadavg").read_text().split()[3].partition("/")[2])
    except (OSError, ValueError, IndexError):
        return 0


def _memory(root: Path) -> int | None:
    """Bytes that can be had without taking them from others; a quarter of all where unknown."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in (root / "proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * KIB
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4
    except (AttributeError, OSError, ValueError):
        return None


def _ports(path: Path) -> int:
    with contextlib.suppress(OSError, ValueError):
        first, last = map(int, path.read_text().split())
        return (last - first + 1) * ADDRESSES
    return OTHER_PORTS


FILES = {
    # of a control group, by version: limit, what is used, and what of that can be given back
    "memory": {
        2: ("memory.max", "memory.current", "inactive_file"),
        1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    },
    "pids": {2: ("pids.max", "pids.current", ""), 1: ("pids.max", "pids.current", "")},
}


def _group(root: Path, what: str) -> int | None:
    """What the control groups of this process leave, from its own upwards."""
    left: list[int | None] = []
    with contextlib.suppress(OSError, ValueError):
        for line in (root / "proc/self/cgroup").read_text().splitlines():
            _, controllers, group = line.split(":", 2)
            if controllers and what not in controllers.split(","):
                continue
            top = root / "sys/fs/cgroup" / (what if controllers else "")
            folder = top / group.lstrip("/")
            while folder == top or top in folder.parents:
                left.append(_left_in(folder, *FILES[what][1 if controllers else 2]))
                folder = folder.parent
    return _least(*left)


def _left_in(folder: Path, limit: str, used: str, idle: str) -> int | None:
    most = _number(folder / limit)
    if most is None:
        return None
    taken = _number(folder / used) or 0
    if idle:
        with contextlib.suppress(OSError, ValueError, IndexError):
            for line in (folder / "memory.stat").read_text().splitlines():
                if line.split()[0] == idle:
                    taken -= int(line.split()[1])
    return most - max(0, taken)
