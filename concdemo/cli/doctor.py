"""``concdemo doctor``: looks at the machine, listens for two seconds, asks each experiment."""

import math
import multiprocessing
import os
import platform

from concdemo import host
from concdemo.cli import output
from concdemo.conduct.gate import crowded_out
from concdemo.conduct.noise import Noise, listen
from concdemo.errors import UsageFault
from concdemo.experiments import EXPERIMENTS, find
from concdemo.experiments.experiment import Experiment
from concdemo.model import Host
from concdemo.render import doctor as rendered
from concdemo.render import words
from concdemo.settings import settle
from concdemo.text import Language

LISTENING_S = 2.0
STEPS = 100_000
"""Of the loop workload: some ten milliseconds, so that two seconds hold a good many."""

NOISY_SPREAD = 0.15


def doctor(language: Language) -> int:
    """Examine and show; exit status 0.

    Raises:
        MeasuringFault: no process can be started here.
    """
    machine = host.describe()
    line = output.ProgressLine(language)
    line.say(words.LISTENING.into(language))
    try:
        noise = _noise(machine)
    finally:
        line.clear()
    output.show(rendered.show(_diagnosis(machine, noise), language), language)
    return 0


def _noise(machine: Host) -> Noise:
    experiment = find("gil")
    asked = {"mode": "serial", "tasks": "1", "workload": "loop", "size": str(STEPS)}
    return listen(experiment.plan(settle(experiment.options, asked), machine), LISTENING_S)


def _diagnosis(machine: Host, noise: Noise) -> rendered.Diagnosis:
    quota = host.cgroup_quota()
    busy = noise.foreign_cores is not None and crowded_out(noise.foreign_cores)
    return rendered.Diagnosis(
        host=machine,
        built_in_cores=os.cpu_count() or 1,
        affinity=len(host.usable_cpus()),
        quota=None if math.isinf(quota) else quota,
        loops={"asyncio": platform.python_version(), "uvloop": machine.libraries.get("uvloop")},
        start_methods=multiprocessing.get_all_start_methods(),
        descriptors=host.descriptor_limit(),
        foreign_cores=noise.foreign_cores,
        spread=noise.spread,
        noisy=busy or noise.spread > NOISY_SPREAD,
        abilities=[_ability(find(name), machine) for name in EXPERIMENTS],
    )


def _ability(experiment: Experiment, machine: Host) -> rendered.Ability:
    missing, without = experiment.missing(machine), {}
    if missing is None:
        try:
            plan = experiment.plan(settle(experiment.options, {}), machine)
        except UsageFault as fault:
            missing = fault.text
        else:
            without = {arm.name: arm.unavailable for arm in plan.arms if arm.unavailable}
    return rendered.Ability(experiment.name, missing, without)
