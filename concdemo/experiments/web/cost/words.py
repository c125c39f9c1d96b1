"""What ``web cost`` says: its options, its facts, and why an arm can't run."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.text import Text

PART = Text(
    "What is measured: whole frameworks, or the validation of an item alone. Repeat it or separate "
    "with commas.",
    "무엇을 잴지: 프레임워크 전체(frameworks) 또는 항목 검증만(validation). 여러 번 쓰거나 쉼표로 "
    "이어 적습니다.",
)
BOX = Text(
    "How long each kind of call is repeated for one sample.",
    "한 번 잴 때 호출을 종류마다 되풀이하는 시간.",
)

WHAT: Mapping[str, Text] = MappingProxyType(
    {
        "frameworks": Text(
            "Each app is called in its own process as a server would call it, with no server and "
            "no socket: GET /json, a POST that is validated, one that is refused. Every answer is "
            "checked. Compared with a bare ASGI or WSGI callable.",
            "앱마다 따로 프로세스를 두고, 서버도 소켓도 없이 서버가 부르듯 직접 부릅니다. GET "
            "/json, 검증하는 POST, 거절되는 POST를 차례로 보내고 응답은 모두 검사합니다. 기준은 "
            "프레임워크 없이 손으로 쓴 ASGI, WSGI 함수입니다.",
        ),
        "validation": Text(
            "dict, text: an item made from a dictionary or from JSON text, and one that is "
            "refused. Compared with checks written by hand; a dataclass checks nothing.",
            "dict, text: 딕셔너리나 JSON 텍스트로 항목을 만들고, 잘못된 것은 거절합니다. 기준은 "
            "손으로 쓴 검사입니다. dataclass는 아무것도 검사하지 않습니다.",
        ),
    }
)
LEFT_OUT = Text(
    "Tornado, aiohttp, Node.js and Go bring their own server and can't be called without it.",
    "Tornado, aiohttp, Node.js, Go는 서버와 한 몸이라 서버 없이 부를 수 없습니다.",
)

ARM_TITLE = Text("called", "부른 것")
EACH: Mapping[str, Text] = MappingProxyType(
    {
        "frameworks": Text("GET /json", "GET /json"),
        "validation": Text("an item", "항목 하나"),
        "both": Text("/json or\nan item", "/json 또는\n항목 하나"),
    }
)
POSTED = Text("POST", "POST")
REFUSED = Text("refused", "거절")

MISSING = Text(
    "{library} is not installed; install it with: pip install 'concdemo[web]'",
    "{library}이(가) 설치되어 있지 않습니다. 설치: pip install 'concdemo[web]'",
)
NO_V1 = Text(
    "this version of Pydantic doesn't bring the code of Pydantic 1 any more, or it doesn't run on "
    "this Python",
    "이 Pydantic에는 Pydantic 1의 코드가 들어 있지 않거나, 이 파이썬에서 돌지 않습니다",
)
NOT_RIGHT = Text(
    "it answered {what} wrongly: {status} {body}",
    "{what}에 틀린 답을 했습니다: {status} {body}",
)
TOOK_BAD = Text("it took an item that is wrong", "잘못된 항목을 받아들였습니다")
TOOK_WRONG = Text("it made another item: {item}", "다른 항목을 만들었습니다: {item}")
