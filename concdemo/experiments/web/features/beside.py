"""Django and FastAPI in one process: do both answer, and what does one do to the other?"""

import threading
from statistics import median

from concdemo import clock
from concdemo.experiments.web.features.client import Answer, answered, ask
from concdemo.experiments.web.features.notes import Notes
from concdemo.experiments.web.features.words import (
    BESIDE,
    BESIDE_COMPUTING,
    BESIDE_NOTHING,
    BESIDE_WAITING,
    TOOK,
    WHY_COMPUTING,
    WHY_WAITING,
)
from concdemo.stacks.answers import compute
from concdemo.text import Text

PAGE = "/shop"
WAIT_MS = 150
STEPS = 2_000_000
"""Of a computation that takes about as long as the wait."""

HEAD_START_S = 0.02
"""For the heavy call to be under way before the page is asked for."""

LOOKS = 5
HELD = 3.0
"""From so many times its own time on the page is plainly held up."""


def check(notes: Notes, port: int, expected: int) -> None:
    """Ask both, then Django's page while FastAPI has a heavy call.

    Metrics: ``beside-wrong`` answers; ``same-process``: 1 if both answered from one; times of the
    page, ns: ``page-alone``, ``page-waiting`` and ``page-computing``, beside a call that waits and
    one that computes; ``held-waiting`` and ``held-computing``: how many times longer than alone.
    What was over before the page could be asked for tells none of its three.

    Args:
        expected: the computation's sum.
    """
    page, api = ask(port, "GET", PAGE), ask(port, "GET", "/api/process")
    told = str(api.json.get("process") if isinstance(api.json, dict) else "?")
    fits = [
        notes.note(BESIDE, Text.same(f"Django: GET {PAGE}"), answered(page), _is_page(page)),
        notes.note(
            BESIDE, Text.same("FastAPI: GET /api/process"), answered(api), api.status == 200
        ),
    ]
    alone_ns = median(_page_ns(port) for _ in range(LOOKS))
    waiting, waiting_ns = _beside(port, f"/api/waits/{WAIT_MS}", LOOKS)
    computing, computing_ns = _beside(port, f"/api/computes/{STEPS}", 1)
    notes.add(BESIDE, BESIDE_NOTHING, _took(alone_ns))
    if waiting_ns is not None:
        notes.add(BESIDE, BESIDE_WAITING.fill(ms=WAIT_MS), _took(waiting_ns))
        notes.count(page_waiting=waiting_ns, held_waiting=waiting_ns / alone_ns)
        if waiting_ns < HELD * alone_ns:
            notes.explain(WHY_WAITING)
    if computing_ns is not None:
        notes.add(BESIDE, BESIDE_COMPUTING.fill(steps=STEPS), _took(computing_ns))
        notes.count(page_computing=computing_ns, held_computing=computing_ns / alone_ns)
        if computing_ns > HELD * alone_ns:
            notes.explain(WHY_COMPUTING)
    notes.asked += 2 + 2 * LOOKS + 1
    heavy = (waiting.status == 200) + (computing.status == 200 and _sum(computing) == expected)
    notes.worked += heavy + 2 * LOOKS + 1
    notes.count(
        beside_wrong=len(fits) - sum(fits) + 2 - heavy,
        same_process=f"process {told}" in page.text,
        page_alone=alone_ns,
    )


def expected_sum() -> int:
    """What the computation gives."""
    total = compute(STEPS)["sum"]
    assert isinstance(total, int)
    return total


def _beside(port: int, target: str, looks: int) -> tuple[Answer, float | None]:
    """The heavy call's answer, and how long the page took while it was under way, ns.

    None where it was under way at none of the looks: then nothing is known.
    """
    answers: list[tuple[Answer, int]] = []
    heavy = threading.Thread(
        target=lambda: answers.append((ask(port, "GET", target), clock.monotonic_ns()))
    )
    heavy.start()
    clock.sleep(HEAD_START_S)
    seen = [(clock.monotonic_ns(), _page_ns(port)) for _ in range(looks)]
    heavy.join()
    answer, end_ns = answers[0] if answers else (Answer(0, {}, b""), 0)
    beside = [took_ns for begin_ns, took_ns in seen if begin_ns < end_ns]
    return answer, median(beside) if beside else None


def _page_ns(port: int) -> int:
    begin = clock.monotonic_ns()
    ask(port, "GET", PAGE)
    return clock.monotonic_ns() - begin


def _is_page(answer: Answer) -> bool:
    return answer.status == 200 and "<h1>The shop</h1>" in answer.text


def _sum(answer: Answer) -> object:
    return answer.json.get("sum") if isinstance(answer.json, dict) else None


def _took(ns: float) -> Text:
    return TOOK.fill(ms=ns / 1e6)
