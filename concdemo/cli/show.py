"""``concdemo report``: a saved report, shown as it was when it was measured."""

from concdemo import schema
from concdemo.cli import output
from concdemo.render import report as rendered
from concdemo.text import Language


def show_again(path: str, language: Language) -> int:
    """Show the report in the file; exit status 0.

    Raises:
        UsageFault: there is no whole report in it.
    """
    output.show(rendered.show(schema.read(path), language), language)
    return 0
