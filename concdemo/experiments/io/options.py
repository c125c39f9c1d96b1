"""What ``concdemo io`` can be asked for."""

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
            "What is waited for: a loopback server, a sleep, files, your own --url, queries of "
            "SQLite or of your own PostgreSQL server (--dsn). each: network, files and databases "
            "in one run.",
            "무엇을 기다릴지: 루프백 서버(http), 잠들기(sleep), 파일(file), 직접 정한 --url(url), "
            "SQLite 질의(sqlite), 직접 정한 PostgreSQL 서버(--dsn) 질의(postgres). "
            "each는 네트워크, 파일, 데이터베이스를 한 번에 잽니다.",
        ),
        default="http",
        choices=("http", "sleep", "file", "url", "sqlite", "postgres", "each"),
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
            "Requests (or sleeps, or reads) in a sample.",
            "한 번 잴 때 보내는 요청(잠, 읽기)의 수.",
        ),
        default=20,
        high=MOST_REQUESTS,
        aliases=("tasks",),
    ),
    Option(
        "delay",
        "milliseconds",
        Text(
            "How long the server waits before it answers, a sleep lasts, or a query takes.",
            "서버가 답하기 전에 기다리는 시간, 잠드는 시간, 또는 질의 하나가 걸리는 시간.",
        ),
        low=0,
        high=LONGEST_DELAY_MS,
        shown_default=Text(
            "50; postgres 20, each 15, sqlite 8", "50. postgres는 20, each는 15, sqlite는 8"
        ),
    ),
    Option(
        "concurrency",
        "count",
        Text("Requests in flight at once.", "동시에 보내 두는 요청의 수."),
        high=MOST_LANES,
        shown_default=Text(
            "all, up to 100; postgres up to 10", "전부, 최대 100. postgres는 최대 10"
        ),
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
        Text(
            "Bytes of each response or file; look-ups of each request with --query point.",
            "응답 하나, 파일 하나의 바이트 수. --query point에서는 요청 하나가 찾는 행의 수.",
        ),
        high=100_000_000,
        shown_default=Text(
            "1 KiB; files 1 MiB; look-ups: found by measuring",
            "1 KiB. 파일은 1 MiB. 찾는 행의 수는 재서 정함",
        ),
    ),
    Option(
        "url",
        "text",
        Text(
            "Where --target url sends its requests. This traffic leaves the machine.",
            "--target url이 요청을 보낼 주소. 이 요청은 컴퓨터 밖으로 나갑니다.",
        ),
    ),
    Option(
        "dsn",
        "text",
        Text(
            "Your server for --target postgres or each: postgresql://host/db. "
            "A password is best kept in ~/.pgpass; no report shows one.",
            "--target postgres나 each가 쓸 서버: postgresql://host/db. "
            "비밀번호는 ~/.pgpass에 두는 편이 좋고, 보고서에는 나오지 않습니다.",
        ),
        secret=True,
    ),
    Option(
        "query",
        "choice",
        Text(
            "Of a database. wait: one query that takes --delay. point: many small ones, one after "
            "another, where the driver's own time counts.",
            "데이터베이스에 하는 질의. wait: --delay만큼 걸리는 질의 하나. "
            "point: 작은 질의 여러 개를 차례로. 드라이버가 쓰는 시간이 드러납니다.",
        ),
        choices=("wait", "point"),
        shown_default=Text.same("wait"),
    ),
    START_METHOD,
    SWITCH_INTERVAL,
)
