"""What came of a load: its flows' books and the clocks at both ends of its window, summed up."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from concdemo import clock
from concdemo.net.load.flows import Flow
from concdemo.net.load.latencies import summarise
from concdemo.net.load.spec import Loaded, StreamResult


class Clocks(NamedTuple):
    """What is read at both ends of a window, in nanoseconds."""

    wall_ns: int
    client_cpu_ns: int
    client_waited_ns: int
    server_cpu_ns: int

    @classmethod
    def read(cls, pids: Sequence[int]) -> "Clocks":
        """The clocks now; -1 is unknown."""
        used = [clock.cpu_ns_of(pid) for pid in pids]
        known = used and min(used) >= 0
        return cls(
            clock.monotonic_ns(),
            clock.process_cpu_ns(),
            clock.run_queue_wait_ns(),
            sum(used) if known else -1,
        )


def loaded(flows: Mapping[str, Flow], begin: Clocks, end: Clocks, idle_ns: int) -> Loaded:
    """The whole of it, of flows by their streams' names; nothing was in flight from ``idle_ns``."""
    window_ns = max(1, end.wall_ns - begin.wall_ns)
    waited = min(begin.client_waited_ns, end.client_waited_ns) >= 0
    served = min(begin.server_cpu_ns, end.server_cpu_ns) >= 0
    return Loaded(
        window_ns=window_ns,
        whole_ns=max(1, idle_ns - begin.wall_ns),
        streams={name: result(flow, window_ns) for name, flow in flows.items()},
        client_cpu_ns=end.client_cpu_ns - begin.client_cpu_ns,
        client_waited_ns=end.client_waited_ns - begin.client_waited_ns if waited else -1,
        server_cpu_ns=end.server_cpu_ns - begin.server_cpu_ns if served else -1,
    )


def result(flow: Flow, window_ns: int) -> StreamResult:
    """What came of a flow, whose window was so long."""
    latency = summarise(flow.latencies)
    return StreamResult(
        ok=len(flow.latencies),
        rate=flow.in_window * 1e9 / window_ns,
        errors=dict(sorted(flow.errors.items())),
        p50_ns=latency.p50,
        p90_ns=latency.p90,
        p99_ns=latency.p99,
        max_ns=latency.max,
        mean_ns=latency.mean,
        in_flight=flow.integral_ns / window_ns,
        reconnects=flow.reconnects,
        unfinished=flow.unfinished,
    )
