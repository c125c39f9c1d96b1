"""Limits that are found: what a made-up machine says, and what follows from it."""

from pathlib import Path

import pytest

from concdemo.experiments.scale import limits as scale_limits
from concdemo.experiments.scale.limits import Ceiling, ceiling, ceilings, find, needs

KIB, MIB, GIB = 1024, 1024**2, 1024**3
NEVER = 9_223_372_036_854_771_712


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty machine of one who isn't root and whose process has no limits of its own."""
    monkeypatch.setattr(scale_limits, "_is_root", lambda: False)
    monkeypatch.setattr(scale_limits, "_own", {}.get)
    monkeypatch.setattr(scale_limits, "descriptor_limit", lambda: None)
    return tmp_path


def write(root: Path, **files: str) -> None:
    """Files by their path, with ``__`` for a slash."""
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_what_the_system_says_is_found(root: Path) -> None:
    """Less what is used already."""
    write(
        root,
        proc__meminfo="MemTotal: 9 kB\nMemAvailable:    2048 kB\n",
        proc__loadavg="0.00 0.01 0.05 3/200 1234\n",
    )
    write(root, **{"proc__sys__kernel__threads-max": "1000\n", "proc__sys__kernel__pid_max": "700"})
    write(root, proc__sys__vm__max_map_count="65530\n")
    write(root, proc__sys__net__ipv4__ip_local_port_range="32768\t60999\n")
    assert find(root) == {
        "memory": 2 * MIB,
        "threads-max": 800,
        "pid-max": 500,
        "maps": 63_530,
        "ports": 28_232 * scale_limits.ADDRESSES,
    }


def test_limits_of_the_process_itself(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of its user, its address space and its files; root's processes are not counted."""
    own = {"RLIMIT_NPROC": 500, "RLIMIT_AS": GIB}
    monkeypatch.setattr(scale_limits, "_own", own.get)
    monkeypatch.setattr(scale_limits, "descriptor_limit", lambda: 1_024)
    write(root, proc__loadavg="0 0 0 1/200 9")
    found = find(root)
    assert (found["user-tasks"], found["address-space"], found["open-files"]) == (300, GIB, 924)
    monkeypatch.setattr(scale_limits, "_is_root", lambda: True)
    assert "user-tasks" not in find(root)


@pytest.mark.parametrize(
    ("own", "files", "memory", "tasks"),
    [
        (
            "0::/a/b\n",
            {"a/memory.max": f"{GIB}", "a/memory.current": f"{GIB // 2}", "a/b/pids.max": "max",
             "a/pids.max": "100", "a/pids.current": "40"},
            GIB // 2,
            60,
        ),
        (
            "0::/\n",
            {"memory.max": f"{GIB}", "memory.current": f"{GIB}",
             "memory.stat": f"anon 1\ninactive_file {GIB // 4}\n"},
            GIB // 4,
            None,
        ),
        (
            "5:memory:/x\n8:pids:/\n0::/\n",
            {"memory/x/memory.limit_in_bytes": f"{GIB}", "memory/memory.limit_in_bytes": f"{NEVER}",
             "pids/pids.max": "32", "pids/pids.current": "2"},
            GIB,
            30,
        ),
        ("3:cpu,cpuacct:/\n", {"pids.max": "5"}, None, None),
        ("nonsense\n", {}, None, None),
    ],
    ids=["version 2", "what can be given back", "version 1", "another controller", "damaged"],
)  # fmt: skip
def test_limits_of_a_container(
    own: str, files: dict[str, str], memory: int | None, tasks: int | None, root: Path
) -> None:
    """The tightest from the own group upwards, in either version of control groups."""
    write(root, proc__self__cgroup=own, proc__meminfo=f"MemAvailable: {8 * GIB // KIB} kB")
    write(root, **{f"sys/fs/cgroup/{name}": text for name, text in files.items()})
    found = find(root)
    assert found["memory"] == (8 * GIB if memory is None else memory)
    assert found.get("group-tasks") == tasks


def test_nothing_left_is_nothing_and_not_less(root: Path) -> None:
    """More tasks than a limit allows leave none."""
    write(root, proc__loadavg="0 0 0 1/200 9", proc__sys__kernel__pid_max="100")
    assert find(root)["pid-max"] == 0


def test_a_share_of_what_is_left_is_safe() -> None:
    """The tightest need ends the series, and is named."""
    left = {"memory": GIB, "maps": 3_000, "open-files": 900, "ports": 1_000}
    kinds = {kind: ceiling(left, need) for kind, need in needs(8 * MIB, False).items()}
    assert kinds == {
        "coroutines": Ceiling(GIB // 2 // (4 * KIB), "memory"),
        "threads": Ceiling(500, "maps"),
        "processes": Ceiling(16, "memory"),
        "sockets": Ceiling(500, "ports"),
    }
    assert ceiling({}, {"memory": 1}).most > 10**9


def test_half_of_a_gibibyte_holds_a_hundred_thousand() -> None:
    """What the experiment promises of coroutines fits into one GiB that is free."""
    assert ceiling({"memory": GIB}, needs(8 * MIB, False)["coroutines"]).most >= 100_000


def test_huge_pages_make_stacks_large() -> None:
    """Where they are given unasked, a thread can take one."""
    assert needs(8 * MIB, True)["threads"]["memory"] > needs(8 * MIB, False)["threads"]["memory"]


def test_this_machine_has_room() -> None:
    """Real limits are found for every kind, and every one of them has a name."""
    found = ceilings()
    assert set(found) == {"coroutines", "threads", "processes", "sockets"}
    assert all(one.most > 0 and one.limit in scale_limits.NAMES for one in found.values())
