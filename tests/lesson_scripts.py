"""Lessons for tests: small ones, whole or with one thing wrong, and what it takes to give them."""

from collections.abc import Mapping
from pathlib import Path

from builders import gil_report

from concdemo import schema
from concdemo.cli.lesson import COMMANDS
from concdemo.ledger.judge import with_verdicts
from concdemo.lessons.check import Checked, check
from concdemo.lessons.read import Draft, read
from concdemo.model import Report

HEAD = """\
title = { en = "Tiny", ko = "작은 강의" }
minutes = 5
"""
QUESTION = """\
[[step]]
id = "guess"
[step.predict]
claim = "gil.threads-no-speedup"
question = { en = "How long?", ko = "얼마나 걸릴까?" }
choices = [
  { text = { en = "Half", ko = "절반" }, right_when = ["refuted"], misconception = { en = "a core each", ko = "코어 하나씩" } },
  { text = { en = "As long", ko = "그대로" }, right_when = ["supported"] },
  { text = { en = "Never ends", ko = "끝나지 않음" }, misconception = { en = "locks are bad", ko = "락은 나쁘다" } },
]
"""  # noqa: E501
RUN = """\
[[step]]
id = "measure"
run = "gil --mode threads,processes --size 300 --workers 2 --tasks 4"
"""
EXPLANATION = """\
[[step]]
id = "why"
[step.explain]
claim = "gil.threads-no-speedup"
supported = { en = "Threads: {arm[threads].speedup:.2f} of {cores}", ko = "스레드 {arm[threads].speedup:.2f}, 코어 {cores}" }
refuted = { en = "Fast: {arm[threads].speedup:.2f}", ko = "빠름: {arm[threads].speedup:.2f}" }
"""  # noqa: E501
SAY = """\
[[step]]
say = { en = "# Hello *class*", ko = "# 안녕 *여러분*" }
"""
SHOW = """\
[[step]]
show = "concdemo.workloads.cpu:Primes"
"""
PAUSE = """\
[[step]]
pause = { en = "Talk.", ko = "이야기하세요." }
"""
TINY = HEAD + SAY + QUESTION + SHOW + RUN + EXPLANATION + PAUSE
"""Steps 1 to 6: say, predict, show, run, explain, pause."""

SAY_AT, QUESTION_AT, SHOW_AT, RUN_AT, EXPLANATION_AT, PAUSE_AT = range(6)


def drafted(script: str) -> Draft:
    """The script as it is read."""
    return read(script.encode())


def checked(script: str = TINY) -> Checked:
    """The script as it is checked; it must have no fault."""
    draft = drafted(script)
    assert draft.faults == []
    found = check(draft, COMMANDS)
    assert found.faults == []
    return found


def tiny_report(threads: float = 1.0, **changed: object) -> Report:
    """A report of the tiny lesson's run, with verdicts."""
    settings = {
        "mode": ["threads", "processes"],
        "workload": "primes",
        "workers": 2,
        "tasks": 4,
        "size": 300,
    }
    return with_verdicts(gil_report(threads=threads, settings=settings, **changed))


def kept(folder: Path, reports: Mapping[str, Report]) -> Path:
    """The folder with these reports in it, by the names of their steps."""
    folder.mkdir(exist_ok=True)
    for name, report in reports.items():
        (folder / f"run-{name}.json").write_bytes(schema.encode(report))
    return folder
