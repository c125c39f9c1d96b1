"""What several of the questions about web servers can be asked for."""

from collections.abc import Sequence

from concdemo.settings import Option
from concdemo.text import Text

MOST_CONNECTIONS = 1_000
MOST_WAIT_MS = 2_000
"""The client gives a request up after 5 s, and some may have to wait for their turn first."""

ENDPOINTS = ("json", "wait", "cpu", "items")


def stack_option(stacks: Sequence[str], shown_default: Text) -> Option:
    """``--stack``: names of stacks, or of frameworks for all of theirs among ``stacks``.

    None where nobody asked for any.
    """
    frameworks = dict.fromkeys(name.partition("/")[0] for name in stacks)
    return Option(
        "stack",
        "choices",
        Text(
            "Which stacks, such as {stack}; a framework's name stands for all of its own: {names}. "
            "Repeat it or separate with commas.",
            "잴 조합. {stack}처럼 적거나, 프레임워크 이름만 적어 그 조합을 모두 잽니다: {names}. "
            "여러 번 쓰거나 쉼표로 이어 적습니다.",
        ).fill(stack=stacks[0], names=", ".join(frameworks)),
        choices=(*frameworks, *stacks),
        metavar="STACK",
        shown_default=shown_default,
    )


def chosen_stacks(asked: Sequence[str], stacks: Sequence[str]) -> list[str]:
    """The stacks that were asked for, in the order of ``stacks``."""
    return [name for name in stacks if name in asked or name.partition("/")[0] in asked]


def connections_option(default: int = 50) -> Option:
    """``--connections``."""
    return Option(
        "connections",
        "count",
        Text(
            "Connections to the server, with one request under way on each.",
            "서버와 맺는 연결의 수. 연결마다 요청을 하나씩 보냅니다.",
        ),
        default=default,
        high=MOST_CONNECTIONS,
    )


def endpoint_option(default: Sequence[str]) -> Option:
    """``--endpoint``."""
    return Option(
        "endpoint",
        "choices",
        Text(
            "What is asked of the servers: a small JSON answer, a wait, a computation, or a POST "
            "that is validated.",
            "서버에 보낼 요청: 작은 JSON 응답, 기다림, 계산, 검증하는 POST.",
        ),
        default=list(default),
        choices=ENDPOINTS,
    )


def wait_option(default: int) -> Option:
    """``--wait``."""
    return Option(
        "wait",
        "count",
        Text(
            "How long each request to /wait waits, in ms.",
            "/wait에 보낸 요청 하나가 기다리는 시간(ms).",
        ),
        default=default,
        high=MOST_WAIT_MS,
    )


def window_option(default: int) -> Option:
    """``--window``: how long a server is loaded for one sample."""
    return Option(
        "window",
        "milliseconds",
        Text(
            "How long a server is loaded for each sample.",
            "한 번 잴 때 서버에 요청을 보내는 시간.",
        ),
        default=default,
        low=20,
        high=10_000,
    )


OPEN = Option(
    "open",
    "count",
    Text(
        "Send this many requests a second, come what may, instead of waiting for answers; "
        "latency then counts from when a request was due.",
        "응답을 기다리지 않고 1초에 이만큼씩 요청을 보냅니다. "
        "지연은 요청을 보내야 했던 시각부터 셉니다.",
    ),
    high=1_000_000,
    shown_default=Text("as fast as answers come", "응답이 오는 대로"),
)
