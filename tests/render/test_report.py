"""The picture of a report in a terminal, as text."""

import io
import re
from dataclasses import replace
from typing import Any, get_args

import pytest
from builders import MS, TITLE, WHY, gil_report, host, io_report, row, sample, with_arm
from rich.cells import cell_len
from rich.console import Console

from concdemo import schema
from concdemo.ledger.judge import with_verdicts
from concdemo.model import (
    Caveat,
    Column,
    Interval,
    Judgement,
    Lane,
    Metric,
    Report,
    Span,
    Verdict,
)
from concdemo.render import words
from concdemo.render.report import column_value, footer_lines, headings, ratio, show
from concdemo.render.report import row as table_row
from concdemo.text import LANGUAGES, Language, Text

COLUMNS = (
    Column("threads", Text("threads", "스레드")),
    Column("processes", Text("procs", "프로세스")),
)
HOSTILE = [
    "[red]x[/]",
    "[/]",
    "a\x1b[2J\x1b]0;t\x07b",
    "line\nbreak",
    "\u202edrow",
    ":smile:",
    "\\[",
]


def shown(report: Report, language: Language = "en", width: int = 100) -> str:
    """What a terminal of that width shows, without colours.

    Markup and emoji are on, as they are by default, so that they would be seen to work.
    """
    console = Console(width=width, file=io.StringIO(), record=True, color_system=None)
    console.print(show(report, language))
    return console.export_text()


def full() -> Report:
    """A report with something in every part of the picture."""
    report = io_report(columns=COLUMNS, faults={"uvloop": WHY})
    report = with_arm(report, "threads", status="unavailable", reason=WHY)
    failing = [replace(s, failed=3, clean=False) for s in row(report, "async").samples[:1]]
    report = with_arm(
        report,
        "async",
        samples=failing + row(report, "async").samples[1:],
        startup_ns=123 * MS,
        facts={"start method": "fork"},
        portrait_ns=60 * MS,
        lanes=[Lane("main", 1, 1, 1), Lane("coroutine", 1, 1, 1)],
        spans=[Span(0, 0, "running", 0, 9 * MS), Span(0, 1, "waiting", 9 * MS, 60 * MS)],
    )
    doubts = [Caveat("odd", None, TITLE), Caveat("odd", "async", TITLE)]
    return with_verdicts(replace(report, caveats=doubts))


