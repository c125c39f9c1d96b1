"""What ``concdemo block`` can be asked for, and what it says.  What it does is in ``block``."""

from concdemo.settings import Option
from concdemo.text import Text

LOOPS = ("asyncio", "uvloop", "trio")
SHORTEST_MS, LONGEST_MS = 50, 5_000
FEWEST_BEATS = 10

OPTIONS = (
    Option(
        "loop",
        "choice",
        Text("Whose event loop runs.", "어느 이벤트 루프를 쓸지."),
        default="asyncio",
        choices=LOOPS,
        synonyms={"async": "asyncio"},
    ),
    Option(
        "duration",
        "milliseconds",
        Text(
            "How long the task goes on: of waiting, or of its own CPU time.",
            "작업이 걸리는 시간. 기다리는 시간이거나 작업이 쓰는 CPU 시간입니다.",
        ),
        default=200,
        low=SHORTEST_MS,
        high=LONGEST_MS,
        aliases=("for",),
    ),
    Option(
        "beat",
        "milliseconds",
        Text(
            "How often the loop beats beside it.",
            "그 옆에서 루프가 박자를 치는 간격.",
        ),
        default=10,
        low=2,
        high=LONGEST_MS / FEWEST_BEATS,
    ),
    Option(
        "short-interval",
        "milliseconds",
        Text(
            "A switch interval to compare with Python's own, 5 ms: how long a thread may keep the "
            "GIL while another wants it.",
            "파이썬 기본값 5 ms와 견줄 전환 간격. 다른 스레드가 원해도 GIL을 더 쥐고 있을 수 있는 "
            "시간.",
        ),
        default=0.5,
        low=0.05,
        high=2.5,
    ),
)

TOO_FEW_BEATS = Text(
    "--beat {beat:g} leaves fewer than {fewest} beats in --duration {duration:g}; "
    "lower --beat to {most:g} or less.",
    "--beat {beat:g}이면 --duration {duration:g} 동안 치는 박자가 {fewest}번이 안 됩니다. "
    "--beat를 {most:g} 이하로 낮추세요.",
)
NO_LOOP = Text(
    "{library} can't be imported here ({error}); install it with: pip install {library}",
    "{library}을(를) 불러올 수 없습니다({error}). 설치: pip install {library}",
)
WORKER_ENDED = Text(
    "the process that the work was handed to ended before it was done",
    "작업을 맡은 프로세스가 일을 마치지 못하고 끝났습니다",
)
LONG_TASK = Text(
    "A round of {arms} such tasks takes {seconds:.0f} s, so the run is long and its rounds few; "
    "lower --duration for more.",
    "이런 작업 {arms}가지를 한 라운드 재는 데 {seconds:.0f}초가 걸려, 오래 재도 라운드가 적습니다. "
    "더 많이 재려면 --duration을 줄이세요.",
)

FACTS = (
    Text(
        "One {loop} loop: a task beats every {beat:g} ms while another does {duration:g} ms of "
        "something.",
        "{loop} 루프 하나: 한 작업이 {beat:g} ms마다 박자를 치는 동안, 다른 작업이 "
        "{duration:g} ms 걸리는 일을 합니다.",
    ),
    Text(
        "await: an awaited sleep. sleep: time.sleep. cpu: a pure-Python loop. "
        "cpu-yielding: that loop, with an await sleep(0) after every ms.",
        "await: await로 기다림. sleep: time.sleep. cpu: 순수 파이썬 반복문. "
        "cpu-yielding: 그 반복문이 1 ms마다 await sleep(0)으로 양보.",
    ),
    Text(
        "-in-thread, -in-process: handed to anyio's to_thread and to_process.",
        "-in-thread, -in-process: anyio의 to_thread와 to_process에 맡김.",
    ),
    Text(
        "cpu-thread-short: in a thread, with a switch interval of {short:g} ms instead of {own:g}.",
        "cpu-thread-short: 스레드에 맡기되, 전환 간격을 {own:g} ms 대신 {short:g} ms로 함.",
    ),
    Text(
        "In the picture, row 1 is the beat, which waits while it is overdue; row 2 is the task.",
        "그림의 1번 줄은 박자이고, 늦어지는 동안이 대기로 보입니다. 2번 줄은 작업입니다.",
    ),
)

WAY = Text("the task", "작업")
GAP = Text("longest\ngap", "가장 긴\n공백")
MISSED = Text("beats\nmissed", "놓친\n박자")
LATE = Text("usually\nlate by", "보통\n늦은 시간")
