"""What ``concdemo io --target each`` says.  What it does is in ``each``."""

from concdemo.text import Text

WHAT = Text(
    "{requests} tasks of each kind: one after another, then with async, up to {lanes} at once. "
    "Each kind is compared with its own serial arm.",
    "종류마다 작업 {requests}개: 하나씩 차례로 하고, 그다음 async로 동시에 최대 {lanes}개. "
    "종류마다 자기 serial과 비교합니다.",
)
NETWORK = Text(
    "network: HTTP requests to a loopback server that answers after {delay:g} ms (httpx).",
    "network: {delay:g} ms 뒤에 답하는 루프백 서버에 보내는 HTTP 요청(httpx).",
)
FILE = Text(
    "file: reads of named pipes whose writer delivers after {delay:g} ms, since a regular file of "
    "this machine comes from memory at once. async reads in the coroutine, in-thread hands every "
    "read to a thread.",
    "file: 쓰는 쪽이 {delay:g} ms 뒤에 내용을 넣는 이름 있는 파이프 읽기. 보통 파일은 메모리에서 "
    "바로 읽혀 기다릴 것이 없습니다. async는 코루틴 안에서 읽고, in-thread는 스레드에 맡깁니다.",
)
POSTGRES = Text(
    "postgres: SELECT pg_sleep for {delay:g} ms; the sync and the async side of psycopg.",
    "postgres: SELECT pg_sleep {delay:g} ms. psycopg의 동기 쪽과 비동기 쪽으로 보냅니다.",
)
SQLITE = Text(
    "sqlite: a query that computes for a moment, in your own process: there is nothing to wait "
    "for. async is aiosqlite.",
    "sqlite: 내 프로세스 안에서 잠깐 계산하는 질의라 기다릴 것이 없습니다. async는 aiosqlite.",
)
KIND = Text("what waits", "기다리는 일")

UNUSED = Text(
    "--{option} is not used with --target each, which has its own arms.",
    "--{option}은(는) --target each와 함께 쓸 수 없습니다. 재는 방식이 정해져 있습니다.",
)
TOO_MANY_FILES = Text(
    "--target each gives every request a slow file of its own and takes up to {most}; "
    "lower --requests.",
    "--target each는 요청마다 느린 파일을 하나씩 만들어 {most}개까지만 받습니다. "
    "--requests를 줄이세요.",
)
LONG_ROUND = Text(
    "A round takes about {seconds:.0f} s, so the run is long and its rounds few; "
    "lower --requests or --delay for more.",
    "한 라운드에 {seconds:.0f}초쯤 걸려, 오래 재도 라운드가 적습니다. "
    "더 많이 재려면 --requests나 --delay를 줄이세요.",
)
NO_PIPES = Text(
    "this system has no named pipes, so there is no slow file",
    "이 시스템에는 이름 있는 파이프가 없어 느린 파일을 만들 수 없습니다",
)
