"""``concdemo report``: saved reports, shown as they were when they were measured."""

from collections.abc import Mapping, Sequence

from concdemo import schema
from concdemo.cli import exports, output
from concdemo.cli.options import VIEW_OPTIONS
from concdemo.errors import UsageFault
from concdemo.render import report as rendered
from concdemo.settings import Raw, settle
from concdemo.text import Language, Text

SEVERAL = Text(
    "Several reports are set side by side in a page; add --html FILE.",
    "여러 보고서는 한 페이지에 나란히 놓습니다. --html FILE을 덧붙여 주세요.",
)


def show_again(files: Sequence[str], given: Mapping[str, Raw], language: Language) -> int:
    """Show the report, and write it as what was asked for; exit status 0.

    Several reports are only written, side by side: a terminal is too narrow for them.

    Raises:
        UsageFault: a file holds no whole report, reports can't stand side by side, or a
            place to write to is not right.
        ConcdemoError: a file could not be written.
    """
    view = settle(VIEW_OPTIONS, given)
    paths = exports.settle_paths(given, inputs=files)
    if len(files) > 1:
        return _set_side_by_side(files, paths, language)
    report = schema.read(files[0])
    if not exports.alone(paths):
        output.show(rendered.show(report, language, rails=not view["no-rails"]), language)
    exports.save_all(paths, report, language)
    return 0


def _set_side_by_side(files: Sequence[str], paths: Mapping[str, str], language: Language) -> int:
    if not paths:
        raise UsageFault(SEVERAL)
    writers = {name: exports.writer_of_several(exports.EXPORTS[name]) for name in paths}
    reports = [schema.read(path) for path in files]
    made = {path: writers[name](reports, language) for name, path in paths.items()}
    for path, data in made.items():
        output.save(data, path)
    return 0
