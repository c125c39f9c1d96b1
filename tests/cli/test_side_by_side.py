"""``--html`` on the command line: one report, several side by side, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from portraits import gil_picture, io_picture

from concdemo import schema
from concdemo.cli.main import main
from concdemo.model import Report
from concdemo.render.html import page


def saved(folder: Path, name: str, report: Report) -> str:
    """The report in a file; its path."""
    path = folder / f"{name}.json"
    path.write_bytes(schema.encode(report))
    return str(path)


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    """Two reports of one question from two machines, in files."""
    whole = gil_picture()
    other = replace(whole, host=replace(whole.host, python="3.14.0", gil="off"))
    return [saved(tmp_path, "one", whole), saved(tmp_path, "other", other)]


def test_one_report_is_shown_and_written(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal shows it as ever, and the file is the page."""
    target = tmp_path / "page.html"
    assert main(["report", pair[0], "--html", str(target), "--lang", "en"]) == 0
    assert target.read_text(encoding="utf-8") == page([gil_picture()], "en")
    assert "A question?" in capsys.readouterr().out


def test_several_are_written_side_by_side(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page holds both, in the order given, and the terminal shows nothing."""
    target = tmp_path / "page.html"
    assert main(["report", *pair, "--html", str(target), "--lang", "ko"]) == 0
    reports = [schema.read(path) for path in pair]
    assert target.read_text(encoding="utf-8") == page(reports, "ko")
    assert capsys.readouterr() == ("", "")


def test_a_page_alone_on_standard_output(
    pair: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """``--html -`` prints the page and nothing else."""
    assert main(["report", *pair, "--html", "-", "--lang", "en"]) == 0
    out = capfdbinary.readouterr().out
    assert out.startswith(b"<!DOCTYPE html>") and out.endswith(b"</html>\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "add --html FILE"),
        (["--csv", "{folder}/samples.csv"], "--csv writes one report"),
        (["--csv", "{folder}/samples.csv", "--html", "{folder}/page.html"], "--csv writes one"),
        (["--html", "{folder}/missing/page.html"], "No such file or directory"),
        (["--html", "{folder}/other.json"], "would write over"),
        (["--html", "{folder}"], "Is a directory"),
    ],
)
def test_what_can_not_be_is_refused_first(
    pair: list[str],
    tmp_path: Path,
    options: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line, exit 2, and no file written."""
    before = sorted(tmp_path.iterdir())
    words = [option.format(folder=tmp_path) for option in options]
    assert main(["report", *pair, *words, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err and len(err.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("language", "said"), [("en", "--workers is 2 in the first and 8"), ("ko", "--workers이(가)")]
)
def test_other_settings_are_named(
    pair: list[str],
    tmp_path: Path,
    language: str,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Reports whose settings differ get no page but the difference."""
    whole = gil_picture()
    settings = {**whole.settings, "workers": 8}
    third = saved(tmp_path, "third", replace(whole, settings=settings))
    target = tmp_path / "page.html"
    assert main(["report", *pair, third, "--html", str(target), "--lang", language]) == 2
    assert said in capsys.readouterr().err
    assert not target.exists()


def test_other_questions_are_not_paired(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report of another experiment is refused by the names of both."""
    other = saved(tmp_path, "io", replace(io_picture(), experiment="io"))
    target = tmp_path / "page.html"
    assert main(["report", pair[0], other, "--html", str(target), "--lang", "en"]) == 2
    assert "the experiment gil, report 2 of io" in capsys.readouterr().err
