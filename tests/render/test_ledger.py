"""A ledger as a page: in the terminal, as Markdown, as HTML."""

import io
import re

import msgspec
import pytest
from builders import gil_report
from helpers import HANGUL
from ledgers import differing, hostile, ledger
from pages import HOSTILE
from rich.cells import cell_len
from rich.console import Console

from concdemo import schema
from concdemo.findings import Ledger
from concdemo.ledger.judge import with_verdicts
from concdemo.render import ledger as rendered
from concdemo.render.html.ledger import as_html
from concdemo.render.ledger_markdown import write
from concdemo.text import LANGUAGES, Language


def terminal(found: Ledger, language: Language = "en") -> str:
    """What a terminal of 80 columns shows."""
    out = io.StringIO()
    Console(file=out, width=80, highlight=False, markup=False, emoji=False).print(
        rendered.show(found, language)
    )
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("found", [ledger(), differing(), hostile()], ids=["a", "b", "c"])
def test_it_fits_eighty_columns(found: Ledger, language: Language) -> None:
    """In both languages, and nothing in it steers the terminal."""
    out = terminal(found, language)
    assert all(cell_len(line) <= 80 for line in out.splitlines())
    assert "\x1b" not in out and "\x00" not in out
    assert bool(HANGUL.search(out)) == (language == "ko")


def test_each_claim_has_verdict_and_evidence_under_its_group() -> None:
    """In order; what was not tested says why and what mends it."""
    out = " ".join(terminal(ledger()).split())
    order = [
        "The GIL, threads and processes",
        "✔ supported gil.one-at-a-time",
        "2 threads kept 1.00 of 2 cores busy",
        "· untested gil.convoy",
        "httpx is not installed. Run: concdemo convoy",
        "Async and the event loop",
        "✘ refuted async.needs-threads",
        "· untested web.unbuilt",
        "this version has no experiment for it yet.",
        "· untestable opinion.packages",
        "5 claims: 1 supported, 1 refuted, 2 untested, 1 untestable.",
        "Runs: concdemo gil, concdemo io.",
    ]
    places = [out.index(words) for words in order]
    assert places == sorted(places)
    assert "xpected" not in out and "Interrupted" not in out


def test_differences_and_interruptions_are_said_at_the_end() -> None:
    """What was expected and what came; that it is a part."""
    out = terminal(differing())
    assert "≠ gil.one-at-a-time: expected refuted, found supported." in out
    assert "only a part" in out
    assert "all of them came" in terminal(ledger(expected=3))


def test_markdown_holds_verdicts_and_tables() -> None:
    """A table for each group, then a table for each run."""
    said = write(ledger(), "en").decode()
    assert "| ✔ supported | gil.one-at-a-time: Only one thread executes" in said
    assert said.count("## ") == 4 + 2
    assert "## A question? (concdemo io)" in said
    said = write(differing(), "ko").decode()
    assert "기대는 ‘틀림’, 결과는 ‘맞음’" in said and "중단했습니다" in said


def test_markdown_can_not_be_broken_out_of() -> None:
    """No tag, link or table cell is made from a claim's words."""
    said = write(hostile(), "en").decode()
    assert not re.search(r"(?<!\\)<", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_links_each_claim_to_its_run(language: Language) -> None:
    """Every link of the page leads to a part of it; claims without a run have none."""
    source = as_html(ledger(), language).decode()
    links = set(re.findall(r'href="#([^"]+)"', source))
    ids = re.findall(r'id="([^"]+)"', source)
    assert {"run-0", "run-1", "answer"} <= links <= set(ids) and len(ids) == len(set(ids))
    card = source[source.index('id="gil.convoy"') :]
    assert "#run-" not in card[: card.index("</article>")]
    assert source.count('class="report-data"') == 2
    assert f'<html lang="{language}">' in source
    assert "여기서는 무엇이 맞을까" in source and "What of it holds here" in source


def test_the_page_asks_nothing_of_anybody() -> None:
    """No address in it but the names of the page's own formats."""
    source = as_html(ledger(), "en").decode()
    assert "default-src &#39;none&#39;" in source
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", source))
    assert {address for address in addresses if "www.w3.org" not in address} <= {
        "https://perfetto.dev"
    }


def test_the_page_can_not_be_broken_out_of() -> None:
    """Hostile words are words."""
    source = as_html(hostile(), "en").decode()
    assert source.count("<script") == as_html(ledger(), "en").decode().count("<script")
    assert HOSTILE not in source and "<img src=x" not in source


def test_the_page_says_what_was_not_as_expected() -> None:
    """At its top, with the way to the claim; that it is a part, too."""
    source = as_html(differing(), "en").decode()
    assert source.index("expected refuted, found supported") < source.index('id="gil.convoy"')
    assert 'href="#gil.one-at-a-time"' in source and "only a part" in source


def test_a_ledger_of_no_runs_is_a_page_too() -> None:
    """Opinions alone need none."""
    found = ledger(reports=[], entries=ledger().entries[-1:])
    assert b"untestable" in as_html(found, "en")
    assert "1 claim: 1 untestable." in terminal(found)


def test_the_json_comes_back_as_it_was() -> None:
    """Whole reports are in it."""
    found = differing()
    assert msgspec.json.decode(schema.encode(found), type=Ledger) == found
    assert found.reports[0] == with_verdicts(gil_report())
