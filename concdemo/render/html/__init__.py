"""The report as one self-contained HTML page: pure functions from reports to its text."""

from concdemo.render.html.page import as_html, as_html_of, page

__all__ = ["as_html", "as_html_of", "page"]
