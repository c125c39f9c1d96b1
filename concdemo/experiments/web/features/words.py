"""What ``web features`` says: options, columns, facts, and the programs of requests."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.text import Text

# ── asked for ────────────────────────────────────────────────────────────────

FEATURE = Text(
    "Which features. Repeat it or separate with commas.",
    "어떤 기능을 볼지. 여러 번 쓰거나 쉼표로 이어 적습니다.",
)
ALL = Text("all", "모두")
DSN = Text(
    "Your PostgreSQL server, to see the same endpoint with it: postgresql://host/db. Nothing is "
    "made in it. A password is best kept in ~/.pgpass; no report shows one.",
    "같은 엔드포인트를 돌려 볼 PostgreSQL 서버: postgresql://host/db. 서버에는 아무것도 만들지 "
    "않습니다. 비밀번호는 ~/.pgpass에 두는 편이 좋고, 보고서에는 나오지 않습니다.",
)
DSN_UNUSED = Text(
    "--dsn is only used with --feature database.",
    "--dsn은 --feature database와 함께만 쓸 수 있습니다.",
)
NEEDS_MODULES = Text(
    "not installed: {modules} (pip install 'concdemo[web]')",
    "설치되어 있지 않음: {modules} (pip install 'concdemo[web]')",
)

# ── the table ────────────────────────────────────────────────────────────────

APP = Text("app", "앱")
REQUESTS = Text("requests", "요청")
WORKED = Text("as\npromised", "기대한\n응답")
TAKEN = Text("bad input\ntaken", "받아들인\n잘못된 입력")
CRASHED = Text("crashed\n(5xx)", "서버 오류\n(5xx)")
NAMED = Text("field\nnamed", "필드를\n알려 줌")

SENT = Text(
    "Every app runs on a server of its own, on this machine; all requests go over HTTP. As "
    "promised: a bad body was refused with 4xx, everything else answered as it should be.",
    "앱마다 이 컴퓨터에서 자기 서버로 돌고, 모든 요청은 HTTP로 보냅니다. 기대한 응답: 잘못된 "
    "본문은 4xx로 거절하고, 나머지는 맞게 답한 것입니다.",
)
BODIES = Text(
    "The {bad} bad bodies: ✔ refused, and the answer says what is wrong; ○ refused without the "
    "field's name; ✘ taken, or crashed. No mark: a doubtful body, taken and rightly understood.",
    "잘못된 본문 {bad}가지: ✔ 무엇이 틀렸는지 밝히고 거절, ○ 필드 이름 없이 거절, ✘ 받아들였거나 "
    "서버 오류. 표시가 없는 것은 애매한 본문을 받아들여 제대로 알아들은 것입니다.",
)
TWINS = Text(
    "strict: FastAPI with strict types and no unknown fields. flask and django: as one writes it "
    "first, without checks. by-hand: Flask with checks written by hand. form: Django's own form.",
    "strict: 타입을 엄격히 보고 모르는 필드를 거절하는 FastAPI. flask와 django: 검사 없이 처음 "
    "쓰는 대로. by-hand: 검사를 손으로 쓴 Flask. form: Django의 폼.",
)

GOOD_REFUSED = Text(
    "a right body was not answered rightly: {status} {answer}",
    "올바른 본문에 맞게 답하지 않았습니다: {status} {answer}",
)
NOT_LOOKED_AT = Text(
    "what comes with FastAPI alone could not be looked at: {error}",
    "FastAPI만 설치했을 때 무엇이 있는지 살펴보지 못했습니다: {error}",
)

# ── programs ─────────────────────────────────────────────────────────────────

VALIDATION = Text(
    'Bad bodies for POST {"name": "pen", "price": 2, "quantity": 3}',
    'POST {"name": "pen", "price": 2, "quantity": 3} 대신 보낸 잘못된 본문',
)
DOCUMENTS = Text("Documentation that nobody wrote", "아무도 쓰지 않은 문서")
PATHS = Text("the app's paths in it", "앱의 경로 가운데 문서에 있는 것")
FIELDS = Text("an item's fields, as in the code", "코드와 같게 적힌 Item의 필드")
OUTSIDE = Text("the pages load from", "페이지가 내려받는 곳")

HERE = Text("The database is there", "데이터베이스가 있을 때")
AWAY = Text("The database is taken away", "데이터베이스를 치웠을 때")
BACK = Text("The database is back; the app was not restarted", "되돌려 놓은 뒤(앱은 그대로)")
AGAIN = Text("GET {target}, again", "GET {target}, 한 번 더")
WHY_ALIVE = Text(
    "this endpoint declares no dependency.", "의존성을 선언하지 않은 엔드포인트입니다."
)
CLEARED = Text("connections left open", "닫지 않은 연결")
WHY_HERE = Text(
    "the dependency opens a connection for this request and hands it to the endpoint.",
    "의존성이 이 요청을 위해 연결을 열어 엔드포인트에 건네줍니다.",
)
WHY_AWAY = Text(
    "the dependency finds no database and raises 503; the endpoint is not even called.",
    "의존성이 데이터베이스를 찾지 못해 503을 냅니다. 엔드포인트는 불리지도 않습니다.",
)

GUARDED = Text("Guarded endpoints", "보안 도우미가 지키는 엔드포인트")
NOT_GIVEN = Text("{track}, nothing shown", "{track}, 아무것도 없이")
MADE_UP = Text("{track}, something made up", "{track}, 지어낸 것으로")
CORS = Text("Pages of other sites (CORS)", "다른 사이트의 페이지(CORS)")
ORIGIN_OURS = Text("{track}, a site that we allow", "{track}, 허용한 사이트")
ORIGIN_OTHER = Text("{track}, any other", "{track}, 다른 사이트")
ALONE = Text(
    "What works with FastAPI alone, all other packages hidden",
    "다른 패키지를 모두 가리고 FastAPI만 있을 때 되는 것",
)
ALONE_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "oauth2": Text("OAuth2PasswordBearer", "OAuth2PasswordBearer"),
        "http": Text("HTTPBasic, HTTPBearer, APIKeyHeader", "HTTPBasic, HTTPBearer, APIKeyHeader"),
        "cors": Text("CORSMiddleware", "CORSMiddleware"),
        "form": Text("the OAuth2 form", "OAuth2 로그인 폼"),
        "hash": Text("password hashing", "비밀번호 해싱"),
        "token": Text("signed tokens (JWT)", "서명한 토큰(JWT)"),
        "names": Text(
            "names with hash, crypt or JWT, of {searched}",
            "이름 {searched}개 가운데 hash, crypt, JWT가 든 것",
        ),
    }
)
WITH_ALONE = Text("works", "됨")
NEEDS_ANOTHER = Text("needs {package}", "{package} 필요")
FOUND_NONE = Text("none", "없음")

GRAPHQL = Text("Queries to /graphql", "/graphql에 보낸 질의")
PLAIN_GET = Text("an ordinary path of the same app: GET /books", "같은 앱의 보통 경로: GET /books")

INSIDE = Text("A Flask app inside a FastAPI app", "FastAPI 앱 안에 붙인 Flask 앱")
ON_WSGI = Text("Apps on a WSGI server", "WSGI 서버에 올린 앱")
WITHOUT_ADAPTER = Text("FastAPI as it is: GET /new", "FastAPI 그대로: GET /new")
WITH_ADAPTER = Text("FastAPI through an adapter: GET /new", "어댑터를 거친 FastAPI: GET /new")
WHY_INSIDE = Text(
    "an adapter (a2wsgi) calls the WSGI app on a thread.",
    "어댑터(a2wsgi)가 WSGI 앱을 스레드에서 부릅니다.",
)
WHY_FAILS = Text(
    "the server calls it with two arguments; an ASGI app takes three, and is awaited.",
    "서버는 인자 둘로 부르는데, ASGI 앱은 셋을 받고 await해야 합니다.",
)
WHY_ADAPTED = Text(
    "an adapter runs a loop on a thread and translates.",
    "어댑터가 스레드에서 루프를 돌리며 호출 방식을 바꿔 줍니다.",
)

BESIDE = Text("Django and FastAPI in one process", "한 프로세스의 Django와 FastAPI")
BESIDE_NOTHING = Text("Django's page, nothing beside", "Django 페이지, 혼자일 때")
BESIDE_WAITING = Text(
    "Django's page, FastAPI awaits {ms} ms meanwhile",
    "Django 페이지, FastAPI가 {ms} ms를 await하는 동안",
)
BESIDE_COMPUTING = Text(
    "Django's page, FastAPI computes {steps:,} steps meanwhile",
    "Django 페이지, FastAPI가 {steps:,}단계를 계산하는 동안",
)
TOOK = Text("{ms:.1f} ms", "{ms:.1f} ms")
WHY_WAITING = Text(
    "the loop is free while FastAPI awaits.", "FastAPI가 await하는 동안 루프는 비어 있습니다."
)
WHY_COMPUTING = Text(
    "both share one loop: the page waits until the computation has ended.",
    "둘은 루프 하나를 함께 써서, 계산이 끝나야 페이지가 나옵니다.",
)

POOL = Text(
    "A pool of connections behind a def dependency; def endpoints have 40 threads",
    "def 의존성 뒤의 연결 풀, def 엔드포인트의 스레드는 40개",
)
AT_ONCE = Text(
    "{target}: {connections} connections, {requests} requests at once",
    "{target}: 연결 {connections}개, 한꺼번에 요청 {requests}개",
)
CAME_OF_IT = Text(
    "{answered} answered, {gave_up} gave up, {ms:.0f} ms",
    "응답 {answered}, 포기 {gave_up}, {ms:.0f} ms",
)
WHY_ENOUGH = Text(
    "fewer than 40 wait for a connection, so a thread is left for whoever has one.",
    "연결을 기다리는 요청이 40개보다 적어, 연결을 가진 요청이 쓸 스레드가 남습니다.",
)
WHY_STUCK = Text(
    "all 40 threads wait for a connection; those who have one wait for a thread. Nothing moves "
    "until the pool's patience (0.3 s here) ends.",
    "스레드 40개가 모두 연결을 기다리고, 연결을 가진 요청은 스레드를 기다립니다. 풀이 기다리기를 "
    "그만둘 때까지(여기서는 0.3초) 아무것도 움직이지 않습니다.",
)
WHY_INSIDE_IT = Text(
    "mended: the endpoint takes the connection itself, so whoever has one has a thread.",
    "고친 것: 엔드포인트가 직접 연결을 얻으므로, 연결이 있으면 스레드도 있습니다.",
)
WHY_AWAITED = Text(
    "mended: an async dependency awaits the connection, and keeps no thread meanwhile.",
    "고친 것: async 의존성은 연결을 await하므로 그동안 스레드를 차지하지 않습니다.",
)
WHY_LIMITED = Text(
    "mended: Depends(…, max_concurrency=5) lets no more ask than there are connections.",
    "고친 것: Depends(…, max_concurrency=5)로 연결 수만큼만 의존성에 들어갑니다.",
)
