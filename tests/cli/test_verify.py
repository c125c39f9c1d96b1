"""``concdemo verify``: what is run, what is shown, and how it ends."""

import json
import re
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from builders import gil_report, io_report
from clusters import PASSWORD, Cluster
from helpers import HANGUL, Ended, run_here
from rich.cells import cell_len
from watching import Watching

from concdemo.cli import history, verify
from concdemo.cli.main import main
from concdemo.cli.measure import Measured
from concdemo.errors import Interrupted, MeasuringFault, UsageFault
from concdemo.experiments.experiment import Experiment
from concdemo.findings import Ledger
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Report
from concdemo.settings import Raw
from concdemo.text import LANGUAGES, Language, Text

ORDER = "async.coroutine-suspends async.one-track --rounds 1"
WHY = Text("there is no httpx.", "httpx가 없습니다.")


class Runs:
    """Stands in for measuring: gives reports, and remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Raw], list[str]]] = []
        self.answers: dict[str, Callable[[], Measured]] = {
            "gil": lambda: Measured(judged(gil_report()), None),
            "io": lambda: Measured(judged(io_report()), None),
        }

    def __call__(
        self,
        experiment: Experiment,
        given: Mapping[str, Raw],
        command: list[str],
        language: Language,
        tell: object,
    ) -> Measured:
        """What comes of that line."""
        self.asked.append((experiment.name, dict(given), command))
        return self.answers.get(experiment.name, failing(UsageFault(WHY)))()


def judged(report: Report) -> Report:
    """The report with its verdicts."""
    return with_verdicts(report)


def failing(fault: BaseException) -> Callable[[], Measured]:
    """An answer that is a fault."""

    def fail() -> Measured:
        raise fault

    return fail


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runs:
    """Nothing is measured, and what is kept is kept elsewhere."""
    made = Runs()
    monkeypatch.setattr(verify, "run_experiment", made)
    monkeypatch.setenv(history.VARIABLE, str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")
    return made


def asked_for(
    words: str, capsys: pytest.CaptureFixture[str], language: Language = "en"
) -> tuple[int, str, str]:
    """Status, output and notes of a line."""
    status = main(["verify", *words.split(), "--lang", language])
    out, err = capsys.readouterr()
    return status, out, err


# ── what is run ──────────────────────────────────────────────────────────────


def test_a_run_is_made_once_and_is_given_what_was_asked_for(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its options go to each run, and its command line is one that can be repeated."""
    words = "gil.one-at-a-time gil.threads-no-speedup async.needs-threads --rounds 9 --seed 4"
    status, out, err = asked_for(words, capsys)
    assert status == 0 and err == ""
    given = {"rounds": "9", "seed": "4"}
    assert runs.asked == [
        ("gil", given, ["gil", "--rounds", "9", "--seed", "4"]),
        ("io", given, ["io", "--rounds", "9", "--seed", "4"]),
    ]
    assert "3 claims: 2 supported, 1 refuted." in out


