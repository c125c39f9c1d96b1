"""What ``order`` says: its options, its programs, and why a step came when its program took it.

A reason tells by which rule a step came, and is true at whatever place it came.
"""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.text import Text

DELAY = Text("How long each job waits.", "작업마다 기다리는 시간.")
NODE = Text("The Node.js program to compare with.", "비교할 Node.js 실행 파일.")
NODE_DEFAULT = Text("node, where it is found", "node(설치되어 있을 때)")
NODE_BAD = Text(
    "--node: there is no program {path} that can be run.",
    "--node: 실행할 수 있는 프로그램 {path}이(가) 없습니다.",
)
NODE_MISSING = Text(
    "node is not installed; install Node.js (nodejs.org), or name it with --node",
    "node가 설치되어 있지 않습니다. Node.js(nodejs.org)를 설치하거나 --node로 지정해 주세요",
)
NO_UVLOOP = Text(
    "uvloop can't be imported here ({error}); install it with: pip install uvloop",
    "uvloop을 불러올 수 없습니다({error}). 설치: pip install uvloop",
)

RECORDED = Text(
    "Five small programs; every step writes itself down at the moment it happens. "
    "Times stopped: how often one of two coroutines stood in the middle while the other went on.",
    "짧은 프로그램 다섯 개를 돌립니다. 모든 단계는 실행되는 순간 스스로 기록됩니다. "
    "멈춘 횟수: 두 코루틴 가운데 하나가 중간에 멈춰 있는 동안 다른 쪽이 실행된 횟수입니다.",
)
COUNTED = Text(
    "Overlap: 0 % if three jobs ran one behind another, 100 % if all were under way at once. "
    "In the picture 1–3 are plain functions that wait {delay:g} ms, 4–6 coroutines that wait as "
    "long, 7–9 coroutines that compute.",
    "겹침: 작업 셋이 차례로 하나씩 실행되면 0 %, 셋이 한꺼번에 진행되면 100 %입니다. "
    "그림에서 1~3은 {delay:g} ms씩 기다리는 보통 함수, 4~6은 그만큼 기다리는 코루틴, "
    "7~9는 계산하는 코루틴입니다.",
)
COMPARED = Text(
    "As asyncio: of eight pairs of steps, how many came in the same order as on asyncio's loop.",
    "asyncio와 같음: 단계 여덟 쌍 가운데 asyncio의 루프와 순서가 같았던 쌍의 수입니다.",
)
VARIES = Text(
    "{other} of {all} samples ran in another order than the first one.",
    "표본 {all}개 가운데 {other}개는 처음과 다른 순서로 실행되었습니다.",
)

LOOP = Text("event loop", "이벤트 루프")
STEPS = Text("steps", "단계")
SUSPENDED = Text("times\nstopped", "멈춘\n횟수")
OVERLAP_PLAIN = Text("overlap:\nplain", "겹침:\n보통 함수")
OVERLAP_WAITING = Text("overlap:\nwaiting", "겹침:\n기다림")
OVERLAP_COMPUTING = Text("overlap:\ncomputing", "겹침:\n계산")
THREADS = Text("threads", "스레드")
AGREE = Text("as\nasyncio", "asyncio와\n같음")
REORDERED = Text("other\norders", "다른\n순서")

PROGRAMS: Mapping[str, Text] = MappingProxyType(
    {
        "turns": Text(
            "Two coroutines that stop in the middle", "중간에 멈췄다가 이어서 실행하는 두 코루틴"
        ),
        "serial": Text("Three plain functions that wait", "기다리는 보통 함수 셋"),
        "waits": Text("Three coroutines that wait", "기다리는 코루틴 셋"),
        "computing": Text("Three coroutines that compute", "계산하는 코루틴 셋"),
        "queues": Text(
            "Timers, callbacks and a task, all set by one script",
            "스크립트 하나가 걸어 둔 타이머, 콜백, 태스크",
        ),
    }
)

NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "starts": Text("starts", "시작"),
        "waits": Text("waits for both", "둘을 기다림"),
        "goes on": Text("goes on", "이어서 실행"),
        "ends": Text("ends", "끝"),
        "runs": Text("runs", "실행"),
        "script": Text("script", "스크립트"),
        "task": Text("task", "태스크"),
        "callback 1": Text("callback 1", "콜백 1"),
        "callback 2": Text("callback 2", "콜백 2"),
        "callback 3": Text("callback 3", "콜백 3"),
        "timer 0 ms": Text("timer 0 ms", "타이머 0 ms"),
        "timer 1 ms": Text("timer 1 ms", "타이머 1 ms"),
        "timer 40 ms": Text("timer 40 ms", "타이머 40 ms"),
    }
)

CREATED = Text(
    "create_task put its first step into the ready queue, to run when its turn comes.",
    "create_task가 첫 단계를 준비 큐에 넣었고, 차례가 되어 실행됩니다.",
)
CALLED = Text(
    "calling an async function runs it at once, up to its first await.",
    "async 함수를 부르면 첫 await까지 바로 실행됩니다.",
)

REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "turns main starts": Text("the program begins here.", "프로그램이 여기서 시작합니다."),
        "turns goes on": Text(
            "it had stopped at an await, in the middle; its next step stood in a queue until now.",
            "중간의 await에서 멈춰 있었고, 다음 단계가 큐에서 지금까지 기다렸습니다.",
        ),
        "turns ends": Text(
            "once more it goes on from the await at which it had stopped.",
            "다시 한 번, 멈췄던 await에서 이어서 실행합니다.",
        ),
        "turns main goes on": Text(
            "both have ended, which woke main.", "둘 다 끝나서 main이 깨어났습니다."
        ),
        "serial starts": Text(
            "a plain function runs as soon as it is called.",
            "보통 함수는 부르는 즉시 실행됩니다.",
        ),
        "serial ends": Text(
            "it only waited, but kept the thread to itself until it returned.",
            "기다리기만 했지만, 돌아올 때까지 스레드를 혼자 차지했습니다.",
        ),
        "waits starts": Text(
            "it runs up to its await, where it gives the thread back to the loop.",
            "await까지 실행하고, 거기서 스레드를 루프에 돌려줍니다.",
        ),
        "waits ends": Text(
            "its timer was due, and the loop let it go on.",
            "타이머 시간이 되어 루프가 이어서 실행시켰습니다.",
        ),
        "computing starts": Text(
            "it runs, and has no await at which it would stop.",
            "실행되고 나면, 멈출 await가 없습니다.",
        ),
        "computing ends": Text(
            "only now does it give the thread back: a loop interrupts nobody.",
            "이제야 스레드를 돌려줍니다. 루프는 실행 중인 것을 끊지 않습니다.",
        ),
        "queues script starts": Text(
            "there was something to read, so the loop called the script.",
            "읽을 것이 생겨서 루프가 스크립트를 불렀습니다.",
        ),
        "queues script ends": Text(
            "code without await runs to its end; what it has set must wait until then.",
            "await가 없는 코드는 끝까지 실행됩니다. 걸어 둔 것들은 그때까지 기다립니다.",
        ),
        "queues timer 40 ms runs": Text(
            "it was set first, but timers run by when they are due.",
            "가장 먼저 걸었지만, 타이머는 걸어 둔 순서가 아니라 정해진 시각의 순서로 실행됩니다.",
        ),
    }
)

