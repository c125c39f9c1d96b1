"""Heat maps in reports as JSON: back as they were, damaged ones refused, absent ones fine."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from builders import gil_report
from heats import two_panels

from concdemo import schema
from concdemo.errors import UsageFault

WHOLE = replace(gil_report(), heat_maps=[two_panels()])


def test_a_heat_map_comes_back_as_it_was() -> None:
    """Places that were not measured too."""
    assert schema.decode(schema.encode(WHOLE), "r.json") == WHOLE


def test_a_report_from_before_there_were_any_is_read() -> None:
    """It has none."""
    plain = json.loads(schema.encode(gil_report()))
    del plain["heat_maps"]
    assert schema.decode(json.dumps(plain).encode(), "r.json") == gil_report()


@pytest.mark.parametrize(
    "damage",
    [
        lambda heat: heat["panels"][0]["cells"].pop(),
        lambda heat: heat["panels"][1]["cells"][0].pop(),
        lambda heat: heat["columns"]["values"].append(3),
        lambda heat: heat["panels"][0]["cells"][0].__setitem__(0, [1, 1.5]),
        lambda heat: heat["panels"][0]["cells"][0].__setitem__(0, [1, -0.5]),
        lambda heat: heat["panels"][0]["cells"][0].__setitem__(0, [1e300, 0.5]),
        lambda heat: heat["rows"]["values"].__setitem__(0, "ten"),
    ],
)
def test_a_damaged_heat_map_is_refused(damage: Callable[[dict[str, Any]], object]) -> None:
    """Rows or columns that don't fit, shades and values that can't be."""
    plain = json.loads(schema.encode(WHOLE))
    damage(plain["heat_maps"][0])
    with pytest.raises(UsageFault):
        schema.decode(json.dumps(plain).encode(), "r.json")