def test_a_server_is_named_to_the_runs_that_can_ask_one(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    """To no other, and its password is nowhere to be read."""
    words = "async.db-file-net async.needs-threads --dsn postgresql://u:secret@h/d --json -"
    out = asked_for(words, capsys)[1]
    plain, each = sorted(runs.asked, key=lambda one: len(one[1]))
    assert plain[1] == {}
    assert each[1] == {"target": "each", "dsn": "postgresql://u:secret@h/d"}
    assert "secret" not in out and "***" in json.loads(out)["command"]


def test_all_claims(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    """Each run once; those that can't be made leave their claims untested."""
    runs.answers = {}
    status, out, _ = asked_for("--all --json -", capsys)
    ledger = msgspec.json.decode(out.encode(), type=Ledger)
    assert status == 0 and ledger.reports == [] and len(ledger.entries) > 50
    assert {one.verdict for one in ledger.entries} == {"untested", "untestable"}
    lines = [" ".join([name, *map(str, given.values())]) for name, given, _ in runs.asked]
    assert len(set(lines)) == len(lines) and {"io", "io each"} <= set(lines)


def test_what_is_expected_is_chosen(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    """A claim that is expected to be something need not be named again."""
    status, out, _ = asked_for("--expect gil.one-at-a-time=supported", capsys)
    assert status == 0 and [one[0] for one in runs.asked] == ["gil"]
    assert "Expected verdicts: 1; all of them came." in out


def test_opinions_need_no_run(runs: Runs, unbuilt: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And say why they are not tested."""
    status, out, _ = asked_for(f"opinion {unbuilt}", capsys)
    assert status == 0 and runs.asked == []
    assert "untestable" in out and "no experiment" in out


# ── how it ends ──────────────────────────────────────────────────────────────


def test_a_verdict_other_than_expected_is_status_3(
    runs: Runs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From words and from a file; the differences are shown last."""
    file = tmp_path / "expected"
    file.write_text("\ufeff# a class\nasync.needs-threads = supported\n", encoding="utf-8")
    words = f"--expect gil.one-at-a-time=refuted --expect-file {file}"
    status, out, _ = asked_for(words, capsys)
    assert status == 3
    assert out.index("Other than expected") < out.index(
        "gil.one-at-a-time: expected refuted, found supported."
    )
    assert "async.needs-threads: expected supported, found refuted." in out
    status, out, _ = asked_for(f"{words} --json -", capsys)
    assert status == 3 and json.loads(out)["differences"][0]["expected"] == "refuted"


@pytest.mark.parametrize(("fault", "status"), [(UsageFault(WHY), 0), (MeasuringFault(WHY), 1)])
def test_a_run_that_can_not_be_made_costs_no_other(
    runs: Runs, fault: Exception, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its claims are untested with the mend; a fault of measuring shows in the status."""
    runs.answers["gil"] = failing(fault)
    ended, out, _ = asked_for("gil.one-at-a-time async.needs-threads", capsys)
    assert ended == status
    assert "there is no httpx. Run: concdemo gil" in " ".join(out.split())
    assert "✘ refuted  async.needs-threads" in out


def test_what_nobody_foresaw_costs_no_other_run(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of ours in one run is told as such, and the others are shown."""
    runs.answers["gil"] = failing(ZeroDivisionError("by zero"))
    status, out, _ = asked_for("gil.one-at-a-time async.needs-threads", capsys)
    assert status == 1 and "ZeroDivisionError: by zero" in " ".join(out.split())
    assert "✘ refuted  async.needs-threads" in out


def test_an_arm_that_failed_shows_in_the_status(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page is shown all the same."""
    broken = gil_report(faults={"threads": WHY})
    runs.answers["gil"] = lambda: Measured(judged(broken), None)
    status, out, _ = asked_for("gil.one-at-a-time", capsys)
    assert status == 1 and "threads failed: there is no httpx." in out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("inside", [True, False])
def test_an_interruption_shows_what_was_measured(
    runs: Runs, inside: bool, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """What came before stays, what was to come is untested, and nothing of it is kept."""
    stop = Interrupted(signal.SIGINT)
    runs.answers["io"] = (lambda: Measured(judged(io_report()), stop)) if inside else failing(stop)
    words = "gil.one-at-a-time async.needs-threads async.db-file-net"
    status, out, err = asked_for(words, capsys, language)
    assert status == 130 and err.count("\n") == 1
    assert len(runs.asked) == 2
    part = {"en": "only a part of what was asked for", "ko": "중단했습니다"}[language]
    assert part in out
    past = history.Past("en")
    assert past.last("gil.one-at-a-time") is not None
    assert past.last("async.needs-threads") is None


def test_what_was_seen_is_kept(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    """As by each experiment's own command."""
    asked_for("gil.one-at-a-time", capsys)
    last = history.Past("en").last("gil.threads-no-speedup")
    assert last is not None and last.verdict == "supported"


# ── what is shown and written ────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_written(
    runs: Runs, tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the page on the terminal, which fits 80 columns."""
    files = {name: tmp_path / name for name in ("json", "html", "markdown")}
    words = " ".join(f"--{name} {path}" for name, path in files.items())
    status, out, _ = asked_for(f"gil {words}", capsys, language)
    assert status in (0, 1) and all(cell_len(line) <= 80 for line in out.splitlines())
    assert bool(HANGUL.search(out)) == (language == "ko")
    ledger = msgspec.json.decode(files["json"].read_bytes(), type=Ledger)
    assert ledger.schema == "concdemo.ledger/1" and ledger.reports
    assert b"run-0" in files["html"].read_bytes()
    assert "gil.convoy" in files["markdown"].read_text(encoding="utf-8")


# ── for real ─────────────────────────────────────────────────────────────────


def test_a_real_run(place: Path) -> None:
    """Two claims of one experiment share a run; what is not known is never as expected."""
    words = f"verify {ORDER} --expect async.one-track=untestable --json r.json --lang ko"
    ended = run_here(*words.split(), folder=place)
    assert ended.status == 3, ended.err
    ledger = msgspec.json.decode((place / "r.json").read_bytes(), type=Ledger)
    (report,) = ledger.reports
    assert report.experiment == "order" and report.rounds == 1
    assert report.command == ["order", "--rounds", "1"]
    assert [one.verdict for one in ledger.entries] == [
        next(v.verdict for v in report.verdicts if v.claim == one.claim) for one in ledger.entries
    ]
    assert ended.err == "" and "기대와 다름" in ended.out


def test_a_real_server(
    place: Path,
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is asked in the run that can ask one, and its password is in no file."""
    run_experiment = verify.run_experiment

    def quick(experiment: Experiment, given: Mapping[str, Raw], *more: Any) -> Measured:
        return run_experiment(experiment, {**given, "requests": "4", "delay": "5"}, *more)

    monkeypatch.setattr(verify, "run_experiment", quick)
    files = " ".join(f"--{name} {place}/r.{name}" for name in ("json", "html", "markdown"))
    words = f"async.db-file-net --rounds 1 --dsn {cluster.guarded()} {files}"
    status, out, err = asked_for(words, capsys)
    assert status == 0, err
    ledger = msgspec.json.decode((place / "r.json").read_bytes(), type=Ledger)
    arm = ledger.reports[0].arm("postgres async")
    assert arm is not None and arm.status == "ok" and len(arm.samples) == 1
    shown = out + err + "".join(path.read_text(encoding="utf-8") for path in place.glob("r.*"))
    assert PASSWORD not in shown


def test_a_real_interruption(watched: Watching) -> None:
    """Ctrl-C in the second run: the first one's verdicts are shown, and nothing stays behind."""
    going = watched("verify async.one-track gil.threads-collide --rounds 1 --lang en")
    going.until("run 2 of 2: order")
    going.send("INT")
    ended: Ended = going.end()
    assert ended.status == 130
    progress = re.findall(r"run \d of 2: \w+ … about \d+ s left", ended.err)
    assert progress and all("run 2" in line for line in progress)  # of the first nothing is known
    ledger = msgspec.json.decode(going.json.read_bytes(), type=Ledger)
    assert ledger.partial and ledger.reports[0].experiment == "race"
    assert "only a part" in ended.out
