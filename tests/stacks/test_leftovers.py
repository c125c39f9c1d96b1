"""What starting and ending servers leaves: nothing, however often, and whoever is killed."""

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from helpers import (
    GONE_S,
    LONG_S,
    alive,
    environment,
    eventually,
    nothing_left,
    processes_under,
    refused,
    semaphores_of,
    workplace,
)
from keepers import Keepers, keepers
from stack_rows import TABLE

from concdemo.conduct.house import house
from concdemo.stacks.plan import KEEPER, lacking
from concdemo.stacks.table import STACKS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups of POSIX")

STARTS, AT_ONCE = 100, 10
MANY = ("flask/gunicorn", "flask/uwsgi", "asgi/granian", "asgi/hypercorn", "asgi/uvicorn")
"""Servers of several processes: with an arbiter, a router, a tracker, a supervisor."""

INSTALLED = [name for name in MANY if lacking(STACKS[name]) is None]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a run's temporary files."""
    with workplace() as place:
        yield place


def descriptors() -> int:
    """How many files this process has open."""
    return psutil.Process().num_fds()


def bound(port: int) -> bool:
    """Whether anyone has the port, listening or not."""
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return False
    return True


def start_and_end(names: list[str], folder: Path) -> tuple[list[int], list[psutil.Process]]:
    """The ports that the servers had, and the processes of the first ones."""
    known: list[psutil.Process] = []
    ports: list[int] = []
    with house() as place:
        for first in range(0, len(names), AT_ONCE):
            children = []
            for name in names[first : first + AT_ONCE]:
                own = {"table": TABLE} if name == "tiny/well" else {"workers": 2}
                child = place.start()
                child.tell({"service": {"entry": KEEPER, "parameters": {"stack": name, **own}}})
                children.append(child)
            for child in children:
                ports.append(child.hear(LONG_S)["port"])
            known = known or processes_under(folder)
            if first == 0 and "asgi/hypercorn" in names:  # it is named, so that it can be removed
                assert semaphores_of([one.pid for one in known])
            for child in children:
                place.end(child)
    return ports, known


def test_a_hundred_starts_and_ends_leave_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process, port, temporary file, semaphore or open file; a few of each real kind."""
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    gc.collect()  # what earlier tests left open is closed now, and not meanwhile
    opened = descriptors()
    ports, known = start_and_end([*INSTALLED, *["tiny/well"] * STARTS][:STARTS], folder)
    nothing_left(folder, known)
    assert len(ports) == STARTS and not any(bound(port) for port in ports)
    assert list(folder.iterdir()) == [] and descriptors() == opened


# ── whoever is killed ────────────────────────────────────────────────────────


def keeper_killed(kept: Keepers) -> None:
    """The keepers are killed, and then the run ends."""
    for child in kept.children.values():
        os.kill(child.pid, signal.SIGKILL)
    for child in kept.children.values():
        eventually(lambda child=child: not child.alive)  # type: ignore[misc]
    assert all(kept.place(name).pids() for name in kept.children)
    kept.end()


def server_killed(kept: Keepers) -> None:
    """The servers' first processes are killed; their keepers see to the rest at once."""
    keeping = {child.pid for child in kept.children.values()}
    for name in kept.children:
        os.kill(kept.place(name).root, signal.SIGKILL)
    eventually(lambda: {one.pid for one in kept.members()} == keeping, within_s=GONE_S)
    kept.end()


@pytest.mark.parametrize("how", [keeper_killed, server_killed])
def test_whoever_is_killed_all_ends(folder: Path, how: Callable[[Keepers], None]) -> None:
    """Servers with arbiters, routers and trackers too."""
    with keepers(folder) as kept:
        for name in INSTALLED:
            kept.begin(name, workers=2)
        kept.hear()
        members = kept.members()
        ports = [kept.place(name).port for name in INSTALLED]
        assert len(members) > 3 * len(INSTALLED)
        how(kept)
    eventually(lambda: not any(alive(one) for one in members), within_s=GONE_S)
    assert all(refused(port) for port in ports)


def test_a_server_ends_when_conductor_and_warden_are_gone(folder: Path) -> None:
    """Hanging up is enough: the keeper takes its group with it."""
    if not INSTALLED:
        pytest.skip("none of these servers is installed")
    spec = f'{{"service": {{"entry": "{KEEPER}", "parameters": {{"stack": "{INSTALLED[0]}"}}}}}}\n'
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "concdemo.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(folder),
        cwd=folder,
        start_new_session=True,
    ) as keeper:
        assert keeper.stdin is not None and keeper.stdout is not None
        keeper.stdin.write(spec.encode())
        keeper.stdin.flush()
        assert b'"ok"' in keeper.stdout.readline()
        members = processes_under(folder)
        assert len(members) >= 3
        keeper.stdin.close()
        keeper.wait(LONG_S)
    eventually(lambda: not any(alive(one) for one in members), within_s=GONE_S)
