"""Rails in the terminal: exact pictures of small portraits."""

import io
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from builders import gil_report
from hypothesis import given
from hypothesis import strategies as st
from portraits import gil_picture, io_picture, pictured, span, waits
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Styled

from concdemo.model import LaneKind, Report, Span
from concdemo.render import rows
from concdemo.render.rails import lines
from concdemo.render.report import show
from concdemo.text import LANGUAGES, Language

WIDTHS = (60, 80, 120, 200)


def picture(report: Report, width: int = 60, language: Language = "en") -> list[str]:
    """The plain lines of the rails."""
    return [line.plain.rstrip() for line in lines(report, language, width)]


def printed(
    report: Report,
    width: int,
    language: Language,
    *,
    rails: bool = True,
    terminal: bool = False,
    no_color: bool = False,
) -> str:
    """What a console gets of the whole report."""
    file = io.StringIO()
    console = Console(
        file=file, width=width, force_terminal=terminal, no_color=no_color, _environ={}
    )
    console.print(show(report, language, rails=rails))
    return file.getvalue()


def test_gil() -> None:
    """Serial tasks follow each other, threads take turns, and processes run side by side."""
    assert picture(gil_picture(), 52) == [
        "Who ran when  one more run of each, recorded; its time is in no table",
        "serial     │1▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇2▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇",
        "threads   1│1▇▇▇▇     ▇▇▇▇▇     ▇▇▇▇▇▇▇▇▇▇",
        "          2│     2▇▇▇▇     ▇▇▇▇▇          ▇▇▇▇▇▇▇▇▇▇",
        "processes 1│1▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇",
        "          2│2▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇",
        "           └┬─────────┬─────────┬─────────┬─────────",
        "            0         20 ms     40 ms     60 ms",
        "▇ running   blank: idle   number: that task begins",
        "Each character is 2.00 ms.",
    ]


def test_io() -> None:
    """Waits on one lane are a staircase, a row a task; waits that overlap stand in one column."""
    assert picture(io_picture(), 49, "ko") == [
        (
            "누가 언제 실행되었나  "
            "방식마다 한 번 더 실행해 기록했습니다. 이 시간은 표에 들어가지 않습니다"
        ),
        "serial 1│░░░░░░░░░░",
        "       2│          ░░░░░░░░░░",
        "       3│                    ░░░░░░░░░░",
        "       4│                              ░░░░░░░░░░",
        "loop   1│1░░░░░░░░░",
        "       2│2░░░░░░░░░",
        "       3│3░░░░░░░░░",
        "       4│4░░░░░░░░░",
        "        └┬─────────┬─────────┬─────────┬─────────",
        "         0         20 ms     40 ms     60 ms",
        "░ 대기   빈칸: 쉼   숫자: 그 작업의 시작",
        "한 글자는 2.00 ms입니다.",
        "serial: 한 줄이 작업 하나입니다.",
    ]


def test_short_turns_are_magnified() -> None:
    """Turns shorter than a character are shown again from the middle, long enough to be seen."""
    turns = [span(n % 2, n * 5, n * 5 + 5) for n in range(200)]
    shown = picture(pictured(serial=("main", [span(0, 0, 1000)]), threads=("thread", turns)), 50)
    place = shown.index("threads, magnified: 40.0 ms from its middle, 1.00 ms a character")
    assert shown[place + 1 : place + 5] == [
        "threads 1│▇▇▇▇▇     ▇▇▇▇▇     ▇▇▇▇▇     ▇▇▇▇▇",
        "        2│     ▇▇▇▇▇     ▇▇▇▇▇     ▇▇▇▇▇     ▇▇▇▇▇",
        "         └┬─────────┬─────────┬─────────┬─────────",
        "          480 ms    490 ms    500 ms    510 ms",
    ]


