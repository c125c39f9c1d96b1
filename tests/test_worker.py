"""The child's entry: what it understands, what it answers, and what it keeps out.

Spoken to over plain pipes, so that the protocol is tested and not the conductor's half of it.
"""

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from helpers import LONG_S, ROOT, environment, eventually, workplace

from concdemo import host
from concdemo.conduct.warden import forget_semaphores
from concdemo.model import ArmPlan, Parameters
from concdemo.modes import MODES

TESTS = Path(__file__).parent
PRIMES = "concdemo.workloads.cpu:Primes"
HEAVY = {"typer", "click", "rich", "msgspec", "pydantic", "jinja2"}
NOT_FOR_HELP = {
    "anyio", "asyncio", "concurrent", "fastapi", "httpx", "jinja2", "msgspec", "multiprocessing",
    "psutil", "pydantic", "ssl", "uvloop", "uvicorn",
}  # fmt: skip


@dataclass
class Spoken:
    """A child and the line to it."""

    process: "subprocess.Popen[str]"

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """One request, one answer."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> tuple[str, str]:
        """Hang up; what else it said on standard output and on standard error."""
        return self.process.communicate(timeout=LONG_S)


@contextlib.contextmanager
def child(place: Path, *before: Path, code: str = "") -> Iterator[Spoken]:
    """A child with folders put before its import path; ``code`` to run in its stead."""
    path = ":".join(map(str, [*before, ROOT, TESTS]))
    what = ["-c", code] if code else ["-m", "concdemo.worker"]
    process = subprocess.Popen(
        [sys.executable, "-P", *what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(place, PYTHONPATH=path),
        start_new_session=True,
    )
    with process:
        try:
            yield Spoken(process)
        finally:  # as the conductor does: the child with all that it started
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            forget_semaphores(process.pid)


def spec(mode: str, entry: str = PRIMES, tasks: int = 2, **more: Any) -> dict[str, Any]:
    """The spec of an arm of ``gil``, as the conductor sends it."""
    parameters: Parameters = {"entry": entry, "tasks": tasks, **more}
    arm = ArmPlan(mode, mode, 1 if mode == "serial" else 2, "alone", parameters)
    return {"experiment": "gil", "arm": asdict(arm), "services": {}}


def sample(size: int = 100) -> dict[str, Any]:
    """A request for a sample."""
    return {"sample": {"size": size}}


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    """Each mode that can run here."""
    for module in MODES[request.param].requires:
        if not host.has(module):
            pytest.skip(f"{module} is not installed")
    return str(request.param)


def test_a_spec_comes_in_and_samples_go_out(place: Path, mode: str) -> None:
    """Opening tells start-up and facts; each request gives one sample; hanging up ends it."""
    with child(place) as spoken:
        opened = spoken.ask(spec(mode, tasks=3))["ok"]
        assert opened["startup_ns"] > 0 and opened["gil"] in ("on", "off")
        assert isinstance(opened["facts"], dict)
        taken = [spoken.ask(sample())["ok"] for _ in range(3)]
        rest, _ = spoken.end()
    assert rest == "" and spoken.process.returncode == 0
    for one in taken:
        assert one["wall_ns"] > 0 and one["cpu_ns"] > 0 and one["failed"] == 0
        assert one["spent_ns"] > 0 and one["failures"] == {}
        assert one["metrics"]["threads"] >= 1 and one["metrics"]["processes"] >= 1
    assert {one["checksum"] for one in taken} == {f"{3 * 25:016x}"}  # 25 primes below 100


def test_a_portrait_can_be_asked_for(place: Path, mode: str) -> None:
    """A portrait has lanes and spans that begin at 0 and end before it does."""
    with child(place) as spoken:
        spoken.ask(spec(mode))
        portrait = spoken.ask({"portrait": {"size": 5_000}})["ok"]["portrait"]
        assert "wall_ns" in spoken.ask(sample())["ok"]
    assert portrait["lanes"] and portrait["spans"]
    for _task, lane, state, begin, end in portrait["spans"]:
        assert 0 <= lane < len(portrait["lanes"])
        assert state in ("running", "waiting")
        assert 0 <= begin < end <= portrait["wall_ns"]


@pytest.mark.parametrize("how", ["serial", "threads", "processes", "async"])
def test_what_a_task_prints_is_no_answer(place: Path, how: str) -> None:
    """Whatever a task writes to standard output, in whichever way, lands on standard error."""
    with child(place) as spoken:
        spoken.ask(spec(how, "strange_works:Chatty"))
        for _ in range(2):
            assert spoken.ask(sample())["ok"]["checksum"] == f"{1:016x}"
        rest, noise = spoken.end()
    assert rest == ""
    assert noise.count("not an answer") == noise.count("from a shell") == 4


@pytest.mark.parametrize("how", ["serial", "threads", "processes", "async"])
def test_a_task_that_raises_is_an_answer(place: Path, how: str) -> None:
    """The exception is told in both languages, and the arm can still be asked."""
    with child(place) as spoken:
        spoken.ask(spec(how, "strange_works:Sour"))
        error = spoken.ask(sample())["error"]
        again = spoken.ask(sample())["error"]
        assert spoken.end()[0] == ""
    assert error["en"] == "a task raised ValueError: over two lines"
    assert error["ko"] == "작업에서 예외가 났습니다: ValueError: over two lines"
    assert error["unavailable"] is False and again == error


def test_failed_tasks_are_counted_by_kind(place: Path) -> None:
    """TaskFailed is part of a sample and no error."""
    with child(place) as spoken:
        spoken.ask(spec("threads", "strange_works:Flaky", tasks=5))
        taken = spoken.ask(sample())["ok"]
    assert taken["failed"] == 2 and taken["failures"] == {"odd": 2}


@pytest.mark.parametrize("how", ["serial", "threads", "processes", "async"])
def test_an_arm_that_cannot_be_opened_says_why(place: Path, how: str) -> None:
    """The cause is told in both languages, and the process ends by itself."""
    with child(place) as spoken:
        error = spoken.ask(spec(how, "strange_works:Unopenable"))["error"]
        spoken.process.wait(LONG_S)
    assert error["en"] == "it could not be opened: OSError: no door"
    assert error["ko"] == "준비하지 못했습니다: OSError: no door"
    assert error["unavailable"] is False


def test_a_library_that_does_not_load_makes_an_arm_unavailable(place: Path) -> None:
    """That is told apart from an arm that fails, with the mend."""
    shim = place / "shim"
    shim.mkdir()
    (shim / "uvloop.py").write_text("raise ImportError('wrong machine')\n", encoding="utf-8")
    with child(place, shim) as spoken:
        error = spoken.ask(spec("uvloop"))["error"]
    assert error["unavailable"] is True
    assert "wrong machine" in error["en"] and "pip install uvloop" in error["ko"]


def test_an_experiment_that_is_not_there(place: Path) -> None:
    """A spec that names no experiment is answered, not crashed upon."""
    with child(place) as spoken:
        assert "nonsense" in spoken.ask({**spec("serial"), "experiment": "nonsense"})["error"]["en"]


def test_a_task_that_ends_its_process(place: Path) -> None:
    """No answer, the line is cut, and the exit status is the task's own."""
    with child(place) as spoken:
        spoken.ask(spec("serial", "strange_works:Dying"))
        with pytest.raises(json.JSONDecodeError):
            spoken.ask(sample())
        assert spoken.process.wait(LONG_S) == 7


