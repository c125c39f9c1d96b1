"""What ``concdemo convoy`` can be asked for, and what it says.  What it does is in ``convoy``."""

from concdemo.settings import Option
from concdemo.text import Text

INTERVALS = ("5", "0.5", "0.05")
THREADS = ("1", "2")
OWN_INTERVAL = "5"
"""Python's own, in milliseconds."""

OPTIONS = (
    Option(
        "threads",
        "choices",
        Text(
            "CPU-bound threads beside the echo; repeat it or separate with commas.",
            "에코 스레드와 함께 도는 CPU 스레드의 수. 여러 번 쓰거나 쉼표로 이어 적습니다.",
        ),
        default=list(THREADS),
        choices=THREADS,
        shown_default=Text("both", "둘 다"),
    ),
    Option(
        "interval",
        "choices",
        Text(
            "Switch intervals in milliseconds: how long a thread may keep the GIL while another "
            "wants it.",
            "전환 간격(밀리초). 다른 스레드가 GIL을 원할 때 한 스레드가 더 쥐고 있을 수 있는 시간.",
        ),
        default=list(INTERVALS),
        choices=INTERVALS,
        synonyms={"5.0": "5", ".5": "0.5", ".05": "0.05"},
        shown_default=Text("all", "전부"),
    ),
    Option(
        "pings",
        "count",
        Text("Pings of a sample.", "한 번 잴 때 보내는 핑의 수."),
        default=12,
        low=10,
        high=1_000,
    ),
)

PINGS = Text(
    "A client in another process pauses for {pause:g} ms, pings a thread and waits for its echo: "
    "{pings} times a sample.",
    "다른 프로세스의 클라이언트가 {pause:g} ms 쉬고 스레드에 핑을 보내 되돌아오기를 기다립니다. "
    "한 번 잴 때 {pings}번 합니다.",
)
BESIDE = Text(
    "Beside that thread others compute: python-N is N of them in a Python loop, C-N in C code "
    "(SHA-256) that lets go of the GIL. The time in a name is the switch interval.",
    "그 스레드와 함께 다른 스레드들이 계산합니다. python-N은 N개가 파이썬 반복문을, C-N은 "
    "GIL을 놓는 C 코드(SHA-256)를 실행합니다. 이름에 붙은 시간은 전환 간격입니다.",
)
PICTURE = Text(
    "In the picture the client pauses {pause} ms before each of {pings} pings.",
    "그림에서는 클라이언트가 {pause} ms씩 쉬어 가며 핑을 {pings}번 보냅니다.",
)
IDLE_LOAD = Text(
    "its CPU-bound threads kept only {load:.2f} cores busy, so the echo ran beside little.",
    "CPU 스레드가 코어를 {load:.2f}개밖에 쓰지 못해, 에코 스레드와 함께 돈 것이 거의 없습니다.",
)
CHARTS = {
    "1": Text(
        "Beside one CPU-bound thread: how many pings were back within which time",
        "CPU 스레드 하나와 함께: 핑 가운데 몇 %가 얼마 안에 돌아왔나",
    ),
    "2": Text(
        "Beside two CPU-bound threads: how many pings were back within which time",
        "CPU 스레드 둘과 함께: 핑 가운데 몇 %가 얼마 안에 돌아왔나",
    ),
}
SHARE_OF_PINGS = Text("share of pings", "핑의 비율")
ROUND_TRIP = Text("round trip", "왕복 시간")
