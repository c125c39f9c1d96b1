"""What a whole ``verify`` found, as Rich shows it: claim, verdict, evidence, on one page."""

import shlex
from collections import Counter
from collections.abc import Iterator

from rich.console import Group as Shown
from rich.console import RenderableType
from rich.text import Text as Styled

from concdemo.findings import Difference, Ledger
from concdemo.render import units, words
from concdemo.render.report import bullet, judged, machine
from concdemo.text import Language, Text

TITLE = Text("What of it holds here", "여기서는 무엇이 맞을까")
COUNT = Text("{claims} {claims:claim|claims}: {counts}.", "주장 {claims}개: {counts}.")
OF_EACH = Text("{count} {judgement}", "{judgement} {count}개")
RUNS = Text("Runs: {commands}.", "실행: {commands}.")
PARTIAL = Text(
    "Interrupted: this is only a part of what was asked for.",
    "중단했습니다. 알아보려던 것의 일부입니다.",
)
EXPECTED = Text("Other than expected", "기대와 다름")
DIFFERENCE = Text(
    "{claim}: expected {expected}, found {found}.",
    "{claim}: 기대는 ‘{expected}’, 결과는 ‘{found}’.",
)
ALL_AS_EXPECTED = Text(
    "Expected verdicts: {count}; all of them came.", "기대한 판정 {count}개가 모두 그대로입니다."
)


def show(ledger: Ledger, language: Language) -> RenderableType:
    """The page."""
    return Shown(*_parts(ledger, language))


def _parts(ledger: Ledger, language: Language) -> Iterator[RenderableType]:
    for group in ledger.groups:
        yield Styled(units.plain(group.title.into(language)), style="bold")
        for one in ledger.of(group):
            yield judged(one.claim, one.sentence, one.verdict, one.because, language)
        yield Styled()
    for line in summary(ledger):
        yield Styled(units.plain(line.into(language)), style="dim")
    if ledger.differences:
        yield Styled()
        yield Styled(EXPECTED.into(language), style="bold red")
        for difference in ledger.differences:
            told = units.plain(told_difference(difference).into(language))
            yield bullet("≠", "bold red", told)
    elif ledger.expected:
        yield Styled(ALL_AS_EXPECTED.fill(count=ledger.expected).into(language), style="green")
    if ledger.partial:
        yield Styled(PARTIAL.into(language), style="bold yellow")


def summary(ledger: Ledger) -> list[Text]:
    """How many verdicts of which kind, from which runs, on what machine."""
    found = Counter(entry.verdict for entry in ledger.entries)
    counts = [
        OF_EACH.fill(count=found[judgement], judgement=text)
        for judgement, text in words.JUDGEMENTS.items()
        if found[judgement]
    ]
    lines = [COUNT.fill(claims=len(ledger.entries), counts=Text.join(counts, ", "))]
    commands = [f"concdemo {shlex.join(report.command)}" for report in ledger.reports]
    if commands:
        lines.append(RUNS.fill(commands=", ".join(commands)))
    return [*lines, machine(ledger.host)]


def told_difference(difference: Difference) -> Text:
    """A verdict that is not the expected one, in a sentence."""
    return DIFFERENCE.fill(
        claim=difference.claim,
        expected=words.JUDGEMENTS[difference.expected],
        found=words.JUDGEMENTS[difference.found],
    )
