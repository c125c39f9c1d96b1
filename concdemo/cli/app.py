"""The Typer application, built in one language from the tables of experiments and options.

Every value arrives as the word that was typed; ``settings`` makes sense of it, so that a
wrong one is answered alike everywhere and in the user's language.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from concdemo import __version__
from concdemo.cli import words
from concdemo.cli.wide import broken_by_columns
from concdemo.errors import UsageFault
from concdemo.experiments import EXPERIMENTS, find
from concdemo.text import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from concdemo.experiments.experiment import Experiment
    from concdemo.settings import Option

METAVARS = {"count": "N", "milliseconds": "MS", "seconds": "S", "text": "TEXT", "file": "FILE"}
TYPES: dict[str, Any] = {"choices": list[str] | None, "flag": bool | None}
EXTRA_ARGUMENTS = {"allow_extra_args": True}  # so that it is we who answer them


class Commands(TyperGroup):
    """The group of all commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Which command is meant; one that isn't there is answered in the user's language."""
        if args and self.get_command(ctx, args[0]) is None:
            _refuse(words.NO_SUCH_COMMAND.fill(command=args[0]), "concdemo")
        return super().resolve_command(ctx, args)


def _refuse(text: Text, command: str) -> NoReturn:
    raise UsageFault(Text.join([text, words.SEE_HELP.fill(command=command)], ""))


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
        named = name in arguments
        function = _measure(find(name), language, arguments) if named else _listed(language)
        add(name, row.question, words.EXPERIMENTS_PANEL, function)
    add("doctor", words.DOCTOR, words.TOOLS_PANEL, _doctor(language))
    report = _report(language) if "report" in arguments else _listed(language)
    add("report", words.REPORT, words.TOOLS_PANEL, report)
    return app


def _root(language: Language) -> Callable[..., int]:
    def root(ctx: typer.Context, **given: Any) -> int:
        _check(ctx, given)
        if ctx.invoked_subcommand is not None:
            return 0
        from concdemo.cli import start

        if not start.is_wanted():
            _help(ctx)
            return 0
        chosen = start.choose(language)
        if chosen is None:
            return 0
        status = build(language, chosen)(list(chosen), standalone_mode=False)
        return status if isinstance(status, int) else 0

    version = typer.Option(
        "--version",
        is_eager=True,
        callback=_show_version,
        help=words.VERSION.into(language),
        rich_help_panel=words.OPTIONS_PANEL.into(language),
    )
    return _signed(root, {"version": Annotated[bool, version]}, language)


def _listed(language: Language) -> Callable[..., int]:
    def listed(ctx: typer.Context, **given: Any) -> int:
        raise AssertionError(ctx.command_path)  # a command that is named is built whole

    return _signed(listed, {}, language)


def _measure(
    experiment: "Experiment", language: Language, arguments: Sequence[str]
) -> Callable[..., int]:
    def command(ctx: typer.Context, **given: Any) -> int:
        _check(ctx, given)
        from concdemo.cli.measure import measure

        asked = {_named(key): value for key, value in given.items()}
        return measure(experiment, asked, arguments, language)

    from concdemo.cli.options import OUTPUT_OPTIONS, RUN_OPTIONS

    options = {}
    for panel, group in (
        (words.WORK_PANEL, experiment.options),
        (words.MEASURING_PANEL, RUN_OPTIONS),
        (words.OUTPUT_PANEL, OUTPUT_OPTIONS),
    ):
        for option in group:
            options[option.name.replace("-", "_")] = _typer_option(option, panel, language)
    return _signed(command, options, language)


def _doctor(language: Language) -> Callable[..., int]:
    def doctor(ctx: typer.Context, **given: Any) -> int:
        _check(ctx, given)
        from concdemo.cli.doctor import doctor as examine

        return examine(language)

    return _signed(doctor, {}, language)


def _report(language: Language) -> Callable[..., int]:
    def report(ctx: typer.Context, **given: Any) -> int:
        _check(ctx, given)
        if not all(given["file"] or [""]):
            _refuse(words.MISSING_ARGUMENT.fill(argument="FILE"), "concdemo report")
        from concdemo.cli.show import show_again

        shown = {_named(key): value for key, value in given.items() if key != "file"}
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
        option.name.replace("-", "_"): _typer_option(option, words.OUTPUT_PANEL, language)
        for option in OUTPUT_OPTIONS
    }
    return _signed(report, options, language)


def _check(ctx: typer.Context, given: dict[str, Any]) -> None:
    """Refuse what is wrong whatever the command: stray words, an unknown language."""
    lang = given.pop("lang")
    if lang is not None and lang.lower() not in LANGUAGES:
        raise UsageFault(words.UNKNOWN_LANGUAGE.fill(given=lang))
    if ctx.invoked_subcommand is None and ctx.args:
        _refuse(words.EXTRA.fill(words=" ".join(ctx.args)), ctx.command_path)


def _named(parameter: str) -> str:
    return parameter.replace("_", "-")


def _typer_option(option: "Option", panel: Text, language: Language) -> Any:
    help_text = option.help.into(language)
    default = option.shown_default
    if default is None and option.default is not None and option.kind != "flag":
        default = Text.same(str(option.default))
    if default is not None:
        help_text += " " + words.DEFAULT.fill(default=default).into(language)
    declared = typer.Option(
        option.flag,
        *(f"--{alias}" for alias in option.aliases),
        help=help_text,
        metavar="|".join(option.choices) or METAVARS.get(option.kind),
        show_default=False,
        rich_help_panel=panel.into(language),
    )
    return Annotated[TYPES.get(option.kind, str | None), declared]


def _signed(
    function: Callable[..., int], options: dict[str, Any], language: Language
) -> Callable[..., int]:
    """The function with the signature that Typer reads its options from."""
    panel = words.OPTIONS_PANEL.into(language)
    lang = typer.Option(
        "--lang",
        metavar="|".join(LANGUAGES),
        show_default=False,
        help=words.LANG.into(language),
        rich_help_panel=panel,
    )
    shown = typer.Option(
        "--help",
        "-h",
        is_eager=True,
        callback=_show_help,
        help=words.HELP.into(language),
        rich_help_panel=panel,
    )
    types = {
        "ctx": typer.Context,
        **options,
        "lang": Annotated[str | None, lang],
        "help": Annotated[bool, shown],
    }

    def defaulted(name: str, annotation: Any) -> inspect.Parameter:
        kind = inspect.Parameter.KEYWORD_ONLY
        if name == "ctx":
            return inspect.Parameter(
                name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=annotation
            )
        default = False if name in ("help", "version") else None
        return inspect.Parameter(name, kind, default=default, annotation=annotation)

    function.__annotations__ = types
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [defaulted(name, annotation) for name, annotation in types.items()]
    )
    return function


def _show_help(ctx: typer.Context, value: bool) -> None:
    if value:
        _help(ctx)
        raise typer.Exit


def _help(ctx: typer.Context) -> None:
    with broken_by_columns():
        typer.echo(ctx.get_help(), nl=False)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"concdemo {__version__}")
        raise typer.Exit
