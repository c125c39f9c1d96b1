"""The terminal's view as SVG."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from builders import gil_report
from portraits import gil_picture, io_picture
from rich.cells import cell_len

from concdemo.model import Report
from concdemo.render.svg import WIDTH, write
from concdemo.text import LANGUAGES, Language, Text

SPACE = "{http://www.w3.org/2000/svg}"


def texts(report: Report, language: Language = "en") -> list[ET.Element]:
    """All runs of text of the well-formed picture, its window's title not among them."""
    root = ET.fromstring(write(report, language))
    return [one for one in root.iter(f"{SPACE}text") if one.get("textLength")]


def read(found: list[ET.Element]) -> str:
    """All of the text, line breaks left out."""
    return "".join(one.text or "" for one in found).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", [gil_picture(), io_picture(), gil_report()])
def test_no_request(report: Report, language: Language) -> None:
    """Opening the picture fetches nothing: no font, no image, no link, no script."""
    picture = write(report, language).decode()
    assert re.findall(r"https?://[^\s\"<]*", picture) == ["http://www.w3.org/2000/svg"]
    assert all(url.startswith("#") for url in re.findall(r"url\(([^)]*)\)", picture))
    for word in ("@font-face", "@import", "href", "<script", "<image", "<foreignObject"):
        assert word not in picture


def test_shows_what_the_terminal_shows() -> None:
    """Table, footer and rails are in it."""
    said = read(texts(gil_picture()))
    assert "A question?" in said
    assert "5 GIL hand-offs" in said
    assert "Who ran when" in said
    assert "▇▇▇▇" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_runs_are_as_long_as_their_columns(language: Language) -> None:
    """A run of text is as long as its columns, also where characters take two."""
    found = texts(io_picture(), language)
    for one in found:
        columns = cell_len(one.text or "")
        assert float(one.get("textLength", 0)) == pytest.approx(12.2 * columns)
        assert float(one.get("x", 0)) + 12.2 * columns <= 12.2 * WIDTH + 0.01


def test_same_report_same_picture() -> None:
    """Nothing of the moment or the terminal gets into the picture."""
    assert write(gil_picture(), "en") == write(gil_picture(), "en")


@pytest.mark.parametrize(
    "words", ["</svg><script>x</script>", "{width} {{x}}", "&amp; ]]>", "\x00\x1b\ufffe"]
)
def test_hostile_words_stay_text(words: str) -> None:
    """Whatever stands in a report, the picture is well-formed and has no other element."""
    whole = gil_picture()
    text = Text.same(words)
    hostile = replace(
        whole,
        experiment=words,
        title=text,
        facts=[text],
        arms=[replace(arm, name=words + arm.name) for arm in whole.arms],
    )
    kinds = {one.tag for one in ET.fromstring(write(hostile, "en")).iter()}
    assert kinds == {one.tag for one in ET.fromstring(write(whole, "en")).iter()}
