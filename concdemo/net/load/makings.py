"""What the load generator is made of here: only looked for, so that it can be said beforehand."""

import importlib.util
import sys

from concdemo.text import Text

FAST = ("httptools",) if sys.platform == "win32" else ("httptools", "uvloop")
"""The modules that it takes where they are; for Windows there is no uvloop."""

WITHOUT = Text(
    "The client lacks {modules} here and does its part with what comes with Python: "
    "pip install 'concdemo[web]'",
    "여기에는 {modules}이(가) 없어, 클라이언트가 그 몫을 파이썬에 딸린 것으로 합니다: "
    "pip install 'concdemo[web]'",
)


def without() -> Text | None:
    """What it has to do without, for the facts of a report; None if nothing."""
    missing = [name for name in FAST if importlib.util.find_spec(name) is None]
    return WITHOUT.fill(modules=", ".join(missing)) if missing else None
