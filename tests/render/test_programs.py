"""Recorded programs side by side, as facts, in a terminal and as Markdown."""

import io

import pytest
from orders import stepped, steps
from rich.cells import cell_len
from rich.console import Console

from concdemo.model import Report, Step
from concdemo.render.html.page import page
from concdemo.render.markdown import write
from concdemo.render.programs import DIFFERS, programs, programs_of
from concdemo.text import LANGUAGES, Language, Text

ALIKE = stepped(
    one=steps("walk", "A/goes", "B/goes", "A/ends"), two=steps("walk", "A/goes", "B/goes", "A/ends")
)
UNLIKE = stepped(
    one=steps("walk", "A/goes", "B/goes", "A/ends"),
    two=steps("walk", "A/goes", "B/goes", "A/ends"),
    three=steps("walk", "A/goes", "A/ends/for another reason", "B/goes", "C/late"),
)
SEVERAL = stepped(
    one=[*steps("walk", "A/goes"), *steps("run", "B/runs")], two=steps("run", "B/runs"), three=[]
)
LONG = stepped(
    **{
        f"loop {number}": steps(
            "walk",
            *(f"callback {place}/runs and runs/{'because ' * 12}" for place in order),
        )
        for number, order in enumerate(([1, 2, 3], [2, 1, 3], [3, 2, 1]))
    }
)
LIST = stepped(
    one=steps("bodies", "empty/422/told", "negative/422/too small", "a list/200/"),
    two=steps("bodies", "empty/422/told", "negative/500/", "a list/200/"),
    three=steps("bodies", "empty/422/told", "negative/500/"),
)
LIST_OF_ONE = stepped(one=steps("bodies", "empty/422/told", "negative/422/", "a list/200/"))
HOSTILE = stepped(**{"[red]x[/]\x1b[2J": steps("[/]\u202e", "A/a\x1b[2J|b", "{B}/{0}")})
REPORTS = {
    "alike": ALIKE,
    "unlike": UNLIKE,
    "several": SEVERAL,
    "long": LONG,
    "hostile": HOSTILE,
    "list": LIST,
}


def shown(report: Report, language: Language = "en", width: int = 80) -> str:
    """What a terminal of that width shows of them, without colours."""
    console = Console(width=width, file=io.StringIO(), record=True, color_system=None)
    for part in programs(report, language):
        console.print(part)
    return console.export_text()


def test_arms_of_the_same_order_share_a_column() -> None:
    """Every place is a row, in which a column stands for all who ran alike."""
    [program] = programs_of(UNLIKE)
    assert program.columns == ["one, two", "three"] and program.first == "one, two"
    assert [[cell.step and cell.step.track.en for cell in row] for row in program.rows] == [
        ["A", "A"],
        ["B", "A"],
        ["A", "B"],
        [None, "C"],
    ]


def test_places_that_differ_are_marked() -> None:
    """What another order has at a place, what it lacks there, and nothing in the first column."""
    [program] = programs_of(UNLIKE)
    marked = [[cell.differs for cell in row] for row in program.rows]
    assert marked == [[False, False], [False, True], [False, True], [False, True]]
    assert program.differs and not programs_of(ALIKE)[0].differs


def test_reasons_are_told_once_and_of_whom() -> None:
    """A step has one reason for all, or several with the arms that each is of."""
    [program] = programs_of(UNLIKE)
    whys = {
        reason.step.en: [(who, why.en) for who, why in reason.whys] for reason in program.reasons
    }
    assert whys == {
        "A, B: goes": [("", "so")],
        "A: ends": [("one, two", "so"), ("three", "for another reason")],
        "C: late": [("", "so")],
    }


def test_equal_orders_for_different_reasons_are_not_alike() -> None:
    """The table can show one reason only, so it shows none then."""
    [program] = programs_of(
        stepped(one=steps("walk", "A/goes/this"), two=steps("walk", "A/goes/that"))
    )
    assert not program.alike and program.columns == ["one, two"] and not program.differs
    assert programs_of(ALIKE)[0].alike


def test_one_arm_may_do_the_same_for_several_reasons() -> None:
    """Its reasons stand beside its steps, each where it is true."""
    [program] = programs_of(stepped(one=steps("walk", "A/goes/first", "A/goes/again")))
    assert program.alike
    lines = shown(stepped(one=steps("walk", "A/goes/first", "A/goes/again"))).splitlines()
    assert [line.split() for line in lines[-2:]] == [
        ["1", "A:", "goes", "first"],
        ["2", "A:", "goes", "again"],
    ]


def test_what_is_not_said_leaves_no_trace() -> None:
    """No colon before nothing, and no reason where there is none to tell."""
    bare = Step(Text.same("walk"), Text.same("A"), Text.same(""), Text.same(""))
    other = Step(Text.same("walk"), Text.same("B"), Text.same(""), Text("so", "그래서"))
    report = stepped(one=[bare], two=[bare, other])
    [program] = programs_of(report)
    assert [(reason.step.en, reason.whys) for reason in program.reasons] == [
        ("B", [("", Text("so", "그래서"))])
    ]
    assert ":" not in shown(report).replace(DIFFERS.fill(arm="one").en, "")
    assert "| 1 | A | A |" in write(report, "en").decode()
    assert '<span class="track-name">A</span>' in page([report], "en")


