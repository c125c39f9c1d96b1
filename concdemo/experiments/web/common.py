"""Plans of arms that have a web stack loaded, and what their runs say of how it was done.

The load generator and the servers are processes of the run; an arm only asks the one to load
the other, which is ``loaded``'s work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from concdemo import host
from concdemo.errors import UsageFault
from concdemo.experiments.web.doubts import doubts as doubts
from concdemo.experiments.web.doubts import usual as usual
from concdemo.experiments.web.loaded import US, WAITING
from concdemo.experiments.web.loaded import LoadedArm as LoadedArm
from concdemo.experiments.web.loaded import open_arm as open_arm
from concdemo.experiments.web.loaded import summarise as summarise
from concdemo.experiments.web.words import (
    ALIKE,
    APART,
    CLIENT_BUSY,
    P99,
    REQUESTS,
    SAME_FOR_ALL,
    SERVER_BUSY,
    TOGETHER,
    TOO_FEW_DESCRIPTORS,
    TOO_LONG,
    TOO_MANY_DESCRIPTORS,
    VERSIONS,
)
from concdemo.model import ArmPlan, Column, Metric, Parameters, Plan, Scheduling, ServicePlan
from concdemo.stacks.stack import Stack
from concdemo.text import Text

RATE = Metric("rate", "/s", "more", REQUESTS)
BUSY_COLUMNS = (
    Column("server-busy", SERVER_BUSY, unit="share"),
    Column("client-busy", CLIENT_BUSY, unit="share"),
)

SHORT_NAME = 16
"""Of arms: with longer ones there is no room for who is busy at both ends in 80 columns."""

LONGEST_DRAIN_S = 4
"""A second less than the client waits for what is under way when a sample ends."""

WIDE = 0.12
"""A ratio that is known less well than this can't be told from one at the next edge of a band."""

SPARE_DESCRIPTORS = 100
"""Files, pipes and control connections of the load generator and of a server."""


def load_service() -> ServicePlan:
    """The process that sends the requests."""
    return ServicePlan("load", "concdemo.net.load.service:serve", {})


def stack_arm(
    name: str,
    stack: str,
    endpoint: str,
    connections: int,
    *,
    argument: int = 0,
    rate: int | None = None,
    saturating: bool | None = None,
) -> ArmPlan:
    """An arm that has one endpoint of a stack loaded.

    Args:
        argument: the number in the endpoint's path: ms to wait, steps to compute.
        rate: requests a second in the open model; None: as fast as answers come.
        saturating: whether the server is meant to be busy all the time; by the endpoint, if None.
    """
    from concdemo.stacks.plan import lacking
    from concdemo.stacks.table import STACKS

    if saturating is None:
        saturating = rate is None and endpoint not in WAITING
    row = STACKS[stack]
    waits_ms = argument if endpoint in WAITING else 0
    return ArmPlan(
        name=name,
        mode="async" if row.one_thread else "threads",
        workers=row.sizes.workers,
        scheduling=scheduling(),
        parameters={
            "stack": stack,
            "endpoint": endpoint,
            "argument": argument,
            "connections": connections,
            "rate": rate,
            "saturating": saturating,
        },
        unavailable=lacking(row) or too_long(row, connections, waits_ms),
    )


def scheduling() -> Scheduling:
    """How the client of a loaded stack shares the cores with it."""
    from concdemo.net.cores import apart

    return "waiting" if apart() is None else "alone"


def too_long(stack: Stack, connections: int, wait_ms: int) -> Text | None:
    """Why so many waits at once are not asked of a stack that holds few; None where they can be.

    What it has begun when a sample ends must be over before the next server's turn.
    """
    seconds = waits_s(stack, connections, wait_ms)
    if seconds <= LONGEST_DRAIN_S:
        return None
    held = stack.waits_at_once
    return TOO_LONG.fill(connections=connections, wait=wait_ms, held=held, seconds=seconds)


def waits_s(stack: Stack, connections: int, wait_ms: int) -> float:
    """How long it takes a stack to hold a wait for each connection, as many at once as it can."""
    held = stack.waits_at_once or connections
    return max(1.0, connections / held) * wait_ms / 1_000


def stack_arms(
    stacks: Mapping[str, str],
    endpoint: str,
    connections: int,
    *,
    argument: int = 0,
    rate: int | None = None,
) -> list[ArmPlan]:
    """Arms that have one endpoint of several stacks loaded, compared as by ``against_first``.

    ``stacks`` are by the arms' names; the rest is as in ``stack_arm``.
    """
    return against_first(
        [
            stack_arm(name, stack, endpoint, connections, argument=argument, rate=rate)
            for name, stack in stacks.items()
        ]
    )


