"""Frozen facts about claims: what is known of each, and what a whole ``verify`` found.

Like a report they are self-contained: they can be shown without the book that made them, and
``schema`` turns them into JSON.  Nothing here decides or shows.
"""

from dataclasses import dataclass, field

from concdemo.model import Host, Judgement, Report
from concdemo.text import Text

CLAIMS_SCHEMA = "concdemo.claims/1"
LEDGER_SCHEMA = "concdemo.ledger/1"


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last verdict on a claim on one machine, and where it came from."""

    claim: str
    verdict: Judgement
    because: Text
    when: str  # UTC, ISO 8601
    command: list[str]  # the words after ``concdemo``
    experiment: str
    concdemo: str
    python: str
    gil: str
    cores: int


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that are listed together."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a claim is tested: the words after ``concdemo``, and the rule in words."""

    command: list[str]
    rule: list[Text]


@dataclass(frozen=True, slots=True)
class Known:
    """A claim and what is known of it.

    ``ways`` is empty where no run tests it, and ``because`` says why.
    """

    id: str
    group: str
    notes: list[str]
    sentence: Text
    nuance: Text | None
    ways: list[Way]
    because: Text | None
    untestable: bool
    last: Remembered | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Claims, in the order in which they are listed.  ``notes`` says what the notes are called."""

    schema: str
    concdemo: str
    groups: list[Group]
    notes: dict[str, Text]
    claims: list[Known]


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim and its verdict.  ``report`` is the place of the run's report, if one tested it."""

    claim: str
    group: str
    sentence: Text
    verdict: Judgement
    because: Text
    report: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A verdict that is not the one that was expected."""

    claim: str
    expected: Judgement
    found: Judgement


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a whole ``verify`` found.  ``partial``: it was interrupted."""

    schema: str
    concdemo: str
    started: str
    command: list[str]
    host: Host
    groups: list[Group]
    entries: list[Entry]
    partial: bool
    expected: int = 0  # how many verdicts were expected
    differences: list[Difference] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def of(self, group: Group) -> list[Entry]:
        """The entries of a group."""
        return [entry for entry in self.entries if entry.group == group.id]
