"""What ``web`` says: its options, its parts, and how long it will take."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.text import Text

PART = Text(
    "Which of the four parts. Repeat it or separate with commas.",
    "네 부분 가운데 잴 것. 여러 번 쓰거나 쉼표로 이어 적습니다.",
)
ALL = Text(
    "Every stack that can run here, asked for JSON and to wait. Says beforehand how long it takes.",
    "여기서 돌릴 수 있는 조합을 모두, JSON과 기다림으로 잽니다. "
    "얼마나 걸리는지 시작하기 전에 알려 줍니다.",
)
FOUR_PARTS = Text("all four", "네 부분 모두")
NO_STACKS = Text("none: the parts are measured", "없음. 네 부분을 잼")
JSON_ASKED = Text("json, where stacks are asked for", "조합을 고르면 json")
SOME_CONNECTIONS = Text("{count}, where stacks are asked for", "조합을 고르면 {count}")

WHAT: Mapping[str, Text] = MappingProxyType(
    {
        "alone": Text(
            "alone: the framework called in its own process, without a server; GET /json.",
            "alone: 서버 없이 프레임워크만 직접 부름. GET /json.",
        ),
        "wait": Text(
            "wait: GET /wait/{wait}, which waits {wait} ms; 1, 10 and 50 requests under way.",
            "wait: GET /wait/{wait}, {wait} ms를 기다림. 한꺼번에 보낸 요청은 1, 10, 50개.",
        ),
        "victim": Text(
            "victim: GET /json of FastAPI on {innocent} connections, while one other client calls "
            "nobody, /wait/{wait} (await), /blocking/{wait} in an `async def`, or in a `def`.",
            "victim: 연결 {innocent}개로 보내는 FastAPI의 GET /json. 그동안 다른 클라이언트 하나가 "
            "아무것도 부르지 않거나, /wait/{wait}(await), `async def` 안의 /blocking/{wait}, "
            "`def` 안의 /blocking/{wait}을(를) 부름.",
        ),
        "json": Text(
            "json: GET /json of FastAPI and Flask on two servers each, {loaded} connections.",
            "json: 서버를 둘씩 쓰는 FastAPI와 Flask의 GET /json, 연결 {loaded}개.",
        ),
    }
)
ARM_TITLE = Text("part, what", "부분")
INTENDED = Text(
    "{rate} {rate:request|requests} a second {rate:is|are} sent, come what may; latency counts "
    "from when one was due.",
    "무슨 일이 있어도 1초에 요청 {rate}개를 보냅니다. 지연은 보내야 했던 시각부터 셉니다.",
)
WHEN_DUE = Text(
    "One worker process each, access logs off, up to {connections} {connections:request|requests} "
    "under way at once, on connections that are kept open. Every answer is checked.",
    "워커 프로세스는 하나씩, 접근 로그는 끄고, 열어 둔 연결 {connections}개로 요청을 한꺼번에 "
    "{connections}개까지 보냅니다. 응답은 모두 검사합니다.",
)
SENT_WHEN_DUE = Text(
    "One client asks all servers in the same way: one process, which waits in the system "
    "until a socket is readable or a request is due (it doesn't poll).",
    "어느 서버든 같은 클라이언트가 같은 방식으로 요청합니다. 프로세스 하나가 소켓에 "
    "읽을 것이 오거나 요청을 보낼 때가 될 때까지 운영체제 안에서 기다립니다(폴링하지 않음).",
)
NOT_TOGETHER = Text(
    "{one} and {other} can't be asked for together.",
    "{one}와(과) {other}은(는) 함께 쓸 수 없습니다.",
)
P50, P90, MOST = Text("p50", "p50"), Text("p90", "p90"), Text("max", "최대")
