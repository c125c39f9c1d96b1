"""The footer's line on GIL hand-offs."""

from dataclasses import replace

import pytest
from builders import host, with_arm
from portraits import SIDE_BY_SIDE, gil_picture, pictured, span

from concdemo.model import Report
from concdemo.render.turns import sentences


def agreed(interval: str | None) -> Report:
    """Two threads that take turns, with that switch interval among the arm's facts."""
    facts = {} if interval is None else {"switch interval": interval}
    return with_arm(gil_picture(), "threads", facts=facts)


def test_sentence() -> None:
    """Hand-offs, each thread's mean hold and the switch interval are said in both languages."""
    (said,) = sentences(agreed("0.005"))
    assert said.en == (
        "threads: 5 GIL hand-offs (thread 1 held it 13.3 ms on average, thread 2 13.3 ms); "
        "switch interval 5 ms."
    )
    assert said.ko == (
        "threads: GIL을 5번 넘겨주었습니다(스레드 1 평균 13.3 ms, 스레드 2 평균 13.3 ms). "
        "전환 간격은 5 ms입니다."
    )


@pytest.mark.parametrize(
    ("interval", "end"),
    [
        ("0.005", "; switch interval 5 ms."),
        ("0.0001", "; switch interval 0.1 ms."),
        ("1e-06", "; switch interval 0.001 ms."),
        ("2", "; switch interval 2000 ms."),
        (None, "13.3 ms)."),
        ("", "13.3 ms)."),
        ("soon", "13.3 ms)."),
        ("nan", "13.3 ms)."),
        ("inf", "13.3 ms)."),
        ("-1", "13.3 ms)."),
    ],
)
def test_switch_interval(interval: str | None, end: str) -> None:
    """An interval that the report lacks, or that makes no sense, is left out."""
    (said,) = sentences(agreed(interval))
    assert said.en.endswith(end)


def test_threads_that_let_go_of_the_gil_hand_nothing_on() -> None:
    """On a busy machine they take turns as well, but it is a core that they wait for."""
    assert sentences(with_arm(gil_picture(), "threads", facts={"GIL": "released"})) == []


def test_many_threads_are_summed_up() -> None:
    """More threads than can be named are given by their range."""
    turns = [span(n % 6, n * 5, n * 5 + 4 + n % 6 / 10) for n in range(24)]
    (said,) = sentences(pictured(threads=("thread", turns)))
    assert "each of 6 threads held it 4.00 ms to 4.50 ms on average" in said.en
    assert "스레드 6개가 저마다 평균 4.00 ms~4.50 ms" in said.ko


def test_nothing_to_say() -> None:
    """Threads side by side, and a build without the GIL, hand nothing over."""
    assert sentences(pictured(threads=("thread", SIDE_BY_SIDE))) == []
    assert sentences(replace(agreed("0.005"), host=host(gil="off"))) == []


def test_threads_that_are_no_tasks_are_left_out() -> None:
    """What an arm of another mode draws as threads need not be all that wants the GIL."""
    assert sentences(with_arm(agreed("0.005"), "threads", mode="c")) == []
