"""The book of claims: data from ``claims/*.toml``, read and checked.

A claim's rule is a conjunction of tests on intervals.  Every test has two bands with a
gap between them: an interval wholly inside ``supported`` speaks for the claim, wholly
inside ``refuted`` against it, anything else for neither.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from concdemo.model import Report
from concdemo.text import Text

CLAIMS = Path(__file__).with_name("claims")

GROUPS: Mapping[str, Text] = MappingProxyType(
    {
        "gil": Text("The GIL, threads and processes", "GIL, 스레드와 프로세스"),
        "async": Text("Async and the event loop", "비동기와 이벤트 루프"),
        "slow": Text("Why Python is slow", "파이썬이 느린 까닭"),
        "web": Text("Web servers and frameworks", "웹 서버와 프레임워크"),
        "opinion": Text("Opinions", "의견"),
    }
)
"""Of claims, by how their names begin, in the order in which they are listed."""

MEMBERS: Mapping[str, str] = MappingProxyType({"uvloop": "async"})
"""Names that begin otherwise and belong to a group all the same."""

NOTES: Mapping[str, Text] = MappingProxyType(
    {
        "PY": Text("Why Python is slow", "파이썬은 왜 느린가"),
        "HW": Text("Week-12 homework", "12주차 과제"),
        "ST": Text("Learning FastAPI", "FastAPI 배우기"),
        "FW": Text("Framework comparison", "프레임워크 비교"),
        "FA": Text("FastAPI reference", "FastAPI 참고 자료"),
    }
)
"""The sets of notes that claims come from."""

Measure = str
"""What is tested of an arm.

``speedup``: how much better than the arm it is compared with; ``times``: how many times that
arm's value its own is, of a metric of which less is better; ``over:ARM``: better than another;
``over:ARM:METRIC``: than another by a metric of which less is better;
``cores``: cores busy; ``level:METRIC``: a metric's usual value, in its own unit; ``count:METRIC``:
from the least to the most that was counted; ``seen:METRIC``: the same of what no other program
on the machine can change, such as a status that was answered; ``all-over-one``: see ``measures``;
``speedup-unless:CODE:METRIC``: speed-up, or where that doubt was raised of either arm, by METRIC.
"""

Bound = float | str
"""A number, or the name of a number that the report's facts give."""


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers above or below a bound, or between two."""

    above: Bound | None = None
    below: Bound | None = None


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One interval and its bands.  ``required`` False: tested where the arm is there."""

    arm: str
    measure: Measure
    supported: Band | None = None
    refuted: Band | None = None
    required: bool = True


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be seen in the same rounds for the tests to mean anything, and what if not."""

    arm: str
    measure: Measure
    band: Band
    otherwise: Text


class Also(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that is added where its arm was measured, or where it was not.

    With a ``measure`` and a ``band``: where the whole interval lies in the band.
    """

    arm: str
    text: Text
    missing: bool = False
    measure: Measure | None = None
    band: Band | None = None


class Elsewhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings for which the claim says nothing, and what is said then."""

    where: dict[str, list[str]]
    because: Text
    also: list[Also] = []


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tests that stand for themselves: what was clear is told, by name, whatever was not.

    Each template has the place ``{arms}``; names lose ``without`` at their end, and with ``pairs``
    they name the other arm too.  Clear ones on both sides make the verdict *depends*; on one side
    it takes ``enough`` of them.  With ``one_refutes`` the claim is of all: one that is clearly
    against it refutes it.  ``marked`` says what a star at a name means: that a measure's stand-in
    was tested.
    """

    enough: int
    supported: Text
    refuted: Text
    neither: Text
    marked: Text | None = None
    without: str = ""
    pairs: bool = False
    one_refutes: bool = False


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a report leads to a verdict.

    ``leaves_open`` are doubts by which an arm may be better than it was seen to be: instead of
    blocking the verdict, they leave an interval open at that arm's side.
    """

    tests: list[Test]
    because: dict[Literal["supported", "refuted", "depends"], Text]
    depends: bool = False  # tests on both sides are a condition, and not a contradiction
    cores: int = 1  # fewest usable cores
    at_least: dict[str, float] = {}  # settings below which nothing is learnt
    control: Control | None = None
    elsewhere: list[Elsewhere] = []
    also: list[Also] = []
    lists: Lists | None = None
    leaves_open: list[str] = []


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that samples can test, or one that no program can.

    ``notes`` are the note sets that say it; ``nuance`` is what is half true of it and what to
    look out for.  It has either a ``rule``, for the runs of its ``experiment`` whose settings
    are among ``only``, or ``untestable``: why nothing tests it; neither where this version has
    no experiment for it.  ``takes`` are options that such a run is given where ``verify`` is.
    """

    id: str
    notes: list[str]
    sentence: Text
    experiment: str | None = None
    only: dict[str, list[str]] = {}
    rule: Rule | None = None
    untestable: Text | None = None
    nuance: Text | None = None
    takes: list[str] = []

    @property
    def group(self) -> str:
        """The key of its group."""
        prefix = self.id.partition(".")[0]
        return MEMBERS.get(prefix, prefix)

    def concerns(self, report: Report) -> bool:
        """Whether such a run has something to say of it."""
        return self.experiment == report.experiment and all(
            report.settings.get(key) in words for key, words in self.only.items()
        )


class Again(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A second rule for a claim, by which other runs test it as well."""

    claim: str
    experiment: str
    rule: Rule
    only: dict[str, list[str]] = {}


class _Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    claim: list[Claim] = []
    again: list[Again] = []


@lru_cache(maxsize=1)
def claims() -> tuple[Claim, ...]:
    """All claims, in the order of their files and of their places in them.

    One that several experiments test is there once for each, its own rule first.

    Raises:
        msgspec.ValidationError: a file of the package is damaged.
        KeyError: a second rule is for a claim that isn't there.
    """
    found: list[Claim] = []
    again: list[Again] = []
    for path in sorted(CLAIMS.glob("*.toml")):
        page = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Page)
        found.extend(page.claim)
        again.extend(page.again)
    of = {claim.id: claim for claim in found}
    found.extend(
        msgspec.structs.replace(
            of[one.claim], experiment=one.experiment, only=one.only, rule=one.rule
        )
        for one in again
    )
    return tuple(found)


@lru_cache(maxsize=1)
def by_id() -> Mapping[str, tuple[Claim, ...]]:
    """Every claim with its rules, its own first, by name; in the order of their groups."""
    places = {group: place for place, group in enumerate(GROUPS)}
    found: dict[str, list[Claim]] = {}
    for claim in sorted(claims(), key=lambda claim: places.get(claim.group, len(places))):
        found.setdefault(claim.id, []).append(claim)
    return MappingProxyType({name: tuple(rules) for name, rules in found.items()})
