"""What ``concdemo web socket`` can be asked for, and what it says."""

from concdemo.settings import Option
from concdemo.text import Text

QUICKER = 10
"""How many times as often the quick polling asks."""

OPTIONS = (
    Option(
        "poll",
        "milliseconds",
        Text(
            "How often a polling client asks whether something has happened.",
            "폴링하는 클라이언트가 새 소식이 있는지 묻는 간격.",
        ),
        default=50,
        low=10,
        high=1_000,
    ),
    Option(
        "events",
        "count",
        Text("Events in a sample.", "한 번 잴 때 일어나는 이벤트의 수."),
        default=10,
        low=2,
        high=1_000,
    ),
    Option(
        "pause",
        "milliseconds",
        Text(
            "Time between two events; it varies by half of it.",
            "이벤트 사이의 시간. 그 절반만큼 오르내립니다.",
        ),
        default=30,
        low=5,
        high=1_000,
    ),
    Option(
        "messages",
        "count",
        Text(
            "Messages that are sent and come back, one after another.",
            "하나씩 보내고 돌려받는 메시지의 수.",
        ),
        default=100,
        high=10_000,
    ),
    Option(
        "hold",
        "count",
        Text(
            "Connections of each kind that are open in the end.",
            "마지막에 열려 있을 연결의 수(종류마다).",
        ),
        default=400,
        low=8,
        high=10_000,
    ),
)

WAY = Text("what, how", "무엇을 어떻게")
TOOK = Text("took", "걸린\n시간")
ASKED = Text("asked", "요청")
VAIN = Text("in\nvain", "헛된\n요청")
RATE = Text("messages", "메시지")
MEMORY = Text("memory\neach", "하나당\n메모리")

WHAT = Text(
    "event: {events} events in an app, {pause:g} ms apart on average; took: from when one happened "
    "until its client knew. push: over a WebSocket. long-poll: a request that is answered when "
    "there is one. poll: a request every {poll:g} ms; fast-poll: every {quick:g} ms. asked, in "
    "vain: requests, and those of them that brought nothing.",
    "event: 앱에서 평균 {pause:g} ms마다 이벤트 {events}개가 일어납니다. 걸린 시간은 일어난 "
    "순간부터 클라이언트가 알 때까지입니다. push: 웹소켓으로 밀어 줌. long-poll: 소식이 생길 때 "
    "답하는 요청. poll: {poll:g} ms마다 요청. fast-poll: {quick:g} ms마다 요청. "
    "헛된 요청: 새 소식을 받지 못한 요청.",
)
ECHO = Text(
    "echo: {messages} {messages:message|messages}, the next sent when one has come back: over one "
    "WebSocket, or as a request each on one connection that is kept. The client's own work is in "
    "it.",
    "echo: 하나가 돌아오면 다음을 보내며 메시지 {messages}개. 웹소켓 하나로, 또는 유지되는 연결 "
    "하나에서 요청 하나씩. 클라이언트가 하는 일도 들어 있습니다.",
)
HOLD = Text(
    "hold: connections that stay open, {each} more in each round up to {hold}; took: to open one, "
    "with http until its first answer. Memory is the server's ({way}).",
    "hold: 열어 둔 연결. 라운드마다 {each}개씩 {hold}개까지 늘립니다. 걸린 시간은 하나를 여는 "
    "시간(http는 첫 응답까지)이고, 메모리는 서버가 더 쓴 양입니다({way}).",
)
HOLD_BLIND = Text(
    "hold: connections that stay open, {each} more in each round up to {hold}; took: to open one, "
    "with http until its first answer. This system doesn't tell the server's memory.",
    "hold: 열어 둔 연결. 라운드마다 {each}개씩 {hold}개까지 늘립니다. 걸린 시간은 하나를 여는 "
    "시간(http는 첫 응답까지)입니다. 이 시스템은 서버의 메모리를 알려 주지 않습니다.",
)
SERVER = Text(
    "FastAPI on Uvicorn, one process. WebSockets compress their messages, as Uvicorn and browsers "
    "agree on by default.",
    "Uvicorn 프로세스 하나에서 도는 FastAPI. 웹소켓 메시지는 Uvicorn과 브라우저의 기본값대로 "
    "압축합니다.",
)
PICTURED = 6
PICTURE = Text(
    "In the picture each row is one of the first {pictured} events: it waits from when it happened "
    "until its client knew.",
    "그림의 한 줄은 처음 {pictured}개 이벤트 가운데 하나입니다. 일어난 뒤 클라이언트가 알 때까지가 "
    "대기로 보입니다.",
)

NOT_LOADED = Text(
    "websockets is not installed; install it with: pip install 'concdemo[web]'",
    "websockets이(가) 설치되어 있지 않습니다. 설치: pip install 'concdemo[web]'",
)

CLOSED = "connection closed"
NO_ANSWER = "no answer"
WRONG_ANSWER = "wrong answer"
WRONG_ORDER = "event missed or repeated"
"""Kinds of failures."""
