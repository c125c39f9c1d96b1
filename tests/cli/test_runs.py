"""Real runs, short ones: every experiment, mode, workload, target, client and start method.

What is looked at is what ran and what was recorded of it; never how fast anything was.
"""

import itertools
import multiprocessing
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import HANGUL, Act, Ended, ScriptedServer, closed_port, response, run, run_here
from rich.cells import cell_len

from concdemo import host, schema
from concdemo.cli import doctor, measure
from concdemo.cli.main import main
from concdemo.errors import UsageFault
from concdemo.experiments import EXPERIMENTS, find
from concdemo.experiments.experiment import Experiment
from concdemo.model import Plan, Report
from concdemo.modes import MODES
from concdemo.text import LANGUAGES, Language, Text

HAS_UVLOOP = host.has("uvloop")
EVERY_MODE = [mode for mode in MODES if mode != "uvloop" or HAS_UVLOOP]
GIL = "gil --size 300 --workers 2 --tasks 4 --rounds 1"
IO = "io --requests 4 --delay 2 --rounds 1"
RAW = f"{IO} --client raw"
"""Where it is not the client that is looked at: this one starts quickest."""

CLIENTS = {
    "httpx": "one a worker or lane",
    "httpx-shared": "one shared by all",
    "raw": "plain sockets",
}


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """What commands in this process would have run: they end once that is settled."""
    kept: list[Plan] = []

    def plan_only(experiment: Experiment, plan: Plan, *_: object) -> None:
        kept.append(plan)
        raise UsageFault(Text.same("no more"))

    monkeypatch.setattr(measure, "Run", plan_only)
    return kept


def planned(words: str, plans: list[Plan]) -> Plan:
    """What this command would run."""
    assert main(words.split()) == 2
    return plans[-1]


def measured(words: str, place: Path, status: int = 0) -> Report:
    """The report of a run that ended with this status."""
    ended = run_here(*words.split(), "--json", "-", folder=place)
    assert ended.status == status, ended.err + ended.out
    assert "Traceback" not in ended.err
    assert list(place.glob("concdemo-*")) == []
    return schema.decode(ended.out.encode(), "-")


def whole(report: Report, rounds: int = 1) -> None:
    """Every arm ran, in every round, with the same answers and a portrait."""
    answers = set()
    for arm in report.arms:
        assert arm.status == "ok" and arm.reason is None
        assert [sample.round for sample in arm.samples] == list(range(1, rounds + 1))
        for sample in arm.samples:
            assert sample.wall_ns > 0 and sample.cpu_ns > 0 and sample.failed == 0
            assert sample.metrics["threads"] >= 1 and sample.metrics["processes"] >= 1
            answers.add(sample.checksum)
        assert arm.median_ns is not None and arm.startup_ns is not None and arm.startup_ns > 0
        assert arm.portrait_ns is not None and arm.lanes and arm.spans
    assert len(answers) == 1 and None not in answers
    assert report.rounds == rounds


def names(report: Report) -> list[str]:
    """The arms in their order."""
    return [arm.name for arm in report.arms]


def codes(report: Report) -> set[str]:
    """The doubts by code."""
    return {caveat.code for caveat in report.caveats}


# ── what was asked is what is recorded ───────────────────────────────────────


