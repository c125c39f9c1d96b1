"""What ``concdemo web inflight`` can be asked for, and what it says."""

from concdemo.settings import Option
from concdemo.text import Text

MOST_REQUESTS = 500
LONGEST_WAIT_MS = 1_000

PICTURED, PICTURED_MS = 5, 20
"""Requests of a portrait, few enough for a row each, and how long each of them waits."""

REQUESTS = Option(
    "requests",
    "count",
    Text(
        "Requests that are sent at the same moment.",
        "한순간에 함께 보내는 요청의 수.",
    ),
    default=64,
    low=2,
    high=MOST_REQUESTS,
)
WAIT = Option(
    "wait",
    "count",
    Text(
        "How long each request waits inside the app, in ms.",
        "요청 하나가 앱 안에서 기다리는 시간(ms).",
    ),
    default=50,
    low=10,
    high=LONGEST_WAIT_MS,
)

MOST = Text("most at\nonce", "한꺼번에\n최대")
IN_THREAD = Text("of them in\none thread", "스레드\n하나에서")
THREADS = Text("threads", "스레드")
PROCESSES = Text("procs", "프로세스")
EACH_WAIT = Text("each\nwaits", "하나가\n기다림")
ALL = Text("all\nanswered", "모두\n응답")

WHAT = Text(
    "{requests} requests sent at the same moment, each on a connection of its own. The app itself "
    "notes when each comes in and leaves, in which thread and process.",
    "요청 {requests}개를 한순간에 보냅니다. 연결은 저마다 따로입니다. "
    "요청이 언제, 어느 스레드와 프로세스에 들어왔다 나갔는지는 앱이 스스로 적습니다.",
)
WAITS = Text(
    "Each waits for {wait} ms inside; under Gunicorn's sync workers {brief} ms, or a round would "
    "take too long.",
    "저마다 안에서 {wait} ms씩 기다립니다. Gunicorn의 sync 워커에서는 한 라운드가 너무 길어지지 "
    "않도록 {brief} ms만 기다립니다.",
)
PICTURE = Text(
    "The picture is of {requests} requests of {wait} ms each, from when they were sent.",
    "그림은 {wait} ms짜리 요청 {requests}개를 보낸 순간부터의 모습입니다.",
)

CONTRADICTION = "counts that contradict each other"
"""A kind of failure."""

WRONG_ANSWER = "wrong answer"
