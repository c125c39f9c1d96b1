"""The child's half of ``scale``: the ladder of a kind's numbers that each sample goes up.

How one number is held is ``hold``'s work.  What the processes that held them used of
the processor is told as used elsewhere.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments import memory
from concdemo.experiments.scale.hold import MS, Held, hold
from concdemo.experiments.scale.limits import NAMES
from concdemo.model import Portrait, Taken
from concdemo.text import Text

ROOM = 1.5
"""Times what starting them all took last that the first of them goes on waiting."""

MOST_TRIES = 5
LEAST_NUMBERS = 2
"""Fewer have no slope."""

LIMITS = tuple(NAMES)
"""A limit that was hit travels as a number: its place here."""

STOPPED = "stopped-"
"""A metric that begins so says which limit ended that many waits, by its place in LIMITS."""

WAITS: Mapping[str, str] = MappingProxyType(
    {
        "coroutines": "asyncio.sleep in a task",
        "threads": "time.sleep in a threading.Thread",
        "processes": "time.sleep in a multiprocessing.Process",
        "sockets": "socket.socket in a selector",
    }
)

TOO_SHORT = Text(
    "the first of {count:,} was over before the last had begun; raise --hold",
    "{count:,}개 가운데 마지막이 시작하기 전에 처음 것이 끝났습니다. --hold를 늘리세요",
)
TOO_FEW = Text(
    "fewer than two numbers of waits could be held here ({limit})",
    "여기서는 기다림을 두 가지 개수 이상으로 잴 수 없었습니다({limit})",
)


class ScaleArm:
    """One kind of wait, and the ladder of numbers that each sample goes up.

    Before the first sample, which nobody keeps, numbers are held that would take too long to
    hold in each.  What they cost is told once, with the first sample that is kept.
    """

    def __init__(
        self,
        kind: str,
        every: Sequence[int],
        once: Sequence[int],
        hold_ms: int,
        address: Sequence[str],
        way: memory.How,
    ) -> None:
        self._kind = kind
        self._every, self._once = every, once
        self._hold_ms = hold_ms
        self._address = address
        self._way = way
        self._spans: dict[int, int] = {}  # by number, as they were last
        self._stopped: dict[int, str] = {}
        self._most = 0
        self._once_found: list[Held] | None = None

    def sample(self, size: int) -> Taken:
        """Hold each number of the ladder, one after another."""
        cpu, begin = clock.process_cpu_ns(), clock.monotonic_ns()
        first = self._once_found is None
        found, elsewhere_ns = self._climb(self._every[:1] if first else self._every)
        metrics = metrics_of(found, self._every)
        if self._once_found is None:
            self._once_found, once_ns = self._climb(self._once)
            elsewhere_ns += once_ns
        else:
            metrics |= metrics_of(self._once_found, ())
            self._once_found = []
        if not first and len(found) < LEAST_NUMBERS:
            limit = next(iter(self._stopped.values()), "memory")
            raise ArmFault(TOO_FEW.fill(limit=NAMES[limit]))
        metrics |= {f"{STOPPED}{at}": float(LIMITS.index(n)) for at, n in self._stopped.items()}
        return Taken(
            wall_ns=clock.monotonic_ns() - begin,
            cpu_ns=clock.process_cpu_ns() - cpu + elsewhere_ns,
            waited_ns=-1,
            checksum=None,
            metrics={**metrics, "most": float(self._most)},
            elsewhere_ns=elsewhere_ns,
        )

    def _climb(self, counts: Sequence[int]) -> tuple[list[Held], int]:
        """What was held of these numbers, and the CPU time that it took elsewhere."""
        found, elsewhere_ns = [], 0
        for count in counts:
            if count in self._stopped:
                continue
            held, cpu_ns = self._hold(count)
            elsewhere_ns += cpu_ns
            if held is not None:
                found.append(held)
                self._most = max(self._most, count)
        return found, elsewhere_ns

    def _hold(self, count: int) -> tuple[Held | None, int]:
        """So many waits held at once, for as long as that needs; the CPU time it took."""
        cpu_ns = 0
        for _ in range(MOST_TRIES):
            hold_ms = hold_for(count, self._hold_ms, self._spans)
            outcome = hold(self._kind, count, hold_ms, self._address, self._way)
            cpu_ns += outcome.cpu_ns
            if outcome.limit is not None:
                self._stopped[count] = outcome.limit
                return None, cpu_ns
            self._spans[count] = outcome.span_ns
            if outcome.held is not None:
                return outcome.held, cpu_ns
            self._spans[count] = max(outcome.span_ns, hold_ms * MS)
        raise ArmFault(TOO_SHORT.fill(count=count))

    def portrait(self, size: int) -> Portrait | None:
        """A line for each of thousands of waits would show nothing."""
        return None

    def close(self) -> None:
        """Nothing is open between two numbers of waits."""

    @property
    def facts(self) -> dict[str, str]:
        """What waits, and how memory is read."""
        facts = {"memory": self._way, "waits": WAITS[self._kind]}
        return facts | {"start method": "fork"} if self._kind == "processes" else facts


def hold_for(count: int, least_ms: int, spans: Mapping[int, int]) -> int:
    """How many milliseconds so many waits must last to be held at once.

    ``spans`` are what numbers tried before took until all were held; from the nearest lower
    one it is reckoned what this one will.
    """
    lower = [known for known in spans if known <= count]
    if not lower:
        return least_ms
    known = max(lower)
    needed = spans[known] * count / known
    return max(least_ms, -int(-ROOM * needed // MS))


def metrics_of(found: Sequence[Held], every: Sequence[int]) -> dict[str, float]:
    """What each number cost, and what one more costs: slopes over the numbers of ``every``.

    ``start-N``, ``over-N`` and ``hold-N`` are nanoseconds of all N together, ``bytes-N`` is
    bytes a wait; ``start``, ``over`` and ``bytes`` are those of one more.
    """
    metrics: dict[str, float] = {}
    for held in found:
        metrics[f"start-{held.count}"] = float(held.start_ns)
        metrics[f"over-{held.count}"] = float(held.over_ns)
        metrics[f"hold-{held.count}"] = float(held.hold_ns)
        if held.grown_bytes is not None:
            metrics[f"bytes-{held.count}"] = held.grown_bytes / held.count
    steps = [held for held in found if held.count in every]
    if len(steps) > 1:
        counts = [held.count for held in steps]
        metrics["start"] = slope(counts, [held.start_ns for held in steps])
        metrics["over"] = slope(counts, [held.over_ns for held in steps])
        sizes = [held.grown_bytes for held in steps if held.grown_bytes is not None]
        if len(sizes) == len(steps):
            metrics["bytes"] = slope(counts, sizes)
    return metrics


def slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """By how much y grows with each x: least squares, which listens most to the far ends.

    Raises:
        ZeroDivisionError: fewer than two different x.
    """
    middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - middle) ** 2 for x in xs)