ON_A_LOOP: Mapping[str, Text] = MappingProxyType(
    {
        "turns starts": CREATED,
        "turns main waits": Text(
            "create_task only queues: main keeps running until its own await.",
            "create_task는 큐에 넣기만 합니다. main은 자신의 await까지 계속 실행됩니다.",
        ),
        "queues task starts": CREATED,
        "queues task goes on": Text(
            "callback 1 woke it, which put its next step at the end of the ready queue.",
            "콜백 1이 깨워서, 다음 단계가 준비 큐의 끝에 들어갔습니다.",
        ),
        "queues callback 1 runs": Text(
            "call_soon put it into the ready queue, behind the task.",
            "call_soon이 준비 큐에, 태스크 뒤에 넣었습니다.",
        ),
        "queues callback 2 runs": Text(
            "call_soon as well: behind callback 1.", "이것도 call_soon이라 콜백 1 뒤에 섰습니다."
        ),
        "queues callback 3 runs": Text(
            "callback 1 put it at the end of the ready queue, for the loop's next turn.",
            "콜백 1이 준비 큐의 끝에 넣었고, 루프의 다음 바퀴에 실행됩니다.",
        ),
    }
)
DUE = Text(
    "due timers join the end of the ready queue, the earliest first.",
    "시간이 된 타이머는 이른 것부터 준비 큐의 끝에 붙습니다.",
)

OWN: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "asyncio": {
            **ON_A_LOOP,
            "queues timer 0 ms runs": DUE,
            "queues timer 1 ms runs": DUE,
        },
        "uvloop": {
            **ON_A_LOOP,
            "queues timer 0 ms runs": Text(
                "a timer of 0 ms is taken like call_soon: straight into the ready queue.",
                "0 ms 타이머는 call_soon처럼 다뤄, 바로 준비 큐에 넣습니다.",
            ),
            "queues timer 1 ms runs": Text(
                "libuv, on which uvloop stands, runs due timers before the ready queue.",
                "uvloop의 바탕인 libuv는 시간이 된 타이머를 준비 큐보다 먼저 실행합니다.",
            ),
        },
        "node": {
            "turns starts": CALLED,
            "turns main waits": Text(
                "main goes on after the calls, up to its own await.",
                "main은 두 함수를 부른 뒤 자신의 await까지 실행됩니다.",
            ),
            "queues task starts": CALLED,
            "queues task goes on": Text(
                "callback 1 woke it; the next step of a promise is a micro-task, which runs as "
                "soon as the running callback ends.",
                "콜백 1이 깨웠습니다. 프로미스의 다음 단계는 마이크로태스크라서, 실행 중인 콜백이 "
                "끝나면 곧바로 실행됩니다.",
            ),
            "queues callback 1 runs": Text(
                "setImmediate: its queue is next after reading and writing.",
                "setImmediate의 큐는 읽기와 쓰기 다음 차례입니다.",
            ),
            "queues callback 2 runs": Text(
                "setImmediate as well: behind callback 1 and its micro-tasks.",
                "이것도 setImmediate라, 콜백 1과 그 마이크로태스크 뒤에 섰습니다.",
            ),
            "queues callback 3 runs": Text(
                "set by callback 1 with setImmediate: for the loop's next turn, after due timers.",
                "콜백 1이 setImmediate로 걸어, 루프의 다음 바퀴에 시간이 된 타이머 뒤에 "
                "실행됩니다.",
            ),
            "queues timer 0 ms runs": Text(
                "0 ms is made 1 ms; timers of equal length keep the order in which they were set.",
                "0 ms는 1 ms로 바뀝니다. 길이가 같은 타이머는 걸어 둔 순서를 지킵니다.",
            ),
            "queues timer 1 ms runs": Text(
                "due timers have a queue of their own, served at the start of a turn.",
                "시간이 된 타이머는 큐가 따로 있고, 루프가 바퀴를 시작할 때 실행됩니다.",
            ),
        },
    }
)


def named(word: str) -> Text:
    """What a track or a step is called."""
    return NAMES.get(word, Text.same(word))


def why(loop: str, program: str, track: str, did: str) -> Text:
    """By which rule of this loop the step came.

    Raises:
        KeyError: there is no such step.
    """
    whole, short = f"{program} {track} {did}", f"{program} {did}"
    found = OWN[loop].get(whole) or REASONS.get(whole)
    return found or OWN[loop].get(short) or REASONS[short]
