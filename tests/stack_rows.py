"""Rows of the tests' own, which keepers find by this file's path."""

import os
import sys
from pathlib import Path

from concdemo.stacks import servers
from concdemo.stacks.stack import Command, Sizes, Stack
from concdemo.text import Text

HERE = Path(__file__).parent
TABLE = f"{__file__}:ROWS"
ABOUT = Text("for tests", "시험용")


def tiny(how: str) -> Stack:
    """A server without libraries that behaves so."""

    def command(sizes: Sizes, port: int) -> list[str]:
        return [sys.executable, "-S", "-E", str(HERE / "tiny_server.py"), how, str(port)]

    return Stack(f"tiny/{how}", "tiny", how, "own", (), command, ABOUT)


def broken(server: str, command: Command, place_option: str) -> Stack:
    """An app in the temporary folder, ``misspelt.py``, on a real server."""

    def with_app(sizes: Sizes, port: int) -> list[str]:
        words = command(sizes, port)
        words[words.index(servers.app("ANY"))] = "misspelt:app"
        return [*words, place_option, os.environ["TMPDIR"]]

    return Stack(f"misspelt/{server}", "misspelt", server, "asgi", (server,), with_app, ABOUT)


MODES = (
    "well",
    "wrong",
    "refusing",
    "garbage",
    "ending",
    "wordless",
    "killed",
    "silent",
    "late",
    "never",
    "parent",
)
ROWS = {
    row.name: row
    for row in (
        *(tiny(how) for how in MODES),
        Stack(
            "tiny/missing",
            "tiny",
            "missing",
            "own",
            ("no_such_library", "sys"),
            lambda *_: [],
            ABOUT,
        ),
        Stack(
            "tiny/absent",
            "tiny",
            "absent",
            "own",
            (),
            lambda _, port: ["/no/such/program", str(port)],
            ABOUT,
        ),
        broken("uvicorn", servers.uvicorn("ANY"), "--app-dir"),
        broken("gunicorn", servers.gunicorn("ANY", "sync"), "--pythonpath"),
    )
}
