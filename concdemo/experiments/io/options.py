"""What ``concdemo io`` can be asked for, and what it says.  What it does is in ``io``."""

from concdemo.experiments.tasks import MODE, START_METHOD, SWITCH_INTERVAL
from concdemo.settings import Option
from concdemo.text import Text

MOST_REQUESTS = 20_000
MOST_LANES = 10_000
LONGEST_DELAY_MS = 60_000

OPTIONS = (
    MODE,
    Option(
        "target",
        "choice",
        Text(
            "What is waited for: a loopback server, a sleep, files, or your own --url.",
            "무엇을 기다릴지: 루프백 서버(http), 잠들기(sleep), 파일(file), 직접 정한 --url(url).",
        ),
        default="http",
        choices=("http", "sleep", "file", "url"),
        aliases=("workload",),
    ),
    Option(
        "client",
        "choice",
        Text(
            "httpx: one client a worker. httpx-shared: one for all, to see that trap. "
            "raw: plain sockets, for scale.",
            "httpx: 작업자마다 클라이언트 하나. httpx-shared: 하나를 모두가 함께 써서 "
            "함정을 봅니다. "
            "raw: 비교용 소켓.",
        ),
        default="httpx",
        choices=("httpx", "httpx-shared", "raw"),
    ),
    Option(
        "requests",
        "count",
        Text(
            "Requests (or sleeps, or reads) in a sample.", "한 번 잴 때 보내는 요청(잠, 읽기)의 수."
        ),
        default=20,
        high=MOST_REQUESTS,
        aliases=("tasks",),
    ),
    Option(
        "delay",
        "milliseconds",
        Text(
            "How long the server waits before it answers, or a sleep lasts.",
            "서버가 답하기 전에 기다리는 시간, 또는 잠드는 시간.",
        ),
        default=50,
        low=0,
        high=LONGEST_DELAY_MS,
    ),
    Option(
        "concurrency",
        "count",
        Text("Requests in flight at once.", "동시에 보내 두는 요청의 수."),
        high=MOST_LANES,
        shown_default=Text("all, up to 100", "전부, 최대 100"),
    ),
    Option(
        "workers",
        "count",
        Text(
            "Threads and processes, where that isn't the concurrency.",
            "스레드와 프로세스의 수를 --concurrency와 다르게 할 때.",
        ),
        high=MOST_LANES,
        shown_default=Text(
            "the concurrency; processes up to 20", "동시 요청 수. 프로세스는 최대 20"
        ),
    ),
    Option(
        "size",
        "count",
        Text("Bytes of each response or file.", "응답 하나, 파일 하나의 바이트 수."),
        high=100_000_000,
        shown_default=Text("1 KiB; files 1 MiB", "1 KiB. 파일은 1 MiB"),
    ),
    Option(
        "url",
        "text",
        Text(
            "Where --target url sends its requests. This traffic leaves the machine.",
            "--target url이 요청을 보낼 주소. 이 요청은 컴퓨터 밖으로 나갑니다.",
        ),
    ),
    START_METHOD,
    SWITCH_INTERVAL,
)

