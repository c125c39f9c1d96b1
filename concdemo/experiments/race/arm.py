"""An arm of ``race`` in its own process: what threads share, and what is found in it at the end.

Arms of tasks and of processes are in ``apart``.
"""

import gc
import os
import sys
import threading
from dataclasses import dataclass
from functools import partial

from concdemo import clock, host
from concdemo.experiments.race import programs, story, words
from concdemo.experiments.race.bytecode import known_switches, others_come_in
from concdemo.experiments.race.programs import NO_LOCK, PROGRAMS, Box, Lock
from concdemo.experiments.race.threads import race, race_briefly, returns, together
from concdemo.experiments.tasks import paint
from concdemo.model import ArmPlan, Portrait, Step, Taken
from concdemo.tape import Stretch, Tape

BRIEF_RUNS = 100
BRIEF_TIMES = 100

STORY_TIMES = 20_000
MOST_STORIES = 10
"""How often it is recorded again where nothing was lost."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted in one sample: updates done and found, in how many runs."""

    updates: int
    lost: int
    wrong: int
    runs: int = 1
    returns: int | None = None

    @property
    def metrics(self) -> dict[str, float]:
        """As they go into a sample."""
        found = {
            "lost": float(self.lost),
            "updates": float(self.updates),
            "share": self.lost / self.updates,
            "wrong": float(self.wrong),
            "runs": float(self.runs),
        }
        if self.returns is not None:
            found["returns"] = float(self.returns)
        return found


def counted(updates: int, found: int, back: int | None = None) -> Count:
    """What one run of so many updates lost."""
    return Count(updates, updates - found, int(found != updates), returns=back)


class RaceArm:
    """What all arms have in common: their updates, and where others may come in."""

    def __init__(self, arm: ArmPlan) -> None:
        self._name, self._workers = arm.name, arm.workers
        self._program = PROGRAMS[arm.name]
        places = others_come_in(arm.name, self._program, host.gil(), known_switches())
        self._fixed = {} if places is None else {"places": float(len(places))}
        self.facts = {} if places is None else {"gaps": ", ".join(places) or "none"}
        if arm.mode == "threads":
            self.facts["switch interval"] = f"{sys.getswitchinterval():g}"

    def times(self, size: int) -> int:
        """How many updates each of its threads, tasks or processes does."""
        return max(1, size // self._program.part)

    def taken(self, wall_ns: int, cpu_ns: int, waited_ns: int, count: Count) -> Taken:
        """A sample, of which no other process did a part."""
        metrics = {**count.metrics, **self._fixed}
        return Taken(wall_ns, cpu_ns, waited_ns, checksum=None, metrics=metrics)

    def portrait(self, size: int) -> Portrait | None:
        """No picture, unless an arm has one."""
        return None

    def close(self) -> None:
        """Nothing to close, unless an arm has something."""


class OneThread(RaceArm):
    """All updates in one thread."""

    def __init__(self, arm: ArmPlan, workers: int) -> None:
        super().__init__(arm)
        self._shares = workers

    def sample(self, size: int) -> Taken:
        """Do them all."""
        gc.collect()
        box, times = Box(), self._shares * self.times(size)
        waited, cpu = clock.run_queue_wait_ns(), clock.process_cpu_ns()
        begin = clock.monotonic_ns()
        self._program.run(box, NO_LOCK, times)
        wall_ns, cpu_ns = clock.monotonic_ns() - begin, clock.process_cpu_ns() - cpu
        waited = clock.run_queue_wait_ns() - waited if waited >= 0 else -1
        return self.taken(wall_ns, cpu_ns, waited, counted(times, box.found))


class Threads(RaceArm):
    """Threads that share a box, with one lock between them or one each."""

    def __init__(self, arm: ArmPlan) -> None:
        super().__init__(arm)
        self._own = arm.name == "threads-own-locks"

    def _locks(self) -> list[Lock]:
        one = threading.Lock()
        return [threading.Lock() if self._own else one for _ in range(self._workers)]

    def sample(self, size: int) -> Taken:
        """All threads at once, each with its updates."""
        gc.collect()
        box, times = Box(), self.times(size)
        cpu = clock.process_cpu_ns()
        raced = race(self._program.run, box, self._locks(), times)
        cpu_ns = clock.process_cpu_ns() - cpu
        count = counted(self._workers * times, box.found, returns(raced.order))
        return self.taken(raced.wall_ns, cpu_ns, raced.waited_ns, count)

    def portrait(self, size: int) -> Portrait | None:
        """Who ran when, and the story of an update that was lost, of those that show it best."""
        if self._name not in ("threads-call", "threads-lock"):
            return None
        tapes: list[tuple[int, Tape]] = []
        begin = clock.monotonic_ns()
        race(self._program.run, Box(), self._locks(), self.times(size), tapes=tapes)
        wall_ns = clock.monotonic_ns() - begin
        stretches = []
        for task, (thread, tape) in enumerate(tapes):
            stretches += [Stretch(os.getpid(), thread, 0, task, *state) for state in tape.states]
        painted = paint(stretches, begin, wall_ns, "thread")
        painted.steps.extend(self._story() if self._name == "threads-call" else [])
        return painted

    def _story(self) -> list[Step]:
        """Nothing without the GIL: there, notes need not stand in the order of what they tell."""
        for _ in range(MOST_STORIES if host.gil() == "on" else 0):
            notes: list[story.Noted] = []
            race_noted(notes, self._workers)
            if steps := story.tell(notes, words.STORY_THREADS, words.THREAD):
                return steps
        return []


def race_noted(notes: list[story.Noted], workers: int) -> None:
    """Threads that note what they do, as many times each as a story may take."""
    box = Box()
    noted = partial(programs.call_noted, box, STORY_TIMES, note=notes.append)
    together([partial(noted, me) for me in range(workers)])


class Brief(RaceArm):
    """Many short runs of threads that share a box."""

    def sample(self, size: int) -> Taken:
        """One run after another."""
        gc.collect()
        waited, cpu = clock.run_queue_wait_ns(), clock.process_cpu_ns()
        begin = clock.monotonic_ns()
        found = race_briefly(self._program.run, NO_LOCK, self._workers, BRIEF_TIMES, BRIEF_RUNS)
        wall_ns, cpu_ns = clock.monotonic_ns() - begin, clock.process_cpu_ns() - cpu
        waited = clock.run_queue_wait_ns() - waited if waited >= 0 else -1
        each = self._workers * BRIEF_TIMES
        count = Count(
            updates=each * BRIEF_RUNS,
            lost=each * BRIEF_RUNS - sum(found),
            wrong=sum(one != each for one in found),
            runs=BRIEF_RUNS,
        )
        return self.taken(wall_ns, cpu_ns, waited, count)