def test_a_task_that_ends_its_worker_process(place: Path) -> None:
    """Where only a worker of the pool dies, the arm lives to tell."""
    with child(place) as spoken:
        spoken.ask(spec("processes", "strange_works:Dying"))
        assert "BrokenProcessPool" in spoken.ask(sample())["error"]["en"]
        assert spoken.end()[0] == ""


def test_hanging_up_before_the_spec_ends_it(place: Path) -> None:
    """Without a spec there is nothing to do or to say."""
    with child(place) as spoken:
        assert spoken.end() == ("", "")
        assert spoken.process.returncode == 0


def test_hanging_up_ends_the_workers_too(place: Path) -> None:
    """A process pool's workers are gone when the child is."""
    import psutil

    with child(place) as spoken:
        spoken.ask(spec("processes"))
        workers = psutil.Process(spoken.process.pid).children(recursive=True)
        assert len(workers) == 2
        spoken.end()
        eventually(lambda: not any(worker.is_running() for worker in workers))


def test_a_service_says_when_it_is_ready(place: Path) -> None:
    """A service's facts are its answer, and it ends when the conductor hangs up."""
    entry = "concdemo.workloads.files:write_files"
    service = {"entry": entry, "parameters": {"files": 3, "size": 10}}
    with child(place) as spoken:
        folder = Path(spoken.ask({"service": service})["ok"]["folder"])
        assert sorted(path.name for path in folder.iterdir()) == ["0", "1", "2"]
        assert {path.stat().st_size for path in folder.iterdir()} == {10}
        assert folder.is_relative_to(place)
        assert spoken.end() == ("", "") and spoken.process.returncode == 0