def test_things_head_the_rows_of_a_list() -> None:
    """Each step has a track of its own, at the same place in all arms: there is no order."""
    [program] = programs_of(LIST)
    assert [thing.en for thing in program.things] == ["empty", "negative", "a list"]
    assert program.columns == ["one", "two", "three"] and not program.differs
    assert programs_of(UNLIKE)[0].things == programs_of(ALIKE)[0].things == []
    lines = [line.split() for line in shown(LIST).splitlines() if line.strip()]
    assert lines[1] == ["no.", "what", "one", "two", "three"]
    assert lines[4] == ["2", "negative", "422", "500", "500"]
    assert lines[5] == ["3", "a", "list", "200", "200", "–"]
    assert DIFFERS.fill(arm="one").en not in shown(LIST)


def test_what_arms_told_of_a_thing_stands_together() -> None:
    """Whatever they did of it; nothing is said of those who told nothing."""
    [program] = programs_of(LIST)
    assert [(one.step.en, one.whys) for one in program.reasons] == [
        ("empty", [("one, two, three", Text("told", "told라서"))]),
        ("negative", [("one", Text("too small", "too small라서"))]),
    ]


def test_a_list_of_one_arm_has_its_reasons_beside_it() -> None:
    """And no column for them where there is none."""
    lines = [line.split() for line in shown(LIST_OF_ONE).splitlines() if line.strip()]
    assert lines[1] == ["no.", "what", "one", "why"]
    assert lines[3] == ["1", "empty", "422", "told"]
    bare = stepped(one=steps("bodies", "empty/422/", "negative/422/", "a list/200/"))
    assert "why" not in shown(bare) and "| why |" not in write(bare, "en").decode()
    assert programs_of(bare)[0].why_beside is programs_of(bare)[0].why_below is False


def test_a_list_as_markdown_and_on_a_page() -> None:
    """The same columns there."""
    said = write(LIST, "en").decode()
    assert "| no. | what | one | two | three |" in said and "| 2 | negative | 422 | 500 |" in said
    assert "| negative | one | too small |" in said
    source = page([LIST], "en").split("<body>")[1]
    assert 'class="differs"' not in source and 'class="track-name"' not in source
    assert "<b>one:</b>" in source


def test_programs_are_told_apart() -> None:
    """Each has its own rows, of the arms that ran it, in the order of recording."""
    first, second = programs_of(SEVERAL)
    assert (first.title.en, first.columns) == ("walk", ["one"])
    assert (second.title.en, second.columns) == ("run", ["one, two"])
    assert programs_of(stepped(one=[], two=[])) == []
    assert shown(stepped(one=[])) == ""


def test_alike_in_a_terminal() -> None:
    """Steps with their reasons beside them."""
    lines = [line.split() for line in shown(ALIKE).splitlines() if line.strip()]
    assert lines[0] == ["walk"] and lines[1] == ["step", "one,", "two", "why"]
    assert lines[3:] == [
        ["1", "A:", "goes", "so"],
        ["2", "B:", "goes", "so"],
        ["3", "A:", "ends", "so"],
    ]


def test_unlike_in_a_terminal() -> None:
    """Orders side by side, then each step with its reasons."""
    said = shown(UNLIKE)
    lines = [line.split() for line in said.splitlines() if line.strip()]
    assert lines[4] == ["2", "B:", "goes", "≠", "A:", "ends"]
    assert lines[6] == ["4", "–", "≠", "C:", "late"]
    assert DIFFERS.fill(arm="one, two").en in said
    assert "three: for another reason" in said
    assert DIFFERS.fill(arm="one, two").ko in shown(UNLIKE, "ko")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_no_line_is_wider_than_the_terminal(report: Report, language: Language, width: int) -> None:
    """Wide Korean letters count as two."""
    assert max(cell_len(line) for line in shown(report, language, width).splitlines()) <= width


def test_words_from_outside_steer_nothing() -> None:
    """No control character reaches the terminal, and markup and braces stay text."""
    said = shown(HOSTILE)
    assert "[red]x[/]" in said and "{B}: {0}" in said
    assert all(c.isprintable() or c == "\n" for c in said)


def test_as_markdown() -> None:
    """A table of orders; where they differ, another one of reasons."""
    said = write(UNLIKE, "en").decode()
    assert "| step | one, two | three |\n| --- | --- | --- |" in said
    assert "| 2 | B: goes | ≠ A: ends |" in said and "| 4 | – | ≠ C: late |" in said
    assert "| A: ends | three | for another reason |" in said
    alike = write(ALIKE, "ko").decode()
    assert "| 순서 | one, two | 이유 |" in alike
    assert "| 1 | A: goes함 | so라서 |" in alike


def test_a_step_in_both_languages() -> None:
    """Its track and what it did, each in words."""
    [program] = programs_of(ALIKE)
    assert program.reasons[0].step == Text("A, B: goes", "A, B: goes함")
