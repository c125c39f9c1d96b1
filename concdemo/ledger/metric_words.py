"""What the metrics that rules look at are called, and in which units their bounds are."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from concdemo.drawn import Unit
from concdemo.text import Text


class MetricWords(NamedTuple):
    """A metric as it stands in a sentence, before "of" an arm."""

    words: Text
    unit: Unit = "count"


METRICS: Mapping[str, MetricWords] = MappingProxyType(
    {
        "agree": MetricWords(Text("pairs of steps in equal order", "순서가 같은 단계 쌍의 수")),
        "at-once": MetricWords(
            Text("most requests inside at once", "안에 동시에 있던 요청의 최댓값")
        ),
        "at-once-in-process": MetricWords(
            Text(
                "most requests inside a process at once", "한 프로세스에 동시에 있던 요청의 최댓값"
            )
        ),
        "at-once-in-thread": MetricWords(
            Text("most requests inside a thread at once", "한 스레드에 동시에 있던 요청의 최댓값")
        ),
        "at-100-5": MetricWords(
            Text(
                "requests that waited at once, of 5 in flight,",
                "동시에 온 요청 5개 가운데 한꺼번에 기다린 수",
            )
        ),
        "at-100-200": MetricWords(
            Text(
                "requests that waited at once, of 200 in flight,",
                "동시에 온 요청 200개 가운데 한꺼번에 기다린 수",
            )
        ),
        "bytes": MetricWords(Text("memory for one more", "하나 더 늘릴 때의 메모리"), "bytes"),
        "cpu-none": MetricWords(
            Text("CPU time for a request without a wait", "기다림 없는 요청 하나의 CPU 시간"), "ns"
        ),
        "cython": MetricWords(
            Text("compiled modules with marks of Cython", "Cython의 흔적이 있는 컴파일된 모듈의 수")
        ),
        "cython-elsewhere": MetricWords(
            Text(
                "modules with marks of Cython found in uvloop",
                "uvloop에서 Cython의 흔적을 찾은 모듈의 수",
            )
        ),
        "connections": MetricWords(
            Text("connections that were opened in all", "통틀어 연 연결의 수")
        ),
        "copied-primitives": MetricWords(
            Text("number of primitive kinds that b = a copied", "b = a로 복사된 기본형의 가짓수")
        ),
        "cpu-per-op": MetricWords(Text("CPU time for each operation", "한 번에 쓴 CPU 시간"), "ns"),
        "differ": MetricWords(Text("pairs of steps in other order", "순서가 다른 단계 쌍의 수")),
        "echoed": MetricWords(
            Text("messages that came back in a round", "한 라운드에 되돌아온 메시지의 수")
        ),
        "each-few": MetricWords(
            Text(
                "time for each of 5 waits at once",
                "5개가 동시에 기다릴 때 하나에 든 시간",
            ),
            "ns",
        ),
        "each-many": MetricWords(
            Text(
                "time for each of 200 waits at once",
                "200개가 동시에 기다릴 때 하나에 든 시간",
            ),
            "ns",
        ),
        "heap-way": MetricWords(
            Text("way in which C's heap grew (up 1, down -1)", "C의 힙이 자란 방향(위 1, 아래 -1)")
        ),
        "interrupted-plain": MetricWords(
            Text("interruptions of plain functions", "보통 함수 사이에 끼어든 단계의 수")
        ),
        "late": MetricWords(Text("lateness of beats", "박자가 늦은 시간"), "ns"),
        "lighter": MetricWords(
            Text(
                "how many times as much CPU time FastAPI takes for a request without a wait",
                "기다림 없는 요청 하나에 FastAPI가 CPU 시간을 몇 배나 쓰는지",
            )
        ),
        "links": MetricWords(
            Text(
                "steps between stages in the claim's order",
                "주장의 순서대로 다음 단계로 넘어간 횟수",
            )
        ),
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
        "per-call": MetricWords(
            Text(
                "answers that each other client got while one call lasted",
                "호출 한 번 동안 다른 클라이언트가 저마다 받은 응답의 수",
            )
        ),
        "processes": MetricWords(
            Text("number of processes that ran tasks", "작업을 실행한 프로세스의 수")
        ),
        "pushed": MetricWords(
            Text("messages sent unasked in a round", "한 라운드에 서버가 먼저 보낸 메시지의 수")
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
        "slipped": MetricWords(
            Text("bad bodies that were not refused", "거절하지 않은 잘못된 본문의 수")
        ),
        "unnamed": MetricWords(
            Text(
                "bad bodies whose wrong field was not named",
                "틀린 필드를 알려 주지 않은 잘못된 본문의 수",
            )
        ),
        "doc-wrong": MetricWords(
            Text("differences between its documents and the app", "문서가 앱과 다른 곳의 수")
        ),
        "documents": MetricWords(
            Text("documents that were there by themselves", "저절로 있는 문서의 수")
        ),
        "failed-here": MetricWords(
            Text(
                "wrong answers though the database was there",
                "데이터베이스가 있는데도 틀린 응답의 수",
            )
        ),
        "worked-away": MetricWords(
            Text(
                "right answers though the database was away",
                "데이터베이스가 없는데도 맞은 응답의 수",
            )
        ),
        "failed-back": MetricWords(
            Text(
                "wrong answers after the database was back",
                "데이터베이스를 되돌린 뒤 틀린 응답의 수",
            )
        ),
        "dead-away": MetricWords(
            Text(
                "other answers that failed with the database away",
                "데이터베이스가 없을 때 실패한 다른 응답의 수",
            )
        ),
        "alone-oauth2": MetricWords(
            Text(
                "OAuth2's guard works with FastAPI alone (0 or 1)",
                "FastAPI만으로 OAuth2가 되는가(0 또는 1)",
            )
        ),
        "alone-cors": MetricWords(
            Text("CORS works with FastAPI alone (0 or 1)", "FastAPI만으로 CORS가 되는가(0 또는 1)")
        ),
        "alone-hash": MetricWords(
            Text(
                "passwords can be hashed with FastAPI alone (0 or 1)",
                "FastAPI만으로 비밀번호 해싱이 되는가(0 또는 1)",
            )
        ),
        "alone-token": MetricWords(
            Text(
                "tokens can be signed with FastAPI alone (0 or 1)",
                "FastAPI만으로 토큰에 서명할 수 있는가(0 또는 1)",
            )
        ),
        "wrong": MetricWords(Text("wrong answers", "틀린 응답의 수")),
        "plain-right": MetricWords(
            Text("an ordinary path was answered (0 or 1)", "보통 경로에 답하는가(0 또는 1)")
        ),
        "inside-wrong": MetricWords(
            Text("wrong answers of a WSGI app inside", "안에 붙인 WSGI 앱의 틀린 응답 수")
        ),
        "bare-right": MetricWords(
            Text("it answered on a WSGI server (0 or 1)", "WSGI 서버에서 답하는가(0 또는 1)")
        ),
        "flask-right": MetricWords(
            Text("Flask answered on that server (0 or 1)", "그 서버에서 Flask가 답하는가(0 또는 1)")
        ),
        "beside-wrong": MetricWords(Text("wrong answers of the two", "둘의 틀린 응답 수")),
        "same-process": MetricWords(
            Text(
                "both answered from one process (0 or 1)", "둘이 한 프로세스에서 답하는가(0 또는 1)"
            )
        ),
        "held-waiting": MetricWords(
            Text(
                "times that the page took beside a waiting call",
                "기다리는 호출 옆에서 페이지가 걸린 시간의 배수",
            )
        ),
        "held-computing": MetricWords(
            Text(
                "times that the page took beside a computing call",
                "계산하는 호출 옆에서 페이지가 걸린 시간의 배수",
            )
        ),
        "unadapted-right": MetricWords(
            Text(
                "its app answered rightly without an adapter (0 or 1)",
                "어댑터 없이도 앱이 제대로 답하는가(0 또는 1)",
            )
        ),
    }
)


def metric_words(name: str) -> MetricWords:
    """What a metric is called; its own name where nobody gave it words."""
    return METRICS.get(name, MetricWords(Text.same(name)))
