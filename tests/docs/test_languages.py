"""Every page is there in English and in Korean, with the same commands and the same figures."""

import re
from collections import Counter
from pathlib import Path

import pytest
from helpers import HANGUL, ROOT

PAGES = sorted(
    page
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    if not page.name.endswith(".ko.md")
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"\s+#.*$", flags=re.MULTILINE)
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
LINK = re.compile(r"\]\(([^)#]+)")


def korean(page: Path) -> Path:
    """The Korean page beside an English one."""
    return page.with_name(f"{page.stem}.ko.md")


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page: their language and what stands in them."""
    return FENCE.findall(page.read_text(encoding="utf-8"))


def commands(page: Path) -> list[str]:
    """What is to be typed, without comments."""
    lines = [
        COMMENT.sub("", line).strip()
        for kind, text in blocks(page)
        if kind == "sh"
        for line in text.splitlines()
    ]
    return [line for line in lines if line and not line.startswith("#") and "echo " not in line]


def figures(page: Path) -> list[Counter[str]]:
    """The numbers in each block that shows what concdemo said."""
    return [Counter(FIGURE.findall(text)) for kind, text in blocks(page) if not kind]


def links(page: Path) -> list[str]:
    """Where a page points to; a page in the same language counts as the page."""
    found = LINK.findall(page.read_text(encoding="utf-8"))
    return [target.replace(".ko.md", ".md") for target in found]


def test_there_are_pages() -> None:
    """The search for pages finds the ones that everybody reads first."""
    assert ROOT / "README.md" in PAGES and ROOT / "docs" / "scripting.md" in PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_there_in_both_languages(page: Path) -> None:
    """The English one is in English, and the Korean one in Korean."""
    own, other = page.read_text(encoding="utf-8"), korean(page).read_text(encoding="utf-8")
    prose, other_prose = FENCE.sub("", own), FENCE.sub("", other)
    assert len(HANGUL.findall(prose)) < 40
    assert len(HANGUL.findall(other_prose)) > len(other_prose) / 4


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_both_languages_show_the_same_commands(page: Path) -> None:
    """A command that is added to one page is added to the other."""
    assert commands(page) == commands(korean(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_both_languages_show_the_same_figures(page: Path) -> None:
    """What is shown comes from the same runs."""
    assert figures(page) == figures(korean(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_both_languages_point_to_the_same_places(page: Path) -> None:
    """Links and pictures are the same, and what they name in the checkout is there."""
    assert Counter(links(page)) == Counter(links(korean(page)))
    for target in links(page) + LINK.findall(korean(page).read_text(encoding="utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target