def test_a_run_records_what_ran(place: Path) -> None:
    """Command, settings, machine, arms and size stand in the report as they were."""
    words = f"{GIL} --workload loop --seed 7 --budget 5"
    report = measured(words, place)
    whole(report)
    assert report.schema == "concdemo.report/1" and report.experiment == "gil"
    assert report.command == [*words.split(), "--json", "-"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", report.started)
    assert report.baseline == "serial" and report.size == 300
    wanted = {"workers": 2, "tasks": 4, "size": 300, "workload": "loop", "seed": 7, "rounds": 1}
    assert wanted.items() <= report.settings.items() and report.settings["budget"] == 5
    assert report.host.cores >= 1 and report.host.gil in ("on", "off")
    assert {"typer", "rich", "msgspec", "psutil"} <= report.host.libraries.keys()
    assert {verdict.claim for verdict in report.verdicts} >= {
        "gil.one-at-a-time", "gil.threads-no-speedup", "gil.processes-scale", "gil.async-no-cpu",
    }  # fmt: skip
    assert names(report)[: len(EVERY_MODE)] == EVERY_MODE
    for arm in report.arms:
        assert arm.workers == {"serial": 1, "processes-2x": 2 * report.host.cores}.get(arm.name, 2)


def test_the_seed_is_drawn_and_kept(place: Path) -> None:
    """Without --seed one is drawn, and stands in the report for whoever wants to repeat it."""
    seeds = {measured(f"{GIL} --mode serial", place).settings["seed"] for _ in range(2)}
    assert len(seeds) == 2 and all(isinstance(seed, int) for seed in seeds)


@pytest.mark.parametrize(
    ("workload", "size", "modes"),
    [
        ("primes", 300, EVERY_MODE),
        ("fib", 3, ["serial", "async"]),
        ("hash", 1, ["serial", "threads"]),
    ],
)
def test_every_workload(place: Path, workload: str, size: int, modes: list[str]) -> None:
    """Each workload runs, round after round, and gives the same answers in all modes.

    Loops are what ``test_a_run_records_what_ran`` runs; each workload runs in each mode where
    modes are tested.
    """
    asked = "" if modes == EVERY_MODE else f"--mode {modes[-1]}"
    report = measured(f"{GIL} --size {size} --rounds 2 --workload {workload} {asked}", place)
    whole(report, rounds=2)
    assert set(modes) <= set(names(report))


@pytest.mark.parametrize(
    ("words", "method"), [(GIL, "fork"), (GIL, "forkserver"), (GIL, "spawn"), (RAW, "spawn")]
)
def test_every_start_method(place: Path, words: str, method: str) -> None:
    """Processes are started in the way that was asked for, and the arm's facts say so."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system can't start processes by {method}")
    report = measured(f"{words} --mode processes --start-method {method}", place)
    whole(report)
    arm = report.arm("processes")
    assert arm is not None and arm.facts["start method"] == method
    assert report.settings["start-method"] == method


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--mode threads", ["serial", "threads"]),
        ("--mode serial", ["serial"]),
        ("--mode threads --mode async", ["serial", "threads", "async"]),
        ("--mode async,threads", ["serial", "async", "threads"]),
        ("--mode asyncio,threading,multiprocessing", ["serial", "async", "threads", "processes"]),
        ("--mode Threads,THREADS,thread", ["serial", "threads"]),
        ("--mode=processes,serial", ["serial", "processes"]),
    ],
)
def test_modes_repeat_or_stand_in_a_list(
    plans: list[Plan], words: str, expected: list[str]
) -> None:
    """--mode repeats, takes commas and other words for the same; the baseline is always there."""
    plan = planned(f"{GIL} --tasks 2 {words}", plans)
    assert [arm.name for arm in plan.arms] == expected


def test_the_modes_that_were_asked_for_run(place: Path) -> None:
    """And no others."""
    report = measured(f"{GIL} --tasks 2 --mode Threads --mode async", place)
    whole(report)
    assert names(report) == ["serial", "threads", "async"]


def test_twice_as_many_processes_as_cores(place: Path) -> None:
    """With cores to spare there is a second process arm that has too many of them."""
    cores = host.usable_cores()
    if not 2 <= cores <= 16:
        pytest.skip(f"{cores} usable cores are too few, or too many for a short test")
    words = f"gil --size 300 --rounds 1 --mode processes --workers {cores} --tasks {2 * cores}"
    report = measured(words, place)
    assert names(report) == ["serial", "processes", "processes-2x"]


def test_work_that_cannot_be_shared_out_evenly(place: Path) -> None:
    """Three tasks for two workers are measured, with the doubt that belongs to them."""
    report = measured(f"{GIL} --tasks 3 --mode threads", place)
    whole(report)
    assert "uneven-tasks" in codes(report)


def test_a_size_is_found(place: Path) -> None:
    """Without --size the baseline finds one, and all arms work at it."""
    report = measured("gil --mode threads --workers 2 --tasks 2 --rounds 1", place)
    whole(report)
    assert report.settings["size"] is None and report.size > 2_000


def test_a_short_budget_is_kept(place: Path) -> None:
    """A budget that is spent at once leaves at least one round, and no interval."""
    report = measured("gil --size 300 --mode threads --budget 0.1", place)
    assert 1 <= report.rounds < 30
    threads = report.arm("threads")
    assert threads is not None and threads.median_ns is not None


def test_too_few_rounds_give_no_interval(place: Path) -> None:
    """One round: a median, no interval, no verdict, and the reason."""
    report = measured(f"{GIL} --mode threads,processes", place)
    for arm in report.arms:
        assert arm.speedup is None or arm.speedup.low is None
    assert {verdict.verdict for verdict in report.verdicts} <= {"inconclusive", "untested"}


# ── what is waited for ───────────────────────────────────────────────────────


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client(place: Path, client: str) -> None:
    """Each HTTP client asks the origin in every mode, and the report says which one ran."""
    report = measured(f"{IO} --client {client}", place)
    whole(report)
    assert names(report) == EVERY_MODE
    assert report.settings["client"] == client
    assert any(CLIENTS[client] in fact.en for fact in report.facts)
    assert "HTTP requests" in report.facts[0].en
    assert ("shared-client" in codes(report)) == (client == "httpx-shared")
    assert {verdict.claim for verdict in report.verdicts} >= {
        "async.overlaps-io", "async.needs-threads", "async.is-multiprocess",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("--target http", "HTTP requests"),
        ("--target sleep", "sleeps of 2 ms"),
        ("--target file --size 100", "file reads of 100 bytes"),
        ("--workload sleep", "sleeps"),
        ("--target http --size 50000", "HTTP requests"),
        ("--target http --delay 0", "HTTP requests"),
        ("--target sleep --delay 0.5", "sleeps of 0.5 ms"),
    ],
)
def test_every_target_has_its_words(plans: list[Plan], words: str, fact: str) -> None:
    """What is waited for is said in both languages."""
    plan = planned(f"{IO} {words}", plans)
    assert [arm.name for arm in plan.arms] == EVERY_MODE
    assert fact in plan.facts[0].en and HANGUL.search(plan.facts[0].ko)


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("--target file --size 100", "file reads of 100 bytes"),
        ("--target http --client raw --size 50000 --delay 0", "HTTP requests"),
        ("--target sleep --delay 0.5", "sleeps of 0.5 ms"),
    ],
)
def test_every_target(place: Path, words: str, fact: str) -> None:
    """Each target is waited for in every mode."""
    report = measured(f"{IO} {words}", place)
    whole(report)
    assert names(report) == EVERY_MODE
    assert fact in report.facts[0].en and HANGUL.search(report.facts[0].ko)


def test_lanes_are_as_many_as_asked(place: Path) -> None:
    """--concurrency bounds what is in flight, --workers threads and processes."""
    report = measured(f"{RAW} --requests 6 --concurrency 3 --workers 2", place)
    whole(report)
    workers = {arm.name: arm.workers for arm in report.arms}
    assert workers["serial"] == 1 and workers["threads"] == workers["processes"] == 2
    assert workers["async"] == 3
    used = {arm.name: arm.samples[0].metrics for arm in report.arms}
    assert used["async"]["threads"] == 1 and used["processes"]["processes"] <= 2


@pytest.fixture
def pages() -> Iterator[ScriptedServer]:
    """A web server on loopback that is somebody's own."""
    with ScriptedServer(lambda _, line: Act(response(line.encode()))) as server:
        yield server


def test_a_url_of_ones_own(place: Path, pages: ScriptedServer) -> None:
    """Every request reaches the user's server, and the report says that traffic left."""
    url = f"http://127.0.0.1:{pages.port}/page?task={{task}}"
    words = f"{IO} --target url --url {url} --mode threads,async"
    ended = run_here(*words.split(), "--json", "-", folder=place)
    assert ended.status == 0 and url in ended.err
    report = schema.decode(ended.out.encode(), "-")
    whole(report)
    assert "leaves-machine" in codes(report) and report.settings["url"] == url
    asked = Counter(line.split()[1] for line in pages.lines)
    assert set(asked) == {f"/page?task={task}" for task in range(4)}
    assert len(set(asked.values())) == 1


def test_nobody_answers(place: Path) -> None:
    """All requests fail: they are counted by kind, nothing is measured, exit status 1."""
    url = f"http://127.0.0.1:{closed_port()}/"
    report = measured(f"{IO} --target url --url {url} --mode threads,async", place, status=1)
    for arm in report.arms:
        assert arm.status == "ok" and arm.samples[0].failed == 4 and not arm.samples[0].clean
        assert arm.failures["ConnectError"] >= 4 and arm.median_ns is None
        assert arm.speedup is None
    assert "tasks-failed" in codes(report)
    assert {verdict.verdict for verdict in report.verdicts} <= {"inconclusive", "untested"}


def test_some_requests_fail(place: Path) -> None:
    """A server that fails now and then: failures are counted and shown, and left out."""
    numbers = itertools.count()

    def script(_: int, line: str) -> Act:
        number = next(numbers)
        if number % 7 == 3:
            return Act(response(b"", "503 Busy"))
        return Act(then="close") if number % 7 == 5 else Act(response(b"fine"))

    with ScriptedServer(script) as server:
        words = f"{IO} --rounds 4 --target url --url http://127.0.0.1:{server.port}/ --mode threads"
        ended = run_here(*words.split(), "--json", "report.json", folder=place)
    report = schema.read(str(place / "report.json"))
    kinds = {kind for arm in report.arms for kind in arm.failures}
    assert "status 503" in kinds and kinds <= {"status 503", "RemoteProtocolError", "ReadError"}
    for arm in report.arms:
        assert sum(arm.failures.values()) >= sum(sample.failed for sample in arm.samples) > 0
        assert not any(sample.clean for sample in arm.samples if sample.failed)
    assert "tasks-failed" in codes(report)
    assert "failed" in ended.out and "status 503" in ended.out
    assert "Traceback" not in ended.err


# ── languages ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "korean"),
    [
        (f"--lang ko {GIL} --mode serial", True),
        (f"{GIL} --mode serial --lang=KO", True),
        (f"--lang ko {GIL} --mode serial --lang en", False),
    ],
)
def test_the_language_of_a_run(place: Path, words: str, korean: bool) -> None:
    """--lang before or after the subcommand; the report itself holds both languages."""
    ended = run_here(*words.split(), "--json", "report.json", folder=place)
    assert ended.status == 0
    assert bool(HANGUL.search(ended.out)) == korean
    report = schema.read(str(place / "report.json"))
    assert report.title.en != report.title.ko and HANGUL.search(report.title.ko)


