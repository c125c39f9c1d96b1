"""``concdemo report``: a saved report, shown as it was when it was measured."""

from collections.abc import Mapping

from concdemo import schema
from concdemo.cli import exports, output
from concdemo.cli.options import VIEW_OPTIONS
from concdemo.render import report as rendered
from concdemo.settings import Raw, settle
from concdemo.text import Language


def show_again(path: str, given: Mapping[str, Raw], language: Language) -> int:
    """Show the report in the file, and write it as what was asked for; exit status 0.

    Raises:
        UsageFault: there is no whole report in it, or a place to write to is not right.
        ConcdemoError: a file could not be written.
    """
    view = settle(VIEW_OPTIONS, given)
    paths = exports.settle_paths(given, inputs=[path])
    report = schema.read(path)
    if not exports.alone(paths):
        output.show(rendered.show(report, language, rails=not view["no-rails"]), language)
    exports.save_all(paths, report, language)
    return 0
