"""Can waits overlap?  The same I/O-bound tasks through every mode.

What a task waits for is the target: the loopback origin over HTTP, a pure sleep, files,
or a URL of the user's own.  Over HTTP the client matters as much as the mode, so the
table says which one ran, and a doubt is raised where its CPU was the limit.
"""

from concdemo.errors import UsageFault
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.tasks import (
    MODE,
    START_METHOD,
    missing_library,
    open_tasks_arm,
    plan_arm,
)
from concdemo.model import (
    ArmPlan,
    ArmReport,
    Caveat,
    Column,
    Host,
    Parameters,
    Plan,
    Report,
    ServicePlan,
)
from concdemo.settings import Option
from concdemo.text import Text

TITLE = Text(
    "Can one program wait for many things at once?",
    "프로그램 하나가 여러 개를 한꺼번에 기다릴 수 있을까?",
)

MOST_REQUESTS = 20_000
MOST_LANES = 10_000
MOST_PROCESSES = 256
MOST_DEFAULT_LANES = 100
MOST_DEFAULT_PROCESSES = 20
LONGEST_DELAY_MS = 60_000
SPARE_DESCRIPTORS = 100
"""Files, pipes and libraries of a process that aren't connections."""

DEFAULT_SIZE = {"http": 1_024, "sleep": 0, "file": 1_048_576, "url": 0}
"""Bytes: of a response's body, or of a file."""

