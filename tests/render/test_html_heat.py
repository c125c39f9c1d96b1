"""Heat maps on the page: a table with numbers, in both languages."""

import re
from dataclasses import replace

from builders import gil_report
from heats import heat_map, row, two_panels
from pages import hostile

from concdemo.drawn import HeatMap
from concdemo.model import Report
from concdemo.render.heat import NOTHING
from concdemo.render.html import page
from concdemo.render.html.heat import heats


def with_heat(*maps: HeatMap) -> Report:
    """A report with those heat maps."""
    return replace(gil_report(), heat_maps=list(maps))


def test_places_say_what_they_are() -> None:
    """Number, fifth, and in words the interval and the share."""
    [heat] = heats([two_panels()])
    last = heat.grids[1].rows[1][1][2]
    assert (last.number, last.level) == ("40.0", 1)
    assert last.said is not None and last.said.en == "40.0 (39.0 – 41.0), 20 %"
    empty = heat.grids[0].rows[1][1][2]
    assert (empty.number, empty.level, empty.said) == ("–", None, None)


def test_a_heat_map_on_the_page() -> None:
    """A table for each panel with headings for rows and columns; its words in both languages."""
    source = page([with_heat(two_panels())], "en")
    assert source.count('<table class="heat">') == 2
    assert source.count('class="figure h4"') == 5 and source.count('class="figure blank"') == 1
    assert re.search(r'<th scope="row" class="figure">50 ms</th>', source)
    for word in (
        "<caption>flask/gthread</caption>",
        "한꺼번에 기다린 요청의 수",
        "너무 오래 걸립니다",
    ):
        assert word in source
    assert 'aria-label="40.0 (39.0 – 41.0), 20 %"' in source


def test_a_heat_map_without_places_says_so() -> None:
    """No empty table."""
    source = page([with_heat(heat_map(("a", [row(None, None, None)] * 2)))], "en")
    assert NOTHING.en in source and NOTHING.ko in source
    assert '<table class="heat">' not in source


def test_hostile_words_make_no_element() -> None:
    """With markup in every text field the page has the elements that a harmless word gives."""
    whole = with_heat(two_panels())
    kinds = re.findall(r"<[a-z]+", page([hostile(whole, "x")], "en").split("</head>")[1])
    assert re.findall(r"<[a-z]+", page([hostile(whole)], "en").split("</head>")[1]) == kinds
