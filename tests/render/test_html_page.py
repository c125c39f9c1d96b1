"""The page as text: safe, whole, self-contained, in both languages."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from builders import gil_report
from pages import HOSTILE, crowded_page, gil_page, hostile, io_page

from concdemo import schema
from concdemo.errors import UsageFault
from concdemo.model import Report
from concdemo.render.html import as_html, page, words
from concdemo.render.html.page import as_data, letter
from concdemo.text import LANGUAGES, Language, Text

REPORTS = [gil_page(), io_page(), crowded_page(), gil_report()]


class Parsed(HTMLParser):
    """What a browser would find: elements with their attributes, and the texts inside."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        kept = {"script": self.scripts, "style": self.styles}.get(self._inside, self.texts)
        kept.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS, ids=["gil", "io", "crowded", "bare"])
def test_a_page_is_one_file_that_names_no_other(report: Report, language: Language) -> None:
    """Nothing on the page has an address but places of its own and an empty icon."""
    for tag, attributes in Parsed(page([report], language)).elements:
        for name in ("src", "href", "action", "data", "srcset", "poster", "xlink:href"):
            if name in attributes:
                assert attributes[name].startswith("#") or attributes[name] == "data:,", tag
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)


def test_assets_ask_for_nothing() -> None:
    """Neither style nor script loads, imports or fetches, or could end its own element."""
    parsed = Parsed(page([gil_page()], "en"))
    style, script = parsed.styles[0], parsed.scripts[-1]
    assert not re.search(r"@import|https?:|url\((?!#)", style)
    assert not re.search(r"fetch\(|XMLHttp|WebSocket|import\(|eval\(|innerHTML", script)
    assert script.count("http") == script.count("http://www.w3.org/2000/svg")
    assert "</" not in script
    assert "<!--" not in script


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    """The hashes are those of the elements' contents, and no source is left open."""
    parsed = Parsed(page([gil_page()], "en"))
    [policy] = [
        attributes["content"]
        for tag, attributes in parsed.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for content, rule in ((parsed.styles[0], "style-src"), (parsed.scripts[-1], "script-src")):
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {
        "default-src", "style-src", "script-src", "img-src", "base-uri", "form-action"
    }  # fmt: skip
    assert "unsafe" not in policy


@pytest.mark.parametrize("report", REPORTS[:3], ids=["gil", "io", "crowded"])
def test_hostile_words_make_no_element(report: Report) -> None:
    """With markup in every text field the page has the elements that a harmless word gives."""
    kinds = [tag for tag, _ in Parsed(page([hostile(report, "x")], "en")).elements]
    parsed = Parsed(page([hostile(report)], "en"))
    assert [tag for tag, _ in parsed.elements] == kinds
    assert not any(name.startswith("on") for _, known in parsed.elements for name in known)
    assert "window.broken" in "".join(parsed.texts)


def test_control_characters_are_replaced() -> None:
    """No character that steers a terminal or turns a line of text round reaches the page."""
    shown = "".join(Parsed(page([hostile(gil_page())], "en")).texts)
    assert not {c for c in shown if not c.isprintable() and c != "\n"}
    assert "\N{REPLACEMENT CHARACTER}[31m" in shown


@pytest.mark.parametrize("report", REPORTS, ids=["gil", "io", "crowded", "bare"])
def test_the_data_in_the_page_is_the_report(report: Report) -> None:
    """The embedded JSON means the report, and turning one escape back gives its exact bytes."""
    readable = replace(hostile(report), schema=report.schema, metric=report.metric)
    for one in (report, readable):
        data = Parsed(page([one], "en")).scripts[0]
        assert "<" not in data
        assert schema.decode(data.encode(), "page") == one
        back = re.sub(r"\\\\|\\u003c", lambda m: "<" if m[0] == "\\u003c" else m[0], data)
        assert back.encode() == schema.encode(one)


def test_data_can_not_end_its_element() -> None:
    """Whatever is in a string, no ``<`` is left in it, and JSON reads it as it was."""
    text = json.dumps(HOSTILE)
    assert "<" not in as_data(text)
    assert json.loads(as_data(text)) == HOSTILE


def test_every_word_is_there_twice() -> None:
    """Each text of the report stands in English and in Korean, marked as such."""
    source = page([gil_page()], "en")
    report = gil_page()
    for verdict in report.verdicts:
        for text in (verdict.sentence, verdict.because):
            assert text.ko in source
    assert source.count('<span lang="en">') == source.count('<span lang="ko">') > 50
    assert source.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert '<html lang="ko">' in page([report], "ko")


def test_the_catalogue_is_whole() -> None:
    """No word is empty in a language, and both languages fill the same places."""
    texts = [value for value in vars(words).values() if isinstance(value, Text)]
    for table in (words.LANES, words.FACTS, words.FOR_SCRIPT):
        texts += table.values()
    assert len(texts) > 50
    for text in texts:
        assert text.en.strip() and text.ko.strip()
        places = [sorted(set(re.findall(r"\{\w+\}", said))) for said in (text.en, text.ko)]
        assert places[0] == places[1], text
        assert not re.search("[가-힣]", text.en)


def test_the_script_finds_its_words() -> None:
    """Every word that the script asks for is in its catalogue."""
    parsed = Parsed(page([gil_page()], "en"))
    asked = set(re.findall(r'say\("([\w-]+)"', parsed.scripts[-1]))
    assert asked <= set(words.FOR_SCRIPT)
    assert {"task", "span", "shares", "slice", "view"} <= asked


def test_the_order_of_the_page() -> None:
    """Question, verdicts, table, rails, doubts, machine, settings, data: in this order."""
    source = page([gil_page()], "en")
    report = gil_page()
    places = [
        source.index(mark)
        for mark in (
            f'<h1><span lang="en">{report.title.en}',
            words.ANSWER.en + "<",
            words.TABLE.en + '</span><span lang="ko">' + words.TABLE.ko + "</span></h2>",
            words.RAILS.en + "<",
            words.DOUBTS.en + "<",
            words.MACHINE.en + "<",
            words.MEASURED.en + "<",
            words.DOWNLOAD.en + "<",
        )
    ]
    assert places == sorted(places)


def test_an_arm_without_figures_says_why() -> None:
    """A failed and an unavailable arm keep their rows, with the reason in both languages."""
    source = page([gil_page()], "en")
    for word in ("failed: its process was killed", "실패: 프로세스가 강제로 끝났습니다"):
        assert word in source.replace("&#39;", "'")
    assert "not available: it isn&#39;t installed" in source


def test_a_report_without_verdicts_or_pictures_has_a_page() -> None:
    """What is missing is said, and the rest is shown."""
    bare = replace(gil_report(), verdicts=[])
    source = page([bare], "en")
    assert words.NO_VERDICTS.en in source
    assert words.NO_RAILS.en in source


def test_several_reports_stand_row_by_row() -> None:
    """Each arm has a row for each report, marked by its letter; no times stand side by side."""
    first = gil_page()
    other = replace(first, host=replace(first.host, python="3.14.0t", gil="off"))
    source = page([first, other], "en")
    compared = source[source.index("<table>") : source.index("</table>")]
    assert compared.count('<b class="letter">A</b>') == len(first.arms)
    assert compared.count('<b class="letter">B</b>') == len(first.arms)
    assert words.MEDIAN.en not in compared
    assert words.WITHIN_ONE.en in source
    assert source.count('class="report-data"') == 2


def test_an_arm_that_one_report_lacks_says_so() -> None:
    """An arm that only the other report has keeps its row, empty."""
    first = gil_page()
    other = replace(first, arms=first.arms[:3])
    assert words.NOT_MEASURED.en in page([first, other], "en")


def test_reports_of_different_settings_have_no_page() -> None:
    """The page refuses what can't be compared."""
    first = gil_page()
    with pytest.raises(UsageFault, match="--workers is 2 in the first and 4 in report 2"):
        page([first, replace(first, settings={**first.settings, "workers": 4})], "en")


def test_a_page_needs_a_report() -> None:
    """No reports are a programmer's mistake."""
    with pytest.raises(ValueError, match="no reports"):
        page([], "en")


def test_a_page_as_bytes_is_utf8() -> None:
    """The exporter's bytes are the page."""
    assert as_html(gil_page(), "ko").decode() == page([gil_page()], "ko")


def test_letters_run_on() -> None:
    """Reports are A to Z and then numbers."""
    assert [letter(0), letter(25), letter(26)] == ["A", "Z", "27"]
