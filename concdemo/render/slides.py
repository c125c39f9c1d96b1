"""The parts of a lesson as Rich shows them: prose, code, questions, answers.  Pure.

What a lesson is and in which order its parts come is not known here.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich import box
from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text as Styled

from concdemo.model import Verdict
from concdemo.render import units, words
from concdemo.render.inline import pieces
from concdemo.text import Language


class Offer(NamedTuple):
    """A choice as it is shown: its sign stands before it, in that style."""

    sign: str
    text: str
    style: str = ""


def prose(text: str) -> RenderableType:
    """Markdown.  Links are shown with where they lead, and nothing is fetched."""
    return Markdown(units.plain(text), hyperlinks=False)


def heading(text: str) -> RenderableType:
    """A line that stands above a part, as it is."""
    return Styled(units.plain(text), style="bold")


def question(text: str) -> RenderableType:
    """What is asked; code in it stands between backticks."""
    return _inline(text, "bold")


def _inline(text: str, style: str) -> Styled:
    line = Styled(style=style)
    for piece, is_code in pieces(units.plain(text)):
        line.append(piece, style="cyan" if is_code else "")
    return line


def remark(text: str, style: str = "dim") -> RenderableType:
    """A sentence beside the matter."""
    return Styled(units.plain(text), style=style)


def code(source: str, first: int, where: str) -> RenderableType:
    """A piece of a Python file with the numbers of its lines, and where it stands."""
    shown = Syntax(
        units.plain(source),
        "python",
        theme="ansi_dark",
        background_color="default",
        line_numbers=True,
        start_line=first,
        word_wrap=True,
    )
    return Group(remark(units.plain(where)), shown)


def choices(offers: Sequence[Offer]) -> RenderableType:
    """Choices with their signs; code in them stands between backticks."""
    rows = Table.grid(padding=(0, 1))
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column(overflow="fold")
    for offer in offers:
        rows.add_row(
            Styled(offer.sign, style=offer.style),
            _inline(offer.text, offer.style),
        )
    return Padding(rows, (0, 0, 0, 1))


def evidence(verdict: Verdict, language: Language) -> RenderableType:
    """The verdict's own words, small."""
    judgement = verdict.verdict
    line = Styled(f"{words.SIGNS[judgement]} ", style=words.STYLES[judgement])
    line.append(words.JUDGEMENTS[judgement].into(language))
    line.append(f"  {units.plain(verdict.claim)}", style="dim not bold")
    line.append(f"\n{units.plain(verdict.sentence.into(language))}", style="not bold dim italic")
    line.append(f"\n{units.plain(verdict.because.into(language))}", style="not bold dim")
    return line


def listing(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    """A table whose last column may be broken over lines."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for place, title in enumerate(titles):
        last = place == len(titles) - 1
        table.add_column(
            Styled(title),
            justify="left" if last or place == 0 else "right",
            no_wrap=not last,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Styled(units.plain(cell)) for cell in row))
    return table
