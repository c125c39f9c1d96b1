"""Which language is spoken, before the command line is understood."""

import pytest

from concdemo.cli.language import choose, of_locale
from concdemo.text import Language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "KO"}, "ko"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR.UTF-8"}, "ko"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),  # empty is as if it weren't set
    ],
)
def test_the_locale_is_read_as_every_program_reads_it(
    environment: dict[str, str], language: Language
) -> None:
    """LC_ALL before LC_MESSAGES before LANG; English for what is neither."""
    assert of_locale(environment) == language
    assert choose([], environment) == language


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("--lang ko gil", "ko"),
        ("gil --lang ko", "ko"),
        ("gil --lang=ko --rounds 8", "ko"),
        ("gil --lang KO", "ko"),
        ("gil --lang ko --lang en", "en"),
        ("gil --lang", "en"),
        ("gil --lang=", "en"),
        ("gil --lang xx", "en"),
        ("gil --language ko", "en"),
        ("gil -- --lang ko", "en"),
        ("--nonsense --lang ko", "ko"),
    ],
)
def test_the_option_counts_wherever_it_stands(line: str, language: Language) -> None:
    """Before or after the command, even on a line with faults, which are then told in it."""
    assert choose(line.split(), {}) == language


def test_an_unknown_language_leaves_the_locale_s() -> None:
    """Its fault is told in the language that the user reads."""
    assert choose(["gil", "--lang", "xx"], {"LANG": "ko_KR.UTF-8"}) == "ko"