URL_MISSING = Text(
    "--target url needs an address: --url https://…  (its traffic leaves this machine).",
    "--target url에는 주소가 필요합니다: --url https://…  (요청이 이 컴퓨터 밖으로 나갑니다).",
)
URL_UNUSED = Text(
    "--url is only used with --target url.",
    "--url은 --target url과 함께만 쓸 수 있습니다.",
)
URL_BAD = Text(
    "--url must begin with http:// or https:// and name a host, not {url!r}.",
    "--url은 http:// 나 https:// 로 시작하고 호스트가 있어야 하는데 {url!r}을(를) 받았습니다.",
)
RAW_NEEDS_ORIGIN = Text(
    "--client raw only talks to the loopback server; use --target http.",
    "--client raw는 루프백 서버하고만 통신합니다. --target http와 함께 쓰세요.",
)
TOO_MANY_DESCRIPTORS = Text(
    "{lanes} connections need more open files than this machine allows ({limit}); "
    "lower --concurrency to {possible} or raise the limit (ulimit -n).",
    "연결 {lanes}개를 열기에는 열 수 있는 파일 수({limit})가 모자랍니다. "
    "--concurrency를 {possible} 이하로 낮추거나 한도(ulimit -n)를 올리세요.",
)
TOO_MANY_PROCESSES = Text(
    "{workers} processes are too many; with processes, --workers goes up to {most}.",
    "프로세스 {workers}개는 너무 많습니다. 프로세스를 쓸 때 --workers는 {most}까지입니다.",
)
LEAVES_MACHINE = Text(
    "These requests leave this machine for {url}: the network and that server are in the time.",
    "요청이 이 컴퓨터 밖의 {url}(으)로 나갑니다. 잰 시간에는 네트워크와 그 서버도 들어 있습니다.",
)
LONG_BASELINE = Text(
    "One after another these take {seconds:.0f} s a sample, so the run is long and its rounds few; "
    "lower --requests or --delay for more.",
    "하나씩 차례로 하면 한 번 재는 데 {seconds:.0f}초가 걸려, 오래 재도 라운드가 적습니다. "
    "더 많이 재려면 --requests나 --delay를 줄이세요.",
)
SHARED_CLIENT = Text(
    "One httpx client was shared by everything in flight. Its connection pool slows down with the "
    "square of what is in flight: that is httpx's doing, not asyncio's.",
    "동시에 나간 요청이 모두 httpx 클라이언트 하나를 함께 썼습니다. 이 클라이언트의 연결 풀은 "
    "동시 요청 수의 제곱으로 느려집니다. asyncio가 아니라 httpx 때문입니다.",
)
LITTLE_WAIT = Text(
    "One alone took {ms:.3g} ms and waited only {delay:g} ms of them, so there was little wait to "
    "overlap; raise --delay or lower --size.",
    "하나만 하는 데 {ms:.3g} ms가 걸렸는데 그중 기다린 시간은 {delay:g} ms뿐이라, 겹칠 기다림이 "
    "거의 없었습니다. --delay를 늘리거나 --size를 줄이세요.",
)
CLIENT_SATURATED = Text(
    "the {client} client kept {cores:.2f} cores busy: its CPU was the limit, not the waiting.",
    "{client} 클라이언트가 코어 {cores:.2f}개를 썼습니다. "
    "기다림이 아니라 클라이언트의 CPU가 한계였습니다.",
)
WHAT: dict[str, Text] = {
    "http": Text(
        "{requests} HTTP requests to a loopback server that answers after {delay:g} ms, "
        "up to {lanes} in flight.",
        "{delay:g} ms 뒤에 답하는 루프백 서버에 HTTP 요청 {requests}개, 동시에 최대 {lanes}개.",
    ),
    "sleep": Text(
        "{requests} sleeps of {delay:g} ms, up to {lanes} at once.",
        "{delay:g} ms 잠들기 {requests}번, 동시에 최대 {lanes}번.",
    ),
    "file": Text(
        "{requests} file reads of {size} bytes, up to {lanes} at once.",
        "{size}바이트 파일 읽기 {requests}번, 동시에 최대 {lanes}번.",
    ),
    "url": Text(
        "{requests} HTTP requests to {url}, up to {lanes} in flight.",
        "{url}에 HTTP 요청 {requests}개, 동시에 최대 {lanes}개.",
    ),
}
CLIENTS: dict[str, Text] = {
    "httpx": Text(
        "Client: httpx, one a worker or lane.", "클라이언트: httpx, 작업자나 레인마다 하나."
    ),
    "httpx-shared": Text(
        "Client: httpx, one shared by all in a process.",
        "클라이언트: httpx, 한 프로세스 안에서 하나를 함께 씀.",
    ),
    "raw": Text(
        "Client: plain sockets and asyncio protocols.", "클라이언트: 소켓과 asyncio 프로토콜."
    ),
}
