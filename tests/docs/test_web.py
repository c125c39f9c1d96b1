"""``docs/web.md`` names the stacks, the endpoints and the closer questions that there are."""

import re
from pathlib import Path

import pytest
from helpers import ROOT

from concdemo.experiments import EXPERIMENTS
from concdemo.stacks.stack import ENDPOINTS
from concdemo.stacks.table import STACKS, THREADS

PAGES = [ROOT / "docs" / "web.md", ROOT / "docs" / "web.ko.md"]
ROW = re.compile(r"^\| `([\w-]+)` \| (.+?) \|", flags=re.MULTILINE)
ENDPOINT = re.compile(r"^\| `[A-Z]+ /(\w+)", flags=re.MULTILINE)
NAME = re.compile(r"`([\w-]+)`")
QUESTION = re.compile(r"^### .*", flags=re.MULTILINE)

either = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@either
def test_the_page_names_every_stack(page: Path) -> None:
    """No row of the table of stacks is missing, and none is made up."""
    rows = ROW.findall(page.read_text(encoding="utf-8"))
    named = [f"{framework}/{server}" for framework, told in rows for server in NAME.findall(told)]
    assert sorted(named) == sorted(STACKS)


@either
def test_the_page_tells_how_many_threads_a_pool_has(page: Path) -> None:
    """All pools have as many, and the page says that number."""
    pools = {row.sizes.threads for row in STACKS.values()} - {1}
    assert pools == {THREADS}
    assert str(THREADS) in page.read_text(encoding="utf-8").partition("`GET /json`")[0]


@either
def test_the_page_names_every_endpoint(page: Path) -> None:
    """Those that every app has, and the WebSocket."""
    assert set(ENDPOINT.findall(page.read_text(encoding="utf-8"))) == ENDPOINTS | {"ws"}


@either
def test_the_page_has_every_question(page: Path) -> None:
    """Each has a heading with its command."""
    headings = " ".join(QUESTION.findall(page.read_text(encoding="utf-8")))
    asked = {name for name in EXPERIMENTS if name.partition(" ")[0] == "web"}
    assert {name for name in asked if f"`concdemo {name}`" not in headings} == set()
