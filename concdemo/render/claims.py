"""Claims as Rich shows them in a terminal: all of them in tables, or one explained."""

import shlex
from collections.abc import Iterator

from rich import box
from rich.cells import cell_len
from rich.console import Group as Shown
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Styled

from concdemo.findings import Known, Listing, Remembered, Way
from concdemo.model import Judgement
from concdemo.render import units, words
from concdemo.render.report import bullet
from concdemo.text import Language, Text

LAST = Text("last verdict", "지난 판정")
CLAIM = Text("claim", "주장")
NOTES = Text("notes", "노트")
RUN = Text("tested by", "시험")
ABOUT_NOTES = Text("Notes: {names}.", "노트: {names}.")
ABOUT_LAST = Text(
    "The last verdict is the one on this machine; – where none was given yet.",
    "지난 판정은 이 컴퓨터에서 내린 마지막 판정입니다. –는 아직 없다는 뜻입니다.",
)
ABOUT_ONE = Text(
    "One explained: concdemo claims ID    Tested: concdemo verify ID",
    "하나를 자세히: concdemo claims ID    시험: concdemo verify ID",
)
FROM = Text("In the notes: {names}", "나오는 노트: {names}")
FROM_NONE = Text("Not in the notes; added to them.", "노트에는 없고, 덧붙인 주장입니다.")
TESTED_BY = Text("How {command} tests it", "시험하는 방법: {command}")
WHY_NOT = Text("Why it is not tested", "시험하지 않는 까닭")
NUANCE = Text("What to look out for", "주의할 점")
EVIDENCE = Text("The last verdict on this machine", "이 컴퓨터에서의 지난 판정")
NO_EVIDENCE = Text("None yet.", "아직 없습니다.")
SOURCE = Text(
    "{when}, concdemo {version}, Python {python} (GIL {gil}), {cores} usable {cores:core|cores}: "
    "{command}",
    "{when}, concdemo {version}, 파이썬 {python} (GIL {gil}), 쓸 수 있는 코어 {cores}개: {command}",
)
TO_TEST = Text("To test it: concdemo verify {claim}", "시험하려면: concdemo verify {claim}")
NONE = "–"


def listing(found: Listing, language: Language) -> RenderableType:
    """All claims of a listing, a table for each group."""
    return Shown(*_tables(found, language))


def _tables(found: Listing, language: Language) -> Iterator[RenderableType]:
    for place, group in enumerate(found.groups):
        claims = [one for one in found.claims if one.group == group.id]
        yield Styled(units.plain(group.title.into(language)), style="bold")
        yield _table(claims, place == 0, language)
        yield Styled()
    used = dict.fromkeys(note for one in found.claims for note in one.notes)
    names = ", ".join(f"{note} {found.notes[note].into(language)}" for note in used)
    lines = [ABOUT_NOTES.fill(names=names).into(language)] if names else []
    lines += [ABOUT_LAST.into(language), ABOUT_ONE.into(language)]
    yield Styled(units.plain("\n".join(lines)), style="dim")


def _table(claims: list[Known], is_first: bool, language: Language) -> Table:
    """A group's claims; all tables have the same columns, so that only the first needs titles."""
    shown = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        header_style="bold",
        expand=True,
        show_edge=False,
        show_header=is_first,
    )
    judgements = [text.into(language) for text in words.JUDGEMENTS.values()]
    widest = max(map(cell_len, [*judgements, LAST.into(language)])) + 2
    shown.add_column(LAST.into(language), width=widest, no_wrap=True)
    shown.add_column(CLAIM.into(language), ratio=1, overflow="fold")
    shown.add_column(NOTES.into(language), width=5, overflow="fold")
    shown.add_column(RUN.into(language), width=8, overflow="fold")
    for one in claims:
        sentence = Styled(f"{units.plain(one.id)}\n", style="bold")
        sentence.append(units.plain(one.sentence.into(language)), style="not bold")
        run = shlex.join(one.ways[0].command) if one.ways else NONE
        shown.add_row(_last(one, language), sentence, " ".join(one.notes) or NONE, run)
    return shown


def _last(one: Known, language: Language) -> Styled:
    """The last verdict and its date; where no run can give one, that."""
    if one.last is not None:
        said = words.judged(one.last.verdict, language)
        style = words.STYLES[one.last.verdict]
        date = f"\n  {units.plain(one.last.when[:10])}"
        return Styled(said, style=style).append(date, style="not bold dim")
    if one.ways:
        return Styled(NONE, style="dim")
    judgement: Judgement = "untestable" if one.untestable else "untested"
    return Styled(words.judged(judgement, language), style=words.STYLES[judgement])


def explained(found: Listing, language: Language) -> RenderableType:
    """Each claim of a listing, with all that is known of it."""
    parts: list[RenderableType] = []
    for one in found.claims:
        parts += [*_explained(one, found, language), Styled()]
    return Shown(*parts[:-1])


def _explained(one: Known, found: Listing, language: Language) -> Iterator[RenderableType]:
    def said(text: Text) -> str:
        return units.plain(text.into(language))

    title = next(group.title for group in found.groups if group.id == one.group)
    head = Styled(units.plain(one.id), style="bold")
    yield head.append(f"  {said(title)}", style="not bold dim")
    yield Styled(said(one.sentence), style="italic")
    names = Text.join([_note(note, found) for note in one.notes], ", ")
    if one.notes or one.ways:
        yield Styled(said(FROM.fill(names=names) if one.notes else FROM_NONE), style="dim")
    if one.because is not None:
        yield from _headed(WHY_NOT, [one.because], language)
    for way in one.ways:
        yield from _headed(TESTED_BY.fill(command=_typed(way)), way.rule, language)
    if one.nuance is not None:
        yield from _headed(NUANCE, [one.nuance], language)
    if one.ways:
        yield Styled()
        yield Styled(said(EVIDENCE), style="bold")
        yield _evidence(one.last, language)
        yield Styled()
        yield Styled(said(TO_TEST.fill(claim=one.id)))


def _headed(heading: Text, lines: list[Text], language: Language) -> Iterator[RenderableType]:
    yield Styled()
    yield Styled(units.plain(heading.into(language)), style="bold")
    for line in lines:
        yield bullet("·", "dim", units.plain(line.into(language)))


def _note(note: str, found: Listing) -> Text:
    return Text.join([found.notes[note], Text.same(f"({note})")])


def _typed(way: Way) -> str:
    return "concdemo " + shlex.join(way.command)


def _evidence(last: Remembered | None, language: Language) -> RenderableType:
    if last is None:
        return Styled(f" {NO_EVIDENCE.into(language)}", style="dim")
    line = Styled(words.JUDGEMENTS[last.verdict].into(language), style=words.STYLES[last.verdict])
    line.append(f"\n{units.plain(last.because.into(language))}", style="not bold")
    source = SOURCE.fill(
        when=last.when,
        version=last.concdemo,
        python=last.python,
        gil=words.GIL.get(last.gil, Text.same(last.gil)),
        cores=last.cores,
        command="concdemo " + shlex.join(last.command),
    )
    line.append(f"\n{units.plain(source.into(language))}", style="not bold dim")
    return bullet(words.SIGNS[last.verdict], words.STYLES[last.verdict], line)
