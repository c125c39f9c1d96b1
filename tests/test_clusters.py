"""The tests' own PostgreSQL: it answers, and nothing of it is left, whoever ends."""

import contextlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

import clusters
import psutil
import pytest
from helpers import LONG_S, ROOT, alive, environment, eventually, refused

HOLD = """
import clusters, sys
with clusters.cluster(max_connections="9") as one:
    print(one.folder, one.port, one.pid, flush=True)
    sys.stdin.read()
"""


def asked_for(role: str, port: int) -> bytes:
    """How the server answers one who comes as ``role``: R says how to prove it, by a number."""
    words = b"".join(word.encode() + b"\0" for word in ("user", role, "database", "postgres", ""))
    with socket.create_connection(("127.0.0.1", port), LONG_S) as connection:
        connection.sendall(struct.pack("!ii", len(words) + 8, 3 << 16) + words)
        return connection.recv(9)


def test_a_role_needs_no_password_and_another_does(cluster: clusters.Cluster) -> None:
    """Trusted at once (0), or asked to prove it by SCRAM (10)."""
    assert asked_for(clusters.ROLE, cluster.port) == b"R" + struct.pack("!ii", 8, 0)
    kind, _, way = struct.unpack("!cii", asked_for(clusters.GUARDED, cluster.port))
    assert (kind, way) == (b"R", 10)
    assert str(cluster.port) in cluster.dsn and clusters.PASSWORD in cluster.guarded()


def test_it_is_ours_and_runs_as_a_lesser_user(cluster: clusters.Cluster) -> None:
    """Not as root, which it refuses; its socket is in its folder."""
    server = psutil.Process(cluster.pid)
    assert server.name().startswith("postgres") and server.uids().real != 0
    assert (cluster.folder / f".s.PGSQL.{cluster.port}").is_socket()


@pytest.mark.skipif(clusters.why_not() is not None, reason=str(clusters.why_not()))
@pytest.mark.parametrize("name", ["TERM", "KILL"])
def test_it_ends_with_the_tests_however_they_end(name: str) -> None:
    """No process, no port, no folder."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        env=environment(Path("/tmp"), PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'tests'}"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None and holder.stdout is not None
    with holder:
        assert select.select([holder.stdout], [], [], LONG_S)[0]
        folder, port, pid = holder.stdout.readline().split()
        server = psutil.Process(int(pid))
        holder.send_signal(getattr(signal, f"SIG{name}"))
        holder.wait(LONG_S)
    eventually(lambda: not Path(folder).exists(), what="the folder goes")
    assert not alive(server) and refused(int(port))


def test_one_that_is_killed_in_a_test_still_goes(cluster_files: Path) -> None:
    """As a crash would: the server is gone at once, the folder at the end."""
    with clusters.cluster(cluster_files) as one:
        server = psutil.Process(one.pid)
        one.kill()
        eventually(lambda: not alive(server), what="the server dies")
        assert refused(one.port) and one.folder.exists()
    assert not one.folder.exists()


def test_one_that_can_not_start_says_why(
    cluster_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server said is in the fault."""
    monkeypatch.setattr(clusters, "ATTEMPTS", 1)
    with pytest.raises(AssertionError, match="no_such"), contextlib.ExitStack() as stack:
        stack.enter_context(clusters.cluster(cluster_files, no_such="setting"))
