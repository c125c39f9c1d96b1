"""A stack's server as an arm reaches it that talks to it by itself, without the load generator."""

from concdemo import clock
from concdemo.errors import ArmFault
from concdemo.experiments.experiment import ServiceFacts
from concdemo.experiments.web.words import NOT_REACHED
from concdemo.stacks.reach import Place, place


class Server:
    """Where a server is, what it uses, and why it can't be reached.

    Raises:
        ArmFault: it could not be started, or has ended.
    """

    def __init__(self, services: ServiceFacts, key: str) -> None:
        self._services, self._key = services, key
        self.place: Place = place(services, key)

    def cpu_ns(self) -> int:
        """CPU time of its processes that are alive now.

        Raises:
            ArmFault: it has ended.
        """
        return sum(max(0, clock.cpu_ns_of(pid)) for pid in self.place.pids())

    def fault(self, error: OSError) -> ArmFault:
        """What an arm fails with that got this error.

        Raises:
            ArmFault: the server has ended; its log's last lines say why.
        """
        place(self._services, self._key)
        return ArmFault(NOT_REACHED.fill(error=error))
