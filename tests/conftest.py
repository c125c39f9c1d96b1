"""What all tests share: properties are not timed, and runs that are watched end with their test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from watching import Watched, Watching

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture
def watched(place: Path) -> Iterator[Watching]:
    """Starts runs that are watched."""
    runs: list[Watched] = []

    def begin(words: str, code: str = "") -> Watched:
        runs.append(Watched(place, words, code))
        return runs[-1]

    yield begin
    for one in runs:
        one.close()
