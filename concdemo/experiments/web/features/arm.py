"""An arm of ``web features``: one app, asked what its feature promises."""

from collections.abc import Callable, Mapping
from typing import Any

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.features import (
    alone,
    beside,
    database,
    docs,
    graphql,
    mounts,
    pool,
    security,
    validation,
)
from concdemo.experiments.web.features.notes import Notes
from concdemo.experiments.web.features.words import NOT_LOOKED_AT
from concdemo.model import ArmPlan, Portrait, Taken
from concdemo.text import Text

Round = Callable[[Notes], None]


class FeatureArm:
    """The requests of one feature, in rounds that are all alike.

    ``service`` is what it said when it was ready.  ``show`` is what is asked for the pictures,
    where that is more than a round.
    """

    def __init__(
        self,
        service: Mapping[str, Any],
        ask: Round,
        *,
        show: Round | None = None,
        end: Callable[[], None] = lambda: None,
    ) -> None:
        self._ask, self._show, self._end = ask, show or ask, end
        self._facts = dict(service["versions"])

    def sample(self, size: int) -> Taken:
        """One round of requests."""
        cpu, begin = clock.process_cpu_ns(), clock.monotonic_ns()
        notes = Notes()
        self._ask(notes)
        return Taken(
            wall_ns=clock.monotonic_ns() - begin,
            cpu_ns=clock.process_cpu_ns() - cpu,
            waited_ns=-1,
            checksum=None,
            metrics=notes.all_metrics,
        )

    def portrait(self, size: int) -> Portrait:
        """What was asked in one more round, and what came back."""
        notes, begin = Notes(), clock.monotonic_ns()
        self._show(notes)
        return Portrait(clock.monotonic_ns() - begin, [], [], notes.steps)

    def close(self) -> None:
        """Leave no file behind."""
        self._end()

    @property
    def facts(self) -> dict[str, str]:
        """The versions of what ran."""
        return self._facts


def open_arm(arm: ArmPlan, services: ServiceFacts) -> FeatureArm:
    """The arm of that feature.

    Raises:
        ArmFault: its app can't be served.
    """
    service = services[str(arm.parameters["service"])]
    if "fault" in service:
        raise ArmFault(Text(**service["fault"]))
    return OPENS[str(arm.parameters["feature"])](arm, service)


def _validation(arm: ArmPlan, service: Mapping[str, Any]) -> FeatureArm:
    name, path = str(arm.parameters["service"]), str(arm.parameters["path"])
    words, documents = str(arm.parameters["words"]), bool(arm.parameters["documents"])
    port = service["ports"][name]

    def ask(notes: Notes) -> None:
        validation.check(notes, port, path, words)
        if documents:
            docs.check(notes, port, service["routes"][name])

    return FeatureArm(service, ask)


def _database(arm: ArmPlan, service: Mapping[str, Any]) -> FeatureArm:
    port, is_server = service["ports"]["database"], arm.parameters["service"] == "postgres"
    where = database.ServerSwitch() if is_server else database.SqliteFile()
    return FeatureArm(service, lambda notes: database.check(notes, port, where), end=where.close)


def _security(arm: ArmPlan, service: Mapping[str, Any]) -> FeatureArm:
    try:
        found = alone.look()
    except (OSError, ValueError, alone.Failed) as error:
        raise ArmFault(NOT_LOOKED_AT.fill(error=error)) from error
    return FeatureArm(
        service, lambda notes: security.check(notes, service["ports"]["security"], found)
    )


def _graphql(arm: ArmPlan, service: Mapping[str, Any]) -> FeatureArm:
    return FeatureArm(service, lambda notes: graphql.check(notes, service["ports"]["graphql"]))


def _mounts(arm: ArmPlan, service: Mapping[str, Any]) -> FeatureArm:
    return FeatureArm(service, lambda notes: mounts.check(notes, service["ports"]))


def _beside(arm: ArmPlan, service: Mapping[str, Any]) -> FeatureArm:
    expected = beside.expected_sum()
    return FeatureArm(
        service, lambda notes: beside.check(notes, service["ports"]["beside"], expected)
    )


def _pool(arm: ArmPlan, service: Mapping[str, Any]) -> FeatureArm:
    port = service["ports"]["pool"]
    targets = {path for _, path in service["routes"]["pool"]}
    return FeatureArm(
        service,
        lambda notes: pool.check(notes, port),
        show=lambda notes: pool.show(notes, port, targets),
    )


OPENS: Mapping[str, Callable[[ArmPlan, Mapping[str, Any]], FeatureArm]] = {
    "validation": _validation,
    "database": _database,
    "security": _security,
    "graphql": _graphql,
    "mounts": _mounts,
    "beside": _beside,
    "pool": _pool,
}
