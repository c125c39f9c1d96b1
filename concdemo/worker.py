"""The child's entry: ``python -m concdemo.worker``.  A spec comes in, samples go out.

The first line on standard input says what this process is; each later line asks for
something and is answered by one line::

    {"arm": {…}, "services": {…}}     →  {"ok": {"startup_ns", "gil", "facts"}}
    {"sample": {"size": n}}           →  {"ok": {"wall_ns", …}}
    {"portrait": {"size": n}}         →  {"ok": {"portrait": {…} or null}}
    {"service": {…}}                  →  {"ok": {facts for the arms}}
    anything that goes wrong          →  {"error": {"en", "ko", "unavailable"}}

The end of standard input ends the process.  Nothing is printed: standard output is
pointed at standard error before any other code runs, so that no task can spoil an
answer.
"""

import json
import os
import threading
from dataclasses import asdict
from typing import Any

from concdemo import clock, host
from concdemo.errors import ArmFault
from concdemo.experiments import find
from concdemo.model import ArmPlan
from concdemo.text import Text

TASK_RAISED = Text("a task raised {error}", "작업에서 예외가 났습니다: {error}")
NOT_OPENED = Text("it could not be opened: {error}", "준비하지 못했습니다: {error}")


class Pipes:
    """The conductor's end of the line, kept where no task and no child of ours can reach it."""

    def __init__(self) -> None:
        # Copies made by dup are not inherited by programs that are started from here.
        self.asking = os.fdopen(os.dup(0), "r", encoding="utf-8")
        self.answering = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def ask(self) -> dict[str, Any] | None:
        """The next request; None when the conductor has hung up."""
        line = self.asking.readline()
        return json.loads(line) if line else None

    def answer(self, ok: dict[str, Any]) -> None:
        """Answer a request."""
        self.answering.write(json.dumps({"ok": ok}) + "\n")

    def fail(self, text: Text, unavailable: bool = False) -> None:
        """Say that a request could not be met."""
        error = {**asdict(text), "unavailable": unavailable}
        self.answering.write(json.dumps({"error": error}) + "\n")

    @property
    def descriptors(self) -> list[str]:
        """What a forked worker must close, as words."""
        return [str(self.asking.fileno()), str(self.answering.fileno())]


def describe(error: BaseException) -> str:
    """An exception in one line."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def run_arm(pipes: Pipes, spec: dict[str, Any]) -> None:
    """Open the arm, then take a sample each time one is asked for."""
    arm = ArmPlan(**spec["arm"])
    arm.parameters["inherited"] = [*pipes.descriptors]
    begin = clock.monotonic_ns()
    try:
        opened = find(spec["experiment"]).open_arm(arm, spec["services"])
    except ArmFault as fault:
        pipes.fail(fault.text, fault.unavailable)
        return
    except Exception as error:
        pipes.fail(NOT_OPENED.fill(error=describe(error)))
        return
    startup_ns = clock.monotonic_ns() - begin
    try:
        pipes.answer({"startup_ns": startup_ns, "gil": host.gil(), "facts": opened.facts})
        spent = clock.process_cpu_ns()
        while (request := pipes.ask()) is not None:
            try:
                if "portrait" in request:
                    painted = opened.portrait(request["portrait"]["size"])
                    pipes.answer({"portrait": painted and asdict(painted)})
                    continue
                taken = opened.sample(request["sample"]["size"])
            except ArmFault as fault:
                pipes.fail(fault.text)
            except Exception as error:
                pipes.fail(TASK_RAISED.fill(error=describe(error)))
            else:
                answer, before = asdict(taken), spent
                spent = clock.process_cpu_ns()
                pipes.answer({**answer, "spent_ns": spent - before + taken.elsewhere_ns})
    finally:
        opened.close()


def run_service(pipes: Pipes, spec: dict[str, Any]) -> None:
    """Run the service until the conductor hangs up."""
    import importlib

    from concdemo.stacks.family import end_group_but_me

    def end_with_conductor() -> None:
        pipes.ask()
        try:
            end_group_but_me()  # what it has started ends too, should no warden be left for that
        finally:
            os._exit(0)  # the service is in the middle of serving; it has nothing to keep

    module, _, function = spec["entry"].partition(":")
    watcher = threading.Thread(target=end_with_conductor, daemon=True)
    watcher.start()
    host.raise_descriptor_limit()
    try:
        getattr(importlib.import_module(module), function)(spec["parameters"], pipes.answer)
    except ArmFault as fault:
        pipes.fail(fault.text, fault.unavailable)
    except Exception as error:
        pipes.fail(NOT_OPENED.fill(error=describe(error)))
    watcher.join()


def main() -> None:
    """Be what the first request says."""
    pipes = Pipes()
    spec = pipes.ask()
    if spec is None:
        return
    if "service" in spec:
        run_service(pipes, spec["service"])
    else:
        run_arm(pipes, spec)


if __name__ == "__main__":
    main()
