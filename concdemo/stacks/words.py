"""What is said of each row of the table: how it is run, and how that differs from the usual.

How many processes and threads it has is said beside, since those can be changed.
"""

from concdemo.text import Text

ON_UVICORN = Text(
    "Uvicorn on uvloop with httptools, as `uvicorn[standard]` runs",
    "uvloop과 httptools를 쓰는 Uvicorn(`uvicorn[standard]`의 기본값)",
)
FACTORS = Text("Uvicorn on {loop} with {parser}", "{loop}와(과) {parser}을(를) 쓰는 Uvicorn")
ON_HYPERCORN = Text(
    "Hypercorn on uvloop (its default is asyncio's own loop)",
    "uvloop을 쓰는 Hypercorn(기본값은 asyncio 루프)",
)
ON_DAPHNE = Text(
    "Daphne, on Twisted over asyncio's own loop, the only one it has",
    "asyncio 루프 위의 Twisted로 도는 Daphne(다른 루프는 고를 수 없음)",
)
ON_GRANIAN = Text(
    "Granian on uvloop; a thread of Rust beside the loop's does HTTP",
    "uvloop을 쓰는 Granian. HTTP는 옆의 Rust 스레드가 맡습니다",
)
UNDER_GUNICORN = Text(
    "Uvicorn workers, on uvloop with httptools, managed by Gunicorn",
    "Gunicorn이 관리하는 Uvicorn 워커(uvloop, httptools)",
)
SYNC = Text(
    "Gunicorn's default, the sync worker: one request at a time, and a new connection for each",
    "Gunicorn의 기본값인 sync 워커. 한 번에 한 요청만 처리하고 요청마다 새로 연결합니다",
)
GTHREAD = Text("Gunicorn's gthread worker", "Gunicorn의 gthread 워커")
GEVENT = Text(
    "Gunicorn's gevent worker: greenlets on one thread; time.sleep and its like don't block there",
    "Gunicorn의 gevent 워커. 한 스레드에서 그린렛이 돌고, time.sleep도 그 스레드를 막지 않습니다",
)
ON_WAITRESS = Text("Waitress (its default is 4 threads)", "Waitress(기본값은 스레드 4개)")
ON_UWSGI = Text(
    "uWSGI behind its own HTTP router, which keeps connections open "
    "(a worker that did so itself would starve the others' requests)",
    "자체 HTTP 라우터를 앞에 둔 uWSGI. 연결은 라우터가 유지합니다"
    "(워커가 직접 유지하면 다른 연결의 요청이 굶습니다)",
)
GRANIAN_WSGI = Text(
    "Granian with a pool of threads for the app; a thread of Rust does HTTP",
    "앱은 스레드 풀에서 돌리는 Granian. HTTP는 Rust 스레드가 맡습니다",
)
DEF = Text(
    "plain `def` endpoints, which run on a pool of threads; Uvicorn on uvloop with httptools",
    "스레드 풀에서 도는 일반 `def` 엔드포인트. Uvicorn은 uvloop과 httptools를 씁니다",
)
ADAPTED = Text(
    "the adapter a2wsgi, which calls Flask on a pool of threads; Uvicorn on uvloop with httptools",
    "Flask를 스레드 풀에서 부르는 어댑터 a2wsgi. Uvicorn은 uvloop과 httptools를 씁니다",
)
USUAL = Text("with the middleware of a new project", "새 프로젝트의 기본 미들웨어 포함")
BARE = Text("without middleware", "미들웨어 없음")
SYNC_VIEWS = Text(
    "sync views, which run on a thread for each request", "요청마다 스레드 하나에서 도는 동기 뷰"
)
ASYNC_VIEWS = Text("async views", "비동기 뷰")
OWN = Text("its own server, on uvloop as Uvicorn is", "자체 서버. Uvicorn처럼 uvloop을 씁니다")
NODE = Text("`node:http`", "`node:http`")
GO = Text(
    "`net/http`, on one core (GOMAXPROCS 1), as one worker process of the others",
    "`net/http`, 다른 서버의 워커 하나처럼 코어 하나만 씀(GOMAXPROCS 1)",
)
