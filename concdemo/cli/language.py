"""Which language the user reads: ``--lang`` anywhere on the line, else the locale."""

from collections.abc import Mapping, Sequence

from concdemo.text import LANGUAGES, Language

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
FLAG = "--lang"


def of_locale(environment: Mapping[str, str]) -> Language:
    """The language of the locale; English where the locale names neither."""
    for name in LOCALE_VARIABLES:
        if environment.get(name):
            tag = environment[name].lower().replace("-", "_").split(".")[0]
            return "ko" if tag.split("_")[0] == "ko" else "en"
    return "en"


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language to speak, known before the arguments are parsed, so that faults speak it too."""
    chosen = of_locale(environment)
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        word = following if argument == FLAG else argument.removeprefix(FLAG + "=")
        if argument.startswith(FLAG):
            chosen = next((known for known in LANGUAGES if known == word.lower()), chosen)
    return chosen
