"""What several of the questions about web servers say."""

from concdemo.text import Text

REQUESTS = Text("requests/s", "요청/초")
STACK_TITLE = Text("stack", "조합")
ENDPOINT_AND_STACK = Text("endpoint, stack", "엔드포인트, 조합")
P99 = Text("p99", "p99")
SERVER_BUSY = Text("server\nbusy", "서버\n사용률")
CLIENT_BUSY = Text("client\nbusy", "클라\n사용률")

APART = Text(
    "Every server runs on core {server}, the client that loads them on core {client}; "
    "only the server being measured gets requests.",
    "서버는 모두 {server}번 코어에서, 요청을 보내는 클라이언트는 {client}번 코어에서 돌고, "
    "재고 있는 서버에만 요청을 보냅니다.",
)
TOGETHER = Text(
    "Servers and client can't be kept on cores of their own here; only the server being measured "
    "gets requests.",
    "여기서는 서버와 클라이언트를 서로 다른 코어에 붙잡아 둘 수 없습니다. "
    "재고 있는 서버에만 요청을 보냅니다.",
)
SAME_FOR_ALL = Text(
    "One worker process each, access logs off, {connections} {connections:connection that is|"
    "connections that are} kept open, a request under way on {connections:it|each}. Every answer "
    "is checked.",
    "워커 프로세스는 하나씩, 접근 로그는 끄고, 연결 {connections}개를 열어 두고 연결마다 요청을 "
    "하나씩 보냅니다. 응답은 모두 검사합니다.",
)

VERSIONS = Text("Versions: {versions}.", "버전: {versions}.")
ALIKE = Text(
    "One worker process each, access logs off, connections that are kept open, a request under way "
    "on each. Every answer is checked.",
    "워커 프로세스는 하나씩, 접근 로그는 끄고, 연결을 열어 두고 연결마다 요청을 하나씩 보냅니다. "
    "응답은 모두 검사합니다.",
)

SERVER_NOT_BUSY = Text(
    "its server had time to spare: it used {server:.1f} % of a core only (the client "
    "{client:.1f} %), so it might have answered more than this.",
    "서버에 시간이 남았습니다. 코어의 {server:.1f} %만 썼으니(클라이언트 {client:.1f} %) "
    "이보다 더 많이 답할 수도 있었을 것입니다.",
)
CLIENT_TOO_BUSY = Text(
    "the client was busy for {client:.1f} % of the time and may have been the limit, so the server "
    "might have answered more than this.",
    "클라이언트가 전체 시간의 {client:.1f} % 동안 바빠서 클라이언트가 한계였을 수 있습니다. "
    "서버는 이보다 더 많이 답할 수도 있었을 것입니다.",
)
SERVER_UNKNOWN = Text(
    "this system doesn't say how much CPU time its server used, so who was the limit isn't known.",
    "이 시스템은 서버가 쓴 CPU 시간을 알려 주지 않아, 무엇이 한계였는지 알 수 없습니다.",
)
RATE_UNMET = Text(
    "it answered {rate:,.0f} requests/s of {asked:,.0f} that were due, so its latency is the "
    "length of the queue.",
    "1초에 요청 {asked:,.0f}개를 보내야 했는데 서버는 {rate:,.0f}개에만 답했습니다. "
    "그래서 이 지연은 요청이 줄을 서서 기다린 시간입니다.",
)
LITTLE = Text(
    "requests under way: {seen:.3g}, but by rate × mean latency {told:.3g}: "
    "its figures don't fit each other.",
    "처리 중인 요청은 {seen:.3g}개였는데 처리량 × 평균 지연은 {told:.3g}개입니다. "
    "숫자가 서로 맞지 않습니다.",
)

NOT_REACHED = Text(
    "its server can't be reached: {error}",
    "서버에 연결할 수 없습니다: {error}",
)
NO_ANSWER = "no answer"
"""A kind of failure: a request was sent, and its answer never came."""

TOO_MANY_DESCRIPTORS = Text(
    "{connections} connections need more open files than this machine allows ({limit}); "
    "lower --{option} to {possible} or raise the limit (ulimit -n).",
    "연결 {connections}개를 열기에는 열 수 있는 파일 수({limit})가 모자랍니다. "
    "--{option}을(를) {possible} 이하로 낮추거나 한도(ulimit -n)를 올리세요.",
)
TOO_FEW_DESCRIPTORS = Text(
    "This measures up to {connections} connections, which need more open files than this machine "
    "allows ({limit}); raise the limit (ulimit -n).",
    "연결 {connections}개까지 재는데, 열 수 있는 파일 수({limit})가 모자랍니다. "
    "한도(ulimit -n)를 올리세요.",
)
TOO_LONG = Text(
    "{connections} requests that wait {wait} ms each, {held} at a time, would take it "
    "{seconds:.0f} s; ask for fewer connections or a shorter wait.",
    "{wait} ms씩 기다리는 요청 {connections}개를 {held}개씩 처리하면 {seconds:.0f}초가 걸립니다. "
    "연결을 줄이거나 더 짧게 기다리게 하세요.",
)
