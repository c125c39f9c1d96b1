"""An arm of the loops' race in its own process: a loop, a measure, and the clocks around both."""

import asyncio
import gc
from collections.abc import Callable

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.loops.measures import ALONE, Done, Measure
from concdemo.experiments.loops.talks import TALKING
from concdemo.model import ArmPlan, Parameters, Portrait, Taken
from concdemo.text import Text

NOT_LOADED = Text(
    "uvloop can't be imported here ({error}); install it with: pip install uvloop",
    "uvloop을 불러올 수 없습니다({error}). 설치: pip install uvloop",
)

US = 1_000
"""A sample's size is its length in microseconds."""

LARGE_BLOCK = 1 << 20
"""Bytes: more than any loop reads at once."""

M_MMAP_THRESHOLD, FRESH_THRESHOLD = -3, 128 << 10
"""glibc's name for it in ``malloc.h``, and its value when a program begins, in bytes."""

NOT_GLIBC = Text(
    "only glibc makes a difference between a program that has just begun and a later one.",
    "막 시작한 프로그램과 오래 돈 프로그램이 다른 것은 glibc뿐입니다.",
)


class LoopArm:
    """One measure on one loop, which stays open between samples and idle meanwhile."""

    def __init__(self, runner: asyncio.Runner, measure: Measure) -> None:
        self._runner = runner
        self._measure = measure
        try:
            runner.run(measure.open())
        except BaseException:
            runner.close()
            raise
        gc.collect()
        gc.freeze()  # imports and connections stay: no collection need look at them again

    def sample(self, size: int) -> Taken:
        """Do operations for ``size`` microseconds."""
        gc.collect()  # what earlier samples left must not be paid for by this one
        return self._runner.run(self._timed(size * US))

    async def _timed(self, box_ns: int) -> Taken:
        await self._measure.ready()
        waited, children = clock.run_queue_wait_ns(), children_cpu_ns()
        cpu, begin = clock.process_cpu_ns(), clock.monotonic_ns()
        done = await self._measure.run(box_ns)
        wall_ns = clock.monotonic_ns() - begin
        own_ns = clock.process_cpu_ns() - cpu
        elsewhere_ns = children_cpu_ns() - children
        waited = clock.run_queue_wait_ns() - waited if waited >= 0 else -1
        await self._measure.settle()
        return summarise(done, wall_ns, own_ns, elsewhere_ns, waited)

    def portrait(self, size: int) -> Portrait | None:
        """There is none: what a loop does within a microsecond can't be seen."""
        return None

    def close(self) -> None:
        """End the measure, then the loop."""
        self._measure.close()
        self._runner.close()

    @property
    def facts(self) -> dict[str, str]:
        """Whose loop ran."""
        loop = type(self._runner.get_loop())
        return {"loop": f"{loop.__module__}.{loop.__qualname__}"}


def summarise(done: Done, wall_ns: int, own_ns: int, elsewhere_ns: int, waited_ns: int) -> Taken:
    """What a sample took, from what was done and the clocks around it.

    Metrics: ``per-op`` and ``cpu-per-op``, ns; ``busy`` and ``peer-busy``, the share of a core
    that the loop's process and the one at the other end used.
    """
    metrics = {
        "per-op": (done.wall_ns or wall_ns) / done.operations,
        "cpu-per-op": (own_ns + elsewhere_ns) / done.operations,
        "busy": own_ns / wall_ns,
        "operations": float(done.operations),
    }
    if done.peer_busy is not None:
        metrics["peer-busy"] = done.peer_busy
    return Taken(
        wall_ns=wall_ns,
        cpu_ns=own_ns + elsewhere_ns,
        waited_ns=waited_ns,
        checksum=None,  # how much is done differs from sample to sample; each answer is checked
        failed=done.wrong,
        metrics=metrics,
        failures={"wrong answer": done.wrong} if done.wrong else {},
        elsewhere_ns=elsewhere_ns,
    )


def keep_blocks() -> None:
    """Let the C library keep large blocks for later, as it does in a program that ran for a while.

    glibc gets every block of 128 KiB or more from the system anew, page by page, until it has
    freed one: then it keeps them (mallopt(3), M_MMAP_THRESHOLD).  asyncio asks for 256 KiB each
    time it reads and shrinks what it got, so that none is freed before some connection is closed
    by its other end.  Until then its reads are dear; whether an import has freed such a block
    before is chance, and would decide what is measured.
    """
    block = bytes(LARGE_BLOCK)
    del block


def keep_no_blocks() -> None:
    """Let the C library get large blocks anew each time, as in a program that has just begun.

    Raises:
        ArmFault: it isn't glibc.
    """
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, FRESH_THRESHOLD)
    except (AttributeError, OSError) as error:
        raise ArmFault(NOT_GLIBC, unavailable=True) from error


def children_cpu_ns() -> int:
    """CPU time of the programs that this process started and waited for."""
    import resource  # where there is uvloop there is this

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int((used.ru_utime + used.ru_stime) * 1e9)


def loop_factory(loop: str) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes a loop of that name; None: asyncio's own way.

    Raises:
        ArmFault: uvloop isn't installed, or doesn't load.
    """
    if loop == "asyncio":
        return None
    try:
        import uvloop
    except ImportError as error:
        raise ArmFault(NOT_LOADED.fill(error=error), unavailable=True) from error
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def make(kind: str, parameters: Parameters, services: ServiceFacts) -> Measure:
    """The measure of that kind.

    Raises:
        KeyError: there is none.
    """
    return ALONE[kind]() if kind in ALONE else TALKING[kind](parameters, services)


def open_arm(arm: ArmPlan, services: ServiceFacts) -> LoopArm:
    """The measure on its loop."""
    from concdemo.host import raise_descriptor_limit
    from concdemo.net.cores import keep_loop

    raise_descriptor_limit()
    kind, loop = str(arm.parameters["kind"]), str(arm.parameters["loop"])
    if kind in TALKING:
        keep_loop()
    if arm.parameters.get("fresh"):
        keep_no_blocks()
    else:
        keep_blocks()
    runner = asyncio.Runner(loop_factory=loop_factory(loop))
    return LoopArm(runner, make(kind, arm.parameters, services))
