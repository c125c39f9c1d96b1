"""The scripts of ``docs/scripting.md`` run as they stand there, in both languages alike."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import LONG_S, ROOT, environment, workplace

from concdemo import schema

PAGE = ROOT / "docs" / "scripting.md"
KOREAN = ROOT / "docs" / "scripting.ko.md"
WORDS = re.compile(r'f?""".*?"""|f?"[^"]*"|(?<!\$)#.*')
"""Strings and comments, which each language has of its own."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the scripts are for a POSIX shell")


COMMAND = """\
#!/bin/sh
case $TINY-$1 in
  yes-gil) set -- "$@" --mode threads --size 300 ;;
  yes-io) set -- "$@" --mode async --client raw --requests 4 --delay 5 ;;
esac
exec "{python}" -m concdemo "$@"
"""
"""A script passes on what each of its runs understands; what makes them tiny is added here."""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for a run, with a ``concdemo`` of this checkout in it."""
    with workplace() as folder:
        command = folder / "bin" / "concdemo"
        command.parent.mkdir()
        command.write_text(COMMAND.format(python=sys.executable))
        command.chmod(0o755)
        yield folder


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page: their language and what stands in them."""
    text = page.read_text(encoding="utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def block(language: str) -> str:
    """The first block in that language."""
    return next(code for kind, code in blocks(PAGE) if kind == language)


def run(place: Path, *command: str, tiny: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script in the folder, with its ``concdemo`` first on the path."""
    path = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        env=environment(place, PATH=path, TINY=tiny),
        cwd=place,
        capture_output=True,
        encoding="utf-8",
        timeout=4 * LONG_S,
        check=False,
    )


def test_the_shell_script_measures_keeps_and_checks(place: Path) -> None:
    """One round gives no verdict, and the script says that what was expected was not found."""
    (place / "script.sh").write_text(block("sh"), encoding="utf-8")
    ended = run(place, "sh", "script.sh", "--rounds", "1", tiny="yes")
    assert "gil: measured" in ended.stdout, ended.stderr
    assert "io: measured" in ended.stdout
    assert "not as expected on this machine" in ended.stdout
    for name in ("gil", "io"):
        report = schema.decode((place / f"{name}.json").read_bytes(), name)
        assert report.experiment == name and report.rounds == 1
        page = (place / f"{name}.html").read_text(encoding="utf-8")
        assert page.lower().startswith("<!doctype html>")


def test_the_shell_script_tells_wrong_use_from_a_measurement(place: Path) -> None:
    """An option that isn't there ends it, and nothing was measured."""
    (place / "script.sh").write_text(block("sh"), encoding="utf-8")
    ended = run(place, "sh", "script.sh", "--no-such-option")
    assert ended.returncode == 2
    assert "gil: not measured" in ended.stderr
    assert not (place / "gil.json").exists()


def test_the_python_script_reads_the_report(place: Path) -> None:
    """Every arm has its line, and every claim its verdict."""
    (place / "script.py").write_text(block("python"), encoding="utf-8")
    words = ["--client", "raw", "--requests", "5", "--delay", "5", "--rounds", "6"]
    ended = run(place, sys.executable, "script.py", *words)
    assert ended.returncode == 0, ended.stderr
    lines = dict(line.split(": ", 1) for line in ended.stdout.splitlines())
    assert {"serial", "threads", "processes", "async"} <= set(lines)
    assert " times (" not in lines["serial"]
    assert {"async.overlaps-io", "async.needs-threads", "async.is-multiprocess"} <= set(lines)


def test_the_example_for_pytest_is_a_test(place: Path) -> None:
    """It runs as a test and gives an answer; which one is the machine's."""
    codes = [code for kind, code in blocks(PAGE) if kind == "python" and "def test_" in code]
    (code,) = codes
    found: dict[str, object] = {}
    exec(compile(code, str(PAGE), "exec"), found)
    assert callable(found["test_waits_overlap_here"])


def test_both_languages_have_the_same_scripts() -> None:
    """The Korean page's scripts differ in their words only."""
    english = [(kind, WORDS.sub("", code)) for kind, code in blocks(PAGE)]
    korean = [(kind, WORDS.sub("", code)) for kind, code in blocks(KOREAN)]
    assert english == korean
    assert json.dumps(english) != json.dumps(blocks(PAGE))
