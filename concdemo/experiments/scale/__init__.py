"""How many waits can be held at once, and what does one cost?  Four kinds of waiting.

What one more costs is the slope over several numbers of a kind, each held in a fresh
process.  Limits are found before anything starts (``limits``) and kept away from; a
number that would take too long in each round is held once.
"""

from collections.abc import Mapping
from typing import cast

from concdemo.errors import UsageFault
from concdemo.experiments import memory
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.memory import How
from concdemo.experiments.scale import limits
from concdemo.experiments.scale import options as say
from concdemo.experiments.scale.limits import Ceiling
from concdemo.experiments.scale.report import charts, doubts
from concdemo.model import (
    ArmPlan,
    Caveat,
    Column,
    Host,
    Metric,
    Parameters,
    Plan,
    ServicePlan,
)
from concdemo.text import Text

EACH_MEMORY = Text("memory\neach", "하나의\n메모리")
EACH_START = Text("start\neach", "하나의\n시작")
COLUMNS = (
    Column("over", Text("over the\nideal, each", "하나가\n늦춘 시간"), unit="ns"),
    Column("most", Text("most held\nat once", "한꺼번에\n최대")),
)
KIND = Text("kind", "종류")


def plan(settings: Parameters, host: Host) -> Plan:
    """Coroutines first, then each kind asked for, up to numbers that are safe here."""
    asked, hold = settings["kind"], settings["hold"]
    assert isinstance(asked, list) and isinstance(hold, int | float)
    kinds = [kind for kind in say.KINDS if kind == say.BASELINE or kind in asked]
    safe = limits.ceilings()
    most = {kind: most_of(kind, settings[f"most-{kind}"], safe[kind]) for kind in kinds}
    way = memory.how()
    arms = [_arm(kind, most[kind], safe[kind], hold, way) for kind in kinds]
    return Plan(
        experiment="scale",
        settings={**settings, **{f"most-{kind}": most[kind] for kind in kinds}, "memory": way},
        arms=tuple(arms),
        size=1,
        facts=_facts(
            {kind: most[kind] for kind in kinds if _why_not(kind, safe[kind]) is None},
            safe,
            hold,
            way,
        ),
        services=_services(kinds),
        metric=Metric("start", title=EACH_START)
        if way == "unknown"
        else Metric("bytes", "bytes", title=EACH_MEMORY),
        columns=COLUMNS if way == "unknown" else (Column("start", EACH_START, unit="ns"), *COLUMNS),
        shows=("median", "speedup"),
        arm_title=KIND,
        caveats=tuple(_known_doubts(settings, most, safe, way)),
    )


def most_of(kind: str, given: object, safe: Ceiling) -> int:
    """How many of a kind are held at most.

    Raises:
        UsageFault: more were asked for than is safe.
    """
    if given is None:
        return min(say.DEFAULT_MOST[kind], safe.most)
    assert isinstance(given, int)
    if given > safe.most:
        limit = limits.NAMES[safe.limit]
        raise UsageFault(say.TOO_MANY.fill(kind=kind, given=given, most=safe.most, limit=limit))
    return given


def ladder(kind: str, most: int) -> tuple[list[int], list[int]]:
    """The numbers that every round holds, in rising order, and those that are held once."""
    top = min(most, say.MOST_EVERY_ROUND[kind])
    every = sorted({max(1, top // 10), max(1, 3 * top // 10), top})
    return every, [most] if most > top else []


def _arm(kind: str, most: int, safe: Ceiling, hold: float, way: str) -> ArmPlan:
    every, once = ladder(kind, most)
    return ArmPlan(
        name=kind,
        mode=kind,
        workers=max(1, most),
        scheduling="waiting",
        parameters={
            "every": [str(count) for count in every],
            "once": [str(count) for count in once],
            "hold": hold,
            "memory": way,
        },
        unavailable=_why_not(kind, safe),
    )


def _why_not(kind: str, safe: Ceiling) -> Text | None:
    import multiprocessing

    if kind == "processes" and "fork" not in multiprocessing.get_all_start_methods():
        return say.NO_FORK
    if safe.most < say.FEWEST[kind]:
        return say.NO_ROOM.fill(most=safe.most, limit=limits.NAMES[safe.limit])
    return None


def _services(kinds: list[str]) -> tuple[ServicePlan, ...]:
    return (ServicePlan("origin", "concdemo.net.origin:serve", {}),) if "sockets" in kinds else ()


def _facts(
    most: Mapping[str, int], safe: Mapping[str, Ceiling], hold: float, way: str
) -> tuple[Text, ...]:
    facts = [say.WHAT.fill(hold=hold), _ladders(most), _safes(safe, most)]
    if way != "unknown":
        facts.append(say.MEMORY.fill(way=way))
    if "sockets" in most:
        facts.append(say.SOCKETS)
    return tuple(facts)


def _ladders(most: Mapping[str, int]) -> Text:
    told = []
    for kind, number in most.items():
        every, once = ladder(kind, number)
        words = ", ".join(f"{count:,}" for count in every)
        template = say.LADDER_ONCE if once else say.LADDER
        told.append(template.fill(kind=say.NAMES[kind], every=words, once=number))
    return say.LADDERS.fill(ladders=Text.join(told, "; "))


def _safes(safe: Mapping[str, Ceiling], most: Mapping[str, int]) -> Text:
    told = [
        say.SAFE.fill(
            kind=say.NAMES[kind],
            most=safe[kind].most,
            limit=limits.NAMES[safe[kind].limit],
        )
        for kind in most
    ]
    return say.SAFES.fill(safes=Text.join(told, "; "))


def _known_doubts(
    settings: Parameters, most: Mapping[str, int], safe: Mapping[str, Ceiling], way: str
) -> list[Caveat]:
    found = []
    for kind, number in most.items():
        if settings[f"most-{kind}"] is None and number < say.DEFAULT_MOST[kind]:
            limit = limits.NAMES[safe[kind].limit]
            words = say.CUT.fill(kind=say.NAMES[kind], most=number, limit=limit)
            found.append(Caveat("limit", kind, words))
    if way == "unknown":
        found.append(Caveat("memory-unknown", None, say.MEMORY_UNKNOWN))
    return found


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The ladder of this kind, in the arm's own process."""
    from concdemo.experiments.scale.arm import ScaleArm
    from concdemo.host import raise_descriptor_limit

    raise_descriptor_limit()
    every, once = arm.parameters["every"], arm.parameters["once"]
    hold, way = arm.parameters["hold"], arm.parameters["memory"]
    assert isinstance(every, list) and isinstance(once, list) and isinstance(hold, int | float)
    origin = services["origin"] if arm.name == "sockets" else {}
    return ScaleArm(
        arm.name,
        [int(count) for count in every],
        [int(count) for count in once],
        max(1, round(hold)),
        [str(origin[key]) for key in ("host", "port") if key in origin],
        cast(How, way),
    )


EXPERIMENT = Experiment(
    name="scale",
    options=say.OPTIONS,
    plan=plan,
    open_arm=open_arm,
    doubts=doubts,
    charts=charts,
)
