"""The keeper of a server: a service of the run that starts it, waits for it, and ends with it.

::

    keeper ──starts──▶ server (its children with it): all in the keeper's process group
       │  ◀─ a real request is answered rightly ─┘
       └─▶ ready: host, port, tree, versions, startup_ns, log; or the fault that it has

A keeper whose server can't be had says so and stays: that is one row's fault, not the run's.
Whoever ends the keeper's group ends the server.
"""

import contextlib
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.model import Parameters
from concdemo.net.cores import keep_loop
from concdemo.stacks import family, runtimes
from concdemo.stacks.answers import HELLO
from concdemo.stacks.log import how_it_ended, last_words, note_ending, says_in_use
from concdemo.stacks.plan import find, lacking, versions
from concdemo.stacks.readiness import Answer, NoAnswer, ask
from concdemo.stacks.servers import HOST, beside_apps
from concdemo.stacks.stack import Stack
from concdemo.text import Text

PATIENCE_S = 60.0
POLL_S = 0.01
STARTS = 2
"""A port that is taken between our looking and the server's is given up for another, once."""

SETTLED_NS, SETTLING_S, SETTLING_LIMIT_S = 2_000_000, 0.05, 5.0
"""Several workers are ready when the whole server used less than this in that long."""

SHOWN_BYTES = 200

NOT_STARTED = Text(
    "the server could not be started: {error}", "서버를 시작하지 못했습니다: {error}"
)
ENDED = Text(
    "the server ended before it answered ({how}): {log}",
    "서버가 응답하기 전에 끝났습니다({how}): {log}",
)
SILENT = Text(
    "the server gave no answer within {seconds:g} s: {log}",
    "서버가 {seconds:g}초 안에 응답하지 않았습니다: {log}",
)
WRONG = Text(
    "the server answered wrongly: {target} gave {what}",
    "서버의 응답이 틀렸습니다: {target} → {what}",
)


class PortTaken(Exception):
    """The server says that someone else has its port."""


def serve(parameters: Parameters, ready: Callable[[dict[str, Any]], None]) -> None:
    """Start the stack's server, tell ``ready`` where it is or what is wrong with it, and stay.

    Args:
        parameters: ``stack`` is its name; ``table`` ("module:attribute" or "file.py:attribute")
            where it is to be found, if not in the usual one; ``workers`` and ``threads`` other
            sizes than its own; ``pinned`` whether it is kept to the loops' core (yes);
            ``patience`` how many seconds it may take (60); ``port`` which to try first.
    """
    server: subprocess.Popen[bytes] | None = None
    try:
        stack = _wanted(parameters)
        server, facts = _start(stack, parameters)
    except ArmFault as fault:
        facts = {"fault": asdict(fault.text), "unavailable": fault.unavailable}
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this row's fault alone
        words = NOT_STARTED.fill(error=f"{type(error).__name__}: {error}")
        facts = {"fault": asdict(words), "unavailable": False}
    if server is None:
        family.end_group_but_me()
    ready(facts)
    if server is not None:
        code = server.wait()  # it is buried at once, so that an arm sees that it has gone
        with contextlib.suppress(OSError):  # the run may be over, and its folder gone
            note_ending(facts["log"], code)
        family.end_group_but_me()
    threading.Event().wait()


def _wanted(parameters: Parameters) -> Stack:
    workers, threads = parameters.get("workers"), parameters.get("threads")
    assert workers is None or isinstance(workers, int)
    assert threads is None or isinstance(threads, int)
    stack = find(str(parameters["stack"]), parameters.get("table")).sized(workers, threads)
    if (why := lacking(stack)) is not None:
        raise ArmFault(why, unavailable=True)
    return stack


