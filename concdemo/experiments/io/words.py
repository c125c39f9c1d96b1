"""What ``concdemo io`` says: what is wrong with what was asked, what runs, and what to doubt."""

from concdemo.text import Text

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
DSN_MISSING = Text(
    "--target postgres needs a server: --dsn postgresql://user@host:port/database",
    "--target postgres에는 서버가 필요합니다: --dsn postgresql://user@host:port/database",
)
DSN_UNUSED = Text(
    "--dsn is only used with --target postgres or each.",
    "--dsn은 --target postgres나 each와 함께만 쓸 수 있습니다.",
)
DSN_BAD = Text(
    "--dsn is no address of a PostgreSQL server. Write it as postgresql://user@host:port/database, "
    "with %40, %3A and %2F for @, : and / in a password.",
    "--dsn이 PostgreSQL 서버의 주소가 아닙니다. postgresql://user@host:port/database처럼 쓰고, "
    "비밀번호 속의 @, :, / 는 %40, %3A, %2F로 적으세요.",
)
QUERY_UNUSED = Text(
    "--query is only used with --target sqlite or postgres.",
    "--query는 --target sqlite나 postgres와 함께만 쓸 수 있습니다.",
)
SIZE_UNUSED = Text(
    "--size says how many rows a request looks up, with --query point; a wait has none.",
    "--size는 --query point에서 요청 하나가 찾는 행의 수입니다. wait에서는 쓰지 않습니다.",
)
NO_DRIVER = Text(
    "--target postgres needs psycopg ({why}); install it with: pip install 'concdemo[postgres]'",
    "--target postgres에는 psycopg가 필요합니다({why}). 설치: pip install 'concdemo[postgres]'",
)
NOT_INSTALLED = Text("it is not installed", "설치되어 있지 않음")
NO_AIOSQLITE = Text(
    "aiosqlite is not installed; install it with: pip install 'concdemo[sqlite]'",
    "aiosqlite가 설치되어 있지 않습니다. 설치: pip install 'concdemo[sqlite]'",
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
FAR_SERVER = Text(
    "These queries leave this machine ({server}): the network and that server are in the time.",
    "질의가 이 컴퓨터 밖({server})으로 나갑니다. 잰 시간에는 네트워크와 그 서버도 들어 있습니다.",
)
SERVER_UNSEEN = Text(
    "The server's processes can't be seen from here, so what CPU time they use looks like other "
    "programs'.",
    "서버의 프로세스가 여기서 보이지 않아, 서버가 쓰는 CPU 시간이 다른 프로그램의 것처럼 보입니다.",
)
POOLED_SERVER = Text(
    "A connection pooler stands between us and the server, and may let only a few queries through "
    "at once. Name the server itself with --dsn.",
    "서버와의 사이에 연결 풀러가 있어, 한꺼번에 질의 몇 개만 통과시킬 수 있습니다. "
    "--dsn에 서버의 주소를 직접 적으세요.",
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
    "sqlite wait": Text(
        "{requests} queries of a SQLite file, up to {lanes} at once, each computing over {{size}} "
        "rows. SQLite is a library and works in the program that asks: nothing is waited for. "
        "It works without the GIL, so threads can use the cores.",
        "SQLite 파일에 질의 {requests}개, 동시에 최대 {lanes}개. 질의 하나는 {{size}}행을 "
        "계산합니다. SQLite는 라이브러리라 질의하는 프로그램 안에서 일하므로 기다릴 것이 없습니다. "
        "일하는 동안 GIL을 놓으므로 스레드가 코어를 나눠 쓸 수는 있습니다.",
    ),
    "sqlite point": Text(
        "{requests} requests to a SQLite file, up to {lanes} at once, each looking up {{size}} "
        "rows by their keys, one after another.",
        "SQLite 파일에 요청 {requests}개, 동시에 최대 {lanes}개. 요청 하나는 행 {{size}}개를 키로 "
        "하나씩 차례로 찾습니다.",
    ),
    "postgres wait": Text(
        "{requests} queries of a PostgreSQL server ({server}), up to {lanes} at once: SELECT "
        "pg_sleep for {delay:g} ms.",
        "PostgreSQL 서버({server})에 질의 {requests}개, 동시에 최대 {lanes}개: "
        "SELECT pg_sleep {delay:g} ms.",
    ),
    "postgres point": Text(
        "{requests} requests to a PostgreSQL server ({server}), up to {lanes} at once, each "
        "looking up {{size}} rows by their keys, one after another.",
        "PostgreSQL 서버({server})에 요청 {requests}개, 동시에 최대 {lanes}개. 요청 하나는 행 "
        "{{size}}개를 키로 하나씩 차례로 찾습니다.",
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
DRIVERS: dict[str, Text] = {
    "sqlite": Text(
        "async and uvloop: aiosqlite, a connection and a thread a lane; async-one-connection: one "
        "for all lanes. The others: sqlite3; async-blocking calls it in the coroutine, "
        "async-in-thread hands each request to a thread.",
        "async와 uvloop: aiosqlite, 레인마다 연결 하나와 스레드 하나. "
        "async-one-connection: 연결 하나를 모든 레인이 함께 씀. 나머지: sqlite3. "
        "async-blocking은 코루틴 안에서 그대로 부르고, async-in-thread는 요청마다 스레드에 맡김.",
    ),
    "postgres": Text(
        "async and uvloop: psycopg's async driver and pool. The others: its sync ones; "
        "async-blocking calls them in the coroutine, async-in-thread hands each request to a "
        "thread.",
        "async와 uvloop: psycopg의 async 드라이버와 풀. 나머지: sync 드라이버와 풀. "
        "async-blocking은 코루틴 안에서 그대로 부르고, async-in-thread는 요청마다 스레드에 맡김.",
    ),
}
SIZED = Text(
    "Measuring began with finding how many rows make a query take about {delay:g} ms.",
    "먼저 질의 하나가 {delay:g} ms쯤 걸리도록 행의 수를 재서 맞췄습니다.",
)
