"""What the metrics that rules look at are called, and in which units their bounds are."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from concdemo.model import Unit
from concdemo.text import Text


class MetricWords(NamedTuple):
    """A metric as it stands in a sentence, before "of" an arm."""

    words: Text
    unit: Unit = "count"


METRICS: Mapping[str, MetricWords] = MappingProxyType(
    {
        "agree": MetricWords(Text("pairs of steps in equal order", "순서가 같은 단계 쌍의 수")),
        "bytes": MetricWords(Text("memory for one more", "하나 더 늘릴 때의 메모리"), "bytes"),
        "copied-primitives": MetricWords(
            Text("number of primitive kinds that b = a copied", "b = a로 복사된 기본형의 가짓수")
        ),
        "cpu-per-op": MetricWords(Text("CPU time for each operation", "한 번에 쓴 CPU 시간"), "ns"),
        "differ": MetricWords(Text("pairs of steps in other order", "순서가 다른 단계 쌍의 수")),
        "heap-way": MetricWords(
            Text("way in which C's heap grew (up 1, down -1)", "C의 힙이 자란 방향(위 1, 아래 -1)")
        ),
        "interrupted-plain": MetricWords(
            Text("interruptions of plain functions", "보통 함수 사이에 끼어든 단계의 수")
        ),
        "late": MetricWords(Text("lateness of beats", "박자가 늦은 시간"), "ns"),
        "lost": MetricWords(Text("number of lost updates", "잃은 갱신의 수")),
        "objects-way": MetricWords(
            Text(
                "way in which the memory of Python's objects grew (up 1, down -1)",
                "파이썬 객체의 메모리가 자란 방향(위 1, 아래 -1)",
            )
        ),
        "overlap-computing": MetricWords(
            Text("overlap of computations", "계산이 겹친 몫"), "share"
        ),
        "overlap-waiting": MetricWords(Text("overlap of waits", "기다림이 겹친 몫"), "share"),
        "p50": MetricWords(Text("usual round trip", "보통의 왕복 시간"), "ns"),
        "processes": MetricWords(
            Text("number of processes that ran tasks", "작업을 실행한 프로세스의 수")
        ),
        "shared-references": MetricWords(
            Text(
                "number of other kinds that share one object after b = a",
                "b = a 다음에 한 객체를 함께 쓰는 나머지의 가짓수",
            )
        ),
        "stack-way": MetricWords(
            Text("way in which the stack grew (up 1, down -1)", "스택이 자란 방향(위 1, 아래 -1)")
        ),
        "stall": MetricWords(
            Text(
                "longest standstill of the others, as a share of its time,",
                "다른 일이 가장 오래 멈춘 시간(작업 시간에 대한 몫)",
            ),
            "share",
        ),
        "start": MetricWords(Text("start time", "시작 시간"), "ns"),
        "suspended": MetricWords(
            Text("times a coroutine stood still", "코루틴이 중간에 멈춘 횟수")
        ),
        "told-apart": MetricWords(
            Text(
                "number of kinds of which two equal values are two objects",
                "같은 값 둘이 다른 객체인 것의 가짓수",
            )
        ),
        "threads": MetricWords(
            Text("number of threads that ran tasks", "작업을 실행한 스레드의 수")
        ),
    }
)


def metric_words(name: str) -> MetricWords:
    """What a metric is called; its own name where nobody gave it words."""
    return METRICS.get(name, MetricWords(Text.same(name)))
