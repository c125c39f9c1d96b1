"""What ``web workers`` says."""

from concdemo.text import Text

ALL = Text("all of them", "모두")
STEPS = Text(
    "Steps of arithmetic that each request to /cpu computes.",
    "/cpu에 보낸 요청 하나가 계산하는 산술 연산의 수.",
)
CONNECTIONS = Text(
    "Requests in flight, each on a connection of its own.",
    "동시 요청 수. 요청마다 새로 연결합니다.",
)
WHAT = Text(
    "Each request computes {steps:,} steps of plain Python. The same server with one worker "
    "process and with two, {connections} requests in flight.",
    "요청마다 순수 파이썬으로 {steps:,}번 계산합니다. 같은 서버를 워커 프로세스 하나와 둘로 "
    "돌리고, 동시 요청은 {connections}개입니다.",
)
CLOSED = Text(
    "Each request comes on a new connection, so that whichever worker is free can take it; one "
    "that is kept open stays with the worker that took it first.",
    "요청마다 새로 연결하므로 한가한 워커가 받을 수 있습니다. "
    "연결을 열어 두면 처음 받은 워커가 끝까지 맡습니다.",
)
LOOSE = Text(
    "The servers may use all {cores} {cores:core|cores}; the client needs a small part of one. "
    "Access logs are off; every answer is checked.",
    "서버는 코어 {cores}개를 모두 쓸 수 있고, 클라이언트는 그중 한 코어의 일부만 씁니다. "
    "접근 로그는 끄고, 응답은 모두 검사합니다.",
)
