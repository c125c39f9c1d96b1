"""What every experiment's subcommand does: settle, plan, measure, judge, save, show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concdemo import clock, host
from concdemo.cli import exports, history, output, words
from concdemo.cli.options import RUN_OPTIONS, VIEW_OPTIONS
from concdemo.conduct.run import Asked, Run, Tell
from concdemo.errors import Interrupted
from concdemo.experiments.experiment import Experiment
from concdemo.ledger.judge import with_verdicts
from concdemo.model import Parameters, Plan, Report
from concdemo.render import report as rendered
from concdemo.settings import Raw, settle, unsecret
from concdemo.text import Language, Text


@dataclass(frozen=True, slots=True)
class Measured:
    """A run's report with its verdicts, and what ended it early, if something did."""

    report: Report
    interrupted: Interrupted | None


def measure(
    experiment: Experiment, given: Mapping[str, Raw], command: Sequence[str], language: Language
) -> int:
    """Run the experiment and show it; the exit status.

    Args:
        given: what was typed, by the names of options.
        command: the words after ``concdemo``, for the report.

    Raises:
        ConcdemoError: it can't be run as asked, or the report can't be written.
    """
    view = settle(VIEW_OPTIONS, given)
    paths = exports.settle_paths(given)
    line = output.ProgressLine(language)
    try:
        measured = run_experiment(experiment, given, command, language, line.tell)
    finally:
        line.clear()
    report = measured.report
    if measured.interrupted is None:
        history.keep(report, language)
    try:
        exports.save_all(paths, report, language)
    finally:  # neither a full disk nor a reader who left may cost the user both
        if not exports.alone(paths):
            output.show(rendered.show(report, language, rails=not view["no-rails"]), language)
    if measured.interrupted is not None:
        output.note(words.INTERRUPTED.into(language))
        return measured.interrupted.exit_code
    named = settle(experiment.options, given).get("mode") if given.get("mode") else None
    return exit_status(report, named if isinstance(named, list) else [])


def run_experiment(
    experiment: Experiment,
    given: Mapping[str, Raw],
    command: Sequence[str],
    language: Language,
    tell: Tell,
) -> Measured:
    """Settle, plan, measure, judge.  What is known beforehand is noted before anything runs.

    Args:
        given: what was typed, by the names of the experiment's and the run's options.
        command: the words after ``concdemo``, for the report.
        tell: called between samples.

    Raises:
        ConcdemoError: it can't be run as asked.
    """
    settings = settle(experiment.options, given)
    asked = _asked(settle(RUN_OPTIONS, given))
    machine = host.describe()
    plan = experiment.plan(settings, machine)
    run = Run(experiment, plan, asked, tell)
    for note in (*_how_long(run, plan), *(caveat.detail for caveat in plan.caveats)):
        output.note(note.into(language))
    started = clock.utc_now()
    run.measure()
    # A word of the command line need not be text, and a report is.
    said = [word.encode("utf-8", "replace").decode("utf-8") for word in command]
    said = unsecret(experiment.options, said)
    return Measured(with_verdicts(run.report(machine, said, started)), run.interrupted)


def _how_long(run: Run, plan: Plan) -> list[Text]:
    """What is said of a run so long that one should know."""
    seconds = run.expected_s
    if seconds is None:
        return []
    return [words.HOW_LONG.fill(arms=len(plan.arms), minutes=max(1.0, seconds / 60))]


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
