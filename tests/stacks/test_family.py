"""Which processes are whose, read from the system."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from helpers import eventually

from concdemo.stacks import family

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups of POSIX")

PARENT = """
import os, subprocess, sys
below = subprocess.Popen([sys.executable, "-S", "-c", "input()"])
print(below.pid, flush=True)
input()
"""


@pytest.fixture
def pair() -> Iterator[tuple[int, int]]:
    """A process (with a name that is hard to read) and its child."""
    with subprocess.Popen(
        [sys.executable, "-S", "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        yield parent.pid, int(parent.stdout.readline())
        parent.kill()


def test_a_tree_is_a_process_and_all_below_it(pair: tuple[int, int]) -> None:
    """Itself first; of us, both."""
    parent, child = pair
    assert family.tree(parent) == [parent, child]
    assert family.tree(child) == [child]
    own = family.tree(os.getpid())
    assert own[0] == os.getpid() and {parent, child} <= set(own)


def test_who_has_ended_has_no_tree(pair: tuple[int, int]) -> None:
    """Neither one that is buried nor one that waits for it."""
    parent, child = pair
    os.kill(child, 9)
    eventually(lambda: family.tree(child) == [])
    assert os.path.exists(f"/proc/{child}") or sys.platform != "linux"  # its parent is not looking
    assert family.tree(parent) == [parent]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc of Linux")
def test_a_name_may_hold_anything() -> None:
    """A process may call itself like the line that is read."""
    code = """
import ctypes
ctypes.CDLL(None).prctl(15, b") Z 1 1 (", 0, 0, 0)
print("named", flush=True)
input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stdout.readline()
        found = {one.pid: one for one in family.living()}[process.pid]
        assert found == (process.pid, os.getpid(), os.getpgrp())
        process.kill()


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("ps") is None, reason="needs both /proc and ps"
)
def test_both_ways_of_looking_see_the_same(pair: tuple[int, int]) -> None:
    """``ps`` tells what ``/proc`` tells."""
    for look in (family._from_proc, family._from_ps):
        found = {one.pid: one for one in look()}
        assert found[pair[0]].parent == os.getpid()
        assert found[pair[1]].parent == pair[0]
        assert found[pair[1]].group == os.getpgrp()


def test_nobody_is_killed_by_one_who_leads_no_group(pair: tuple[int, int]) -> None:
    """As when these tests run in the group of a shell."""
    if os.getpgrp() == os.getpid():
        pytest.skip("these tests lead their group")
    family.end_group_but_me()
    assert family.tree(pair[0]) == list(pair)


# Each says who it is in one write, and waits on a line of its own: three that print into one pipe
# can mix their words up, and the leader's line is for the leader.
LEADER = """
import os, subprocess, sys
from concdemo.stacks.family import end_group_but_me
ORPHAN = "import os; os.fork() and os._exit(0); os.write(1, b'%d\\\\n' % os.getpid()); input()"
kept = [subprocess.Popen([sys.executable, "-S", "-c", ORPHAN], stdin=subprocess.PIPE)
        for _ in range(3)]
input()
end_group_but_me()
print("ended", flush=True)
input()
"""


def test_a_leader_ends_its_group_and_stays() -> None:
    """Those that are nobody's children are ended too."""
    with subprocess.Popen(
        [sys.executable, "-c", LEADER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as leader:
        assert leader.stdin is not None and leader.stdout is not None
        orphans = [int(leader.stdout.readline()) for _ in range(3)]
        assert all(family.tree(pid) for pid in orphans)
        leader.stdin.write("\n")
        leader.stdin.flush()
        assert leader.stdout.readline() == "ended\n"
        assert not any(family.tree(pid) for pid in orphans)
        assert family.tree(leader.pid)
        leader.kill()