def test_threads_side_by_side_are_not_magnified() -> None:
    """Threads that don't take turns have no second picture, however short their spans."""
    both = [span(n % 2, n // 2 * 5, n // 2 * 5 + 4.9) for n in range(200)]
    shown = picture(pictured(serial=("main", [span(0, 0, 500)]), threads=("thread", both)))
    assert not any("magnified" in line for line in shown)


def test_many_lanes_are_binned() -> None:
    """Two hundred lanes become rows of several, shaded by their share, and a note says so."""
    spans = [waits(n, 0, 50 if n % 2 else 20, n) for n in range(200)]
    shown = picture(pictured(serial=("main", [span(0, 0, 100)]), loop=("coroutine", spans)), 80)
    rails = [line for line in shown if "–" in line.split("│")[0] and "│" in line]
    assert len(rails) == 12
    assert rails[0] == "loop      1–17│" + "░" * 13 + "·" * 20
    assert "loop: 200 lanes, 17 a row; a character's shade is the share of them." in shown


def test_short_arms_are_magnified() -> None:
    """An arm that ends long before the longest has one row there, and its rows on an axis below."""
    steps = [span(0, 0, 400)]
    soon = [waits(n, n * 10, n * 10 + 20, n) for n in range(3)]
    shown = picture(pictured(serial=("main", steps), loop=("coroutine", soon)), 51)
    assert shown[1:11] == [
        "serial    │1" + "▇" * 39,
        "loop   1–3│·░░·",
        "          └┬─────────┬─────────┬─────────┬─────────",
        "           0         100 ms    200 ms    300 ms",
        "loop, magnified: the first 40.0 ms, 1.00 ms a character",
        "loop     1│1░░░░░░░░░░░░░░░░░░░",
        "         2│          2░░░░░░░░░░░░░░░░░░░",
        "         3│                    3░░░░░░░░░░░░░░░░░░░",
        "          └┬─────────┬─────────┬─────────┬─────────",
        "           0         10 ms     20 ms     30 ms",
    ]


def test_few_marks_among_many_tasks_are_none() -> None:
    """Where most tasks are too short for a mark, the one that isn't doesn't look special."""
    many = [span(0, n * 0.1, n * 0.1 + 0.1, n) for n in range(100)]
    shown = picture(pictured(serial=("main", [*many, span(0, 10, 40, 100)])), 48)
    assert shown[1] == "serial │" + "▇" * 40


def test_many_tasks_on_one_lane_stay_a_staircase() -> None:
    """Tasks that wait one after another are taken several to a row, as dark as one lane is."""
    steps = [waits(0, n * 10, n * 10 + 10, n) for n in range(24)]
    shown = picture(pictured(serial=("main", steps)), 85)
    assert shown[1:4] == [
        "serial   1–2│1░░2░░",
        "         3–4│      3░░4░░",
        "         5–6│            5░░6░░",
    ]
    assert "serial: 24 tasks, 2 a row." in shown


@pytest.mark.parametrize(
    ("spans", "rail"),
    [
        ([span(0, 0, 20, 0), span(0, 20, 40, 1)], "1▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇2▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇"),
        ([span(0, 0, 38, 0), span(0, 38, 40, 9)], "1" + "▇" * 37 + "▏▇"),
        ([span(0, 0, 37, 0), span(0, 37, 40, 9)], "1" + "▇" * 36 + "10▇"),
        ([span(0, 0, 39, 0), span(0, 39, 40, 1)], "1" + "▇" * 39),
        ([span(0, 0, 1, 9), span(0, 10, 40, 9)], "▏" + " " * 9 + "▇" * 30),
    ],
)
def test_marks(spans: list[Span], rail: str) -> None:
    """A task's number stands where it begins, a stroke where there is no room, else nothing."""
    assert picture(pictured(serial=("main", spans)), 48)[1] == "serial │" + rail


def test_unmarked_tasks_are_admitted() -> None:
    """Where a task is too short for a mark, a note says so."""
    shown = picture(pictured(serial=("main", [span(0, 0, 39, 0), span(0, 39, 40, 1)])), 48)
    assert "Tasks shorter than two characters are not marked." in shown


def test_binned_spans_are_counted() -> None:
    """A note says how long a character is and how many spans are shorter."""
    slivers = [span(0, n, n + 0.25) for n in range(40)]
    shown = picture(pictured(serial=("main", [*slivers, span(0, 40, 80)])), 48)
    assert shown[-1] == (
        "Each character is 2.00 ms; 40 of 41 spans are shorter, so a character shows what "
        "took most of its time."
    )


def test_neighbours_differ_in_colour() -> None:
    """Two tasks that follow each other on a lane never have one colour."""
    tasks = [span(0, n * 10, n * 10 + 10, 5 * n) for n in range(4)]
    line = list(lines(pictured(serial=("main", tasks)), "en", 48))[1]
    styles = [
        str(part.style) for part in line.spans if not str(part.style).startswith(("bold", "dim"))
    ]
    assert len(styles) == 4
    assert all(one != other for one, other in pairwise(styles))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("make", [gil_picture, io_picture])
def test_fits(make: Callable[[], Report], width: int, language: Language) -> None:
    """No line is wider than the terminal, and every rail begins in the same column."""
    whole = make()
    shown = printed(whole, width, language).splitlines()
    assert max(cell_len(line) for line in shown) <= width
    rails = [line for line in picture(whole, width, language) if "│" in line]
    assert len({cell_len(line.split("│")[0]) for line in rails}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_in_a_pipe(language: Language) -> None:
    """What goes into a pipe has no escape codes, and says what a terminal without colour says."""
    piped = printed(gil_picture(), 80, language)
    assert "\x1b" not in piped
    colourless = printed(gil_picture(), 80, language, terminal=True, no_color=True)
    assert Styled.from_ansi(colourless).plain.rstrip("\n") == piped.rstrip("\n")


def test_nothing_is_markup() -> None:
    """Names of arms are text: no markup, no escape code, no line break comes through."""
    name = "[red]\x1b[31m\nx[/red]"
    whole = gil_picture()
    hostile = replace(whole, arms=[replace(arm, name=name + arm.name) for arm in whole.arms])
    shown = picture(hostile, 80)
    assert len(shown) == len(picture(whole, 80))
    assert shown[1].startswith("[red]\N{REPLACEMENT CHARACTER}[31m x")


def test_long_and_wide_names_are_cut() -> None:
    """A name that is too long ends in an ellipsis, and wide characters keep the columns."""
    whole = pictured(serial=("main", [span(0, 0, 10)]))
    for name in ("n" * 300, "가" * 300, "a" + "가" * 300):
        line = picture(replace(whole, arms=[replace(whole.arms[0], name=name)]), 60)[1]
        assert cell_len(line.split(" │")[0]) == 15
        assert "…" in line


def test_without_spans_there_are_no_rails() -> None:
    """A report without portraits shows what it showed before there were any."""
    assert picture(gil_report()) == []
    assert printed(gil_report(), 80, "en") == printed(gil_report(), 80, "en", rails=False)


def test_arms_without_spans_are_left_out() -> None:
    """An arm that failed has no rail; the others keep theirs."""
    shown = picture(pictured(serial=("main", [span(0, 0, 10)]), threads=("thread", [])))
    assert not any(line.startswith("threads") for line in shown)


@given(
    st.lists(
        st.builds(
            lambda task, lane, state, begin, length: Span(task, lane, state, begin, begin + length),
            st.integers(0, 300),
            st.integers(0, 40),
            st.sampled_from(["running", "waiting"]),
            st.integers(0, 10**10),
            st.integers(0, 10**9),
        ),
        min_size=1,
        max_size=40,
    ),
    st.integers(20, 250),
    st.sampled_from(["main", "thread", "process", "coroutine", "stage"]),
)
def test_any_portrait_can_be_drawn(spans: list[Span], width: int, kind: LaneKind) -> None:
    """Whatever was recorded gives lines of one width, and no span leaves its row blank."""
    whole = pictured(serial=(kind, spans))
    drawn = list(lines(whole, "en", width))
    rails = [line for line in drawn if "│" in line.plain]
    assert len({cell_len(line.plain) for line in rails}) == 1
    for strip in rows.strips(whole, 12):
        assert sum(row.members for row in strip.rows) == strip.all
        assert sorted(one for row in strip.rows for one in row.spans) == sorted(spans)
