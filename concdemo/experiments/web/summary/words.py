"""What ``web`` says: its options, its parts, and how long it will take."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.text import Text

PART = Text(
    "Which of the four parts. Repeat it or separate with commas.",
    "네 부분 가운데 잴 것. 여러 번 쓰거나 쉼표로 이어 적습니다.",
)
ALL = Text(
    "Every stack that runs here, asked for JSON and for a wait. Says beforehand how long.",
    "여기서 돌릴 수 있는 조합을 모두 재고, JSON과 기다림을 요청합니다. "
    "걸릴 시간을 먼저 알려 줍니다.",
)
FOUR_PARTS = Text("the four parts", "네 부분")

WHAT: Mapping[str, Text] = MappingProxyType(
    {
        "alone": Text(
            "alone: the framework called in its own process, with no server and no socket; "
            "GET /json.",
            "alone: 서버도 소켓도 없이 프레임워크만 직접 부름. GET /json.",
        ),
        "wait": Text(
            "wait: GET /wait/{wait}, which waits {wait} ms (await or sleep), with 1, 10 and 50 "
            "requests under way.",
            "wait: GET /wait/{wait}, {wait} ms를 기다림(await 또는 sleep). "
            "한꺼번에 보낸 요청은 1개, 10개, 50개.",
        ),
        "victim": Text(
            "victim: GET /json of FastAPI, while one other client keeps calling nothing, an "
            "awaited wait, a blocking call in `async def`, and the same in a plain `def`.",
            "victim: FastAPI의 GET /json. 그동안 다른 클라이언트 하나가 계속 부르는 것은 없음, "
            "await로 기다리기, `async def` 안의 블로킹 호출, 그냥 `def` 안의 블로킹 호출.",
        ),
        "json": Text(
            "json: GET /json of FastAPI and Flask, each on two servers.",
            "json: FastAPI와 Flask의 GET /json, 서버를 둘씩.",
        ),
    }
)
HOW_LONG = Text(
    "This takes about {minutes:.0f} minutes.",
    "{minutes:.0f}분쯤 걸립니다.",
)