REPORTS = {
    "full": full(),
    "gil": with_verdicts(gil_report(twice=1.95)),
    "one round": with_verdicts(gil_report(count=1)),
    "no round": with_verdicts(gil_report(count=0)),
}


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_no_line_is_wider_than_the_terminal(report: Report, language: Language, width: int) -> None:
    """Wide Korean letters count as two, so that nothing wraps and columns stay aligned."""
    lines = shown(report, language, width).splitlines()
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_eighty_columns_hold_the_table_whole(
    report: Report, language: Language, width: int
) -> None:
    """No number, heading or arm is cut short: half a number would be a wrong one."""
    picture = shown(report, language, width)
    assert "…" not in picture
    for arm in report.arms:
        assert re.search(rf"^ ?{arm.name} +\d", picture, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_s_columns_are_aligned(language: Language) -> None:
    """Every row ends in the same column as the rule below the headings."""
    lines = shown(REPORTS["gil"], language, 80).splitlines()
    rule = next(line for line in lines if "──" in line)
    rows = [line for line in lines if re.match(r" ?(serial|threads|process|async|uvloop)", line)]
    assert len(rows) == 6
    assert {cell_len(line) for line in rows} == {cell_len(rule)}


def test_the_numbers_are_the_report_s() -> None:
    """Median, speed-up with interval, cores and start-up of an arm stand in its row."""
    report = with_arm(gil_report(), "processes", startup_ns=13_800_000)
    line = next(line for line in shown(report).splitlines() if "processes" in line)
    assert line.split() == [
        "processes",
        "2",
        "103",
        "ms",
        "1.95",
        "×",
        "(1.95–1.95)",
        "1.95",
        "13.8",
        "ms",
    ]
    assert "baseline" in next(line for line in shown(report).splitlines() if "serial" in line)


def test_what_is_missing_is_a_dash() -> None:
    """Nothing that was not measured is shown as a number."""
    report = gil_report(count=0)
    line = next(line for line in shown(report).splitlines() if "threads" in line)
    assert line.split() == ["threads", "2", "–", "–", "–", "–"]


def test_an_arm_that_was_lost_says_why() -> None:
    """Its reason stands below the table, told apart by a word and not by colour alone."""
    picture = shown(full())
    assert f"uvloop: failed: {WHY.en}" in picture
    assert f"threads: not available: {WHY.en}" in picture
    assert f"uvloop: 실패: {WHY.ko}" in shown(full(), "ko")


def test_a_failed_baseline_is_not_called_the_baseline() -> None:
    """What nothing is compared with has no such label."""
    report = with_arm(gil_report(), "serial", status="failed", reason=WHY)
    assert "baseline" not in shown(report)


def test_failed_tasks_have_a_column_only_where_there_are_any() -> None:
    """The sum over all samples, clean or not."""
    headings = next(line for line in shown(full()).splitlines() if "mode" in line)
    assert headings.split()[-1] == "failed"
    lines = shown(with_arm(full(), "uvloop", status="ok", reason=None)).splitlines()
    assert next(line for line in lines if "async" in line).split()[-1] == "3"
    assert "failed" not in shown(gil_report())


@pytest.mark.parametrize("judgement", get_args(Judgement))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_has_its_word_its_sign_and_its_reason(
    judgement: Judgement, language: Language
) -> None:
    """Colour is never the only sign."""
    found = Verdict("group.claim", TITLE, judgement, WHY)
    picture = shown(replace(gil_report(), verdicts=[found]), language)
    word = words.JUDGEMENTS[judgement].into(language)
    assert f" {words.SIGNS[judgement]} {word}  group.claim" in picture
    assert TITLE.into(language) in picture
    assert WHY.into(language) in picture


def test_doubts_name_their_arm() -> None:
    """A doubt about the whole run has no name before it."""
    picture = shown(full())
    assert f" ! {TITLE.en}" in picture
    assert f" ! async: {TITLE.en}" in picture


@pytest.mark.parametrize(
    ("report", "equal"),
    [
        (gil_report(), True),
        (gil_report(count=0), False),
        (with_arm(gil_report(), "threads", samples=[sample(1, checksum="beef")]), False),
        (with_arm(gil_report(), "threads", samples=[sample(1, checksum=None)]), False),
        (with_arm(gil_report(), "threads", samples=[sample(1, failed=1)]), False),
        # It failed by its answer in the warm-up, which is no sample.
        (with_arm(gil_report(), "threads", status="failed", reason=WHY, samples=[]), False),
        (with_arm(gil_report(), "threads", status="unavailable", reason=WHY, samples=[]), True),
    ],
)
def test_equal_answers_are_claimed_only_where_they_were_seen(report: Report, equal: bool) -> None:
    """The footer says that all arms gave the same answers, or does not speak of it."""
    assert ("gave the same answers" in footer_lines(report)[0].en) is equal


def test_clean_rounds_are_those_of_all_arms() -> None:
    """A round that one arm lost is not without disturbance."""
    own = [replace(s, clean=s.round > 2) for s in row(gil_report(), "threads").samples]
    report = with_arm(gil_report(), "threads", samples=own)
    assert "8 interleaved rounds, 6 without disturbance" in shown(report)


def test_one_round_is_one_round() -> None:
    """And one core a core."""
    whole = gil_report(machine=host(cores=1))
    arms = [replace(arm, samples=arm.samples[:1]) for arm in whole.arms]
    report = replace(whole, arms=arms, rounds=1)
    said = shown(report)
    assert "1 interleaved round, 1 without disturbance" in said and "1 usable core," in said
    assert "번갈아 1라운드를 쟀고" in shown(report, "ko")


def test_the_footer_says_what_ran() -> None:
    """Interpreter, GIL, cores, system, and how processes were started."""
    report = with_arm(
        gil_report(machine=host(gil="off", cores=4)), "processes", facts={"start method": "spawn"}
    )
    assert "CPython 3.12.1 (GIL off), 4 usable cores, Linux 6.1 x86_64" in shown(report)
    assert "Processes are started by spawn." in shown(report)
    assert "(GIL 꺼짐)" in shown(report, "ko")


@pytest.mark.parametrize(
    ("of", "values", "expected"),
    [
        ("median", [1.0, 2.0, 9.0], 2.0),
        ("sum", [1.0, 2.0, 9.0], 12.0),
        ("median", [], None),
        ("sum", [], None),
    ],
)
def test_a_column_shows_the_median_or_the_sum(
    of: Any, values: list[float], expected: float | None
) -> None:
    """The median is of clean samples, the sum of all."""
    own = [sample(at, metrics={"m": value}) for at, value in enumerate(values, 1)]
    arm = replace(row(gil_report(), "threads"), samples=own)
    assert column_value(arm, Column("m", TITLE, of)) == expected


def test_a_column_passes_over_samples_that_lack_its_metric() -> None:
    """The median is of those that have it; where none is clean, of all."""
    own = [sample(1, metrics={"m": 5.0}), sample(2), sample(3, metrics={"m": 50.0}, clean=False)]
    arm = replace(row(gil_report(), "threads"), samples=own)
    assert column_value(arm, Column("m", TITLE)) == 5.0
    dirty = replace(arm, samples=[replace(s, clean=False) for s in own])
    assert column_value(dirty, Column("m", TITLE)) == 27.5


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_from_a_report_are_text_and_nothing_else(hostile: str, language: Language) -> None:
    """Markup, emoji codes and escape sequences are shown as they are, wherever they stand."""
    text = Text(hostile, hostile)
    report = full()
    arms = [
        replace(arm, name=hostile + arm.name, facts={"start method": hostile})
        for arm in report.arms
    ]
    arms = [replace(arm, reason=arm.reason and text) for arm in arms]
    report = replace(
        report,
        title=text,
        facts=[text],
        arms=arms,
        baseline=arms[0].name,
        host=host(os=hostile, machine=hostile, python=hostile, implementation=hostile),
        columns=[Column("threads", text)],
        caveats=[Caveat("odd", hostile, text)],
        verdicts=[Verdict(hostile, text, "supported", text)],
    )
    picture = shown(report, language, 200)
    assert all(c.isprintable() or c == "\n" for c in picture)
    visible = "".join(c if c.isprintable() else "\ufffd" for c in hostile.split("\n")[0])
    assert picture.startswith(visible)
    assert picture.count(visible) >= 15


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_a_report_read_from_a_file_looks_the_same(report: Report, language: Language) -> None:
    """``concdemo report`` shows what was shown when it was measured."""
    again = schema.decode(schema.encode(report), "r.json")
    assert shown(again, language) == shown(report, language)


def test_korean_pictures_are_in_korean() -> None:
    """No heading or sentence of ours is left in English."""
    picture = shown(REPORTS["gil"], "ko")
    for english in ("mode", "median", "baseline", "Verdicts", "rounds", "cores", "supported"):
        assert english not in picture


# ── experiments that are compared by something else than wall time ───────────


def gaps(**changed: Any) -> Report:
    """Compared by ``gap``, in nanoseconds: 10 ms in the baseline, 200 ms in threads."""
    whole = gil_report()
    base = [replace(one, metrics={"gap": 10.0 * MS}) for one in row(whole, "serial").samples]
    own = [replace(one, metrics={"gap": 200.0 * MS}) for one in row(whole, "threads").samples]
    whole = with_arm(whole, "serial", samples=base, value=10.0 * MS)
    low = Interval(0.05, 0.04, 0.0625)
    whole = with_arm(whole, "threads", samples=own, value=200.0 * MS, speedup=low)
    metric = Metric("gap", "ns", "less", Text("longest\ngap", "가장 긴\n공백"))
    return replace(whole, metric=metric, **changed)


def test_another_metric_is_shown_with_its_unit_and_as_times_the_baseline() -> None:
    """Twenty times as long reads as 20 ×, not as a speed-up of 0.05."""
    report = gaps()
    titles = headings(report, "en")
    line = dict(zip(titles, table_row(report, row(report, "threads"), "en"), strict=True))
    assert line["longest\ngap"] == "200 ms"
    assert line["× baseline\n(95 %)"] == "20.0 × (16.0–25.0)"
    assert "speed-up\n(95 %)" not in titles


def test_a_metric_of_which_more_is_better_is_not_turned_round() -> None:
    """Its speed-up is how many times the baseline's it is already."""
    report = replace(gaps(), metric=Metric("rate", "requests", "more"))
    assert ratio(report, row(report, "threads")) == Interval(0.05, 0.04, 0.0625)
    assert headings(report, "ko")[2] == "rate"
    assert "200,000,000 requests" in table_row(report, row(report, "threads"), "en")


def test_only_the_columns_that_an_experiment_shows_are_there() -> None:
    """The arm's name always is, and the experiment's own columns come last."""
    column = Column("gap", Text("gap again", "다시"), unit="ns")
    report = gaps(shows=["median", "startup"], arm_title=Text("loop", "루프"), columns=[column])
    assert headings(report, "en") == ["loop", "longest\ngap", "start-\nup", "gap again"]
    assert len(table_row(report, row(report, "serial"), "en")) == 4


def test_every_base_of_a_group_says_that_it_is_one() -> None:
    """An arm that others are compared with has no ratio of its own; nor has one that is alone."""
    report = with_arm(gaps(), "processes", against="processes", speedup=None)
    assert words.BASELINE.en not in table_row(report, row(report, "processes"), "en")
    report = with_arm(report, "threads", against="processes")
    assert words.BASELINE.en in table_row(report, row(report, "processes"), "en")
    assert words.BASELINE.en in table_row(report, row(report, "serial"), "en")
    assert words.BASELINE.en not in table_row(report, row(report, "threads"), "en")