def test_a_service_that_fails_says_why(place: Path) -> None:
    """One that can't begin is an error with its words."""
    service = {"entry": "concdemo.workloads.files:write_files", "parameters": {}}
    with child(place) as spoken:
        error = spoken.ask({"service": service})["error"]
        spoken.end()
    assert "KeyError: 'files'" in error["en"] and "KeyError" in error["ko"]


# ── what is not imported ─────────────────────────────────────────────────────

TELL_MODULES = """
import runpy, sys
runpy.run_module("concdemo.worker", run_name="__main__")
sys.stderr.write("\\n".join(sys.modules))
"""


def top_level(names: str) -> set[str]:
    """The packages of these modules, a name a line."""
    return {name.partition(".")[0] for name in names.splitlines()}


def test_a_child_imports_nothing_heavy(place: Path, mode: str) -> None:
    """After opening, sampling and a portrait: no Typer, no Rich, no msgspec, in any mode."""
    with child(place, code=TELL_MODULES) as spoken:
        spoken.ask(spec(mode))
        spoken.ask(sample())
        spoken.ask({"portrait": {"size": 100}})
        imported = top_level(spoken.end()[1])
    assert "concdemo" in imported and not HEAVY & imported
    if mode in ("serial", "threads", "processes"):
        assert not {"anyio", "asyncio", "uvloop", "httpx", "psutil"} & imported


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_worker_process_imports_nothing_heavy(place: Path, method: str) -> None:
    """The same of the pool's own worker processes."""
    with child(place) as spoken:
        spoken.ask(spec("processes", "strange_works:Witness", start_method=method))
        assert "ok" in spoken.ask(sample())
    found = list(place.glob("modules-*"))
    assert found
    for path in found:
        assert not HEAVY & top_level(path.read_text(encoding="utf-8"))


def modules_after(code: str, place: Path) -> set[str]:
    """The packages that are imported when the code has run."""
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; sys.stderr.write('\\n'.join(sys.modules))"],
        env=environment(place),
        capture_output=True,
        encoding="utf-8",
        timeout=LONG_S,
        check=True,
    )
    return top_level(ended.stderr)


SMALL_APP = """
import typer
app = typer.Typer()
@app.callback(invoke_without_command=True)
def root(name: str | None = None) -> None: ...
@app.command()
def gil(name: str | None = None) -> None: ...
app({words!r}, standalone_mode=False)
"""


@functools.cache
def modules_of_typer(words: tuple[str, ...]) -> set[str]:
    """The packages that a small program of Typer's imports."""
    with workplace() as folder:
        return modules_after(SMALL_APP.format(words=[*words]), folder)


@pytest.mark.parametrize(
    ("words", "of_typer"),
    [
        (["--help"], ["--help"]),
        ([], []),
        (["gil", "--help"], ["gil", "--help"]),
        (["io", "--help"], ["gil", "--help"]),
        (["report", "--help"], ["gil", "--help"]),
        (["--version"], []),
    ],
)
def test_help_imports_little(place: Path, words: list[str], of_typer: list[str]) -> None:
    """Help needs no loop, HTTP, web or schema library beyond what Typer's own help needs."""
    typers = modules_of_typer(tuple(of_typer))
    ours = modules_after(f"from concdemo.cli.main import main\nassert main({words!r}) == 0", place)
    assert "typer" in ours
    assert (NOT_FOR_HELP & ours) - typers == set()
