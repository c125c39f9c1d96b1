"""Which runs the chosen claims need, and what those runs say of them.  Pure.

Each run is made once, however many claims share it.  A claim is tested by its own rule; what
another run of the same ledger says of it by a second rule is told beside it.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from concdemo.experiments import find
from concdemo.findings import Entry
from concdemo.ledger import sentences as say
from concdemo.ledger.book import Claim, by_id
from concdemo.ledger.judge import judge, without_rule
from concdemo.model import Judgement, Report, Verdict
from concdemo.text import Text

DECIDED: tuple[Judgement, ...] = ("supported", "refuted", "depends")


@dataclass(frozen=True, slots=True)
class Line:
    """A command line: an experiment and the options that its claims need.

    ``takes`` are further options that such a run may be given.
    """

    experiment: str
    options: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The words after ``concdemo``."""
        given = [word for name, value in self.options.items() for word in (f"--{name}", value)]
        return [*self.experiment.split(), *given]

    @property
    def typed(self) -> str:
        """The whole line, as it is typed."""
        return "concdemo " + shlex.join(self.words)


def line_of(claim: Claim) -> Line | None:
    """The run that tests a claim by this rule; None where none does.

    Of the settings it needs the default is taken where that is among them, else the first.
    """
    if claim.rule is None or claim.experiment is None:
        return None
    defaults = {option.name: option.default for option in find(claim.experiment).options}
    options = {
        name: choices[0]
        for name, choices in claim.only.items()
        if defaults.get(name) not in choices
    }
    return Line(claim.experiment, options, tuple(claim.takes))


def lines_of(names: Sequence[str]) -> list[Line]:
    """The runs that these claims need, in the order of the claims, each once."""
    takes: dict[tuple[str, ...], dict[str, None]] = {}
    lines: dict[tuple[str, ...], Line] = {}
    for name in names:
        line = line_of(by_id()[name][0])
        if line is not None:
            key = tuple(line.words)
            lines.setdefault(key, line)
            takes.setdefault(key, {}).update(dict.fromkeys(line.takes))
    return [Line(line.experiment, line.options, tuple(takes[key])) for key, line in lines.items()]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a line: a report, or why there is none."""

    line: Line
    report: Report | None = None
    why: Text | None = None


def entries(names: Sequence[str], done: Sequence[Done]) -> list[Entry]:
    """A verdict for each claim, from the runs that were made."""
    places, reports = dict[tuple[str, ...], int](), 0
    for one in done:
        if one.report is not None:
            places[tuple(one.line.words)] = reports
            reports += 1
    return [_entry(by_id()[name][0], done, places) for name in names]


def _entry(claim: Claim, done: Sequence[Done], places: Mapping[tuple[str, ...], int]) -> Entry:
    line = line_of(claim)
    if line is None:
        verdict = without_rule(claim)
        return Entry(claim.id, claim.group, claim.sentence, verdict.verdict, verdict.because)
    own = next((one for one in done if one.line.words == line.words), None)
    if own is None or own.report is None:
        why = say.NOT_RUN if own is None or own.why is None else own.why
        because = Text.join([why, say.RUN_IT.fill(command=line.typed)])
        return Entry(claim.id, claim.group, claim.sentence, "untested", because)
    verdict = judge(claim, own.report)
    because = Text.join([verdict.because, *_elsewhere(verdict, own, done)])
    place = places[tuple(own.line.words)]
    return Entry(claim.id, claim.group, claim.sentence, verdict.verdict, because, place)


def _elsewhere(verdict: Verdict, own: Done, done: Sequence[Done]) -> list[Text]:
    """What other runs decided otherwise."""
    told = []
    for other in done:
        if other is own or other.report is None:
            continue
        for found in other.report.verdicts:
            if (
                found.claim == verdict.claim
                and found.verdict in DECIDED
                and found.verdict != verdict.verdict
            ):
                template = say.OTHERWISE[found.verdict]
                told.append(template.fill(command=other.line.typed, because=found.because))
    return told
