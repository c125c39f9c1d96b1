"""Recorded programs, step by step: what each arm did in which order, side by side, and why.

Arms that did the same in the same order share a column.  Where all did, the reasons stand
beside the steps; where orders differ a step has several places, so the reasons follow, a step
each, with every arm whose reason is another one.  Where every step has a track of its own, at
the same place in all arms, it is a list of things and not an order: the things head the rows,
and what each arm did of them stands beside.  Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from concdemo.model import Report, Step
from concdemo.render import units
from concdemo.text import Language, Text

OTHER = "≠"
STEP = Text("step", "순서")
WHAT = Text("what", "한 일")
WHY = Text("why", "이유")
NUMBER = Text("no.", "번호")
THING = Text("what", "무엇")
DETAIL = Text("more of it", "자세히")
DIFFERS = Text(
    "≠: not what {arm} did at this place.",
    "≠: 이 자리에서 {arm}와(과) 다르게 한 것입니다.",
)
DID = Text("{track}: {did}", "{track}: {did}")
FEWEST_THINGS = 3
"""Below it, an order of two steps would pass for a list."""

NOTHING = Text.same("")


Whys = dict[tuple[Text, Text], dict[Text, list[str]]]
"""(track, did) → why → the arms in which it was that."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One arm's step at one place; ``differs`` from what the first column has there."""

    step: Step | None  # None: it had ended
    differs: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step came: one reason, or several with the arms that each is of."""

    step: Text
    whys: list[tuple[str, Text]]  # the arms, nothing where it is true of all; why


@dataclass(frozen=True, slots=True)
class Program:
    """One program: a column for all arms that ran it alike, a row for every place.

    ``things`` are what the rows are about, where it is a list; empty where it is an order.
    """

    title: Text
    columns: list[str]
    rows: list[list[Cell]]
    reasons: list[Reason]
    alike: bool  # all arms took the same steps in the same order, for the same reasons
    things: list[Text]

    @property
    def first(self) -> str:
        """The column that the others are held against."""
        return self.columns[0]

    @property
    def differs(self) -> bool:
        """Whether some arm did otherwise at some place."""
        return any(cell.differs for row in self.rows for cell in row)

    @property
    def why_beside(self) -> bool:
        """Whether there are reasons that stand beside the steps."""
        return self.alike and bool(self.reasons)

    @property
    def why_below(self) -> bool:
        """Whether there are reasons that follow the table."""
        return not self.alike and bool(self.reasons)

    @property
    def numbers(self) -> Text:
        """What the rows' numbers are."""
        return NUMBER if self.things else STEP

    @property
    def tells(self) -> Text:
        """What the reasons that follow are: of a list, whatever an arm told of a thing."""
        return DETAIL if self.things else WHY

    def words(self, cell: Cell) -> Text:
        """What stands in a cell."""
        assert cell.step is not None
        return cell.step.did if self.things else said(cell.step)


def said(step: Step) -> Text:
    """A step in words; where nothing is said of what was done, its track alone."""
    return DID.fill(track=step.track, did=step.did) if step.did.en else step.track


def programs_of(report: Report) -> list[Program]:
    """Every program that some arm recorded, in the order of recording."""
    titles = dict.fromkeys(step.program for arm in report.arms for step in arm.steps)
    return [_program(report, title) for title in titles]


def _program(report: Report, title: Text) -> Program:
    alike: dict[tuple[Text, ...], list[str]] = {}
    whys: Whys = {}
    steps: list[list[Step]] = []
    taken: set[tuple[Step, ...]] = set()
    for arm in report.arms:
        own = [step for step in arm.steps if step.program == title]
        if not own:
            continue
        taken.add(tuple(own))
        order = tuple(map(said, own))
        if order not in alike:
            steps.append(own)
        alike.setdefault(order, []).append(arm.name)
        for step in own:
            names = whys.setdefault((step.track, step.did), {}).setdefault(step.why, [])
            if arm.name not in names:
                names.append(arm.name)
    rows = [[_cell(own, steps[0], place) for own in steps] for place in range(max(map(len, steps)))]
    columns = [", ".join(names) for names in alike.values()]
    things = _things(steps)
    if things:  # no order, which could differ
        rows = [[Cell(cell.step, differs=False) for cell in row] for row in rows]
    reasons = _reasons_of_things(whys) if things else _reasons(whys)
    return Program(title, columns, rows, reasons, len(taken) == 1, things)


