"""An arm of ``web flow`` in its own process: an app that is made, asked once, and read about."""

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.web.flow import counts, words
from concdemo.model import ArmPlan, Lane, Portrait, Span, Step, Taken
from concdemo.stacks.calls import Answer, AsgiCaller, Request
from concdemo.stacks.diary import Diary, Noted
from concdemo.text import Text

if TYPE_CHECKING:
    from fastapi import FastAPI


GOOD = {"name": "pen", "price": 1.5, "quantity": 3}
BAD = {**GOOD, "quantity": 0}
DOCUMENTATION = Request("GET", "/openapi.json")
NOTHING = Request("GET", "/nothing-there")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an arm asks: the key of its words, its body, its token, the status that is right.

    ``threads``: the app has plain ``def`` in place of ``async def``.  ``painted``: its stages are
    drawn.
    """

    kind: str
    body: Mapping[str, object]
    token: str | None
    status: int
    threads: bool = False
    painted: bool = False


TOKEN, RIGHT = "open-sesame", 200

ASKED: Mapping[str, Asked] = MappingProxyType(
    {
        "async def": Asked("good", GOOD, TOKEN, RIGHT, painted=True),
        "def": Asked("good", GOOD, TOKEN, RIGHT, threads=True, painted=True),
        "bad body": Asked("bad body", BAD, TOKEN, 422),
        "no header": Asked("no header", GOOD, None, 422),
        "wrong token": Asked("wrong token", GOOD, "guess", 401),
    }
)


class Flow(NamedTuple):
    """What was noted: while the app was made, in a request, and when its documentation was read."""

    made: list[Noted]
    asked: list[Noted]
    documented: list[Noted]
    begin_ns: int  # of the request
    end_ns: int
    answer: Answer


class FlowArm:
    """One kind of request."""

    def __init__(self, name: str) -> None:
        import fastapi

        from concdemo.stacks.apps import flow_app

        self._name, self._asked = name, ASKED[name]
        make = flow_app.make_app_on_threads if self._asked.threads else flow_app.make_app
        self._make: Callable[[Diary], FastAPI] = make
        headers = {} if self._asked.token is None else {"token": self._asked.token}
        body = json.dumps(dict(self._asked.body)).encode()
        self._request = Request("POST", "/orders", body, headers)
        self._loop = asyncio.new_event_loop()
        flow = self._flow()  # what is imported late, and threads that are started, are there now
        if self._asked.status == RIGHT and (silent := counts.silent(*flow[:3])):
            raise ArmFault(words.SILENT.fill(stages=", ".join(silent), version=fastapi.__version__))

    def _flow(self) -> Flow:
        return self._loop.run_until_complete(self._whole())

    async def _whole(self) -> Flow:
        diary = Diary()
        app = self._make(diary)
        made, diary.notes = diary.notes, []
        # The first request of an app puts its middleware together.
        await AsgiCaller(app, NOTHING).call()
        diary.notes = []
        begin_ns = clock.monotonic_ns()
        answer = await AsgiCaller(app, self._request).call()
        end_ns = clock.monotonic_ns()
        asked, diary.notes = diary.notes, []
        for _ in range(2):
            await AsgiCaller(app, DOCUMENTATION).call()
        return Flow(made, asked, diary.notes, begin_ns, end_ns, answer)

    def sample(self, size: int) -> Taken:
        """Make the app, ask it once, read its documentation twice.

        Metrics: those of ``counts.counted``; ``request``, wall time of the request, ns.
        """
        cpu_ns, begin_ns = clock.process_cpu_ns(), clock.monotonic_ns()
        flow = self._flow()
        wall_ns = clock.monotonic_ns() - begin_ns
        cpu_ns = clock.process_cpu_ns() - cpu_ns
        wrong = flow.answer.status != self._asked.status
        return Taken(
            wall_ns=wall_ns,
            cpu_ns=cpu_ns,
            waited_ns=-1,
            checksum=None,
            failed=int(wrong),
            metrics={
                **counts.counted(flow.asked),
                "request": float(flow.end_ns - flow.begin_ns),
            },
            failures={f"wrong status {flow.answer.status}": 1} if wrong else {},
        )

    def portrait(self, size: int) -> Portrait:
        """Everything once more: its stages with their reasons, and when each of the request ran."""
        flow = self._flow()
        kind = words.KINDS[self._asked.kind]
        steps = told(kind, flow.asked, flow.answer.status)
        if self._name == next(iter(ASKED)):  # it is the same for all
            steps = [
                *told(words.MADE, flow.made),
                *steps,
                *told(words.ASKED, flow.documented, RIGHT),
            ]
        lanes, spans = painted(flow) if self._asked.painted else ([], [])
        return Portrait(flow.end_ns - flow.begin_ns, lanes, spans, steps)

    def close(self) -> None:
        """Close the loop."""
        self._loop.close()

    @property
    def facts(self) -> dict[str, str]:
        """Whose app it is."""
        import fastapi

        return {"fastapi": fastapi.__version__}


def told(program: Text, notes: list[Noted], status: int = 0) -> list[Step]:
    """The stages as steps of a program; ``status`` is that of the answer."""
    steps = []
    for note in counts.merged(notes):
        said = words.STAGES[note.stage]
        did = said.did.fill(status=status)
        steps.append(
            Step(
                program,
                said.track,
                words.REFUSED.fill(did=did) if note.refused else did,
                said.why,
            )
        )
    return steps


def painted(flow: Flow) -> tuple[list[Lane], list[Span]]:
    """A lane for each stage that came, by the number that its words have."""
    numbers = {stage: number for number, stage in enumerate(words.STAGES, 1)}
    came = sorted({note.stage for note in flow.asked}, key=lambda stage: numbers[stage])
    thread = {note.stage: note.thread for note in reversed(flow.asked)}
    lanes = [Lane("stage", numbers[stage], os.getpid(), thread[stage]) for stage in came]
    spans = [
        Span(
            numbers[note.stage] - 1,
            came.index(note.stage),
            "running",
            note.begin_ns - flow.begin_ns,
            note.end_ns - flow.begin_ns,
        )
        for note in flow.asked
    ]
    return lanes, spans


def open_flow(arm: ArmPlan) -> FlowArm:
    """The arm's kind of request."""
    return FlowArm(arm.name)