SATURATED = 0.7
"""Share of the cores a client can use above which its CPU, not the waiting, set the time."""

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
            "httpx: 작업자마다 클라이언트 하나. httpx-shared: 하나를 모두가 함께 써서 함정을 봅니다. "
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
    "These requests left this machine for {url}: the network and that server are part of the time.",
    "요청이 이 컴퓨터 밖의 {url}(으)로 나갔습니다. 네트워크와 그 서버도 잰 시간에 들어 있습니다.",
)
SHARED_CLIENT = Text(
    "One httpx client was shared by everything in flight. Its connection pool slows down with the "
    "square of what is in flight: that is httpx's doing, not asyncio's.",
    "동시에 나간 요청이 모두 httpx 클라이언트 하나를 함께 썼습니다. 이 클라이언트의 연결 풀은 동시 요청 "
    "수의 제곱으로 느려집니다. asyncio가 아니라 httpx 때문입니다.",
)
CLIENT_SATURATED = Text(
    "the {client} client kept {cores:.2f} cores busy: its own CPU time was the limit, not the waiting.",
    "{client} 클라이언트가 코어 {cores:.2f}개를 썼습니다. 기다림이 아니라 클라이언트의 CPU가 한계였습니다.",
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
COLUMNS = (
    Column("threads", Text("threads", "스레드")),
    Column("processes", Text("procs", "프로세스")),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """Serial first, then each mode asked for, all with the same number in flight."""
    target, client = str(settings["target"]), str(settings["client"])
    requests, delay = settings["requests"], settings["delay"]
    modes = settings["mode"]
    assert isinstance(requests, int) and isinstance(delay, int | float) and isinstance(modes, list)
    url = _checked_url(target, settings["url"])
    if client == "raw" and target != "http":
        raise UsageFault(RAW_NEEDS_ORIGIN)
    lanes = settings["concurrency"] or min(requests, MOST_DEFAULT_LANES)
    size = settings["size"] or DEFAULT_SIZE[target]
    assert isinstance(lanes, int) and isinstance(size, int)
    lanes = min(lanes, requests)
    workers = {mode: _workers(mode, lanes, settings) for mode in modes}
    if target in ("http", "url"):
        _check_descriptors(max(workers.values()))
    parameters: Parameters = {
        "target": target,
        "client": client,
        "tasks": requests,
        "delay": delay,
        "url": url,
        "connections": lanes,
        "start_method": settings["start-method"] or host.start_method,
    }
    missing = _missing(target, client, host)
    arms = [plan_arm("serial", 1, host, parameters, scheduling="waiting")]
    for mode in modes:
        if mode != "serial":
            arms.append(plan_arm(mode, workers[mode], host, parameters, scheduling="waiting"))
    if missing is not None:
        raise UsageFault(missing)
    what = WHAT[target].fill(requests=requests, delay=delay, lanes=lanes, size=size, url=url)
    return Plan(
        experiment="io",
        title=TITLE,
        settings={**settings, "concurrency": lanes, "size": size},
        arms=tuple(arms),
        size=size,
        facts=(what, CLIENTS[client]) if target in ("http", "url") else (what,),
        services=_services(target, requests, size),
        columns=COLUMNS,
        caveats=tuple(_known_doubts(target, client, url)),
    )


def _checked_url(target: str, url: object) -> str:
    from urllib.parse import urlsplit

    if target != "url":
        if url is not None:
            raise UsageFault(URL_UNUSED)
        return ""
    if url is None:
        raise UsageFault(URL_MISSING)
    try:
        parts = urlsplit(str(url))
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not str(url).isprintable() or " " in str(url):
        raise UsageFault(URL_BAD.fill(url=url))
    return str(url)


def _workers(mode: str, lanes: int, settings: Parameters) -> int:
    given = settings["workers"]
    if mode not in ("threads", "processes"):
        return lanes
    if given is None:
        return min(lanes, MOST_DEFAULT_PROCESSES) if mode == "processes" else lanes
    assert isinstance(given, int)
    if mode == "processes" and given > MOST_PROCESSES:
        raise UsageFault(TOO_MANY_PROCESSES.fill(workers=given, most=MOST_PROCESSES))
    return given


def _check_descriptors(lanes: int) -> None:
    from concdemo.host import descriptor_limit

    limit = descriptor_limit()
    if limit is not None and lanes + SPARE_DESCRIPTORS > limit:
        raise UsageFault(
            TOO_MANY_DESCRIPTORS.fill(
                lanes=lanes, limit=limit, possible=max(1, limit - SPARE_DESCRIPTORS)
            )
        )


def _missing(target: str, client: str, host: Host) -> Text | None:
    if target in ("http", "url") and client != "raw":
        return missing_library(host, "httpx")
    return None


def _services(target: str, files: int, size: int) -> tuple[ServicePlan, ...]:
    if target == "http":
        return (ServicePlan("origin", "concdemo.net.origin:serve", {}),)
    if target == "file":
        entry = "concdemo.workloads.files:write_files"
        return (ServicePlan("files", entry, {"files": files, "size": size}),)
    return ()


def _known_doubts(target: str, client: str, url: str) -> list[Caveat]:
    doubts = []
    if target == "url":
        doubts.append(Caveat("leaves-machine", None, LEAVES_MACHINE.fill(url=url)))
    if client == "httpx-shared" and target in ("http", "url"):
        doubts.append(Caveat("shared-client", None, SHARED_CLIENT))
    return doubts


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The requests' pool, in the arm's own process."""
    from concdemo.host import raise_descriptor_limit
    from concdemo.modes.pool import Job

    raise_descriptor_limit()
    entry, parameters = _job(arm.parameters, services)
    tasks = arm.parameters["tasks"]
    assert isinstance(tasks, int)
    return open_tasks_arm(arm, Job(entry, parameters), tasks)


def _job(asked: Parameters, services: ServiceFacts) -> tuple[str, Parameters]:
    """The workload's class and its arguments."""
    delay = asked["delay"]
    if asked["target"] == "sleep":
        return "concdemo.workloads.waits:Sleep", {"delay_ms": delay}
    if asked["target"] == "file":
        return "concdemo.workloads.files:ReadFile", {"folder": services["files"]["folder"]}
    common: Parameters = {"delay_ms": delay}
    if asked["target"] == "url":
        common |= {"url": asked["url"], "origin": False}
    else:
        origin = services["origin"]
        path = f"/wait/{delay:g}/{{size}}/{{task}}"
        if asked["client"] == "raw":
            raw: Parameters = {"host": origin["host"], "port": origin["port"], "path": path}
            return "concdemo.workloads.raw:Raw", common | raw
        url = f"http://{origin['host']}:{origin['port']}{path}"
        common |= {"url": url, "origin": True}
    if asked["client"] == "httpx-shared":
        shared: Parameters = {"connections": asked["connections"]}
        return "concdemo.workloads.http:SharedHttpx", common | shared
    return "concdemo.workloads.http:Httpx", common


def doubts(report: Report) -> list[Caveat]:
    """Where the client's own CPU time, not the waiting, set the time."""
    if report.settings["target"] not in ("http", "url"):
        return []
    return [
        Caveat(
            "client-saturated",
            arm.name,
            CLIENT_SATURATED.fill(client=report.settings["client"], cores=arm.cores_busy.ratio),
        )
        for arm in report.arms
        if arm.cores_busy is not None
        and arm.cores_busy.ratio > SATURATED * _usable(arm, report.host)
    ]


def _usable(arm: ArmReport, host: Host) -> int:
    """How many cores this arm's client could use at most."""
    if arm.mode == "processes" or (arm.mode == "threads" and host.gil == "off"):
        return min(arm.workers, host.cores)
    return 1


EXPERIMENT = Experiment(
    name="io",
    question=TITLE,
    options=OPTIONS,
    plan=plan,
    open_arm=open_arm,
    missing=lambda host: missing_library(host, "httpx"),
    doubts=doubts,
)
