"""What every experiment's subcommand does: settle, plan, measure, judge, save, show."""

import sys
from collections.abc import Mapping

from concdemo import clock, host
from concdemo.cli import exports, output, words
from concdemo.cli.options import RUN_OPTIONS, VIEW_OPTIONS
from concdemo.conduct.run import Asked, Run
from concdemo.experiments.experiment import Experiment
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Parameters, Report
from concdemo.render import report as rendered
from concdemo.settings import Raw, settle
from concdemo.text import Language


def measure(experiment: Experiment, given: Mapping[str, Raw], language: Language) -> int:
    """Run the experiment and show it; the exit status.

    Raises:
        ConcdemoError: it can't be run as asked, or the report can't be written.
    """
    settings = settle(experiment.options, given)
    asked = _asked(settle(RUN_OPTIONS, given))
    view = settle(VIEW_OPTIONS, given)
    paths = exports.settle_paths(given)
    machine = host.describe()
    plan = experiment.plan(settings, machine)
    for caveat in plan.caveats:
        output.note(caveat.detail.into(language))
    line = output.ProgressLine(language)
    run = Run(experiment, plan, asked, line.tell)
    started = clock.utc_now()
    try:
        run.measure()
    finally:
        line.clear()
    # A word of the command line need not be text, and a report is.
    command = [word.encode("utf-8", "replace").decode("utf-8") for word in sys.argv[1:]]
    report = with_verdicts(run.report(machine, command, started))
    try:
        exports.save_all(paths, report, language)
    finally:  # neither a full disk nor a reader who left may cost the user both
        if not exports.alone(paths):
            output.show(rendered.show(report, language, rails=not view["no-rails"]), language)
    if run.interrupted is not None:
        output.note(words.INTERRUPTED.into(language))
        return run.interrupted.exit_code
    modes = settings["mode"] if given.get("mode") else None
    return exit_status(report, modes if isinstance(modes, list) else [])


def _asked(settled: Parameters) -> Asked:
    rounds, budget, seed = settled["rounds"], settled["budget"], settled["seed"]
    assert rounds is None or isinstance(rounds, int)
    assert budget is None or isinstance(budget, int | float)
    assert seed is None or isinstance(seed, int)
    return Asked(rounds, budget, seed)


def exit_status(report: Report, wanted: list[str]) -> int:
    """1 where an arm failed, a mode asked for by name can't run, or nothing was measured."""
    measured = any(arm.median_ns is not None for arm in report.arms)
    failed = any(arm.status == "failed" for arm in report.arms)
    lacking = any(arm.status == "unavailable" and arm.mode in wanted for arm in report.arms)
    died = any(caveat.code == "service-died" for caveat in report.caveats)
    return 1 if failed or lacking or died or not measured else 0
