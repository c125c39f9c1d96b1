"""Numbers go into explanations, and nothing else of the program can be reached from them."""

from types import SimpleNamespace
from typing import Any

import pytest

from concdemo.lessons.places import BadPlace, fill, number, parts
from concdemo.text import Text

FACTS: dict[str, Any] = {
    "cores": 2,
    "one_ms": 49.96,
    "unknown": float("nan"),
    "flag": True,
    "name": "secret",
    "arm": {
        "processes-2x": SimpleNamespace(speedup=1234.5678, workers=4, metric={"p99.9": 3.25}),
        "bad": SimpleNamespace(speedup=float("inf")),
    },
}


@pytest.mark.parametrize(
    ("place", "filled"),
    [
        ("{cores}", "2"),
        ("{cores:.1f}", "2.0"),
        ("{one_ms:.0f}", "50"),
        ("{one_ms}", "49.96"),
        ("{one_ms:.3f}", "49.960"),
        ("{arm[processes-2x].speedup:,.0f}", "1,235"),
        ("{arm[processes-2x].speedup}", "1234.57"),
        ("{arm[processes-2x].metric[p99.9]:.1f}", "3.2"),
        ("{{{cores}}}", "{2}"),
        ("no place", "no place"),
    ],
)
def test_a_number_goes_into_its_place(place: str, filled: str) -> None:
    """As it was asked for, in both languages alike; double braces are braces."""
    text = Text(f"about {place}.", f"약 {place}이다.")
    assert fill(text, FACTS) == Text(f"about {filled}.", f"약 {filled}이다.")


@pytest.mark.parametrize(
    "place",
    [
        "{unknown}", "{arm[bad].speedup}", "{arm[gone].speedup}", "{arm[processes-2x]}", "{arm}",
        "{name}", "{flag}", "{nothing}", "{cores.real}", "{arm.bad.__class__}",
        "{arm[bad].__init__.__globals__}", "{arm[processes-2x].metric[x]}",
    ],
)  # fmt: skip
def test_what_is_no_known_number_is_never_shown(place: str) -> None:
    """Unknown, infinite, a word, a thing of the program: the whole text is given up."""
    assert fill(Text(place, "x"), FACTS) is None
    assert fill(Text("x", place), FACTS) is None


@pytest.mark.parametrize(
    "place",
    [
        "{", "}", "{}", "{0}", "{cores", "{cores!r}", "{cores:>9}", "{cores:.4f}", "{cores:99f}",
        "{cores:{one_ms}}", "{Cores}", "{cores:d}", "{cores:%}", "{arm[}", "{arm[a]b}", "{ cores }",
    ],
)  # fmt: skip
def test_braces_that_are_no_place(place: str) -> None:
    """They are refused, before anything is looked up."""
    with pytest.raises(BadPlace):
        fill(Text(place, place), FACTS)


def test_a_place_is_a_path_of_names() -> None:
    """Names in brackets may hold dots and hyphens."""
    assert parts("arm[processes-2x].metric[p99.9]") == ["arm", "processes-2x", "metric", "p99.9"]
    assert number("arm[processes-2x].workers", FACTS) == 4
