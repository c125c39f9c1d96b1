"""The questions that can be asked: a module or package each, and the table that names them.

To add one, write its module here, add its row, and write the claims that it can test
in ``ledger/claims``.  Nothing else needs to change.  A name of two words is a closer question
to that of its first.  The table itself imports no experiment, so that a list of questions costs
nothing.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from concdemo.text import Text

if TYPE_CHECKING:
    from concdemo.experiments.experiment import Experiment


@dataclass(frozen=True, slots=True)
class Row:
    """``entry`` is "module:attribute"; ``question`` is what is asked, and a report's title."""

    entry: str
    question: Text


EXPERIMENTS: Mapping[str, Row] = MappingProxyType(
    {
        "gil": Row(
            "concdemo.experiments.gil:EXPERIMENT",
            Text(
                "Do threads speed up CPU-bound Python?",
                "스레드를 쓰면 CPU를 쓰는 파이썬 코드가 빨라질까?",
            ),
        ),
        "io": Row(
            "concdemo.experiments.io:EXPERIMENT",
            Text(
                "Can one program wait for many things at once?",
                "프로그램 하나가 여러 개를 한꺼번에 기다릴 수 있을까?",
            ),
        ),
        "block": Row(
            "concdemo.experiments.block:EXPERIMENT",
            Text(
                "What stops an event loop?",
                "무엇이 이벤트 루프를 멈추게 할까?",
            ),
        ),
        "convoy": Row(
            "concdemo.experiments.convoy:EXPERIMENT",
            Text(
                "What does a thread wait for while others compute?",
                "다른 스레드가 계산하는 동안 옆의 스레드는 무엇을 기다릴까?",
            ),
        ),
        "uvloop": Row(
            "concdemo.experiments.loops:EXPERIMENT",
            Text(
                "Is uvloop faster than asyncio's own loop?",
                "uvloop은 asyncio 기본 루프보다 빠를까?",
            ),
        ),
        "scale": Row(
            "concdemo.experiments.scale:EXPERIMENT",
            Text(
                "How many waits can be held at once, and what does one cost?",
                "한꺼번에 몇 개까지 기다릴 수 있고, 하나에 얼마나 들까?",
            ),
        ),
        "order": Row(
            "concdemo.experiments.order:EXPERIMENT",
            Text(
                "In what order do things run on an event loop?",
                "이벤트 루프에서는 무엇이 어떤 순서로 실행될까?",
            ),
        ),
        "race": Row(
            "concdemo.experiments.race:EXPERIMENT",
            Text(
                "What happens to a number that several threads change at once?",
                "여러 스레드가 숫자 하나를 함께 바꾸면 어떻게 될까?",
            ),
        ),
        "slow": Row(
            "concdemo.experiments.slow:EXPERIMENT",
            Text(
                "Why is Python slow?",
                "파이썬은 왜 느릴까?",
            ),
        ),
        "web": Row(
            "concdemo.experiments.web.summary:EXPERIMENT",
            Text(
                "One request at a time? Web frameworks and servers, measured",
                "웹 서버는 요청을 한 번에 하나씩 처리할까? 프레임워크와 서버 재어 보기",
            ),
        ),
        "web cost": Row(
            "concdemo.experiments.web.cost:EXPERIMENT",
            Text(
                "What does a framework cost by itself, without a server?",
                "서버를 빼면 프레임워크 자체에는 시간이 얼마나 들까?",
            ),
        ),
        "web order": Row(
            "concdemo.experiments.web.order:EXPERIMENT",
            Text(
                "Which web framework serves the most, and is it the framework?",
                "어느 웹 프레임워크가 가장 많이 처리하고, 그것은 프레임워크 덕분일까?",
            ),
        ),
        "web wait": Row(
            "concdemo.experiments.web.wait:EXPERIMENT",
            Text(
                "How many requests can wait at once in each web stack?",
                "웹 조합마다 요청이 한꺼번에 몇 개까지 기다릴 수 있을까?",
            ),
        ),
        "web uvicorn": Row(
            "concdemo.experiments.web.uvicorn:EXPERIMENT",
            Text(
                "Why is Uvicorn fast: its loop or its parser?",
                "Uvicorn은 왜 빠를까? 루프일까, 파서일까?",
            ),
        ),
        "web servers": Row(
            "concdemo.experiments.web.servers:EXPERIMENT",
            Text(
                "Which ASGI server is the fastest?",
                "가장 빠른 ASGI 서버는 무엇일까?",
            ),
        ),
        "web workers": Row(
            "concdemo.experiments.web.workers:EXPERIMENT",
            Text(
                "Do two worker processes of a web server serve twice as much?",
                "웹 서버의 워커 프로세스를 둘로 늘리면 두 배를 처리할까?",
            ),
        ),
        "web victim": Row(
            "concdemo.experiments.web.victim:EXPERIMENT",
            Text(
                "How much do innocent requests suffer from one client's slow calls?",
                "한 클라이언트의 느린 호출 때문에 죄 없는 요청은 얼마나 늦어질까?",
            ),
        ),
        "web inflight": Row(
            "concdemo.experiments.web.inflight:EXPERIMENT",
            Text(
                "How many requests are in a web app at once, and on how many threads?",
                "웹 앱 안에는 요청이 한꺼번에 몇 개까지, 스레드 몇 개에 들어와 있을까?",
            ),
        ),
        "web socket": Row(
            "concdemo.experiments.web.push:EXPERIMENT",
            Text(
                "What does a WebSocket save, and what does it cost?",
                "웹소켓을 쓰면 무엇을 아끼고, 대신 무엇이 들까?",
            ),
        ),
        "web features": Row(
            "concdemo.experiments.web.features:EXPERIMENT",
            Text(
                "What do web frameworks do by themselves?",
                "웹 프레임워크는 무엇을 알아서 해 줄까?",
            ),
        ),
        "web flow": Row(
            "concdemo.experiments.web.flow:EXPERIMENT",
            Text(
                "In what order does a request go through FastAPI?",
                "요청은 FastAPI를 어떤 순서로 지나갈까?",
            ),
        ),
    }
)


def closer(name: str) -> dict[str, str]:
    """The names of the closer questions to that one, by their second words."""
    return {
        second: whole
        for whole in EXPERIMENTS
        for first, _, second in [whole.partition(" ")]
        if first == name and second
    }


def named(line: Sequence[str]) -> str | None:
    """The experiment whose name a command line begins with, the longest; None if there is none."""
    names = (" ".join(line[:count]) for count in (2, 1) if len(line) >= count)
    return next((name for name in names if name in EXPERIMENTS), None)


def find(name: str) -> "Experiment":
    """The experiment of that name.

    Raises:
        KeyError: there is none.
    """
    module, _, attribute = EXPERIMENTS[name].entry.partition(":")
    experiment: Experiment = getattr(importlib.import_module(module), attribute)
    return experiment