def _start(
    stack: Stack, parameters: Parameters
) -> tuple["subprocess.Popen[bytes]", dict[str, Any]]:
    folder = Path(tempfile.mkdtemp(prefix="server-"))
    log = str(folder / "log")
    if stack.runtime == "go":
        runtimes.build_go(beside_apps("go_app.go"), folder, log)
    if parameters.get("pinned", True):
        keep_loop()
    patience_s = float(str(parameters.get("patience", PATIENCE_S)))
    first = parameters.get("port", 0)
    assert isinstance(first, int)
    for attempt in range(STARTS):
        with _Port(0 if attempt else first) as port:
            begin_ns = clock.monotonic_ns()
            server = _run(stack.command(stack.sizes, port.number), folder, log)
            try:
                _await_answer(server, stack, port.number, log, patience_s)
            except PortTaken:
                _end(server)
                continue
            except BaseException:
                _end(server)
                raise
            startup_ns = clock.monotonic_ns() - begin_ns
        if stack.sizes.workers > 1:
            _settle(server.pid)
        facts = {"port": port.number, "tree": server.pid, "startup_ns": startup_ns, "log": log}
        return server, {**facts, **_told(stack, parameters)}
    raise ArmFault(NOT_STARTED.fill(error=last_words(log)))


def _told(stack: Stack, parameters: Parameters) -> dict[str, Any]:
    """What is known of a server before it runs: by which an arm finds the same row again."""
    return {
        "host": HOST,
        "versions": versions(stack),
        **{name: parameters[name] for name in ("stack", "table") if name in parameters},
        "workers": stack.sizes.workers,
        "threads": stack.sizes.threads,
    }


class _Port:
    """A free port, kept from others until the server that is told of it listens there.

    Who is bound to a port without listening shares it, on Linux, with one who listens; elsewhere
    it must be let go before the server comes, and someone may be quicker.
    """

    def __init__(self, wanted: int) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if sys.platform == "linux":
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            self._socket.bind((HOST, wanted))
        except OSError:
            self._socket.bind((HOST, 0))
        self.number: int = self._socket.getsockname()[1]
        if sys.platform != "linux":
            self._socket.close()

    def __enter__(self) -> "_Port":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def _run(command: list[str], folder: Path, log: str) -> "subprocess.Popen[bytes]":
    """Start a server in this process's group, all that it says going to the log."""
    with open(log, "ab") as file:
        try:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, cwd=folder
            )
        except OSError as error:
            why = f"{Path(command[0]).name}: {error.strerror or error}"
            raise ArmFault(NOT_STARTED.fill(error=why)) from error


def _await_answer(
    server: "subprocess.Popen[bytes]", stack: Stack, port: int, log: str, patience_s: float
) -> None:
    """Return when the server has answered rightly.

    Raises:
        ArmFault: it ended first, answered wrongly, or not in time.
        PortTaken: it ended because the port is someone else's.
    """
    target = f"{stack.prefix}/json"
    deadline_ns = clock.monotonic_ns() + int(patience_s * 1e9)
    while (left_s := (deadline_ns - clock.monotonic_ns()) / 1e9) > 0:
        with contextlib.suppress(NoAnswer):
            answer = ask(HOST, port, target, left_s)
            if answer.status == 200 and answer.json == HELLO:
                return
            raise ArmFault(WRONG.fill(target=target, what=_shown(answer)))
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = server.wait(POLL_S)
            if says_in_use(log):
                raise PortTaken
            raise ArmFault(ENDED.fill(how=how_it_ended(code), log=last_words(log)))
    if says_in_use(log):
        raise PortTaken
    raise ArmFault(SILENT.fill(seconds=patience_s, log=last_words(log)))


def _shown(answer: Answer) -> Text:
    words = " ".join(answer.body.decode("utf-8", "replace").split())
    printable = "".join(c for c in words if c.isprintable())[:SHOWN_BYTES]
    return Text.same(f"{answer.status or ''} {printable!r}".strip())


def _settle(root: int) -> None:
    """Wait until all workers have done what they do at their start, or for long enough."""
    never = threading.Event()
    before = -1
    for _ in range(int(SETTLING_LIMIT_S / SETTLING_S)):
        used = sum(max(0, clock.cpu_ns_of(pid)) for pid in family.tree(root))
        if 0 <= used - before < SETTLED_NS and before >= 0:
            return
        before = used
        never.wait(SETTLING_S)


def _end(server: "subprocess.Popen[bytes]") -> None:
    """End a server that is of no use, and all that it started."""
    server.kill()
    server.wait()
    family.end_group_but_me()
