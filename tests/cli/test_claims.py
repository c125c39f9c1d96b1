"""``concdemo claims``: tables and explanations in both languages, on narrow terminals, as JSON."""

import json
import subprocess
from pathlib import Path

import msgspec
import pytest
from builders import gil_report
from helpers import HANGUL, PROGRAM, environment, run
from rich.cells import cell_len

from concdemo.cli.history import VARIABLE, keep
from concdemo.cli.main import main
from concdemo.findings import Listing
from concdemo.ledger.book import GROUPS, by_id
from concdemo.ledger.judge import with_verdicts
from concdemo.text import LANGUAGES, Language

LINES = ["", "gil", "async web", "gil.one-at-a-time", "gil.convoy opinion.packages slow"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts of a run of ``gil`` are kept."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    keep(with_verdicts(gil_report()), "en")


def shown(words: str, language: Language, capsys: pytest.CaptureFixture[str]) -> str:
    """What these words show."""
    assert main(["claims", *words.split(), "--lang", language]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", LINES)
def test_it_fits_eighty_columns(
    words: str, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wide letters too; and it is in the language that was asked for."""
    out = shown(words, language, capsys)
    assert all(cell_len(line) <= 80 for line in out.splitlines())
    assert bool(HANGUL.search(out)) == (language == "ko")


@pytest.mark.usefixtures("kept")
def test_all_claims_are_listed_by_group(unbuilt: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its last verdict here and its date, or a dash, or that nothing tests it."""
    out = shown("", "en", capsys)
    titles = [out.index(title.en) for title in GROUPS.values()]
    assert titles == sorted(titles)
    assert all(f"{name} " in out for name in by_id())
    row = next(line for line in out.splitlines() if "gil.one-at-a-time" in line)
    assert row.startswith("✔ supported") and "PY HW" in row and "gil" in row.split()[-1]
    assert "2026-01-02" in out
    for name, begins in (("gil.convoy", "–"), (unbuilt, "· untested")):
        assert next(line for line in out.splitlines() if f" {name} " in line).startswith(begins)


@pytest.mark.usefixtures("kept")
def test_a_group_is_a_table_and_a_claim_an_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    """The rule in words, the nuance, the last evidence, the command; several one after another."""
    assert "Supported if" not in shown("gil", "en", capsys)
    out = shown("gil.threads-no-speedup opinion.packages", "en", capsys)
    for said in (
        "How concdemo gil tests it",
        "threads – speed-up over its baseline below 1.2 ×",
        "What to look out for",
        "✔ supported",
        "threads were 1.00 × as fast as serial",
        "2026-01-02T03:04:05Z",
        "To test it: concdemo verify gil.threads-no-speedup",
        "Why it is not tested",
        "Week-12 homework (HW)",
    ):
        assert said in " ".join(out.split()), said
    assert "To test it: concdemo verify opinion" not in out


@pytest.mark.usefixtures("kept")
def test_the_json_is_whole_and_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """By its schema, with both languages, whatever the language of the user."""
    out = shown("--json -", "en", capsys)
    assert out == shown("--json -", "ko", capsys)
    found = msgspec.json.decode(out.encode(), type=Listing)
    assert found.schema == "concdemo.claims/1" and [one.id for one in found.claims] == list(by_id())
    assert json.loads(out)["claims"][0]["sentence"].keys() == {"en", "ko"}
    last = {one.id: one.last for one in found.claims}
    known = last["gil.one-at-a-time"]
    assert known is not None and known.verdict == "supported" and last["gil.convoy"] is None


def test_a_file_is_written_beside_the_table(tmp_path: Path, place: Path) -> None:
    """With a path the table is shown too; as a user runs it."""
    ended = run("claims", "gil", "--json", str(tmp_path / "c.json"), folder=place)
    assert ended.status == 0 and "gil.convoy" in ended.out and ended.err == ""
    assert json.loads((tmp_path / "c.json").read_bytes())["groups"][0]["id"] == "gil"


def test_a_reader_who_has_had_enough(place: Path) -> None:
    """``| head`` ends it quietly."""
    line = " ".join(PROGRAM) + " claims | head -n 2"
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        env=environment(place),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0 and ended.stderr == b""
    assert ended.stdout.count(b"\n") == 2
