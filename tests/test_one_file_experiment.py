"""Adding a question takes one new file, its row, and its claims: tried on a copy of the package.

The new experiment compares by a number of its own, of which more is better, and has a column,
an option, a doubt and a claim.  All else (rounds, ratios, verdict, table, files, help, the
doctor) must come with it, unchanged.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import HANGUL, LONG_S, ROOT, Ended, environment, one_line, run, workplace

from concdemo import schema
from concdemo.text import Text

EXPERIMENT = '''
"""Does a larger bucket carry more?  A question that nobody needs to measure."""

from concdemo import clock
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.model import (
    ArmPlan, Caveat, Column, Host, Metric, Parameters, Plan, Portrait, Report, Taken,
)
from concdemo.settings import Option
from concdemo.text import Text

OPTIONS = (
    Option("walks", "count", Text("How often one walks.", "몇 번 걷는지."), default=3, high=100),
)
LITRES = {"cup": 2.0, "bucket": 6.0}
LEAKS = Text("the bucket leaks.", "양동이가 샙니다.")


def plan(settings: Parameters, host: Host) -> Plan:
    """A cup and a bucket."""
    walks = settings["walks"]
    assert isinstance(walks, int)
    return Plan(
        experiment="toy",
        settings=settings,
        arms=tuple(
            ArmPlan(name, name, 1, "waiting", {"litres": litres, "walks": walks})
            for name, litres in LITRES.items()
        ),
        size=1,
        facts=(Text("{walks} walks.", "{walks}번 걷기.").fill(walks=walks),),
        metric=Metric("carried", "l", "more"),
        columns=(Column("walks", Text("walks", "걸음")),),
    )


class Walk:
    """Carries water."""

    facts: dict[str, str] = {"vessel": "tin"}

    def __init__(self, arm: ArmPlan) -> None:
        self._arm = arm

    def sample(self, size: int) -> Taken:
        """Walk."""
        begin, cpu = clock.monotonic_ns(), clock.process_cpu_ns()
        litres, walks = self._arm.parameters["litres"], self._arm.parameters["walks"]
        assert isinstance(litres, float) and isinstance(walks, int)
        for _ in range(walks):
            clock.sleep(0.001)
        wall = clock.monotonic_ns() - begin
        metrics = {"carried": litres * walks, "walks": float(walks)}
        return Taken(wall, clock.process_cpu_ns() - cpu, 0, None, metrics=metrics)

    def portrait(self, size: int) -> Portrait | None:
        """There is no picture of it."""
        return None

    def close(self) -> None:
        """Put it down."""


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """Take it up."""
    return Walk(arm)


def doubts(report: Report) -> list[Caveat]:
    """The bucket always leaks."""
    return [Caveat("leaks", "bucket", LEAKS)]


EXPERIMENT = Experiment(name="toy", options=OPTIONS, plan=plan, open_arm=open_arm, doubts=doubts)
'''

ROW = """
        "toy": Row(
            "concdemo.experiments.toy:EXPERIMENT",
            Text("Does a larger bucket carry more?", "큰 양동이로 물을 더 많이 나를까?"),
        ),
"""

CLAIMS = """
[[claim]]
id = "toy.carries-more"
notes = []
experiment = "toy"
sentence.en = "A bucket carries more than a cup."
sentence.ko = "양동이는 컵보다 많이 나른다."

[claim.rule]
at_least = { walks = 2 }
[[claim.rule.tests]]
arm = "bucket"
measure = "speedup"
supported = { above = 2 }
refuted = { below = 1 }

[claim.rule.because]
supported.en = "the bucket carried {arm[bucket].speedup:.2f} × as much."
supported.ko = "양동이가 {arm[bucket].speedup:.2f}배를 날랐습니다."
refuted.en = "the bucket carried {arm[bucket].speedup:.2f} × as much."
refuted.ko = "양동이가 {arm[bucket].speedup:.2f}배를 날랐습니다."
"""

QUIET = """
import sys
from concdemo.conduct import rounds
rounds.crowded_out = lambda cores: False  # whoever else is busy is not this test's business
from concdemo.cli.main import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def tree() -> Iterator[Path]:
    """A copy of the package with one file, one row and one page of claims more."""
    with workplace() as folder:
        package = folder / "concdemo"
        shutil.copytree(ROOT / "concdemo", package, ignore=shutil.ignore_patterns("__pycache__"))
        (package / "experiments" / "toy.py").write_text(EXPERIMENT, encoding="utf-8")
        (package / "ledger" / "claims" / "toy.toml").write_text(CLAIMS, encoding="utf-8")
        table = package / "experiments" / "__init__.py"
        before = table.read_text(encoding="utf-8")
        after, rows = re.subn(r"(EXPERIMENTS[^{]*\{\n)", lambda m: m[1] + ROW, before)
        assert rows == 1
        table.write_text(after, encoding="utf-8")
        yield folder


