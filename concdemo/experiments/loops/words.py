"""What ``concdemo uvloop`` can be asked for, and what it says; what it does is the package's."""

from concdemo.settings import Option
from concdemo.text import Text

ECHO_SIZES = {"1k": 1 << 10, "10k": 10 << 10, "100k": 100 << 10}
ECHO_APIS = ("protocol", "streams", "sockets")
ECHO = {f"{api}-{words}": (api, size) for api in ECHO_APIS for words, size in ECHO_SIZES.items()}
OTHERS = (
    "http",
    "http-fresh",
    "connect",
    "call_soon",
    "call_later",
    "tasks",
    "sleep0",
    "subprocess",
)
MEASURES = (*ECHO, *OTHERS)

MOST_CONNECTIONS = 500
REQUESTS_IN_FLIGHT = 100
SHORTEST_MS, LONGEST_MS = 5, 10_000

OPTIONS = (
    Option(
        "measure",
        "choices",
        Text(
            "What both loops are measured by; repeat it or separate with commas. "
            "The verdict takes all.",
            "두 루프를 무엇으로 잴지. 여러 번 쓰거나 쉼표로 이어 적습니다. "
            "판정하려면 전부 재야 합니다.",
        ),
        default=list(MEASURES),
        choices=MEASURES,
        synonyms={"sleep": "sleep0", "sleep(0)": "sleep0", "timers": "call_later"},
        shown_default=Text("all", "전부"),
    ),
    Option(
        "connections",
        "count",
        Text(
            "Connections to each echo server, with one message under way on each.",
            "에코 서버마다 맺는 연결의 수. 연결마다 메시지 하나가 오갑니다.",
        ),
        default=32,
        high=MOST_CONNECTIONS,
    ),
    Option(
        "box",
        "milliseconds",
        Text(
            "How long each sample lasts; as many operations are done as fit in.",
            "한 번 재는 시간. 그 안에 할 수 있는 만큼 합니다.",
        ),
        default=30,
        low=SHORTEST_MS,
        high=LONGEST_MS,
    ),
)

MEASURE_TITLE = Text("measure, loop", "잰 것, 루프")
PER_OPERATION = Text("per\noperation", "한 번에\n걸린 시간")
CPU_EACH = Text("CPU\neach", "한 번의\nCPU 시간")
BUSY = Text("loop\nbusy", "루프\n사용률")
PEER_BUSY = Text("peer\nbusy", "상대\n사용률")

NEEDS_UVLOOP = Text(
    "uvloop is not installed; install it with: pip install uvloop",
    "uvloop이 설치되어 있지 않습니다. 설치: pip install uvloop",
)
NOT_ON_WINDOWS = Text(
    "uvloop does not run on Windows; run this on Linux, macOS or WSL.",
    "uvloop은 Windows에서 돌지 않습니다. Linux, macOS, WSL에서 실행하세요.",
)
TOO_MANY_DESCRIPTORS = Text(
    "{wanted} connections at once need more open files than this machine allows ({limit}); "
    "lower --connections to {possible} or raise the limit (ulimit -n).",
    "연결 {wanted}개를 열어 두기에는 열 수 있는 파일 수({limit})가 모자랍니다. "
    "--connections를 {possible} 이하로 낮추거나 한도(ulimit -n)를 올리세요.",
)

WHAT = Text(
    "{count} measures, each on asyncio and on uvloop {version}: "
    "as many operations as fit into {box:g} ms. Less than 1 × the baseline is faster.",
    "{count}가지를 asyncio와 uvloop {version}에서 각각 {box:g} ms 동안 할 수 있는 만큼 합니다. "
    "기준의 1배보다 작으면 더 빠른 것입니다.",
)
ECHO_FACT = Text(
    "protocol, streams, sockets: an echo server for {connections} connections, kept busy by a "
    "process of its own.",
    "protocol, streams, sockets: 연결 {connections}개를 받는 에코 서버. "
    "다른 프로세스가 쉬지 않고 메시지를 보냅니다.",
)
HTTP_FACT = Text(
    "http: a client over streams with {lanes} requests in flight.",
    "http: 스트림으로 만든 클라이언트. 요청 {lanes}개를 동시에 보내 둡니다.",
)

MEMORY_FACT = Text(
    "http-fresh: the same in a process that has just begun. All others have let go of a large "
    "block of memory once: before that, glibc makes asyncio's reads slow.",
    "http-fresh: 같은 일을 막 시작한 프로세스에서 합니다. 나머지는 큰 메모리 블록을 한 번 놓아준 "
    "뒤에 잽니다. 그 전에는 glibc 때문에 asyncio의 읽기가 느립니다.",
)

NOT_SATURATED_BY = Text(
    "the server was busy for {busy:.3g} % of the time only (the load generator {peer:.3g} %): "
    "compared by CPU per message.",
    "서버가 시간의 {busy:.3g} %만 바빴습니다(부하를 준 쪽은 {peer:.3g} %). "
    "메시지 하나에 쓴 CPU 시간으로 비교합니다.",
)
NOT_SATURATED = Text(
    "its process was busy for {busy:.3g} % of the time only: compared by CPU per operation.",
    "프로세스가 시간의 {busy:.3g} %만 바빴습니다. 한 번에 쓴 CPU 시간으로 비교합니다.",
)

CHART = Text("Echo: uvloop against asyncio", "에코: asyncio와 비교한 uvloop")
CHART_X = Text("size of a message", "메시지 크기")
CHART_Y = Text("× as fast as asyncio", "asyncio의 몇 배 빠른가")