def against_first(arms: Sequence[ArmPlan]) -> list[ArmPlan]:
    """The arms, each compared with the first of them that can run here."""
    base = next((arm for arm in arms if arm.unavailable is None), arms[0])
    return [replace(arm, against=base.name) for arm in arms]


def rates_plan(
    experiment: str,
    settings: Parameters,
    arms: Sequence[ArmPlan],
    what: Sequence[Text],
    arm_title: Text,
    wide: float | None = None,
) -> Plan:
    """A plan of arms that are compared by requests a second, of which ``what`` tells the work.

    ``wide`` is as in the plan.
    The settings have ``connections`` and ``window``.

    Raises:
        UsageFault: there are more connections than a process may have open.
    """
    connections, window = settings["connections"], settings["window"]
    assert isinstance(connections, int) and isinstance(window, int | float)
    check_descriptors(connections)
    stacks = list(dict.fromkeys(str(arm.parameters["stack"]) for arm in arms))
    fits = max(len(arm.name) for arm in arms) <= SHORT_NAME
    return Plan(
        experiment=experiment,
        settings=settings,
        arms=tuple(arms),
        size=round(window * US),
        facts=(*what, *facts_of(stacks, connections)),
        services=services_of(arms),
        metric=RATE,
        columns=(Column("p99", P99, unit="ns"), *BUSY_COLUMNS[: 2 if fits else 1]),
        shows=("median", "speedup"),
        arm_title=arm_title,
        wide=wide,
    )


def check_descriptors(
    connections: int, option: str | None = "connections", least: int = 1, each: int = 1
) -> None:
    """Refuse more connections than a process may have open.

    Args:
        option: what asks for so many, at ``each`` connections for one and ``least`` at least;
            None: nothing does.
    Raises:
        UsageFault: there are fewer descriptors.  It names no number where none is small enough.
    """
    limit = host.descriptor_limit()
    if limit is None or connections + SPARE_DESCRIPTORS <= limit:
        return
    possible = (limit - SPARE_DESCRIPTORS) // each
    told = {"connections": connections, "limit": limit}
    if option is None or possible < least:
        raise UsageFault(TOO_FEW_DESCRIPTORS.fill(**told))
    raise UsageFault(TOO_MANY_DESCRIPTORS.fill(**told, option=option, possible=possible))


def services_of(arms: Sequence[ArmPlan]) -> tuple[ServicePlan, ...]:
    """The client, and the servers of those arms that can run here."""
    from concdemo.stacks.plan import services_for

    stacks = [str(arm.parameters["stack"]) for arm in arms if arm.unavailable is None]
    return (load_service(), *services_for(list(dict.fromkeys(stacks))))


def facts_of(stacks: Sequence[str], connections: int | None) -> list[Text]:
    """What every such run says of how it was done, and the versions of what is installed.

    ``connections`` None: how many there are differs from arm to arm.
    """
    from concdemo.net.load.spec import POLICY

    same = ALIKE if connections is None else SAME_FOR_ALL.fill(connections=connections)
    return [same, where(), POLICY, *client_without(), *versions_of(stacks)]


def client_without() -> list[Text]:
    """A fact on what isn't installed of what the client would use; none where all of it is."""
    from concdemo.net.load.makings import without

    missing = without()
    return [] if missing is None else [missing]


def versions_of(stacks: Sequence[str]) -> list[Text]:
    """A fact on the versions of what these stacks run on; none where nothing is installed."""
    from concdemo.stacks.plan import versions
    from concdemo.stacks.table import STACKS

    found: dict[str, str] = {}
    for name in stacks:
        found |= versions(STACKS[name])
    return _told(found)


def versions_installed(modules: Iterable[str]) -> list[Text]:
    """A fact on the versions of these modules; none where none is installed."""
    from concdemo.stacks.plan import installed

    return _told(installed(modules))


def _told(versions: Mapping[str, str]) -> list[Text]:
    listed = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    return [VERSIONS.fill(versions=listed)] if versions else []


def where() -> Text:
    """A fact of every such run: on which cores server and client are."""
    from concdemo.net.cores import apart

    cores = apart()
    return TOGETHER if cores is None else APART.fill(server=cores[0], client=cores[1])