def test_the_locale_decides_where_nobody_says(place: Path) -> None:
    """Without --lang a Korean locale gets Korean, for results and for help."""
    korean = {"LANG": "ko_KR.UTF-8"}
    for words in (f"{GIL} --mode serial", "--help", "gil --help", "doctor --help"):
        ended = run_here(*words.split(), folder=place, changes=korean)
        assert ended.status == 0 and HANGUL.search(ended.out)
    assert HANGUL.search(run("--help", folder=place, changes=korean).out)


def help_of(words: str, place: Path) -> Ended:
    """A help text."""
    ended = run_here(*words.split(), folder=place, changes={"COLUMNS": "200"})
    assert (ended.status, ended.err) == (0, "")
    return ended


def test_help_lists_what_can_be_asked(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of commands names each question; each experiment's help names its options.

    Closer questions are listed by the one that they belong to.
    """
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", 200)
    listed = help_of("--help", place).out
    assert listed == help_of("", place).out
    for command in (*EXPERIMENTS, "doctor", "report"):
        assert command.split()[0] in listed
    own = {
        "gil": [
            "--workload",
            "--tasks",
            "--size",
            "--start-method",
            "--json",
            "--lang",
            "--rounds",
        ],
        "io": ["--target", "--client", "--requests", "--delay", "--concurrency", "--url"],
    }
    for command, options in own.items():
        text = help_of(f"{command} -h", place).out
        assert all(option in text for option in [*options, "--mode", "--workers", "--budget"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 81])
@pytest.mark.parametrize("command", EXPERIMENTS)
def test_help_loses_no_letter(
    command: str, width: int, language: Language, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """However lines break, each option's sentence stands there whole, and no line is too wide."""
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", width)
    assert main([*command.split(), "--help", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= width
    said = "".join("".join(line.strip("│ ").split()) for line in lines)
    last_column = "".join(line.rstrip(" │").rpartition("  ")[2] for line in lines)
    assert "…" not in said
    for option in find(command).options:
        words = "".join(option.help.into(language).split())
        assert words in "".join(last_column.split()), option.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doctor_examines_this_machine(
    language: Language, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The doctor says of every experiment whether it can run, in both languages."""
    monkeypatch.setattr(doctor, "LISTENING_S", 0.1)
    assert main(["doctor", "--lang", language]) == 0
    out, err = capsys.readouterr()
    assert err == "" and bool(HANGUL.search(out)) == (language == "ko")
    for word in (*EXPERIMENTS, "GIL", "spawn"):
        assert word in out
