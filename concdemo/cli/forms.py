"""How a command takes its options: Typer signatures from tables, and what any command refuses.

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
from concdemo.text import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from concdemo.settings import Option

METAVARS = {"count": "N", "milliseconds": "MS", "seconds": "S", "text": "TEXT", "file": "FILE"}
TYPES: dict[str, Any] = {"choices": list[str] | None, "flag": bool | None}
CHOICES_WIDE = 26
"""What Rich gives to a list of choices in 80 columns, beside what is said of them."""

EXTRA_ARGUMENTS = {"allow_extra_args": True}  # so that it is we who answer them


class Commands(TyperGroup):
    """The group of all commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Which command is meant; one that isn't there is answered in the user's language."""
        if args and self.get_command(ctx, args[0]) is None:
            refuse(words.NO_SUCH_COMMAND.fill(command=args[0]), ctx.command_path)
        return super().resolve_command(ctx, args)


def refuse(text: Text, command: str) -> NoReturn:
    """End with that fault and the help that mends it.

    Raises:
        UsageFault: always.
    """
    raise UsageFault(Text.join([text, words.SEE_HELP.fill(command=command)], ""))


def check(ctx: typer.Context, given: dict[str, Any]) -> None:
    """Refuse what is wrong whatever the command: stray words, an unknown language."""
    lang = given.pop("lang")
    if lang is not None and lang.lower() not in LANGUAGES:
        raise UsageFault(words.UNKNOWN_LANGUAGE.fill(given=lang))
    if ctx.invoked_subcommand is None and ctx.args:
        refuse(words.EXTRA.fill(words=" ".join(ctx.args)), ctx.command_path)


def dashed(parameter: str) -> str:
    """An option's name as it is typed, from its name in Python."""
    return parameter.replace("_", "-")


def listed(choices: Sequence[str]) -> str:
    """Choices as a help text lists them: a new line before one that its column would break."""
    lines: list[str] = []
    for choice in choices:
        if lines and len(lines[-1]) + len("|") + len(choice) < CHOICES_WIDE:
            lines[-1] += f"|{choice}"
        else:
            lines.append(choice)
    return "|\n".join(lines)


def typer_option(option: "Option", panel: Text, language: Language) -> Any:
    """The annotation by which Typer takes an option of the tables."""
    help_text = option.help.into(language)
    default = option.shown_default
    if default is None and option.default is not None and option.kind != "flag":
        given = option.default
        default = Text.same(", ".join(given) if isinstance(given, list) else str(given))
    if default is not None:
        help_text += " " + words.DEFAULT.fill(default=default).into(language)
    declared = typer.Option(
        option.flag,
        *(f"--{alias}" for alias in option.aliases),
        help=help_text,
        metavar=option.metavar or listed(option.choices) or METAVARS.get(option.kind),
        show_default=False,
        rich_help_panel=panel.into(language),
    )
    return Annotated[TYPES.get(option.kind, str | None), declared]


def signed(
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
        callback=_asked_for_help,
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


def _asked_for_help(ctx: typer.Context, value: bool) -> None:
    if value:
        show_help(ctx)
        raise typer.Exit


def show_help(ctx: typer.Context) -> None:
    """Print the help of a command, as wide letters need it."""
    with broken_by_columns():
        typer.echo(ctx.get_help(), nl=False)


def show_version(value: bool) -> None:
    """Print the version and end, if it was asked for."""
    if value:
        typer.echo(f"concdemo {__version__}")
        raise typer.Exit
