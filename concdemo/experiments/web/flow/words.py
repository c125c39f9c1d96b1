"""What ``web flow`` says: its stages, why each came when it came, and what is told beside them.

A reason tells by which rule a stage came, and is true at whatever place it came.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from concdemo.text import Text

RECORDED = Text(
    "A real FastAPI app whose types, dependency, endpoint and middleware note themselves whenever "
    "they are used. Called without a server; made afresh for each sample.",
    "진짜 FastAPI 앱입니다. 타입, 의존성, 엔드포인트, 미들웨어가 쓰일 때마다 스스로 기록합니다. "
    "서버 없이 직접 부르고, 잴 때마다 앱을 새로 만듭니다.",
)
PLACES = Text(
    "The table says at which place of its request each stage came; –: it did not come.",
    "표의 숫자는 요청 하나에서 그 단계가 몇 번째였는지입니다. –: 그 단계가 없었습니다.",
)
NUMBERED = Text(
    "In the picture a line is a stage, numbered in the order of the claim: {stages}. If the claim "
    "were right, the stairs would only go down.",
    "그림에서는 한 줄이 한 단계이고, 주장의 순서대로 번호를 붙였습니다: {stages}. "
    "주장이 맞다면 계단이 내려가기만 해야 합니다.",
)

ARM_TITLE = Text("request", "요청")
TIME = Text("time", "시간")
HEADER = Text("header\ncheck", "헤더\n검증")
BODY = Text("body\ncheck", "본문\n검증")
DEPENDENCY = Text("depen-\ndency", "의존성")
HANDLER = Text("handler", "처리\n함수")
RESPONSE = Text("answer\ncheck", "응답\n검증")
SENT = Text("answer\nleaves", "응답\n나감")
THREADS = Text("threads", "스레드")

MADE = Text("The app is made", "앱을 만들 때")
ASKED = Text(
    "The documentation is asked for, twice",
    "문서를 두 번 요청할 때",
)
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "good": Text("A request that is right", "올바른 요청"),
        "bad body": Text("A request whose body is wrong", "본문이 잘못된 요청"),
        "no header": Text("A request without the header", "헤더가 없는 요청"),
        "wrong token": Text("A request that the dependency refuses", "의존성이 거절하는 요청"),
    }
)

REFUSED = Text("{did} → refused", "{did} → 거절")


class StageWords(NamedTuple):
    """A stage in a recorded program, and its name in a list."""

    name: Text
    track: Text
    did: Text
    why: Text


_VALIDATION, _RESPONSE = Text("validation", "검증"), Text("response", "응답")
_DEPENDENCY, _MIDDLEWARE = Text("dependency", "의존성"), Text("middleware", "미들웨어")

STAGES: Mapping[str, StageWords] = MappingProxyType(
    {
        "declaration": StageWords(
            Text("declaration", "선언"),
            Text("declaration", "선언"),
            Text("the types are read", "타입을 읽음"),
            Text(
                "The signature says what the endpoint takes and gives; a validator is made of it.",
                "함수 시그니처에 무엇을 받고 내는지 적혀 있습니다. 그것으로 검증기를 만듭니다.",
            ),
        ),
        "entered": StageWords(
            Text("request comes in", "요청이 들어옴"),
            _MIDDLEWARE,
            Text("lets the request in", "요청을 들여보냄"),
            Text(
                "It stands around everything else.",
                "미들웨어는 나머지 모두를 감싸고 있습니다.",
            ),
        ),
        "header": StageWords(
            Text("header check", "헤더 검증"),
            _VALIDATION,
            Text("the header", "헤더"),
            Text(
                "The dependency takes it, and is called only with what fits.",
                "의존성이 받는 값이고, 맞는 값으로만 의존성을 부릅니다.",
            ),
        ),
        "body": StageWords(
            Text("body check", "본문 검증"),
            _VALIDATION,
            Text("the body", "본문"),
            Text(
                "The endpoint takes it, and is called only with what fits.",
                "엔드포인트가 받는 값이고, 맞는 값으로만 엔드포인트를 부릅니다.",
            ),
        ),
        "dependency": StageWords(
            Text("dependency", "의존성"),
            _DEPENDENCY,
            Text("runs", "실행"),
            Text(
                "The endpoint asks for what it gives.",
                "엔드포인트가 그 결과를 달라고 했습니다.",
            ),
        ),
        "handler": StageWords(
            Text("handler", "처리 함수"),
            Text("handler", "처리 함수"),
            Text("runs", "실행"),
            Text("All that it asked for is there.", "필요한 값이 다 모였습니다."),
        ),
        "response": StageWords(
            Text("answer check", "응답 검증"),
            _VALIDATION,
            Text("what the handler gave", "처리 함수가 낸 값"),
            Text(
                "The declared response model holds for the server too.",
                "선언한 응답 모델은 서버도 지켜야 합니다.",
            ),
        ),
        "json": StageWords(
            Text("JSON", "JSON"),
            _RESPONSE,
            Text("is written as JSON", "JSON으로 씀"),
            Text("Only bytes can be sent.", "보낼 수 있는 것은 바이트뿐입니다."),
        ),
        "sent": StageWords(
            Text("answer leaves", "응답이 나감"),
            _MIDDLEWARE,
            Text("lets the answer out, status {status}", "응답을 내보냄, 상태 코드 {status}"),
            Text(
                "The answer goes out as the request came in.",
                "응답은 요청이 들어온 길로 나갑니다.",
            ),
        ),
        "clean-up": StageWords(
            Text("clean-up", "뒷정리"),
            _DEPENDENCY,
            Text("runs on behind its yield", "yield 다음을 실행"),
            Text(
                "Nobody needs what it gave any more.",
                "빌려준 것을 이제 아무도 쓰지 않습니다.",
            ),
        ),
        "documentation": StageWords(
            Text("documentation", "문서"),
            Text("documentation", "문서"),
            Text("the types are described", "타입을 설명으로 씀"),
            Text(
                "Somebody asked for it, and it had not been made yet.",
                "누군가 문서를 요청했고, 아직 만들어져 있지 않았습니다.",
            ),
        ),
    }
)
"""In the order of the claim: the picture's lines are numbered by it."""

MISSING = Text(
    "{library} is not installed; install it with: pip install 'concdemo[web]'",
    "{library}이(가) 설치되어 있지 않습니다. 설치: pip install 'concdemo[web]'",
)
SILENT = Text(
    "with FastAPI {version} some stages don't note themselves ({stages}), so their order can't be "
    "told",
    "FastAPI {version}에서는 스스로 기록되지 않는 단계({stages})가 있어 순서를 알 수 없습니다",
)
