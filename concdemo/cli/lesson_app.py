"""The subcommands of ``concdemo lesson``, in Typer's terms."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from concdemo.cli import lesson_words
from concdemo.cli import words as common
from concdemo.cli.forms import (
    EXTRA_ARGUMENTS,
    Commands,
    check,
    refuse,
    show_help,
    signed,
    typer_option,
)
from concdemo.cli.lesson_options import GIVING_OPTIONS
from concdemo.text import Language, Text

FROM = "from_step"  # Python keeps the word for itself


def lesson_app(language: Language) -> typer.Typer:
    """The group ``lesson``, for a command line that names it."""
    app = typer.Typer(
        cls=Commands,
        add_completion=False,
        add_help_option=False,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_group(language))
    for name, (text, make) in {
        "list": (lesson_words.LIST, _list),
        "run": (lesson_words.RUN, _run),
        "check": (lesson_words.CHECK, _check),
        "new": (lesson_words.NEW, _new),
    }.items():
        app.command(
            name,
            help=text.into(language),
            context_settings=EXTRA_ARGUMENTS,
            add_help_option=False,
        )(make(language))
    return app


def _group(language: Language) -> Callable[..., int]:
    def group(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        if ctx.invoked_subcommand is None:
            show_help(ctx)
        return 0

    return signed(group, {}, language)


def _argument(metavar: str, text: Text, language: Language) -> Any:
    declared = typer.Argument(
        metavar=metavar,
        show_default=False,
        help=text.into(language),
        rich_help_panel=common.ARGUMENTS_PANEL.into(language),
    )
    return Annotated[str | None, declared]


def _needed(given: dict[str, Any], metavar: str, ctx: typer.Context) -> str:
    """The argument, which must be there."""
    value = given.pop("file")
    if not value:
        refuse(common.MISSING_ARGUMENT.fill(argument=metavar), ctx.command_path)
    return str(value)


def _list(language: Language) -> Callable[..., int]:
    def listed(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        from concdemo.cli.lesson import show_list

        return show_list(language)

    return signed(listed, {}, language)


def _run(language: Language) -> Callable[..., int]:
    def run(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        name = _needed(given, "NAME|FILE", ctx)
        from concdemo.cli.lesson_run import give

        return give(name, {_option(key): value for key, value in given.items()}, language)

    options = {"file": _argument("NAME|FILE", lesson_words.NAME_OR_FILE, language)}
    for option in GIVING_OPTIONS:
        key = FROM if option.name == "from" else option.name
        options[key] = typer_option(option, common.OPTIONS_PANEL, language)
    return signed(run, options, language)


def _option(key: str) -> str:
    return "from" if key == FROM else key


def _check(language: Language) -> Callable[..., int]:
    def checked(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        path = _needed(given, "FILE", ctx)
        from concdemo.cli.lesson import check_file

        return check_file(path, language)

    return signed(checked, {"file": _argument("FILE", lesson_words.FILE, language)}, language)


def _new(language: Language) -> Callable[..., int]:
    def new(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        path = _needed(given, "FILE", ctx)
        from concdemo.cli.lesson import new_file

        return new_file(path, language)

    return signed(new, {"file": _argument("FILE", lesson_words.NEW_FILE, language)}, language)
