"""What a report is written as: places, refusals, and what is printed beside it."""

import json
from pathlib import Path

import pytest
from builders import gil_report
from portraits import gil_picture

from concdemo import schema
from concdemo.cli import exports
from concdemo.cli.exports import EXPORTS
from concdemo.cli.main import main
from concdemo.errors import ConcdemoError, UsageFault
from concdemo.text import LANGUAGES, Language

SINGLE = ("json", "trace", "markdown", "csv", "svg")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A report with a portrait, in a file."""
    path = tmp_path / "saved.json"
    path.write_bytes(schema.encode(gil_picture()))
    return path


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_writes(name: str, language: Language) -> None:
    """Every format names a function that makes bytes of a report in either language."""
    assert EXPORTS[name].option.flag == f"--{name}"
    data = exports.writer(EXPORTS[name])(gil_report(), language)
    assert data.endswith(b"\n")
    assert data.decode()


@pytest.mark.parametrize("name", SINGLE)
def test_report_writes_each(saved: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``concdemo report`` shows the report and writes the file as well."""
    target = saved.with_name("out")
    assert main(["report", str(saved), f"--{name}", str(target), "--lang", "en"]) == 0
    assert target.read_bytes() == exports.writer(EXPORTS[name])(gil_picture(), "en")
    assert "A question?" in capsys.readouterr().out


@pytest.mark.parametrize("name", SINGLE)
def test_alone_on_standard_output(
    saved: Path, name: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """``-`` prints the file alone."""
    assert main(["report", str(saved), f"--{name}", "-", "--lang", "en"]) == 0
    assert capfdbinary.readouterr().out == exports.writer(EXPORTS[name])(gil_picture(), "en")


def test_several_at_once(saved: Path) -> None:
    """All formats can be asked for in one go."""
    words = [word for name in SINGLE for word in (f"--{name}", str(saved.with_suffix(f".{name}2")))]
    assert main(["report", str(saved), *words]) == 0
    assert all(saved.with_suffix(f".{name}2").stat().st_size for name in SINGLE)


def test_no_rails(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--no-rails`` leaves the rails out and nothing else."""
    assert main(["report", str(saved), "--lang", "en"]) == 0
    whole = capsys.readouterr().out
    assert main(["report", str(saved), "--lang", "en", "--no-rails"]) == 0
    short = capsys.readouterr().out
    assert "Who ran when" in whole and "Who ran when" not in short
    assert whole.startswith(short.rstrip())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--csv", "{new}", "--svg", "{new}"], "--csv"),
        (["--csv", "{new}", "--svg", "{folder}/../{name}/new"], "--svg"),
        (["--json", "-", "--trace", "-"], "--trace"),
        (["--markdown", "{saved}"], "--markdown"),
        (["--json", "{link}"], "--json"),
        (["--trace", "{folder}"], "{folder}"),
        (["--trace", "{folder}/none/x"], "{folder}/none/x"),
        (["--svg", ""], "--svg"),
        (["--svg"], "--svg"),
        (["--no-rails=yes"], "--no-rails"),
    ],
)
def test_refused(
    saved: Path,
    words: list[str],
    said: str,
    language: Language,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A place that can't be meant is refused in one line, and nothing is shown or written."""
    link = saved.with_name("link")
    link.symlink_to(saved)
    places = {
        "new": saved.with_name("new"),
        "saved": saved,
        "link": link,
        "folder": saved.parent,
        "name": saved.parent.name,
    }
    before = saved.read_bytes(), sorted(saved.parent.iterdir())
    filled = [word.format(**places) for word in words]
    assert main(["report", str(saved), *filled, "--lang", language]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1 and said.format(**places) in shown.err
    assert before == (saved.read_bytes(), sorted(saved.parent.iterdir()))


def test_refused_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A place that can't be written ends ``concdemo gil`` before it starts."""
    place = str(tmp_path / "none" / "x.svg")
    assert main(["gil", "--size", "1000000000", "--svg", place, "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith(
        f"concdemo: The report could not be written to {place}"
    )


def test_one_that_fails_does_not_cost_the_others(tmp_path: Path) -> None:
    """The other files are written, and the first fault is raised."""
    paths = {
        "markdown": str(tmp_path / "gone" / "a"),
        "csv": str(tmp_path / "gone" / "b"),
        "json": str(tmp_path / "c"),
    }
    with pytest.raises(ConcdemoError, match="gone/a"):
        exports.save_all(paths, gil_report(), "en")
    assert json.loads((tmp_path / "c").read_bytes())["experiment"] == "gil"


def test_other_options_are_left_alone(tmp_path: Path) -> None:
    """Only the table's options are looked at, and only those that were given."""
    given = {"rounds": "x", "csv": str(tmp_path / "a"), "svg": None}
    assert exports.settle_paths(given) == {"csv": str(tmp_path / "a")}


def test_standard_input_is_no_file_to_write_over() -> None:
    """Reading ``-`` and writing ``-`` are different streams."""
    assert exports.settle_paths({"json": "-"}, inputs=["-"]) == {"json": "-"}
    with pytest.raises(UsageFault):
        exports.settle_paths({"json": "-", "csv": "-"}, inputs=["-"])
