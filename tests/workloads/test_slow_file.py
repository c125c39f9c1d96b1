"""Slow files: what is read is whole, whoever reads and whoever has gone; nothing waits for ever."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import LONG_S, environment

from concdemo.errors import TaskFailed
from concdemo.tape import Tape
from concdemo.wire import expected_body
from concdemo.workloads import slow_file
from concdemo.workloads.slow_file import SlowFile, SlowFileInThread

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")

SIZE = 100
WRITER = """
import sys
from concdemo.workloads.slow_file import deliver_slowly
parameters = {{"files": 3, "size": {size}, "delay_ms": {delay}}}
deliver_slowly(parameters, lambda facts: print(facts["folder"], flush=True))
sys.stdin.read()
"""


@pytest.fixture
def slow(place: Path) -> Iterator[Callable[[float], str]]:
    """Starts a writer of three files in a process of its own; their folder."""
    writers = []

    def begin(delay_ms: float) -> str:
        code = WRITER.format(size=SIZE, delay=delay_ms)
        writers.append(
            subprocess.Popen(
                [sys.executable, "-c", code],
                env=environment(place),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        assert writers[-1].stdout is not None
        return str(writers[-1].stdout.readline().strip())

    yield begin
    for one in writers:
        with one:
            one.kill()


def test_a_file_can_be_read_again_and_again(slow: Callable[[float], str]) -> None:
    """Each time it is whole, and never twice what it holds."""
    work = SlowFile(slow(0))
    assert len({work.call(None, 0, SIZE) for _ in range(200)}) == 1


def test_a_reader_who_leaves_costs_nobody_else(slow: Callable[[float], str]) -> None:
    """What was for him is not given to the next."""
    folder = slow(1)
    work = SlowFile(folder)
    for _ in range(20):
        with open(f"{folder}/0", "rb") as file:
            assert file.read(1) == expected_body(0, SIZE)[:1]
        work.call(None, 0, SIZE)


def test_the_read_is_recorded_as_waiting(slow: Callable[[float], str]) -> None:
    """Running, waiting, running."""
    tape = Tape()
    SlowFile(slow(5)).trace(None, 0, SIZE, tape)
    tape.end()
    assert [state for state, _, _ in tape.states] == ["running", "waiting", "running"]


@pytest.mark.parametrize("kind", [SlowFile, SlowFileInThread])
def test_on_a_loop(kind: type[SlowFile], slow: Callable[[float], str]) -> None:
    """In the coroutine the loop's own thread reads; handed over, others do, and end with it."""
    work = kind(slow(5))
    before = {*threading.enumerate()}

    async def all_of_them() -> list[int]:
        lanes = [await work.aopen() for _ in range(3)]
        sums = await asyncio.gather(*(work.acall(own, n, SIZE) for n, own in enumerate(lanes)))
        assert (work.ran_in == 0) is (kind is SlowFile)
        for own in lanes:
            await work.aclose(own)
        return list(sums)

    assert asyncio.run(all_of_them()) == [work.call(None, n, SIZE) for n in range(3)]
    assert {*threading.enumerate()} <= before


def test_a_writer_who_never_comes_is_given_up(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first read waits for a while; the others know."""
    monkeypatch.setattr(slow_file, "PATIENCE_MS", 20)
    for number in range(2):
        os.mkfifo(place / str(number))
    work = SlowFile(str(place))
    with pytest.raises(TaskFailed, match="no writer"):
        work.call(None, 0, SIZE)
    monkeypatch.setattr(slow_file, "PATIENCE_MS", 1_000 * LONG_S)
    with pytest.raises(TaskFailed, match="no writer"):
        work.call(None, 1, SIZE)


@pytest.mark.parametrize("given", [b"", b"0", expected_body(0, SIZE)[:-1], b"x" * SIZE])
def test_a_writer_who_dies_ends_the_read(place: Path, given: bytes) -> None:
    """With a failure, since the content isn't what it should be."""
    os.mkfifo(place / "0")
    work, failed = SlowFile(str(place)), []

    def read() -> None:
        with pytest.raises(TaskFailed) as raised:
            work.call(None, 0, SIZE)
        failed.append(raised.value.kind)

    reader = threading.Thread(target=read)
    reader.start()
    with open(place / "0", "wb") as writer:
        writer.write(given)
    reader.join(LONG_S)
    assert failed == ["wrong content"]


def test_a_file_that_is_not_there_is_a_failure(place: Path) -> None:
    """As any other that can't be read."""
    with pytest.raises(TaskFailed, match="FileNotFoundError"):
        SlowFile(str(place)).call(None, 7, SIZE)
