"""The terminal's view as an SVG picture, through Rich's own export.

One width whatever the terminal.  The template is Rich's without its web fonts: opening
the picture makes no request.
"""

import io
import re
from html import escape, unescape

from rich.cells import cell_len
from rich.console import Console

from concdemo.model import Report
from concdemo.render import units
from concdemo.render.report import show
from concdemo.text import Language

WIDTH = 100
RUN = re.compile(r'(<text [^>]*textLength=")([\d.]+)("[^>]*>)([^<]+)')

TEMPLATE = """\
<svg class="rich-terminal" role="img" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg">
    <title>%TITLE%</title>
    <style>
    .{unique_id}-matrix {{
        font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", \
monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
    }}

    .{unique_id}-title {{
        font-size: 18px;
        font-weight: bold;
        font-family: sans-serif;
    }}

    {styles}
    </style>

    <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>

    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""
"""Rich fills the places in braces; see ``Console.export_svg``."""


def write(report: Report, language: Language) -> bytes:
    """The file's bytes, in UTF-8."""
    console = Console(
        file=io.StringIO(),
        record=True,
        width=WIDTH,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
        _environ={},
    )
    console.print(show(report, language))
    title = units.plain(f"concdemo {report.experiment}").replace("\n", " ")
    said = escape(f"{title}: {units.plain(report.title.into(language))}")
    template = TEMPLATE.replace("%TITLE%", said.replace("{", "{{").replace("}", "}}"))
    return widened(console.export_svg(title=title, code_format=template)).encode()


def widened(picture: str) -> str:
    """The picture with each run of text as long as its columns are.

    Rich makes a run as long as its characters, which squeezes those that take two columns.
    """
    return RUN.sub(_with_columns, picture)


def _with_columns(run: "re.Match[str]") -> str:
    before, length, between, text = run.groups()
    said = unescape(text)
    columns = float(length) * cell_len(said) / len(said)
    return f"{before}{columns:.10g}{between}{text}"