def _things(steps: list[list[Step]]) -> list[Text]:
    """The tracks, if each is of one step, at the same place in all arms; none if not."""
    tracks = [step.track for step in max(steps, key=len)]
    several = len(tracks) >= FEWEST_THINGS and len({*tracks}) == len(tracks)
    shared = all([step.track for step in own] == tracks[: len(own)] for own in steps)
    return tracks if several and shared else []


def _reasons_of_things(found: Whys) -> list[Reason]:
    """Of each thing what is told, and by which arms."""
    of: dict[Text, dict[Text, list[str]]] = {}
    for (track, _), whys in found.items():
        for why, names in whys.items():
            if why.en:
                of.setdefault(track, {}).setdefault(why, []).extend(names)
    return [
        Reason(track, [(", ".join(names), why) for why, names in whys.items()])
        for track, whys in of.items()
    ]


def _reasons(found: Whys) -> list[Reason]:
    """What was done alike and for the same reasons is told once, of all tracks that did it."""
    tracks: dict[tuple[Text, tuple[tuple[str, Text], ...]], list[Text]] = {}
    for (track, did), of in found.items():
        if not any(why.en for why in of):
            continue  # it speaks for itself
        several = len(of) > 1
        whys = tuple((", ".join(names) if several else "", why) for why, names in of.items())
        tracks.setdefault((did, whys), []).append(track)
    return [
        Reason(said(Step(NOTHING, Text.join(names, ", "), did, NOTHING)), list(whys))
        for (did, whys), names in tracks.items()
    ]


def _cell(own: list[Step], first: list[Step], place: int) -> Cell:
    mine, theirs = (steps[place] if place < len(steps) else None for steps in (own, first))
    return Cell(mine, (mine and said(mine)) != (theirs and said(theirs)))


def programs(report: Report, language: Language) -> Iterator[RenderableType]:
    """What a terminal shows of them; nothing where no arm recorded a program."""
    for program in programs_of(report):
        yield Styled()
        yield Styled(_plain(program.title, language), style="bold")
        yield _table(program, language)
        if program.differs:
            differs = _plain(DIFFERS.fill(arm=program.first), language)
            yield Styled(differs, style="dim")
        if program.why_below:
            yield _whys(program, language)


def _plain(text: Text, language: Language) -> str:
    return units.plain(text.into(language))


def _table(program: Program, language: Language) -> Table:
    """A row a place; with the reasons where they fit beside the steps."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(Styled(_plain(program.numbers, language)), justify="right")
    if program.things:
        table.add_column(Styled(_plain(THING, language)), overflow="fold")
    for name in program.columns:
        table.add_column(Styled(units.plain(name)), overflow="fold")
    if program.why_beside:
        table.add_column(Styled(_plain(WHY, language)), overflow="fold", ratio=1)
    for place, row in enumerate(program.rows, 1):
        shown = [_shown(cell, program, language) for cell in row]
        if program.things:
            shown.insert(0, Styled(_plain(program.things[place - 1], language)))
        if program.why_beside and row[0].step is not None:
            shown.append(Styled(_plain(row[0].step.why, language)))
        table.add_row(str(place), *shown)
    return table


def _shown(cell: Cell, program: Program, language: Language) -> Styled:
    if cell.step is None:
        return Styled("–")
    if program.things:
        return Styled(_plain(cell.step.did, language))
    words = Styled(f"{OTHER} " if cell.differs else "", style="bold yellow")
    colon = ": " if cell.step.did.en else ""
    words.append(_plain(cell.step.track, language) + colon, style="not bold dim")
    return words.append(_plain(cell.step.did, language), style="not bold default")


def _whys(program: Program, language: Language) -> RenderableType:
    """Every step once, with why it came."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", ratio=1)
    for reason in program.reasons:
        words = Styled()
        for names, why in reason.whys:
            words.append("\n" if words else "")
            words.append(f"{units.plain(names)}: " if names else "", style="dim")
            words.append(_plain(why, language))
        table.add_row(Styled(_plain(reason.step, language), style="dim"), words)
    return Padding(table, (1, 0, 0, 1))