def toy(tree: Path, place: Path, *words: str, before: str = "") -> Ended:
    """Run the copy, on a machine that counts as quiet."""
    ended = subprocess.run(
        [sys.executable, "-P", "-c", before + QUIET, *words],
        env=environment(place, PYTHONPATH=str(tree)),
        cwd=place,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=LONG_S,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def test_the_new_question_is_measured_and_judged(tree: Path, place: Path) -> None:
    """Its own metric is what the arms are compared by, more is better, and its claim is judged."""
    ended = toy(tree, place, "toy", "--rounds", "7", "--walks", "4", "--json", "-")
    assert ended.status == 0, ended.err
    report = schema.decode(ended.out.encode(), "-")
    assert report.experiment == "toy" and report.rounds == 7 and report.baseline == "cup"
    assert report.title == Text(
        "Does a larger bucket carry more?", "큰 양동이로 물을 더 많이 나를까?"
    )
    assert report.settings["walks"] == 4 and report.facts == [Text("4 walks.", "4번 걷기.")]
    assert (report.metric.name, report.metric.unit, report.metric.better) == (
        "carried",
        "l",
        "more",
    )
    cup, bucket = report.arms
    assert (cup.value, bucket.value) == (8.0, 24.0) and cup.speedup is None
    assert bucket.speedup is not None
    assert bucket.speedup.ratio == pytest.approx(3) and bucket.speedup.low == pytest.approx(3)
    assert bucket.facts == {"vessel": "tin"} and bucket.median_ns is not None
    assert [(one.code, one.arm) for one in report.caveats] == [("leaks", "bucket")]
    (verdict,) = report.verdicts
    assert (verdict.claim, verdict.verdict) == ("toy.carries-more", "supported")
    assert verdict.because == Text(
        "the bucket carried 3.00 × as much.", "양동이가 3.00배를 날랐습니다."
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_new_question_is_shown_and_exported(tree: Path, place: Path, language: str) -> None:
    """Table, doubts, verdict and every file come with it; the old package shows the report too."""
    exports = ("json", "csv", "markdown", "html", "svg", "trace")
    files = [word for name in exports for word in (f"--{name}", f"toy.{name}")]
    ended = toy(tree, place, "toy", "--rounds", "6", "--lang", language, *files)
    assert ended.status == 0, ended.err
    titles = {
        "en": ("walks", "the bucket leaks", "carries more"),
        "ko": ("걸음", "샙니다", "나른다"),
    }
    for word in ("carried", "18 l", "cup", "bucket", "3.00 ×", *titles[language]):
        assert word in ended.out
    for name in exports:
        assert (place / f"toy.{name}").stat().st_size > 0
    assert "bucket" in (place / "toy.csv").read_text(encoding="utf-8")
    assert "bucket" in (place / "toy.markdown").read_text(encoding="utf-8")
    assert "bucket" in (place / "toy.html").read_text(encoding="utf-8")
    json.loads((place / "toy.trace").read_text(encoding="utf-8"))
    again = run("report", "toy.json", "--lang", language, folder=place)
    assert again == (0, ended.out, "")


def test_the_new_question_is_in_the_help(tree: Path, place: Path) -> None:
    """The list of commands asks it, and its own help shows its options beside everybody's."""
    for language, question in (("en", "Does a larger bucket carry more?"), ("ko", "큰 양동이로")):
        listed = toy(tree, place, "--help", "--lang", language)
        assert listed.status == 0 and question in listed.out
        own = toy(tree, place, "toy", "--help", "--lang", language)
        for word in ("--walks", "--rounds", "--budget", "--seed", "--json", "--html"):
            assert word in own.out
        assert bool(HANGUL.search(own.out)) == (language == "ko")


def test_the_new_question_is_examined_by_the_doctor(tree: Path, place: Path) -> None:
    """The doctor says that it can run here."""
    hasty = "from concdemo.cli import doctor\ndoctor.LISTENING_S = 0.1\n"
    assert "toy" in toy(tree, place, "doctor", before=hasty).out


def test_the_new_question_refuses_what_others_refuse(tree: Path, place: Path) -> None:
    """Its options are held to their bounds, with the same words."""
    ended = toy(tree, place, "toy", "--walks", "0", "--lang", "ko")
    assert (ended.status, ended.out) == (2, "")
    assert "--walks" in one_line(ended.err) and HANGUL.search(ended.err)


def test_the_new_question_is_judged_by_its_own_limits(tree: Path, place: Path) -> None:
    """One walk is too few by its own claim, and says so."""
    ended = toy(tree, place, "toy", "--walks", "1", "--rounds", "6", "--json", "-")
    assert ended.report["verdicts"][0]["verdict"] == "untested"


def test_a_library_that_does_not_load_costs_its_arm_only(tree: Path, place: Path) -> None:
    """A mode that can't open is a row with the mend; asked for by name it is exit status 1."""
    if os.name != "posix":
        pytest.skip("uvloop is not for this system")
    shim = tree / "uvloop.py"
    shim.write_text("raise ImportError('made for another machine')\n", encoding="utf-8")
    try:
        words = ("gil", "--size", "100", "--rounds", "1", "--workers", "2", "--tasks", "2")
        everything = toy(tree, place, *words, "--json", "all.json")
        by_name = toy(tree, place, *words, "--mode", "uvloop", "--lang", "ko")
    finally:
        shim.unlink()
    assert everything.status == 0 and by_name.status == 1
    report = schema.read(str(place / "all.json"))
    arm = report.arm("uvloop")
    if arm is None:
        pytest.skip("uvloop is not installed")
    assert arm.status == "unavailable" and arm.reason is not None
    assert "made for another machine" in arm.reason.en and "pip install uvloop" in arm.reason.ko
    assert all(one.status == "ok" for one in report.arms if one is not arm)
    assert "made for another machine" in by_name.out
