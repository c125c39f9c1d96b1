"""An arm of ``web victim`` in its own process: innocent requests, and one other client's calls."""

from dataclasses import replace

from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.asked import ASKED
from concdemo.experiments.web.loaded import LoadedArm, failures_of, summarise
from concdemo.experiments.web.victim.words import NOBODY, STARVED
from concdemo.model import ArmPlan, Taken
from concdemo.net.load.spec import Loaded, Stream
from concdemo.stacks.reach import Place

INNOCENT, CULPRIT = "innocent", "culprit"


class VictimArm(LoadedArm):
    """Innocent clients of one server, and what else is called there."""

    def __init__(self, arm: ArmPlan, services: ServiceFacts) -> None:
        given = arm.parameters
        connections, culprit = given["connections"], str(given["culprit"])
        assert isinstance(connections, int)
        self._connections = connections
        *twin, endpoint = culprit.split("/")
        argument = given["steps"] if endpoint == "cpu" else given["wait"]
        assert isinstance(argument, int)

        def streams(at: Place) -> list[Stream]:
            asked = ASKED["json"](at.stack.prefix, 0)
            found = [Stream(INNOCENT, at.host, at.port, *asked, connections=connections)]
            if culprit != NOBODY:
                prefix = "".join(f"/{word}" for word in twin)
                asked = ASKED[endpoint](at.stack.prefix + prefix, argument)
                found.append(Stream(CULPRIT, at.host, at.port, *asked))
            return found

        super().__init__(services, str(given["stack"]), streams, main=INNOCENT)

    def sample(self, size: int) -> Taken:
        """Let them all ask for ``size`` microseconds."""
        return suffered(self.load(size), self._connections)


def suffered(loaded: Loaded, connections: int) -> Taken:
    """What a sample took, of the innocent.

    Metrics, in ns: ``each``, how long a client waits for an answer, which is clients × time ÷
    answers, so that those which are still waiting at the end are not left out (where none came in
    time, how long they waited for those that came later); ``culprit``, how long one of the other
    client's calls takes.  ``per-call``: how many answers each innocent client gets in that time,
    and those of ``loaded.summarise``.
    """
    taken = summarise(loaded, INNOCENT, saturating=False)
    metrics, failures = dict(taken.metrics), dict(taken.failures)
    rate = metrics["rate"]
    metrics["each"] = connections * 1e9 / rate if rate else metrics["mean"]
    if not metrics["each"]:
        failures[STARVED] = 1
    if (culprit := loaded.streams.get(CULPRIT)) is not None:
        metrics["culprit"] = culprit.mean_ns
        metrics["per-call"] = culprit.mean_ns / metrics["each"] if metrics["each"] else 0.0
        if not culprit.ok:
            failures[STARVED] = failures.get(STARVED, 0) + 1
        for kind, count in failures_of(culprit).items():
            failures[kind] = failures.get(kind, 0) + count
    return replace(taken, metrics=metrics, failures=failures, failed=sum(failures.values()))


def open_arm(arm: ArmPlan, services: ServiceFacts) -> VictimArm:
    """The server, and who asks it."""
    return VictimArm(arm, services)
