"""What ``concdemo scale`` can be asked for, and what it says.  What it does is in ``scale``."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.settings import Option
from concdemo.text import Text

LONGEST_HOLD_MS = 60_000

KINDS = ("coroutines", "threads", "processes", "sockets")
BASELINE = "coroutines"
"""The least that can wait: how many of it another takes is a number above one."""

NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "coroutines": Text("coroutines", "코루틴"),
        "threads": Text("threads", "스레드"),
        "processes": Text("processes", "프로세스"),
        "sockets": Text("sockets", "소켓"),
    }
)

DEFAULT_MOST = {"coroutines": 100_000, "threads": 4_000, "processes": 24, "sockets": 10_000}
MOST_EVERY_ROUND = {"coroutines": 10_000, "threads": 500, "processes": 24, "sockets": 1_000}
"""Above it a number is held once a run: it would take too long in each round."""

FEWEST = {"coroutines": 10, "threads": 10, "processes": 2, "sockets": 10}
MOST = {"coroutines": 1_000_000, "threads": 30_000, "processes": 256, "sockets": 200_000}


def _most(kind: str, words: Text) -> Option:
    most = f"{DEFAULT_MOST[kind]:,}"
    return Option(
        f"most-{kind}",
        "count",
        words,
        low=FEWEST[kind],
        high=MOST[kind],
        shown_default=Text(f"{most}, or what is safe here", f"{most} 또는 여기서 안전한 만큼"),
    )


OPTIONS = (
    Option(
        "kind",
        "choices",
        Text(
            "What waits; repeat it or separate with commas. The coroutines baseline always runs.",
            "무엇이 기다릴지. 여러 번 쓰거나 쉼표로 이어 적습니다. "
            "기준인 coroutines는 늘 함께 잽니다.",
        ),
        default=list(KINDS),
        choices=KINDS,
        synonyms=MappingProxyType({"tasks": "coroutines", "async": "coroutines"}),
        shown_default=Text("all", "전부"),
    ),
    Option(
        "hold",
        "milliseconds",
        Text(
            "How long each wait lasts; longer where starting them all takes longer.",
            "한 번 기다리는 시간. 모두 시작하는 데 더 걸리면 그만큼 늘립니다.",
        ),
        default=20,
        low=1,
        high=LONGEST_HOLD_MS,
    ),
    _most("coroutines", Text("Most coroutines at once.", "한꺼번에 기다리는 코루틴의 최대 수.")),
    _most("threads", Text("Most threads at once.", "한꺼번에 기다리는 스레드의 최대 수.")),
    _most("processes", Text("Most processes at once.", "한꺼번에 기다리는 프로세스의 최대 수.")),
    _most(
        "sockets",
        Text(
            "Most connections to a loopback server at once.",
            "루프백 서버에 한꺼번에 열어 두는 연결의 최대 수.",
        ),
    ),
)

TOO_MANY = Text(
    "--most-{kind} {given:,} is more than is safe here: at most {most:,}, because of {limit}.",
    "--most-{kind} {given:,}은(는) 여기서 안전하지 않습니다. 최대 {most:,}까지입니다: {limit}.",
)
NO_ROOM = Text(
    "only {most:,} are safe here, because of {limit}",
    "여기서는 {most:,}개까지만 안전합니다: {limit}",
)
NO_FORK = Text(
    "this system can't fork a process",
    "이 시스템은 프로세스를 fork할 수 없습니다",
)
CUT = Text(
    "The series of {kind} ends at {most:,}, which is what is safe here: {limit}.",
    "{kind}은(는) 여기서 안전한 {most:,}개까지만 쟀습니다: {limit}.",
)
HIT = Text(
    "{count:,} could not be held at once: {limit}.",
    "{count:,}개를 한꺼번에 기다릴 수 없었습니다: {limit}.",
)
MEMORY_UNKNOWN = Text(
    "This system doesn't say how much memory a process has of its own, so only times are compared.",
    "이 시스템은 프로세스 하나가 쓰는 메모리를 알려 주지 않아 시간만 비교합니다.",
)

WHAT = Text(
    "Waits of {hold:g} ms or more, all held at once. Each number of them has a fresh process.",
    "{hold:g} ms 이상 걸리는 기다림을 한꺼번에 합니다. 개수마다 새 프로세스에서 잽니다.",
)
LADDER = Text("{kind} {every}", "{kind} {every}")
LADDER_ONCE = Text("{kind} {every} and, once, {once:,}", "{kind} {every}, 한 번만 {once:,}")
LADDERS = Text("Held at once: {ladders}.", "한꺼번에 기다리는 수: {ladders}.")
SAFE = Text("{kind} {most:,}, {limit}", "{kind} {most:,}개, {limit}")
SAFES = Text(
    "Most that is safe here, and the limit that says so: {safes}.",
    "여기서 안전한 최대 수와 그 한계: {safes}.",
)
MEMORY = Text(
    "Memory is that of Python's processes ({way}); what the kernel keeps for each is not in it.",
    "메모리는 파이썬 프로세스가 쓰는 몫({way})입니다. 커널이 따로 쓰는 몫은 들어 있지 않습니다.",
)
SOCKETS = Text(
    "Sockets are plain ones that one selector watches, connected to a loopback server.",
    "소켓은 루프백 서버에 연결한 일반 소켓이고, 셀렉터 하나가 모두 지켜봅니다.",
)
