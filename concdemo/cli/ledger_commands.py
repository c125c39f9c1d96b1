"""The commands ``claims`` and ``verify``, in Typer's terms."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from concdemo.cli import words
from concdemo.cli.forms import check, dashed, signed, typer_option
from concdemo.cli.ledger_options import (
    CHECK_OPTIONS,
    CHOICE_OPTIONS,
    CHOSEN_CLAIMS,
    CLAIMS_EXPORTS,
    EXPECT,
    LEDGER_EXPORTS,
    SOME_CLAIMS,
    WORK_OPTIONS,
)
from concdemo.settings import Option
from concdemo.text import Language, Text


def claims_command(language: Language) -> Callable[..., int]:
    """``concdemo claims``, for a command line that names it."""

    def claims(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        from concdemo.cli.claims import claims as show

        return show(given.pop("ids") or [], _dashed(given), language)

    options = {"ids": _argument(SOME_CLAIMS, language)}
    options |= _declared([export.option for export in CLAIMS_EXPORTS.values()], _OUTPUT, language)
    return signed(claims, options, language)


def verify_command(language: Language, arguments: Sequence[str]) -> Callable[..., int]:
    """``concdemo verify``, for a command line that names it."""

    def verify(ctx: typer.Context, **given: Any) -> int:
        check(ctx, given)
        from concdemo.cli.verify import verify as run

        named, expected = given.pop("ids") or [], given.pop("expect") or []
        return run(named, expected, _dashed(given), arguments, language)

    from concdemo.cli.options import RUN_OPTIONS

    panel = words.CHECKING_PANEL
    options = {"ids": _argument(CHOSEN_CLAIMS, language)}
    options |= _declared([*CHOICE_OPTIONS, *WORK_OPTIONS], words.WORK_PANEL, language)
    options |= _declared(RUN_OPTIONS, words.MEASURING_PANEL, language)
    options["expect"] = _repeated("--expect", "ID=VERDICT", EXPECT, panel, language)
    options |= _declared(CHECK_OPTIONS, panel, language)
    options |= _declared([export.option for export in LEDGER_EXPORTS.values()], _OUTPUT, language)
    return signed(verify, options, language)


_OUTPUT = words.OUTPUT_PANEL


def _dashed(given: dict[str, Any]) -> dict[str, Any]:
    return {dashed(key): value for key, value in given.items()}


def _declared(options: Sequence[Option], panel: Text, language: Language) -> dict[str, Any]:
    return {
        option.name.replace("-", "_"): typer_option(option, panel, language) for option in options
    }


def _argument(text: Text, language: Language) -> Any:
    declared = typer.Argument(
        metavar="ID|GROUP",
        show_default=False,
        help=text.into(language),
        rich_help_panel=words.ARGUMENTS_PANEL.into(language),
    )
    return Annotated[list[str] | None, declared]


def _repeated(flag: str, metavar: str, text: Text, panel: Text, language: Language) -> Any:
    declared = typer.Option(
        flag,
        metavar=metavar,
        show_default=False,
        help=text.into(language),
        rich_help_panel=panel.into(language),
    )
    return Annotated[list[str] | None, declared]
