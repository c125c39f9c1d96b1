"""Facts about a machine, read from folders made for the test."""

import math
import sys
from pathlib import Path

import pytest

from concdemo import host

Files = dict[str, str]


def quota(folder: Path, groups: str | None, files: Files) -> float:
    """The quota that control groups with these files give."""
    root = folder / "cgroup"
    for name, words in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words)
    own = folder / "own"
    if groups is not None:
        own.write_text(groups)
    return host.cgroup_quota(root, own)


@pytest.mark.parametrize(
    ("groups", "files", "cores"),
    [
        pytest.param(None, {}, math.inf, id="no control groups"),
        pytest.param("0::/\n", {"cpu.max": "max 100000\n"}, math.inf, id="no limit"),
        pytest.param("0::/\n", {"cpu.max": "150000 100000\n"}, 1.5, id="at the root"),
        pytest.param("0::/a/b\n", {"a/b/cpu.max": "50000 100000"}, 0.5, id="the own group"),
        pytest.param(
            "0::/a/b\n",
            {"a/b/cpu.max": "400000 100000", "a/cpu.max": "200000 100000"},
            2.0,
            id="the tightest of the groups above",
        ),
        pytest.param("0::/a\n", {"b/cpu.max": "50000 100000"}, math.inf, id="another's limit"),
        pytest.param("0::/../..\n", {"cpu.max": "50000 100000"}, 0.5, id="seen from a container"),
        pytest.param(
            "5:cpu,cpuacct:/a\n1:name=systemd:/b\n",
            {"cpu/cpu.cfs_quota_us": "300000\n", "cpu/cpu.cfs_period_us": "100000\n"},
            3.0,
            id="version 1",
        ),
        pytest.param(
            "5:cpu:/\n",
            {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"},
            math.inf,
            id="version 1 without a limit",
        ),
        pytest.param("not a line of this kind\n", {}, math.inf, id="a strange list of groups"),
        pytest.param("0::/\n", {"cpu.max": "garbage"}, math.inf, id="a strange limit"),
        pytest.param("0::/\n", {"cpu.max": "100000 0"}, math.inf, id="no period"),
    ],
)
def test_the_quota_is_the_tightest_limit_above_us(
    tmp_path: Path, groups: str | None, files: Files, cores: float
) -> None:
    """Limits are found wherever they are set, and what can't be read is no limit."""
    assert quota(tmp_path, groups, files) == cores


@pytest.mark.parametrize(
    ("cpus", "limit", "cores"),
    [(4, math.inf, 4), (4, 2.0, 2), (4, 1.999, 2), (4, 1.5, 1), (4, 0.3, 1), (2, 8.0, 2)],
)
def test_usable_cores_are_whole_and_at_least_one(
    monkeypatch: pytest.MonkeyPatch, cpus: int, limit: float, cores: int
) -> None:
    """The smaller of affinity and quota counts, and a part of a core is none."""
    monkeypatch.setattr(host, "usable_cpus", lambda: frozenset(range(cpus)))
    monkeypatch.setattr(host, "cgroup_quota", lambda: limit)
    assert host.usable_cores() == cores


@pytest.mark.parametrize(("enabled", "word"), [(None, "on"), (True, "on"), (False, "off")])
def test_the_gil_is_as_the_interpreter_says_now(
    monkeypatch: pytest.MonkeyPatch, enabled: bool | None, word: str
) -> None:
    """An interpreter that can't be asked has a GIL; one that can is believed."""
    if enabled is None:
        monkeypatch.delattr(sys, "_is_gil_enabled", raising=False)
    else:
        monkeypatch.setattr(sys, "_is_gil_enabled", lambda: enabled, raising=False)
    assert host.gil() == word


def test_a_description_names_what_is_here_and_nothing_that_is_not() -> None:
    """The libraries listed are installed, and the cores are those that may be used."""
    described = host.describe()
    assert described.cores == host.usable_cores() <= len(host.usable_cpus())
    assert described.python == ".".join(map(str, sys.version_info[:3]))
    assert described.start_method in ("fork", "forkserver", "spawn")
    assert "msgspec" in described.libraries
    assert all(host.has(name) for name in described.libraries)
    assert not host.has("no_such_module_at_all")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_descriptor_limit_is_the_one_that_can_be_reached() -> None:
    """The limit is the hard one, since every arm raises its own to it."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert host.descriptor_limit() == (None if hard == resource.RLIM_INFINITY else hard)


def test_a_machine_has_a_key_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name and its number, each of which may be another's too; fit for a folder's name."""
    number = tmp_path / "machine-id"
    keys = set()
    for name, digits in (("one", "1"), ("one", "2"), ("two", "1"), ("", "1")):
        monkeypatch.setattr(host.platform, "node", lambda name=name: name)
        number.write_text(digits, encoding="ascii")
        keys.add(host.key(number))
        assert host.key(number) == host.key(number)
    assert len(keys) == 4
    monkeypatch.setattr(host.platform, "node", lambda: "../컴퓨터 " + "x" * 300)
    strange = host.key(tmp_path / "absent")
    assert strange.isascii() and "/" not in strange and "." not in strange and len(strange) < 60
