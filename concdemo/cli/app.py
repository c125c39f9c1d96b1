"""The Typer application, built in one language from the tables of experiments and options."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concdemo.cli import words
from concdemo.cli.forms import (
    EXTRA_ARGUMENTS,
    Commands,
    check,
    dashed,
    refuse,
    show_help,
    show_version,
    signed,
    typer_option,
)
from concdemo.experiments import EXPERIMENTS, closer, find
from concdemo.text import Language, Text

if TYPE_CHECKING:
    from concdemo.experiments.experiment import Experiment


def build(language: Language, arguments: Sequence[str]) -> typer.Typer:
    """The application in that language, for that command line.

    A command that the line doesn't name gets its question only: the list of commands must
    not cost the options of each.
    """
    app = typer.Typer(
        cls=Commands,
        add_completion=False,
        add_help_option=False,
        pretty_exceptions_enable=False,
        help=words.ABOUT.into(language),
    )
    app.callback(invoke_without_command=True)(_root(language))

    def add(name: str, text: Text, panel: Text, function: Callable[..., int]) -> None:
        app.command(
            name,
            help=text.into(language),
            rich_help_panel=panel.into(language),
            context_settings=EXTRA_ARGUMENTS,
            add_help_option=False,
        )(function)

    for name, row in EXPERIMENTS.items():
        if " " in name:
            continue  # it is in the group of its first word
        if name not in arguments:
            add(name, row.question, words.EXPERIMENTS_PANEL, _listed(language))
        elif closer(name):
            app.add_typer(
                _group(name, language, arguments), name=name, help=row.question.into(language)
            )
        else:
            function = _measure(find(name), language, arguments)
            add(name, row.question, words.EXPERIMENTS_PANEL, function)
    for name, text in (("claims", words.CLAIMS), ("verify", words.VERIFY)):
        add(name, text, words.CLAIMS_PANEL, _of_ledger(name, language, arguments))
    add("doctor", words.DOCTOR, words.TOOLS_PANEL, _doctor(language))
    report = _report(language) if "report" in arguments else _listed(language)
    add("report", words.REPORT, words.TOOLS_PANEL, report)
    if "lesson" in arguments:
        from concdemo.cli.lesson_app import lesson_app

        app.add_typer(lesson_app(language), name="lesson", help=words.LESSON.into(language))
    else:
        add("lesson", words.LESSON, words.TOOLS_PANEL, _listed(language))
    return app


def _root(language: Language) -> Callable[..., int]:
    def root(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        if ctx.invoked_subcommand is not None:
            return 0
        from concdemo.cli import start

        if not start.is_wanted():
            show_help(ctx)
            return 0
        chosen = start.choose(language)
        if chosen is None:
            return 0
        status = build(language, chosen)(list(chosen), standalone_mode=False)
        return status if isinstance(status, int) else 0

    version = typer.Option(
        "--version",
        is_eager=True,
        callback=show_version,
        help=words.VERSION.into(language),
        rich_help_panel=words.OPTIONS_PANEL.into(language),
    )
    return signed(root, {"version": Annotated[bool, version]}, language)


def _group(name: str, language: Language, arguments: Sequence[str]) -> typer.Typer:
    """A question and the closer ones to it, which are commands of its own."""
    group = typer.Typer(
        cls=Commands,
        add_completion=False,
        add_help_option=False,
        pretty_exceptions_enable=False,
    )
    group.callback(invoke_without_command=True)(_measure(find(name), language, arguments))
    for word, whole in closer(name).items():
        is_named = word in arguments
        function = _measure(find(whole), language, arguments) if is_named else _listed(language)
        group.command(
            word,
            help=EXPERIMENTS[whole].question.into(language),
            rich_help_panel=words.CLOSER_PANEL.into(language),
            context_settings=EXTRA_ARGUMENTS,
            add_help_option=False,
        )(function)
    return group


def _listed(language: Language) -> Callable[..., int]:
    def listed(ctx: typer.Context, **given: Any) -> int:
        raise AssertionError(ctx.command_path)  # a command that is named is built whole

    return signed(listed, {}, language)


def _measure(
    experiment: "Experiment", language: Language, arguments: Sequence[str]
) -> Callable[..., int]:
    def command(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        if ctx.invoked_subcommand is not None:
            stray = [f"--{dashed(key)}" for key, value in given.items() if value]
            if stray:
                asked = f"{ctx.command_path} {ctx.invoked_subcommand}"
                refuse(words.BEFORE_COMMAND.fill(option=stray[0], command=asked), asked)
            return 0
        from concdemo.cli.measure import measure

        raw = {dashed(key): value for key, value in given.items()}
        return measure(experiment, raw, arguments, language)

    from concdemo.cli.options import OUTPUT_OPTIONS, run_options

    options = {}
    for panel, group in (
        (words.WORK_PANEL, experiment.options),
        (words.MEASURING_PANEL, run_options(experiment.budget_s)),
        (words.OUTPUT_PANEL, OUTPUT_OPTIONS),
    ):
        for option in group:
            options[option.name.replace("-", "_")] = typer_option(option, panel, language)
    return signed(command, options, language)


def _of_ledger(name: str, language: Language, arguments: Sequence[str]) -> Callable[..., int]:
    if name not in arguments:
        return _listed(language)
    from concdemo.cli.ledger_commands import claims_command, verify_command

    return claims_command(language) if name == "claims" else verify_command(language, arguments)


def _doctor(language: Language) -> Callable[..., int]:
    def doctor(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        from concdemo.cli.doctor import doctor as examine

        return examine(language)

    return signed(doctor, {}, language)


def _report(language: Language) -> Callable[..., int]:
    def report(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        if not all(given["file"] or [""]):
            refuse(words.MISSING_ARGUMENT.fill(argument="FILE"), "concdemo report")
        from concdemo.cli.show import show_again

        shown = {dashed(key): value for key, value in given.items() if key != "file"}
        return show_again(given["file"], shown, language)

    from concdemo.cli.options import OUTPUT_OPTIONS

    argument = typer.Argument(
        metavar="FILE",
        show_default=False,
        help=words.REPORT_FILE.into(language),
        rich_help_panel=words.ARGUMENTS_PANEL.into(language),
    )
    options = {"file": Annotated[list[str] | None, argument]}
    options |= {
        option.name.replace("-", "_"): typer_option(option, words.OUTPUT_PANEL, language)
        for option in OUTPUT_OPTIONS
    }
    return signed(report, options, language)
