"""What ``concdemo web victim`` can be asked for, and what it says."""

from concdemo.experiments.web.options import MOST_CONNECTIONS, stack_option, window_option
from concdemo.settings import Option
from concdemo.text import Text

NOBODY = "nobody"
ON_LOOP = ("blocking", "wait", "cpu")
ON_THREADS = ("def/blocking", "def/wait", "def/cpu")
CULPRITS = (*ON_LOOP, *ON_THREADS)
"""What the other client calls: an endpoint, or its twin that is a plain ``def``."""

WITH_TWINS = "fastapi/uvicorn"
USUAL = ("blocking", "cpu")
STACKS = {
    WITH_TWINS: ("blocking", "wait", "cpu", "def/blocking", "def/cpu"),
    "flask/gunicorn": USUAL,
    "flask/gthread": USUAL,
    "flask/gevent": USUAL,
    "tornado/tornado": ("blocking",),
    "aiohttp/aiohttp": ("blocking",),
    "node/node": USUAL,
    "go/go": USUAL,
}
"""The culprits beside each stack where nobody asks for others."""

OPTIONS = (
    stack_option(tuple(STACKS), Text("all", "전부")),
    Option(
        "culprit",
        "choices",
        Text(
            "What the other client keeps calling; the baseline with nobody beside is always "
            "measured. Repeat it or separate with commas.",
            "다른 클라이언트가 쉬지 않고 부르는 것. 아무도 없을 때의 기준은 늘 함께 잽니다. "
            "여러 번 쓰거나 쉼표로 이어 적습니다.",
        ),
        choices=CULPRITS,
        shown_default=Text("all of FastAPI, some of the others", "FastAPI는 전부, 나머지는 일부"),
    ),
    Option(
        "connections",
        "count",
        Text(
            "Innocent clients, which ask for a small answer as fast as they can.",
            "죄 없는 클라이언트의 수. 작은 응답을 쉬지 않고 요청합니다.",
        ),
        default=8,
        high=MOST_CONNECTIONS,
    ),
    Option(
        "wait",
        "count",
        Text(
            "How long each call to /blocking and /wait takes, in ms.",
            "/blocking과 /wait를 한 번 부를 때 걸리는 시간(ms).",
        ),
        default=20,
        high=1_000,
    ),
    Option(
        "steps",
        "count",
        Text(
            "Steps of the loop that each call to /cpu computes.",
            "/cpu를 한 번 부를 때 도는 반복문의 횟수.",
        ),
        default=200_000,
        high=100_000_000,
    ),
    window_option(100),
)

WHO = Text("server, called beside it", "서버, 곁에서 부르는 것")
TAKES = Text("an answer\ntakes", "응답\n하나")
ANSWERS = Text("answers", "응답")
ITS_CALL = Text("its\ncall", "곁의\n호출")

WHAT = Text(
    "{connections} {connections:client asks|clients ask} for a small answer (/json), again and "
    "again, while one other client keeps calling something else. × baseline: how many times as "
    "long an answer takes as with nobody beside.",
    "클라이언트 {connections}개가 작은 응답(/json)을 쉬지 않고 요청하고, 곁에서 다른 클라이언트 "
    "하나가 다른 것을 계속 부릅니다. 기준의 몇 배: 곁에 아무도 없을 때보다 응답을 몇 배 오래 "
    "기다리는가.",
)
CALLS = Text(
    "blocking: {wait} ms of time.sleep in the handler (or what the language has for it). wait: the "
    "same awaited. cpu: a loop of {steps:,} steps, however long that takes. def/…: the same in an "
    "endpoint that is a plain def, so on a thread.",
    "blocking: 처리 함수 안에서 time.sleep {wait} ms(언어마다 그에 해당하는 것). wait: 같은 시간을 "
    "await로. cpu: {steps:,}번 도는 반복문(걸리는 시간은 저마다). def/…: 그냥 def인 엔드포인트라서 "
    "스레드에서 하는 같은 일.",
)
PATCHED = Text(
    "gevent replaces time.sleep by a wait of its own, so flask/gevent's “blocking” doesn't block; "
    "a call into C that blocks still would.",
    "gevent는 time.sleep을 자기 대기 함수로 바꾸므로 flask/gevent의 ‘blocking’은 막지 않습니다. "
    "C 안에서 블로킹하는 호출이라면 여전히 막습니다.",
)
CLOSES = Text(
    "flask/gunicorn closes each connection after its answer, so that the next request comes on a "
    "new one.",
    "flask/gunicorn은 응답마다 연결을 닫으므로, 다음 요청은 새 연결로 보냅니다.",
)
NO_TWIN = Text(
    "Only {stack} has endpoints for --culprit {culprit}; choose one of: {others}.",
    "--culprit {culprit}에 해당하는 엔드포인트는 {stack}에만 있습니다. 다음 가운데 고르세요: "
    "{others}.",
)
TOO_SHORT = Text(
    "--window {window:g} is too short for calls that take {wait} ms; raise it to {least} or more.",
    "--window {window:g}은(는) {wait} ms 걸리는 호출에 견주어 너무 짧습니다. {least} 이상으로 "
    "늘리세요.",
)
STARVED = "no answer at all"
"""A kind of failure."""
