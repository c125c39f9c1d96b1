"""A lesson's command line: an experiment and its options, and nothing else.

The words come from a script.  They are taken apart here, by the same tables of options as
on the command line itself; no shell and no other program ever sees them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from concdemo.errors import UsageFault
from concdemo.experiments import EXPERIMENTS, find, named
from concdemo.lessons import words
from concdemo.lessons.read import did_you_mean
from concdemo.model import Parameters
from concdemo.settings import Option, Raw, settle
from concdemo.text import Text


@dataclass(frozen=True, slots=True)
class Command:
    """What is to be run: what was written for each option, and the settings that come of it."""

    experiment: str
    given: dict[str, Raw]
    settings: Parameters

    @property
    def words(self) -> list[str]:
        """The command line again, as words."""
        told = self.experiment.split()
        for name, raw in self.given.items():
            flag = f"--{name}"
            if isinstance(raw, bool):
                told.append(flag)
            else:
                values = [raw] if isinstance(raw, str) else list(raw or ())
                told.extend(word for value in values for word in (flag, value))
        return told


@dataclass(frozen=True, slots=True)
class Commands:
    """Takes command lines apart.

    ``run_options`` are those that every experiment has; ``barred`` are known as well, and
    are not for lessons.
    """

    run_options: Sequence[Option]
    barred: Sequence[Option]

    def parse(self, line: Sequence[str]) -> Command:
        """What the words ask for.

        Raises:
            UsageFault: they ask for nothing that a lesson can run.
        """
        if not line:
            raise UsageFault(words.EMPTY_LINE)
        first, name = line[0], named(line)
        if first == "concdemo":
            raise UsageFault(words.NO_CONCDEMO)
        if name is None:
            known = words.NO_EXPERIMENT.fill(given=first, known=", ".join(EXPERIMENTS))
            raise UsageFault(Text.join([known, *did_you_mean(first, list(EXPERIMENTS))]))
        options = (*find(name).options, *self.run_options)
        given = self._given(name, line[len(name.split()) :], options)
        return Command(name, given, settle(options, given))

    def _given(
        self, experiment: str, line: Sequence[str], options: Sequence[Option]
    ) -> dict[str, Raw]:
        flags = {flag: option for option in options for flag in _flags(option)}
        barred = {flag for option in self.barred for flag in _flags(option)}
        given: dict[str, Raw] = {}
        rest = list(line)
        while rest:
            word = rest.pop(0)
            flag, equals, value = word.partition("=")
            if not flag.startswith("--"):
                raise UsageFault(words.STRAY.fill(word=word))
            if flag in barred:
                raise UsageFault(words.NOT_IN_A_LESSON.fill(option=flag))
            option = flags.get(flag)
            if option is None:
                text = words.NO_OPTION.fill(experiment=experiment, option=flag)
                raise UsageFault(Text.join([text, *did_you_mean(flag, list(flags))]))
            if option.secret:
                raise UsageFault(words.NO_SECRETS.fill(option=flag))
            if option.kind == "flag":
                if equals:
                    raise UsageFault(words.TAKES_NO_VALUE.fill(option=flag))
                given[option.name] = True
                continue
            if not equals:
                if not rest:
                    raise UsageFault(words.NEEDS_VALUE.fill(option=flag))
                value = rest.pop(0)
            _add(given, option, value)
        return given


def _flags(option: Option) -> list[str]:
    return [option.flag, *(f"--{alias}" for alias in option.aliases)]


def _add(given: dict[str, Raw], option: Option, value: str) -> None:
    """One more value; of an option that is written twice the last counts, as everywhere."""
    before = given.get(option.name)
    if option.kind == "choices" and isinstance(before, list):
        before.append(value)
    else:
        given[option.name] = [value] if option.kind == "choices" else value
